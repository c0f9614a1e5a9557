"""Articles made for coding in shards."""

from __future__ import annotations

import datetime as dt

from stances.articles import Article


def articles(count: int) -> tuple[Article, ...]:
    return tuple(
        Article(
            id=f"a{number}",
            text=f"Ankara demands of Moscow the {number}th time",
            published=dt.date(2020, 2, 1) + dt.timedelta(days=number % 28),
        )
        for number in range(count)
    )

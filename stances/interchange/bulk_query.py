"""The query that makes the table of events of GDELT's rows and of what was looked up of them.

The tables it joins are those that ``bulk`` makes: ``raw`` has the rows, the others each distinct
value and what the strict reader makes of it.
"""
# ruff: noqa: S608 - what is put together are constants

from __future__ import annotations

from collections.abc import Sequence

from stances.interchange.gdelt import CODER, RELATIVE
from stances.interchange.parquet import COLUMNS

ACTOR = (5, 7, 12, 9, 10)
RECIPIENT = (15, 17, 22, 19, 20)
"""Columns of a side: its code, and the country, role, ethnic group and religion in it."""

PARTY = ("code", "country", "role", "ethnic", "religion")
BLANK = "chr(32) || chr(9) || chr(13) || chr(10) || chr(11) || chr(12)"

_ODD = r'[^ -~]|["\\]'
_SITE = r"(?i)^[a-z]+://(?:www\.)?([^/:?#\s]+)"


def events() -> str:
    """The query that makes the table of events of what was read and looked up."""
    known = {
        "id": "sha256(said)[:32]",
        "date": "date",
        "event_day": "(date - DATE '1970-01-01')::INTEGER",
        "date_precision": "date_precision",
        "actor": "actor",
        "event_type": "event_type",
        "recipient": "recipient",
        "modality": "'asserted'",
        "published": "published",
        "publisher": "publisher",
        "url": "url",
        "dataset": "dataset",
        "row": "row",
        "row_url": "url",
        "source_score": "score",
        "coder": f"'{CODER}'",
    }
    columns = ", ".join(
        f"{known.get(name, f'NULL::{_SQL[kind]}')} AS {name}" for name, kind in COLUMNS.items()
    )
    return f"SELECT {columns} FROM ({_SAID})"


_SQL = {"text": "VARCHAR", "date": "DATE", "day": "INTEGER", "count": "BIGINT", "number": "DOUBLE"}


def _party(name: str, side: Sequence[int]) -> str:
    """The lookup of one side's actor; what is missing is empty in one file and null in none."""
    return " AND ".join(
        f"raw.c{column} IS NOT DISTINCT FROM {name}.{part_}"
        for column, part_ in zip(side, PARTY, strict=True)
    )


_PRECISION = " ".join(f"WHEN {days} THEN '{word}'" for days, word in RELATIVE.items())
_FOUND = f"""
    SELECT dataset, raw.c0 AS row, url, act.type AS event_type, score, score_said,
        one.ours AS actor, other.ours AS recipient, happened.day AS day, reported.day AS published,
        CASE reported.day - happened.day {_PRECISION} ELSE 'day' END AS date_precision,
        url IS NOT NULL AND regexp_matches(url, '{_ODD}') AS odd
    FROM raw
    JOIN act ON act.said = raw.c26
    JOIN happened ON happened.said = raw.c1
    JOIN reported ON reported.said = raw.added
    JOIN score ON score.said IS NOT DISTINCT FROM raw.c30
    JOIN party AS one ON {_party("one", ACTOR)}
    JOIN party AS other ON {_party("other", RECIPIENT)}
    WHERE act.type IS NOT NULL AND one.ours IS NOT NULL
        AND (other.ours <> one.ours OR coalesce(trim(raw.c15, {BLANK}), '') = '')
"""
_DATED = rf"""
    SELECT *,
        CASE date_precision WHEN 'day' THEN day ELSE date_trunc(date_precision, day)::DATE END
            AS date,
        CASE WHEN odd THEN site_of(url)
            ELSE lower(nullif(regexp_extract(
                url, '(?i)^[a-z]+://(?:www\.)?([^/:?#\s]+)', 1), '')) END AS publisher,
        CASE WHEN url IS NULL THEN 'null' WHEN odd THEN json_text(url)
            ELSE '"' || url || '"' END AS url_said
    FROM ({_FOUND})
"""
_SAID = f"""
    SELECT *,
        '["stance","' || date || '","' || date_precision || '","' || actor || '","'
        || event_type || '",' || coalesce('"' || recipient || '"', 'null')
        || ',null,"asserted",null,null,null,null,"' || published || '",'
        || CASE WHEN publisher IS NULL THEN 'null' WHEN odd THEN json_text(publisher)
            ELSE '"' || publisher || '"' END
        || ',' || url_said || ',' || score_said
        || ',"row","' || dataset || '",null,"' || row || '",' || url_said || ']' AS said
    FROM ({_DATED})
"""

"""Which articles are copies of one story: what an agency wrote once speaks once.

The log keeps only the passages that events rest on, so copies are looked for in the articles
themselves. ``datasketch`` finds pairs that may be near-duplicates without comparing all with all
(MinHash and locality-sensitive hashing over runs of five words); whether they are is then counted
exactly, as the share of the shorter text's runs that the longer one has too, so that a story cut
to half its length is still found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs
from networkx.utils import UnionFind

from stances.articles import Article
from stances.errors import MissingExtra
from stances.events import Row, StanceEvent
from stances.log import Act

SAME_STORY = 0.6
"""The share of the shorter text's runs of words that a copy has too."""

_RUN = 5
_PERMUTATIONS = 128
_MAYBE = 0.3
"""Jaccard likeness of the runs from which a pair is counted exactly; a copy cut to half its length
and otherwise the same has 0.5."""

_WORD = re.compile(r"\w+")


def _frozen(origins: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(origins))


@attrs.frozen
class Sources:
    """``origins`` names for every article that is one of several copies the story that it is: the
    id of the first of them to be published.
    """

    origins: Mapping[str, str] = attrs.field(factory=dict, converter=_frozen)

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The ids of articles that are one story, the first published first in each."""
        groups: dict[str, list[str]] = {}
        for article, origin in self.origins.items():
            groups.setdefault(origin, []).append(article)
        return tuple(tuple(group) for group in groups.values())

    def independent(self, act: Act) -> tuple[StanceEvent, ...]:
        """One report for each independent source of the act: the first published of its story.

        Rows of one data set are one source.
        """
        first: dict[str, StanceEvent] = {}
        for report in sorted(act.reports, key=lambda report: (report.published, report.id)):
            first.setdefault(self.story(report), report)
        return tuple(first.values())

    def number(self, acts: Iterable[Act]) -> int:
        """How many independent sources there are of any of these acts."""
        return len({self.story(report) for act in acts for report in act.reports})

    def story(self, report: StanceEvent) -> str:
        """What the report was taken from, by a name that copies of it share.

        Of an article that is no known copy its text is the name: the very same text is one story
        under whatever ids.
        """
        evidence = report.evidence
        if isinstance(evidence, Row):
            return evidence.dataset
        return self.origins.get(evidence.article, evidence.sha256)


def sources(articles: Iterable[Article], *, alike: float = SAME_STORY) -> Sources:
    """Which of these articles are copies of one story, reprinted, cut or lightly edited.

    Two are, if ``alike`` of the shorter one's runs of five words stand in the other, 0 to 1;
    copies of a copy are copies. An article told twice counts once.

    Raises:
        MissingExtra: datasketch is not installed.

    """
    told = {article.id: article for article in articles}
    ordered = sorted(told.values(), key=lambda article: (article.published, article.id))
    runs = {article.id: _runs(article) for article in ordered}
    union: UnionFind[str] = UnionFind()
    for one, other in _maybe_alike(runs):
        shared = len(runs[one] & runs[other])
        if shared >= alike * min(len(runs[one]), len(runs[other])):
            union.union(one, other)
    first: dict[str, str] = {}
    joined = set(union)
    for article in ordered:
        if article.id in joined:
            first.setdefault(union[article.id], article.id)
    return Sources({a.id: first[union[a.id]] for a in ordered if a.id in joined})


def _maybe_alike(runs: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Pairs that may be near-duplicates, each once."""
    sketch = _datasketch()
    index = sketch.MinHashLSH(threshold=_MAYBE, num_perm=_PERMUTATIONS)
    for article, own in runs.items():
        if own:
            hashed = sketch.MinHash(num_perm=_PERMUTATIONS)
            hashed.update_batch([run.encode("utf-8", "surrogatepass") for run in own])
            for other in index.query(hashed):
                yield other, article
            index.insert(article, hashed)


def _datasketch() -> Any:
    try:
        import datasketch
    except ImportError as error:
        raise MissingExtra("finding copies of articles", "corroborate") from error
    return datasketch


def _runs(article: Article) -> frozenset[str]:
    """Every five words in a row of the story, without the page around it."""
    text = "\n".join(article.text[block.start : block.end] for block in article.blocks)
    words = _WORD.findall(text.casefold())
    return frozenset(" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))

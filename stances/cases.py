"""Files of sentences with the events that are to be coded from them.

Blank lines part the cases; a case is a heading, a text and what it says, in the notation::

    # passive with an agent
    published 2020-02-18
    | Ankara was urged by Moscow to pull back its troops.
    > 2020-02-18 RUS REQUEST TUR "Ankara was urged by Moscow to pull back its troops"
    ~ missed: passives are not read yet

Each ``|`` line is a paragraph. ``> none`` says that nothing is to be coded. ``published`` and
``~ missed`` may be left out.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator

import attrs

from stances.articles import Article
from stances.errors import Fault, FileFaults, InvalidRecord
from stances.events import StanceEvent
from stances.notation import event, read_day

PUBLISHED = dt.date(2020, 2, 18)
"""The day on which a case was published that does not say so."""

_LINE = re.compile(r"(#|published(?=\s)|\||>|~ missed:)\s*(.+)")


@attrs.frozen(kw_only=True)
class Case:
    """A text and the events that are to be coded from it; ``line`` is that of its heading.

    ``missed`` is the reason why the coder is known not to code it yet.
    """

    name: str
    line: int
    published: dt.date
    text: str
    events: tuple[StanceEvent, ...]
    missed: str | None = None

    @property
    def article(self) -> Article:
        """The article that the evidence of the events points into; its id is the name."""
        return Article(id=self.name, text=self.text, published=self.published)


def read_cases(text: str, *, path: str = "") -> tuple[Case, ...]:
    """The cases of a file, in order; their paragraphs are parted by blank lines.

    Args:
        text: the whole file.
        path: its path, for the faults to name.

    Raises:
        FileFaults: with every bad line.

    """
    cases: dict[str, Case] = {}
    problems: list[_Numbered] = []
    for block in _blocks(text):
        try:
            case = _case(block)
        except _Bad as bad:
            problems += bad.problems
            continue
        if case.name in cases:
            problems.append((case.line, f"a second case is named {case.name!r}"))
        cases[case.name] = case
    if problems:
        where = f"{path}:" if path else "line "
        raise FileFaults([Fault(f"{where}{line}", problem) for line, problem in problems])
    return tuple(cases.values())


_Numbered = tuple[int, str]


class _Bad(Exception):
    """What is wrong with a case, by line."""

    def __init__(self, problems: list[_Numbered]) -> None:
        self.problems = problems


def _blocks(text: str) -> Iterator[list[_Numbered]]:
    """Runs of lines that are not blank, numbered from 1."""
    lines = enumerate(text.removeprefix("\ufeff").split("\n"), start=1)
    stripped = ((number, line.strip()) for number, line in lines)
    for filled, run in itertools.groupby(stripped, key=lambda numbered: bool(numbered[1])):
        if filled:
            yield list(run)


def _case(block: list[_Numbered]) -> Case:
    first = block[0][0]
    said = _by_mark(block)
    name = said["#"][0][1]
    text = "\n\n".join(words for _, words in said["|"])
    problems: list[_Numbered] = []
    published = PUBLISHED
    for number, words in said["published"]:
        try:
            published = read_day(words)
        except ValueError:
            problems.append((number, f"expected a date such as {PUBLISHED}, not {words!r:.80}"))
    events: list[StanceEvent] = []
    for number, words in said[">"]:
        try:
            if words != "none":
                events.append(event(words, published=published, article=name, text=text))
            elif len(said[">"]) > 1:
                problems.append((number, "'none' beside events"))
        except InvalidRecord as error:
            problems.append((number, str(error)))
    if problems:
        raise _Bad(problems)
    missed = said["~ missed:"][0][1] if said["~ missed:"] else None
    return Case(
        name=name,
        line=first,
        published=published,
        text=text,
        events=tuple(events),
        missed=missed,
    )


def _by_mark(block: list[_Numbered]) -> dict[str, list[_Numbered]]:
    """What the lines say by the marks they begin with: each as often as a case may have it."""
    said: dict[str, list[_Numbered]] = {
        mark: [] for mark in ("#", "published", "|", ">", "~ missed:")
    }
    problems: list[_Numbered] = []
    for number, line in block:
        match = _LINE.fullmatch(line)
        if match is None:
            problems.append((number, f"expected one of {', '.join(said)} and words: {line!r:.80}"))
        else:
            said[match[1]].append((number, match[2]))
    for mark in ("#", "published", "~ missed:"):
        problems += [(number, f"a second {mark!r} in one case") for number, _ in said[mark][1:]]
    missing = [mark for mark in ("#", "|", ">") if not said[mark]]
    if missing:
        problems.append((block[0][0], f"the case has no line with {' or '.join(missing)}"))
    if problems:
        raise _Bad(problems)
    return said

"""An evaluation as plain text: tables that a terminal and a page of notes can both hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stances.evaluate import Evaluation
from stances.measures import Interval, Measure

_NONE = "–"
_SHARES = ("precision", "recall", "f1")


def evaluation_text(evaluation: Evaluation) -> str:
    """The measures with intervals, then by event type, by field, and the errors by class.

    A type of which nothing was coded by hand is unmeasured: its shares are dashes.
    """
    count = len(evaluation.articles)
    measures = [
        [name, *_counts(measure), *(_with_interval(measure, share) for share in _SHARES)]
        for name, measure in evaluation.measures.items()
    ]
    types = [
        [
            event_type.value,
            *map(str, (counts.gold, counts.coded, counts.hits)),
            *(_share(getattr(counts, share) if counts.gold else None) for share in _SHARES),
        ]
        for event_type, counts in evaluation.by_type
    ]
    fields = [
        [a.field, *_ratio(a.right, a.matches), *_ratio(a.told_right, a.told)]
        for a in evaluation.accuracies
    ]
    errors = [[error.value, str(number)] for error, number in evaluation.errors.items()]
    return "\n\n".join(
        [
            f"{count} article{'' if count == 1 else 's'}, 95 % intervals over articles",
            _table(["measure", "gold", "coded", "hits", *_SHARES], measures),
            _table(["type", "gold", "coded", "hits", *_SHARES], types),
            _table(["field", "right", "of", "share", "told right", "of", "share"], fields),
            _table(["error", "count"], errors),
        ]
    )


def comparison_text(evaluations: Mapping[str, Evaluation]) -> str:
    """Several sets of articles beside each other: F1 of each measure, with its interval."""
    names = ("event", "dyad", "sign", "rows")
    rows = [
        [
            name,
            str(len(evaluation.articles)),
            *(_with_interval(evaluation.measures[measure], "f1") for measure in names),
        ]
        for name, evaluation in evaluations.items()
    ]
    return _table(["set", "articles", *(f"{name} f1" for name in names)], rows)


def _counts(measure: Measure) -> tuple[str, str, str]:
    counts = measure.counts
    return str(counts.gold), str(counts.coded), str(counts.hits)


def _with_interval(measure: Measure, share: str) -> str:
    value: float | None = getattr(measure.counts, share)
    interval: Interval | None = measure.intervals[share]
    if value is None or interval is None:
        return _share(value)
    return f"{value:.2f} ({interval.low:.2f}–{interval.high:.2f})"


def _share(value: float | None) -> str:
    return _NONE if value is None else f"{value:.2f}"


def _ratio(right: int, of: int) -> tuple[str, str, str]:
    return str(right), str(of), _share(right / of if of else None)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (head, *rows)
    ]
    return "\n".join(line.rstrip() for line in lines)

"""An evaluation as plain text: tables that a terminal and a page of notes can both hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stances.agreement import Agreement
from stances.evaluate import Evaluation
from stances.measures import Difference, Interval, Measure
from stances.side_by_side import Run, SideBySide

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


def side_by_side_text(found: SideBySide) -> str:
    """Coders beside each other: measures, differences, agreement by type, speed and cost."""
    count = len(found.evaluations[0].articles) if found.evaluations else 0
    measures = [
        [
            run.coder,
            *_counts(evaluation.event),
            *(_with_interval(evaluation.event, share) for share in _SHARES),
            *(_with_interval(evaluation.measures[name], "f1") for name in ("dyad", "sign")),
        ]
        for run, evaluation in zip(found.runs, found.evaluations, strict=True)
    ]
    differences = [
        [f"{second} − {first}", *(_difference(shares[share]) for share in _SHARES)]
        for (first, second), shares in found.differences.items()
    ]
    runs = [
        [
            run.coder,
            f"{run.words:,}",
            f"{run.cpu_seconds:.1f}",
            _NONE if run.speed is None else f"{run.speed:,.0f}",
            f"{run.seconds:.1f}",
            *_spent(run),
        ]
        for run in found.runs
    ]
    took = ["coder", "words", "CPU s", "words/CPU s", "s", "requests", "tokens", "cost"]
    return "\n\n".join(
        [
            f"{count} article{'' if count == 1 else 's'}, 95 % intervals over articles",
            _table(["event", "gold", "coded", "hits", *_SHARES, "dyad f1", "sign f1"], measures),
            _table(["event, paired", *_SHARES], differences),
            "Cohen's kappa over the ordered pairs of an article that anybody coded: does the type"
            " hold?\n" + _kappas(found.agreements),
            _table(took, runs),
        ]
    )


def _kappas(agreements: Sequence[Agreement]) -> str:
    if not agreements:
        return _NONE
    names = [f"{one.first}, {one.second}" for one in agreements]
    rows = [
        [kind.value, *(_share(dict(one.by_type)[kind].kappa) for one in agreements)]
        for kind, _ in agreements[0].by_type
    ]
    whole = [_between(one.whole.kappa, one.interval) for one in agreements]
    units = [f"{one.whole.units:,}" for one in agreements]
    return _table(["type", *names], [*rows, ["all", *whole], ["units, all", *units]])


def _difference(found: Difference) -> str:
    if found.value is None:
        return _NONE
    if found.interval is None:
        return f"{found.value:+.2f}"
    return f"{found.value:+.2f} ({found.interval.low:+.2f} to {found.interval.high:+.2f})"


def _spent(run: Run) -> tuple[str, str, str]:
    if run.spent is None:
        return "0", "0", "0"
    cost = _NONE if run.spent.cost is None else f"{run.spent.cost:.4f}"
    return f"{run.spent.requests:,}", f"{run.spent.tokens.total:,}", cost


def _counts(measure: Measure) -> tuple[str, str, str]:
    counts = measure.counts
    return str(counts.gold), str(counts.coded), str(counts.hits)


def _with_interval(measure: Measure, share: str) -> str:
    return _between(getattr(measure.counts, share), measure.intervals[share])


def _between(value: float | None, interval: Interval | None) -> str:
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

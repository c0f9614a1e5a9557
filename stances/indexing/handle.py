"""The index of a log: the same answers as the plain questions, at the speed of a search."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import networkx as nx

from stances.balance import HALF_LIFE, checked_half_life
from stances.errors import InvalidArgument
from stances.graph import ActorTable
from stances.indexing import saved
from stances.indexing.curve import Curve, curve
from stances.indexing.graphs import add_dyads
from stances.indexing.growth import Growth
from stances.indexing.rows import FOREVER
from stances.indexing.shifts import Shift, shifts
from stances.indexing.state import State
from stances.indexing.whole import Whole
from stances.log import Act
from stances.scale import Scale
from stances.series import Direction, Measure, Step, check_word
from stances.store import Head

_WORTH_WRITING = 20


class Index:
    """A log in columns, up to the position where it was last refreshed.

    Every answer equals that of the plain question of the same name, sums without decay exactly,
    decayed ones within rounding; those of records that came later are seen after ``refresh``.
    Make one by ``stances.index``. It may be used from any thread.
    """

    def __init__(self, growth: Growth, state: State, *, scale: Scale, path: Path | None) -> None:
        self._growth = growth
        self._state = state
        self._scale = scale
        self._path = path
        self._written = state.head.position
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<Index at position {self.head.position}>"

    @property
    def head(self) -> Head:
        """Up to where in the log it answers; of a view the number of distinct records."""
        return self._state.head

    def refresh(self) -> Index:
        """Take in what was appended since; this index itself, to go on with."""
        with self._lock:
            head = self._growth.source.head()
            if head.position > self._state.head.position:
                self._state = self._growth.grown(self._state, head)
            if self._path is not None and self._is_worth_writing():
                self._write(self._path)
        return self

    def save(self) -> None:
        """Write the file at ``path``, if one was given, so that it is right up to here."""
        with self._lock:
            if self._path is not None:
                self._write(self._path)

    def balance(
        self,
        actor: str,
        recipient: str,
        *,
        at: dt.date | None = None,
        as_of: dt.date | None = None,
        half_life: float | None = HALF_LIFE,
    ) -> float:
        """What the acts of one toward another add up to, decayed to a day; 0.0 for none.

        ``at`` and ``as_of`` as ``dyads`` has them.
        """
        if half_life is None:
            return self.score(actor, recipient, at=at, as_of=as_of)
        if not half_life > 0:
            checked_half_life(half_life)
        state = self._state
        day = self._day(state, as_of) if at is None else at.toordinal()
        if day is None:
            return 0.0
        known = None if as_of is None else as_of.toordinal()
        dyad = (actor, recipient)
        value = state.track(dyad).balance(day, known, half_life)
        changed = state.changed(dyad)
        if changed is not None:
            value += changed.seen(day, known).balance(day, half_life, state.scores)
        return value

    def score(
        self,
        actor: str,
        recipient: str,
        *,
        at: dt.date | None = None,
        as_of: dt.date | None = None,
    ) -> float:
        """The sum of the scores of the acts of one toward another up to a day, no decay."""
        return self._state.scores.total(self._sums(actor, recipient, at, as_of))

    def count(
        self,
        actor: str,
        recipient: str,
        *,
        at: dt.date | None = None,
        as_of: dt.date | None = None,
    ) -> int:
        """How many acts of one toward another took place up to a day."""
        return self._sums(actor, recipient, at, as_of)[0]

    def dyads(
        self,
        *,
        at: dt.date | None = None,
        as_of: dt.date | None = None,
        half_life: float | None = HALF_LIFE,
        actors: ActorTable | None = None,
    ) -> nx.DiGraph[str]:
        """The graph that ``stances.dyads`` gives, attribute by attribute."""
        checked_half_life(half_life)
        state = self._state
        view = self._growth.bounds.view(until=at, as_of=as_of)
        day = self._day(state, as_of) if at is None else at.toordinal()
        graph: nx.DiGraph[str] = nx.DiGraph(
            since=view.since,
            until=view.until,
            as_of=view.as_of,
            at=None if day is None else dt.date.fromordinal(day),
            half_life=half_life,
            scale=self._scale.name,
        )
        known = None if as_of is None else as_of.toordinal()
        last = state.last_date if at is None else at.toordinal()
        add_dyads(graph, Whole(state, last, known), day or last, half_life, actors)
        return graph

    def series(
        self,
        actor: str,
        recipient: str,
        *,
        by: Step = "week",
        measure: Measure = "balance",
        direction: Direction = "forth",
        since: dt.date | None = None,
        until: dt.date | None = None,
        as_of: dt.date | None = None,
        half_life: float | None = HALF_LIFE,
    ) -> Curve:
        """The values that ``stances.series`` gives; ask ``acts`` for the acts of a period."""
        check_word("by", by, Step)
        check_word("measure", measure, Measure)
        check_word("direction", direction, Direction)
        checked_half_life(half_life)
        state = self._state
        view = self._growth.bounds
        if since is not None or until is not None:
            view = view.view(since=since, until=until)
        return curve(
            state,
            actor,
            recipient,
            by=by,
            measure=measure,
            direction=direction,
            since=None if view.since is None else view.since.toordinal(),
            until=None if view.until is None else view.until.toordinal(),
            as_of=None if as_of is None else as_of.toordinal(),
            half_life=half_life,
        )

    def compare(
        self,
        start: dt.date,
        end: dt.date,
        *,
        as_of: dt.date | None = None,
        half_life: float | None = HALF_LIFE,
    ) -> tuple[Shift, ...]:
        """The changes that ``stances.compare`` gives, in its order, in numbers.

        Dyads that are as they were are left out: those with no act in between that had nothing
        that could fade. Ask ``acts`` for the acts in between.

        Raises:
            InvalidArgument: the days are in the wrong order, or the half-life is not positive.

        """
        checked_half_life(half_life)
        if start > end:
            raise InvalidArgument(
                f"start {start} is later than end {end}: give the earlier day first"
            )
        known = None if as_of is None else as_of.toordinal()
        return shifts(self._state, start, end, as_of=known, half_life=half_life)

    def acts(
        self,
        actor: str,
        recipient: str | None,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        as_of: dt.date | None = None,
    ) -> tuple[Act, ...]:
        """The acts of one toward another between two days, read from the log, and only those."""
        first = 0 if since is None else since.toordinal()
        last = FOREVER if until is None else until.toordinal()
        known = None if as_of is None else as_of.toordinal()
        positions = self._state.positions((actor, recipient), first, last, known)
        return self._growth.acts(positions, as_of)

    def _sums(
        self, actor: str, recipient: str, at: dt.date | None, as_of: dt.date | None
    ) -> list[int]:
        state = self._state
        day = self._day(state, as_of) if at is None else at.toordinal()
        known = None if as_of is None else as_of.toordinal()
        dyad = (actor, recipient)
        sums = state.track(dyad).sums(day or 0, known)
        changed = state.changed(dyad)
        if changed is not None:
            more = changed.seen(day or 0, known).sums(state.scores)
            sums = [one + other for one, other in zip(sums, more, strict=True)]
        return sums

    def _day(self, state: State, as_of: dt.date | None) -> int | None:
        """The day of a question that gives none: the view's last, else that of the last act."""
        until = self._growth.bounds.until
        if until is not None:
            return until.toordinal()
        return state.now(None if as_of is None else as_of.toordinal())

    def _is_worth_writing(self) -> bool:
        unwritten = self._state.head.position - self._written
        return unwritten * _WORTH_WRITING > self._written

    def _write(self, path: Path) -> None:
        self._state = state = self._state.settled()
        growth = self._growth
        saved.write(
            path,
            saved.Saved(
                head=state.head,
                names=state.names,
                base=state.base,
                ids=growth.ids,
                ties=growth.ties,
            ),
        )
        self._written = state.head.position

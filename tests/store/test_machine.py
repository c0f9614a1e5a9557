from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import stances.store as store
from stances.errors import InvalidArgument, InvalidRecord, LogConflict, UnknownRecord
from stances.events import (
    Correction,
    Erasure,
    Merge,
    Record,
    Retraction,
    Span,
    StanceEvent,
    Status,
)
from stances.log import Log
from stances.outcome_rules import STATUSES
from stances.resolve import State, fold, resolve, retracted
from stances.testing import ACTORS, record_lists, stance_events
from tests.properties.answers import answers


def without_texts(record: Record, erased: set[str]) -> Record:
    match record:
        case StanceEvent(evidence=Span() as span) if record.id in erased:
            return attrs.evolve(record, evidence=span.erased())
        case Correction(event=event):
            blanked = without_texts(event, erased)
            assert isinstance(blanked, StanceEvent)
            return attrs.evolve(record, event=blanked)
        case _:
            return record


class LogMachine(RuleBasedStateMachine):
    """A log on disk beside a plain list of what it must hold."""

    def __init__(self) -> None:
        super().__init__()
        self.place = self.new_place()
        self.log = store.open(self.place)
        self.model: list[Record] = []

    def new_place(self) -> str:
        self.folder = tempfile.TemporaryDirectory()
        return str(Path(self.folder.name) / "log.db")

    def throw_away(self) -> None:
        self.folder.cleanup()

    def teardown(self) -> None:
        self.log.close()
        self.throw_away()

    def expected(self) -> list[Record]:
        """The model, without the texts that its erasures name."""
        erased = {event for r in self.model if isinstance(r, Erasure) for event in r.of}
        return [without_texts(record, erased) for record in self.model]

    def add(self, records: list[Record]) -> int:
        fresh = {record.id: record for record in reversed(records)}
        known = {record.id for record in self.model}
        new = [r for r in dict.fromkeys(r.id for r in records) if r not in known]
        self.model += [fresh[record_id] for record_id in new]
        return len(new)

    def events(self) -> list[str]:
        return sorted({r.id for r in Log(self.model).reports})

    @initialize(records=record_lists(max_size=6))
    def start(self, records: list[Record]) -> None:
        self.append(records)

    @rule(records=record_lists(max_size=6))
    def append(self, records: list[Record]) -> None:
        appended = self.log.append(iter(records))
        assert appended.added == self.add(records)
        assert appended.known == len(records) - appended.added
        assert appended.position == len(self.model)

    @rule()
    def append_all_again(self) -> None:
        assert self.log.append(self.model).added == 0
        assert self.log.append(self.model, expected_position=10**6).added == 0

    @rule(records=record_lists(max_size=4), off=st.integers(-1, 1))
    def append_at(self, records: list[Record], off: int) -> None:
        position = len(self.model)
        if off and {record.id for record in records} - {record.id for record in self.model}:
            with pytest.raises(LogConflict, match=f"at position {position}, not at"):
                self.log.append(records, expected_position=position + off)
        else:
            self.log.append(records, expected_position=position + off)
            self.add(records)

    @precondition(lambda self: any(isinstance(r, StanceEvent) for r in self.model))
    @rule(data=st.data(), reason=st.sampled_from("ab"))
    def erase(self, data: st.DataObject, reason: str) -> None:
        event = data.draw(st.sampled_from([r for r in self.model if isinstance(r, StanceEvent)]))
        erasure = self.log.erase([event.id[:31]], reason=reason)
        assert event.id in erasure.of
        self.add([erasure])

    @rule()
    def move(self) -> None:
        with store.open(":memory:") as other:
            assert other._store.adopt(self.log.entries()).head == self.log.head
            assert list(other.entries()) == list(self.log.entries())

    @rule(records=record_lists(min_size=1, max_size=4))
    def fail_in_the_middle(self, records: list[Record]) -> None:
        def broken() -> Iterator[Record]:
            yield from records
            raise KeyError("the coder broke down")

        with pytest.raises(KeyError):
            self.log.append(broken())

    @precondition(lambda self: len(self.events()) > 1)
    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        ids = data.draw(st.lists(st.sampled_from(self.events()), min_size=2, unique=True))
        self.append([Merge(ids=tuple(ids))])

    @precondition(lambda self: self.events())
    @rule(data=st.data(), actor=st.sampled_from(ACTORS), reason=st.sampled_from("ab"))
    def correct(self, data: st.DataObject, actor: str, reason: str) -> None:
        of = data.draw(st.sampled_from(self.events()))
        try:
            correction = self.log.correct(of, {"actor": actor}, reason)
        except InvalidRecord:
            assert resolve(fold(State(), self.model)).standing[of].actor == actor
        except LogConflict:
            known = [r for r in self.model if isinstance(r, Correction)]
            assert any(r.of == of and r.event.actor == actor and r.reason == reason for r in known)
        else:
            assert self.add([correction]) == 1
            assert resolve(fold(State(), self.model)).standing[of] == correction.event

    @precondition(lambda self: self.events())
    @rule(data=st.data(), status=st.sampled_from(Status), reason=st.sampled_from("ab"))
    def rule_on(self, data: st.DataObject, status: Status, reason: str) -> None:
        of = data.draw(st.sampled_from(self.events()))
        by = data.draw(st.none() | st.sampled_from(self.events()))
        standing = resolve(fold(State(), self.model)).standing[of]
        try:
            ruling = self.log.rule(of, status, reason, settled_by=by)
        except InvalidArgument:
            assert status not in STATUSES.get(standing.event_type, ())
        except LogConflict as error:
            assert "give another reason" in str(error)  # noqa: PT017
        else:
            assert self.add([ruling]) == 1
            assert (ruling.of, ruling.status, ruling.settled_by) == (standing.id, status, by)

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def retract(self, data: st.DataObject) -> None:
        of = data.draw(st.sampled_from(self.model)).id
        if of in retracted(fold(State(), self.model)):
            with pytest.raises(LogConflict):
                self.log.retract(of, "wrong")
            return
        before = answers(Log(self.expected()))
        retraction = self.log.retract(of, "wrong")
        assert self.add([retraction]) == 1
        assert of in retracted(fold(State(), self.model))
        assert self.add([self.log.retract(retraction.id, "right")]) == 1
        assert answers(self.log.view()) == before

    @precondition(lambda self: any(isinstance(r, Retraction) for r in self.model))
    @rule(data=st.data())
    def retract_a_retraction(self, data: st.DataObject) -> None:
        gone = retracted(fold(State(), self.model))
        counting = [r for r in self.model if isinstance(r, Retraction) and r.id not in gone]
        if counting:
            of = data.draw(st.sampled_from(counting)).id
            assert self.add([self.log.retract(of, "not wrong")]) == 1

    @rule(event=stance_events())
    def find(self, event: StanceEvent) -> None:
        for record in self.model:
            assert self.log.find(record.id) == record.id
            if isinstance(record, Correction):
                assert self.log.find(record.event.id.upper()) == record.event.id
        with pytest.raises(UnknownRecord):
            self.log.find(event.id[::-1])

    @rule()
    def reopen(self) -> None:
        self.log.close()
        self.log = store.open(self.place)

    @invariant()
    def it_holds_what_it_must(self) -> None:
        assert list(self.log.records()) == self.expected()
        assert self.log.verify() == self.log.head
        assert self.log.head.position == len(self.model)
        assert [entry.position for entry in self.log.entries()] == list(
            range(1, self.log.head.position + 1)
        )

    @invariant()
    def it_answers_as_the_plain_list(self) -> None:
        assert answers(self.log.view()) == answers(Log(self.expected()))


TestLogMachine = LogMachine.TestCase
TestLogMachine.settings = settings(
    max_examples=max(15, settings().max_examples // 4), stateful_step_count=20
)

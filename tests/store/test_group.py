from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as hs

from stances.store import group as group_module
from stances.store.group import Group


class Doing:
    """Doubles numbers, slowly enough for others to come meanwhile; minus one cannot be done."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.gate = threading.Event()
        self.group: Group[int, int] = Group(self.work)

    def work(self, tasks: Sequence[int]) -> Sequence[int]:
        self.gate.wait(timeout=30)
        self.groups.append(list(tasks))
        if -1 in tasks:
            raise ValueError("minus one")
        return [2 * task for task in tasks]

    def do_at_once(self, tasks: Sequence[int]) -> dict[int, int | Exception]:
        """The first task goes alone, and the others wait for it together."""
        outcomes: dict[int, int | Exception] = {}

        def do(task: int) -> None:
            try:
                outcomes[task] = self.group.do(task)
            except ValueError as error:
                outcomes[task] = error

        threads = [threading.Thread(target=do, args=(task,)) for task in tasks]
        for thread in threads:
            thread.start()
        while len(self.group._waiting) < len(tasks) - 1:
            pass
        self.gate.set()
        for thread in threads:
            thread.join()
        return outcomes


def test_who_waits_is_done_together() -> None:
    doing = Doing()
    outcomes = doing.do_at_once(range(20))
    assert outcomes == {task: 2 * task for task in range(20)}
    assert [len(group) for group in doing.groups] == [1, 19]


def test_one_that_cannot_be_done_harms_no_other() -> None:
    doing = Doing()
    outcomes = doing.do_at_once([1, 2, -1, 3])
    assert {task: outcomes[task] for task in (1, 2, 3)} == {1: 2, 2: 4, 3: 6}
    assert isinstance(outcomes[-1], ValueError)


def test_an_interrupt_is_of_one_thread() -> None:
    interrupts = iter([True, False])

    def work(tasks: Sequence[int]) -> Sequence[int]:
        if next(interrupts):
            waiting = threading.Thread(target=lambda: done.append(group.do(7)))
            threads.append(waiting)
            waiting.start()
            raise KeyboardInterrupt
        return list(tasks)

    threads: list[threading.Thread] = []
    done: list[int] = []
    group: Group[int, int] = Group(work)
    with pytest.raises(KeyboardInterrupt):
        group.do(1)
    threads[0].join()
    assert done == [7]


@settings(max_examples=30, deadline=None)
@given(
    hs.lists(hs.integers(min_value=-1, max_value=50), min_size=1, max_size=40), hs.integers(1, 9)
)
def test_every_thread_gets_its_own_and_no_two_work_at_once(tasks: list[int], many: int) -> None:
    working = threading.Lock()

    def work(given: Sequence[int]) -> Sequence[int]:
        assert working.acquire(blocking=False)
        try:
            if -1 in given:
                raise ValueError("minus one")
            return [2 * task for task in given]
        finally:
            working.release()

    def do(own: Sequence[int]) -> None:
        for task in own:
            try:
                outcomes.append((task, group.do(task)))
            except ValueError:
                outcomes.append((task, None))

    outcomes: list[tuple[int, int | None]] = []
    group: Group[int, int] = Group(work)
    threads = [threading.Thread(target=do, args=(tasks[n::many],)) for n in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    wanted = [(task, None if task == -1 else 2 * task) for task in tasks]
    assert sorted(outcomes, key=str) == sorted(wanted, key=str)


class Impatient:
    """A lock whose holder gives up waiting, as one does whom an interrupt reaches."""

    def acquire(self) -> bool:
        raise KeyboardInterrupt

    def release(self) -> None:
        pass


def test_who_stops_waiting_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    doing = Doing()
    leader = threading.Thread(target=doing.group.do, args=(1,))
    leader.start()
    while doing.group._waiting:
        pass
    with monkeypatch.context() as patched:
        impatient = partial(group_module._Ticket, called=cast("Any", Impatient()))
        patched.setattr("stances.store.group._Ticket", impatient)
        with pytest.raises(KeyboardInterrupt):
            doing.group.do(2)
    doing.gate.set()
    leader.join(timeout=30)
    assert doing.group.do(3) == 6
    assert [1] in doing.groups
    assert [3] in doing.groups

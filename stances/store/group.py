"""Threads that want something written at once get it written together, by one of them.

So a disk that takes a while to be sure of what it was given is asked once for all of them. No
thread of its own is needed: whoever comes first writes for those who came while he waited, wakes
them, and calls the first of those who came meanwhile to write next.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import attrs

_Task = TypeVar("_Task")
_Outcome = TypeVar("_Outcome")


def _held() -> threading.Lock:
    lock = threading.Lock()
    lock.acquire()
    return lock


@attrs.define(eq=False)
class _Ticket(Generic[_Task, _Outcome]):
    """A task; ``called`` is let go when it is done, or when its thread is to lead."""

    task: _Task
    outcome: _Outcome | None = None
    error: Exception | None = None
    leads: bool = False
    called: threading.Lock = attrs.field(factory=_held)

    @property
    def open(self) -> bool:
        return self.outcome is None and self.error is None


class Group(Generic[_Task, _Outcome]):
    """Does tasks by one function, which gets any number of them and gives an outcome for each.

    It is never called by two threads at once. If it raises on several tasks, each is done alone,
    so that one that cannot be done harms no other.
    """

    def __init__(self, work: Callable[[Sequence[_Task]], Sequence[_Outcome]]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._led = False
        self._waiting: list[_Ticket[_Task, _Outcome]] = []

    def do(self, task: _Task) -> _Outcome:
        """What came of the task; raises what the function raised on it."""
        own: _Ticket[_Task, _Outcome] = _Ticket(task)
        try:
            with self._lock:
                self._waiting.append(own)
                if not self._led:
                    self._led = own.leads = True
            if not own.leads:
                own.called.acquire()
            if own.open:
                self._do_all(own)
        finally:
            self._leave(own)
        if own.outcome is None:
            raise own.error or RuntimeError("the function gave no outcome")
        return own.outcome

    def _leave(self, own: _Ticket[_Task, _Outcome]) -> None:
        """Hand on the lead, and wait for nothing any more: an interrupt may have come."""
        with self._lock:
            if own in self._waiting:
                self._waiting.remove(own)
            if own.leads:
                self._led = bool(self._waiting)
                for following in self._waiting[:1]:
                    following.leads = True
                    following.called.release()

    def _do_all(self, own: _Ticket[_Task, _Outcome]) -> None:
        with self._lock:
            tickets, self._waiting = self._waiting, []
        try:
            self._do_together(tickets)
        finally:
            # Only an interrupt leaves any open: the threads that brought them do them.
            left = [ticket for ticket in tickets if ticket.open]
            with self._lock:
                self._waiting = left + self._waiting
            for ticket in tickets:
                if not ticket.open and ticket is not own:
                    ticket.called.release()

    def _do_together(self, tickets: Sequence[_Ticket[_Task, _Outcome]]) -> None:
        try:
            outcomes = self._work([ticket.task for ticket in tickets])
        except Exception as error:
            if len(tickets) == 1:
                tickets[0].error = error
                return
            for ticket in tickets:
                self._do_together([ticket])
        else:
            for ticket, outcome in zip(tickets, outcomes, strict=True):
                ticket.outcome = outcome

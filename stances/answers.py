"""Several answers to one question, as objects and as plain rows."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar


class Answer(Protocol):
    """What can be said in one row."""

    def to_record(self) -> dict[str, Any]:
        """The answer as a plain dict: codes, words, dates and numbers, or None."""
        ...


_Answer_co = TypeVar("_Answer_co", bound=Answer, covariant=True)


class Answers(tuple[_Answer_co, ...]):
    """A tuple of answers that can also be a table: ``pandas.DataFrame(answers.to_records())``."""

    __slots__ = ()

    def to_records(self) -> list[dict[str, Any]]:
        """One plain dict an answer, in their order; all have the same keys."""
        return [answer.to_record() for answer in self]

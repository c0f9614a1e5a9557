"""What can go wrong, as one small tree.

StancesError
├── InvalidRecord (ValueError)     a record that says something impossible
├── InvalidArgument (ValueError)   a question asked with a value that cannot be meant
├── FileFaults (ValueError)        every fault of the files read, at once
├── UnknownActor (LookupError)     no actor has this code or name
├── UnknownRecord (LookupError)    no record of the log has this id
├── LogConflict (RuntimeError)     the log was changed by somebody else meanwhile
├── LogUnreadable (OSError)        the file is not a log, is torn, or is too new
│   └── LogDamaged                 a record is not what was recorded
├── EndpointRefused (OSError)      a model's endpoint will not answer, or fails time after time
├── BudgetSpent (RuntimeError)     going on would cost more than was allowed
├── ShardsLeft (RuntimeError)      of many articles some could not be coded now
└── MissingExtra (ImportError)     an optional part is not installed
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs


class StancesError(Exception):
    """Base of every error that this library raises on purpose."""


class InvalidRecord(StancesError, ValueError):
    """A record that says something impossible; the message names field, value and way out."""


class InvalidArgument(StancesError, ValueError):
    """A question asked with a value that cannot be meant; the message names it and the way out."""


@attrs.frozen
class Fault:
    """One thing wrong in one place of a file: ``where`` is a path, with line or JSON path."""

    where: str
    problem: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}"


class FileFaults(StancesError, ValueError):
    """Every fault found while reading files, raised once, after all have been looked at."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        count = len(self.faults)
        head = "1 fault" if count == 1 else f"{count} faults"
        super().__init__("\n".join([f"{head}:", *(f"  {fault}" for fault in self.faults)]))


class UnknownActor(StancesError, LookupError):
    """No actor has this code or name."""


class UnknownRecord(StancesError, LookupError):
    """No record of the log has this id, or several begin with it."""


class LogConflict(StancesError, RuntimeError):
    """The log is not where the writer believed it to be."""


class LogUnreadable(StancesError, OSError):
    """The file is not a log, is damaged, or was written by a newer version."""


class LogDamaged(LogUnreadable):
    """A record of the log is not what was recorded; ``position`` is that of the first such."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


class EndpointRefused(StancesError, OSError):
    """A model's endpoint will not answer; the message says what it answered, and the way out."""


class BudgetSpent(StancesError, RuntimeError):
    """Going on would cost more than was allowed; what was paid for is kept."""


class ShardsLeft(StancesError, RuntimeError):
    """Some shards are not coded; the message says why, and what was coded is kept."""


class MissingExtra(StancesError, ImportError):
    """An optional part is not installed; the message is the command that installs it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an optional part: pip install 'stances[{extra}]'")
        self.extra = extra

"""Where a job keeps its shards and outputs, and what of it is done.

FOLDER/shards/000001-3fa9c2d1e0aa.jsonl                the articles
FOLDER/coded/CODER-DIGEST/000001-3fa9c2d1e0aa.jsonl    their events; it is there: it is done
FOLDER/coded/CODER-DIGEST/errors/000001-….jsonl        articles that could not be coded
FOLDER/coded/CODER-DIGEST/attempts/000001-….TOKEN      who is at it, or died of it
FOLDER/coded/CODER-DIGEST/recipe.json                  what the digest is of
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from stances import wire
from stances.coding.shards.coding import Failed, read_failed
from stances.coding.shards.files import write_whole
from stances.coding.shards.recipe import Recipe, loaded
from stances.errors import InvalidArgument
from stances.events import Record

_SHARDS = "[0-9]*-*.jsonl"


@attrs.frozen(kw_only=True)
class Job:
    """All shards of a folder, for one coder; make one by ``Job.of``.

    ``coder`` is what the coder calls itself, with its version: workers whose coder has another
    name refuse to code. A job is plain values, and travels to workers as it is.
    """

    folder: Path
    recipe: Recipe
    coder: str

    @classmethod
    def of(cls, folder: str | Path, recipe: Recipe | str | None = None) -> Job:
        """The job of coding the shards in the folder; to know the coder's name, it is made.

        Args:
            folder: what ``make_shards`` wrote to. All workers must see it under this path.
            recipe: what codes, or the name of a coder; the default coder if not given.

        Raises:
            InvalidArgument: there are no shards, or no such coder.
            MissingExtra: what the coder needs is not installed.

        """
        place = Path(folder).resolve()
        if not shards_in(place):
            raise InvalidArgument(f"{folder} holds no shards: make them of articles first")
        if not isinstance(recipe, Recipe):
            recipe = Recipe() if recipe is None else Recipe(recipe)
        return cls(folder=place, recipe=recipe, coder=loaded(recipe).coder.name)

    @property
    def outputs(self) -> Path:
        """The folder of the outputs: another coder, version or configuration has another."""
        return self.folder / "coded" / self.recipe.folder_name(self.coder)

    @property
    def shards(self) -> tuple[str, ...]:
        """The names of all shards, in order."""
        return tuple(path.name for path in shards_in(self.folder))

    def done(self) -> frozenset[str]:
        """The names of the shards that have an output."""
        return frozenset(path.name for path in self.outputs.glob(_SHARDS))

    def left(self) -> tuple[str, ...]:
        """The names of the shards that have none, in order."""
        done = self.done()
        return tuple(shard for shard in self.shards if shard not in done)

    def records(self) -> Iterator[Record]:
        """The events of all outputs in the order of the articles, read bit by bit.

        ``log.append(job.records())`` adds those that the log does not have, all or none.

        Raises:
            FileFaults: an output is damaged; delete it, and its shard is coded again.

        """
        for name in self._done_in_order():
            yield from wire.read_jsonl(self.outputs / name)

    def failed(self) -> Iterator[Failed]:
        """The articles that could not be coded."""
        for name in self._done_in_order():
            yield from read_failed(self.outputs, name)

    def describe(self) -> None:
        """Write beside the outputs what the digest in the name of their folder is of."""
        write_whole(self.outputs / "recipe.json", f"{self.recipe.to_json()}\n".encode())

    def _done_in_order(self) -> Iterator[str]:
        done = self.done()
        return (shard for shard in self.shards if shard in done)


def shard_folder(folder: Path) -> Path:
    """Where in the folder of a job its shards are."""
    return folder / "shards"


def shards_in(folder: Path) -> list[Path]:
    """The shards in the folder of a job, in order."""
    return sorted(shard_folder(folder).glob(_SHARDS))

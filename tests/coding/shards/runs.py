"""Runs that are watched and killed, and what must be true of them whatever was killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

import stances.store as store
from stances.articles import Article
from stances.coding import code
from stances.coding.shards import Job, Recipe, make_shards
from stances.events import StanceEvent
from tests.coding.shards.fake import RECIPE, FakeCoder
from tests.coding.shards.made import articles

PATIENCE = 900.0
SPAWNED = "spawn_main"
EXECUTOR = "CoarseGrainedExecutorBackend"
_JAVA = "/usr/lib/jvm"
_GOOD = ("17", "21")


@attrs.frozen(kw_only=True)
class Work:
    """Articles in shards of ``size``, and a coder that notes in a journal whom it codes."""

    folder: Path
    size: int
    articles: tuple[Article, ...]
    job: Job

    @classmethod
    def of(cls, folder: Path, *, count: int, size: int, **settings: str | float) -> Work:
        made = articles(count)
        make_shards(made, folder, size=size)
        recipe = Recipe(RECIPE, settings={"journal": str(folder / "journal"), **settings})
        (folder / "recipe.json").write_text(recipe.to_json(), encoding="utf-8")
        return cls(folder=folder, size=size, articles=made, job=Job.of(folder, recipe))

    @property
    def said(self) -> Path:
        """What a run printed."""
        return self.folder / "said"

    @contextlib.contextmanager
    def running(self, kind: str) -> Iterator[subprocess.Popen[bytes]]:
        """The run as a process that leads a group of its own, of which none is left behind."""
        command = [sys.executable, "-m", "tests.coding.shards.drive"]
        with (
            self.said.open("wb") as said,
            subprocess.Popen(
                [*command, str(self.folder), str(self.folder / "recipe.json"), kind],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **java()},
                stdout=said,
                stderr=said,
                start_new_session=True,
            ) as process,
        ):
            try:
                yield process
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)

    def run(self, kind: str) -> None:
        """Run to the end."""
        with self.running(kind) as process:
            self.ends_well(process)

    def ends_well(self, process: subprocess.Popen[bytes]) -> None:
        """Wait for the end of a run that is to go well."""
        assert process.wait(PATIENCE) == 0, self.said.read_text(encoding="utf-8")

    def wait_for(self, share: float, process: subprocess.Popen[bytes]) -> None:
        """Return when this share of the shards is done, and not all."""
        total = len(self.job.shards)
        deadline = time.monotonic() + PATIENCE
        while len(self.job.done()) < share * total:
            assert process.poll() is None, self.said.read_text(encoding="utf-8")
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert self.job.left()

    def coded_again(self) -> int:
        """How many times an article was coded that had been coded before."""
        times = Counter((self.folder / "journal").read_text(encoding="utf-8").split())
        assert times.keys() == {article.id for article in self.articles}
        return times.total() - len(times)

    def assert_whole(self, *, failed: tuple[str, ...] = ()) -> None:
        """Nothing is lost or there twice: the log is that of coding in one process."""
        assert self.job.left() == ()
        assert tuple(failure.article for failure in self.job.failed()) == failed
        ids = [record.id for record in self.job.records()]
        assert len(set(ids)) == len(ids)
        with store.open(":memory:") as sharded, store.open(":memory:") as alone:
            sharded.append(self.job.records())
            assert sharded.append(self.job.records()).added == 0
            alone.append(self._alone(failed))
            assert list(sharded.records()) == list(alone.records())
            assert sharded.head.position == len(ids)

    def _alone(self, failed: tuple[str, ...]) -> Iterator[StanceEvent]:
        good = (article for article in self.articles if article.id not in failed)
        return code(good, coder=FakeCoder(journal=os.devnull))


def descendants(process: int, command: str) -> list[int]:
    """Processes of which this one is an ancestor, and whose command line holds these words."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    return sorted(
        child
        for child in parents
        if _is_below(child, process, parents) and command in _command_line(child)
    )


def kill_one(process: subprocess.Popen[bytes], command: str) -> None:
    workers = descendants(process.pid, command)
    assert len(workers) > 1, "there are to be two, of which one is killed"
    os.kill(workers[-1], signal.SIGKILL)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def java() -> dict[str, str]:
    """A Java that Spark runs on, where the first one in the path may be another."""
    if "JAVA_HOME" in os.environ:
        return {}
    homes = sorted(Path(_JAVA).glob("*/bin/java"))
    good = [home for home in homes if any(version in home.parts[-3] for version in _GOOD)]
    return {"JAVA_HOME": str(good[0].parents[1])} if good else {}


def _is_below(child: int, ancestor: int, parents: dict[int, int]) -> bool:
    while child in parents:
        child = parents[child]
        if child == ancestor:
            return True
    return False


def _command_line(process: int) -> str:
    try:
        said = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return ""
    return said.replace(b"\0", b" ").decode("utf-8", "replace")

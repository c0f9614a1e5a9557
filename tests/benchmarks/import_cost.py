"""What ``import stances`` costs over ``import networkx``: python tests/benchmarks/import_cost.py

Prints CPU time, as the median of interleaved runs, and the instructions executed, which hardly
vary, where valgrind is installed. What a bare interpreter costs is taken off both.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys

RUNS = 15
PROGRAMS = {"nothing": "pass", "networkx": "import networkx", "stances": "import stances"}


def cpu_seconds(program: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def instructions(program: str) -> int:
    tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={os.devnull}"]
    ran = subprocess.run(
        [*tool, sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    (counted,) = re.findall(r"I\s+refs:\s+([\d,]+)", ran.stderr)
    return int(counted.replace(",", ""))


def tell(what: str, cost: dict[str, float], unit: float, name: str) -> None:
    networkx, stances = (cost[package] - cost["nothing"] for package in ("networkx", "stances"))
    print(
        f"{what}: networkx {networkx / unit:,.0f} {name}, stances {stances / unit:,.0f} {name},"
        f" ratio {stances / networkx:.2f}"
    )


def main() -> None:
    for program in PROGRAMS.values():
        subprocess.run([sys.executable, "-c", program], check=True)
    runs = [{name: cpu_seconds(code) for name, code in PROGRAMS.items()} for _ in range(RUNS)]
    medians = {name: statistics.median(run[name] for run in runs) for name in PROGRAMS}
    tell(f"CPU time, median of {RUNS}", medians, 1e-3, "ms")
    if shutil.which("valgrind"):
        counts = {name: float(instructions(code)) for name, code in PROGRAMS.items()}
        tell("instructions", counts, 1e6, "million")


if __name__ == "__main__":
    main()

"""Rounds that take turns, so that whatever else the machine does falls on every side alike."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

#: How a benchmark ends that ran, agreed in its answers, and did not reach what is claimed.
NOT_AS_CLAIMED = 3


@dataclass
class Times:
    """Seconds by turn, on the wall and of the processor (all threads of the process)."""

    wall: dict[int, float] = field(default_factory=dict)
    cpu: dict[int, float] = field(default_factory=dict)

    def times(self, other: Times) -> float:
        """How many times as long the other took: processor time, turn by turn, the median."""
        return statistics.median(other.cpu[turn] / self.cpu[turn] for turn in other.cpu)


class Worker:
    """A process that answers one line of JSON for each line it is given."""

    def __init__(self, command: Sequence[str | Path], folder: Path) -> None:
        self.name = " ".join(Path(part).name for part in command[1:])
        self.process = subprocess.Popen(
            [str(part) for part in command], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, line: str) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        if not said:
            raise RuntimeError(f"{self.name} ended with {self.process.wait()}")
        return json.loads(said)

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def take_turns(workers: Mapping[str, Worker], rounds: int, slow: Mapping[str, int] | None = None) -> dict[str, Times]:
    """``rounds`` rounds of every worker, one after the other, each time beginning with another.

    ``slow`` names those that take part in every n-th turn only. The first turn warms up and isn't counted.
    """
    out = {name: Times() for name in workers}
    names = list(workers)
    for turn in range(rounds + 1):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            if turn % (slow or {}).get(name, 1):
                continue
            wall, cpu = workers[name].ask("round")
            if turn:
                out[name].wall[turn] = wall
                out[name].cpu[turn] = cpu
    return out


def middle(values: Iterable[float]) -> float:
    return statistics.median(values)


def machine() -> str:
    """The machine as a line of text: processor, cores, memory, system, Python, load."""
    info = Path("/proc/cpuinfo")
    models = [x.split(":")[1].strip() for x in info.read_text().splitlines() if x.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()}, Python {platform.python_version()}, DuckDB {version('duckdb')}; {load()}"
    )


def load() -> str:
    """The load averages of 1 and 5 minutes."""
    one, five, _ = os.getloadavg()
    return f"load {one:.1f} / {five:.1f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)

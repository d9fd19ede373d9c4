"""Experts to applications, floor first and then the sum, beside OR-tools' flows in a process of its own.

    python benchmarks/assignment/run.py [--quick]

Floor, total and the largest total without a floor must be the same; every pair is looked at: no conflict, no expert
beyond the most, no two of one institution.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from environments import interpreter  # noqa: E402
from measure import NOT_AS_CLAIMED, Worker, load, machine, middle, table, take_turns  # noqa: E402
from work import instances  # noqa: E402

OWN, PEER = "Juli", "OR-tools 9.15"
#: Seconds of the processor (one thread: those on the wall of an idle machine), the median of the slowest instance.
CLAIMED = 1.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one small size, two turns")
    quick = parser.parse_args().quick
    print(f"Machine: {machine()}\n")
    rows, slowest = [], 0.0
    for name, line in instances(quick=quick).items():
        workers = {
            OWN: Worker([sys.executable, "juli_worker.py"], HERE),
            PEER: Worker([interpreter("ortools"), "ortools_worker.py"], HERE),
        }
        for worker in workers.values():
            worker.tell(line)
        floor, total, free, weakest = agree(json.loads(line), {n: w.ask("answers") for n, w in workers.items()})
        times = take_turns(workers, 2 if quick else 9)
        for worker in workers.values():
            worker.close()
        own, peer = times[OWN], times[PEER]
        slowest = max(slowest, middle(own.cpu.values()))
        clocks = (own.cpu.values(), own.wall.values(), peer.cpu.values())
        seconds = [middle(clocks[0]), max(clocks[0]), middle(clocks[1]), middle(clocks[2])]
        figures = [*(f"{x * 1000:,.0f}" for x in seconds), f"{own.times(peer):.2f}"]
        rows.append([name, str(floor), f"{total:,}", f"{free:,}", str(weakest), *figures])
    head = (
        "instance",
        "floor",
        "total under it",
        "largest total",
        "its worst pair",
        "Juli, processor (ms)",
        "worst",
        "wall",
        f"{PEER}, processor (ms)",
        "times Juli's",
    )
    print(table(head, rows))
    print(f"\nAfter: {load()}\n")
    reached = slowest < CLAIMED
    print(f"- the slowest instance: {slowest:.2f} s, claimed under {CLAIMED:.0f}: {'yes' if reached else 'NO'}")
    return 0 if reached else NOT_AS_CLAIMED


def agree(data: dict[str, Any], said: dict[str, Any]) -> tuple[int, int, int, int]:
    """Floor, total, the largest total, and the worst pair of the peer's plain optimum. Raises AssertionError where the
    engines differ or a pair may not be."""
    assert said[OWN][:3] == said[PEER][:3], f"{said[OWN][:3]} and {said[PEER][:3]}"
    conflicts = {tuple(pair) for pair in data["conflicts"]}
    for floor, total, _, found, *_ in said.values():
        pairs = [tuple(p) for p in found]
        assert len(set(pairs)) == len(pairs) == len(data["scores"]) * data["need"]
        assert not conflicts & set(pairs)
        assert set(Counter(i for i, _ in pairs).values()) == {data["need"]}
        assert max(Counter(j for _, j in pairs).values()) <= data["most"]
        assert max(Counter((i, data["institution"][j]) for i, j in pairs).values()) == 1
        scores = [data["scores"][i][j] for i, j in pairs]
        assert (min(scores) >= floor, sum(scores)) == (True, total)
    return (*said[OWN][:3], said[PEER][4])


if __name__ == "__main__":
    raise SystemExit(main())

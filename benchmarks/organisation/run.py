"""One organisation with its trace: Juli beside zen-engine and OpenFisca-core, on the rules that all can express.

python benchmarks/organisation/run.py [--quick]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from dossiers import dossiers  # noqa: E402
from environments import interpreter  # noqa: E402
from measure import NOT_AS_CLAIMED, Times, Worker, load, machine, middle, table, take_turns  # noqa: E402

OWN = "Juli, verdict with trace"
#: By name: the environment (None: the project's own) and the worker's command.
ENGINES: dict[str, tuple[str | None, list[str]]] = {
    OWN: (None, ["juli_worker.py"]),
    "zen-engine 2.1.3, policy document with trace": ("zen", ["zen_worker.py", "policy"]),
    "zen-engine 2.1.3, the same, naming the rows used": ("zen", ["zen_worker.py", "policy-rows"]),
    "zen-engine 2.1.3, decision graph with trace": ("zen", ["zen_worker.py", "graph"]),
    "OpenFisca-core 46.0.1, calculating with trace": ("openfisca", ["openfisca_worker.py", "calculate"]),
    "OpenFisca-core 46.0.1, building and calculating with trace": ("openfisca", ["openfisca_worker.py", "build"]),
}
#: What the project claims: at least so many times as fast as the peer (by the processor's clock).
CLAIMED = {
    "zen-engine 2.1.3, policy document with trace": 2.0,
    "OpenFisca-core 46.0.1, calculating with trace": 20.0,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    quick = parser.parse_args().quick
    count, rounds = 200, 5 if quick else 40
    subjects = dossiers(count)
    workers = {}
    for name, (peer, command) in ENGINES.items():
        python = Path(sys.executable) if peer is None else interpreter(peer)
        workers[name] = Worker([python, *command], HERE)
        workers[name].tell(json.dumps(subjects))
    print(f"Machine: {machine()}\n")
    agree(workers)
    slow = {name: 1 if quick else 4 for name in ENGINES if name.startswith("OpenFisca")}
    times = take_turns(workers, rounds, slow)
    for worker in workers.values():
        worker.close()
    rows = sum(len(d["achievements"]) for d in subjects)
    print(
        f"{count} organisations, {rows} achievements, {rounds} turns; all engines give every clause the same answer.\n"
    )
    print(report(times, count))
    print(f"\nAfter: {load()}")
    return verdict(times)


def agree(workers: dict[str, Worker]) -> None:
    """Every engine gives every clause of everybody the same number and status. Raises AssertionError if not."""
    said = {name: worker.ask("answers") for name, worker in workers.items()}
    expected = said[OWN]
    for name, answers in said.items():
        for number, (own, other) in enumerate(zip(expected, answers, strict=True)):
            different = {c: (own.get(c), other.get(c)) for c in own.keys() | other.keys() if own.get(c) != other.get(c)}
            assert not different, f"organisation {number}: Juli and {name} differ: {different}"
    statuses = {(clause, holds) for answers in expected for clause, (_, holds) in answers.items()}
    clauses = {clause for clause, _ in statuses}
    assert statuses == {(c, s) for c in clauses for s in (True, False)}, "some clause comes out the same for everybody"


def report(times: dict[str, Times], count: int) -> str:
    own = times[OWN]
    lines = []
    for name, t in times.items():
        least, median, wall = (
            x / count * 1e6 for x in (min(t.cpu.values()), middle(t.cpu.values()), middle(t.wall.values()))
        )
        ratios = [own.times(t), least * count / 1e6 / min(own.cpu.values())]
        figures = [f"{x:,.0f}" for x in (median, least, wall, 1e6 / median)]
        lines.append([name, *figures, *(f"{x:.2f}" for x in ratios)])
    head = [
        "engine",
        "processor, median (µs)",
        "least (µs)",
        "wall, median (µs)",
        "organisations a second",
        "times Juli's: median of the turns",
        "least by least",
    ]
    return table(head, lines)


def verdict(times: dict[str, Times]) -> int:
    """0 where everything that is claimed holds."""
    ended = 0
    print()
    for name, wanted in CLAIMED.items():
        found = times[OWN].times(times[name])
        ended = ended if found >= wanted else NOT_AS_CLAIMED
        print(f"- {name}: {found:.1f} times Juli's time, claimed {wanted:.0f}: {'yes' if found >= wanted else 'NO'}")
    return ended


if __name__ == "__main__":
    raise SystemExit(main())

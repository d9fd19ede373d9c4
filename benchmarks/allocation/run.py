"""500 achievements to the categories of zgc-2025, proven optimal, beside an assignment made greedily.

    python benchmarks/allocation/run.py [--quick]

The interpreter gives every assignment the points that the solver said, before anything is timed; where one isn't proven
to be best, that is said after the times, and the run fails.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from greedy import greedy  # noqa: E402
from measure import NOT_AS_CLAIMED, Times, load, machine, middle, table  # noqa: E402
from work import AS_OF, ROWS, dossiers  # noqa: E402

from juli.engines.policy.catalogue import open_catalogue  # noqa: E402
from juli.engines.policy.dossier import Dossier  # noqa: E402
from juli.engines.policy.dossier_reader import dossier_from_mapping  # noqa: E402
from juli.engines.policy.interpreter.judge import Judge  # noqa: E402
from juli.engines.policy.optimise.assignment import assign, solve  # noqa: E402
from juli.engines.policy.optimise.goals import Aims, unit  # noqa: E402
from juli.engines.policy.optimise.groups import claimable  # noqa: E402
from juli.engines.policy.verdict import MET, UNMET, Span, Status, Verdict  # noqa: E402

CATALOGUE = open_catalogue(HERE.parent.parent / "programmes")
JUDGE = Judge(CATALOGUE.load("zgc-2025"), CATALOGUE.calendar)
OWN, PEER, WHOLE = "Juli, the best of what is sure and of what is possible", "greedy", "Juli, the whole verdict"
RUNS: dict[str, Callable[[Dossier], object]] = {
    OWN: lambda dossier: assign(JUDGE.context(dossier, AS_OF)),
    PEER: lambda dossier: greedy(JUDGE, dossier, AS_OF),
    WHOLE: lambda dossier: JUDGE.verdict(dossier, AS_OF),
}
#: Seconds for the dossier that takes longest (the median of its rounds).
CLAIMED = 0.5


class Answer(NamedTuple):
    """Points of one dossier's best assignment and of the greedy one; how many of its works could go two ways or more;
    how many groups of like works are assigned; what is wrong with it."""

    best: Span
    greedy: Decimal
    torn: int
    groups: int
    wrong: tuple[str, ...]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="three dossiers, two rounds")
    quick = parser.parse_args().quick
    count, rounds = (3, 2) if quick else (9, 5)
    subjects = [dossier_from_mapping(d, "", CATALOGUE.vocabulary) for d in dossiers(count)]
    print(f"Machine: {machine()}\n")
    answers = [answer(subject) for subject in subjects]
    fed = {name for subject in subjects for name in _categories(subject)}
    assert fed == {c.id for c in JUDGE.programme.categories}, f"only {sorted(fed)} can be claimed"
    torn = [a.torn for a in answers]
    print(
        f"{count} dossiers of {ROWS} achievements, of which {min(torn)} to {max(torn)} could count in several of the "
        f"{len(fed)} categories; {rounds} rounds. The interpreter gives every assignment the points that the solver "
        "said, of what is sure and of what is possible.\n"
    )
    times = [measured(subject, rounds) for subject in subjects]
    print(seconds(times))
    print()
    print(each(answers, times))
    print(f"\nAfter: {load()}")
    ended = verdict(answers, times)
    wrong = [line for a in answers for line in a.wrong]
    assert not wrong, "; ".join(wrong)
    return ended


def _categories(subject: Dossier) -> set[str]:
    found = claimable(JUDGE.context(subject, AS_OF), {})
    return {option.category for group in found.groups for option in group.options}


# -- answers -----------------------------------------------------------------------------------------------------------


def answer(subject: Dossier) -> Answer:
    """Both assignments and what they are worth. Raises AssertionError where points differ."""
    assert len(subject.achievements) + len(subject.plan) == ROWS
    context = JUDGE.context(subject, AS_OF)
    assigned = assign(context)
    wrong = [
        f"{subject.name}: the best of what is {what} isn't proven, {one.gap:g} points might still be won"
        for what, one in (("sure", assigned.sure), ("possible", assigned.possible))
        if not one.proven or one.gap
    ]
    assert assigned.possible is not assigned.sure, f"{subject.name}: nothing is undecided"
    low, possible = claimed(subject, assigned.sure.claims), claimed(subject, assigned.possible.claims)
    assert low.points is not None
    assert possible.points is not None
    best = Span(low.points.total.low, possible.points.total.high)
    said = Span(solver_points(subject, high=False), solver_points(subject, high=True))
    assert best == said, f"{subject.name}: the solver says {said}, the interpreter {best}"
    assert JUDGE.verdict(subject, AS_OF).points.total == best  # type: ignore[union-attr]
    by_hand = claimed(subject, greedy(JUDGE, subject, AS_OF))
    assert by_hand.points is not None
    # The qualification comes first, then the points.
    if (_qualified(low), best.low) < (_qualified(by_hand), by_hand.points.total.low):
        wrong.append(f"{subject.name}: greedy does better, with {by_hand.points.total.low} points")
    groups = claimable(context, {}).groups
    torn = sum(len(group.rows) for group in groups if len(group.options) > 1)
    return Answer(best, Decimal(by_hand.points.total.low), torn, len(groups), tuple(wrong))


def claimed(subject: Dossier, claims: Mapping[str, str]) -> Verdict:
    """The verdict on an application that claims exactly this: nothing is left to assign."""
    return JUDGE.verdict(replace(subject, claims=claims, claims_submitted=True), AS_OF)


def solver_points(subject: Dossier, *, high: bool) -> Decimal:
    """The points of the best assignment as the integer programme counts them."""
    context = JUDGE.context(subject, AS_OF)
    found = claimable(context, {})
    result = solve(context, found, high=high)
    goal = Aims(JUDGE.programme, result.allocation).scored(tuple(found.categories), high=high)
    return Decimal(goal.exact(result.values)) / unit(JUDGE.programme, found)


def _qualified(found: Verdict) -> int:
    status: Status | None = found.node("qualification").status
    return {MET: 2, UNMET: 0}.get(status, 1) if status is not None else 0


# -- times -------------------------------------------------------------------------------------------------------------


def measured(subject: Dossier, rounds: int) -> dict[str, Times]:
    """Rounds of all that is timed, taking turns; the first warms up and isn't counted."""
    out = {name: Times() for name in RUNS}
    names = list(RUNS)
    for turn in range(rounds + 1):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            wall, cpu = time.perf_counter(), time.process_time()
            RUNS[name](subject)
            if turn:
                out[name].wall[turn] = time.perf_counter() - wall
                out[name].cpu[turn] = time.process_time() - cpu
    return out


def seconds(times: list[dict[str, Times]]) -> str:
    """Over all dossiers: the median of their medians, the worst of them, and the worst single round."""
    rows = []
    for name in RUNS:
        walls, cpus = ([list(getattr(t[name], clock).values()) for t in times] for clock in ("wall", "cpu"))
        wall, cpu = ([middle(rounds) for rounds in clock] for clock in (walls, cpus))
        figures = (middle(wall), max(wall), max(max(r) for r in walls), middle(cpu), max(cpu))
        ratio = middle(t[name].times(t[OWN]) for t in times)
        rows.append([name, *(f"{x * 1000:,.0f}" for x in figures), f"{1 / ratio:.2f}"])
    head = (
        "assignment",
        "wall, median (ms)",
        "worst dossier",
        "worst round",
        "processor, median (ms)",
        "worst dossier",
        "times Juli's",
    )
    return table(head, rows)


def each(answers: list[Answer], times: list[dict[str, Times]]) -> str:
    """Every dossier."""
    rows = []
    for number, (found, t) in enumerate(zip(answers, times, strict=True)):
        sure, lost = Decimal(found.best.low), Decimal(found.best.low) - found.greedy
        rows.append(
            [
                str(number),
                f"{found.torn}",
                f"{found.groups}",
                f"{sure.normalize():f} to {Decimal(found.best.high or 0).normalize():f}",
                f"{found.greedy.normalize():f}",
                f"{lost.normalize():f} ({lost / sure:.0%})",
                f"{middle(t[OWN].wall.values()) * 1000:,.0f}",
                f"{middle(t[OWN].cpu.values()) * 1000:,.0f}",
                f"{middle(t[PEER].cpu.values()) * 1000:,.0f}",
            ]
        )
    head = (
        "dossier",
        "works with several places",
        "groups of like works",
        "best points, sure to possible",
        "greedy, sure",
        "greedy loses",
        "Juli, wall (ms)",
        "processor",
        "greedy, processor",
    )
    return table(head, rows)


def verdict(answers: list[Answer], times: list[dict[str, Times]]) -> int:
    """0 where what is claimed holds."""
    worst = max(middle(t[OWN].wall.values()) for t in times)
    lost = [Decimal(a.best.low) - a.greedy for a in answers]
    print(
        f"\n- greedy loses {middle(lost).normalize():f} points (median; up to {max(lost).normalize():f}), and Juli "
        f"takes {middle(t[PEER].times(t[OWN]) for t in times):.1f} times its time"
    )
    proven = sum(not a.wrong for a in answers)
    print(f"- proven best: {proven} of {len(answers)} dossiers{'' if proven == len(answers) else ': NO'}")
    print(f"- worst dossier: {worst:.2f} s, claimed {CLAIMED}: {'yes' if worst < CLAIMED else 'NO'}")
    return 0 if worst < CLAIMED else NOT_AS_CLAIMED


if __name__ == "__main__":
    raise SystemExit(main())

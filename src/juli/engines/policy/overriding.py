"""A programme with some numbers changed: the same rules, for what-ifs that the interpreter runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from juli.engines.policy.rules import AllOf, AnyOf, Bound, Clause, KOf, OneReading, Programme


def overridden(programme: Programme, bound: Callable[[Clause], Bound]) -> Programme:
    """``programme`` with the bound that ``bound`` gives for each clause that decides about eligibility or points."""
    made: dict[str, Clause] = {}

    def changed(clause: Clause) -> Clause:
        test = clause.test
        if isinstance(test, KOf) and test.refers is not None:
            test = replace(test, children=tuple(made[c.id] for c in test.children))
        elif isinstance(test, AllOf | AnyOf | KOf | OneReading):
            test = replace(test, children=tuple(changed(c) for c in test.children))
        made[clause.id] = replace(clause, test=test, bound=bound(clause))
        return made[clause.id]

    def every(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(changed(c) for c in clauses)

    applicants = programme.applicants
    out = replace(
        programme,
        applicants=replace(applicants, conditions=every(applicants.conditions), limits=every(applicants.limits)),
        exclusions=every(programme.exclusions),
        categories=every(programme.categories),
        qualification=None if programme.qualification is None else changed(programme.qualification),
        tracks=tuple(
            replace(t, conditions=every(t.conditions), exclusions=every(t.exclusions), targets=every(t.targets))
            for t in programme.tracks
        ),
        commitments=every(programme.commitments),
        targets=every(programme.targets),
    )
    return replace(out, clauses={**programme.clauses, **made})

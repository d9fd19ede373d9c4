"""Experts matched to applications: what the engine proposes, and what would change against what stands."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from juli.engines.panel.assignment import Assignment as Made
from juli.engines.panel.assignment import AssignmentProblem, Demand, Reviewer, assign, repair
from juli.engines.panel.recorded import Matching
from juli.stages.applications.models import Application
from juli.stages.review.conflicting import institution
from juli.stages.review.eligible import Field, affinities, field_of
from juli.stages.review.models import Assignment, Expert, Panel, Pin, Seat

Key = tuple[int, int]


class Proposal(NamedTuple):
    """What would be assigned; pairs are (application, expert) by their rows. ``fingerprint`` names it exactly.

    ``made_from`` is what the engine was given.
    """

    made: Made
    kept: tuple[Key, ...]
    added: tuple[Key, ...]
    removed: tuple[Key, ...]
    experts: dict[int, Expert]
    applications: dict[int, Application]
    fingerprint: str
    made_from: Matching


def proposal(panel: Panel) -> Proposal:
    """What a match gives as things are now; where one stands already, the smallest change of it that holds.

    Raises Infeasible, which names the applications and what blocks them, and BadInput where pins contradict a conflict.
    """
    found = field_of(panel)
    problem = _problem(panel, found)
    pairs = Assignment.objects.filter(entry__panel=panel, ended_at__isnull=True, seat__withdrawn_at__isnull=True)
    before = [(str(a), str(e)) for a, e in pairs.values_list("entry__application", "seat__expert")]
    if before:
        made, kept, added, removed = repair(problem, before)
    else:
        made = assign(problem)
        kept, added, removed = (), tuple((p.application, p.expert) for p in made.pairs), ()
    named = {int(key): row for key, row in found.experts.items()}
    gone = {int(e) for _a, e in removed} - named.keys()
    named |= {row.pk: row for row in Expert.objects.filter(pk__in=gone)}
    whole = made.to_bytes() + repr(removed).encode()
    return Proposal(
        made,
        _keys(kept),
        _keys(added),
        _keys(removed),
        named,
        {int(key): row for key, row in found.applications.items()},
        hashlib.sha256(whole).hexdigest(),
        Matching(problem, tuple(sorted(before))),
    )


def _problem(panel: Panel, found: Field) -> AssignmentProblem:
    barred = {one.expert for one in found.conflicts.barred}
    barred |= {
        str(pk) for pk in Seat.objects.filter(panel=panel, withdrawn_at__isnull=False).values_list("expert", flat=True)
    }
    pins = [(str(p.application_id), str(p.expert_id), p.together) for p in Pin.objects.filter(panel=panel)]
    return AssignmentProblem(
        tuple(
            Reviewer(key, panel.load, institution=institution(row))
            for key, row in sorted(found.experts.items())
            if key not in barred
        ),
        tuple(Demand(key, panel.size) for key in sorted(found.applications)),
        affinities(panel, found),
        conflicts=found.conflicts.forbidden,
        forbidden=frozenset((a, e) for a, e, together in pins if not together),
        pinned=frozenset((a, e) for a, e, together in pins if together),
        one_per_institution=panel.one_per_institution,
    )


def _keys(pairs: tuple[tuple[str, str], ...]) -> tuple[Key, ...]:
    return tuple((int(application), int(expert)) for application, expert in pairs)

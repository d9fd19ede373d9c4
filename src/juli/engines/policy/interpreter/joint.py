"""What stands above the categories: the qualification and the points, on one joint assignment where claims exclude one
another (language §3, Exclusive claims)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from juli.engines.policy.context import Context
from juli.engines.policy.interpreter.leaves import Allowed
from juli.engines.policy.interpreter.trees import Walker
from juli.engines.policy.optimise.assignment import assign, qualify
from juli.engines.policy.points import Scored, points_of
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Assignment, Node, PointsState, Span


class Joint(NamedTuple):
    """The qualification's node (None where the file has none), the points, the assignment and what it leaves behind."""

    qualification: Node | None
    points: PointsState | None
    assignment: Assignment | None
    contested: tuple[str, ...]


def judge_jointly(programme: Programme, context: Context, walker: Walker, categories: tuple[Node, ...]) -> Joint:
    """Qualification and points of one side (declared or verified); ``categories`` are judged each by itself."""
    if not programme.exclusive_claims:
        alone = {n.clause.id: n for n in categories}
        state = None
        if programme.points is not None:
            state = points_of(programme, _scored(programme, context, walker, None), walker.readings)
        return Joint(_qualification(programme, walker, alone, alone), state, None, ())
    assigned = assign(context, walker.readings)
    sure = _under(programme, walker, assigned.sure.claims)
    possible = sure if assigned.possible is assigned.sure else _under(programme, walker, assigned.possible.claims)
    low = points_of(programme, _scored(programme, context, walker, assigned.sure.claims), walker.readings)
    high = low
    if assigned.possible is not assigned.sure:
        high = points_of(programme, _scored(programme, context, walker, assigned.possible.claims), walker.readings)
    state = _between(low, high)
    best = assigned.sure._replace(points=state.total if state else None)
    return Joint(_qualification(programme, walker, sure, possible), state, best, assigned.contested)


def judge_qualification(
    programme: Programme, context: Context, walker: Walker, categories: tuple[Node, ...]
) -> Node | None:
    """The qualification's node as ``judge_jointly`` has it, where only its status is asked: its number may be a smaller
    one that is large enough."""
    if not programme.exclusive_claims:
        alone = {n.clause.id: n for n in categories}
        return _qualification(programme, walker, alone, alone)
    assigned = qualify(context, walker.readings)
    sure = _under(programme, walker, assigned.sure.claims)
    possible = sure if assigned.possible is assigned.sure else _under(programme, walker, assigned.possible.claims)
    return _qualification(programme, walker, sure, possible)


def _under(programme: Programme, walker: Walker, claims: Mapping[str, str]) -> dict[str, Node]:
    """Every category judged on what is claimed under it alone."""
    return {c.id: walker.node(c, _claimed(claims, c.id)) for c in programme.categories if walker.applies(c)}


def _claimed(claims: Mapping[str, str], category: str) -> Allowed:
    return lambda achievement: claims.get(achievement) == category


def _qualification(
    programme: Programme, walker: Walker, sure: Mapping[str, Node], possible: Mapping[str, Node]
) -> Node | None:
    walker.sure, walker.possible = sure, possible
    clause = programme.qualification
    return None if clause is None or not walker.applies(clause) else walker.node(clause)


def _scored(
    programme: Programme, context: Context, walker: Walker, claims: Mapping[str, str] | None
) -> dict[str, Scored]:
    """Where every clause that the points table names stands, on all its rows and on those done alone."""
    if programme.points is None:
        return {}
    owner = {c.id: top.id for top in programme.categories for c in top.walk()}
    planned = context.planned_ids
    out: dict[str, Scored] = {}
    for item in programme.points.items:
        clause = programme.clauses[item.clause]
        if not walker.applies(clause) or not walker.applies(programme.clauses[owner[clause.id]]):
            continue
        allowed = None if claims is None else _claimed(claims, owner[clause.id])
        node = walker.node(clause, allowed)
        if not any(i in planned for i in (*node.used, *node.pending)):
            out[item.clause] = Scored.same(node.status, node.actual)
            continue
        done = walker.node(clause, _done_only(allowed, planned))
        out[item.clause] = Scored(node.status, node.actual, done.status, done.actual)
    return out


def _done_only(allowed: Allowed | None, planned: frozenset[str]) -> Allowed:
    return lambda achievement: achievement not in planned and (allowed is None or allowed(achievement))


def _between(low: PointsState | None, high: PointsState | None) -> PointsState | None:
    """The points between the two assignments: the sure one's floor, the possible one's ceiling."""
    if low is None or high is None or low is high:
        return low
    top = None if low.total.high is None or high.total.high is None else max(low.total.high, high.total.high)
    return low._replace(total=Span(low.total.low, top))

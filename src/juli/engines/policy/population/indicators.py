"""The indicators of a plan as columns: one line for all organisations together (the engine's ``indicators`` in SQL)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlglot import exp

from juli.engines.policy.population import planes, sql
from juli.engines.policy.population.nodes import Bounds, Node, Tree
from juli.engines.policy.population.planes import Status
from juli.engines.policy.population.spans import years_begun
from juli.engines.policy.population.sql import Sql
from juli.engines.policy.rules import Aggregate, Bound, Clause
from juli.engines.policy.vocabulary import ORGANISATION_KIND
from juli.engines.policy.windows import Interval


def indicator_nodes(clause: Clause, tree: Tree, bounds: Bounds, variant: str) -> list[Node]:
    """An indicator, and where it is judged year by year, each year of it (under the id ``CLAUSE.YEAR``)."""
    clause = replace(clause, bound=bounds(clause))
    test, timeline = clause.test, tree.measures.sources.timeline
    if not isinstance(test, Aggregate) or test.within is None:
        return [tree.node(clause, bounds, variant, {})]
    window, interval = timeline.programme.windows[test.within], timeline.done[0][test.within]
    as_of = timeline.anchors[0].application
    plain = test
    if any(r.kind == ORGANISATION_KIND for r in test.reads):
        # Organisations have no date: the window is the time they have to get there.
        plain = replace(test, within=None)
    if not window.each_year or interval is None:
        node = tree.node(replace(clause, test=plain), _own, variant, {})
        return [node if interval is None else _so_far(node, interval, as_of)]
    years = []
    for year in years_begun(interval, as_of):
        name = f"{test.within}.{year}"
        dated = plain if plain.within is None else replace(plain, within=name)
        part = tree.node(replace(clause, id=f"{clause.id}.{year}", test=dated), _own, variant, {})
        years.append(_so_far(part, timeline.done[0][name], as_of))
    return [*years, _over_years(clause, years)]


def _own(clause: Clause) -> Bound:
    """The bound of a clause that has been given the one in force."""
    return clause.bound


def _so_far(node: Node, interval: Interval | None, as_of: dt.date) -> Node:
    """A target whose window isn't over is open while it isn't reached, not unmet."""
    if node.status is None or interval is None or as_of >= interval.end:
        return node
    return node._replace(status=Status(node.status.sure, planes.ONE))


def _over_years(clause: Clause, years: list[Node]) -> Node:
    """All years together: every one must reach a target, and the weakest is the actual; a measure adds them up."""
    height = max((n.height for n in years), default=1)
    if clause.bound.is_measure:
        return Node(clause, None, sql.plus(n.low for n in years), sql.plus(n.high for n in years), height)
    if not years:
        return Node(clause, planes.OPEN, sql.value(0), sql.null(), height)
    status = planes.all_of(n.status for n in years if n.status is not None)
    low = years[0].low
    if len(years) > 1:
        low = exp.Least(this=low.copy(), expressions=[n.low.copy() for n in years[1:]], ignore_nulls=True)
    weakest: list[tuple[Sql, Sql]] = [(sql.compare("==", n.low, low), n.high) for n in years]
    return Node(clause, status, low, sql.when(*weakest, otherwise=sql.null()), height)

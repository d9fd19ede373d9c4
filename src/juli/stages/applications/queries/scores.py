"""The points that an application earns (量化分值), category by category, and what one more piece of work would add."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from juli.engines.policy import describe
from juli.engines.policy.labels import Label
from juli.engines.policy.points import worth
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import PointsItem, Programme
from juli.engines.policy.verdict import MET, UNMET, Node, PointsLine, Span, Verdict
from juli.stages.calls.wording import POINTS, counted_in, points_words


class Score(NamedTuple):
    """One line of the table. ``counted``: not among the works beyond the number that may be chosen (O-10)."""

    clause: str
    label: Label
    rule: Label
    actual: Label
    earned: Label
    more: Label
    counted: bool


class CategoryScore(NamedTuple):
    """One category with its lines."""

    category: str
    label: Label
    earned: Label
    lines: tuple[Score, ...]

    @property
    def whole(self) -> bool:
        """Whether its points hang on the category as a whole."""
        return [line.clause for line in self.lines] == [self.category]


class Scores(NamedTuple):
    """The whole table; ``assumed``: the notice prints none."""

    total: Label
    categories: tuple[CategoryScore, ...]
    assumed: bool


def scores(verdict: Verdict) -> Scores | None:
    """The table of an application; None where the call has no points."""
    table, found = verdict.programme.points, verdict.points
    if table is None or found is None:
        return None
    items = {item.clause: item for item in table.items}
    lines = {line.clause: line for line in found.lines}
    nodes = {node.clause.id: node for category in verdict.categories for node in category.walk()}
    categories = []
    for category in verdict.categories:
        mine = [lines[clause.id] for clause in category.clause.walk() if clause.id in lines]
        if mine:
            rows = tuple(_score(line, items[line.clause], nodes[line.clause]) for line in mine if line.clause in nodes)
            earned = describe.span_words(_sum(mine), POINTS)
            categories.append(CategoryScore(category.id, category.clause.label, earned, rows))
    return Scores(describe.span_words(found.total, POINTS), tuple(categories), table.assumption)


def by_category(verdict: Verdict) -> Mapping[str, Span]:
    """What each category earns; empty where the call has no points."""
    if verdict.points is None:
        return {}
    owner = owners(verdict.programme)
    found: dict[str, list[PointsLine]] = {}
    for line in verdict.points.lines:
        found.setdefault(owner[line.clause], []).append(line)
    return {category: _sum(lines) for category, lines in found.items()}


def owners(programme: Programme) -> dict[str, str]:
    """Clause → the category that it stands under."""
    return {clause.id: category.id for category in programme.categories for clause in category.walk()}


def _sum(lines: list[PointsLine]) -> Span:
    counted = [line.earned for line in lines if line.counted]
    low = sum((Decimal(span.low) for span in counted), Decimal(0))
    if any(span.high is None for span in counted):
        return Span(low, None)
    return Span(low, sum((Decimal(span.high or 0) for span in counted), Decimal(0)))


def _score(line: PointsLine, item: PointsItem, node: Node) -> Score:
    return Score(
        line.clause,
        node.clause.label,
        points_words(item, node.clause),
        describe.actual_words(node),
        describe.span_words(line.earned, POINTS),
        _more(line, item, node),
        line.counted,
    )


def _more(line: PointsLine, item: PointsItem, node: Node) -> Label:
    """What more work under the clause would add."""
    if not line.counted:
        return Label("只计得分较高的几项，本项不计分", "only the best of these count, and this is not among them")
    unit = counted_in(node.clause)
    if node.status in (MET, None):
        now, most = worth(item, node.actual.low), item.up_to
        if most is not None and now >= most:
            return Label("已到上限", "at its maximum")
        added = worth(item, node.actual.low + 1) - now
        return (
            _adds(Label(f"再多 1 {unit.zh}", "one more"), added) if added else Label("再多不加分", "more adds nothing")
        )
    reached = worth(item, node.required or max(node.actual.low, 1))
    if node.status == UNMET and node.shortfall:
        n = describe.number_words(node.shortfall, unit)
        return _adds(Label(f"再有 {n.zh}", f"{n.en} more"), reached)
    return Label(f"达到后得 {_number(reached)} 分", f"{_number(reached)} points once met")


def _adds(what: Label, points: Number) -> Label:
    return Label(f"{what.zh}，加 {_number(points)} 分", f"{what.en}: +{_number(points)} points")


def _number(points: Number) -> str:
    return describe.digits(points)

"""The table of points, line by line."""

from decimal import Decimal
from typing import Any

import pytest

from juli.engines.policy.points import Scored, earned, points_of, worth
from juli.engines.policy.rules import PointsItem
from juli.engines.policy.verdict import MET, OPEN, UNMET, PointsLine, Span
from tests.engines.policy.optimise.small import programme


def line(base: str = "0", each: str = "0", over: int = 0, up_to: str | None = None) -> PointsItem:
    return PointsItem("a", Decimal(base), Decimal(each), over, None if up_to is None else Decimal(up_to))


@pytest.mark.parametrize(
    ("item", "number", "points"),
    [
        (line("10", "0.2", 50, "20"), 50, "10"),
        (line("10", "0.2", 50, "20"), 49, "10"),
        (line("10", "0.2", 50, "20"), 75, "15"),
        (line("10", "0.2", 50, "20"), 1000, "20"),
        (line("5"), 3, "5"),
        (line(each="0.01"), Decimal("12.34"), "0.1234"),
    ],
)
def test_a_line_grows_from_its_base_to_its_cap(item: PointsItem, number: Any, points: str) -> None:
    assert worth(item, number) == Decimal(points)


def test_a_line_is_worth_nothing_while_its_clause_is_unmet() -> None:
    item = line("5", "1")
    assert earned(item, Scored.same(UNMET, Span(0, 0)), Decimal(1)) == Span(0, 0)
    assert earned(item, Scored.same(OPEN, Span(1, 4)), Decimal(1)) == Span(0, 9)
    assert earned(item, Scored.same(MET, Span(1, 4)), Decimal(1)) == Span(6, 9)


def test_what_is_planned_is_worth_its_share() -> None:
    # 3 done meet the clause alone and earn 3; with the plan it is 8, of which the other 5 are worth half.
    item = line(each="1")
    both = Scored(MET, Span(8, 8), MET, Span(3, 3))
    assert earned(item, both, Decimal("0.5")) == Span(Decimal("5.5"), Decimal("5.5"))


def test_what_is_done_earns_nothing_by_itself_where_it_does_not_meet_the_clause_alone() -> None:
    both = Scored(MET, Span(8, 8), UNMET, Span(3, 3))
    assert earned(line(each="1"), both, Decimal("0.5")) == Span(4, 4)


def test_without_limit_there_is_no_most() -> None:
    unknown = Scored.same(MET, Span(2, None))
    assert earned(line(each="1"), unknown, Decimal(1)) == Span(2, None)
    assert earned(line(each="1", up_to="7"), unknown, Decimal(1)) == Span(2, 7)
    assert earned(line("3"), unknown, Decimal(1)) == Span(3, 3)


THREE = programme(
    categories=[
        {
            "id": "c",
            "group": "g",
            "at_least": 1,
            "up_to": 2,
            "of": [{"id": name, "count": "event", "at_least": 1} for name in ("c.1", "c.2", "c.3")],
        },
        {"id": "d", "count": "deal", "at_least": 1},
    ],
    groups=[{"id": "g", "label": "G"}],
    points={
        "source": "assumption",
        "ties": ["g", "d"],
        "of": [{"clause": n, "each": 1} for n in ("c.1", "c.2", "c.3")] + [{"clause": "d", "base": 4}],
    },
)


def scored(*numbers: int) -> dict[str, Scored]:
    names = ("c.1", "c.2", "c.3", "d")
    return {n: Scored.same(MET if x else UNMET, Span(x, x)) for n, x in zip(names, numbers, strict=True)}


def test_the_best_two_of_three_count() -> None:
    state = points_of(THREE, scored(2, 5, 3, 1))
    assert state is not None
    assert state.total == Span(12, 12)
    assert state.lines == (
        PointsLine("c.1", Span(2, 2), counted=False),
        PointsLine("c.2", Span(5, 5), counted=True),
        PointsLine("c.3", Span(3, 3), counted=True),
        PointsLine("d", Span(4, 4), counted=True),
    )
    assert state.ties == (("g", Span(8, 8)), ("d", Span(4, 4)))


def test_of_equals_the_first_count_and_what_earns_nothing_is_not_left_out() -> None:
    state = points_of(THREE, scored(3, 3, 3, 0))
    assert state is not None
    assert [x.counted for x in state.lines] == [True, True, False, True]
    nothing = points_of(THREE, scored(3, 0, 0, 0))
    assert nothing is not None
    assert [x.counted for x in nothing.lines] == [True, True, True, True]


def test_a_work_that_may_turn_out_best_is_in_the_most_there_can_be() -> None:
    state = points_of(THREE, {**scored(2, 3, 0, 0), "c.3": Scored.same(OPEN, Span(0, 9))})
    assert state is not None
    assert state.total == Span(5, 12)


def test_clauses_for_others_have_no_line() -> None:
    state = points_of(THREE, {"d": Scored.same(MET, Span(1, 1))})
    assert state is not None
    assert [x.clause for x in state.lines] == ["d"]


def test_without_a_table_there_are_no_points() -> None:
    assert points_of(programme(), {}) is None

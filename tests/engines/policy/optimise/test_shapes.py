"""Rows made for conditions, against the filters the conditions came from."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juli.engines.policy.context import Context
from juli.engines.policy.filters.evaluate import compile_filter
from juli.engines.policy.filters.syntax import parse
from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.optimise.bounds import Bound, Impossible, shifted, tightened
from juli.engines.policy.optimise.literals import Among, Compared, Dated, Spaced, alternatives
from juli.engines.policy.optimise.shapes import Shape, Subject, shape
from juli.engines.policy.quantities import Duration
from juli.engines.policy.rules import Spacing
from juli.engines.policy.windows import Interval
from tests.engines.policy.optimise.small import CALENDAR, DAY, VOCABULARY, dossier, programme

CONTEXT: Context = Judge(programme(lists={"partners": {"values": ["A", "B"]}}), CALENDAR).context(dossier(), DAY)

EVENT = VOCABULARY.kinds["event"].fields
DEAL = VOCABULARY.kinds["deal"].fields
GRID: dict[str, list[Any]] = {
    "level": ["high", "low", ""],
    "size": [0, 1, 2, 5, 6],
    "open": [True, False],
    "guests": [(), ("A",), ("A", "B"), ("C", "D", "E")],
    "park": ["", "A", "x"],
    "firm": ["", "A", "B", "x"],
    "amount": [Decimal(0), Decimal("3.99"), Decimal(4), Decimal(9)],
    "prior": [Decimal(0), Decimal(4), Decimal(7)],
    "foreign": [True, False],
    "filed_on": [None, dt.date(2024, 1, 5), dt.date(2024, 3, 1)],
}
ATOMS = {
    "event": [
        'level == "high"', 'level != "low"', 'level in ["high", "low"]', "size >= 2", "size < 5", "size != 2", "size == 5",
        "open", "!open", '"A" in guests', 'guests >= 2', 'guests < 3', 'park != ""', 'park == "A"', "park in guests",
        "guests > size",
    ],
    "deal": [
        'firm == "A"', 'firm in partners', "amount >= 4", "amount < 4", "amount > prior", "amount <= prior", "prior != 4",
        "foreign", "filed_on >= 2024-02-01", "filed_on != 2024-03-01", "filed_on < 2024-02-01", "amount == prior",
    ],
}  # fmt: skip


def texts(kind: str) -> st.SearchStrategy[str]:
    return st.recursive(
        st.sampled_from(ATOMS[kind]),
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
            inner.map(lambda text: f"!({text})"),
        ),
        max_leaves=5,
    )


def free(fields: dict[str, Any] | Any) -> Subject:
    return Subject(CONTEXT, "", fields, {}, frozenset(fields), is_new=True)


def made(found: Shape) -> dict[str, Any]:
    names = (f"n{i}" for i in itertools.count())
    return found.row({}, lambda field: next(names), None)


@settings(max_examples=300)
@given(st.sampled_from(["event", "deal"]).flatmap(lambda kind: st.tuples(st.just(kind), texts(kind))), st.booleans())
def test_a_row_made_for_a_filter_passes_it_and_none_means_none(drawn: tuple[str, str], holds: bool) -> None:
    kind, text = drawn
    fields = VOCABULARY.kinds[kind].fields
    expression = parse(text)
    test = compile_filter(expression, fields)
    found = [s for c in alternatives(expression, fields, holds=holds) if (s := shape(free(fields), c)) is not None]
    for one in found:
        assert test(made(one), CONTEXT.lists) is holds
    if not found:
        named = [n for n in fields if n in text]
        for values in itertools.product(*(GRID[n] for n in named)):
            record = {n: v for n, v in zip(named, values, strict=True) if v not in ("", None)}
            assert test(record, CONTEXT.lists) is not holds


@settings(max_examples=200)
@given(texts("event"), texts("event"))
def test_two_filters_meet_in_one_row_exactly_where_some_row_passes_both(one: str, two: str) -> None:
    both = [
        s
        for a in alternatives(parse(one), EVENT)
        for b in alternatives(parse(two), EVENT)
        if (s := shape(free(EVENT), (*a, *b))) is not None
    ]
    tests = [compile_filter(parse(text), EVENT) for text in (one, two)]
    for found in both:
        assert all(test(made(found), CONTEXT.lists) for test in tests)
    if not both:
        named = [n for n in EVENT if n in one + two]
        for values in itertools.product(*(GRID[n] for n in named)):
            record = {n: v for n, v in zip(named, values, strict=True) if v != ""}
            assert not all(test(record, CONTEXT.lists) for test in tests)


def test_the_greatest_number_stays_below_what_bounds_it() -> None:
    found = Shape(free(DEAL), (Compared("amount", "<", 4), Compared("prior", ">=", 1)))
    assert found.most("amount") == Decimal("3.99")
    assert found.most("prior") is None


def test_a_number_bounded_by_another_rises_with_it() -> None:
    (conditions,) = alternatives(parse("amount > prior && prior >= 2.5"), DEAL)
    found = Shape(free(DEAL), conditions)
    assert found.least("amount") == Decimal("2.51")
    assert found.row({"amount": 7}, str, None) == {"amount": Decimal(7), "prior": Decimal("2.5")}


def test_a_circle_of_comparisons_is_impossible() -> None:
    (conditions,) = alternatives(parse("amount > prior && prior > amount"), DEAL)
    assert shape(free(DEAL), conditions) is None
    with pytest.raises(Impossible):
        tightened({"a": Bound(0, None), "b": Bound(0, None)}, [shifted("a", "b", -1), shifted("b", "a", -1)])


def test_equal_on_different_grids_settles() -> None:
    out = tightened({"a": Bound(0, 950, 100), "b": Bound(101, 1000)}, [shifted("a", "b", 0), shifted("b", "a", 0)])
    assert out == {"a": Bound(200, 900, 100), "b": Bound(200, 900)}


@pytest.mark.parametrize(
    ("day", "last"), [(dt.date(2024, 3, 15), dt.date(2024, 3, 1)), (dt.date(2024, 3, 18), dt.date(2024, 3, 4))]
)
def test_ten_working_days_before_a_day(day: dt.date, last: dt.date) -> None:
    spacing = Spacing("filed_on", "date", Duration(10, "working days"))
    found = Shape(free(DEAL), (Spaced(spacing, far=True), Compared("date", "==", day)))
    assert found.bounds["filed_on"].high == last.toordinal()
    near = Shape(free(DEAL), (Spaced(spacing, far=False), Compared("date", "==", day)))
    assert near.bounds["filed_on"].low == last.toordinal() + 1


def test_no_working_day_is_promised_in_a_year_nobody_knows() -> None:
    spacing = Spacing("filed_on", "date", Duration(10, "working days"))
    assert shape(free(DEAL), (Spaced(spacing, far=True), Compared("date", ">=", dt.date(2025, 1, 1)))) is None


def test_a_state_may_begin_before_its_window_and_an_event_may_not() -> None:
    window = Interval(dt.date(2024, 1, 1), dt.date(2024, 3, 1))
    post = VOCABULARY.kinds["post"].fields
    state = Shape(free(post), (Dated(window, None, "state"),))
    assert state.bounds["date"].low == dt.date.min.toordinal()
    assert state.row({}, str, None)["date"] == dt.date.min
    event = Shape(free(EVENT), (Dated(window, None, "event"),))
    assert event.row({}, str, None) == {"date": dt.date(2024, 1, 1)}
    assert event.row({}, str, dt.date(2024, 2, 2)) == {"date": dt.date(2024, 2, 2)}
    with pytest.raises(Impossible):
        event.row({}, str, dt.date(2024, 3, 2))


def test_what_stands_is_not_chosen_again() -> None:
    subject = Subject(CONTEXT, "event", EVENT, {"level": "low", "size": 3}, frozenset({"open"}))
    assert shape(subject, (Among("level", frozenset({"high"}), inside=True),)) is None
    (conditions,) = alternatives(parse('level == "low" && size >= 2 && open'), EVENT)
    assert Shape(subject, conditions).row({}, str, None) == {"open": True}

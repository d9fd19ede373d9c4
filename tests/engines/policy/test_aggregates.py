"""What a clause measures: exact, between undecided rows left out and taken in."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.policy.aggregates import measure, run
from juli.engines.policy.dossier import Bare, Row
from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.rules import Aggregate, Reading
from juli.engines.policy.selection import Selection
from juli.engines.policy.verdict import Span
from tests.engines.policy.sample import VOCABULARY


def rows(*values, kind="talk", start=1):
    return tuple(Row(f"r{i}", kind, v) for i, v in enumerate(values, start))


def reading_of(how, field=None, *more, each=None):
    reads = tuple(Reading(*f.split(".")) if "." in f else Reading("talk", f) for f in (field, *more) if f)
    return Aggregate(how, reads or (Reading("talk"),), each=each)


def span(aggregate, sure=(), undecided=(), *, unbounded=False):
    return measure(aggregate, Selection(rows(*sure), rows(*undecided, start=100), (), unbounded), VOCABULARY)


class TestCount:
    def test_sure_and_undecided(self):
        assert span(reading_of("count"), [{}, {}], [{}]) == Span(2, 3)

    def test_nothing(self):
        assert span(reading_of("count")) == Span(0, 0)

    def test_rows_that_nobody_has_told_of(self):
        assert span(reading_of("count"), [{}], [{}], unbounded=True) == Span(1, None)


class TestSum:
    def test_exact_money(self):
        fees = [{"fee": Decimal(f)} for f in ("0.10", "0.20", "567.89")]
        assert span(reading_of("sum", "fee"), fees[:2], fees[2:]) == Span(Decimal("0.30"), Decimal("568.19"))

    def test_a_number_that_is_unknown_has_no_upper_end(self):
        assert span(reading_of("sum", "seats"), [{"seats": 5}, {}]) == Span(5, None)
        assert span(reading_of("sum", "seats"), [{"seats": 5}], [{}]) == Span(5, None)
        assert span(reading_of("sum", "seats"), [{"seats": UNKNOWN}]) == Span(0, None)

    def test_a_list_counts_as_its_size_and_empty_is_none(self):
        found = [{"guests": ("甲", "乙")}, {"guests": Bare(5)}, {}]
        assert span(reading_of("sum", "guests"), found) == Span(7, 7)
        assert span(reading_of("sum", "guests"), [{"guests": UNKNOWN}]) == Span(0, None)

    def test_fields_of_several_kinds(self):
        aggregate = reading_of("sum", "talk.seats", "site.views")
        selection = Selection((Row("a", "talk", {"seats": 3}), Row("b", "site", {"views": 4})))
        assert measure(aggregate, selection, VOCABULARY) == Span(7, 7)

    def test_two_fields_of_one_kind(self):
        aggregate = reading_of("sum", "site.views", "site.services")
        selection = Selection((Row("a", "site", {"views": 3, "services": 4}),))
        assert measure(aggregate, selection, VOCABULARY) == Span(7, 7)


class TestDistinct:
    def test_each_value_once(self):
        assert span(reading_of("distinct", "host"), [{"host": "甲"}, {"host": "甲"}], [{"host": "乙"}]) == Span(1, 2)

    def test_a_value_that_is_sure_is_not_counted_again(self):
        assert span(reading_of("distinct", "host"), [{"host": "甲"}], [{"host": "甲"}]) == Span(1, 1)

    def test_an_empty_reference_adds_nothing(self):
        assert span(reading_of("distinct", "host"), [{}, {"host": "甲"}]) == Span(1, 1)

    def test_many_valued_fields_give_their_members(self):
        found = [{"guests": ("甲", "乙")}, {"guests": ("乙", "丙")}]
        assert span(reading_of("distinct", "guests"), found) == Span(3, 3)
        assert span(reading_of("distinct", "published"), [{"published": (("P", "u", None), ("Q", "", None))}]) == Span(
            2, 2
        )

    @pytest.mark.parametrize(
        ("sure", "undecided", "expected"),
        [
            # Bare numbers: at least the largest, at most all of them, none the same.
            ([{"guests": Bare(5)}, {"guests": Bare(7)}], [], Span(7, 12)),
            ([{"guests": ("甲", "乙")}, {"guests": Bare(5)}], [], Span(5, 7)),
            ([{"guests": ("甲", "乙")}, {"guests": Bare(1)}], [], Span(2, 3)),
            ([{"guests": Bare(5)}], [{"guests": Bare(7)}], Span(5, 12)),
        ],
    )
    def test_bare_numbers(self, sure, undecided, expected):
        assert span(reading_of("distinct", "guests"), sure, undecided) == expected

    def test_an_empty_year_may_be_any(self):
        assert span(reading_of("distinct", "year"), [{"year": 2024}, {}]) == Span(1, None)
        assert span(reading_of("distinct", "host"), [{"host": UNKNOWN}]) == Span(0, None)

    def test_the_kind_of_any_work(self):
        selection = Selection((Row("a", "talk", {}), Row("b", "site", {}), Row("c", "talk", {})))
        assert measure(Aggregate("distinct", (Reading("achievement", "kind"),)), selection, VOCABULARY) == Span(2, 2)


class TestEach:
    ASKED = reading_of("distinct", "host", each=("fee", 10))

    @pytest.mark.parametrize(
        ("sure", "undecided", "expected"),
        [
            ([("甲", 4), ("甲", 6), ("乙", 9)], [], Span(1, 1)),
            ([("甲", 4)], [("甲", 6), ("乙", 10)], Span(0, 2)),
            ([("甲", 4), ("甲", None)], [], Span(0, 1)),
            ([("甲", None)], [("乙", 3)], Span(0, 1)),
            ([], [], Span(0, 0)),
        ],
    )
    def test_a_value_counts_when_its_own_rows_add_up(self, sure, undecided, expected):
        def told(found):
            return [{"host": h} if fee is None else {"host": h, "fee": Decimal(fee)} for h, fee in found]

        assert span(self.ASKED, told(sure), told(undecided)) == expected


class TestMax:
    @pytest.mark.parametrize(
        ("sure", "undecided", "expected"),
        [
            ([{"seats": 3}, {"seats": 8}], [], Span(8, 8)),
            ([{"seats": 3}], [{"seats": 8}], Span(3, 8)),
            ([{"seats": 8}], [{"seats": 3}], Span(8, 8)),
            ([{"seats": 8}, {}], [], Span(8, None)),
            ([], [{"seats": UNKNOWN}], Span(0, None)),
            ([], [], Span(0, 0)),
        ],
    )
    def test_the_largest(self, sure, undecided, expected):
        assert span(reading_of("max", "seats"), sure, undecided) == expected


class TestLongestRun:
    @pytest.mark.parametrize(
        ("sure", "undecided", "expected"),
        [
            ([2020, 2021, 2023], [], Span(2, 2)),
            ([2020, 2021, 2023], [2022], Span(2, 4)),
            ([2020, 2020], [], Span(1, 1)),
            ([], [2020, 2021], Span(0, 2)),
            ([2020, None], [], Span(1, None)),
            ([], [], Span(0, 0)),
        ],
    )
    def test_of_years(self, sure, undecided, expected):
        def told(years):
            return [{} if y is None else {"year": y} for y in years]

        assert span(reading_of("longest_run", "year"), told(sure), told(undecided)) == expected

    @given(st.sets(st.integers(2000, 2030)))
    def test_against_every_stretch(self, years):
        stretches = [n for first in years for n in range(1, 32) if all(first + i in years for i in range(n))]
        assert run(years) == max(stretches, default=0)


# -- deciding a row keeps the result inside ----------------------------------------------------------------------------

values = st.fixed_dictionaries(
    {},
    optional={
        "seats": st.one_of(st.integers(0, 9), st.just(UNKNOWN)),
        "fee": st.one_of(st.integers(0, 9).map(Decimal), st.just(UNKNOWN)),
        "host": st.sampled_from("甲乙丙"),
        "guests": st.one_of(
            st.lists(st.sampled_from("甲乙丙"), min_size=1).map(tuple), st.integers(1, 5).map(Bare), st.just(UNKNOWN)
        ),
        "year": st.integers(2020, 2026),
    },
)
tests = st.sampled_from(
    [
        reading_of("count"),
        reading_of("sum", "seats"),
        reading_of("sum", "fee"),
        reading_of("sum", "guests"),
        reading_of("distinct", "host"),
        reading_of("distinct", "guests"),
        reading_of("distinct", "year"),
        reading_of("distinct", "host", each=("fee", 5)),
        reading_of("max", "seats"),
        reading_of("longest_run", "year"),
    ]
)


def inside(inner, outer):
    return inner.low >= outer.low and (outer.high is None or (inner.high is not None and inner.high <= outer.high))


@given(tests, st.lists(values, max_size=5), st.lists(values, min_size=1, max_size=5), st.data())
def test_deciding_a_row_keeps_the_result_inside(aggregate, sure, undecided, data):
    before = span(aggregate, sure, undecided)
    chosen = data.draw(st.integers(0, len(undecided) - 1))
    rest = undecided[:chosen] + undecided[chosen + 1 :]
    assert before.high is None or before.low <= before.high
    assert inside(span(aggregate, sure, rest), before)
    assert inside(span(aggregate, [*sure, undecided[chosen]], rest), before)


STATED = {"seats": [0, 9], "fee": [Decimal(0), Decimal(9)], "host": ["甲", "丁"], "guests": [(), ("丁", "戊")]}


@given(tests, st.lists(values, min_size=1, max_size=4), st.lists(values, max_size=3), st.data())
def test_stating_what_was_unknown_keeps_the_result_inside(aggregate, sure, undecided, data):
    before = span(aggregate, sure, undecided)
    told = [
        {name: data.draw(st.sampled_from(STATED[name])) if value is UNKNOWN else value for name, value in row.items()}
        for row in sure
    ]
    assert inside(span(aggregate, told, undecided), before)


@given(tests, st.lists(values, max_size=5), st.lists(values, max_size=5))
def test_the_order_of_rows_is_nothing(aggregate, sure, undecided):
    assert span(aggregate, sure[::-1], undecided[::-1]) == span(aggregate, sure, undecided)

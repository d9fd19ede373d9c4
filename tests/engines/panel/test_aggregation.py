"""Marks become a score: against naive definitions, with its working; abstention is a state, never a mark."""

import statistics
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.panel import (
    AggregationRules,
    BadInput,
    Card,
    Combined,
    Item,
    Leaning,
    RoundRules,
    Said,
    aggregate,
    card_total,
    check_mark,
    combine,
    leanings,
    working,
)
from juli.engines.panel.aggregation import root, rounded

D = Decimal
ONE = (Item("all", D(100)),)


def cards(*totals, application="a"):
    return [Card(f"e{i}", application, {"all": D(str(t))}) for i, t in enumerate(totals)]


def score(totals, method="mean", **more):
    (found,) = aggregate(AggregationRules(ONE, method, **more), cards(*totals))
    return found


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "1E+999999", "1E-1100", "1" * 29, "-1"])
def test_a_number_that_nobody_means_is_told_and_never_a_crash(number):
    for what in ("weight", "step", "most"):
        with pytest.raises(BadInput):
            aggregate(AggregationRules((ONE[0]._replace(**{what: D(number)}),), "mean"), [])
    with pytest.raises(BadInput):
        check_mark(ONE[0], D(number))
    with pytest.raises(BadInput):
        aggregate(AggregationRules(ONE, "weighted_mean", expert_weights={"e": D(number)}), [])
    with pytest.raises(BadInput):
        combine(RoundRules((("online", D(number)),)), {"online": []})


def test_a_mark_off_its_step_is_refused_however_little_it_is_off():
    with pytest.raises(BadInput):
        check_mark(ONE[0], D("5." + "0" * 26 + "1"))


@given(st.lists(st.tuples(st.integers(0, 10**14), st.integers(1, 10**14)), min_size=1, max_size=8))
def test_a_total_is_the_exact_sum(pairs):
    tiny = D("0.00000001")
    items = tuple(
        Item(str(n), D(10**14), step=tiny, weight=D(weight) * tiny) for n, (_mark, weight) in enumerate(pairs)
    )
    marks = {str(n): D(mark) * tiny for n, (mark, _weight) in enumerate(pairs)}
    expected = sum(Fraction(mark, 10**8) * Fraction(weight, 10**8) for mark, weight in pairs)
    assert card_total(AggregationRules(items, "mean"), Card("e", "a", marks)) == expected


class TestMethods:
    @pytest.mark.parametrize(
        ("method", "totals", "value"),
        [
            ("mean", (80, 85), "82.50"),
            ("mean", (80, 80, 81), "80.33"),
            ("median", (70, 90, 80), "80.00"),
            ("median", (70, 90, 80, 81), "80.50"),
            ("trimmed_mean", (61, 88, 85, 80, 93), "84.33"),
            ("trimmed_mean", (80, 80, 80), "80.00"),
            ("trimmed_mean", (60, 80), "70.00"),
        ],
    )
    def test_by_hand(self, method, totals, value):
        assert score(totals, method).value == D(value)

    @given(st.lists(st.integers(0, 100), min_size=1, max_size=9), st.integers(0, 2), st.integers(0, 2))
    def test_against_the_definitions(self, totals, high, low):
        exact = [Fraction(t) for t in totals]
        assert score(totals).exact == statistics.mean(exact)
        assert score(totals, "median").exact == statistics.median(exact)
        found = score(totals, "trimmed_mean", drop_high=high, drop_low=low, trim_from=high + low + 1)
        kept = sorted(exact)[low : len(exact) - high] if len(exact) > high + low else exact
        assert found.exact == statistics.mean(kept)
        assert [c.used for c in found.counted].count("counted") == len(kept)
        assert sorted((c.total for c in found.counted), reverse=True) == [c.total for c in found.counted]

    @given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 5)), min_size=1, max_size=6))
    def test_experts_weighted(self, rows):
        weights = {f"e{i}": D(w) for i, (_, w) in enumerate(rows)}
        found = score([t for t, _ in rows], "weighted_mean", expert_weights=weights)
        assert found.exact == statistics.mean([Fraction(t) for t, w in rows for _ in range(w)])

    @given(st.lists(st.integers(0, 200), min_size=1, max_size=6), st.integers(0, 3))
    def test_rounding_is_half_up_from_the_exact_value(self, halves, decimals):
        totals = [D(h) / 2 for h in halves]
        rules = AggregationRules((Item("all", D(100), step=D("0.5")),), "mean", decimals=decimals)
        (found,) = aggregate(rules, cards(*totals))
        assert found.value == (sum(totals) / len(totals)).quantize(D(1).scaleb(-decimals), ROUND_HALF_UP)

    def test_items_are_weighted(self):
        rules = AggregationRules((Item("x", D(10), weight=D("0.3")), Item("y", D(10), weight=D(7))), "mean")
        assert card_total(rules, Card("e", "a", {"x": D(10), "y": D(9)})) == 66


class TestCounting:
    def test_what_counts_and_what_doesnt(self):
        more = [Card("x", "a", {}, "abstained"), Card("y", "a", {"all": D(3)}, "open")]
        (found,) = aggregate(AggregationRules(ONE, "mean"), [*cards(80, 90), *more])
        assert (found.value, found.abstained, found.open) == (D("85.00"), ("x",), ("y",))

    def test_too_few_make_none(self):
        found = score((80, 90), least=3)
        assert (found.value, found.exact, found.why) == (None, None, "least")
        assert score((80, 90), "trimmed_mean", trim_from=3, below="none").why == "trim"

    def test_an_application_without_cards_is_told(self):
        (found,) = aggregate(AggregationRules(ONE, "mean"), [], ["a"])
        assert (found.application, found.value, found.why, found.range) == ("a", None, "least", None)

    @given(st.randoms(use_true_random=False))
    def test_the_order_of_input_doesnt_matter(self, random):
        rules = AggregationRules(ONE, "trimmed_mean", trim_from=3)
        given_ = [*cards(80, 80, 90, 90), *cards(70, 60, application="b")]
        first = aggregate(rules, given_)
        random.shuffle(given_)
        assert aggregate(rules, given_) == first

    @pytest.mark.parametrize(
        ("totals", "spread", "deviation", "looks"),
        [
            ((60, 80), 20, None, ()),
            ((60, 81), 20, None, ("spread",)),
            ((60, 80), None, "14.1", ("deviation",)),
            ((60, 80), None, "14.2", ()),
            ((60,), 0, "0", ()),
            ((60, 81), 20, "1", ("spread", "deviation")),
        ],
    )
    def test_a_second_look_beyond_the_bound(self, totals, spread, deviation, looks):
        found = score(
            totals, spread=None if spread is None else D(spread), deviation=None if deviation is None else D(deviation)
        )
        assert found.second_look == looks

    @given(st.lists(st.integers(0, 100), min_size=2, max_size=6))
    def test_spread_against_the_definitions(self, totals):
        found = score(totals)
        assert found.range == max(totals) - min(totals)
        assert abs(float(found.deviation) - statistics.stdev(totals)) < 0.0051


class TestWorking:
    def test_what_was_left_out_stands_in_brackets(self):
        rules = AggregationRules(ONE, "trimmed_mean", trim_from=5)
        (found,) = aggregate(rules, cards(61, 88, 85, 80, 93))
        assert working(rules, found) == Said(
            "去高去低平均：(93.00) 88.00 85.00 80.00 (61.00) → 84.33",
            "trimmed mean: (93.00) 88.00 85.00 80.00 (61.00) → 84.33",
        )

    def test_weights_and_what_is_lacking(self):
        rules = AggregationRules(ONE, "weighted_mean", least=2, expert_weights={"e0": D("1.50")})
        (found,) = aggregate(rules, cards(60, 80))
        assert working(rules, found).en == "weighted mean: 80.00×1 60.00×1.5 → 68.00"
        (found,) = aggregate(rules, cards(60))
        assert working(rules, found) == Said(
            "加权平均：60.00×1.5；不足2份，未得分", "weighted mean: 60.00×1.5; fewer than 2, no score"
        )


class TestScales:
    @pytest.mark.parametrize(
        ("item", "good", "bad"),
        [
            (Item("i", D(10)), ["0", "10", "7.0"], ["-1", "11", "7.5", "NaN", "Infinity"]),
            (Item("i", D(10), step=D("0.5")), ["7.5"], ["7.25"]),
            (Item("i", D(5), least=D(1)), ["1", "5"], ["0", "99"]),
            (Item("i", D(10), step=D("0.1")), ["0.3"], ["0.33"]),
        ],
    )
    def test_marks(self, item, good, bad):
        for mark in good:
            check_mark(item, D(mark))
        for mark in bad:
            with pytest.raises(BadInput):
                check_mark(item, D(mark))

    @pytest.mark.parametrize(
        ("marks", "said"),
        [
            ({}, 'the expert "e" gave "a" no mark for "all"'),
            ({"all": D(1), "other": D(1)}, 'the scorecard has no line "other"'),
            ({"all": D(99), "x": D(1)}, 'the scorecard has no line "x"'),
            ({"all": D("1.5")}, 'a mark of "all" lies between 0 and 100 in steps of 1'),
        ],
    )
    def test_a_card_that_isnt_whole(self, marks, said):
        with pytest.raises(BadInput) as caught:
            aggregate(AggregationRules(ONE, "mean"), [Card("e", "a", marks)])
        assert caught.value.said.en == said

    def test_one_card_each(self):
        with pytest.raises(BadInput, match='the expert on "a" "e0" stands twice'):
            aggregate(AggregationRules(ONE, "mean"), [*cards(1), *cards(2)])

    @pytest.mark.parametrize(
        "rules",
        [
            AggregationRules((), "mean"),
            AggregationRules((Item("i", D(0)),), "mean"),
            AggregationRules((Item("i", D(10), step=D(3)),), "mean"),
            AggregationRules((Item("i", D(10), weight=D(0)),), "mean"),
            AggregationRules((*ONE, *ONE), "mean"),
            AggregationRules(ONE, "mean", least=0),
            AggregationRules(ONE, "trimmed_mean", drop_high=2, trim_from=3),
            AggregationRules(ONE, "weighted_mean", expert_weights={"e": D(0)}),
        ],
    )
    def test_rules_that_cant_be_meant(self, rules):
        with pytest.raises(BadInput):
            aggregate(rules, [])


class TestRounds:
    def rounds(self):
        rules = AggregationRules(ONE, "mean")
        online = aggregate(rules, [*cards(80, 80, 81), *cards(70, application="b")])
        return {"online": online, "meeting": aggregate(rules, cards(90))}

    @pytest.mark.parametrize(
        ("of", "exact"), [("printed", Fraction("86.132")), ("exact", Fraction(2, 5) * Fraction(241, 3) + 54)]
    )
    def test_weighed(self, of, exact):
        rules = RoundRules((("online", D(4)), ("meeting", D(6))), of=of)
        a, b = combine(rules, self.rounds())
        assert a == Combined("a", D("86.13"), exact, (("online", D("80.33")), ("meeting", D("90.00"))), ())
        assert b == Combined("b", None, None, (("online", D("70.00")), ("meeting", None)), ("meeting",))

    @pytest.mark.parametrize("weights", [(("online", D(1)),), (("online", D(1)), ("meeting", D(0)))])
    def test_every_round_has_its_weight(self, weights):
        with pytest.raises(BadInput):
            combine(RoundRules(weights), self.rounds())


def test_lenient_and_strict():
    rules = AggregationRules(ONE, "mean", decimals=1)
    marks = [("x", "a", 90), ("y", "a", 80), ("z", "a", 70), ("x", "b", 60), ("y", "b", 65), ("w", "c", 50)]
    given_ = [Card(e, a, {"all": D(m)}) for e, a, m in marks] + [Card("v", "a", {}, "abstained")]
    assert leanings(rules, given_) == (
        Leaning("w", None, 0),
        Leaning("x", D("5.0"), 2),
        Leaning("y", D("2.5"), 2),
        Leaning("z", D("-15.0"), 1),
    )


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**9), st.integers(0, 6))
def test_rounded_is_the_nearest_half_up(numerator, denominator, decimals):
    number = Fraction(numerator, denominator)
    found = Fraction(rounded(number, decimals)) - number
    half = Fraction(1, 2 * 10**decimals)
    assert abs(found) <= half
    if abs(found) == half:
        assert (found > 0) == (number > 0)


def test_root():
    assert [root(Fraction(2), 4), root(Fraction(0), 2), root(Fraction(1, 4), 1)] == [D("1.4142"), D("0.00"), D("0.5")]

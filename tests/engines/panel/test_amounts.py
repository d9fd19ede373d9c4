"""Amounts: every rule, exact to the cent, the total in sight (S0-100 … S0-104, S3-18, O-20)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.panel import (
    NO_DECISIONS,
    AmountDecision,
    AmountRule,
    BadInput,
    Band,
    Cost,
    Decisions,
    Entry,
    Money,
    Quota,
    RankRules,
    Support,
    Unresolved,
    amount_of,
    rank,
)

D = Decimal
BANDS = (Band("first", D(500), to_rank=1), Band("second", D(300), to_rank=3), Band("third", D(100), from_value=D(60)))


def given_by(rule, rank_=1, value="80", applied=None, audited=None):
    return amount_of(rule, rank_, D(value), Money(None if applied is None else D(applied), audited))


class TestRules:
    @pytest.mark.parametrize(
        ("rule", "more", "amount"),
        [
            (AmountRule(fixed=D(100000)), {}, "100000.00"),
            (AmountRule(about=D(200000)), {"applied": "250000"}, "200000.00"),
            (AmountRule(about=D(200000)), {"applied": "150000.55"}, "150000.55"),
            (AmountRule(about=D(200000)), {}, "200000.00"),
            (AmountRule(at_least=D(10), at_most=D(20)), {"applied": "5"}, "10.00"),
            (AmountRule(at_least=D(10), at_most=D(20)), {"applied": "15"}, "15.00"),
            (AmountRule(at_most=D(20)), {"applied": "25"}, "20.00"),
            (AmountRule(at_most=D(20)), {}, None),
            (AmountRule(bands=BANDS), {"rank_": 1}, "500.00"),
            (AmountRule(bands=BANDS), {"rank_": 3}, "300.00"),
            (AmountRule(bands=BANDS), {"rank_": 4}, "100.00"),
            (AmountRule(bands=BANDS), {"rank_": 4, "value": "59.99"}, None),
            (AmountRule(applied=True), {"applied": "7"}, "7.00"),
            (AmountRule(), {"applied": "7"}, None),
            (AmountRule(share=D("0.5")), {}, None),
            (AmountRule(share=D("0.5")), {"audited": ()}, "0.00"),
        ],
    )
    def test_by_hand(self, rule, more, amount):
        assert given_by(rule, **more)[0] == (None if amount is None else D(amount))

    def test_a_share_of_audited_cost_by_type(self):
        rule = AmountRule(share=D("0.5"), caps={"travel": D(10)}, at_most=D(60))
        costs = (
            Cost("travel", D(100)),
            Cost("print", D("33.33"), less=D("0.30")),
            Cost("print", D("0.02")),
            Cost("fees", D(5), less=D(9)),
        )
        assert given_by(rule, audited=costs) == (
            D("26.53"),
            "",
            (("fees", D("0.00")), ("print", D("16.53")), ("travel", D(10))),
        )
        assert given_by(rule, audited=(Cost("print", D(500)),))[0] == D(60)

    def test_the_grade_is_told(self):
        assert given_by(AmountRule(bands=BANDS))[1] == "first"

    @pytest.mark.parametrize("amount", ["-1", "0.001", "NaN"])
    def test_what_is_no_amount(self, amount):
        with pytest.raises(BadInput):
            given_by(AmountRule(fixed=D(amount)))
        with pytest.raises(BadInput):
            given_by(AmountRule(share=D(1)), audited=(Cost("a", D(amount)),))

    @given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 10**12)), max_size=6))
    def test_half_of_the_cents_exactly(self, rows):
        costs = tuple(Cost(name, D(cents).scaleb(-2)) for name, cents in rows)
        amount, _, parts = given_by(AmountRule(share=D("0.5")), audited=costs)
        by_type = {name: sum(c for n, c in rows if n == name) for name, _ in rows}
        assert [(name, int(part * 100)) for name, part in parts] == [
            (name, (c + 1) // 2) for name, c in sorted(by_type.items())
        ]
        assert amount == sum(part for _, part in parts)


def listed(support, *applied, decisions=NO_DECISIONS):
    own = [Entry(chr(97 + i), score=D(90 - i), money=Money(None if a is None else D(a))) for i, a in enumerate(applied)]
    return rank(own, RankRules("score"), {"": support}, decisions)


class TestTotal:
    def test_it_runs_and_says_where_it_ends(self):
        found = listed(Support(Quota(unlimited=True), AmountRule(applied=True), D(100)), "60", "50", "10")
        assert [(x.grant.running, x.grant.covered) for x in found.lines] == [
            (D(60), True),
            (D(110), False),
            (D(120), False),
        ]
        (track,) = found.tracks
        assert (track.granted, track.total, track.ends_after) == (D(120), D(100), "a")
        assert found.unresolved == (Unresolved("budget", "", "", ("b", "c"), None),)

    def test_it_covers_all_to_the_cent(self):
        found = listed(Support(Quota(exact=17), AmountRule(fixed=D(100000)), D(1700000)), *["0"] * 20)
        assert (found.tracks[0].granted, found.tracks[0].ends_after) == (D(1700000), None)
        assert [x.grant is None for x in found.lines] == [False] * 17 + [True] * 3

    def test_not_even_the_first(self):
        assert listed(Support(Quota(exact=1), AmountRule(fixed=D(2)), D(1)), "1").tracks[0].ends_after == ""

    def test_an_amount_not_known_leaves_the_sum_open(self):
        found = listed(Support(Quota(unlimited=True), AmountRule(applied=True)), "60", None, "10")
        assert [x.grant.running for x in found.lines] == [D(60), None, None]
        assert found.unresolved == (Unresolved("amount", "", "", ("b",), None),)
        assert found.tracks[0].granted is None


class TestDecided:
    @pytest.mark.parametrize(
        ("rule", "amount", "deviation"),
        [
            (AmountRule(about=D(100), tolerance=D("0.1")), "100", ""),
            (AmountRule(about=D(100), tolerance=D("0.1")), "110", "within"),
            (AmountRule(about=D(100), tolerance=D("0.1")), "110.01", "beyond"),
            (AmountRule(about=D(100)), "50", "within"),
            (AmountRule(fixed=D(100)), "99", "beyond"),
            (AmountRule(at_least=D(10), at_most=D(20)), "12", "within"),
            (AmountRule(at_least=D(10), at_most=D(20)), "9", "beyond"),
            (AmountRule(applied=True), "999", "within"),
            (AmountRule(applied=True), "1001", "beyond"),
            (AmountRule(), "5", "within"),
        ],
    )
    def test_how_it_lies_to_the_rule(self, rule, amount, deviation):
        said = AmountDecision("", "a", D(amount), "lead", "the meeting")
        found = listed(Support(Quota(exact=1), rule), "1000", decisions=Decisions(amounts=(said,)))
        grant = found.lines[0].grant
        assert (grant.amount, grant.running, grant.deviation) == (D(amount), D(amount), deviation)

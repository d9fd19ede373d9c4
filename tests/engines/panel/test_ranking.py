"""Order, line, exceptions: total where the keys make it so, ties told, same bytes from any order of input."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.panel import (
    NO_DECISIONS,
    AmountDecision,
    AmountRule,
    BadInput,
    Decisions,
    Entry,
    Exceptional,
    LineDecision,
    Quota,
    RankRules,
    Support,
    TieDecision,
    TieKey,
    Unresolved,
    rank,
    with_values,
)

D = Decimal
SCORE = RankRules("score")
ALL = Quota(unlimited=True)


def entries(*scores, **more):
    return [Entry(chr(97 + i), score=None if s is None else D(str(s)), **more) for i, s in enumerate(scores)]


def ranked(own, quota=ALL, rules=SCORE, decisions=NO_DECISIONS, **more):
    return rank(own, rules, {"": Support(quota, AmountRule(fixed=D(1)), **more)}, decisions)


def states(ranking):
    return {x.application: x.state for x in ranking.lines}


def shape(ranking):
    """Each state's applications as a word, in order."""
    return {
        s: "".join(x.application for x in ranking.lines if x.state == s)
        for s in dict.fromkeys(states(ranking).values())
    }


class TestOrder:
    def test_equals_share_a_rank(self):
        found = ranked(entries(70, 90, 80, 90))
        assert [(x.application, x.rank, x.tied) for x in found.lines] == [
            ("b", 1, ("d",)), ("d", 1, ("b",)), ("c", 3, ()), ("a", 4, ()),
        ]  # fmt: skip

    def test_keys_decide_in_order_and_what_is_lacking_comes_last(self):
        rules = RankRules("score", (TieKey("prefer"), TieKey("points"), TieKey("filed", ascending=True)))
        own = [
            Entry("a", score=D(80), points=D(5), keys={"prefer": D(0), "filed": D(2)}),
            Entry("b", score=D(80), points=D(5), keys={"prefer": D(0), "filed": D(1)}),
            Entry("c", score=D(80), points=D(9), keys={"prefer": D(0)}),
            Entry("d", score=D(80), keys={"prefer": D(1)}),
            Entry("e", score=D(80), points=D(99)),
        ]
        assert [x.application for x in ranked(own, rules=rules).lines] == list("dcbae")
        assert [x.rank for x in ranked(own, rules=rules).lines] == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize(
        ("rules", "value"),
        [
            (RankRules("combined"), "75.00"),
            (RankRules("combined", points_weight=D(3), score_weight=D(1)), "62.50"),
            (RankRules("combined", points_full=D(200), decimals=0), "63"),
            (RankRules("combined", to_best=True), "94.44"),
            (RankRules("points"), "50"),
        ],
    )
    def test_what_the_order_goes_by(self, rules, value):
        own = [
            Entry("a", points=D(50), score=D(100)),
            Entry("b", points=D("56.25"), score=D(20)),
            Entry("z", out="late", points=D(999), score=D(999)),
        ]
        assert next(x.value for x in ranked(own, rules=rules).lines if x.application == "a") == D(value)

    def test_who_isnt_ranked_is_told(self):
        own = [*entries(80, None), Entry("c", score=D(99), out="verdict")]
        found = ranked(own)
        assert [(x.application, x.state, x.rank, x.out) for x in found.lines] == [
            ("a", "in", 1, ""), ("b", "unranked", None, ""), ("c", "excluded", None, "verdict"),
        ]  # fmt: skip

    def test_tracks_are_ranked_apart(self):
        own = [Entry("a", "t", score=D(1)), Entry("a", "s", score=D(1)), Entry("b", "s", score=D(2))]
        found = rank(
            own, SCORE, {"t": Support(Quota(exact=1)), "s": Support(Quota(exact=1)), "empty": Support(Quota(exact=1))}
        )
        assert [(x.track, x.application, x.state) for x in found.lines] == [
            ("s", "b", "in"),
            ("s", "a", "out"),
            ("t", "a", "in"),
        ]
        assert [(t.track, t.places, t.supported) for t in found.tracks] == [("empty", 1, 0), ("s", 1, 1), ("t", 1, 1)]
        assert found.supported() == ("b", "a")
        assert found.supported("t") == ("a",)


class TestLine:
    @pytest.mark.parametrize(
        ("quota", "scores", "found"),
        [
            (Quota(exact=2), (90, 80, 70), {"in": "ab", "out": "c"}),
            (Quota(exact=5), (90, 80), {"in": "ab"}),
            (Quota(exact=0), (90,), {"out": "a"}),
            (Quota(exact=2), (90, 80, 80, 70), {"in": "a", "at_line": "bc", "out": "d"}),
            (Quota(exact=3), (90, 80, 80, 70), {"in": "abc", "out": "d"}),
            (Quota(about=5, tolerance=D("0.2")), (9, 8, 7, 6, 5, 5, 4), {"in": "abcdef", "out": "g"}),
            (Quota(about=5, tolerance=D("0.2")), (9, 8, 7, 6, 5, 5, 5), {"in": "abcd", "out": "efg"}),
            (Quota(about=5, tolerance=D("0.2")), (9, 8, 7, 5, 5, 5, 5), {"in": "abc", "at_line": "defg"}),
            (Quota(about=5, tolerance=D("0.1")), (9, 8, 7, 6, 5, 5), {"in": "abcd", "at_line": "ef"}),
            (Quota(at_least=1, at_most=2), (9, 8, 7), {"in": "ab", "out": "c"}),
            (Quota(at_least=1, at_most=2), (9, 8, 8), {"in": "a", "out": "bc"}),
            (Quota(share=D("0.5")), (9, 8, 7, 6, 5), {"in": "ab", "out": "cde"}),
            (Quota(share=D("0.5"), rounding="up"), (9, 8, 7, 6, 5), {"in": "abc", "out": "de"}),
            (Quota(share=D("0.5"), rounding="half_up"), (9, 8, 7, 6, 5), {"in": "abc", "out": "de"}),
            (Quota(share=D("0.3"), rounding="half_up"), (9, 8, 7, 6), {"in": "a", "out": "bcd"}),
            (Quota(unlimited=True), (9, 8), {"in": "ab"}),
        ],
    )  # fmt: skip
    def test_by_quota(self, quota, scores, found):
        assert shape(ranked(entries(*scores), quota)) == found

    def test_slots_by_field(self):
        own = [
            Entry(n, score=D(s), field=f)
            for n, s, f in [("a", 9, "x"), ("b", 8, "x"), ("c", 7, "y"), ("d", 7, "y"), ("e", 1, "z")]
        ]
        found = ranked(own, Quota(each=1))
        assert shape(found) == {"in": "ae", "out": "b", "at_line": "cd"}
        assert found.unresolved == (Unresolved("tie", "", "y", ("c", "d"), 1),)
        assert found.tracks[0].places == 3
        assert shape(ranked(own, Quota(per_field={"x": 2, "y": 2, "z": 0}))) == {"in": "abcd", "out": "e"}
        with pytest.raises(BadInput, match='the field "z" has no slots'):
            ranked(own, Quota(per_field={"x": 2, "y": 2}))

    def test_below_the_least_value_nobody_is_supported(self):
        rules = RankRules("score", least=D(60))
        assert shape(ranked(entries(90, 60, 59), Quota(exact=3), rules)) == {"in": "ab", "out": "c"}
        assert ranked(entries(59, 59), Quota(exact=1), rules).unresolved == ()

    @pytest.mark.parametrize(
        "quota", [Quota(), Quota(exact=-1), Quota(at_least=3, at_most=2), Quota(about=-5, tolerance=D("0.1"))]
    )
    def test_a_quota_that_isnt_stated_or_cant_be_meant(self, quota):
        with pytest.raises(BadInput):
            ranked(entries(90), quota)


class TestDecisions:
    def test_a_person_puts_equals_in_order(self):
        own, tie = entries(90, 80, 80, 80), TieDecision("", ("d", "b", "c"), "lead", "older first")
        before = ranked(own, Quota(exact=2))
        assert before.unresolved == (Unresolved("tie", "", "", ("b", "c", "d"), 1),)
        after = ranked(own, Quota(exact=2), decisions=Decisions(ties=(tie,)))
        assert [(x.application, x.rank, x.tied, x.state) for x in after.lines] == [
            ("a", 1, (), "in"), ("d", 2, (), "in"), ("b", 3, (), "out"), ("c", 4, (), "out"),
        ]  # fmt: skip
        assert after.unresolved == ()

    @pytest.mark.parametrize("order", [("b", "c"), ("a", "b", "c", "d"), ("a", "b"), ("b", "c", "d", "d"), ("x", "y")])
    def test_a_tie_that_is_none_is_refused(self, order):
        with pytest.raises(BadInput):
            ranked(
                entries(90, 80, 80, 80),
                Quota(exact=2),
                decisions=Decisions(ties=(TieDecision("", order, "lead", "why"),)),
            )

    @pytest.mark.parametrize(("places", "inside"), [(4, "abcd"), (5, "abcde"), (6, "abcdef")])
    def test_a_person_draws_an_about_line_within_its_tolerance(self, places, inside):
        decision = LineDecision("", places, "lead", "the meeting")
        quota = Quota(about=5, tolerance=D("0.2"))
        found = ranked(entries(*range(9, 0, -1)), quota, decisions=Decisions(lines=(decision,)))
        assert found.supported() == tuple(inside)

    @pytest.mark.parametrize("places", [3, 7])
    def test_not_beyond_it(self, places):
        with pytest.raises(BadInput, match="between 4 and 6 places"):
            ranked(
                entries(9),
                Quota(about=5, tolerance=D("0.2")),
                decisions=Decisions(lines=(LineDecision("", places, "lead", "why"),)),
            )

    def test_exceptions_take_no_place_and_free_none(self):
        made = (Exceptional("", "c", "in", "lead", "why"), Exceptional("", "a", "out", "lead", "why"))
        found = ranked(entries(9, 8, 7, 6), Quota(exact=2), decisions=Decisions(exceptions=made))
        assert [(x.application, x.state, x.exception) for x in found.lines] == [
            ("a", "out", "out"), ("b", "in", ""), ("c", "in", "in"), ("d", "out", ""),
        ]  # fmt: skip

    def test_an_exception_decides_for_one_of_equals(self):
        made = Decisions(exceptions=(Exceptional("", "b", "in", "lead", "why"),))
        found = ranked(entries(8, 8, 8), Quota(exact=1), decisions=made)
        assert found.unresolved == (Unresolved("tie", "", "", ("a", "c"), 1),)

    @pytest.mark.parametrize(
        "decisions",
        [
            Decisions(exceptions=(Exceptional("", "a", "in", "lead", " "),)),
            Decisions(exceptions=(Exceptional("", "a", "in", "", "why"),)),
            Decisions(exceptions=(Exceptional("", "x", "in", "lead", "why"),)),
            Decisions(exceptions=(Exceptional("", "c", "in", "lead", "why"),)),
            Decisions(exceptions=(Exceptional("", "a", "in", "lead", "why"),) * 2),
            Decisions(exceptions=(Exceptional("t", "a", "in", "lead", "why"),)),
            Decisions(lines=(LineDecision("", 1, "lead", "why"),) * 2),
            Decisions(lines=(LineDecision("", 1, "lead", "why", "field"),)),
            Decisions(amounts=(AmountDecision("", "x", D(1), "lead", "why"),)),
            Decisions(amounts=(AmountDecision("", "b", D(1), "lead", "why"),)),
            Decisions(amounts=(AmountDecision("", "a", D(1), "lead", "why"),) * 2),
        ],
    )
    def test_a_decision_that_doesnt_fit_is_refused(self, decisions):
        with pytest.raises(BadInput):
            ranked(entries(9, 8, None), Quota(exact=1), decisions=decisions)

    def test_what_cant_be_meant(self):
        with pytest.raises(BadInput, match="stands twice"):
            ranked(entries(9) * 2)
        with pytest.raises(BadInput, match='the track "t" has neither'):
            ranked([Entry("a", "t")])
        for rules in (
            RankRules("combined", points_weight=D(0), score_weight=D(0)),
            RankRules("combined", points_full=D(0)),
        ):
            with pytest.raises(BadInput):
                ranked(entries(9), rules=rules)


ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from("abcdefgh"),
        track=st.sampled_from(["", "t"]),
        points=st.sampled_from([D(1), D("1.0"), D(2), None]),
        score=st.sampled_from([D(8), D(9), None]),
        keys=st.dictionaries(st.sampled_from(["k", "l"]), st.sampled_from([D(0), D(1)])),
        field=st.sampled_from(["", "f"]),
        out=st.sampled_from(["", "", "late"]),
    ),
    unique_by=lambda e: (e.application, e.track),
    max_size=9,
)  # fmt: skip
QUOTAS = st.sampled_from(
    [Quota(exact=2), Quota(about=2, tolerance=D("0.5")), Quota(each=1), Quota(share=D("0.5")), Quota(unlimited=True)]
)
RULES = st.builds(
    RankRules,
    st.sampled_from(["points", "score", "combined"]),
    st.sampled_from([(), (TieKey("k"), TieKey("l", ascending=True))]),
)


@given(ENTRIES, QUOTAS, RULES, st.randoms(use_true_random=False))
def test_the_same_bytes_from_any_order_of_input(own, quota, rules, random):
    supports = {"": Support(quota, AmountRule(fixed=D(10)), D(30)), "t": Support(quota)}
    first = rank(own, rules, supports)
    shuffled = [replace(e, keys=dict(reversed(e.keys.items()))) for e in own]
    random.shuffle(shuffled)
    again = rank(shuffled, rules, dict(reversed(supports.items())))
    assert again.to_bytes() == first.to_bytes()
    assert json.loads(first.to_bytes())["rules"]["by"] == rules.by


@given(ENTRIES, QUOTAS, RULES)
def test_the_line_parts_better_from_worse(own, quota, rules):
    found = rank(own, rules, {"": Support(quota), "t": Support(quota)})
    assert sorted((x.track, x.application) for x in found.lines) == sorted((e.track, e.application) for e in own)
    for one in found.lines:
        for other in found.lines:
            if (
                one.track != other.track
                or None in (one.value, other.value)
                or (quota.each and one.field != other.field)
            ):
                continue
            if one.value > other.value:
                assert one.rank < other.rank
                assert ["in", "at_line", "out"].index(one.state) <= ["in", "at_line", "out"].index(other.state)
            if one.rank == other.rank:
                assert one.state == other.state


def test_other_scores():
    own = entries(9, 8)
    assert [e.score for e in with_values(own, {"a": None, "x": D(1)})] == [None, D(8)]

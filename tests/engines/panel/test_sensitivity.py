"""What would change the list: nearest on each side, one expert left out, other judgements and readings."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.panel import (
    NO_DECISIONS,
    AggregationRules,
    AmountRule,
    BadInput,
    Card,
    Change,
    Decisions,
    Entry,
    Exceptional,
    Item,
    Margin,
    Quota,
    RankRules,
    Support,
    TieDecision,
    TieKey,
    alternatives,
    compare,
    margins,
    nearest,
    rank,
    without_each_expert,
)

D = Decimal
RULES = RankRules("score", (TieKey("prefer"),))


def supports(quota):
    return {"": Support(quota, AmountRule(fixed=D(1)))}


def entries(*scores):
    return [Entry(chr(97 + i), score=D(s)) for i, s in enumerate(scores)]


class TestMargins:
    def test_what_each_needs_or_can_lose(self):
        found = margins(rank(entries(90, 85, 80, 70), RULES, supports(Quota(exact=2))))
        assert found == (
            Margin("a", "", "", True, "c", D(10), False),
            Margin("b", "", "", True, "c", D(5), False),
            Margin("c", "", "", False, "b", D(5), False),
            Margin("d", "", "", False, "b", D(15), False),
        )

    def test_of_each_line_the_nearest(self):
        found = nearest(rank(entries(90, 85, 80, 70), RULES, supports(Quota(exact=2))))
        assert [m.application for m in found] == ["b", "c"]

    def test_by_field_where_slots_are_counted_so(self):
        own = [replace(e, field=f) for e, f in zip(entries(9, 8, 7, 6), "xyxy", strict=True)]
        found = nearest(rank(own, RULES, supports(Quota(each=1))))
        assert [(m.application, m.against, m.difference) for m in found] == [
            ("a", "c", 2),
            ("c", "a", 2),
            ("b", "d", 2),
            ("d", "b", 2),
        ]

    def test_exceptions_are_measured_as_the_line_would_have_had_them(self):
        put = Decisions(exceptions=(Exceptional("", "d", "in", "lead", "why"),))
        one = rank(entries(90, 85, 80, 70), RULES, supports(Quota(exact=2)), put)
        assert [(m.application, m.inside) for m in margins(one)] == [
            ("a", True),
            ("b", True),
            ("c", False),
            ("d", False),
        ]

    def test_equals_at_the_line_are_on_no_side(self):
        found = margins(rank(entries(90, 80, 80, 70), RULES, supports(Quota(exact=2))))
        assert [(m.application, m.against, m.difference) for m in found] == [("a", "b", 10), ("d", "c", 10)]

    def test_nobody_on_the_other_side(self):
        assert margins(rank(entries(90, 80), RULES, supports(Quota(exact=2)))) == ()

    @given(
        st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1)), min_size=2, max_size=6),
        st.integers(1, 5),
        st.sampled_from([(), (TieKey("prefer"),), (TieKey("prefer", ascending=True),)]),
    )
    def test_the_difference_is_just_what_it_takes(self, rows, places, ties):
        own = [Entry(chr(97 + i), score=D(s), keys={"prefer": D(k)}) for i, (s, k) in enumerate(rows)]
        rules, allowed = RankRules("score", ties), supports(Quota(exact=places))

        def state(entry, score):
            changed = [replace(e, score=score) if e is entry else e for e in own]
            return {x.application: x.state for x in rank(changed, rules, allowed).lines}[entry.application]

        base = rank(own, rules, allowed)
        for margin in margins(base):
            entry = next(e for e in own if e.application == margin.application)
            sign = -1 if margin.inside else 1
            side, other = ("in", "out") if margin.inside else ("out", "in")
            crossed = state(entry, entry.score + sign * (margin.difference + D("0.5")))
            if not any(x.state == "at_line" for x in base.lines):
                assert crossed == other
                assert (state(entry, entry.score + sign * margin.difference) == other) == margin.equal
            if margin.difference:
                assert state(entry, entry.score + sign * (margin.difference - D("0.5"))) == side


class TestAlternatives:
    def test_who_comes_in_and_who_goes_out(self):
        base = entries(90, 85, 80)
        others = {
            "judgement: c met": entries(90, 85, 86),
            "reading: no change": entries(95, 90, 1),
            "a tie": entries(90, 80, 80),
            "no points": [*base[:2], replace(base[2], score=None)],
        }
        assert alternatives(base, others, RULES, supports(Quota(exact=2))) == (
            Change("a tie", (), (), (("", "b"), ("", "c")), ()),
            Change("judgement: c met", (("", "c"),), (("", "b"),), (), ()),
            Change("no points", (), (), (), (("", "c"),)),
            Change("reading: no change", (), (), (), ()),
        )

    def test_what_changes_nothing_says_so(self):
        (found,) = alternatives(entries(9, 8), {"x": entries(9, 7)}, RULES, supports(Quota(exact=1)))
        assert not found.changes
        assert Change("x", (), (), (("", "a"),), ()).changes

    def test_exceptions_stand_as_long_as_their_application_is_ranked(self):
        put = Decisions(exceptions=(Exceptional("", "c", "in", "lead", "why"),))
        others = {"out": [*entries(90, 85), Entry("c", score=D(99), out="verdict")]}
        (found,) = alternatives(entries(90, 85, 80), others, RULES, supports(Quota(exact=1)), put)
        assert found.leaves == ()
        assert found == compare(
            "out",
            rank(entries(90, 85, 80), RULES, supports(Quota(exact=1))),
            rank(others["out"], RULES, supports(Quota(exact=1))),
        )

    def test_a_tie_decided_for_one_list_is_not_asked_of_another(self):
        decisions = Decisions(ties=(TieDecision("", ("a", "b"), "lead", "why"),))
        with pytest.raises(BadInput):
            rank(entries(9, 8), RULES, supports(Quota(exact=1)), decisions)
        assert alternatives(entries(9, 8), {}, RULES, supports(Quota(exact=1)), decisions) == ()
        assert NO_DECISIONS.ties == ()


def test_without_each_expert():
    rules = AggregationRules((Item("all", D(100)),), "mean", least=2)
    marks = {"a": (90, 80, 80), "b": (60, 85, 85)}
    cards = [Card(str(i), a, {"all": D(m)}) for a, row in marks.items() for i, m in enumerate(row)]
    cards += [Card("3", "a", {}, "abstained")]
    found = without_each_expert(cards, rules, [Entry("a"), Entry("b")], RULES, supports(Quota(exact=1)))
    assert found == (
        Change("0", (("", "b"),), (("", "a"),), (), ()),
        Change("1", (), (), (), ()),
        Change("2", (), (), (), ()),
    )
    few = [c for c in cards if (c.expert, c.application) != ("2", "b")]
    assert without_each_expert(few, rules, [Entry("a"), Entry("b")], RULES, supports(Quota(exact=1)))[0].unranked == (
        ("", "b"),
    )

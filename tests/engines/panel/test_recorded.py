"""What was worked out comes out again from its own canonical JSON, and a changed input does not go unseen."""

from decimal import Decimal

import pytest

from juli.engines import panel
from juli.engines.panel import recorded
from juli.engines.panel.problems import Tampered

PROBLEM = panel.AssignmentProblem(
    (panel.Reviewer("e1", 2, institution="u"), panel.Reviewer("e2", 2, 1), panel.Reviewer("e3", 2)),
    (panel.Demand("a1", 2), panel.Demand("a2", 1)),
    {"a1": {"e1": 3, "e2": Decimal("0.5")}, "a2": {"e3": 7}},
    conflicts=frozenset({("a1", "e3")}),
    pinned=frozenset({("a2", "e3")}),
    one_per_institution=True,
)
RULES = panel.AggregationRules(
    (panel.Item("i", Decimal(20), step=Decimal("0.5")),), "trimmed_mean", least=2, spread=Decimal("7.5")
)
MARKS = {"e1": "12.5", "e2": "13", "e3": "19", "e4": "20"}
CARDS = (
    *(panel.Card(expert, "a1", {"i": Decimal(mark)}) for expert, mark in MARKS.items()),
    panel.Card("e5", "a1", {}, "abstained"),
)
ENTRIES = tuple(
    panel.Entry(
        f"a{n}", score=Decimal(score), keys={"line:i": Decimal("1.25")},
        money=panel.Money(Decimal(90000), (panel.Cost("", Decimal("70000.55")),)), out=out,
    )
    for n, score, out in ((1, "88.5", ""), (2, "90", ""), (3, "88.5", ""), (4, "70", "not eligible"))
)  # fmt: skip
ORDER = panel.RankRules("score", (panel.TieKey("line:i"),))
SUPPORTS = {"": panel.Support(panel.Quota(exact=2), panel.AmountRule(share=Decimal("0.5"), at_most=Decimal(50000)))}
DECIDED = panel.Decisions(
    ties=(panel.TieDecision("", ("a3", "a1"), "某", "理由"),),
    amounts=(panel.AmountDecision("", "a2", Decimal(30000), "某", "理由"),),
)


@pytest.mark.parametrize("before", [(), (("a1", "e1"), ("a2", "e2"))])
def test_a_match_first_or_repaired(before):
    made_from = recorded.Matching(PROBLEM, before)
    text = panel.canonical(made_from)
    assert recorded.matched_again(text) == recorded.matched(made_from)
    assert panel.canonical(recorded.read_text(recorded.Matching, text)) == text


def test_scores():
    made_from = recorded.Scoring(RULES, CARDS, ("a1", "a2"))
    assert recorded.scored_again(panel.canonical(made_from)) == recorded.scored(made_from)


def test_a_ranking_with_what_persons_decided():
    made = panel.rank(ENTRIES, ORDER, SUPPORTS, DECIDED)
    inputs = panel.canonical({"entries": ENTRIES, "rules": ORDER, "supports": SUPPORTS})
    assert recorded.ranked_again(inputs, panel.canonical(DECIDED)) == made.to_bytes()
    assert recorded.ranked_again(inputs.replace(b'"88.5"', b'"90.5"', 1), panel.canonical(panel.Decisions())) != (
        made.to_bytes()
    )


@pytest.mark.parametrize("text", [b"", b"[]", b'{"entries":[],"rules":{},"supports":{},"more":1}', b'{"entries":1}'])
def test_what_is_no_record_is_told(text):
    with pytest.raises(Tampered):
        recorded.ranked_again(text, panel.canonical(DECIDED))

"""What the programme files say of review, quota and amount can be said in the engine's values, translated here by hand.

The files are read for their numbers, so that a change of a file is noticed here (S1-4, S3-17, S3-18, S3-22, S4-20, S4-21,
S4-29, S4-37, S4-44, S4-45, S0-100, O-17, O-20).
"""

from decimal import Decimal
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from juli.engines.panel import (
    AggregationRules,
    AmountRule,
    BadInput,
    Card,
    Cost,
    Entry,
    Item,
    Money,
    Quota,
    RankRules,
    Support,
    TieKey,
    aggregate,
    rank,
    working,
)

D = Decimal
PROGRAMMES = Path(__file__).parents[3] / "programmes"


def programme(name):
    return YAML(typ="safe", pure=True).load((PROGRAMMES / name / "programme.yaml").read_text(encoding="utf-8"))


def review(data):
    return next(stage["review"] for stage in data["workflow"]["stages"] if "review" in stage)


def aggregation(said):
    """The rules that a review's rubric and aggregate come to."""
    made = said["aggregate"]
    return AggregationRules(
        tuple(
            Item(i["id"], D(i["max"]), step=D(i.get("step", 1)), weight=D(i.get("weight", 1))) for i in said["rubric"]
        ),
        made["how"],
        made["least"],
        made["decimals"],
        trim_from=made["least"],
        spread=D(made["spread"]) if "spread" in made else None,
    )


def entries(count, **more):
    return [Entry(f"{i:02}", score=D(100 - i), **more) for i in range(count)]


@pytest.mark.parametrize("name", ["zgc-2022", "bast-2024", "cast-2023"])
def test_the_scorecards(name):
    rules = aggregation(review(programme(name)))
    assert sum(i.most for i in rules.items) == 100
    full = {i.id: i.most for i in rules.items}
    cards = [Card(str(n), "a", {**full, rules.items[0].id: D(n)}) for n in range(5)]
    (found,) = aggregate(rules, cards)
    assert found.value == 100 - rules.items[0].most + 2
    assert [c.used for c in found.counted] == ["highest", "counted", "counted", "counted", "lowest"]
    assert working(rules, aggregate(rules, cards[:4])[0]).en.endswith("fewer than 5, no score")


def test_seventeen_get_a_fixed_amount_and_a_preference_breaks_ties_only():
    said = programme("bast-2024")["support"]
    assert (said["quota"], said["amount"], said["total"]) == (17, 100000, 1700000)
    support = Support(Quota(exact=17), AmountRule(fixed=D(100000)), D(1700000))
    own = entries(16, keys={"prefer": D(0)})
    own += [
        Entry("x", score=D(50), keys={"prefer": D(0)}),
        Entry("y", score=D(50), keys={"prefer": D(1)}),
        Entry("z", score=D(49), keys={"prefer": D(1)}),
    ]
    found = rank(own, RankRules("score", (TieKey("prefer"),)), {"": support})
    assert [x.application for x in found.lines[16:]] == ["y", "x", "z"]
    assert [x.state for x in found.lines[15:]] == ["in", "in", "out", "out"]
    assert (found.tracks[0].granted, found.tracks[0].ends_after, found.unresolved) == (D(1700000), None, ())


def test_tracks_with_quotas_and_about_amounts():
    data = programme("cast-2023")
    said = {t["id"]: t["support"] for t in data["tracks"]}
    tolerance = D(str(data["settings"]["tolerance"]))
    assert {t: (s["quota"], s["amount"]) for t, s in said.items()} == {
        "standards": (20, {"about": 200000}),
        "awards": ({"about": 5}, {"about": 200000}),
        "evaluation": ({"about": 10}, {"about": 200000}),
        "tracking": ({"per": "field", "each": 1}, {"about": 100000}),
    }
    about = AmountRule(about=D(200000), tolerance=tolerance)
    supports = {
        "standards": Support(Quota(exact=20), about),
        "awards": Support(Quota(about=5, tolerance=tolerance), about),
        "evaluation": Support(Quota(about=10, tolerance=tolerance), about),
        "tracking": Support(Quota(each=1), AmountRule(about=D(100000), tolerance=tolerance)),
    }
    own = [e for t in ("standards", "awards", "evaluation") for e in entries(25, track=t, money=Money(D(300000)))]
    own += [
        Entry(n, "tracking", score=D(s), field=f)
        for n, s, f in (("p", 9, "standards"), ("q", 8, "standards"), ("r", 1, "awards"))
    ]
    found = rank(own, RankRules("score"), supports)
    assert {t.track: (t.places, t.supported, t.granted) for t in found.tracks} == {
        "awards": (5, 5, D(1000000)),
        "evaluation": (10, 10, D(2000000)),
        "standards": (20, 20, D(4000000)),
        "tracking": (2, 2, D(200000)),
    }
    assert found.supported("tracking") == ("p", "r")


def test_points_rank_with_groups_as_ties():
    data = programme("zgc-2025")
    assert (review(data)["by"], data["points"]["ties"]) == ("points", ["work", "service"])
    assert (data["support"]["quota"], data["support"]["amount"]) == ("unstated", "unstated")
    rules = RankRules("points", (TieKey("work"), TieKey("service")))
    own = [
        Entry("a", points=D("45.5"), keys={"work": D(20), "service": D("25.5")}),
        Entry("b", points=D("45.5"), keys={"work": D("20.5"), "service": D(25)}),
    ]
    with pytest.raises(BadInput, match="quota isn't stated"):
        rank(own, rules, {"": Support(Quota())})
    found = rank(own, rules, {"": Support(Quota(exact=1), AmountRule(fixed=D(1)))})
    assert found.supported() == ("b",)


def test_audited_cost():
    data = programme("zgc-2022")
    assert data["budget"]["rule"] == "audited_cost"
    assert [out["id"] for out in data["budget"]["leave_out"]] == ["fiscal", "charged"]
    # A share is the office's to enter; what is left out comes off each type's cost.
    support = Support(Quota(unlimited=True), AmountRule(share=D("0.5"), at_most=D(200)))
    costs = (Cost("venue", D("300.01"), less=D(100)), Cost("print", D("50.00")))
    found = rank([Entry("a", score=D(1), money=Money(audited=costs))], RankRules("score"), {"": support})
    assert found.lines[0].grant.parts == (("print", D("25.00")), ("venue", D("100.01")))
    assert found.lines[0].grant.amount == D("125.01")


def test_the_plan_chooses_nobody():
    assert {"support", "workflow"} & set(programme("juli-2022")) == set()

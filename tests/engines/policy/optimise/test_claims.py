"""Claims on cases small enough to follow by hand."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.optimise.assignment import Assigned, assign
from juli.engines.policy.optimise.solver import Interrupted, Model
from juli.engines.policy.verdict import MET, UNMET
from tests.engines.policy.optimise.small import CALENDAR, DAY, dossier, programme

EXCLUSIVE = {"exclusive": "categories"}


def assigned(parts: dict[str, Any], **about: Any) -> Assigned:
    return assign(Judge(programme(claims=EXCLUSIVE, **parts), CALENDAR).context(dossier(**about), DAY))


def events(number: int, **values: Any) -> list[dict[str, Any]]:
    return [{"kind": "event", "date": "2024-02-01", **values} for _ in range(number)]


def counting(name: str, least: int, **more: Any) -> dict[str, Any]:
    return {"id": name, "count": "event", "at_least": least, "within": "past", **more}


def test_rows_go_where_the_qualification_needs_them_and_then_to_the_first_category() -> None:
    parts = {
        "categories": [counting("a", 1), counting("b", 2)],
        "qualification": {"id": "qualification", "of": "categories", "at_least": 2},
    }
    found = assigned(parts, achievements=events(4))
    assert found.sure.claims == {"a1": "a", "a2": "a", "a3": "b", "a4": "b"}
    assert (found.sure.proven, found.sure.gap, found.sure.released) == (True, 0.0, ())
    assert found.possible is found.sure


def test_a_category_that_no_best_assignment_meets_is_contested() -> None:
    parts = {
        "categories": [counting("a", 2), counting("b", 2)],
        "points": {"source": "assumption", "of": [{"clause": "a", "base": 1}, {"clause": "b", "base": 2}]},
        "qualification": {"id": "qualification", "of": "categories", "at_least": 1},
    }
    assert assigned(parts, achievements=events(3)).contested == ("a",)
    assert assigned(parts, achievements=events(4)).contested == ()
    assert assigned(parts, achievements=events(1)).contested == ()


def test_two_that_could_each_be_met_are_not_contested() -> None:
    parts = {"categories": [counting("a", 2), counting("b", 2)]}
    assert assigned(parts, achievements=events(3)).contested == ()


def test_stated_claims_stand_and_the_rest_is_free() -> None:
    parts = {
        "categories": [counting("a", 1), counting("b", 2)],
        "qualification": {"id": "qualification", "of": "categories", "at_least": 2},
    }
    found = assigned(parts, achievements=events(3), claims={"a1": "b"})
    assert found.sure.claims == {"a1": "b", "a2": "a", "a3": "b"}


def test_in_a_submitted_application_what_is_not_claimed_counts_nowhere() -> None:
    parts = {"categories": [counting("a", 1), counting("b", 1)]}
    found = assigned(parts, achievements=events(3), claims={"a2": "b"}, claims_submitted=True)
    assert found.sure.claims == {"a2": "b"}


def test_a_claim_that_brings_nothing_is_left_as_it_was_stated() -> None:
    parts = {"categories": [counting("a", 1), {"id": "b", "count": "deal", "at_least": 1}]}
    assert assigned(parts, achievements=events(2), claims={"a1": "b"}).sure.claims == {"a1": "b", "a2": "a"}


WORKS = {
    "id": "works",
    "at_least": 1,
    "up_to": 2,
    "of": [
        {"id": "works.deals", "count": "deal", "at_least": 1},
        {"id": "works.posts", "count": "post", "at_least": 1},
        counting("works.events", 1),
    ],
}
TABLE = {
    "source": "assumption",
    "of": [
        {"clause": "works.deals", "base": 5},
        {"clause": "works.posts", "base": 4},
        {"clause": "works.events", "base": 3},
        {"clause": "other", "base": 1},
    ],
}
ALL_THREE = [*events(1), {"kind": "deal"}, {"kind": "post"}]


def test_works_beyond_the_best_two_release_their_claims_to_other_categories() -> None:
    parts = {"categories": [WORKS, counting("other", 1)], "points": TABLE}
    found = assigned(parts, achievements=ALL_THREE)
    assert found.sure.claims == {"a1": "other", "a2": "works", "a3": "works"}


def test_a_stated_claim_under_a_work_left_out_is_released_too() -> None:
    parts = {"categories": [WORKS, counting("other", 1)], "points": TABLE}
    found = assigned(parts, achievements=ALL_THREE, claims={"a1": "works"})
    assert found.sure.claims == {"a1": "other", "a2": "works", "a3": "works"}
    assert found.sure.released == ("a1",)


def test_what_nobody_else_can_use_is_released_to_nowhere() -> None:
    found = assigned({"categories": [WORKS], "points": {**TABLE, "of": TABLE["of"][:3]}}, achievements=ALL_THREE)
    assert found.sure.claims == {"a2": "works", "a3": "works"}
    assert found.sure.released == ("a1",)


def test_a_stated_claim_under_a_chosen_work_stays() -> None:
    table = {**TABLE, "of": [{"clause": "works.events", "base": 9}, *TABLE["of"][:2], {"clause": "other", "base": 1}]}
    parts = {"categories": [WORKS, counting("other", 1)], "points": table}
    found = assigned(parts, achievements=ALL_THREE, claims={"a1": "works"})
    assert found.sure.claims == {"a1": "works", "a2": "works"}
    assert found.sure.released == ("a3",)


def test_a_fen_short_of_ten_billion_is_short() -> None:
    parts = {
        "categories": [
            {"id": "a", "sum": "deal.amount", "at_least": "10000000000", "within": "past"},
            {"id": "b", "count": "deal", "at_least": 1, "within": "past"},
        ],
        "qualification": {"id": "qualification", "of": "categories", "at_least": 1},
    }
    amounts = ["9999999999.98", "0.01"]
    rows = [{"kind": "deal", "date": "2024-02-01", "amount": a} for a in amounts]
    judge = Judge(programme(claims=EXCLUSIVE, **parts), CALENDAR)
    short = judge.verdict(dossier(achievements=rows), DAY)
    assert short.node("a").status == UNMET
    assert short.status == MET
    assert short.assignment is not None
    assert short.assignment.claims == {"a1": "a", "a2": "b"}
    enough = judge.verdict(dossier(achievements=[*rows, {**rows[0], "amount": "0.01"}]), DAY)
    assert enough.assignment is not None
    # One row is enough for b; nothing is left over for it when all three are needed for a.
    assert sorted(enough.assignment.claims.values()) == ["a", "a", "a"]
    assert enough.assignment.proven


def test_points_are_exact_sums_of_amounts() -> None:
    parts = {
        "categories": [
            {"id": "a", "sum": "deal.amount", "at_least": 1, "within": "past"},
            {"id": "b", "sum": "deal.amount", "at_least": 1, "within": "past"},
        ],
        "points": {
            "source": "assumption",
            "of": [{"clause": "a", "each": "0.3", "up_to": 2}, {"clause": "b", "each": "0.1", "up_to": 2}],
        },
    }
    rows = [{"kind": "deal", "date": "2024-02-01", "amount": a} for a in ("3.33", "3.34", "0.07", "1.11")]
    verdict = Judge(programme(claims=EXCLUSIVE, **parts), CALENDAR).verdict(dossier(achievements=rows), DAY)
    assert verdict.points is not None
    # a takes 3.34 + 3.33 (2.001, capped at 2) and b the rest; no other split reaches more.
    assert verdict.points.total.low == Decimal("2.118")
    assert verdict.assignment is not None
    assert verdict.assignment.proven


def test_done_and_planned_rows_are_claimed_alike() -> None:
    parts = {
        "categories": [
            {"id": "a", "count": "event", "rows": "both", "within": "year", "at_least": 2},
            {"id": "b", "count": "event", "rows": "plan", "within": "coming", "at_least": 1},
        ],
        "qualification": {"id": "qualification", "of": "categories", "at_least": 2},
    }
    plan = [{"kind": "event", "date": "2024-09-01"}, {"kind": "event", "date": "2024-10-01"}]
    found = assigned(parts, achievements=events(1), plan=plan)
    assert found.sure.claims == {"a1": "a", "p1": "a", "p2": "b"}


def knapsacks(nodes: int) -> tuple[Model, list[tuple[int, float]]]:
    model = Model(nodes=nodes)
    columns = [model.binary() for _ in range(30)]
    for i in range(30):
        terms = [(columns[i], 3.0), (columns[(i * 7 + 3) % 30], 5.0), (columns[(i * 11 + 5) % 30], 7.0)]
        model.row(terms, upper=11.0)
    return model, [(c, 1.0 + (c * 37 % 11)) for c in columns]


def test_within_the_limit_on_work_the_search_is_finished() -> None:
    model, terms = knapsacks(1_000)
    found = model.maximise(terms)
    assert found is not None
    assert found.finished
    assert abs(found.bound - found.objective) < 1e-6


def test_at_the_limit_on_work_with_nothing_in_hand_the_search_is_interrupted() -> None:
    model, terms = knapsacks(0)
    with pytest.raises(Interrupted):
        model.maximise(terms)


def test_what_cannot_be_has_no_solution() -> None:
    model = Model()
    model.row([(model.binary(), 1.0)], lower=2.0)
    assert model.maximise([]) is None


def test_the_day_of_a_verdict_is_given_never_taken() -> None:
    parts = {"categories": [counting("a", 1)]}
    judge = Judge(programme(claims=EXCLUSIVE, **parts), CALENDAR)
    early = assign(judge.context(dossier(achievements=events(1)), dt.date(2024, 1, 1)))
    assert early.sure.claims == {}

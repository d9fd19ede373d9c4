"""The qualification alone, where no points are asked, against the whole joint assignment."""

from collections.abc import Mapping
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.interpreter.joint import judge_jointly, judge_qualification
from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.interpreter.trees import Walker
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Status
from tests.engines.policy.optimise.small import CALENDAR, DAY, deals, dossier, events, exclusive_programmes, programme


@st.composite
def qualifications(draw: st.DrawFn, categories: int) -> dict[str, Any]:
    """One number of categories or two, by one reading or together, or fewer where a person says so."""

    def number(name: str, of: str) -> dict[str, Any]:
        return {"id": name, "of": of, "at_least": draw(st.integers(1, categories if of == "categories" else 1))}

    shape = draw(st.sampled_from(["number", "judged", "one_reading_of", "all_of", "any_of"]))
    if shape == "number":
        return number("qualification", "categories")
    if shape == "judged":
        fewer = {"at_least": 1, "question": "Good?", "by": "office"}
        return {"id": "qualification", "of": "categories", "at_least": categories, "or_judged": fewer}
    of = ["categories", "categories"] if shape == "one_reading_of" else ["front", "back"]
    return {"id": "qualification", shape: [number(f"q{i}", name) for i, name in enumerate(of)]}


@st.composite
def ruled(draw: st.DrawFn) -> Programme:
    """Programmes with exclusive claims, their categories in two groups."""
    parts = draw(exclusive_programmes(judged=True))
    categories = [{**c, "group": "back" if i else "front"} for i, c in enumerate(parts["categories"])]
    groups = [{"id": "front", "label": "Front"}, {"id": "back", "label": "Back"}]
    qualification = draw(qualifications(len(categories)))
    return programme(**{**parts, "categories": categories, "groups": groups, "qualification": qualification})


@st.composite
def works(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Enough rows for a qualification to be within reach."""
    one = st.booleans().flatmap(lambda unknown: st.one_of(events(unknown=unknown), deals(unknown=unknown)))
    return [{"id": f"a{n}", **row} for n, row in enumerate(draw(st.lists(one, min_size=6, max_size=14)))]


@settings(max_examples=150)
@given(ruled(), works(), st.sampled_from([None, True, False]), st.data())
def test_the_qualification_alone_stands_as_on_the_best_assignment(
    rules: Programme, work: list[dict[str, Any]], answer: bool | None, data: st.DataObject
) -> None:
    names = [c.id for c in rules.categories]
    ids = [row["id"] for row in work]
    claims = data.draw(st.dictionaries(st.sampled_from(ids), st.sampled_from(names), max_size=2))
    judgements = [] if answer is None else [{"clause": "qualification", "answer": answer}]
    found = dossier(achievements=work[2:], plan=work[:2], claims=claims, judgements=judgements)
    whole, alone = both(rules, found, data.draw(st.sampled_from([{}, {"qualification": "q1"}])))
    assert alone == whole
    event(f"{whole}")


def both(rules: Programme, found: Dossier, readings: Mapping[str, str]) -> tuple[Status | None, Status | None]:
    """The status of the qualification on the best assignment, and by itself."""
    context = Judge(rules, CALENDAR).context(found, DAY)
    walker = Walker(context, readings)
    categories = walker.all(rules.categories)
    whole = judge_jointly(rules, context, walker, categories).qualification
    alone = judge_qualification(rules, context, Walker(context, readings), categories)
    assert whole is not None
    assert alone is not None
    return whole.status, alone.status


def test_points_decide_between_two_numbers_that_compete() -> None:
    rules = programme(
        groups=[{"id": "front", "label": "Front"}, {"id": "back", "label": "Back"}],
        categories=[
            {"id": "one", "group": "front", "count": "event", "where": "open", "at_least": 1},
            {
                "id": "two",
                "group": "back",
                "all_of": [
                    {"id": "two.event", "count": "event", "where": "open", "at_least": 1},
                    {"id": "two.deal", "count": "deal", "where": "amount >= 4", "at_least": 1},
                ],
            },
        ],
        claims={"exclusive": "categories"},
        points={"source": "assumption", "of": [{"clause": "one", "base": 5}, {"clause": "two", "base": 9}]},
        qualification={
            "id": "qualification",
            "all_of": [{"id": f"q.{of}", "of": of, "at_least": 1} for of in ("front", "back")],
        },
    )
    work = [{"id": "a", "kind": "event", "date": "2024-02-01", "open": True}, {"id": "b", "kind": "deal", "firm": "A"}]
    # One event is for one of both, and what is possible is worth more with the other than what is sure.
    assert both(rules, dossier(achievements=work), {}) == ("open", "open")

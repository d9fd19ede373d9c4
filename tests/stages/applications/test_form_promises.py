"""What is promised in the form is judged by the engine as a plan: a target promised is a target met, on paper."""

from decimal import Decimal

import pytest

from juli.engines.policy.filters.evaluate import compile_filter
from juli.engines.policy.rules import Aggregate
from juli.stages.applications.actions import writing
from juli.stages.applications.form import promises
from juli.stages.applications.form.layout import parts
from juli.stages.applications.queries import checking
from juli.stages.calls.rulebook import current
from juli.stages.ledger.models import Achievement
from tests.people import SINCE
from tests.stages.applications.conftest import EDITIONS, NOW, begun


def promise(world, row, numbers, section="plan"):
    value = {f"{promises.NUMBER}{clause}": number for clause, number in numbers.items()}
    writing.save(application=row, section=section, value=value, had=0, by=world.users["staff"], at=NOW["bast-2024"])


def counted(row):
    programme = current(row.call).programme
    found = promises.targets(programme, row.applicant_type, tuple(row.tracks))
    return [leaf for clause in found for leaf in promises.leaves(clause) if isinstance(leaf.test, Aggregate)]


def targets(row, edition):
    given = checking.known(row, current(row.call), NOW[edition])
    verdict = given.rules.judge.verdict(given.dossier, given.day)
    return {n.clause.id: n for node in verdict.branches["targets"] for n in node.walk()}


def test_every_target_that_has_a_number_can_be_promised(world):
    """S3-31…S3-42, S3-58: six parts, each with its targets."""
    row = begun("bast-2024", world)
    section = next(p for p in parts(current(row.call).programme, row.applicant_type, ()) if p.origin == "targets")
    groups = promises.grouped(current(row.call).programme, section.section, row.applicant_type, ())
    assert [label.zh for label, _heading, _clauses in groups] == [part.label.zh for part in section.section.parts]
    assert all(clauses for _label, _heading, clauses in groups)
    asked = [leaf for leaf in counted(row) if promises.required(leaf)]
    assert len(asked) == 12
    promise(world, row, {leaf.id: int(promises.required(leaf)) for leaf in asked})
    found = targets(row, "bast-2024")
    assert {leaf.id: found[leaf.id].status for leaf in asked} == dict.fromkeys([leaf.id for leaf in asked], "met")
    assert found["t3.experts"].actual.low == 50


def test_one_too_few_is_one_short(world):
    row = begun("bast-2024", world)
    asked = [leaf for leaf in counted(row) if promises.required(leaf)]
    promise(world, row, {leaf.id: int(promises.required(leaf)) - 1 for leaf in asked})
    found = targets(row, "bast-2024")
    short = {leaf.id: found[leaf.id].shortfall for leaf in asked if found[leaf.id].status == "unmet"}
    assert short == {leaf.id: 1 for leaf in asked}


def test_a_plan_names_its_clauses(world):
    """S1-94, S1-97: planned works make services grow beyond what was done."""
    row = begun("zgc-2025", world)
    Achievement.objects.create(
        organisation=world.ours,
        kind="activity",
        title="已办",
        date="2025-03-01",
        vocabulary=1,
        created_at=SINCE,
        changed_at=SINCE,
    )
    at = NOW["zgc-2025"]
    clauses = promises.countable(current(row.call).programme, row.applicant_type)
    assert len(clauses) > 20
    name = next(
        id_ for id_, c in clauses.items() if c.aggregate.how == "count" and c.aggregate.reads[0].kind == "activity"
    )
    value = [
        {"#": "aa", "clause": name, "title": "计划的活动", "date": "2026-03-01", "times": 3},
        {"#": "bb", "title": "没有条款"},
    ]
    writing.save(application=row, section="plan", value=value, had=0, by=world.users["staff"], at=at)
    given = checking.known(row, current(row.call), at)
    assert [r.values["title"] for r in given.dossier.plan] == ["计划的活动"] * 3
    assert len({r.id for r in given.dossier.plan}) == 3
    verdict = given.rules.judge.verdict(given.dossier, given.day)
    growth = {n.clause.id: n for node in verdict.branches["commitments"] for n in node.walk()}
    assert growth["growth.items"].status == "met"


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_promise_for_any_clause_is_a_row_that_it_counts(world, edition):
    """The values that a clause's filter names are those of the promised rows: nothing is typed twice."""
    programme = current(begun(edition, world).call).programme
    missed = []
    for clause in programme.clauses.values():
        kind = promises._kind(programme, clause) if isinstance(clause.test, Aggregate) else None
        if kind is None or clause.test.where is None or "in performers" in clause.test.where.text:
            # Who the performers are hangs on other rows.
            continue
        rows = list(promises._rows(programme, clause, Decimal(2), None, "x", "某项"))
        accepts = compile_filter(clause.test.where.expression, kind.fields)
        if not rows or not all(accepts(row.values, {}) for row in rows):
            missed.append(clause.id)
    assert missed == []

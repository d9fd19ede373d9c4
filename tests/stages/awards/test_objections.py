"""Objections: by real name, secret, settled step by step."""

import json

import pytest
from django.db import IntegrityError, transaction

from juli.registry.files.actions import take as take_file
from juli.registry.files.models import Attachment
from juli.registry.journal.models import Entry
from juli.registry.messages.models import Message
from juli.stages.accounts.permissions import Refused
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.awards import objections
from juli.stages.awards.actions import approvals
from juli.stages.awards.actions import objections as actions
from juli.stages.awards.models import Objection, ObjectionStep
from juli.stages.awards.objections import Sealed
from juli.stages.awards.queries import objections as queries
from tests.people import holds, person
from tests.stages.applications.life.conftest import _blank, _places  # noqa: F401  # Fixtures.
from tests.stages.awards import publications_world as world

pytestmark = pytest.mark.usefixtures("database")

#: Values that look real.
NAME, PHONE, EMAIL = "欧阳建国", "13911223344", "ouyang.jianguo@example.net"
TEXT = "该单位2024年的活动实际由另一单位主办，附当日签到表。"
SAID = Sealed(NAME, "", PHONE, EMAIL, TEXT)


@pytest.fixture
def at():
    made = world.listed()
    made.publication = world.published(made)
    return made


def handed(at, application=None, said=SAID, when=world.WITHIN, **other):
    given = {"kind": "person", "at": when} | other
    return actions.receive(publication=at.publication, application=application or at.rows[0], said=said, **given)


def handled(at, **other):
    row = handed(at, **other).objection
    return actions.take(objection=row, had=row.version, by=at.officer, at=world.WITHIN)


def stepped(row, event, by, reason="", summary="活动主办单位存疑"):
    return actions.step(
        objection=row, event=event, reason=reason, summary=summary, had=row.version, by=by, at=world.WITHIN
    )


def investigated(at):
    return stepped(stepped(handled(at), "admit", at.officer), "investigate", at.officer)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"name": ""}, "person"),
        ({"name": "匿名"}, "person"),
        ({"name": "知情群众"}, "person"),
        ({"name": "anonymous"}, "person"),
        ({"name": "12"}, "person"),
        ({"phone": "", "email": ""}, "person"),
        ({"phone": "abc"}, "person"),
        ({"email": "none"}, "person"),
        ({"text": "不服"}, "person"),
        ({}, "nobody"),
    ],
)
def test_what_is_not_by_real_name_is_refused_with_the_reason(at, changes, kind):
    with pytest.raises(NotReady) as error:
        handed(at, said=SAID._replace(**changes), kind=kind)
    assert len(error.value.reasons) == 1
    assert not Objection.objects.exists()


def test_a_unit_objects_with_its_name_and_its_sealed_letter(at):
    with pytest.raises(NotReady) as error:
        handed(at, kind="unit")
    assert len(error.value.reasons) == 2
    letter = take_file(blocks=[world.PDF], name="欧阳建国-公函.pdf", at=world.WITHIN, accept=("pdf",))
    made = handed(at, kind="unit", said=SAID._replace(unit="样例第三协会"), letter=letter)
    assert [link.name for link in Attachment.objects.filter(subject_type="objection")] == ["sealed letter.pdf"]
    assert made.objection.kind == "unit"


@pytest.mark.parametrize("when", [world.AT, world.OVER])
def test_it_is_taken_in_the_period_alone(at, when):
    with pytest.raises(NotReady):
        handed(at, when=when)


def test_paper_counts_by_the_day_it_came(at):
    made = handed(at, by=at.officer, received_on=world.LAST, when=world.OVER)
    assert made.objection.on_paper
    with pytest.raises(NotReady):
        handed(at, by=at.officer, received_on=world.OVER.date(), when=world.OVER)
    with pytest.raises(Refused):
        handed(at, by=at.people.users["supervisor"], received_on=world.LAST, when=world.OVER)


def test_reference_and_secret_together_look_it_up(at):
    made = handed(at)
    typed = made.secret.lower().replace("-", " ")
    assert queries.looked_up(made.objection.reference.lower(), typed) == made.objection
    assert queries.looked_up(made.objection.reference, "0000-0000-0000") is None
    assert queries.looked_up("YY", made.secret) is None


def test_who_objects_is_known_to_the_handler_alone(at):
    second = person("second@example.org", "second")
    holds(second, Role.OFFICER)
    row = handled(at)
    assert queries.page(at.officer, row.pk, world.WITHIN).sealed == SAID
    for other in (at.lead, second):
        found = queries.page(other, row.pk, world.WITHIN)
        assert (found.sealed, found.files, found.events) == (None, (), ())
    for who in ("supervisor", "auditor", "divisional_leader", "trustee", "expert", "administrator"):
        with pytest.raises(Refused):
            queries.page(at.people.users[who], row.pk, world.WITHIN)
    for other in (at.lead, second, at.people.users["supervisor"]):
        with pytest.raises(Refused):
            objections.opened(row, other)


def test_given_to_another_the_one_before_loses_it(at):
    second = person("second@example.org", "second")
    holds(second, Role.OFFICER)
    row = handled(at)
    with pytest.raises(NotReady):
        actions.take(objection=row, had=row.version, by=second, at=world.WITHIN)
    with pytest.raises(NotReady):
        actions.take(objection=row, had=row.version, by=at.lead, at=world.WITHIN)
    with pytest.raises(Refused):
        actions.take(objection=row, handler=at.lead, had=row.version, by=second, at=world.WITHIN)
    row = actions.take(objection=row, handler=second, had=row.version, by=at.lead, at=world.WITHIN)
    assert queries.page(at.officer, row.pk, world.WITHIN).sealed is None
    assert queries.page(second, row.pk, world.WITHIN).sealed == SAID


def test_nothing_in_the_database_says_who_objects(at):
    evidence = [take_file(blocks=[world.PDF], name="欧阳建国.pdf", at=world.WITHIN, accept=("pdf",))]
    row = handled(at, evidence=evidence)
    row = stepped(stepped(row, "admit", at.officer), "investigate", at.officer)
    stepped(row, "reject", at.officer, reason="经查，主办单位无误。")
    kept = [str(one) for one in Objection.objects.values_list()]
    kept += [str(one) for one in ObjectionStep.objects.values_list()]
    kept += [str(one) for one in Entry.objects.values_list()]
    kept += [str(one) for one in Message.objects.values_list()]
    kept += [str(one) for one in Attachment.objects.values_list()]
    found = [text for text in kept for part in (NAME, PHONE, EMAIL, TEXT) if part in text]
    assert (found, len(kept) > 10) == ([], True)


@pytest.mark.parametrize("given_away", [NAME, PHONE, EMAIL])
def test_what_others_read_must_not_name_the_objector(at, given_away):
    row = handled(at)
    with pytest.raises(NotReady):
        stepped(row, "admit", at.officer, summary=f"{given_away}反映活动主办单位存疑")


def test_admitted_it_holds_the_application_back_and_rejected_it_lets_it_go(at):
    row = handled(at)
    with pytest.raises(Refused):
        stepped(row, "admit", at.lead)
    row = stepped(row, "admit", at.officer)
    assert world.states(at.rows) == ["objection", "publication"]
    row = stepped(row, "investigate", at.officer)
    with pytest.raises(NotReady):
        stepped(row, "reject", at.officer)
    stepped(row, "reject", at.officer, reason="经查，主办单位无误。")
    assert world.states(at.rows) == ["publication", "publication"]


def test_not_admitted_nothing_is_held_back(at):
    row = stepped(handled(at), "refuse", at.officer, reason="与公示名单无关。")
    assert (row.state, world.states(at.rows)) == ("refused", ["publication", "publication"])
    with pytest.raises(NotReady):
        stepped(row, "admit", at.officer)


@pytest.mark.parametrize("event", ["uphold", "uncooperative"])
def test_upheld_the_head_of_office_takes_it_off_the_list_with_a_reason(at, event):
    row = stepped(investigated(at), event, at.officer, reason="主办单位不实。")
    assert world.states(at.rows) == ["objection", "publication"]
    with pytest.raises(Refused):
        actions.decide_upheld(
            objection=row, decision="dropped", reason="不实", had=row.version, by=at.officer, at=world.WITHIN
        )
    with pytest.raises(NotReady):
        actions.decide_upheld(
            objection=row, decision="dropped", reason="", had=row.version, by=at.lead, at=world.WITHIN
        )
    actions.decide_upheld(
        objection=row, decision="dropped", reason="申报不实", had=row.version, by=at.lead, at=world.WITHIN
    )
    assert world.states(at.rows) == ["not_approved", "publication"]
    entry = Entry.objects.get(act="objection.decided")
    assert json.loads(entry.details) == {
        "reference": row.reference, "decision": "dropped", "reason": "申报不实",
    }  # fmt: skip


def test_upheld_it_may_stay_on_the_list_with_a_reason(at):
    row = stepped(investigated(at), "uphold", at.officer, reason="次要情节属实。")
    actions.decide_upheld(objection=row, decision="kept", reason="不影响", had=row.version, by=at.lead, at=world.WITHIN)
    assert world.states(at.rows) == ["publication", "publication"]


def test_two_objections_hold_until_both_are_settled(at):
    first, second = investigated(at), investigated(at)
    stepped(first, "reject", at.officer, reason="经查无误。")
    assert world.states(at.rows)[0] == "objection"
    stepped(second, "reject", at.officer, reason="经查无误。")
    assert world.states(at.rows)[0] == "publication"


def test_one_against_the_whole_list_holds_the_approval_back(at):
    made = actions.receive(
        publication=at.publication, application=None, kind="person", said=SAID, at=world.WITHIN
    ).objection
    with pytest.raises(NotReady, match=made.reference):
        approvals.approve(publication=at.publication, by=at.lead, at=world.OVER)
    row = actions.take(objection=made, had=made.version, by=at.officer, at=world.WITHIN)
    stepped(row, "refuse", at.officer, reason="无具体事实。")
    assert approvals.approve(publication=at.publication, by=at.lead, at=world.OVER).lines.count() == 2


def test_steps_are_never_changed(at):
    handed(at)
    with pytest.raises(IntegrityError), transaction.atomic():
        ObjectionStep.objects.update(reason="x")


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(at, n, django_assert_num_queries):
    for _one in range(n):
        handed(at)
    with django_assert_num_queries(3):
        page, _today = queries.listed(at.officer, "", world.WITHIN)
        assert len([str(row.application.organisation) for row in page]) == n

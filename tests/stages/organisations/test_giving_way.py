"""Nobody keeps a door open, or leaves papers, in an organisation that was never theirs; what was read is not trusted."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.test.utils import CaptureQueriesContext

from juli.registry.files.queries import attachments
from juli.registry.journal.models import Head
from juli.stages.accounts.permissions import Refused
from juli.stages.accounts.roles import Role
from juli.stages.organisations.actions import changes, people, record
from juli.stages.organisations.actions.files import remove_file
from juli.stages.organisations.actions.registration import accept, hand_in, refuse, register
from juli.stages.organisations.actions.standing import import_standing
from juli.stages.organisations.models import ApplicantType, Change, Membership, Organisation
from juli.stages.organisations.queries.people import invited
from juli.stages.organisations.queries.registration import SHEET, lacking
from juli.stages.organisations.roster import Ready
from tests.people import CODES, holds, organisation, person
from tests.people import people as everybody
from tests.stages.organisations.test_registration import NOW, complete

SITE = "https://juli.example.org"


def office():
    user = person("officer@example.org", "经办")
    holds(user, Role.OFFICER)
    return user


def token(path):
    return path.strip("/").rpartition("/")[2]


def squatted():
    """Somebody registers what is not theirs, invites a friend, uploads a sheet and hands it in."""
    squatter = person("a@example.org")
    found = register(name="样例协会", uscc=CODES[0], by=squatter, at=NOW)
    path = people.invite(organisation=found, email="friend@example.org", site=SITE, by=squatter, at=NOW)
    complete(found, squatter)
    hand_in(organisation=found, by=squatter, at=NOW)
    return found, squatter, token(path)


def test_who_gives_way_leaves_neither_invitations_nor_papers(database):
    """S4-57."""
    found, _squatter, link = squatted()
    refuse(organisation=found, reason="并非本单位人员", release=True, by=office(), at=NOW)
    assert attachments(found.subject).exists(), "the office still sees what was handed in"
    with pytest.raises(ValidationError):
        invited(link, NOW)
    again = register(name="样例协会", uscc=CODES[0], by=person("b@example.org"), at=NOW)
    assert again.pk == found.pk
    assert not attachments(again.subject).exists()
    assert any("登记表" in str(what) or "sheet" in str(what) for what in lacking(again))


def test_a_registration_that_was_begun_by_mistake_is_given_up(database):
    found, squatter, link = squatted()
    people.leave(organisation=found, by=squatter, at=NOW)
    with pytest.raises(ValidationError):
        invited(link, NOW)
    found.refresh_from_db()
    assert found.state == Organisation.State.DRAFT
    assert not Membership.objects.filter(organisation=found, until=None).exists()
    register(name="样例协会", uscc=CODES[0], by=person("b@example.org"), at=NOW)


def test_an_accepted_organisation_is_not_given_up(database):
    world = everybody()
    Membership.objects.filter(organisation=world.theirs).exclude(user=world.users["other"]).delete()
    Organisation.objects.filter(pk=world.theirs.pk).update(accepted_at=NOW)
    with pytest.raises(ValidationError):
        people.leave(organisation=world.theirs, by=world.users["other"], at=NOW)


def test_what_a_page_showed_does_not_decide_what_may_be_done(database):
    """Each of these was read before somebody else moved the registration on."""
    user, officer = person("a@example.org"), office()
    found = register(name="样例协会", uscc=CODES[0], by=user, at=NOW)
    complete(found, user)
    early = Organisation.objects.get(pk=found.pk)
    record.add_type(organisation=found, programme="", applicant_type="industry", since=NOW.date(), by=user, at=NOW)
    row = ApplicantType.objects.select_related("organisation").get()
    sheet = attachments(found.subject, tag=SHEET).get()
    hand_in(organisation=found, by=user, at=NOW)
    with pytest.raises(Refused):
        remove_file(organisation=early, link=sheet, by=user, at=NOW)
    accept(organisation=found, by=officer, at=NOW)
    with pytest.raises(Refused):
        record.add_type(organisation=early, programme="", applicant_type="hub", since=NOW.date(), by=user, at=NOW)
    with pytest.raises(Refused):
        record.strike_row(row=row, by=user, at=NOW)


def test_a_row_that_is_gone_is_told(database):
    user = person("a@example.org")
    found = register(name="样例协会", uscc=CODES[0], by=user, at=NOW)
    row = record.add_activity(organisation=found, name="集成电路", since=NOW.date(), by=user, at=NOW)
    other = type(row).objects.select_related("organisation").get(pk=row.pk)
    record.strike_row(row=row, by=user, at=NOW)
    with pytest.raises(ValidationError):
        record.strike_row(row=other, by=user, at=NOW)
    other = type(row)(pk=10**6, organisation=found, name="集成电路", since=NOW.date())
    with pytest.raises(ValidationError):
        record.end_row(row=other, until=NOW.date(), by=user, at=NOW)


def test_a_day_begins_at_midnight_in_beijing(database):
    early = dt.datetime(2026, 1, 5, 17, tzinfo=dt.UTC)
    world = everybody()
    wanted = {"types": {"": ["industry"]}}
    by = world.users["administrator"]
    changes.ask_change(organisation=world.ours, wanted=wanted, reason="业务变化", by=by, at=early)
    changes.accept_change(change=Change.objects.get(), by=world.users["officer"], at=early)
    assert ApplicantType.objects.get().since == dt.date(2026, 1, 6)


def test_a_list_locks_organisations_before_their_journals_as_every_act_does(database):
    where = organisation("样例协会", CODES[0])
    officer = office()
    row = Ready(place="A3", organisation=where, kind="inspection", fields={"year": 2025})
    with CaptureQueriesContext(connections["default"]) as queries:
        import_standing(rows=[row], basis="名单", by=officer, at=NOW)
    asked = [query["sql"] for query in queries if "SELECT" in query["sql"]]
    first = {
        model: next(i for i, sql in enumerate(asked) if f'FROM "{model._meta.db_table}"' in sql)
        for model in (Organisation, Head)
    }
    assert first[Organisation] < first[Head]


def test_who_takes_over_finds_nothing_that_the_one_before_wrote(database):
    """S4-57: texts, fields, officers, activities, types and the own word about standing go; the office's rows stay."""
    found, _squatter, _link = squatted()
    Organisation.objects.filter(pk=found.pk).update(
        profile="冒名者写的简介", record={"members": 9}, complete=["sanction"]
    )
    found.activities.create(name="冒名领域", since=NOW.date())
    found.officers.create(person="冒名者", post="chair", since=NOW.date())
    for source in ("organisation", "office"):
        found.standing.create(kind="inspection", fields={"year": 2024}, source=source, basis="", recorded_at=NOW)
    refuse(organisation=found, reason="并非本单位人员", release=True, by=office(), at=NOW)
    again = register(name="样例协会", uscc=CODES[0], by=person("b@example.org"), at=NOW)
    texts = [again.legal_representative, again.address, again.profile, again.party_work, again.development_plan]
    assert (texts, again.record, again.complete, again.remark) == ([""] * 5, {}, [], "")
    assert [rows.count() for rows in (again.types, again.activities, again.officers)] == [0, 0, 0]
    assert list(again.standing.filter(removed_at=None).values_list("source", flat=True)) == ["office"]

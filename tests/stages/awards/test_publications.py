"""A publication from the draft to its end (S0-105)."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction

from juli.engines.paper.word import word
from juli.registry.journal.models import Entry
from juli.registry.messages.models import Message
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.awards import publications
from juli.stages.awards.actions import publications as actions
from juli.stages.awards.models import CreditCheck, Publication, PublicationLine
from juli.stages.awards.queries import publications as queries
from tests.stages.applications.life.conftest import _blank, _places  # noqa: F401  # Fixtures.
from tests.stages.awards import publications_world as world

pytestmark = pytest.mark.usefixtures("database")


def test_a_draft_begins_with_the_words_of_the_call_and_the_days_are_worked_out():
    at = world.listed()
    row = world.drafted(at)
    assert (row.first, row.last) == (world.FIRST, world.LAST)
    found = queries.draft(at.officer, row.pk, world.AT)
    assert found.checked == publications.Checked((), ())
    assert [line[1] for line in found.said["rows"]] == [one.organisation.name for one in at.rows]
    assert [line[-1] for line in found.said["rows"]] == ["20", "20"]


def test_what_is_on_it_takes_its_step_and_what_it_says_is_frozen():
    at = world.listed()
    row = world.published(at)
    assert world.states([*at.rows, *at.out]) == ["publication", "publication", "not_shortlisted"]
    assert list(row.lines.order_by("place").values_list("application", flat=True)) == [one.pk for one in at.rows]
    said = json.loads(row.text)
    assert publications.frozen(said) == (row.text, row.digest)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=row.pk).update(title="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationLine.objects.filter(publication=row).delete()
    entry = Entry.objects.get(act="call.list-published")
    assert json.loads(entry.details)["digest"] == row.digest
    assert Message.objects.filter(kind="awards.published", channel="site").count() == 4


def test_only_the_columns_of_the_list_can_be_chosen():
    at = world.listed(n=1)
    row = actions.draft(call=at.call, by=at.officer, at=world.AT)
    said = world.written(row, columns=("name", "legal_representative"))
    with pytest.raises(NotReady):
        actions.write(publication=row, said=said, had=row.version, by=at.officer, at=world.AT)


@pytest.mark.parametrize(("titles", "published"), [(("示例", ""), True), (("", ""), False)])
def test_project_names_have_a_column_where_there_are_any(titles, published):
    at = world.listed(n=2)
    for row, title in zip(at.rows, titles, strict=True):
        Application.objects.filter(pk=row.pk).update(title=title)
    row = world.drafted(at)
    actions.publish(publication=row, had=row.version, by=at.officer, at=world.AT)
    said = publications.said_of(Publication.objects.get(pk=row.pk))
    assert ("title" in {column["name"] for column in said["columns"]}) is published
    assert {len(line) for line in said["rows"]} == {len(said["columns"])}


@pytest.mark.parametrize("leak", ["13800138000", "11010519491231002X", "li@example.com", "6222020200011234567"])
def test_a_list_that_gives_somebody_away_is_refused_with_the_place(leak):
    at = world.listed(n=2)
    Application.objects.filter(pk=at.rows[1].pk).update(title=f"样例项目 {leak}")
    row = world.drafted(at)
    with pytest.raises(NotReady) as error:
        actions.publish(publication=row, had=row.version, by=at.officer, at=world.AT)
    assert [leak in one and "2" in one for one in error.value.reasons] == [True]
    assert Publication.objects.get(pk=row.pk).state == "draft"
    assert world.states(at.rows) == ["meeting", "meeting"]


def test_a_telephone_may_stand_in_the_text_and_an_identity_number_may_not():
    at = world.listed(n=1)
    row = world.drafted(at, body="现予公示。咨询电话：010-12345678。")
    assert queries.draft(at.officer, row.pk, world.AT).checked.refusals == ()
    said = world.written(row, body="现予公示：11010519491231002X。")
    row = actions.write(publication=row, said=said, had=row.version, by=at.officer, at=world.AT)
    assert len(queries.draft(at.officer, row.pk, world.AT).checked.refusals) == 1


def test_dates_that_give_another_length_are_answered_before_it_goes_out():
    at = world.listed(n=1)
    row = world.drafted(at, last=dt.date(2025, 11, 7))
    with pytest.raises(NotReady):
        actions.publish(publication=row, had=row.version, by=at.officer, at=world.AT)
    said = world.written(row, last=dt.date(2025, 11, 7), answer="样例市另有规定")
    row = actions.write(publication=row, said=said, had=row.version, by=at.officer, at=world.AT)
    row = actions.publish(publication=row, had=row.version, by=at.officer, at=world.AT)
    assert json.loads(row.text)["answer"] == "样例市另有规定"


def test_an_unknown_year_is_a_finding_that_wants_an_answer():
    at = world.listed(n=1)
    days = {"first": dt.date(2099, 11, 4), "last": dt.date(2099, 11, 10)}
    row = world.drafted(at, **days)
    found = queries.draft(at.officer, row.pk, world.AT).checked
    assert (found.refusals, len(found.disagreements)) == ((), 1)


def test_a_period_that_has_begun_nobody_to_turn_to_and_no_length_are_refused():
    at = world.listed(n=1)
    row = world.drafted(at, first=world.AT.date() - dt.timedelta(days=1), contact={}, supervision={"unit": "样例"})
    assert len(queries.draft(at.officer, row.pk, world.AT).checked.refusals) == 3
    said = world.written(row, length=None)
    row = actions.write(publication=row, said=said, had=row.version, by=at.officer, at=world.AT)
    assert len(queries.draft(at.officer, row.pk, world.AT).checked.refusals) == 1


def test_credit_and_meetings_hold_it_back():
    at = world.listed(n=2)
    CreditCheck.objects.create(
        application=at.rows[0], outcome="unclear", source="样例", checked_on=world.AT.date(), by=at.lead, at=world.AT
    )
    row = world.drafted(at)
    with pytest.raises(NotReady) as error:
        actions.publish(publication=row, had=row.version, by=at.officer, at=world.AT)
    assert [reason.startswith(at.rows[0].number) for reason in error.value.reasons] == [True]
    assert world.states(at.rows) == ["meeting", "meeting"]


def test_the_second_of_two_at_once_is_told():
    at = world.listed(n=1)
    row = world.drafted(at)
    with pytest.raises(Stale):
        actions.write(publication=row, said=world.written(row), had=row.version - 1, by=at.officer, at=world.AT)
    with pytest.raises(Stale):
        actions.publish(publication=row, had=row.version - 1, by=at.officer, at=world.AT)


def test_a_correction_replaces_it_and_both_stay():
    at = world.listed()
    first = world.published(at)
    draft = actions.draft(call=at.call, corrects=first, by=at.officer, at=world.WITHIN)
    said = world.written(draft, first=dt.date(2025, 11, 6), answer="单位名称有误")
    draft = actions.write(publication=draft, said=said, had=draft.version, by=at.officer, at=world.WITHIN)
    second = actions.publish(publication=draft, had=draft.version, by=at.officer, at=world.WITHIN)
    first.refresh_from_db()
    assert (first.state, first.ended_why, second.state) == ("corrected", "单位名称有误", "out")
    assert [publications.latest_of(one).publication for one in at.rows] == [second, second]
    assert queries.shown(first.pk, world.WITHIN).later == second


def test_withdrawn_it_stays_readable_and_the_applications_return_to_the_list():
    at = world.listed()
    row = world.published(at)
    with pytest.raises(Refused):
        actions.withdraw(publication=row, reason="名单有误", by=at.officer, at=world.WITHIN)
    with pytest.raises(NotReady):
        actions.withdraw(publication=row, reason=" ", by=at.lead, at=world.WITHIN)
    actions.withdraw(publication=row, reason="名单有误", by=at.lead, at=world.WITHIN)
    assert world.states(at.rows) == ["shortlisted", "shortlisted"]
    found = queries.shown(row.pk, world.WITHIN)
    assert (found.row.state, found.row.ended_why, found.line.open) == ("withdrawn", "名单有误", False)


@pytest.mark.parametrize(("release", "told"), [("now", 0), ("publication", 2)])
def test_those_who_are_not_on_it_are_told_with_it_where_the_list_says_so(release, told):
    at = world.listed(release=release)
    world.published(at)
    assert Message.objects.filter(kind="awards.unsuccessful", channel="site").count() == told


def test_the_same_publication_is_the_same_paper():
    at = world.listed(n=1)
    said = json.loads(world.published(at).text)
    assert word(publications.notice(said)) == word(publications.notice(said))


@pytest.mark.parametrize("n", [1, 3])
def test_reading_takes_as_many_queries_for_three_as_for_one(n, django_assert_num_queries):
    at = world.listed(n=n, out=0)
    draft = world.drafted(at)
    with django_assert_num_queries(DRAFT):
        queries.draft(at.officer, draft.pk, world.AT)
    actions.publish(publication=draft, had=draft.version, by=at.officer, at=world.AT)
    with django_assert_num_queries(4):
        queries.shown(draft.pk, world.WITHIN)
    with django_assert_num_queries(7):
        queries.desk(at.lead, draft.pk, world.WITHIN)


#: Posts, the draft, whose turn it is, their lines, amounts and submissions, the rules.
DRAFT = 13

"""The office's word on each work: both sides follow at once, the latest counts, the applicant answers once."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.registry.journal.models import Entry
from juli.registry.messages.models import Message
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.screening.actions import verification as actions
from juli.stages.screening.decided import decided, decided_of, verdict
from juli.stages.screening.models import Reply, Verification
from juli.stages.screening.queries import verification as queries
from tests.people import people
from tests.stages.applications.life.conftest import _blank, _places, the_check  # noqa: F401  # Fixtures.
from tests.stages.screening.decided_world import AFTER, UNTIL, kept, screened


@pytest.fixture
def world(database):
    return people()


@pytest.fixture
def alone(db):
    return people()


def said(row, work, world, act, had=0, by="officer", at=AFTER, **given):
    return actions.verify(application=row, achievement=work, act=act, had=had, by=world.users[by], at=at, **given)


def both(row, clause):
    found = verdict(row).node(clause)
    return found.status, found.verified and found.verified.status


def test_nothing_verified_has_no_verified_side(world):
    row, _works = screened(world)
    assert both(row, "standards.published") == ("met", None)


def test_a_struck_work_counts_declared_and_not_verified(world):
    row, works = screened(world)
    said(row, works["standard"], world, "strike", reason="非本单位主持")
    assert both(row, "standards.published") == ("met", "unmet")
    line = queries.sheet(queries.submitted.standing(row)).lines[0]
    assert (line.word.act, line.word.reason, line.waits) == ("strike", "非本单位主持", False)


def test_a_corrected_value_decides_the_verified_side(world):
    row, works = screened(world)
    first = said(row, works["standard"], world, "correct", values={"level": "association"}, reason="实为团体标准")
    assert (first.correct, first.declared) == ({"level": "association"}, {"level": "national"})
    assert both(row, "standards.published") == ("met", "unmet")
    said(row, works["standard"], world, "accept", had=first.pk)
    assert both(row, "standards.published") == ("met", "met")
    assert Verification.objects.filter(application=row).count() == 2


def test_an_emptied_value_is_empty(world):
    row, works = screened(world)
    said(row, works["standard"], world, "correct", values={"level": None}, reason="封面未载级别")
    assert both(row, "standards.published") == ("met", "unmet")


def test_a_word_taken_back_leaves_none(world):
    row, works = screened(world)
    first = said(row, works["standard"], world, "strike", reason="误")
    said(row, works["standard"], world, "reopen", had=first.pk, reason="看错了")
    assert decided(row).verifications == ()
    assert both(row, "standards.published") == ("met", None)


def test_what_only_the_office_fills_in_is_offered_first_and_answers_the_question(world):
    """S1-37: the body that recognised an event is filed by the office."""
    row, works = screened(world)
    page = queries.sheet(queries.submitted.standing(row))
    conference = next(line.work for line in page.lines if line.work.id == works["conference"])
    assert list(queries.correctable(conference))[:2] == ["recognised_by", "recognised_attendance"]
    made = said(row, works["conference"], world, "correct", values={"recognised_by": "组委会"}, reason="认可函")
    assert (made.correct, made.declared) == ({"recognised_by": "组委会"}, {"recognised_by": None})


@pytest.mark.parametrize(
    ("act", "given"),
    [
        ("strike", {"reason": " "}),
        ("correct", {"values": {"level": "national"}, "reason": "同"}),
        ("correct", {"values": {"attendance": "x"}, "reason": "同"}),
        ("correct", {"values": {"shared_id": "x"}, "reason": "同"}),
        ("reopen", {"reason": "同"}),
    ],
)
def test_a_word_needs_its_reason_and_something_to_say(alone, act, given):
    row, works = screened(alone)
    with pytest.raises(NotReady):
        said(row, works["standard"], alone, act, **given)
    assert Verification.objects.count() == 0


def test_a_work_that_is_not_in_the_copy_cannot_be_verified(alone):
    row, _works = screened(alone)
    with pytest.raises(NotReady):
        said(row, "999999", alone, "accept")


def test_of_two_officers_the_second_is_told(world):
    row, works = screened(world)
    first = said(row, works["standard"], world, "accept")
    with pytest.raises(Stale) as stale:
        said(row, works["standard"], world, "strike", by="lead", reason="重复")
    assert stale.value.now == first.pk
    assert both(row, "standards.published") == ("met", "met")


def test_once_the_list_is_made_only_the_head_of_office_says_a_word(alone):
    row, works = screened(alone)
    Application.objects.filter(pk=row.pk).update(state="shortlisted")
    with pytest.raises(Refused):
        said(row, works["standard"], alone, "accept")
    assert said(row, works["standard"], alone, "accept", by="lead").role == "lead"
    Application.objects.filter(pk=row.pk).update(state="publication")
    with pytest.raises((Refused, NotReady)):
        said(row, works["conference"], alone, "accept", by="lead")


@pytest.mark.parametrize("who", ["administrator", "business_office", "receipt_agency", "supervisor", "expert"])
def test_nobody_else_verifies(alone, who):
    row, works = screened(alone)
    with pytest.raises(Refused):
        said(row, works["standard"], alone, "accept", by=who)


def test_several_are_accepted_at_once_and_only_those_without_a_word(world):
    row, works = screened(world, works=3)
    said(row, works["standard"], world, "strike", reason="重复")
    every = [line.work.id for line in queries.sheet(queries.submitted.standing(row)).lines]
    made = actions.accept_works(application=row, achievements=every, by=world.users["officer"], at=AFTER)
    assert sorted(one.achievement for one in made) == sorted(set(every) - {works["standard"]})
    with pytest.raises(NotReady):
        actions.accept_works(application=row, achievements=every, by=world.users["officer"], at=AFTER)


def test_words_are_never_changed(world):
    row, works = screened(world)
    made = said(row, works["standard"], world, "accept")
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.filter(pk=made.pk).update(act="strike")
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.filter(pk=made.pk).delete()


def test_the_journal_says_who_said_what(world):
    row, works = screened(world)
    said(row, works["standard"], world, "strike", reason="重复")
    entry = Entry.objects.filter(subject_type="application", act="work.verified").get()
    assert (entry.actor, entry.role) == (world.users["officer"].actor_id, "officer")
    assert '"reason":"重复"' in entry.details


def announced(row, world, until=UNTIL):
    return actions.announce(application=row, until=until, by=world.users["officer"], at=AFTER)


def answered(row, world, at=AFTER, by="administrator", text="有合同为证", files=()):
    return actions.reply(application=row, text=text, files=files, by=world.users[by], at=at)


def test_the_applicant_is_told_and_answers_once(world):
    row, works = screened(world)
    first = said(row, works["standard"], world, "strike", reason="非本单位主持")
    announced(row, world)
    told = Message.objects.filter(kind="screening.verified", channel="site").values_list("recipient", flat=True)
    assert sorted(told) == sorted(world.users[who].actor_id for who in ("administrator", "staff"))
    made = answered(row, world, files=[kept()])
    with pytest.raises(NotReady):
        answered(row, world, text="再说一次")
    sheet = queries.sheet(queries.submitted.standing(row))
    assert (sheet.reply.text, [link.name for link in sheet.reply_files]) == ("有合同为证", ["证明.pdf"])
    said(row, works["standard"], world, "accept", had=first.pk, at=AFTER + dt.timedelta(hours=1))
    assert both(row, "standards.published") == ("met", "met")
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(pk=made.pk).update(text="改")


def test_nobody_answers_before_it_is_shown_after_its_time_or_for_others(alone):
    row, works = screened(alone)
    said(row, works["standard"], alone, "accept")
    with pytest.raises(Refused):
        answered(row, alone)
    announced(row, alone)
    with pytest.raises(NotReady):
        answered(row, alone, at=UNTIL)
    for who in ("staff", "other", "officer"):
        with pytest.raises(Refused):
            answered(row, alone, by=who)


def test_nothing_verified_is_not_shown(alone):
    row, _works = screened(alone)
    with pytest.raises(NotReady):
        announced(row, alone)


def test_a_work_changed_by_a_correction_waits_for_a_word_again(alone):
    row, works = screened(alone)
    said(row, works["standard"], alone, "accept")
    line = queries.sheet(queries.submitted.standing(row)).lines[0]
    changed = queries.Line(queries.Work({**line.work.data, "title": "改名"}), line.word, line.had, None, (), ())
    assert (line.waits, changed.changed, changed.waits) == (False, True, True)


def test_many_are_gathered_in_as_many_queries_as_one(alone):
    row, works = screened(alone)
    said(row, works["standard"], alone, "accept")
    counts = []
    for many in ([row], [row, Application(pk=10_000), Application(pk=10_001)]):
        with CaptureQueriesContext(
            connection,
        ) as queries_:
            decided_of(many)
        counts.append(len(queries_))
    assert counts[0] == counts[1]


def page_queries(row, world):
    client = world.client("officer")
    address = reverse("screening:verification", args=[row.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_page_asks_the_database_no_more_for_more_works(alone):
    row, _works = screened(alone, works=1)
    few = page_queries(row, alone)
    for table in (Verification, Application):
        assert table.objects.count() < 2
    other = people_again(alone)
    many = page_queries(other, alone)
    assert few == many


def people_again(world):
    """Another call's application of the same organisation, with three times the works."""
    from juli.stages.ledger.models import Achievement
    from tests.stages.screening.decided_world import standard
    from tests.stages.screening.screened import in_screening

    Achievement.objects.all().update(removed_at=AFTER)
    for number in range(3):
        standard(world, f"标准{number}")
    return in_screening(world, "cast-2023")


def test_the_pages_show_declared_beside_verified(alone):
    row, works = screened(alone)
    officer = alone.client("officer")
    address = reverse("screening:verification_word", args=[row.pk, works["standard"]])
    swapped = officer.post(address, {"act": "strike", "reason": "重复申报", "had": "0"}, headers={"HX-Request": "true"})
    text = swapped.content.decode()
    assert swapped.status_code == 200
    assert 'hx-swap-oob="true"' in text
    assert "重复申报" in text
    stale = officer.post(address, {"act": "accept", "had": "0", "reason": "我的话"}, headers={"HX-Request": "true"})
    assert "我的话" in stale.content.decode()
    correct = officer.get(reverse("screening:verification_correct", args=[row.pk, works["conference"]]))
    assert b'name="recognised_by"' in correct.content


def test_the_applicant_sees_its_own_once_it_is_shown(alone):
    row, works = screened(alone)
    said(row, works["standard"], alone, "strike", reason="重复申报")
    client = alone.client("administrator")
    address = reverse("screening:own_verification", args=[row.organisation_id, row.pk])
    assert client.get(address).status_code == 403
    announced(row, alone, until=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    shown = client.get(address)
    assert "重复申报" in shown.content.decode()
    sent = client.post(f"{address}answer/", {"text": "不重复"})
    assert sent.status_code == 302
    assert Reply.objects.get().text == "不重复"

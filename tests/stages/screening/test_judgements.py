"""Questions for people: who answers which, the verdict follows, nothing an applicant enters answers one."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.queries import submitted
from juli.stages.screening import pending
from juli.stages.screening.actions import judgements as actions
from juli.stages.screening.decided import decided, verdict
from juli.stages.screening.models import Judgement, Pending
from juli.stages.screening.queries import judgements as queries
from juli.stages.screening.questions import questions
from tests.people import people
from tests.stages.applications.conftest import published
from tests.stages.applications.life.conftest import _blank, _places, the_check  # noqa: F401  # Fixtures.
from tests.stages.screening.decided_world import AFTER, conference, kept, screened, standard
from tests.stages.screening.screened import in_screening

CONFERENCE = "international.conference"


@pytest.fixture
def world(database):
    return people()


@pytest.fixture
def alone(db):
    return people()


def judged(row, world, clause, work="", answer=True, by="officer", had=0, reason="媒体报道为证", **given):
    return actions.judge(
        application=row,
        clause=clause,
        achievement=work,
        answer=answer,
        reason=reason,
        had=had,
        by=world.users[by],
        at=AFTER,
        **given,
    )


def waiting(row):
    return [(one.clause.id, one.work, one.judge.by) for one in questions(verdict(row)) if one.waits]


def test_two_of_seven_is_the_head_of_offices_to_say(world):
    """S0-71: with two capabilities met it is open until the head of office answers, with a reason."""
    row, works = screened(world)
    assert waiting(row) == [(CONFERENCE, works["conference"], "office"), ("qualification", "", "lead")]
    judged(row, world, CONFERENCE, works["conference"])
    assert verdict(row).node("qualification").status == "open"
    with pytest.raises(Refused):
        judged(row, world, "qualification")
    made = judged(row, world, "qualification", by="lead", reason="标准工作成效显著")
    assert verdict(row).node("qualification").status == "met"
    assert (made.cite, made.asked, made.role) == ("二.末", "lead", "lead")
    assert made.question["zh"].startswith("某类服务能力")
    judged(row, world, "qualification", by="lead", answer=False, had=made.pk, reason="复核后认为不足")
    assert verdict(row).node("qualification").status == "unmet"


def test_an_answer_taken_back_leaves_the_question_open(world):
    row, works = screened(world)
    first = judged(row, world, CONFERENCE, works["conference"], answer=False)
    assert verdict(row).node(CONFERENCE).status == "unmet"
    judged(row, world, CONFERENCE, works["conference"], answer=None, had=first.pk, reason="再看")
    assert verdict(row).node(CONFERENCE).status == "open"
    assert decided(row).judgements == ()
    assert Judgement.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.filter(pk=first.pk).update(answer=True)


def test_nothing_that_an_applicant_enters_answers_a_question(alone):
    """O-7, S1-37: fields for recognition and words in the form are read, and answer nothing."""
    conference(alone, recognised_by="组委会", recognised_attendance=90)
    standard(alone)
    row = in_screening(alone)
    made = submitted.standing(row)
    assert submitted.copy(made).dossier.judgements == ()
    assert submitted.copy(made).dossier.verifications == ()
    assert [clause for clause, _work, _by in waiting(row)] == [CONFERENCE, "qualification"]
    client = alone.client("administrator")
    asked = {"clause": CONFERENCE, "work": waiting(row)[0][1], "answer": "yes", "reason": "有影响力", "had": "0"}
    assert client.post(reverse("screening:judge", args=[row.pk]), asked).status_code == 403
    assert Judgement.objects.count() == 0


@pytest.mark.parametrize("who", ["administrator", "supervisor", "expert", "receipt_agency", "business_office"])
def test_only_whom_the_file_names_answers(alone, who):
    row, works = screened(alone)
    with pytest.raises(Refused):
        judged(row, alone, CONFERENCE, works["conference"], by=who)


@pytest.mark.parametrize(
    ("clause", "work"), [("standards.published", ""), (CONFERENCE, "0"), ("nothing.such", ""), (CONFERENCE, "")]
)
def test_what_the_call_does_not_ask_cannot_be_answered(alone, clause, work):
    row, _works = screened(alone)
    with pytest.raises(NotReady):
        judged(row, alone, clause, work)


def test_an_answer_needs_its_reason(alone):
    row, works = screened(alone)
    with pytest.raises(NotReady):
        judged(row, alone, CONFERENCE, works["conference"], reason="  ")


def test_of_two_who_answer_the_second_is_told(world):
    row, works = screened(world)
    first = judged(row, world, CONFERENCE, works["conference"])
    with pytest.raises(Stale) as stale:
        judged(row, world, CONFERENCE, works["conference"], answer=False, by="lead")
    assert stale.value.now == first.pk


def asked_of(by, record=""):
    """The call with another answerer of its question."""
    old = "judge: {question: {zh: 是否有影响力, en: Is it influential?}, by: office}"
    return {old: old.replace("by: office", f"by: {by}{record}")}


def screening_with(world, words):
    conference(world)
    standard(world)
    row = in_screening(world, words=words)
    return row, waiting(row)[0][1]


def test_a_business_office_sees_the_question_the_work_and_nothing_else(alone):
    """S1-52."""
    row, work = screening_with(alone, asked_of("business_office"))
    pending.refresh_stale(AFTER)
    office = alone.client("business_office")
    listed = office.get(reverse("screening:judgement_queue")).content.decode()
    assert "国际学术会议" in listed
    assert queries.queue(alone.users["business_office"], False, "", AFTER).count == 1
    address = f"{reverse('screening:question', args=[row.pk])}?clause={CONFERENCE}&work={work}"
    assert "国际学术会议" in office.get(address).content.decode()
    lead = f"{reverse('screening:question', args=[row.pk])}?clause=qualification&work="
    for refused in (
        lead,
        reverse("screening:verification", args=[row.pk]),
        reverse("screening:judgements", args=[row.pk]),
    ):
        assert office.get(refused).status_code == 403
    said = {"clause": CONFERENCE, "work": work, "answer": "yes", "reason": "本处室认可", "had": "0"}
    assert office.post(reverse("screening:judge", args=[row.pk]), said).status_code == 302
    assert verdict(row).node(CONFERENCE).status == "met"
    assert queries.queue(alone.users["business_office"], False, "", AFTER).count == 0
    with pytest.raises(Refused):
        judged(row, alone, CONFERENCE, work, had=Judgement.objects.get().pk)


def test_a_committees_or_a_departments_word_is_brought_in_with_its_name_and_paper(alone):
    """S1-37, S1-40: a queue of their own, and the body is named."""
    row, work = screening_with(alone, asked_of("office", ", record: recognised_by"))
    pending.refresh_stale(AFTER)
    shown = queries.queue(alone.users["officer"], True, "", AFTER)
    assert [(line.waits.clause, line.title) for line in shown.lines] == [(CONFERENCE, "国际学术会议")]
    with pytest.raises(NotReady):
        judged(row, alone, CONFERENCE, work)
    made = judged(row, alone, CONFERENCE, work, unit="论坛组委会〔2022〕3号", files=[kept()])
    assert decided(row).judgements[0]["by"] == "论坛组委会〔2022〕3号"
    assert [link.name for link in queries.attachments(made.subject)] == ["证明.pdf"]


def test_the_experts_word_is_brought_in_by_the_head_of_office_once_they_have_met(alone):
    row, work = screening_with(alone, asked_of("experts"))
    with pytest.raises(NotReady):
        judged(row, alone, CONFERENCE, work, by="lead", unit="专家组")
    Application.objects.filter(pk=row.pk).update(state="review")
    with pytest.raises(Refused):
        judged(row, alone, CONFERENCE, work, unit="专家组")
    with pytest.raises(NotReady):
        judged(row, alone, CONFERENCE, work, by="lead")
    assert judged(row, alone, CONFERENCE, work, by="lead", unit="专家组").unit == "专家组"


def test_what_waits_is_kept_and_follows_each_answer(alone):
    row, works = screened(alone)
    assert pending.unknown() == 1
    assert pending.refresh_stale(AFTER) == 1
    assert pending.refresh_stale(AFTER) == 0
    assert [one.clause for one in pending.waiting()] == [CONFERENCE, "qualification"]
    judged(row, alone, CONFERENCE, works["conference"], answer=False)
    assert [one.clause for one in pending.waiting()] == []
    assert pending.refresh_stale(AFTER) == 0
    assert Pending.objects.get().application_id == row.pk


def test_what_was_answered_of_a_work_that_left_counts_for_nothing(alone):
    row, works = screened(alone)
    judged(row, alone, CONFERENCE, works["conference"])
    gone = submitted.Decided(judgements=({**decided(row).judgements[0], "achievement": "999999"},))
    assert submitted.copy(submitted.standing(row), gone).dossier.judgements == ()


def test_a_call_that_is_published_asks_nothing_before_somebody_applies(alone):
    published("zgc-2022")
    assert pending.refresh_stale(AFTER) == 0

"""Publishing, amending, withdrawing, asking: on both databases."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from juli.engines.policy.labels import Label
from juli.registry.journal.models import Entry
from juli.registry.messages.actions import Recipient
from juli.registry.messages.models import Message
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.calls import affected, deadlines
from juli.stages.calls.actions import asking, editing, publishing
from juli.stages.calls.models import Amendment, Call, Proposal, Question, Revision
from juli.stages.calls.queries.dates import closing
from juli.stages.calls.queries.office import overview
from juli.stages.calls.readiness import NotReady
from juli.stages.calls.rulebook import current, rules_of
from tests.people import people
from tests.stages.calls.making import BEFORE, FILE, NOW, REASON, draft, proposed, published

pytestmark = pytest.mark.usefixtures("root", "database")
LATER = FILE.replace("2031-03-20T16:00", "2031-04-03T16:00")


@pytest.fixture
def world(database):
    return people()


@pytest.fixture
def concerned(monkeypatch, world):
    """Somebody whom every change concerns, told in English."""
    monkeypatch.setattr(affected, "_hooks", {})
    to = Recipient(world.users["administrator"].actor_id, "en", "administrator@example.org")
    affected.register("a test", lambda call: [to, to])
    return to


def publish(world, call, *, knowing=False, at=BEFORE, version=1):
    return publishing.publish(call=call, version=version, knowing=knowing, by=world.users["officer"], at=at)


def test_a_published_call_is_frozen_with_its_digest(world):
    call = publish(world, draft(world))
    assert (call.state, call.published_at) == ("published", BEFORE)
    assert call.digest == current(call).digest == rules_of(call).programme.digest
    assert not Revision.objects.exists()
    with pytest.raises(Refused):
        editing.save_text(call=call, text="a: 1", version=1, by=world.users["officer"], at=NOW)
    assert Entry.objects.filter(act="call.published", actor=world.users["officer"].actor_id).count() == 1


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("count: standard", "count: standart", "standart"),
        ("{before: 2031-03-20T16:00}", "{before: 2031-02-20}", "closes before it opens"),
        ("before: 2031-03-20T16:00", "at: unstated", "not stated"),
        ("  closes: {before: 2031-03-20T16:00}\n", "", "no date for closes"),
        ("  opens: {at: 2031-03-01}\n", "", "no date for opens"),
        ("dates:\n", "dates:\n  recommendation: {through: 2031-03-10}\n", "recommenders close before"),
        ("dates:\n", "dates:\n  recommendation: {at: unstated}\n", "not stated"),
        ("dates:\n", "dates:\n  paper: {through: 2031-02-28}\n", "paper is due before"),
        ("at_least: 2", "at_least: unstated", "not stated"),
    ],
)
def test_what_does_not_hold_together_or_whose_dates_do_not_fit_is_not_published(world, before, after, said):
    assert FILE.count(before) == 1
    call = draft(world, FILE.replace(before, after))
    with pytest.raises(NotReady) as error:
        publish(world, call, knowing=True)
    assert said in str(error.value)
    assert all(problem.place.line for problem in error.value.problems)
    assert Call.objects.get().state == "draft"


def test_a_call_whose_closing_has_passed_is_not_published(world):
    call = draft(world)
    with pytest.raises(NotReady, match="the closing has passed"):
        publish(world, call, at=dt.datetime(2031, 3, 20, 8, tzinfo=dt.UTC))
    assert publish(world, call, at=dt.datetime(2031, 3, 20, 7, 59, 59, 999_999, tzinfo=dt.UTC)).state == "published"


def test_what_may_stay_unstated_is_published_knowingly_alone(world):
    call = draft(world, FILE + "support: {quota: unstated, amount: 100000}\n")
    with pytest.raises(NotReady, match="Quota: not stated"):
        publish(world, call)
    assert publish(world, call, knowing=True).state == "published"


def test_a_stale_page_publishes_nothing(world):
    call = draft(world)
    editing.save_text(call=call, text=FILE + "# x\n", version=1, by=world.users["lead"], at=BEFORE)
    with pytest.raises(Stale):
        publish(world, call)


def test_an_amendment_is_dated_numbered_and_told(world, concerned):
    call = published(world)
    proposal = proposed(world, call, LATER)
    # The office's page goes on saying what holds, until it is published.
    stands = deadlines.closes(rules_of(call).programme)
    assert overview(call, NOW).closing.instant == stands
    made = publishing.amend(
        call=call, reason=REASON, version=proposal.version, knowing=True, by=world.users["officer"], at=NOW
    )
    assert (made.number, made.published_at, made.text) == (1, NOW, LATER)
    assert current(call).amendment == 1
    assert current(call).digest == made.digest
    assert rules_of(call).amendment == 0
    assert not Proposal.objects.exists()
    told = Message.objects.filter(recipient=concerned.id, kind="calls.amended")
    assert told.count() == 2  # In the site and by e-mail, once each.
    assert "extended by two weeks" in told.first().body
    # It closes as amended, and who handed in before stands under the rules of that moment.
    old, new = deadlines.closes(rules_of(call).programme), deadlines.closes(current(call).programme)
    assert not deadlines.accepts(rules_of(call), old)
    assert deadlines.accepts(current(call), old)
    assert closing(call, NOW).instant == new
    assert overview(call, NOW).closing.instant == new != stands


def test_a_second_amendment_builds_on_the_first(world):
    call = published(world)
    first = proposed(world, call, LATER)
    publishing.amend(call=call, reason=REASON, version=first.version, knowing=True, by=world.users["officer"], at=NOW)
    second = publishing.propose(call=call, by=world.users["lead"], at=NOW)
    assert second.text == LATER
    with pytest.raises(ValidationError):
        publishing.amend(call=call, reason=REASON, version=1, knowing=True, by=world.users["lead"], at=NOW)
    editing.save_text(call=call, text=LATER + "# again\n", version=1, by=world.users["lead"], at=NOW)
    made = publishing.amend(call=call, reason=REASON, version=2, knowing=True, by=world.users["lead"], at=NOW)
    assert made.number == 2


@pytest.mark.parametrize("reason", [Label("", "extended"), Label("延期", " ")])
def test_an_amendment_gives_its_reason_in_both_languages(world, reason):
    call = published(world)
    proposal = proposed(world, call, LATER)
    with pytest.raises(ValidationError):
        publishing.amend(
            call=call, reason=reason, version=proposal.version, knowing=True, by=world.users["officer"], at=NOW
        )
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id: small", "id: other"),
        ("year: 2031", "year: 2032"),
        ("programme: small", "programme: other"),
        ("2031-03-20T16:00", "2031-03-02T16:00"),
    ],
)
def test_an_amendment_stays_the_same_call_and_does_not_close_in_the_past(world, before, after):
    call = published(world)
    proposal = proposed(world, call, FILE.replace(before, after, 1))
    with pytest.raises(NotReady):
        publishing.amend(
            call=call, reason=REASON, version=proposal.version, knowing=True, by=world.users["officer"], at=NOW
        )


def test_an_amendment_in_the_making_keeps_its_reasons_and_may_be_dropped(world):
    call = published(world)
    proposal = publishing.propose(call=call, by=world.users["officer"], at=NOW)
    assert publishing.propose(call=call, by=world.users["lead"], at=NOW) == proposal
    publishing.word_amendment(call=call, reason=REASON, version=1, by=world.users["officer"], at=NOW)
    assert Proposal.objects.get().reason_zh == "延期两周"
    publishing.drop_amendment(call=call, version=1, by=world.users["officer"], at=NOW)
    assert not Proposal.objects.exists()
    assert not Revision.objects.exists()


def test_a_call_is_withdrawn_with_its_reason_and_told(world, concerned):
    call = published(world)
    publishing.propose(call=call, by=world.users["officer"], at=NOW)
    with pytest.raises(ValidationError):
        publishing.withdraw(call=call, reason=Label("政策调整", ""), by=world.users["lead"], at=NOW)
    reason = Label("政策调整", "the policy changed")
    made = publishing.withdraw(call=call, reason=reason, by=world.users["lead"], at=NOW)
    assert (Call.objects.get().state, made.reason_zh, made.at) == ("withdrawn", "政策调整", NOW)
    assert Message.objects.filter(recipient=concerned.id, kind="calls.withdrawn").count() == 2
    for act in (publishing.propose, lambda **kw: publishing.withdraw(reason=reason, **kw)):
        with pytest.raises(Refused):
            act(call=call, by=world.users["lead"], at=NOW)


def test_anybody_signed_in_asks_and_the_office_answers_for_all(world):
    call = published(world)
    question = asking.ask(call=call, text="  会员活动算不算？ ", by=world.users["stranger"], at=NOW)
    assert question.text == "会员活动算不算？"
    with pytest.raises(Refused):
        asking.answer(question=question, text="算。", version=1, by=world.users["stranger"], at=NOW)
    answered = asking.answer(question=question, text="算。", version=1, by=world.users["officer"], at=NOW)
    assert (answered.answer, answered.answered_at) == ("算。", NOW)
    told = Message.objects.filter(recipient=world.users["stranger"].actor_id, kind="calls.answered")
    assert told.count() == 2
    with pytest.raises(Stale):
        asking.answer(question=question, text="不算。", version=1, by=world.users["lead"], at=NOW)
    asking.answer(question=question, text="不算。", version=2, by=world.users["lead"], at=NOW)
    assert told.count() == 4


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 2001, "a\x07b"], ids=["none", "blank", "too long", "bell"])
def test_a_question_is_something_that_can_be_read(world, text):
    with pytest.raises(ValidationError):
        asking.ask(call=published(world), text=text, by=world.users["stranger"], at=NOW)


def test_nobody_asks_about_a_draft_or_without_end(world):
    with pytest.raises(Refused):
        asking.ask(call=draft(world), text="何时发布？", by=world.users["stranger"], at=NOW)
    call = Call.objects.get()
    publish(world, call)
    for number in range(10):
        asking.ask(call=call, text=f"问题{number}", by=world.users["stranger"], at=NOW)
    with pytest.raises(ValidationError):
        asking.ask(call=call, text="问题十一", by=world.users["stranger"], at=NOW)
    assert Question.objects.count() == 10

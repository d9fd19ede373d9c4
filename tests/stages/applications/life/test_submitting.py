"""Handing in: wholly, once, in time by the instant that counts; frozen, numbered, told; withdrawn and handed in again."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, connection, transaction

from juli.engines.paper.check_code import read_code
from juli.registry.files.actions import attach
from juli.registry.files.queries import attachments
from juli.registry.journal.models import Entry as Recorded
from juli.registry.messages.models import Message
from juli.registry.parties import Actor, Subject
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.actions import drafting, finalising, reviewing, submitting
from juli.stages.applications.cases import NotReady
from juli.stages.applications.judged_on import digest
from juli.stages.applications.models import Application, FinalVersion, RulesText, Submission, TakenBack, Turn
from juli.stages.applications.receipts import sealed
from juli.stages.applications.starting import Entry
from juli.stages.calls.models import Amendment
from juli.stages.ledger.models import Achievement
from juli.stages.organisations.models import Organisation
from tests.people import people
from tests.stages.applications.conftest import NOW, begun, published
from tests.stages.applications.life.conftest import MICROSECOND, finalised, fresh, scanned, stored, submitted

CAST, BAST = NOW["cast-2023"], NOW["bast-2024"]
BEIJING = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


def hand_in(final, world, at):
    return submitting.submit(application=final.application, by=world.users["administrator"], at=at)


def achievement(world, **said):
    return Achievement.objects.create(
        organisation=world.ours, kind="activity", title="样例活动", date=dt.date(2022, 5, 1), fields={"attendance": 60},
        vocabulary=1, created_at=CAST, changed_at=CAST, **said,
    )  # fmt: skip


def test_the_whole_way(database):
    """S4-55, S4-58, S4-59; design §6."""
    world = people()
    row = achievement(world)
    with transaction.atomic():
        attach(
            file=stored("photo"), subject=Subject("achievement", str(row.pk)), tag="photos", name="照片.pdf",
            by=Actor("user:1", "staff"), at=CAST,
        )  # fmt: skip
    made = submitted("cast-2023", world)
    found = fresh(made.application)
    assert (found.state, found.number, made.number) == ("submitted", "CAST-2023-0001", 1)
    content = made.final.content
    assert content["achievements"][0]["files"][0]["sha256"] == stored("photo").digest
    assert content["organisation"]["name"] == world.ours.name
    assert content["rules"]["digest"] == found.call.digest == made.rules_id
    assert RulesText.objects.get().text == found.call.text
    assert content["application"]["said"] == made.final.version.digest
    assert made.final.digest == digest(content)
    assert made.digest == digest(sealed(Submission.objects.get(pk=made.pk)))
    assert read_code(made.check_code) != read_code(made.final.check_code)
    assert [link.file for link in attachments(made.subject)] == [stored("photo")]
    acts = Recorded.objects.filter(subject_type="application").order_by("number")
    assert [entry.act.partition(".")[2] for entry in acts] == [
        "started", "sent-to-review", "version-kept", "finalised", "submitted",
    ]  # fmt: skip
    last = acts.last()
    assert (last.number, last.at) == (made.entry, CAST)
    assert json.loads(last.details)["digest"] == made.digest
    assert [turn.event for turn in Turn.objects.order_by("pk")] == ["send", "finalise", "submit"]


def test_both_are_told_by_mail_and_in_the_site(world):
    submitted("cast-2023", world)
    told = Message.objects.filter(kind="application.submitted")
    people_told = {world.users[who].actor_id for who in ("administrator", "staff")}
    assert {(m.recipient, m.channel) for m in told} == {(who, way) for who in people_told for way in ("site", "email")}
    assert "CAST-2023-0001" in told[0].title
    assert "/life/" in told[0].body


@pytest.mark.parametrize(
    ("edition", "words", "end"),
    [
        ("cast-2023", {}, dt.datetime(2023, 5, 20, tzinfo=BEIJING)),
        ("bast-2024", {}, dt.datetime(2024, 3, 13, 16, tzinfo=BEIJING)),
        ("bast-2024", {"{before: 2024-03-13T16:00,": "{at: 2024-03-13T16:00,"}, dt.datetime(2024, 3, 13, 16, tzinfo=BEIJING)),
        ("bast-2024", {"{before: 2024-03-13T16:00,": "{at: 2024-03-13,"}, dt.datetime(2024, 3, 14, tzinfo=BEIJING)),
        ("bast-2024", {"{before: 2024-03-13T16:00,": "{before: 2024-03-13,"}, dt.datetime(2024, 3, 13, tzinfo=BEIJING)),
        ("bast-2024", {"{before: 2024-03-13T16:00,": "{through: 2024-03-13T16:00,"}, dt.datetime(2024, 3, 13, 16, tzinfo=BEIJING) + MICROSECOND),
    ],
    ids=["through a day", "before an hour", "at an hour", "at a day", "before a day", "through an hour"],
)  # fmt: skip
def test_one_microsecond_either_side_of_the_end(world, edition, words, end):
    """O-25, O-26, S3-46, S4-59."""
    published(edition, words=words)
    final = finalised(edition, world)
    if edition == "bast-2024":
        scanned(final, world)
    with pytest.raises(NotReady, match="has closed"):
        hand_in(final, world, end)
    assert not Submission.objects.exists()
    assert fresh(final.application).state == "finalised"
    made = hand_in(final, world, end - MICROSECOND)
    assert made.at == end - MICROSECOND
    with pytest.raises(NotReady, match="has closed"):
        submitting.withdraw(application=made.application, by=world.users["administrator"], at=end)
    assert fresh(final.application).state == "submitted"


def test_not_before_it_opens(world):
    final = finalised("cast-2023", world, at=dt.datetime(2023, 4, 20, tzinfo=BEIJING))
    opens = dt.datetime(2023, 4, 28, tzinfo=BEIJING)
    with pytest.raises(NotReady, match="opens at"):
        hand_in(final, world, opens - MICROSECOND)
    hand_in(final, world, opens)


def test_not_while_no_closing_is_set(world):
    final = finalised("zgc-2022", world)
    with pytest.raises(NotReady, match="has not set the closing day"):
        hand_in(final, world, NOW["zgc-2022"])


def test_what_was_handed_in_is_never_changed(database):
    world = people()
    made = submitted("bast-2024", world)
    submitting.withdraw(application=made.application, by=world.users["administrator"], at=BAST)
    frozen = [Submission, FinalVersion, RulesText, TakenBack, Turn, type(made.scan)]
    for model in frozen:
        for change in (
            lambda rows: rows.update(**{rows.model._meta.concrete_fields[1].name: rows.first().pk}),
            lambda rows: rows._raw_delete(rows.db),
        ):
            with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
                change(model.objects.all())
    # What a person's rights can ask for is erased, and nothing else.
    Submission.objects.update(by_name=None)
    FinalVersion.objects.update(content=None)
    assert connection.vendor in database


def test_the_same_final_version_twice_is_refused(world):
    made = submitted("cast-2023", world)
    with pytest.raises(NotReady, match="Handed in"):
        hand_in(made.final, world, CAST)
    assert Submission.objects.count() == 1


def test_withdrawn_and_handed_in_again_until_the_end(database):
    """O-26."""
    world = people()
    first = submitted("cast-2023", world)
    boss = world.users["administrator"]
    submitting.withdraw(application=first.application, by=boss, at=CAST)
    row = fresh(first.application)
    assert row.state == "withdrawn"
    second = submitting.submit(application=row, by=boss, at=CAST + MICROSECOND)
    assert (second.number, second.final, second.application.number) == (2, first.final, "CAST-2023-0001")
    assert second.check_code != first.check_code
    submitting.withdraw(application=row, by=boss, at=CAST)
    finalising.reopen(application=row, by=boss, at=CAST)
    reviewing.send(application=row, by=boss, at=CAST)
    final = finalising.finalise(application=row, by=boss, at=CAST)
    assert (final.version.number, final.application.number) == (2, "CAST-2023-0001")
    third = submitting.submit(application=row, by=boss, at=CAST)
    assert (third.number, third.final) == (3, final)
    assert TakenBack.objects.count() == 2


def test_a_withdrawn_one_does_not_come_back_beside_another(world):
    """S4-5: one of each."""
    first = submitted("cast-2023", world)
    boss = world.users["administrator"]
    submitting.withdraw(application=first.application, by=boss, at=CAST)
    begun("cast-2023", world)
    for again in (submitting.submit, finalising.reopen):
        with pytest.raises(NotReady, match="takes one of each"):
            again(application=first.application, by=boss, at=CAST)


def test_the_scan_comes_with_it_where_the_call_says_so(world):
    """S3-46: the stamped form by the deadline; S4-58: after it."""
    final = finalised("bast-2024", world)
    with pytest.raises(NotReady, match="stamped form is missing"):
        hand_in(final, world, BAST)
    with pytest.raises(NotReady, match="this cannot be done"):
        scanned(finalised("cast-2023", world), world)
    kept = scanned(final, world)
    assert hand_in(final, world, BAST).scan == kept


def test_the_paper_shows_the_version_that_the_system_holds(world):
    old = finalised("bast-2024", world)
    boss, row = world.users["administrator"], old.application
    finalising.reopen(application=row, by=boss, at=BAST)
    reviewing.send(application=row, by=boss, at=BAST)
    new = finalising.finalise(application=row, by=boss, at=BAST)
    with pytest.raises(NotReady, match="This paper is version 1; the final version is 2"):
        scanned(old, world)
    other = finalised("cast-2023", world)
    new_code = new.check_code
    for typed, says in [
        ("", "no check code"),
        ("AAAA-AAAA-A", "no check code"),
        (other.check_code, "not the check code"),
    ]:
        new.check_code = typed
        with pytest.raises(NotReady, match=says):
            scanned(new, world)
    new.check_code = new_code
    first = scanned(new, world)
    second = scanned(new, world, text="better")
    assert hand_in(new, world, BAST).scan == second != first


def test_it_stands_under_the_amendment_published_by_then(world):
    final = finalised("cast-2023", world)
    call = final.application.call
    later = call.text.replace("through: 2023-05-19", "through: 2023-05-26")
    Amendment.objects.create(
        call=call, number=1, reason_zh="延期", text=later, digest="a" * 64, published_at=CAST + dt.timedelta(days=1)
    )
    end = dt.datetime(2023, 5, 20, tzinfo=BEIJING)
    made = hand_in(final, world, end)
    assert (made.amendment, made.rules.text, made.final.amendment) == (1, later, 0)
    submitting.withdraw(application=made.application, by=world.users["administrator"], at=end)
    # Before it was published there was none, whenever the lock came.
    assert hand_in(final, world, CAST).amendment == 0


def test_an_amended_form_is_filled_in_again(world):
    final = finalised("cast-2023", world)
    call = final.application.call
    later = call.text.replace("zh: 一、项目名称", "zh: 一、项目全称", 1)
    assert later != call.text
    Amendment.objects.create(call=call, number=1, reason_zh="更正", text=later, digest="b" * 64, published_at=CAST)
    with pytest.raises(NotReady, match="form was amended"):
        hand_in(final, world, CAST)


def test_only_an_accepted_organisation_hands_in(world):
    final = finalised("cast-2023", world)
    Organisation.objects.filter(pk=world.ours.pk).update(state="waiting")
    with pytest.raises(NotReady, match="has not been accepted yet"):
        hand_in(final, world, CAST)


def test_staff_write_and_the_administrator_hands_in(world):
    row = begun("cast-2023", world)
    clerk, boss, other = (world.users[who] for who in ("staff", "administrator", "other"))
    with pytest.raises(Refused):
        reviewing.send(application=row, by=other, at=CAST)
    reviewing.send(application=row, by=clerk, at=CAST)
    with pytest.raises(Refused):
        finalising.finalise(application=row, by=clerk, at=CAST)
    with pytest.raises(NotReady, match="Say what is to be changed"):
        reviewing.give_back(application=row, remarks=" ", by=boss, at=CAST)
    reviewing.give_back(application=row, remarks="请补充测算依据", by=boss, at=CAST)
    assert fresh(row).state == "draft"
    assert "请补充测算依据" in Message.objects.get(kind="application.returned", channel="site").body
    with pytest.raises(NotReady, match="this cannot be done"):
        finalising.finalise(application=row, by=boss, at=CAST)
    reviewing.send(application=row, by=clerk, at=CAST)
    final = finalising.finalise(application=row, by=boss, at=CAST)
    for act in (submitting.submit, finalising.reopen):
        with pytest.raises(Refused):
            act(application=final.application, by=clerk, at=CAST)


def test_numbers_are_the_calls_own_and_kept(world):
    first = finalised("cast-2023", world).application
    other = drafting.start(
        call=first.call, organisation=world.ours, entry=Entry("national_society", ("awards",)),
        by=world.users["administrator"], at=CAST,
    )  # fmt: skip
    reviewing.send(application=other, by=world.users["administrator"], at=CAST)
    assert finalising.finalise(application=other, by=world.users["administrator"], at=CAST).application.number == (
        "CAST-2023-0002"
    )
    assert finalised("bast-2024", world).application.number == "BAST-2024-0001"
    assert Application.objects.exclude(number="").count() == 3


def test_a_check_that_blocks_blocks(world, monkeypatch):
    from juli.stages.applications import guards

    monkeypatch.setattr(guards, "form_complete", lambda case: [f"part missing in {case.application.applicant_type}"])
    row = begun("cast-2023", world)
    reviewing.send(application=row, by=world.users["staff"], at=CAST)
    with pytest.raises(NotReady, match="part missing in national_society"):
        finalising.finalise(application=row, by=world.users["administrator"], at=CAST)
    assert not FinalVersion.objects.exists()

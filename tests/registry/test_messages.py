"""People are told what has happened, once, in words that are whole; nothing of what was taken back."""

import pytest
from django.db import transaction

from juli.engines.policy.labels import Label
from juli.registry.messages import reminders
from juli.registry.messages.actions import Recipient, clear, enqueue, mark_read, switch
from juli.registry.messages.kinds import Kind, Unsayable, register, worded
from juli.registry.messages.models import Channel, Message
from juli.registry.messages.queries import choices, inbox
from juli.registry.messages.reminders import Reminder, due
from juli.registry.parties import Subject
from juli.registry.transactions import OutsideTransaction
from tests.registry.acts import AT, kind_for_tests

KIND = kind_for_tests()
DUTY = register(Kind("test.duty", Label("义务", "Duty"), Label("须办", "To do"), Label("须办", "To do"), required=True))
OFFICE = Recipient("user:1", email="office@association.example", phone="13800000000")
PARAMS = {"title": "甲", "days": 3}


def tell(kind=KIND.key, to=OFFICE, params=PARAMS, key="returned:17:1", **given):
    return enqueue(kind=kind, to=to, params=params, at=AT, key=key, **given)


def test_a_message_waits_in_both_places_once_the_act_is_done(database):
    tell(about=Subject("application", "17"))
    site, mail = Message.objects.order_by("-channel")
    assert (site.channel, site.state, site.address, site.title) == ("site", "sent", "", "《甲》退回补正")
    assert (mail.channel, mail.state, mail.address) == ("email", "waiting", "office@association.example")
    assert mail.body == "请在 3 天内补正《甲》。"
    assert mail.subject == Subject("application", "17")


def test_nothing_is_told_of_what_was_taken_back(database):
    def act():
        with transaction.atomic():
            tell()
            raise RuntimeError("taken back")

    with pytest.raises(RuntimeError, match="taken back"):
        act()
    assert Message.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_apart_from_its_act():
    with pytest.raises(OutsideTransaction, match="enqueue belongs in the transaction"):
        tell()


def test_the_same_occasion_is_told_once(database):
    assert len(tell()) == 2
    assert tell() == []
    assert len(tell(key="returned:17:2")) == 2
    assert len(tell(to=OFFICE._replace(id="user:2"))) == 2
    assert Message.objects.count() == 6


def test_english_readers_read_english(db):
    tell(to=OFFICE._replace(language="en"))
    assert {m.title for m in Message.objects.all()} == {"“甲” was returned"}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"params": {"title": "甲"}}, "test.returned: days missing"),
        ({"params": {**PARAMS, "dayz": 1}}, "test.returned: dayz unknown; the text has days, title"),
        ({"params": {**PARAMS, "days": 1.5}}, "days is a float; write it as text"),
        ({"params": {**PARAMS, "days": None}}, "days is a NoneType"),
        ({"kind": "test.unknown"}, "no kind of message is called 'test.unknown'"),
        ({"to": OFFICE._replace(language="fr")}, "language 'fr'; use zh or en"),
        ({"to": OFFICE._replace(email="office")}, "'office' is not an e-mail address"),
        ({"to": OFFICE._replace(email="a@b.example\nBcc: c@d.example")}, "is not an e-mail address"),
        ({"key": ""}, "the key has 1 to 120 characters"),
    ],
)
def test_what_cannot_be_said_is_refused_when_it_is_enqueued(db, given, says):
    with pytest.raises(Unsayable, match=says):
        tell(**given)
    assert Message.objects.count() == 0


def test_what_people_wrote_is_text_and_nothing_else(db):
    tell(params={"title": "{days} {0.__class__}\r\nBcc: a@b.example\u2028", "days": 3})
    assert {m.title for m in Message.objects.all()} == {"《{days} {0.__class__} Bcc: a@b.example 》退回补正"}
    long = worded(KIND, {"title": "长" * 500, "days": 3}, "zh")
    assert (len(long.title), len(long.short)) == (200, 300)


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"body": Label("{a}", "{b}")}, "a, b stands in one language only"),
        ({"body": Label("{a.b}", "{a.b}")}, "write a plain name"),
        ({"body": Label("{}", "{}")}, "write a plain name"),
        ({"body": Label("{a:>9}", "{a:>9}")}, "write a plain name"),
        ({"channels": (Channel.SMS,)}, "say what a text message says"),
        ({"key": KIND.key}, "there is another kind with this key"),
    ],
)
def test_a_kind_that_does_not_hold_together_is_refused(texts, says):
    whole = Kind("test.broken", Label.both("a"), Label.both("a"), Label.both("a"))
    with pytest.raises(Unsayable, match=says):
        register(whole._replace(**texts))


def ways():
    return sorted(Message.objects.values_list("channel", flat=True))


def test_a_reader_switches_ways_off_and_on(database, settings):
    settings.JULI_SMS = "tests.registry.gateway.Gateway"
    switch(recipient="user:1", kind=KIND.key, channel=Channel.EMAIL, on=False)
    switch(recipient="user:1", kind=KIND.key, channel=Channel.SMS, on=True)
    tell()
    assert ways() == ["site", "sms"]
    choice = next(c for c in choices("user:1") if c.kind == KIND)
    assert (choice.on, choice.fixed) == ({Channel.SITE, Channel.SMS}, set())
    tell(to=OFFICE._replace(id="user:2"))
    assert ways() == ["email", "site", "site", "sms"]


def test_a_duty_is_not_switched_off(db):
    for channel in (Channel.SITE, Channel.EMAIL):
        with pytest.raises(Unsayable, match="cannot be switched off"):
            switch(recipient="user:1", kind=DUTY.key, channel=channel, on=False)
    assert next(c for c in choices("user:1") if c.kind == DUTY).fixed == {Channel.SITE, Channel.EMAIL}


def test_without_an_address_there_is_the_site(db):
    tell(to=Recipient("user:1"))
    assert ways() == ["site"]


def test_an_inbox_is_its_readers_own(database):
    mine = next(m for m in tell() if m.channel == "site")
    other = next(m for m in tell(to=OFFICE._replace(id="user:2")) if m.channel == "site")
    assert list(inbox("user:1", unread=True)) == [mine]
    assert mark_read(recipient="user:1", messages=[str(mine.pk), str(other.pk)], at=AT) == 1
    assert list(inbox("user:1", unread=True)) == []
    assert list(inbox("user:2", unread=True)) == [other]


def test_what_was_told_long_ago_is_cleared_and_what_waits_stays(db):
    tell()
    assert clear(before=AT) == 0
    assert clear(before=AT.replace(year=AT.year + 1)) == 1
    assert ways() == ["email"]


def test_what_falls_due_is_told_once_however_often_the_clock_ticks(database, monkeypatch):
    monkeypatch.setattr(reminders, "_hooks", {})
    asked = []

    def closing(now):
        asked.append(now)
        yield Reminder(KIND.key, OFFICE, PARAMS, "closing:17:3")

    reminders.register("test", closing)
    reminders.register("test", closing)
    with pytest.raises(ValueError, match="another reminder called test"):
        reminders.register("test", lambda now: [])
    assert len(due(now=AT)) == 2
    assert due(now=AT) == []
    assert asked == [AT, AT]

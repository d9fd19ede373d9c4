"""A reader's messages: what is new, where it leads, by which way it comes."""

import datetime as dt

import pytest
from django.db import transaction

from juli.engines.policy.labels import Label
from juli.registry.messages import kinds, places
from juli.registry.messages.actions import Recipient, enqueue
from juli.registry.messages.models import Channel, Message
from juli.registry.messages.queries import choices
from juli.registry.parties import Subject
from tests.people import person

AT = dt.datetime(2024, 3, 13, 8, tzinfo=dt.UTC)
FREE = kinds.Kind("test.free", Label("新动态", "News"), Label("第{n}条", "No. {n}"), Label("正文", "Body"))
DUTY = kinds.Kind("test.duty", Label("补正通知", "Correction"), Label("请补正", "Please correct"), Label("三日内", "In three days"), required=True)  # fmt: skip


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {FREE.key: FREE, DUTY.key: DUTY})
    monkeypatch.setattr(places, "_places", {"call": lambda id_, _reader: f"/programmes/{id_}/"})


@pytest.fixture
def reader(db):
    return person("li@example.org", "李")


def told(reader, kind=FREE, about=None, **params):
    with transaction.atomic():
        enqueue(kind=kind.key, to=Recipient(reader.actor_id), params=params, at=AT, about=about, key=str(params))


def test_what_is_new_is_counted_and_leads_to_its_page(client, reader):
    told(reader, n=1, about=Subject("call", "zgc-2022"))
    client.force_login(reader)
    text = client.get("/messages/").content.decode()
    assert "第1条" in text
    assert '<a class="bell" href="/messages/">消息 <b>1</b>' in text
    letter = Message.objects.get(channel=Channel.SITE)
    assert client.post(f"/messages/{letter.pk}/").headers["Location"] == "/programmes/zgc-2022/"
    assert "<b>1</b>" not in client.get("/messages/").content.decode()
    assert "没有未读消息" in client.get("/messages/?unread").content.decode()


def test_many_are_turned_page_by_page_and_read_at_once(client, reader):
    for n in range(45):
        told(reader, n=n)
    client.force_login(reader)
    third = client.get("/messages/?page=3&unread").content.decode()
    assert third.count("<li class=") == 5
    assert 'href="?unread=&amp;page=2"' in third
    client.post("/messages/read/")
    assert not Message.objects.filter(channel=Channel.SITE, read_at=None).exists()


def test_a_reader_switches_what_is_free_and_keeps_what_is_a_duty(client, reader):
    client.force_login(reader)
    client.post("/messages/ways/", {"on": ["test.free site"]})
    on = {choice.kind.key: choice.on for choice in choices(reader.actor_id)}
    assert on == {"test.free": {Channel.SITE}, "test.duty": {Channel.SITE, Channel.EMAIL}}


def test_no_messages_say_what_would_come(client, reader):
    client.force_login(reader)
    assert "还没有消息" in client.get("/messages/").content.decode()

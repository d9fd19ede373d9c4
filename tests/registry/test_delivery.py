"""Messages are handed over, tried again after pauses, and given up at the end."""

import email
import socketserver
import threading
from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from django.core.mail import get_connection

from juli.registry.messages.actions import Recipient, enqueue
from juli.registry.messages.delivery import PAUSES, Delivered, deliver
from juli.registry.messages.models import Channel, Message
from juli.registry.messages.queries import stuck
from juli.site import settings as site_settings
from tests.registry import gateway
from tests.registry.acts import AT, kind_for_tests

KIND = kind_for_tests()
MINUTE = timedelta(minutes=1)


def tell(address="office@association.example", key="1", **given):
    to = Recipient("user:1", email=address, **given)
    enqueue(kind=KIND.key, to=to, params={"title": "甲", "days": 3}, at=AT, key=key)


class MailServer(socketserver.ThreadingTCPServer):
    """As much SMTP as sending needs: takes mail, but none for ``nobody@…`` (550) or ``later@…`` (451)."""

    allow_reuse_address = True

    class RequestHandlerClass(socketserver.StreamRequestHandler):
        def handle(self):
            self.say("220 ready")
            for line in self.rfile:
                word = line[:4].upper().strip()
                if word == b"RCPT" and b"nobody@" in line:
                    self.say("550 no such mailbox")
                elif word == b"RCPT" and b"later@" in line:
                    self.say("451 come back later")
                elif word == b"DATA":
                    self.say("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    self.server.mail.append(email.message_from_bytes(b"".join(lines)))
                    self.say("250 taken")
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 well")

        def say(self, text):
            self.wfile.write(f"{text}\r\n".encode())

    def __init__(self):
        self.mail = []
        super().__init__(("127.0.0.1", 0), self.RequestHandlerClass)


@pytest.fixture
def mail_server(settings):
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.JULI_SMTP = f"smtp://127.0.0.1:{server.server_address[1]}"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.DEFAULT_FROM_EMAIL = "聚力 <juli@office.example>"
        yield server
        server.shutdown()


def test_mail_goes_to_the_server_under_an_id_of_its_own(database, mail_server):
    tell()
    tell("other@association.example", "2")
    assert deliver(now=AT) == Delivered(2, 0, 0)
    assert deliver(now=AT) == Delivered(0, 0, 0)
    letters = {letter["To"]: letter for letter in mail_server.mail}
    letter = letters["office@association.example"]
    message = Message.objects.get(address="office@association.example", channel=Channel.EMAIL)
    assert str(make_header(decode_header(letter["Subject"]))) == "《甲》退回补正"
    assert letter.get_payload(decode=True).decode().strip() == "请在 3 天内补正《甲》。"
    assert letter["Message-ID"] == f"<{message.pk}@office.example>"
    assert (message.state, message.sent_at, message.attempts) == ("sent", AT, 1)
    assert len(letters) == 2


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_given_up_at_once(mail_server):
    tell("nobody@association.example")
    tell(key="2")
    assert deliver(now=AT) == Delivered(1, 0, 1)
    failed = stuck().get()
    assert (failed.state, failed.address) == ("failed", "nobody@association.example")
    assert "no such mailbox" in failed.error
    assert deliver(now=AT + timedelta(days=9)) == Delivered(0, 0, 0)


@pytest.mark.django_db
def test_what_cannot_be_handed_over_now_is_tried_again_after_pauses(mail_server, caplog):
    tell("later@association.example")
    now = AT
    for attempt, pause in enumerate(PAUSES, start=1):
        assert deliver(now=now) == Delivered(0, 1, 0)
        assert deliver(now=now + pause - timedelta(seconds=1)) == Delivered(0, 0, 0)
        assert stuck().get().attempts == attempt
        now += pause
    Message.objects.update(address="office@association.example")
    assert deliver(now=now) == Delivered(1, 0, 0)
    assert stuck().count() == 0


@pytest.mark.django_db
def test_after_the_last_pause_it_has_failed(mail_server, caplog):
    tell("later@association.example")
    now = AT
    for pause in PAUSES:
        deliver(now=now)
        now += pause
    assert deliver(now=now) == Delivered(0, 0, 1)
    assert [m.state for m in stuck()] == ["failed"]


@pytest.mark.django_db
def test_without_a_server_mail_is_written_where_one_can_read_it(places, settings):
    tell()
    assert deliver(now=AT) == Delivered(1, 0, 0)
    message = Message.objects.get(channel=Channel.EMAIL)
    (file,) = (places / "outbox").iterdir()
    assert file.name == f"2024-03-13T155959-{message.pk}.txt"
    assert file.read_text(encoding="utf-8") == (
        "To: office@association.example\nDate: 2024-03-13 15:59:59+08:00\nSubject: 《甲》退回补正\n"
        "\n请在 3 天内补正《甲》。\n"
    )


@pytest.mark.django_db
def test_text_messages_go_by_the_gateway_that_is_set(places, settings, caplog):
    from juli.registry.messages.actions import switch

    settings.JULI_SMS = "tests.registry.gateway.Gateway"
    gateway.sent.clear()
    switch(recipient="user:1", kind=KIND.key, channel=Channel.SMS, on=True)
    for n, phone in enumerate(["13800000002", "13800000000", "13800000001"]):
        tell("", str(n), phone=phone)
    assert deliver(now=AT) == Delivered(1, 1, 1)
    message = Message.objects.get(channel=Channel.SMS, state="sent")
    assert gateway.sent == [("13800000002", "《甲》退回，限 3 天", str(message.pk))]


@pytest.mark.django_db
def test_a_few_at_a_time_in_their_order(places):
    for n in range(5):
        tell(key=str(n))
    assert [deliver(now=AT, limit=2).sent for _ in range(4)] == [2, 2, 1, 0]


def test_the_mail_server_is_a_matter_of_its_address():
    assert site_settings.JULI_SMTP == ""
    found = site_settings.env.email_url_config("smtp+tls://user:word@mail.example:587")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert get_connection().__class__.__module__.startswith("django.core.mail.backends")

"""Those who carry messages out of the site: a mail server, a folder, a gateway for text messages."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr
from pathlib import Path
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

from juli.registry.canonical import SHANGHAI
from juli.registry.messages.models import Channel, Message


class Undeliverable(Exception):
    """It will not arrive, however often it is tried: no such address, refused for good."""


class Carrier(Protocol):
    """Takes one message at a time. Any exception but Undeliverable means: try again later."""

    def send(self, message: Message) -> None:
        """Hand it over; it may be handed over twice if the machine dies right after."""


class TextGateway(Protocol):
    """What JULI_SMS names: a callable without arguments that makes one of these."""

    def send(self, *, phone: str, text: str, reference: str) -> None:
        """Send a text message; the same ``reference`` again is the same message. Raises Undeliverable, or anything."""


class Mail:
    """E-mail by Django's mail settings."""

    def __init__(self, connection: BaseEmailBackend) -> None:
        self._connection = connection

    def send(self, message: Message) -> None:
        """Send it under an id of its own, by which a mail server or a reader tells a second copy."""
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        mail = EmailMessage(
            message.title,
            message.body,
            to=[message.address],
            headers={"Message-ID": f"<{message.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
            connection=self._connection,
        )
        try:
            mail.send()
        except SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            if all(500 <= code < 600 for code in codes):
                raise Undeliverable(str(error)) from error
            raise
        except SMTPResponseException as error:
            # The server's own 5xx about this letter; those about us (authentication) are temporary for the letter.
            if error.smtp_code in {550, 551, 552, 553, 554}:
                raise Undeliverable(str(error)) from error
            raise


class Folder:
    """A folder of text files that anybody can read, one per message, the same file for the same message."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Message) -> None:
        """Write it whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        at = message.at.astimezone(SHANGHAI)
        head = {"To": message.address, "Date": at.isoformat(" ", "seconds"), "Subject": message.title}
        text = "".join(f"{name}: {value}\n" for name, value in head.items()) + f"\n{message.body}\n"
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=".")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(self._folder / f"{at:%Y-%m-%dT%H%M%S}-{message.pk}.txt")


class Text:
    """Text messages by the gateway that the settings name."""

    def __init__(self, gateway: TextGateway) -> None:
        self._gateway = gateway

    def send(self, message: Message) -> None:
        """Send it under its id."""
        self._gateway.send(phone=message.address, text=message.body, reference=str(message.pk))


@contextmanager
def carriers() -> Iterator[dict[str, Carrier]]:
    """By channel, those that the settings name; a connection to a mail server is kept for as long as the context."""
    found: dict[str, Carrier] = {}
    connection = None
    if settings.JULI_SMTP:
        connection = get_connection()
        found[Channel.EMAIL] = Mail(connection)
    else:
        found[Channel.EMAIL] = Folder(Path(settings.JULI_OUTBOX_DIR))
    if settings.JULI_SMS:
        found[Channel.SMS] = Text(_gateway(settings.JULI_SMS))
    try:
        yield found
    finally:
        if connection is not None:
            connection.close()


def _gateway(name: str) -> TextGateway:
    try:
        gateway: TextGateway = import_string(name)()
    except ImportError as error:
        raise ImproperlyConfigured(f"JULI_SMS is {name!r}: write the dotted name of a class") from error
    return gateway

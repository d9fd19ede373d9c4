"""Telling people: enqueue within the act's transaction, switch ways off, mark as read, clear out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from juli.registry import faults
from juli.registry.canonical import instant
from juli.registry.messages.kinds import Kind, Unsayable, kind_of, worded
from juli.registry.messages.models import Channel, Message, Switch
from juli.registry.parties import Subject
from juli.registry.transactions import require_transaction

_ENQUEUED = faults.Point("messages.enqueued")


class Recipient(NamedTuple):
    """Whom to tell: the stage's id, the language, and the addresses as far as there are any."""

    id: str
    language: str = "zh"
    email: str = ""
    phone: str = ""


def enqueue(
    *,
    kind: str,
    to: Recipient,
    params: Mapping[str, str | int],
    at: datetime,
    about: Subject | None = None,
    key: str,
) -> list[Message]:
    """Tell somebody, once the transaction of the act has committed; nothing, if it does not.

    The words are made now. ``key`` names the occasion, e.g. ``returned:17:2``: the same occasion is told once, however
    often it is enqueued. The messages that are new. Raises OutsideTransaction, Unsayable.
    """
    require_transaction("enqueue")
    instant(at)
    chosen = kind_of(kind)
    words = worded(chosen, params, to.language)
    if not (0 < len(key) <= 120) or not (0 < len(to.id) <= 64):
        raise Unsayable(f"{kind}: the key has 1 to 120 characters, the recipient's id 1 to 64")
    made = []
    for channel, address in _ways(chosen, to):
        message, new = Message.objects.get_or_create(
            recipient=to.id,
            channel=channel,
            key=f"{kind}:{key}",
            defaults={
                "kind": kind,
                "address": address,
                "title": words.title,
                "body": words.short if channel == Channel.SMS else words.body,
                "subject_type": about.checked().type if about else "",
                "subject_id": about.id if about else "",
                # In the site it has arrived as soon as it is committed.
                "state": Message.State.SENT if channel == Channel.SITE else Message.State.WAITING,
                "sent_at": at if channel == Channel.SITE else None,
                "at": at,
                "next_at": at,
            },
        )
        if new:
            made.append(message)
    _ENQUEUED()
    return made


def switch(*, recipient: str, kind: str, channel: Channel, on: bool) -> None:
    """Keep a reader's choice. Raises Unsayable where a required kind would be switched off."""
    chosen = kind_of(kind)
    if chosen.required and not on and channel != Channel.SMS:
        raise Unsayable(f"{kind} cannot be switched off: it tells of a duty or a right")
    Switch.objects.update_or_create(recipient=recipient, kind=kind, channel=channel, defaults={"on": on})


def mark_read(*, recipient: str, messages: list[str], at: datetime) -> int:
    """Note that a reader saw messages of theirs; how many were new to them."""
    mine = Message.objects.filter(recipient=recipient, channel=Channel.SITE, read_at=None, pk__in=messages)
    return mine.update(read_at=at)


def clear(*, before: datetime) -> int:
    """Remove what was told before then, addresses and words included; how many. What still waits stays."""
    done = Message.objects.exclude(state=Message.State.WAITING).filter(at__lt=before)
    return done.delete()[0]


def _ways(kind: Kind, to: Recipient) -> list[tuple[Channel, str]]:
    """The ways that are open: the kind's own, as the reader switched them, as far as there is an address."""
    said = dict(Switch.objects.filter(recipient=to.id, kind=kind.key).values_list("channel", "on"))
    ways: list[tuple[Channel, str]] = []
    for channel in Channel:
        if not said.get(channel, channel in kind.channels):
            continue
        if channel == Channel.EMAIL and to.email:
            ways.append((channel, _email(kind, to.email)))
        elif channel == Channel.SMS and to.phone and settings.JULI_SMS and kind.short is not None:
            ways.append((channel, to.phone))
        elif channel == Channel.SITE:
            ways.append((channel, ""))
    return ways


def _email(kind: Kind, address: str) -> str:
    try:
        validate_email(address)
    except ValidationError as error:
        raise Unsayable(
            f"{kind.key}: {address!r} is not an e-mail address; correct it in the person's record"
        ) from error
    return address

"""Reading messages: a reader's own, and the ones that an operator has to look at."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import QuerySet

from juli.registry.messages.kinds import Kind, kinds
from juli.registry.messages.models import Channel, Message, Switch


class Choice(NamedTuple):
    """One line of a reader's page of switches: which ways are on, which cannot be switched off."""

    kind: Kind
    on: frozenset[Channel]
    fixed: frozenset[Channel]


def inbox(recipient: str, *, unread: bool = False) -> QuerySet[Message]:
    """A reader's messages in the site, the newest first."""
    mine = Message.objects.filter(recipient=recipient, channel=Channel.SITE).order_by("-at", "-id")
    return mine.filter(read_at=None) if unread else mine


def choices(recipient: str) -> list[Choice]:
    """What a reader gets by which way, kind by kind."""
    said = {
        (kind, channel): on
        for kind, channel, on in Switch.objects.filter(recipient=recipient).values_list("kind", "channel", "on")
    }
    return [
        Choice(
            kind,
            frozenset(c for c in Channel if said.get((kind.key, c), c in kind.channels)),
            frozenset({Channel.SITE, Channel.EMAIL} & set(kind.channels)) if kind.required else frozenset(),
        )
        for kind in kinds()
    ]


def stuck() -> QuerySet[Message]:
    """Messages that did not arrive, or have been tried in vain so far."""
    return Message.objects.filter(attempts__gt=0).exclude(state=Message.State.SENT).order_by("at", "id")

"""The worker's part: hand over what waits, and try again what could not be handed over."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from juli.registry import faults
from juli.registry.messages.carriers import Carrier, Undeliverable, carriers
from juli.registry.messages.models import Message

_log = logging.getLogger(__name__)

_CLAIMED = faults.Point("messages.claimed")
_HANDED = faults.Point("messages.handed-over")

#: Pauses after the first, second … failure; after the last one the message has failed.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
#: How long a worker has a message to itself.
LEASE = timedelta(minutes=10)


class Delivered(NamedTuple):
    """What became of the messages that were due: sent, to be tried again, given up."""

    sent: int
    again: int
    failed: int


def deliver(*, now: datetime, limit: int = 100) -> Delivered:
    """Hand over the messages that are due, in their order. Several workers may do so at once.

    A message is claimed, handed over, and noted as sent: a worker that dies in between leaves it to be handed over
    again when its lease ends, under the same id.
    """
    counts = {Message.State.SENT: 0, Message.State.WAITING: 0, Message.State.FAILED: 0}
    claimed = _claim(now, limit)
    _CLAIMED()
    if claimed:
        with carriers() as by_channel:
            for message in claimed:
                _hand_over(message, by_channel.get(message.channel), now)
                message.save(update_fields=["state", "sent_at", "next_at", "error"])
                counts[Message.State(message.state)] += 1
    return Delivered(counts[Message.State.SENT], counts[Message.State.WAITING], counts[Message.State.FAILED])


def _claim(now: datetime, limit: int) -> list[Message]:
    with transaction.atomic():
        due = Message.objects.filter(state=Message.State.WAITING, next_at__lte=now).order_by("next_at", "at", "id")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        claimed = list(due[:limit])
        for message in claimed:
            message.attempts += 1
            message.next_at = now + LEASE
        Message.objects.bulk_update(claimed, ["attempts", "next_at"])
    return claimed


def _hand_over(message: Message, carrier: Carrier | None, now: datetime) -> None:
    try:
        if carrier is None:
            raise Undeliverable(f"nobody carries {message.channel} any more")
        carrier.send(message)
    except Undeliverable as error:
        message.state, message.error = Message.State.FAILED, _short(error)
    except Exception as error:
        _log.warning("message %s: attempt %s failed: %s", message.pk, message.attempts, error)
        message.error = _short(error)
        if message.attempts > len(PAUSES):
            message.state = Message.State.FAILED
        else:
            message.next_at = now + PAUSES[message.attempts - 1]
    else:
        _HANDED()
        message.state, message.sent_at, message.error = Message.State.SENT, now, ""


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]

"""What falls due: each stage says what to remind people of, and the clock's tick enqueues it once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from juli.registry.messages.actions import Recipient, enqueue
from juli.registry.messages.models import Message
from juli.registry.parties import Subject


class Reminder(NamedTuple):
    """What ``enqueue`` takes; ``key`` names the occasion, so that it is told once however often the clock ticks."""

    kind: str
    to: Recipient
    params: Mapping[str, str | int]
    key: str
    about: Subject | None = None


#: Given the instant, everything that is to be told by then.
Hook = Callable[[datetime], Iterable[Reminder]]

_hooks: dict[str, Hook] = {}


def register(name: str, hook: Hook) -> None:
    """Make a hook known. Raises ValueError where another one has the name."""
    if _hooks.setdefault(name, hook) is not hook:
        raise ValueError(f"there is another reminder called {name}")


def due(*, now: datetime) -> list[Message]:
    """Enqueue what is due and was not told yet, each hook in a transaction of its own; the messages that are new."""
    made = []
    for name in sorted(_hooks):
        with transaction.atomic():
            for reminder in _hooks[name](now):
                made += enqueue(at=now, **reminder._asdict())
    return made

"""What waits for somebody, over all stages: each stage says by ``register`` what its queues hold for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from juli.engines.policy.labels import Label
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role


@dataclass(frozen=True)
class Waiting:
    """One queue: what it is, how many wait in it, how many of those are late, where they are listed.

    ``place`` orders the queues by the life of a call; ``due``: the nearest date, where there is one; ``of``: the call
    that it is about, where it is about one.
    """

    label: str | Promise
    count: int
    url: str
    place: int
    late: int = 0
    due: datetime | None = None
    of: Label | None = None


@dataclass(frozen=True)
class Kept:
    """One thing that somebody reads: what it is called, a word on it, where it is (empty: nowhere of its own)."""

    name: str
    note: str
    url: str = ""


@dataclass(frozen=True)
class Readings:
    """A list that somebody reads and does not work on. ``count``: how many there are, of which some are shown."""

    label: str | Promise
    rows: tuple[Kept, ...]
    count: int
    empty: str | Promise


Lists = Callable[[User, frozenset[Role], datetime], Iterable[Readings]]
_lists: dict[str, Lists] = {}

Queues = Callable[[User, frozenset[Role], datetime], Iterable[Waiting]]

_queues: dict[str, Queues] = {}


def register(name: str, queues: Queues) -> None:
    """Make a stage's queues known; once, where it starts. Raises ValueError where another one has the name."""
    if _queues.setdefault(name, queues) is not queues:
        raise ValueError(f"another stage has queues called {name}")


def register_lists(name: str, lists: Lists) -> None:
    """Make a stage's lists known; once, where it starts. Raises ValueError where another stage has the name."""
    if _lists.setdefault(name, lists) is not lists:
        raise ValueError(f"another stage has lists called {name}")


def readings(user: User, roles: frozenset[Role], at: datetime) -> list[Readings]:
    """What somebody with these posts is there to read; empty lists too: they say what will stand in them."""
    return [found for name in sorted(_lists) for found in _lists[name](user, roles, at)]


def waiting(user: User, roles: frozenset[Role], at: datetime) -> list[Waiting]:
    """What waits for somebody with these posts, in the order of a call's life; empty queues are left out."""
    found = [queue for name in sorted(_queues) for queue in _queues[name](user, roles, at) if queue.count]
    return sorted(found, key=lambda queue: queue.place)

"""What stages to the right offer on the page of a call: where to go on from it, and how an organisation fares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.rules import Programme
from juli.stages.accounts.models import User
from juli.stages.calls.models import Call


class Door(NamedTuple):
    """A way on for the reader, e.g. to an application begun: what it says and where it leads."""

    label: str
    url: str


class Standing(NamedTuple):
    """An organisation of the reader's, as it would stand in the call: its dossier, and the page of its ledger."""

    name: str
    dossier: Dossier
    url: str


Opener = Callable[[Call, User, datetime], Iterable[Door]]
#: The organisations of a reader that a programme is for, each as a dossier on the day of the instant.
Provider = Callable[[User, Programme, datetime], Iterable[Standing]]

_openers: dict[str, Opener] = {}
_providers: dict[str, Provider] = {}


def register_door(name: str, opener: Opener) -> None:
    """Make a way on known, where a stage starts. Raises ValueError where another one has the name."""
    if _openers.setdefault(name, opener) is not opener:
        raise ValueError(f"another stage opens a door called {name}")


def register_standing(name: str, provider: Provider) -> None:
    """Make known whose dossiers a reader has, where a stage starts. Raises ValueError for a name that is taken."""
    if _providers.setdefault(name, provider) is not provider:
        raise ValueError(f"another stage provides dossiers as {name}")


def doors(call: Call, user: User, at: datetime) -> list[Door]:
    """The ways on from a call's page."""
    return [door for name in sorted(_openers) for door in _openers[name](call, user, at)]


def standings(user: User, programme: Programme, at: datetime) -> list[Standing]:
    """The reader's organisations as they would stand in a programme."""
    return [standing for name in sorted(_providers) for standing in _providers[name](user, programme, at)]

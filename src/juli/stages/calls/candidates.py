"""An organisation that is held against the rules: a sample, the visitor's own dossier kept for the visit, or one that
another stage provides.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.sessions.backends.base import SessionBase

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.labels import Label

#: The address of the visitor's own dossier.
OWN = "own"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dossier with how it is called. Two are the same when their texts are: ``digest`` is the sha256."""

    id: str
    digest: str
    name: Label = field(compare=False)
    about: Label = field(compare=False)
    dossier: Dossier = field(compare=False)

    @property
    def is_own(self) -> bool:
        """Whether it is the visitor's: brought along, or provided to them."""
        return is_own(self.id)


#: Given the session, the rest of the address, the programme's id (None: no call in particular) and the day, the
#: candidate; None where there is none. Asks whether the visitor may see it: raises PermissionDenied.
Provider = Callable[[SessionBase, str, str | None, dt.date], Candidate | None]
_providers: dict[str, Provider] = {}


def provide(prefix: str, provider: Provider) -> None:
    """Make known whose addresses begin with ``PREFIX-``. Raises ValueError where another provider has the prefix."""
    if _providers.setdefault(prefix, provider) is not provider:
        raise ValueError(f"there is another provider of {prefix}")


def provided(who: str, session: SessionBase, programme: str | None, today: dt.date) -> Candidate | None:
    """The candidate that another stage provides under an address; None where none does. Raises PermissionDenied."""
    prefix, dash, rest = who.partition("-")
    provider = _providers.get(prefix) if dash else None
    return None if provider is None else provider(session, rest, programme, today)


def is_own(who: str) -> bool:
    """Whether an address is that of the visitor's own dossier, or of one that only some may see."""
    return who == OWN or ("-" in who and who.partition("-")[0] in _providers)


def digest(content: bytes) -> str:
    """The sha256 of a file, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()

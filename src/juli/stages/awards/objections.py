"""What may happen to an objection, which ones are open, and what is sealed in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from juli.registry.canonical import canonical
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.models import Application
from juli.stages.awards.models import Objection
from juli.stages.review import sealing

State = Objection.State


class Sealed(NamedTuple):
    """Who objects, how they are reached, and what they wrote. ``unit`` for an organisation, with its contact's name."""

    name: str
    unit: str
    phone: str
    email: str
    text: str


class Step(NamedTuple):
    """Where an event leads, and whether it needs a reason."""

    to: str
    reasoned: bool


#: (state, event) → what happens. Whoever handles it takes the steps.
TABLE: Final[Mapping[tuple[str, str], Step]] = {
    (State.RECEIVED, "admit"): Step(State.ADMITTED, reasoned=False),
    (State.RECEIVED, "refuse"): Step(State.REFUSED, reasoned=True),
    (State.ADMITTED, "investigate"): Step(State.INVESTIGATING, reasoned=False),
    (State.INVESTIGATING, "uphold"): Step(State.UPHELD, reasoned=True),
    (State.INVESTIGATING, "reject"): Step(State.REJECTED, reasoned=True),
    (State.INVESTIGATING, "uncooperative"): Step(State.UNCOOPERATIVE, reasoned=True),
}
#: Those after which the head of office decides about the application.
TO_DECIDE: Final = (State.UPHELD, State.UNCOOPERATIVE)
#: Those on which somebody is at work.
UNDER_WAY: Final = (State.RECEIVED, State.ADMITTED, State.INVESTIGATING)
UNSETTLED: Final = Q(state__in=UNDER_WAY) | Q(state__in=TO_DECIDE, decision="")


def open_of(application: Application) -> QuerySet[Objection]:
    """Unsettled objections to an application, or to a whole list that it is in."""
    whole = Q(application=None, publication__lines__application=application)
    return Objection.objects.filter(UNSETTLED, Q(application=application) | whole).order_by("pk").distinct()


def seal(said: Sealed, reference: str) -> str:
    """What is sealed of an objection."""
    return sealing.seal(canonical(said._asdict()), _context(reference))


def opened(objection: Objection, reader: User) -> Sealed:
    """Who objects and what they wrote, for the handler alone. Raises Refused."""
    if objection.handler_id is None or objection.handler_id != reader.pk:
        raise Refused(_("Who objects is known to the handler alone."))
    return Sealed(**json.loads(sealing.opened(objection.sealed, _context(objection.reference))))


def digest_of(secret: str) -> str:
    """What is kept of the secret with which the objector looks it up; spaces and case do not matter."""
    return hashlib.sha256("".join(secret.split()).replace("-", "").upper().encode()).hexdigest()


def _context(reference: str) -> str:
    return f"awards.objection:{reference}"

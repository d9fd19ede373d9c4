"""An organisation's ledger as a candidate of the pages that hold somebody against the rules: ``organisation-ID``.

The address is for the organisation's own people; a verdict is worked out again only where the ledger, the record or the
rules have changed.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.dossier_reader import dossier_from_mapping
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.stages.calls.candidates import Candidate, digest, provide
from juli.stages.calls.library import library
from juli.stages.calls.shelf import Shelf, shelf
from juli.stages.ledger.permissions import keeper
from juli.stages.ledger.queries.dossiers import mapping
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.queries.types import applicant_types
from juli.stages.organisations.vocabulary import vocabulary

PREFIX: Final = "organisation"


def address(organisation: Organisation) -> str:
    """What the pages call it."""
    return f"{PREFIX}-{organisation.pk}"


def register() -> None:
    """Make the ledgers known to the pages that hold somebody against the rules."""
    provide(PREFIX, _provided)


def _provided(session: SessionBase, rest: str, programme: str | None, today: dt.date) -> Candidate | None:
    """The organisation, for one of its people. Raises Refused."""
    if not (rest.isascii() and rest.isdecimal() and len(rest) < len(str(2**63))):
        return None
    organisation = Organisation.objects.filter(pk=int(rest)).first()
    if organisation is None:
        return None
    keeper(_visitor(session), organisation)
    found = shelf()
    known = library().programmes.get(programme) if programme is not None else None
    type_, _known = type_for(organisation, known, found, today)
    return candidate(organisation, type_, mapping(organisation, type_, today=today))


def _visitor(session: SessionBase) -> Any:
    """Who has signed in. The pages pass the session on and not the request."""
    asking = HttpRequest()
    asking.session = session
    return get_user(asking)


def type_for(organisation: Organisation, programme: Programme | None, found: Shelf, today: dt.date) -> tuple[str, bool]:
    """As which type it applies under a programme, as its record says it today; else one that may apply, and False."""
    family = programme.family if programme is not None else ""
    held = applicant_types(organisation, family, today)
    allowed = programme.applicants.types if programme is not None else tuple(found.vocabulary.applicant_types)
    fitting = [name for name in held if name in allowed]
    if fitting or held:
        return (fitting or held)[0], True
    return next(iter(allowed)), False


def candidate(organisation: Organisation, type_: str, said: Mapping[str, Any]) -> Candidate:
    """The candidate of a dossier's mapping, as which type it applies. Raises DossierUnusable."""
    whole = {**said, "organisation": {**said["organisation"], "type": type_}}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, default=_plain)
    label = vocabulary().applicant_types[type_]
    about = Label(f"工作台账，按{label.zh}", f"the ledger, as {label.en}")
    dossier = _read(text, organisation.name, vocabulary().digest)
    return Candidate(address(organisation), digest(text.encode()), Label.both(organisation.name), about, dossier)


@functools.lru_cache(maxsize=128)
def _read(text: str, name: str, _vocabulary: str) -> Dossier:
    return dossier_from_mapping(json.loads(text), name, vocabulary())


def _plain(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a dossier")

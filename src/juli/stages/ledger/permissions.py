"""Who may keep a ledger: the organisation's own people, all of them alike. Nobody else sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest

from juli.registry.files.models import Attachment
from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.ledger.models import Achievement, Filing
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.permissions import member

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def keeper(user: User | AnonymousUser, organisation: Organisation) -> Actor:
    """The user as one of those who keep the organisation's ledger. Raises Refused."""
    return member(user, organisation)


def own(request: HttpRequest) -> None:
    """A rule of the gate: the ledger that the address names is the reader's. Raises Refused, Http404."""
    match = request.resolver_match
    named = match.kwargs.get("organisation") if match is not None else None
    organisation = Organisation.objects.filter(pk=int(named or 0)).first()
    if organisation is None:
        raise Http404("there is no such organisation")
    keeper(request.user, organisation)


def reads(user: User | AnonymousUser, link: Attachment) -> bool:
    """Whether somebody may have a file: it proves something of their organisation. Raises Refused."""
    if link.subject_type == "achievement":
        row = Achievement.objects.select_related("organisation").filter(pk=link.subject_id).first()
        where = row.organisation if row is not None else None
    elif link.subject_type == "filing":
        filing = Filing.objects.select_related("organisation").filter(pk=link.subject_id).first()
        where = filing.organisation if filing is not None else None
    else:
        where = None
    if where is None:
        return False
    try:
        keeper(user, where)
    except Refused:
        return False
    return True

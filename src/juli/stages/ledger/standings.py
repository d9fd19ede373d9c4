"""How a reader's organisations would stand in a published call: their ledgers, for the call's public page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from juli.engines.policy.problems import DossierUnusable
from juli.engines.policy.rules import Programme
from juli.stages.accounts.models import User
from juli.stages.calls.doors import Standing, register_standing
from juli.stages.calls.shelf import shelf
from juli.stages.ledger.candidate import address, candidate, type_for
from juli.stages.ledger.queries.dossiers import mapping
from juli.stages.organisations.models import Membership


def register() -> None:
    """Make the ledgers known to the pages of calls."""
    register_standing("ledger", standings)


def standings(user: User, programme: Programme, at: datetime) -> Iterator[Standing]:
    """The reader's organisations that the programme is for, as what they may apply as."""
    places = Membership.objects.filter(user=user, until__isnull=True).select_related("organisation")
    for place in places.order_by("since"):
        organisation = place.organisation
        today = timezone.localdate(at)
        type_, _known = type_for(organisation, programme, shelf(), today)
        if type_ not in programme.applicants.types:
            continue
        try:
            found = candidate(organisation, type_, mapping(organisation, type_, today=today))
        except DossierUnusable:
            # The page of the ledger says what is wrong with it.
            continue
        url = reverse("calls:check", args=[programme.id, address(organisation)])
        yield Standing(organisation.name, found.dossier, url)

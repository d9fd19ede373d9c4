"""Events shared with other organisations: what waits for us, and how each of ours stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from juli.engines.policy.labels import Label
from juli.engines.policy.vocabulary import Kind
from juli.stages.ledger.models import Achievement, Party, Proposal
from juli.stages.ledger.queries.entries import Open, opened
from juli.stages.ledger.sharing import common_fields
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.wording import shown

_SHOWN = 100
_LIKE = 40


class Invitation(NamedTuple):
    """An event that waits for us to confirm it: who says so, and what all parties would have in common."""

    party: Party
    kind: Kind
    by: tuple[str, ...]
    common: tuple[tuple[Label, str], ...]
    like: tuple[Achievement, ...]


class Shared(NamedTuple):
    """One of our events with all its parties."""

    party: Party
    title: str
    others: tuple[Party, ...]


class Page(NamedTuple):
    """Everything about an organisation's shared events."""

    invited: tuple[Invitation, ...]
    asking: tuple[Party, ...]
    proposals: tuple[Open, ...]
    own_proposals: tuple[Open, ...]
    events: tuple[Shared, ...]
    closed: tuple[Proposal, ...]


def page(organisation: Organisation) -> Page:
    """The page of shared events. The caller has asked whether the reader may see it."""
    mine = Party.objects.filter(organisation=organisation).select_related("event", "organisation", "achievement")
    confirmed = list(mine.filter(state=Party.State.CONFIRMED).order_by("-since")[:_SHOWN])
    events = [party.event_id for party in confirmed]
    around = Party.objects.filter(event__in=events).exclude(organisation=organisation)
    others: dict[int, list[Party]] = {}
    for party in around.select_related("organisation", "event").order_by("pk"):
        others.setdefault(party.event_id, []).append(party)
    waiting = Proposal.objects.filter(event__in=events, state=Proposal.State.OPEN)
    open_ = [opened(p) for p in waiting.select_related("event", "by__organisation").order_by("made_at")]
    ours = {party.pk for party in confirmed}
    done = Proposal.objects.filter(event__in=events, state__in=[Proposal.State.REFUSED, Proposal.State.AGREED])
    return Page(
        invited=tuple(invitation(p) for p in mine.filter(state=Party.State.INVITED).order_by("since")[:_SHOWN]),
        asking=tuple(p for found in others.values() for p in found if p.state == Party.State.ASKING),
        proposals=tuple(o for o in open_ if not ours & set(o.proposal.agreed)),
        own_proposals=tuple(o for o in open_ if ours & set(o.proposal.agreed)),
        events=tuple(
            Shared(p, str(p.event.fields.get("title", p.event.code)), tuple(others.get(p.event_id, ())))
            for p in confirmed
        ),
        closed=tuple(done.select_related("event", "by__organisation").order_by("-closed_at")[:10]),
    )


def invitation(party: Party) -> Invitation:
    """One invitation, with entries of ours that may say the same already."""
    kind = vocabulary().kinds[party.event.kind]
    there = party.event.parties.filter(state=Party.State.CONFIRMED).order_by("pk")
    return Invitation(
        party,
        kind,
        tuple(there.values_list("organisation__name", flat=True)),
        common(kind, party.event.fields),
        _like(party),
    )


def common(kind: Kind, values: Mapping[str, Any]) -> tuple[tuple[Label, str], ...]:
    """What all parties have in common, in words."""
    fields = common_fields(kind)
    return tuple((f.label, shown(f, values[n])) for n, f in fields.items() if n in values)


def _like(party: Party) -> tuple[Achievement, ...]:
    """Entries of the same kind that are not shared yet, those nearest in time first."""
    rows = Achievement.objects.filter(
        organisation=party.organisation_id, kind=party.event.kind, removed_at=None, shared_id=""
    )
    said = party.event.fields.get("date")
    day = dt.date.fromisoformat(said) if said else None
    found = list(rows.order_by("-date")[:500])
    if day is not None:
        found.sort(key=lambda row: abs((row.date - day).days) if row.date else 10**6)
    return tuple(found[:_LIKE])

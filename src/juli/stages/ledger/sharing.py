"""What an event shared with other organisations has in common, and what follows for it when one party's entry changes.

Called within the transactions of the acts; every party's people see the same common fields, whatever else they enter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from juli.engines.policy.values import typed
from juli.engines.policy.vocabulary import Field, Kind
from juli.registry.journal.actions import hold, record
from juli.registry.messages.actions import Recipient, enqueue
from juli.registry.parties import Actor
from juli.stages.ledger.entries import open_fields
from juli.stages.ledger.models import Achievement, Party, Proposal, SharedEvent
from juli.stages.ledger.rows import fill, stored
from juli.stages.organisations.models import Membership, Organisation
from juli.stages.organisations.vocabulary_values import given, kept

#: Of the shared fields, what belongs to the event itself; the others are each party's own, as is its role in it.
_OF_EVENT: Final = ("title", "date", "until", "year")
_OWN: Final = frozenset({"role"})
_ROUND: Final = frozenset({"fiscal_funding", "charged", "partners", "joint", "published", "url"})


def common_fields(kind: Kind) -> Mapping[str, Field]:
    """The fields that all parties have in common."""
    entered = open_fields(kind)
    return {n: f for n, f in entered.items() if n in _OF_EVENT or n not in _OWN | _ROUND}


def own_fields(kind: Kind) -> Mapping[str, Field]:
    """The fields that each party enters for itself."""
    common = common_fields(kind)
    return {n: f for n, f in open_fields(kind).items() if n not in common and n != "joint"}


def common_of(row: Achievement, kind: Kind) -> dict[str, Any]:
    """What an entry says of the event itself, as JSON."""
    said = stored(row)
    return {name: said[name] for name in common_fields(kind) if name in said}


def as_typed(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values from JSON, typed; empty ones left out."""
    found = {n: typed(kind.fields[n], given(kind.fields[n], v)) for n, v in values.items() if n in kind.fields}
    return {name: value for name, value in found.items() if value is not None}


def hold_event(achievement: int) -> None:
    """Lock the shared event of an entry, where it has one, before the entry itself: in the order of those acts that
    begin with the event and go on to every party's entry. In another order two could wait for each other for ever.
    """
    mine = Party.objects.filter(achievement=achievement).values("event")
    list(SharedEvent.objects.select_for_update().filter(pk__in=mine).order_by("pk"))


def confirmed(event: SharedEvent) -> list[Party]:
    """The parties that have confirmed, with their rows and organisations."""
    found = event.parties.filter(state=Party.State.CONFIRMED).select_related("organisation", "achievement")
    return list(found.order_by("pk"))


def split(row: Achievement, kind: Kind, values: dict[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
    """The values that may be put into the row at once: where others have confirmed, without what all have in common.

    That becomes a proposal to them. Where nobody else has confirmed yet, the shared record follows the row.
    """
    party = Party.objects.select_related("event").filter(achievement=row, state=Party.State.CONFIRMED).first()
    if party is None:
        return values
    event = SharedEvent.objects.select_for_update().get(pk=party.event_id)
    common = common_fields(kind)
    wanted = {name: kept(field, values.get(name)) for name, field in common.items()}
    differing = {n: v for n, v in wanted.items() if v != event.fields.get(n)}
    others = [other for other in confirmed(event) if other.pk != party.pk]
    if not others:
        event.fields = {name: value for name, value in wanted.items() if value is not None}
        event.version += 1
        event.save(update_fields=["fields", "version"])
        return values
    if differing:
        _propose(event, party, others, differing, actor, at)
    own = {name: value for name, value in values.items() if name not in common}
    return {**own, **as_typed(kind, event.fields)}


def _propose(
    event: SharedEvent, party: Party, others: list[Party], fields: dict[str, Any], actor: Actor, at: datetime
) -> None:
    before = event.proposals.filter(state=Proposal.State.OPEN).first()
    if before is not None:
        if before.by_id == party.pk and before.fields == fields:
            return
        before.state, before.closed_at = Proposal.State.SUPERSEDED, at
        before.save(update_fields=["state", "closed_at"])
    made = Proposal.objects.create(event=event, by=party, fields=fields, agreed=[party.pk], made_at=at)
    details = {"event": event.code, "proposal": made.pk, "fields": sorted(fields)}
    log(event, others, party, actor, "ledger.proposed", details, at)
    for other in others:
        tell(other.organisation, "ledger.proposed", event, party.organisation.name, f"{made.pk}", at)


def apply(event: SharedEvent, kind: Kind, at: datetime) -> None:
    """Put the common fields as agreed into the row of every confirmed party."""
    for party in confirmed(event):
        take_over(party, kind, at)


def take_over(party: Party, kind: Kind, at: datetime) -> None:
    """Put the common fields as agreed into the row of one party."""
    row = Achievement.objects.select_for_update(of=("self",)).get(party=party)
    common = common_fields(kind)
    own = {name: value for name, value in as_typed(kind, stored(row)).items() if name not in common}
    fill(row, kind, {**own, **as_typed(kind, party.event.fields), "joint": True}, at)
    row.version += 1
    row.save()


def left(row: Achievement, actor: Actor, at: datetime) -> None:
    """A party took its row out of the ledger: the event goes on without it."""
    party = Party.objects.select_related("event").filter(achievement=row, state=Party.State.CONFIRMED).first()
    if party is None:
        return
    others = [other for other in confirmed(party.event) if other.pk != party.pk]
    party.event.proposals.filter(state=Proposal.State.OPEN).update(state=Proposal.State.SUPERSEDED, closed_at=at)
    party.state, party.since = Party.State.LEFT, at
    party.save(update_fields=["state", "since"])
    log(party.event, others, party, actor, "ledger.left", {"event": party.event.code}, at)
    for other in others:
        occasion = f"{party.pk}:{row.version}"
        tell(other.organisation, "ledger.left", party.event, party.organisation.name, occasion, at)


def returned(row: Achievement, kind: Kind, at: datetime) -> None:
    """A party brought its row back: it is in the event again, with the common fields as they are by now."""
    party = Party.objects.select_related("event").filter(achievement=row, state=Party.State.LEFT).first()
    if party is None:
        return
    party.state, party.since = Party.State.CONFIRMED, at
    party.save(update_fields=["state", "since"])
    common = common_fields(kind)
    own = {name: value for name, value in as_typed(kind, stored(row)).items() if name not in common}
    fill(row, kind, {**own, **as_typed(kind, party.event.fields)}, at)


def log(
    event: SharedEvent, others: list[Party], party: Party, actor: Actor, act: str, details: dict[str, Any], at: datetime
) -> None:
    """Record an act on every organisation that it concerns, always in the same order."""
    organisations = {p.organisation_id: p.organisation for p in (*others, party)}
    subjects = sorted(o.subject for o in organisations.values())
    hold(subjects=subjects)
    for subject in subjects:
        record(subject=subject, actor=actor, act=act, details=details, at=at)


def tell(organisation: Organisation, kind: str, event: SharedEvent, who: str, occasion: str, at: datetime) -> None:
    """Tell the organisation's people what another one did with a shared event."""
    places = Membership.objects.filter(organisation=organisation, until__isnull=True).select_related("user")
    title = str(event.fields.get("title", event.code))
    for place in places:
        user = place.user
        to = Recipient(user.actor_id, user.language, user.email, user.phone)
        enqueue(
            kind=kind,
            to=to,
            params={"who": who, "event": title},
            at=at,
            about=organisation.subject,
            key=f"{event.code}:{occasion}:{organisation.pk}",
        )

"""Events held with others: invite, join by code, confirm, decline, and agree to what somebody would change."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines.policy.vocabulary import Kind
from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.ledger import sharing
from juli.stages.ledger.entries import kind_named, sound
from juli.stages.ledger.models import Achievement, Party, Proposal, SharedEvent
from juli.stages.ledger.permissions import keeper
from juli.stages.ledger.rows import fill, new, stored
from juli.stages.organisations.models import Organisation

#: Without what is easily taken for something else.
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODE_PART: Final = 4


class Uninvitable(ValueError):
    """Somebody can't be made a party; the message says why and what to do."""


def invite(*, achievement: Achievement, whom: str, by: User, at: datetime) -> Party:
    """Ask another organisation, by its credit code or its whole name, to confirm an event of ours.

    Raises Refused, Uninvitable.
    """
    with transaction.atomic():
        row, actor = _own(achievement, by)
        event, ours = _event_of(row, at)
        other = _found(whom)
        if other is None:
            raise Uninvitable(
                _("No registered organisation has this credit code or name. Write it in full, or pass on the code.")
            )
        if other.pk == row.organisation_id:
            raise Uninvitable(_("This is your own organisation."))
        party = _party(event, other, Party.State.INVITED, at)
        sharing.log(event, [party], ours, actor, "ledger.invited", {"event": event.code}, at)
        sharing.tell(other, "ledger.invited", event, row.organisation.name, f"{party.pk}:{at.timestamp():.0f}", at)
        return party


def share(*, achievement: Achievement, by: User, at: datetime) -> SharedEvent:
    """Make an event ready to be shared: it gets its code, which may be passed on. Raises Refused."""
    with transaction.atomic():
        row, _actor = _own(achievement, by)
        return _event_of(row, at)[0]


def join(*, organisation: Organisation, code: str, by: User, at: datetime) -> Party:
    """Ask to be a party to an event whose code somebody passed on. Raises Refused, Uninvitable."""
    with transaction.atomic():
        actor = keeper(by, organisation)
        wanted = "".join(code.upper().split())
        event = SharedEvent.objects.select_for_update().filter(code=wanted).first()
        if event is None:
            raise Uninvitable(_("No shared event has this code; check it letter by letter."))
        known = event.parties.filter(organisation=organisation, state=Party.State.INVITED).first()
        if known is not None:
            return known
        party = _party(event, organisation, Party.State.ASKING, at)
        others = sharing.confirmed(event)
        sharing.log(event, others, party, actor, "ledger.asked", {"event": event.code}, at)
        for other in others:
            occasion = f"{party.pk}:{at.timestamp():.0f}"
            sharing.tell(other.organisation, "ledger.asked", event, organisation.name, occasion, at)
        return party


def admit(*, party: Party, by: User, at: datetime) -> Party:
    """A confirmed party agrees that another one, which came with the code, takes part; that one then confirms.

    Raises Refused.
    """
    with transaction.atomic():
        party = _locked(party)
        ours, actor = _ours(party.event, by)
        if party.state != Party.State.ASKING:
            raise Refused(_("Nobody asks for this any more."))
        party.state, party.since = Party.State.INVITED, at
        party.save(update_fields=["state", "since"])
        sharing.log(party.event, [party], ours, actor, "ledger.admitted", {"event": party.event.code}, at)
        occasion = f"{party.pk}:{at.timestamp():.0f}"
        sharing.tell(party.organisation, "ledger.invited", party.event, ours.organisation.name, occasion, at)
        return party


def confirm(
    *, party: Party, values: Mapping[str, Any], existing: Achievement | None = None, by: User, at: datetime
) -> Achievement:
    """Confirm an event: it enters our ledger with the common fields, our role and what else is our own.

    ``existing`` is an entry of ours that says the same already and becomes the shared one. Raises Refused, Unfit.
    """
    with transaction.atomic():
        party = _locked(party)
        actor = keeper(by, party.organisation)
        if party.state != Party.State.INVITED:
            raise Refused(_("There is nothing to confirm here any more."))
        kind = kind_named(party.event.kind)
        others = sharing.confirmed(party.event)
        row = _row(party, kind, existing, at)
        own = {n: v for n, v in values.items() if n in sharing.own_fields(kind)}
        found = sound(kind, {**sharing.as_typed(kind, party.event.fields), **own, "joint": True})
        if "partners" not in found and others:
            found["partners"] = tuple(other.organisation.name for other in others)
        fill(row, kind, found, at)
        row.shared_id = party.event.code
        row.version += existing is not None
        row.save()
        party.state, party.since, party.achievement, party.reason = Party.State.CONFIRMED, at, row, ""
        party.save()
        for other in others:
            _joined(other, party.organisation.name, kind, at)
        details = {"event": party.event.code, "achievement": row.pk}
        sharing.log(party.event, others, party, actor, "ledger.confirmed", details, at)
        for other in others:
            occasion = f"{party.pk}:{at.timestamp():.0f}"
            sharing.tell(other.organisation, "ledger.confirmed", party.event, party.organisation.name, occasion, at)
        return row


def decline(*, party: Party, reason: str, by: User, at: datetime) -> Party:
    """Say no: to an invitation of ours, to somebody who asks, or take an invitation back. Raises Refused."""
    with transaction.atomic():
        party = _locked(party)
        if party.state == Party.State.INVITED and _is_member(by, party.organisation):
            actor = keeper(by, party.organisation)
            by_whom = party
        else:
            by_whom, actor = _ours(party.event, by)
        if party.state not in {Party.State.INVITED, Party.State.ASKING}:
            raise Refused(_("There is nothing to decline here any more."))
        party.state, party.since, party.reason = Party.State.DECLINED, at, reason.strip()[:300]
        party.save(update_fields=["state", "since", "reason"])
        others = [p for p in (*sharing.confirmed(party.event), party) if p.pk != by_whom.pk]
        sharing.log(party.event, others, by_whom, actor, "ledger.declined", {"event": party.event.code}, at)
        for other in others:
            occasion = f"{party.pk}:{at.timestamp():.0f}"
            sharing.tell(other.organisation, "ledger.declined", party.event, by_whom.organisation.name, occasion, at)
        return party


def agree(*, proposal: Proposal, by: User, at: datetime) -> Proposal:
    """Agree to a change of the common fields; once every party has, it stands in every ledger. Raises Refused."""
    with transaction.atomic():
        proposal, event = _open(proposal)
        ours, actor = _ours(event, by)
        parties = sharing.confirmed(event)
        proposal.agreed = sorted({*proposal.agreed, ours.pk})
        if {p.pk for p in parties} <= set(proposal.agreed):
            changed = {**event.fields, **proposal.fields}
            event.fields = {name: value for name, value in changed.items() if value is not None}
            event.version += 1
            event.save(update_fields=["fields", "version"])
            proposal.state, proposal.closed_at = Proposal.State.AGREED, at
            sharing.apply(event, kind_named(event.kind), at)
        proposal.save(update_fields=["agreed", "state", "closed_at"])
        _answered(event, proposal, ours, parties, actor, "ledger.agreed", at)
        return proposal


def disagree(*, proposal: Proposal, reason: str, by: User, at: datetime) -> Proposal:
    """Refuse a change of the common fields, with the reason; whoever proposed it takes it back so. Raises Refused."""
    with transaction.atomic():
        proposal, event = _open(proposal)
        ours, actor = _ours(event, by)
        taken_back = proposal.by_id == ours.pk
        proposal.state = Proposal.State.SUPERSEDED if taken_back else Proposal.State.REFUSED
        proposal.reason, proposal.closed_at = reason.strip()[:300], at
        proposal.save(update_fields=["state", "reason", "closed_at"])
        _answered(event, proposal, ours, sharing.confirmed(event), actor, "ledger.disagreed", at)
        return proposal


def _answered(
    event: SharedEvent, proposal: Proposal, ours: Party, parties: list[Party], actor: Actor, act: str, at: datetime
) -> None:
    others = [p for p in parties if p.pk != ours.pk]
    details = {"event": event.code, "proposal": proposal.pk, "state": str(proposal.state)}
    sharing.log(event, others, ours, actor, act, details, at)
    for other in others:
        occasion = f"{proposal.pk}:{ours.pk}:{proposal.state}"
        sharing.tell(other.organisation, "ledger.answered", event, ours.organisation.name, occasion, at)


def _own(achievement: Achievement, by: User) -> tuple[Achievement, Actor]:
    sharing.hold_event(achievement.pk)
    row = Achievement.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=achievement.pk)
    actor = keeper(by, row.organisation)
    if row.removed_at is not None:
        raise Refused(_("This entry was removed; bring it back first."))
    return row, actor


def _event_of(row: Achievement, at: datetime) -> tuple[SharedEvent, Party]:
    """The shared event of a row, made where there is none yet, and our part in it."""
    known = Party.objects.select_related("event", "organisation").filter(achievement=row).first()
    if known is not None:
        return SharedEvent.objects.select_for_update().get(pk=known.event_id), known
    kind = kind_named(row.kind)
    event = SharedEvent.objects.create(code=_code(), kind=row.kind, fields=sharing.common_of(row, kind), created_at=at)
    ours = Party.objects.create(
        event=event, organisation=row.organisation, state=Party.State.CONFIRMED, achievement=row, since=at
    )
    row.shared_id = event.code
    row.version += 1
    row.changed_at = at
    row.save(update_fields=["shared_id", "version", "changed_at"])
    return event, ours


def _code() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_CODE_PART)) for _ in range(2))


def _found(whom: str) -> Organisation | None:
    wanted = whom.strip()
    known = Organisation.objects.filter(state=Organisation.State.ACCEPTED)
    found = list(known.filter(uscc=wanted.upper())[:1] or known.filter(name=wanted)[:2])
    return found[0] if len(found) == 1 else None


def _party(event: SharedEvent, organisation: Organisation, state: str, at: datetime) -> Party:
    """The organisation's part in an event, new or taken up again. Raises Uninvitable."""
    party = event.parties.select_for_update().filter(organisation=organisation).first()
    if party is None:
        return Party.objects.create(event=event, organisation=organisation, state=state, since=at)
    if party.state in {Party.State.CONFIRMED, Party.State.INVITED, Party.State.ASKING}:
        raise Uninvitable(_("%(name)s takes part already: %(state)s.") % {
            "name": organisation.name, "state": Party.State(party.state).label
        })  # fmt: skip
    if party.state == Party.State.LEFT:
        raise Uninvitable(_("The entry was removed from the ledger there; it has to be brought back first."))
    party.state, party.since, party.reason = state, at, ""
    party.save(update_fields=["state", "since", "reason"])
    return party


def _locked(party: Party) -> Party:
    """The party as it is now, with its event locked."""
    event = SharedEvent.objects.select_for_update().get(pk=party.event_id)
    found = Party.objects.select_related("organisation").get(pk=party.pk)
    found.event = event
    return found


def _open(proposal: Proposal) -> tuple[Proposal, SharedEvent]:
    event = SharedEvent.objects.select_for_update().get(pk=proposal.event_id)
    found = Proposal.objects.get(pk=proposal.pk)
    if found.state != Proposal.State.OPEN:
        raise Refused(_("This proposal has been answered: %(state)s.") % {"state": Proposal.State(found.state).label})
    return found, event


def _ours(event: SharedEvent, by: User) -> tuple[Party, Actor]:
    """The confirmed party that somebody belongs to. Raises Refused."""
    for party in sharing.confirmed(event):
        if _is_member(by, party.organisation):
            return party, keeper(by, party.organisation)
    raise Refused(_("This belongs to another organisation."))


def _is_member(by: User, organisation: Organisation) -> bool:
    try:
        keeper(by, organisation)
    except Refused:
        return False
    return True


def _row(party: Party, kind: Kind, existing: Achievement | None, at: datetime) -> Achievement:
    if existing is None:
        return new(party.organisation, kind, at)
    row = Achievement.objects.select_for_update().get(pk=existing.pk)
    mine = row.organisation_id == party.organisation_id and row.kind == kind.name and row.removed_at is None
    if not mine or row.shared_id:
        raise Refused(_("This entry can't become the shared one: it is of another kind, removed, or shared already."))
    return row


def _joined(party: Party, name: str, kind: Kind, at: datetime) -> None:
    """Note in a party's own row that another one takes part now."""
    row = Achievement.objects.select_for_update(of=("self",)).get(party=party)
    said = sharing.as_typed(kind, stored(row))
    partners = said.get("partners", ())
    if isinstance(partners, tuple) and name not in partners:
        said["partners"] = (*partners, name)
    fill(row, kind, {**said, "joint": True}, at)
    row.version += 1
    row.save()

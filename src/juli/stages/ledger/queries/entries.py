"""What stands around one entry: its files, its shared event, what calls read of its kind, names to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import Count

from juli.engines.policy.clause import Aggregate, Clause
from juli.engines.policy.describe import heading
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.engines.policy.vocabulary import Kind
from juli.stages.calls.shelf import Shelf, shelf
from juli.stages.ledger.models import Achievement, Listed, Party, Proposal
from juli.stages.ledger.registers import register_for
from juli.stages.ledger.rows import stored
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.wording import shown

#: Kinds that are offered first, as the ones entered most.
_MOST = 6


class Choice(NamedTuple):
    """The kinds of achievement; ``usual`` are those that the ledger has most of."""

    usual: tuple[Kind, ...]
    all: tuple[Kind, ...]


class Reads(NamedTuple):
    """A call, and the clauses of it that read a kind."""

    programme: Programme
    clauses: tuple[Label, ...]


class Help(NamedTuple):
    """What helps to fill in a form: names by list, the calls that read the kind, evidence that they ask for."""

    names: Mapping[str, tuple[str, ...]]
    reads: tuple[Reads, ...]
    evidence: tuple[Label, ...]


class Beside(NamedTuple):
    """What stands beside an entry that is there."""

    party: Party | None
    others: tuple[Party, ...]
    proposal: Open | None


class Open(NamedTuple):
    """A proposal that waits: what it would change, of whom an answer is missing."""

    proposal: Proposal
    by: Party
    changes: tuple[tuple[Label, str, str], ...]
    others: tuple[str, ...]


def kinds(organisation: Organisation) -> Choice:
    """The kinds that may be entered."""
    known = {kind.name: kind for kind in vocabulary().achievements}
    rows = Achievement.objects.filter(organisation=organisation, removed_at=None, kind__in=known)
    most = rows.values_list("kind").annotate(n=Count("pk")).order_by("-n", "kind")[:_MOST]
    return Choice(tuple(known[name] for name, _n in most), tuple(known.values()))


def help_for(organisation: Organisation, kind: Kind) -> Help:
    """What helps with the form of a kind."""
    found = shelf()
    registers = {register for field in kind.fields.values() if (register := register_for(field))}
    listed = Listed.objects.filter(organisation=organisation, register__in=registers, removed_at=None)
    names: dict[str, list[str]] = {register: [] for register in sorted(registers)}
    for register, name in listed.order_by("name").values_list("register", "name"):
        names[register].append(name)
    reads = tuple(_reads(found, kind))
    asked = {name for p in latest(found) for c in _clauses(p, kind) for entry in c.evidence for name in entry}
    labels = tuple(label for name, label in found.vocabulary.evidence.items() if name in asked)
    return Help({register: tuple(found) for register, found in names.items()}, reads, labels)


def latest(found: Shelf) -> tuple[Programme, ...]:
    """The latest edition of each call on the shelf."""
    seen: set[str] = set()
    out = []
    for programme in found.calls:
        if programme.family not in seen:
            seen.add(programme.family)
            out.append(programme)
    return tuple(out)


def _reads(found: Shelf, kind: Kind) -> Iterator[Reads]:
    for programme in latest(found):
        labels = dict.fromkeys(heading(clause, programme) for clause in _clauses(programme, kind))
        if labels:
            yield Reads(programme, tuple(labels))


def _clauses(programme: Programme, kind: Kind) -> Iterator[Clause]:
    for clause in programme.clauses.values():
        if isinstance(clause.test, Aggregate) and any(r.kind == kind.name for r in clause.test.reads):
            yield clause


def beside(row: Achievement) -> Beside:
    """The shared event of an entry, and what waits there."""
    party = Party.objects.select_related("event").filter(achievement=row).first()
    if party is None:
        return Beside(None, (), None)
    others = Party.objects.filter(event=party.event_id).exclude(pk=party.pk).select_related("organisation")
    return Beside(party, tuple(others.order_by("pk")), open_proposal(row))


def open_proposal(row: Achievement) -> Open | None:
    """The change that waits for the parties of the entry's event."""
    party = Party.objects.filter(achievement=row, state=Party.State.CONFIRMED).first()
    if party is None:
        return None
    waiting = Proposal.objects.filter(event=party.event_id, state=Proposal.State.OPEN)
    proposal = waiting.select_related("event", "by__organisation").first()
    return None if proposal is None else opened(proposal)


def opened(proposal: Proposal) -> Open:
    """A proposal with its words."""
    kind = vocabulary().kinds[proposal.event.kind]
    parties = Party.objects.filter(event=proposal.event, state=Party.State.CONFIRMED).exclude(pk__in=proposal.agreed)
    names = tuple(parties.order_by("pk").values_list("organisation__name", flat=True))
    changes = tuple(differing(kind, proposal.event.fields, {**proposal.event.fields, **proposal.fields}))
    return Open(proposal, proposal.by, changes, names)


def office_words(row: Achievement, kind: Kind) -> list[tuple[Label, str]]:
    """What the office filed about an entry: fields that its people read and don't fill in."""
    said = stored(row)
    return [(f.label, shown(f, said[n])) for n, f in kind.fields.items() if f.office_only and n in said]


def differing(kind: Kind, one: Mapping[str, Any], other: Mapping[str, Any]) -> list[tuple[Label, str, str]]:
    """The fields in which two entries differ, with what each says."""
    return [
        (field.label, shown(field, one.get(name)), shown(field, other.get(name)))
        for name, field in kind.fields.items()
        if not field.office_only and one.get(name) != other.get(name)
    ]

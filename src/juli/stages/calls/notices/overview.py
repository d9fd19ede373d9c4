"""The page of a call's notice: its text, annexes, contacts, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from juli.engines.policy import describe
from juli.engines.policy.blocks import Contact
from juli.engines.policy.labels import Label
from juli.engines.policy.problems import ProgrammeUnusable
from juli.engines.policy.rules import Programme
from juli.stages.calls.models import Annex, Call, ContactEntry, Notice
from juli.stages.calls.notices import metadata, queries
from juli.stages.calls.notices.outline import Outline
from juli.stages.calls.rulebook import current


@dataclass(frozen=True)
class Text:
    """The notice in force, in figures."""

    notice: Notice
    outline: Outline
    confirmed: int
    clauses: int

    @property
    def headings(self) -> int:
        """Headings that count."""
        return sum(bool(h.path) for h in self.outline.headings)

    @property
    def left_out(self) -> int:
        """Lines that are left out."""
        return sum(bool(line.left_out) for line in self.outline.lines)


@dataclass(frozen=True)
class Role:
    """A role that answers questions, with those who were entered for it."""

    contact: Contact
    label: Label
    known: tuple[Label, ...]
    entries: tuple[ContactEntry, ...]


@dataclass(frozen=True)
class Overview:
    """Everything on the page. ``programme`` is None where the rules do not hold together."""

    call: Call
    programme: Programme | None
    text: Text | None
    waiting: Notice | None
    earlier: tuple[Notice, ...]
    annexes: tuple[Annex, ...]
    roles: tuple[Role, ...]
    others: tuple[ContactEntry, ...]
    said: tuple[tuple[Label, tuple[Label, ...]], ...]
    facts: tuple[metadata.Fact, ...]

    @property
    def next_annex(self) -> int:
        """The number that a further annex would have."""
        return max((annex.number for annex in self.annexes), default=0) + 1


def overview(call: Call) -> Overview:
    """The page of a call's notice."""
    try:
        programme = current(call).programme
    except ProgrammeUnusable:
        programme = None
    notice = queries.in_force(call)
    entries = tuple(call.contact_entries.all())
    contacts = programme.notice.contacts if programme else ()
    outline = queries.outline(notice) if notice else None
    said = describe.notice_facts(programme.notice) if programme else []
    if programme and programme.notice.basis:
        said = [*said, (Label("依据", "Basis"), list(programme.notice.basis))]
    return Overview(
        call=call,
        programme=programme,
        text=_text(notice, outline, programme) if notice and outline else None,
        waiting=queries.waiting(call),
        earlier=tuple(call.notices.filter(state=Notice.State.TAKEN).order_by("-number")[1:]),
        annexes=annexes(call),
        roles=tuple(_role(contact, entries) for contact in contacts),
        others=tuple(e for e in entries if e.role not in {c.role for c in contacts}),
        said=tuple((name, tuple(labels)) for name, labels in said),
        facts=tuple(metadata.facts(outline, programme.notice)) if outline and programme else (),
    )


def annexes(call: Call) -> tuple[Annex, ...]:
    """The annexes of a call by number, each with its versions, the newest first."""
    return tuple(call.annexes.prefetch_related("versions__file__file"))


def contacts(call: Call, programme: Programme) -> tuple[Role, ...]:
    """Whom one may ask, by role, with the persons and numbers entered; roles without any are left out."""
    entries = tuple(call.contact_entries.all())
    return tuple(role for role in (_role(c, entries) for c in programme.notice.contacts) if role.entries)


def _text(notice: Notice, outline: Outline, programme: Programme | None) -> Text:
    wanted = {p.target.id for p in queries.proposals_for(notice, programme)} if programme else set()
    confirmed = set(notice.anchors.values_list("clause", flat=True))
    return Text(notice, outline, len(confirmed & wanted), len(wanted))


def _role(contact: Contact, entries: tuple[ContactEntry, ...]) -> Role:
    label = contact.label or Label.both(contact.role)
    own = tuple(entry for entry in entries if entry.role == contact.role)
    return Role(contact, label, tuple(describe.contact_words(contact)), own)

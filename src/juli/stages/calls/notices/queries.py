"""Reading a call's notice: its text, its structure, where its clauses stand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from juli.engines.policy.rules import Programme
from juli.stages.calls.models import Anchor, Call, Notice, Paragraph
from juli.stages.calls.notices.citations import located
from juli.stages.calls.notices.lines import Cell, Line
from juli.stages.calls.notices.outline import Outline, outline_of
from juli.stages.calls.notices.proposals import Proposal, proposals
from juli.stages.calls.notices.residue import sifted
from juli.stages.calls.notices.targets import Target, targets
from juli.stages.calls.rulebook import current


class Piece(NamedTuple):
    """A line of a passage: its words before, within and behind the mark; ``cells`` where it is a row of a table."""

    number: int
    before: str
    marked: str
    after: str
    cells: tuple[Cell, ...] = ()


class Guidance(NamedTuple):
    """What a call's notice says where a citation leads (S0-3); no lines where it leads nowhere."""

    cite: str
    pieces: tuple[Piece, ...]


class Passage(NamedTuple):
    """What the notice says of a clause, as an officer confirmed it."""

    clause: str
    first: int
    last: int
    pieces: tuple[Piece, ...]
    #: The call's edition, for its address.
    edition: str


@dataclass(frozen=True)
class Row:
    """A clause on the anchoring screen: what is proposed, what an officer confirmed, what was lost by a new import."""

    proposal: Proposal
    anchor: Anchor | None
    lost: str = ""

    @property
    def target(self) -> Target:
        """The clause."""
        return self.proposal.target

    @property
    def first(self) -> int:
        """The first line of its passage as things stand."""
        return self.anchor.first if self.anchor else self.proposal.first

    @property
    def last(self) -> int:
        """The last line of its passage as things stand."""
        return self.anchor.last if self.anchor else self.proposal.last

    @property
    def version(self) -> int:
        """The version of the anchor; 0 where there is none."""
        return self.anchor.version if self.anchor else 0

    @property
    def changed(self) -> bool:
        """The officer confirmed another passage than the one proposed."""
        own = self.anchor
        return own is not None and (own.first, own.last) != (own.proposed_first, own.proposed_last)


@dataclass(frozen=True)
class Anchoring:
    """The anchoring screen of one notice."""

    call: Call
    notice: Notice
    programme: Programme
    outline: Outline
    rows: tuple[Row, ...]

    @property
    def confirmed(self) -> int:
        """How many clauses have their passage."""
        return sum(row.anchor is not None for row in self.rows)

    @property
    def sure(self) -> int:
        """How many proposals are sure and wait to be confirmed."""
        return sum(row.anchor is None and row.proposal.sureness == 2 for row in self.rows)

    @property
    def as_proposed(self) -> int:
        """How many were confirmed as they had been proposed."""
        return sum(row.anchor is not None and not row.changed for row in self.rows)


def in_force(call: Call) -> Notice | None:
    """The notice that was taken last."""
    return call.notices.filter(state=Notice.State.TAKEN).order_by("-number").select_related("file").first()


def waiting(call: Call) -> Notice | None:
    """The text that was imported and waits to be looked through."""
    return call.notices.filter(state=Notice.State.READ).order_by("-number").select_related("file").first()


def lines(notice: Notice) -> list[Line]:
    """The lines of a notice as they are read, with what is left out named."""
    return lines_of(notice.paragraphs.order_by("number"))


def lines_of(rows: Iterable[Paragraph]) -> list[Line]:
    """Lines from rows of the table."""
    found, kept, dropped = [], [], []
    for row in rows:
        cells = tuple(Cell(*cell) for cell in row.cells)
        found.append(Line(row.number, row.raw, row.raw, row.hint, row.label, row.page, row.table, cells))
        if row.decision == Paragraph.Decision.KEPT:
            kept.append(row.number)
        elif row.decision == Paragraph.Decision.DROPPED:
            dropped.append(row.number)
    return sifted(found, kept, dropped)


def digest_of(found: Iterable[Line]) -> str:
    """The sha256 of a text as it was imported, line by line."""
    said = [[x.raw, x.label, x.table, [list(cell) for cell in x.cells]] for x in found]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def outline(notice: Notice) -> Outline:
    """The structure of a notice; worked out once for a version of its text."""
    return _outline(_Key(notice))


class _Key:
    """A notice as a key: by its text and its version, since a row's number may come again."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self._key = (notice.pk, notice.text_digest, notice.version)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._key == other._key


@lru_cache(maxsize=64)
def _outline(key: _Key) -> Outline:
    return outline_of(lines(key.notice))


class _Rules:
    """A programme as a key: by the digest of its text."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._key = (programme.digest, programme.vocabulary.digest)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rules) and self._key == other._key


@lru_cache(maxsize=64)
def _targets(key: _Rules) -> tuple[Target, ...]:
    return targets(key.programme)


@lru_cache(maxsize=64)
def _proposals(notice: _Key, rules: _Rules) -> tuple[Proposal, ...]:
    return proposals(_outline(notice), _targets(rules))


def proposals_for(notice: Notice, programme: Programme) -> tuple[Proposal, ...]:
    """What is proposed for the clauses of a programme; worked out once for a text and its rules."""
    return _proposals(_Key(notice), _Rules(programme))


def anchoring(call: Call, notice: Notice) -> Anchoring:
    """The anchoring screen. Raises ProgrammeUnusable where the call's rules do not hold together."""
    programme = current(call).programme
    anchors = {anchor.clause: anchor for anchor in notice.anchors.all()}
    lost = _lost(notice, anchors)
    rows = tuple(
        Row(proposal, anchors.get(proposal.target.id), lost.get(proposal.target.id, ""))
        for proposal in proposals_for(notice, programme)
    )
    return Anchoring(call, notice, programme, outline(notice), rows)


def _lost(notice: Notice, anchors: Mapping[str, Anchor]) -> dict[str, str]:
    """The beginnings of the passages that the notice before had and this one has not, by clause."""
    before = notice.call.notices.filter(state=Notice.State.TAKEN, number__lt=notice.number).order_by("-number").first()
    if before is None:
        return {}
    gone = [a for a in before.anchors.all() if a.clause not in anchors and a.first]
    texts = {line.number: line.shown for line in outline(before).lines} if gone else {}
    return {a.clause: texts.get(a.first, "") for a in gone}


def passages(call: Call) -> dict[str, Passage]:
    """What the notice in force says of each clause whose passage an officer confirmed. Empty where none is imported."""
    notice = in_force(call)
    if notice is None:
        return {}
    anchors = [a for a in notice.anchors.all() if a.first]
    if not anchors:
        return {}
    read = {line.number: line for line in outline(notice).lines if not line.left_out}
    return {anchor.clause: _passage(anchor, read, call.edition) for anchor in anchors}


def _passage(anchor: Anchor, read: Mapping[int, Line], edition: str) -> Passage:
    pieces = []
    for number in range(anchor.first, anchor.last + 1):
        line = read.get(number)
        if line is None:
            continue
        start, end = (anchor.mark_start, anchor.mark_end) if number == anchor.first else (0, 0)
        if not end or end > len(line.text):
            pieces.append(Piece(number, line.shown, "", "", line.cells))
        else:
            before = f"{line.label}{line.text[:start]}"
            pieces.append(Piece(number, before, line.text[start:end], line.text[end:], line.cells))
    return Passage(anchor.clause, anchor.first, anchor.last, tuple(pieces), edition)


def guidance(call: Call, cite: str) -> Guidance | None:
    """The notice's own words at a citation, to stand beside what is filled in (S0-3). None where none is imported."""
    notice = in_force(call)
    if notice is None:
        return None
    outline_ = outline(notice)
    found = located(outline_, cite) if cite else None
    read = outline_.read(found.start, found.until) if found else []
    return Guidance(cite, tuple(Piece(line.number, line.shown, "", "", line.cells) for line in read))

"""What an expert sees: the panels with what is to be scored, and one application beside its rubric."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.http import Http404
from django.utils.translation import gettext as _

from juli.engines.policy.labels import Label
from juli.registry.files.models import Attachment
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.calls.rulebook import current
from juli.stages.review.blinding import key
from juli.stages.review.file import File, file_of, files_of
from juli.stages.review.models import Assignment, Panel, Scorecard, Seat
from juli.stages.review.permissions import expert
from juli.stages.review.reading import Line, reading

_DONE = (Scorecard.State.SUBMITTED, Scorecard.State.ABSTAINED)


@dataclass(frozen=True)
class Item:
    """An application that an expert scores. ``number`` is its place in the expert's own order, the same for good.

    ``state``: ``declare``, ``open``, ``draft``, ``submitted``, ``abstained``; ``interest`` where it left for one.
    ``name`` and ``code`` are what the list may say of it: empty where the review is blind.
    """

    key: str
    number: int
    assignment: Assignment
    state: str
    card: Scorecard | None
    name: str
    code: str


@dataclass(frozen=True)
class Place:
    """A panel as one of its experts has it."""

    seat: Seat
    title: Label
    items: tuple[Item, ...]
    blind: bool
    late: bool

    @property
    def panel(self) -> Panel:
        """The panel."""
        return self.seat.panel

    @property
    def scored(self) -> list[Item]:
        """What counts: all but what left for an interest."""
        return [item for item in self.items if item.state != "interest"]

    @property
    def done(self) -> int:
        """How many are handed in."""
        return sum(item.state in _DONE for item in self.scored)


class Mark(NamedTuple):
    """A line of the rubric with what the expert typed."""

    line: Line
    mark: str
    comment: str
    wrong: str = ""


@dataclass(frozen=True)
class Page:
    """One application beside the rubric. ``open``: whether it is still written."""

    place: Place
    item: Item
    marks: tuple[Mark, ...]
    file: File
    before: Item | None
    after: Item | None

    @property
    def open(self) -> bool:
        """Whether the expert may still write."""
        return self.item.state not in _DONE and not self.place.late

    @property
    def version(self) -> int:
        """The card as the expert sees it; 0 before there is one."""
        return self.item.card.version if self.item.card is not None else 0


def places(*, by: User, at: datetime) -> list[Place]:
    """The panels in which one scores or has scored, open ones first. A constant number of queries. Raises Refused."""
    expert(by, at)
    seats = Seat.objects.filter(
        expert__user=by.pk, withdrawn_at__isnull=True, panel__state__in=(Panel.State.OPEN, Panel.State.CLOSED)
    )
    return [place for place in _places(list(_ordered(seats)), at) if place.items]


def page(name: str, *, by: User, at: datetime) -> Page:
    """One application, once pledged and declared, while its panel scores. Raises Http404, Refused."""
    place, item = _readable(name, by, at)
    rest = [one for one in place.scored if one.state != "declare"]
    here = rest.index(item)
    card = item.card
    lines = reading(place.panel).lines
    marks, comments = (card.marks, card.comments) if card is not None else ({}, {})
    return Page(
        place,
        item,
        tuple(Mark(line, marks.get(line.item.id, ""), comments.get(line.item.id, "")) for line in lines),
        file_of(item.assignment.entry.application, blind=place.blind),
        rest[here - 1] if here else None,
        rest[here + 1] if here + 1 < len(rest) else None,
    )


def link(name: str, digest: str, *, by: User, at: datetime) -> Attachment:
    """A file of what was handed in, by its digest, where its page may be read. Raises Http404, Refused.

    A blind review has none: what is printed in a file names its owner.
    """
    place, item = _readable(name, by, at)
    found = {} if place.blind else files_of(item.assignment.entry.application)
    if digest not in found:
        raise Http404("there is no such file in what was handed in")
    return found[digest]


def assignment(name: str, *, by: User, at: datetime) -> Assignment:
    """One's own assignment by what the address calls it. Raises Http404, Refused."""
    return _one(name, by, at)[1].assignment


def seat(pk: int, *, by: User, at: datetime) -> Seat:
    """One's own seat. Raises Http404, Refused."""
    expert(by, at)
    row = Seat.objects.select_related("panel").filter(pk=pk, expert__user=by.pk, withdrawn_at__isnull=True).first()
    if row is None:
        raise Http404("there is no such seat")
    return row


def total(panel: Panel, marks: Mapping[str, str]) -> Decimal:
    """What the marks typed so far come to, weighed as the file says."""
    lines = reading(panel).lines
    return sum((Decimal(marks[i.id]) * i.weight for i in (line.item for line in lines) if i.id in marks), Decimal(0))


def most(panel: Panel) -> Decimal:
    """The most that an application can get."""
    return sum((line.item.most * line.item.weight for line in reading(panel).lines), Decimal(0))


def _ordered(seats: Any) -> Any:
    return seats.select_related("panel__call", "expert").order_by("-panel__state", "panel__closes_at", "pk")


def _one(name: str, by: User, at: datetime) -> tuple[Place, Item]:
    expert(by, at)
    mine = Assignment.objects.filter(
        seat__expert__user=by.pk,
        seat__withdrawn_at__isnull=True,
        ended_at__isnull=True,
        entry__panel__state=Panel.State.OPEN,
    ).select_related("seat")
    row = next((one for one in mine if _key(one) == name), None)
    if row is None:
        raise Http404("this is not among what you review")
    (place,) = _places(list(_ordered(Seat.objects.filter(pk=row.seat_id))), at)
    return place, next(item for item in place.items if item.key == name)


def _readable(name: str, by: User, at: datetime) -> tuple[Place, Item]:
    place, item = _one(name, by, at)
    if place.seat.pledged_at is None:
        raise Refused(_("Sign the pledge first."))
    if item.state == "declare":
        raise Refused(_("Declare first whether you have an interest in it."))
    return place, item


def _places(seats: list[Seat], at: datetime) -> list[Place]:
    cards = {
        card.assignment_id: card
        for card in Scorecard.objects.filter(assignment__seat__in=seats).order_by("assignment", "number")
    }
    of: defaultdict[int, dict[int, Assignment]] = defaultdict(dict)
    rows = Assignment.objects.filter(seat__in=seats).select_related(
        "seat", "entry__panel", "entry__application__organisation", "entry__application__call", "declaration"
    )
    # The latest of an application counts.
    for row in rows.order_by("pk"):
        of[row.seat_id][row.entry_id] = row
    titles = {call.pk: current(call).programme.title for call in {seat.panel.call for seat in seats}}
    return [
        Place(
            seat,
            titles[seat.panel.call_id],
            _items(seat.panel, list(of[seat.pk].values()), cards),
            reading(seat.panel).blind,
            seat.panel.state != Panel.State.OPEN or seat.panel.closes_at <= at,
        )
        for seat in seats
    ]


def _items(panel: Panel, rows: list[Assignment], cards: Mapping[int, Scorecard]) -> tuple[Item, ...]:
    blind = reading(panel).blind
    if blind:
        rows.sort(key=_key)
    else:
        rows.sort(key=lambda row: (row.entry.application.number, row.entry.application_id))
    found = []
    for number, row in enumerate(rows, 1):
        said, card = getattr(row, "declaration", None), cards.get(row.pk)
        if row.ended_at is not None:
            if said is None or not said.interest:
                continue
            state = "interest"
        elif said is None:
            state = "declare"
        else:
            state = str(card.state) if card is not None else "open"
        application = row.entry.application
        name, code = ("", "") if blind else (application.organisation.name, application.number or "")
        found.append(Item(_key(row), number, row, state, card, name, code))
    return tuple(found)


def _key(row: Assignment) -> str:
    # Two rounds are two panels: each has an address of its own.
    return key(row.seat_id, row.entry_id)

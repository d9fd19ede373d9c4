"""What the office said of an application that it returned or refused, as its own people read it on each of its pages.

Screening says it by ``register``; here each thing gets the way to where it can be changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from juli.engines.policy.labels import Label
from juli.stages.applications.models import Application
from juli.stages.applications.unlocking import CLAIMS, DOCUMENTS, RECORD, STANDING, WHOLE, WORK

State = Application.State
#: The states in which the office's word stands on every page.
TOLD: Final = frozenset({State.RETURNED, State.CORRECTED, State.REFUSED})


@dataclass(frozen=True)
class Point:
    """One thing that is wrong: the clause and its place in the notice, what, what puts it right, the part it is in."""

    label: Label
    cite: str
    text: Label
    remedy: str
    part: str


@dataclass(frozen=True)
class Unlocked:
    """A part that may be changed: what it is called, the way to it (empty: there is nothing to change on a page)."""

    label: Label
    url: str


@dataclass(frozen=True)
class Said:
    """The office's word: all points at once, the parts that opened, the last day, the first instant too late.

    Refused: no parts, no day.
    """

    points: tuple[Point, ...]
    parts: tuple[tuple[str, Label], ...] = ()
    due: dt.date | None = None
    until: dt.datetime | None = None


@dataclass(frozen=True)
class Correction:
    """The same with the ways to each part, for somebody who works on the application."""

    refused: bool
    points: tuple[tuple[Point, str], ...]
    unlocked: tuple[Unlocked, ...]
    due: dt.date | None
    late: bool


Reader = Callable[[Application], Said | None]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """Say where the office's word is found; once, where the stage starts."""
    if reader not in _readers:
        _readers.append(reader)


def correction(application: Application, at: dt.datetime) -> Correction | None:
    """What is to be put right, and where; None where nothing was returned or refused."""
    if application.state not in TOLD:
        return None
    said = next((found for reader in _readers if (found := reader(application)) is not None), None)
    if said is None:
        return None
    open_ = dict(said.parts)
    ways = {part: way(application, part) for part in {*open_, *(point.part for point in said.points)}}

    def jump(part: str) -> str:
        named = {part, part.partition(":")[0]} & open_.keys()
        return ways[part] if named else ""

    return Correction(
        refused=application.state == State.REFUSED,
        points=tuple((point, jump(point.part)) for point in said.points),
        unlocked=tuple(Unlocked(label, ways[part]) for part, label in said.parts),
        due=said.due,
        late=said.until is not None and at >= said.until,
    )


def way(application: Application, part: str) -> str:
    """The page on which a part is changed; empty for what is on no page (paper, the scan of the next final version)."""
    own = {"organisation": application.organisation_id}
    one = {**own, "application": application.pk}
    head, _colon, rest = part.partition(":")
    if head == DOCUMENTS:
        return reverse("applications:materials", kwargs=one) + (f"#{rest}" if rest else "")
    if head == WORK:
        return reverse("ledger:timeline", kwargs=own)
    if head in {RECORD, STANDING}:
        return reverse("organisations:record", kwargs=own)
    places = {
        CLAIMS: "applications:board",
        WHOLE: "applications:settings",
        "scan": "applications:life",
        "dates": "",
        "paper": "",
    }
    if head in places:
        return reverse(places[head], kwargs=one) if places[head] else ""
    return reverse("applications:form", kwargs={**one, "section": part})

"""What a return unlocks: the parts that an officer may name, those that were named, and the word to the applicant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from juli.engines.policy.labels import Label
from juli.stages.applications.correcting import Point, Said
from juli.stages.applications.models import Application
from juli.stages.applications.unlocking import CLAIMS, DOCUMENTS, RECORD, STANDING, WHOLE, WORK
from juli.stages.screening.findings import Sheet, part_label
from juli.stages.screening.guards import latest_return
from juli.stages.screening.items import applicable
from juli.stages.screening.models import Decision

#: Parts that open nothing in the form: a scan comes with the next final version, paper by post.
_BESIDE = ("scan", "paper")


class Part(NamedTuple):
    """A part that can be named. ``group`` is where it stands: ``form``, ``documents``, ``works``, ``other``."""

    id: str
    label: Label
    group: str
    ticked: bool = False


def may_name(sheet: Sheet) -> Iterator[Part]:
    """The parts that may be named, those that a defect is about ticked."""
    programme = sheet.programme
    wanted = {one.item.part for one in sheet.defects}

    def part(name: str, group: str, label: Label | None = None) -> Part:
        return Part(name, label or part_label(programme, name), group, name in wanted)

    sections = programme.form.sections if programme.form is not None else ()
    kind = sheet.copy.dossier.type
    yield from (part(s.id, "form") for s in sections if not s.applies_to or kind in s.applies_to)
    if programme.form is not None and programme.form.cover is not None:
        yield part("cover", "form", Label("封面", "Cover"))
    if programme.form is not None and programme.form.pledges:
        yield part("pledges", "form", Label("承诺", "Pledges"))
    for attachment in applicable(programme, kind):
        yield part(f"{DOCUMENTS}:{attachment.clause.id}", "documents", attachment.clause.label)
    yield part(WORK, "works", Label("全部工作事项", "All works"))
    for row in sheet.content_works():
        yield part(f"{WORK}:{row['id']}", "works", Label.both(row["title"] or str(row["id"])))
    yield from (part(name, "other") for name in (CLAIMS, RECORD, STANDING, WHOLE, *_BESIDE))


def require_parts(sheet: Sheet, named: Iterable[str]) -> list[str]:
    """What is wrong with the parts that are to be unlocked."""
    known = {part.id for part in may_name(sheet)}
    given = list(named)
    if not given:
        return [_("Name at least one part that the applicant may change.")]
    return [
        _("There is no part called “%(part)s” in this application.") % {"part": name}
        for name in given
        if name not in known
    ]


def parts_of(application: Application) -> frozenset[str]:
    """The parts that the latest return named; empty where there was none."""
    last = latest_return(application)
    return frozenset(last.parts) if last is not None else frozenset()


def said(application: Application) -> Said | None:
    """What the office said to the applicant last: returned, with everything at once, or refused."""
    last = Decision.objects.filter(application=application).order_by("-pk").first()
    refused = application.state == Application.State.REFUSED
    if last is None or last.kind != (Decision.Kind.REFUSED if refused else Decision.Kind.RETURNED):
        return None
    names = last.content.get("parts") or {}
    return Said(
        points=tuple(_point(one) for one in last.content["reasons"]),
        parts=tuple((part, _label(names.get(part), part)) for part in last.parts),
        due=last.due,
        until=last.until,
    )


def _point(reason: Mapping[str, Any]) -> Point:
    if "label" not in reason:
        return Point(Label.both(reason["text"]), "", Label("", ""), "", "")
    text = Label.both(reason["text"]) if reason["text"] else _label(reason["saw"], "")
    return Point(_label(reason["label"], ""), reason["cite"], text, reason["remedy"], reason["part"])


def _label(written: Mapping[str, str] | None, otherwise: str) -> Label:
    return Label(written["zh"], written["en"]) if written else Label.both(otherwise)

"""The section of the form: what was handed in, section by section; every version, and two of them compared."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juli.stages.applications.models import Submission
from juli.stages.applications.notices import moment
from juli.stages.applications.queries.versions import Changed, Told, compared, told
from juli.stages.screening.whole.sections import Glance, Line, Matter


@dataclass(frozen=True)
class Reading:
    """One version that was handed in, beside another where one is named. ``erased``: its text is gone."""

    matter: Matter
    handed: tuple[Submission, ...]
    shown: Submission
    told: tuple[Told, ...]
    against: Submission | None
    changed: tuple[Changed, ...]
    erased: bool


def form(matter: Matter) -> Glance:
    """What the form says."""
    handed = _handed(matter)
    said = matter.submission.final.version.content
    page = reverse("screening:form", args=[matter.application.pk])
    lines = [
        Line(
            _("Version %(number)d") % {"number": one.number},
            moment(one.at),
            url=f"{page}?number={one.number}" + (f"&against={one.number - 1}" if one.number > 1 else ""),
            note=_("compare with the one before") if one.number > 1 else "",
        )
        for one in reversed(handed)
    ]
    parts = tuple(told(matter.programme, dict(said))) if said is not None else ()
    count = sum(bool(part.lines) for part in parts)
    return Glance(
        state=ngettext("%(n)d section", "%(n)d sections", count) % {"n": count},
        lines=tuple(lines[:8]),
        who=matter.submission.by_name or "",
        when=matter.submission.at,
        page=page,
        page_label=_("Versions and differences"),
        empty="" if parts else _("What was handed in says nothing here, or has been erased."),
        template="screening/whole/form.html",
        context={"told": parts},
    )


def reading(matter: Matter, number: str, against: str) -> Reading:
    """One version, ``number`` (empty: the one that counts), and what ``against`` says differently. Raises Http404."""
    handed = {str(one.number): one for one in _handed(matter)}
    shown = handed.get(number or str(matter.submission.number))
    other = handed.get(against) if against and against != number else None
    if shown is None or (against and other is None and against != number):
        raise Http404("there is no such version")
    said = shown.final.version.content
    before = other.final.version.content if other is not None else None
    changed: list[Changed] = []
    if said is not None and before is not None and other is not None:
        pair = (before, said) if other.number < shown.number else (said, before)
        changed = compared(matter.programme, matter.application, dict(pair[0]), dict(pair[1]))
    return Reading(
        matter=matter,
        handed=tuple(handed.values()),
        shown=shown,
        told=tuple(told(matter.programme, dict(said))) if said is not None else (),
        against=other,
        changed=tuple(changed),
        erased=said is None,
    )


def _handed(matter: Matter) -> list[Submission]:
    """Every version that was handed in, those taken back too: the office has them all."""
    rows = Submission.objects.filter(application=matter.application).select_related("final__version")
    return list(rows.defer("final__content").order_by("number"))

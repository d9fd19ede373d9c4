"""Whether an application has the experts that its panel needs; the guard of the step into review."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from juli.stages.applications.cases import Case
from juli.stages.review.models import Entry, Panel

_READY = (Panel.State.FORMED, Panel.State.OPEN, Panel.State.CLOSED)
_COUNTING = Q(assignments__ended_at__isnull=True, assignments__seat__withdrawn_at__isnull=True)


def assigned(case: Case) -> Iterator[str]:
    """Every panel that the application needs is formed, and gives it enough experts for a score."""
    row = case.application
    entries = list(
        Entry.objects.filter(application=row, panel__state__in=_READY)
        .select_related("panel")
        .annotate(experts=Count("assignments", filter=_COUNTING))
    )
    for track in row.tracks or [""]:
        mine = [entry for entry in entries if entry.panel.track == track]
        if not mine:
            yield (
                _("No formed panel has it.")
                if not track
                else _("No formed panel has it for the track %(track)s.") % {"track": track}
            )
        for entry in mine:
            least = entry.panel.rules["aggregate"]["least"]
            if entry.experts < least:
                yield _("It has %(has)d experts in “%(panel)s”; a score needs %(least)d.") % {
                    "has": entry.experts,
                    "panel": entry.panel.name,
                    "least": least,
                }


def lacking(panel: Panel) -> list[str]:
    """Applications of a panel with fewer experts than a score needs, in words; empty where all have enough."""
    least = panel.rules["aggregate"]["least"]
    rows = Entry.objects.filter(panel=panel).select_related("application__organisation")
    rows = rows.annotate(experts=Count("assignments", filter=_COUNTING)).filter(experts__lt=least)
    return [
        _("%(number)s has %(has)d experts; a score needs %(least)d.")
        % {"number": row.application.number or row.application.organisation.name, "has": row.experts, "least": least}
        for row in rows.order_by("application__number", "application_id")
    ]

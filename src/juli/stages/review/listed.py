"""The office's lists of this stage as workbooks: what the page shows, all rows of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from juli.registry.language import language
from juli.registry.workbooks import Listing
from juli.stages.review.models import Conflict, Panel
from juli.stages.review.queries.panels import Of
from juli.stages.review.queries.results import Of as Results


def panels(found: Of, rows: Iterable[tuple[Panel, str]]) -> Listing:
    """The panels of a call, each with its track's label."""
    heads = [
        _("Name of the panel"), _("Track"), _("Round"), _("How experts come to it"), _("Applications"), _("Experts"),
        _("Scoring ends"), _("State"),
    ]  # fmt: skip
    how = {"draw": _("Random draw"), "match": _("Match")}
    lines = [
        (
            row.name, track, row.get_round_display(), how[row.how], _counted(row, "number"), _counted(row, "people"),
            row.closes_at, row.get_state_display(),
        )
        for row, track in rows
    ]  # fmt: skip
    return Listing(f"{found.call.edition}-panels", _("Panels"), heads, lines)


def results(found: Results) -> Listing:
    """A panel's results: each application with every expert's total, its score and how it was made."""
    say = language()
    heads = [pgettext("application", "Number"), _("Applicant"), _("Project")]
    heads += [expert.name for expert in found.experts]
    heads += [_("Score"), _("Range"), _("How it came about")]
    rows = [
        (
            line.application.number, line.application.organisation.name, line.application.title,
            *(None if total is None else total.value for total in line.totals),
            line.score.value, line.score.range, line.working.say(say),
        )
        for line in found.lines
    ]  # fmt: skip
    return Listing(found.panel.name, _("Panel's results"), heads, rows)


def conflicts(edition: str, pairs: Iterable[tuple[Any, list[str]]]) -> Listing:
    """Who may not review what, with every reason."""
    heads = [pgettext("application", "Number"), _("Applicant"), _("Expert"), _("Employer"), _("Why")]
    rows = [
        (
            pair.application.number, pair.application.organisation.name, pair.expert.name, pair.expert.employer,
            "; ".join(reasons),
        )
        for pair, reasons in pairs
    ]  # fmt: skip
    return Listing(f"{edition}-conflicts", _("Conflicts"), heads, rows)


def avoided(rows: Iterable[Conflict]) -> Listing:
    """Whom applicants ask to keep out, by name."""
    heads = [
        _("Name of the expert"),
        _("The expert's employer"),
        pgettext("application", "Number"),
        _("Applicant"),
        _("Source"),
    ]
    lines = [
        (
            row.named,
            row.named_unit,
            row.application.number if row.application else "",
            row.application.organisation.name if row.application else row.unit or row.code,
            row.source,
        )
        for row in rows
    ]
    return Listing("avoided", _("To be avoided"), heads, lines)


def _counted(row: Panel, name: str) -> int:
    """What the query counted beside the panel."""
    return int(getattr(row, name))

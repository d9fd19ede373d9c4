"""Lists of the stage as workbooks that Excel opens."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page as Paged
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from juli.engines.policy.labels import Label
from juli.registry.language import language
from juli.registry.workbooks import Listing
from juli.stages.applications.form.cells import FEN
from juli.stages.awards.models import AuditCase, Objection
from juli.stages.awards.queries.audits import Office
from juli.stages.awards.queries.meetings import Page as Awards
from juli.stages.awards.queries.publications import Line as Published
from juli.stages.awards.queries.rankings import Page
from juli.stages.calls.rulebook import current


def ranking(page: Page) -> Listing:
    """The ranking with every line; amounts in 万元."""
    heads = [
        _("Place"), pgettext("application", "Number"), _("Applicant"), _("Track"), _("Declared"), _("Value"),
        _("How it came about"), _("On the list"), _("Amount, 万元"), _("Decided by a person"), _("Why"),
    ]  # fmt: skip
    rows = (
        [
            row.line.rank,
            row.application.number,
            row.application.organisation.name,
            "" if track.label is None else track.label.zh,
            row.declared,
            row.line.value,
            row.working,
            {"in": _("yes"), "out": _("no"), "at_line": _("among equals at the line")}.get(
                row.line.state, _("not ranked")
            ),
            None if row.line.grant is None or row.line.grant.amount is None else row.line.grant.amount / 10_000,
            "" if row.decision is None else row.decision.get_kind_display(),
            "" if row.decision is None else row.decision.reason,
        ]
        for track in page.tracks
        for row in track.rows
    )
    return Listing(f"{page.call.edition}-ranking", _("Ranking"), heads, rows)


def audits(office: Office) -> Listing:
    """Audits: those that wait for one, those that run, those that are signed."""
    calls = {row.call_id: row.call for row in office.waiting}
    titles = {key: current(call).programme.title.say(language()) for key, call in calls.items()}
    rows: list[tuple[Any, ...]] = [
        (row.number, row.organisation.name, titles[row.call_id], "", row.get_state_display()) for row in office.waiting
    ]
    rows += [_case(*one) for one in (*office.cases, *office.signed)]
    return Listing("audits", _("Expenditure audits"), _audit_heads(), rows)


def own_audits(cases: list[tuple[AuditCase, Label, bool]]) -> Listing:
    """An auditor's own cases."""
    return Listing("audits", _("Audits, mine"), _audit_heads(), [_case(*one) for one in cases])


def awarded(page: Awards) -> Listing:
    """Who is on the way to approval: amount, credit, meetings."""
    heads = [
        pgettext("application", "Number"), _("Applicant"), _("State"), _("Amount, 万元"), _("Credit"),
        _("Where it was looked up"), _("On which day"), _("What was found"), _("Meetings"),
    ]  # fmt: skip
    rows = []
    for row in page.rows:
        looked = row.credit
        credit = (looked.get_outcome_display(), looked.source, looked.checked_on, looked.note) if looked else [""] * 4
        money = "" if row.amount is None else row.amount / FEN["万元"]
        said = "; ".join(f"{one.meeting}: {one.get_word_display()}" for one in row.decisions)
        application = row.application
        state = application.get_state_display()
        rows.append((application.number, application.organisation.name, state, money, *credit, said))
    return Listing(f"{page.call.edition}-awards", _("From the list to approval"), heads, rows)


def objections(page: Paged[Objection]) -> Listing:
    """Objections; who objects is in none of the lines (S4-76)."""
    heads = [
        _("Reference"),
        pgettext("application", "Number"),
        _("Applicant"),
        _("Handler"),
        _("Due"),
        _("State"),
        _("Decision"),
    ]
    rows = []
    for row in page:
        about = (row.application.number, row.application.organisation.name) if row.application else ("", "")
        decision = row.get_decision_display() if row.decision else ""
        rows.append((row.reference, *about, str(row.handler or ""), row.due, row.get_state_display(), decision))
    return Listing("objections", _("Objections"), heads, rows)


def publications(lines: list[Published]) -> Listing:
    """Publications with their periods."""
    heads = [_("Title"), _("Call"), _("First day"), _("Last day"), _("State")]
    lang = language()
    rows = [
        (one.row.title, one.programme.title.say(lang), one.row.first, one.row.last, one.row.get_state_display())
        for one in lines
    ]
    return Listing("publications", _("Publications"), heads, rows)


def _audit_heads() -> list[str]:
    return [
        pgettext("application", "Number"), _("Applicant"), _("Call"), _("Auditor"), _("State"), _("Due"),
        _("Lines decided"), pgettext("number", "Lines"),
    ]  # fmt: skip


def _case(case: AuditCase, title: Label, late: bool) -> tuple[Any, ...]:  # noqa: FBT001  # As the queries give it.
    row = case.application
    state = f"{row.get_state_display()} · {_('late')}" if late else row.get_state_display()
    counted = getattr(case, "done", None), getattr(case, "total", None)
    return row.number, row.organisation.name, title.say(language()), str(case.auditor), state, case.due, *counted

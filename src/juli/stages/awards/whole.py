"""The sections that the awards give to an application's whole file: list, audit, meetings, publication, approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards import audits, credit, lists
from juli.stages.awards.audits_starting import audited
from juli.stages.awards.meetings import labels as meeting_labels
from juli.stages.awards.models import (
    ApprovalLine,
    AuditCase,
    CreditCheck,
    ListLine,
    MeetingDecision,
    Objection,
    OrderDecision,
    PublicationLine,
)
from juli.stages.awards.money import from_cents
from juli.stages.awards.publications_starting import SHOWN
from juli.stages.screening.whole.earlier import Outcome
from juli.stages.screening.whole.letters import Letter
from juli.stages.screening.whole.sections import Glance, Line, Matter

_LISTED = frozenset(
    {State.SHORTLISTED, State.AUDIT, State.AUDITED, State.MEETING, State.PUBLICATION, State.OBJECTION, State.APPROVED,
     State.NOT_APPROVED}
)  # fmt: skip
#: Lines of a kind that are told one by one.
_MOST = 4


def amount(cents: int | None) -> str:
    """An amount kept in 分, in 万元 with its unit; nothing where there is none."""
    return "" if cents is None else f"{from_cents(cents)} {_('万元')}"


def competes(matter: Matter) -> bool:
    """Whether it was accepted and the list concerns it."""
    return may_be_listed(matter.application)


def may_be_listed(application: Application) -> bool:
    """Whether the office has a page of its way from the list to approval."""
    return application.state in {*_LISTED, State.ACCEPTED, State.REVIEW, State.NOT_SHORTLISTED}


def ranked(matter: Matter) -> Glance:
    """Its place, and whether it is on the list that counts."""
    row = matter.application
    lines = lists.lines_of([row])[row.pk]
    on = any(line.on_list for line in lines)
    made = lines[0].ranked_list if lines else None
    told = list(_places(matter, lines))
    decided = OrderDecision.objects.filter(call=row.call_id, taken_back_at=None).order_by("-pk")
    mine = [
        one for one in decided if one.value.get("application") == row.number or row.number in one.value.get("order", ())
    ]
    told += [
        Line(one.get_kind_display(), one.reason, note=f"{one.by_name} · {one.at:%Y-%m-%d}") for one in mine[:_MOST]
    ]
    state = _("on the list") if on else _("not on the list") if lines else _("competing, not listed yet")
    return Glance(
        state=state,
        status="met" if on else "unmet" if lines else "open",
        lines=tuple(told[:8]),
        when=made.at if made else None,
        page=reverse("awards:ranking", args=[row.call_id]),
        page_label=_("Ranking of the call"),
        empty=_("No list of the call counts yet; the ranking shows where it stands now."),
    )


def _places(matter: Matter, lines: list[ListLine]) -> Iterator[Line]:
    labels = {track.id: matter.say(track.label) for track in matter.programme.tracks}
    for line in lines:
        rank = _("rank %(number)d") % {"number": line.rank} if line.rank else _("out of the order")
        note = (line.value, amount(line.amount) if line.on_list else "", line.reason)
        yield Line(
            labels.get(line.track) or _("List %(number)d") % {"number": line.ranked_list.number},
            rank,
            note=" · ".join(filter(None, note)),
            status="met" if line.on_list else "unmet",
        )


def has_audit(matter: Matter) -> bool:
    """Whether its spending is audited."""
    return audited(matter.application)


def audit(matter: Matter) -> Glance:
    """What was claimed, what was accepted, what was cut; each line is for the page behind."""
    row = matter.application
    case = AuditCase.objects.filter(application=row).select_related("auditor").first()
    page = reverse("awards:audit_tab", args=[row.pk]) if matter.reads else ""
    if case is None:
        empty = _("No audit of this application was opened.")
        return Glance(
            state=_("not opened yet"), status="open", page=page, page_label=_("Expenditure audit"), empty=empty
        )
    if not matter.reads:
        page = reverse("awards:audit", args=[case.pk])
    lines = list(case.lines.filter(removed_at=None).order_by("seq"))
    claimed, cost = sum(line.amount for line in lines), audits.cost(lines)
    done = sum(1 for line in lines if line.word)
    report = case.reports.select_related("by").order_by("-number").first()
    told = [
        Line(_("Auditor"), str(case.auditor), note=_("due %(day)s") % {"day": case.due} if case.due else ""),
        Line(_("Lines"), _("%(done)d of %(all)d decided") % {"done": done, "all": len(lines)}),
        Line(_("Claimed"), amount(claimed)),
        Line(
            _("Accepted"),
            amount(cost) if done else "—",
            note=_("cut: %(amount)s") % {"amount": amount(claimed - cost)} if done else "",
        ),
    ]
    if report is not None:
        paper = reverse("awards:audit_report", args=[case.pk, report.number, "pdf"])
        told.append(
            Line(
                _("Report"), _("Report %(number)d") % {"number": report.number}, url=paper, note=amount(report.accepted)
            )
        )
    signed = report is not None and row.state != State.AUDIT
    return Glance(
        state=_("signed off") if signed else _("under way"),
        status="met" if signed else "open",
        lines=tuple(told),
        who=str(report.by) if report else "",
        when=report.at if report else case.opened_at,
        page=page,
        page_label=_("Expenditure audit"),
    )


def is_listed(matter: Matter) -> bool:
    """Whether the list put it on the way to approval."""
    return matter.application.state in _LISTED


def meetings(matter: Matter) -> Glance:
    """The fresh look at its credit, and what the meetings decided: nothing is decided before it is signed."""
    row = matter.application
    looked = credit.latest([row]).get(row.pk)
    signed = MeetingDecision.objects.filter(application=row, meeting__state="signed")
    said = list(signed.select_related("meeting").order_by("-meeting__pk"))
    phase = {CreditCheck.Outcome.CLEAR: "met", CreditCheck.Outcome.BAD: "unmet"}
    told = []
    if looked is not None:
        note = f"{looked.source} · {looked.checked_on} · {looked.by}"
        status = phase.get(CreditCheck.Outcome(looked.outcome), "open")
        told.append(Line(_("Credit"), looked.get_outcome_display(), note=note, status=status))
    words = {MeetingDecision.Word.SUPPORT: "met", MeetingDecision.Word.NOT: "unmet"}
    for one in said[:_MOST]:
        held = one.meeting
        told.append(
            Line(
                matter.say(held.label),
                one.get_word_display(),
                url=reverse("awards:meeting", args=[held.pk]),
                note=" · ".join(filter(None, (str(held.held_on), amount(one.amount), one.note))),
                status=words.get(MeetingDecision.Word(one.word), "open"),
            )
        )
    last = said[0] if said else None
    asked = meeting_labels(row.call)
    looked_up = phase.get(CreditCheck.Outcome(looked.outcome), "open") if looked else "open"
    return Glance(
        state=last.get_word_display()
        if last
        else looked.get_outcome_display()
        if looked
        else _("credit not looked up"),
        status=words.get(MeetingDecision.Word(last.word), "open") if last else looked_up if not asked else "open",
        lines=tuple(told),
        when=last.meeting.at if last else looked.at if looked else None,
        page=reverse("awards:awards", args=[row.call_id]),
        page_label=_("Credit and meetings of the call"),
        empty=_("Its credit was not looked up, and no meeting decided about it."),
    )


def is_published(matter: Matter) -> bool:
    """Whether it was published."""
    return matter.application.state in SHOWN


def publication(matter: Matter) -> Glance:
    """Where it was published, and objections: what became of them, never whose they are."""
    row = matter.application
    lines = list(PublicationLine.objects.filter(application=row).select_related("publication").order_by("-pk"))
    objected = list(Objection.objects.filter(application=row).order_by("pk"))
    told = [
        Line(
            f"{line.publication.first} – {line.publication.last}",
            line.publication.title,
            url=reverse("awards:publication", args=[line.publication_id]),
            note=str(line.publication.get_state_display()),
        )
        for line in lines[:_MOST]
    ]
    handles = matter.holds(Role.OFFICER, Role.LEAD)
    for one in objected[:_MOST]:
        url = reverse("awards:objection", args=[one.pk]) if handles else ""
        note = " · ".join(filter(None, (str(one.get_decision_display()) if one.decision else "", one.summary)))
        told.append(
            Line(
                pgettext("publication", "Objection"), f"{one.reference}: {one.get_state_display()}", url=url, note=note
            )
        )
    count = ngettext("%(n)d objection", "%(n)d objections", len(objected)) % {"n": len(objected)}
    return Glance(
        state=count if objected else _("no objection"),
        status="open" if row.state == State.OBJECTION else "met",
        lines=tuple(told),
        when=lines[0].publication.published_at if lines else None,
        page=reverse("awards:published", args=[row.pk]),
        page_label=_("Publication and approval"),
        empty=_("It was in none."),
    )


def approval(matter: Matter) -> Glance:
    """Its number and amount, or that it was not approved."""
    row = matter.application
    line = ApprovalLine.objects.filter(application=row).select_related("approval__publication", "approval__by").first()
    if line is None:
        lost = row.state == State.NOT_APPROVED
        return Glance(
            state=row.get_state_display() if lost else _("not approved yet"),
            status="unmet" if lost else "open",
            empty=_("It is not approved yet."),
        )
    made = line.approval
    told = [
        Line(_("Project number"), line.number, url=reverse("awards:approval", args=[made.publication_id, made.pk])),
        Line(_("Amount"), amount(line.amount) or _("by the contract")),
    ]
    if made.document:
        told.append(Line(_("Document number"), made.document))
    if matter.reads:
        told.append(Line(_("Letter"), "PDF", url=reverse("awards:office_letter", args=[row.pk, "pdf"])))
    return Glance(state=row.get_state_display(), status="met", lines=tuple(told), who=str(made.by), when=made.at)


def letters(matter: Matter) -> Iterator[Letter]:
    """The report of the audit and the letter of the approval."""
    row = matter.application
    case = AuditCase.objects.filter(application=row).first()
    for report in case.reports.order_by("number") if case is not None else ():
        url = reverse("awards:audit_report", args=[case.pk, report.number, "pdf"]) if case is not None else ""
        yield Letter(report.at, _("Report %(number)d of the audit") % {"number": report.number}, _("on paper"), url=url)
    line = ApprovalLine.objects.filter(application=row).select_related("approval").first()
    if line is not None:
        url = reverse("awards:office_letter", args=[row.pk, "pdf"])
        yield Letter(
            line.approval.at, _("Letter of approval %(number)s") % {"number": line.number}, _("on paper"), url=url
        )


def outcomes(applications: Iterable[Application]) -> Mapping[int, Outcome]:
    """What became of many applications: approved with its amount, or listed with what the list gives it."""
    rows = {row.pk: row for row in applications}
    found = {
        key: Outcome(rows[key].get_state_display(), from_cents(granted))
        for key, granted in ApprovalLine.objects.filter(application__in=rows).values_list("application", "amount")
    }
    for key, mine in lists.lines_of(rows.values()).items():
        given = [line.amount for line in mine if line.on_list]
        if key not in found and given and None not in given:
            found[key] = Outcome(rows[key].get_state_display(), from_cents(sum(one or 0 for one in given)))
    return found

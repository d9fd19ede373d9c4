"""Audits: the auditor's cases and one of them, the applicant's page, the office's; each sees only what is theirs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.labels import Label
from juli.registry.files.models import Attachment
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import roles_of
from juli.stages.accounts.queries.posts import with_units
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.applications.queries import frame as own_frames
from juli.stages.applications.transitions import State
from juli.stages.awards import auditing, audits, permissions
from juli.stages.awards.actions.audits import VOUCHER
from juli.stages.awards.audits import Limit, Suggestion
from juli.stages.awards.audits_starting import has_case, waiting
from juli.stages.awards.models import AuditCase, AuditLine, AuditReport
from juli.stages.calls.rulebook import current
from juli.stages.screening import frame as frames


@dataclass(frozen=True)
class Row:
    """One line of spending with its vouchers, the work it names, and what the ledger says of that work."""

    line: AuditLine
    vouchers: tuple[Attachment, ...]
    work: str
    suggestion: Suggestion | None

    @property
    def suggested(self) -> str:
        """The suggested decision in words."""
        return str(AuditLine.Word(self.suggestion.word).label) if self.suggestion else ""


@dataclass(frozen=True)
class Case:
    """One audit with its lines; amounts in 分. ``works``: what may be chosen for a line → its id."""

    case: AuditCase
    title: Label
    rows: tuple[Row, ...]
    works: Mapping[str, str]
    limits: tuple[Limit, ...]
    reports: tuple[AuditReport, ...]
    late: bool

    @property
    def open(self) -> bool:
        """Whether lines are brought and decided now."""
        return self.case.application.state == State.AUDIT

    @property
    def declared(self) -> int:
        """What all lines come to."""
        return sum(row.line.amount for row in self.rows)

    @property
    def cost(self) -> int:
        """What was accepted so far, before shares and caps."""
        return audits.cost(row.line for row in self.rows)

    @property
    def accepted(self) -> int:
        """What would count in the end, after shares and caps."""
        return self.limits[-1].remains if self.limits else self.cost

    @property
    def decided(self) -> int:
        """How many lines are decided."""
        return sum(1 for row in self.rows if row.line.word)

    @property
    def suggested(self) -> list[tuple[str, str, int]]:
        """Decisions that the ledger suggests for lines not decided yet: the word, how it reads, for how many."""
        found = Counter(row.suggestion.word for row in self.rows if row.suggestion and not row.line.word)
        return [(word, str(AuditLine.Word(word).label), found[word]) for word in sorted(found)]


def cases(user: User, at: dt.datetime) -> list[tuple[AuditCase, Label, bool]]:
    """The reader's own cases, open ones first, each with its call's title and whether it is late."""
    mine = sorted(
        _counted(AuditCase.objects.filter(auditor=user)), key=lambda one: one.application.state != State.AUDIT
    )
    return _listed(mine, at)


@dataclass(frozen=True)
class Office:
    """Audits as the office follows them: what waits for one, what runs, what is signed."""

    waiting: list[Application]
    cases: list[tuple[AuditCase, Label, bool]]
    signed: list[tuple[AuditCase, Label, bool]]


def office(user: User, at: dt.datetime) -> Office:
    """The office's list. Raises Refused."""
    permissions.reader(user, at)
    found = _listed(list(_counted(AuditCase.objects.all())), at)
    running = [one for one in found if one[0].application.state == State.AUDIT]
    return Office(waiting(), running, [one for one in found if one not in running])


def found(case: int) -> AuditCase:
    """A case by its row. Raises Http404."""
    rows = AuditCase.objects.select_related("application__call", "application__organisation", "auditor")
    row = rows.filter(pk=case).first()
    if row is None:
        raise Http404(f"there is no audit {case}")
    return row


def mine(user: User | AnonymousUser, case: int, at: dt.datetime) -> Case:
    """A case for the auditor whose it is. Raises Http404, Refused."""
    row = found(case)
    auditing.auditor(user, row, at)
    return around(row, at)


@dataclass(frozen=True)
class Own:
    """The applicant's page. ``signed``: the decisions are shown, because the report is signed."""

    frame: own_frames.Frame
    page: Case
    signed: bool


def own(user: User | AnonymousUser, organisation: int, application: int, at: dt.datetime) -> Own:
    """The applicant's page of its audit. Raises Http404, Refused."""
    frame = own_frames.frame(user, organisation, application, "audit", at)
    row = frame.application
    made = AuditCase.objects.filter(application=row).first() if has_case(row) else None
    if made is None:
        raise Http404(f"application {application} has no audit")
    page = around(found(made.pk), at)
    return Own(frame, page, bool(page.reports) and not page.open)


@dataclass(frozen=True)
class Tab:
    """The office's page of one application's audit; ``page`` is None before it is opened."""

    frame: frames.Frame
    page: Case | None
    auditors: list[tuple[User, str]]
    opens: bool
    gives: bool
    reopens: bool


def tab(user: User | AnonymousUser, application: int, at: dt.datetime) -> Tab:
    """The office's page. Raises Http404, Refused."""
    roles = permissions.reader(user, at)
    frame = frames.around(frames.found(application), roles, "audit")
    row = AuditCase.objects.filter(application=application).first()
    state, office = frame.application.state, bool(roles & {Role.OFFICER, Role.LEAD})
    return Tab(
        frame=frame,
        page=around(found(row.pk), at) if row is not None else None,
        auditors=auditors(at) if office else [],
        opens=office and state == State.SHORTLISTED,
        gives=office and state == State.AUDIT and row is not None,
        reopens=Role.LEAD in roles and state == State.AUDITED,
    )


def auditors(at: dt.datetime) -> list[tuple[User, str]]:
    """Who may be given a case, each with whom they work for."""
    return with_units(Role.AUDITOR, at)


def line(user: User | AnonymousUser, case: int, line: int, at: dt.datetime) -> AuditLine:
    """A line for somebody who fills it in. Raises Http404, Refused."""
    row = found(case)
    auditing.filler(user, row, at)
    made = AuditLine.objects.select_related("case__application").filter(pk=line, case=row, removed_at=None).first()
    if made is None:
        raise Http404(f"audit {case} has no line {line}")
    return made


def voucher(user: User | AnonymousUser, case: int, link: int, at: dt.datetime) -> Attachment:
    """A voucher, for the case's auditor, the applicant's own people and the office. Raises Http404, Refused."""
    row = found(case)
    _reads(user, row, at, applicant=True)
    lines = [str(pk) for pk in row.lines.values_list("pk", flat=True)]
    files = Attachment.objects.select_related("file")
    made = files.filter(pk=link, subject_type="audit_line", subject_id__in=lines, tag=VOUCHER).first()
    if made is None:
        raise Http404(f"audit {case} has no voucher {link}")
    return made


def report(user: User | AnonymousUser, case: int, number: int, at: dt.datetime) -> AuditReport:
    """A signed report, for the case's auditor and the office. Raises Http404, Refused."""
    row = found(case)
    _reads(user, row, at, applicant=False)
    made = row.reports.filter(number=number).first()
    if made is None:
        raise Http404(f"audit {case} has no report {number}")
    return made


def around(row: AuditCase, at: dt.datetime) -> Case:
    """A case with everything that its pages show; the asking is done."""
    copy = audits.copy_of(row.application)
    done = copy.dossier.achievements if copy is not None else ()
    hints = audits.suggestions(copy) if copy is not None else {}
    titles = {one.id: one.title for one in done}
    often = Counter(titles.values())
    works = {(title if often[title] == 1 else f"{title}（{key}）"): key for key, title in titles.items()}
    lines = list(row.lines.filter(removed_at=None).order_by("seq"))
    files: dict[str, list[Attachment]] = {str(one.pk): [] for one in lines}
    links = Attachment.objects.filter(subject_type="audit_line", subject_id__in=list(files), tag=VOUCHER)
    for link in links.select_related("file").order_by("pk"):
        files[link.subject_id].append(link)
    programme = current(row.application.call).programme
    track = next(iter(row.application.tracks), "")
    return Case(
        case=row,
        title=programme.title,
        rows=tuple(
            Row(one, tuple(files[str(one.pk)]), titles.get(one.achievement, ""), hints.get(one.achievement))
            for one in lines
        ),
        works=works,
        limits=tuple(audits.limits(programme, track, audits.cost(lines))),
        reports=tuple(row.reports.select_related("by").order_by("-number")),
        late=_late(row, at),
    )


def _reads(user: User | AnonymousUser, row: AuditCase, at: dt.datetime, *, applicant: bool) -> None:
    if roles_of(user, at) & permissions.READERS:
        return
    if applicant:
        auditing.filler(user, row, at)
    else:
        auditing.auditor(user, row, at)


def _counted(rows: QuerySet[AuditCase]) -> QuerySet[AuditCase]:
    live = Q(lines__removed_at=None, lines__isnull=False)
    return (
        rows.select_related("application__call", "application__organisation", "auditor")
        .annotate(total=Count("lines", filter=live), done=Count("lines", filter=live & ~Q(lines__word="")))
        .order_by("due", "application__number")
    )


def _listed(rows: list[AuditCase], at: dt.datetime) -> list[tuple[AuditCase, Label, bool]]:
    calls = {row.application.call_id: row.application.call for row in rows}
    titles = {key: current(call).programme.title for key, call in calls.items()}
    return [(row, titles[row.application.call_id], _late(row, at)) for row in rows]


def _late(row: AuditCase, at: dt.datetime) -> bool:
    today = at.astimezone(BEIJING).date()
    return row.application.state == State.AUDIT and row.due is not None and row.due < today

"""The page of an application's verification: each work, the office's word on it, both sides of every clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page as Paged
from django.db.models import Count, F, Max
from django.http import Http404
from django.utils.translation import gettext as _

from juli.engines.policy import describe
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Aggregate, KOf
from juli.engines.policy.verdict import Node, PointsState, Status, Verdict
from juli.engines.policy.vocabulary import Field
from juli.registry.files.models import Attachment
from juli.registry.files.queries import attachments
from juli.registry.workbooks import paged
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, roles_of
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application, Submission
from juli.stages.applications.queries import frame as applicants
from juli.stages.applications.queries import submitted
from juli.stages.applications.queries.frame import Frame as OwnFrame
from juli.stages.ledger.entries import CLOSED
from juli.stages.organisations.wording import shown
from juli.stages.screening.copied import Work, claimed, concerned, files, works
from juli.stages.screening.decided import decided, latest_verifications
from juli.stages.screening.frame import Frame, frame
from juli.stages.screening.models import Announcement, Reply, Verification
from juli.stages.screening.questions import AFTER_LIST, BEFORE_LIST

#: What is listed: everything, what waits for a word, what is struck or corrected.
SHOWS: Final = ("all", "waiting", "changed")
PER_PAGE: Final = 30


@dataclass(frozen=True)
class Corrected:
    """A value that the office put in place of the declared one."""

    label: Label
    declared: str
    verified: str


@dataclass(frozen=True)
class Line:
    """One work with the word on it. ``had`` is the row of the latest word, reopened ones too; 0 for none."""

    work: Work
    word: Verification | None
    had: int
    category: Label | None
    clauses: tuple[Node, ...]
    files: tuple[Attachment, ...]

    @property
    def changed(self) -> bool:
        """Whether a correction of the application has changed the work since."""
        return self.word is not None and self.word.work != self.work.digest

    @property
    def waits(self) -> bool:
        """Whether a word is due."""
        return self.word is None or self.changed

    @property
    def corrections(self) -> list[Corrected]:
        """What was corrected, field by field."""
        if self.word is None:
            return []
        fields, word = self.work.kind.fields, self.word
        return [
            Corrected(fields[name].label, shown(fields[name], word.declared.get(name)), shown(fields[name], value))
            for name, value in word.correct.items()
            if name in fields
        ]


@dataclass(frozen=True)
class Side:
    """One clause, as declared and as verified."""

    node: Node
    declared: Label
    verified: Label
    status: Status | None
    differs: bool


@dataclass(frozen=True)
class Points:
    """The points of both sides, in words; ``verified`` None while nothing is verified."""

    declared: Label
    verified: Label | None


@dataclass(frozen=True)
class Sheet:
    """What both readers see: works, clauses, points, what was announced and answered."""

    verdict: Verdict
    lines: tuple[Line, ...]
    sides: tuple[Side, ...]
    points: Points | None
    announcement: Announcement | None
    reply: Reply | None
    reply_files: tuple[Attachment, ...]

    @property
    def waiting(self) -> int:
        """How many works wait for a word."""
        return sum(line.waits for line in self.lines)


@dataclass(frozen=True)
class Page:
    """The office's page. ``may``: the reader may say a word now."""

    frame: Frame
    sheet: Sheet
    shows: str
    lines: tuple[Line, ...]
    may: bool

    @property
    def acceptable(self) -> tuple[Line, ...]:
        """Works of which nothing has been said: those that can be accepted together."""
        return tuple(line for line in self.sheet.lines if line.word is None)


@dataclass(frozen=True)
class OwnPage:
    """The applicant's page. ``may``: it may still answer."""

    frame: OwnFrame
    sheet: Sheet
    may: bool


def page(user: User | AnonymousUser, application: int, shows: str, at: datetime) -> Page:
    """The office's page. Raises Http404, Refused, ProgrammeUnusable, DossierUnusable."""
    found = frame(user, application, "verification", at)
    made = sheet(found.submission)
    shows = shows if shows in SHOWS else "all"
    return Page(found, made, shows, tuple(_shown(made.lines, shows)), _may(found))


def line(user: User | AnonymousUser, application: int, achievement: str, at: datetime) -> tuple[Page, Line]:
    """One work of it. Raises Http404 as well."""
    found = page(user, application, "all", at)
    for one in found.sheet.lines:
        if one.work.id == achievement:
            return found, one
    raise Http404(f"the application {application} has no work {achievement}")


def own(user: User | AnonymousUser, organisation: int, application: int, at: datetime) -> OwnPage:
    """The applicant's page, once the office has shown it. Raises Http404, Refused."""
    around = applicants.frame(user, organisation, application, "verification", at)
    submission = submitted.standing(around.application)
    shown_at = Announcement.objects.filter(application=around.application).exists()
    if submission is None or not shown_at:
        raise Refused(_("The office has not shown its verification yet."))
    made = sheet(submission)
    open_ = made.announcement is not None and at < made.announcement.answer_until and made.reply is None
    return OwnPage(around, made, open_ and around.is_administrator)


def sheet(submission: Submission) -> Sheet:
    """A submission's works with what is said of them now."""
    row = submission.application
    verdict = submitted.verdict(submission, decided(row))
    held, links = works(submission), files(submission)
    rules = verdict.programme
    labels = {category.id: category.label for category in rules.categories}
    places, serve = claimed(submission, rules, verdict), concerned(verdict, held)
    words = {one.achievement: one for one in latest_verifications([row.pk])[row.pk]}
    order = [key for key in held if key in places] + [key for key in held if key not in places and key in serve]
    order += [key for key in words if key in held and key not in order]
    lines = tuple(
        Line(
            work=held[key],
            word=word if (word := words.get(key)) is not None and word.act != Verification.Act.REOPEN else None,
            had=words[key].pk if key in words else 0,
            category=labels.get(places.get(key, "")),
            clauses=tuple(serve.get(key, ())),
            files=tuple(links[one["sha256"]] for one in held[key].data["files"] if one["sha256"] in links),
        )
        for key in order
    )
    reply = Reply.objects.filter(application=row).select_related("by").first()
    return Sheet(
        verdict=verdict,
        lines=lines,
        sides=tuple(_sides(verdict)),
        points=_points(verdict),
        announcement=Announcement.objects.filter(application=row).select_related("by").order_by("-pk").first(),
        reply=reply,
        reply_files=tuple(attachments(reply.subject)) if reply else (),
    )


def correctable(work: Work) -> dict[str, Field]:
    """The fields that the office may correct: those it alone fills first, then the kind's own, then the shared ones."""
    fields = {name: field for name, field in work.kind.fields.items() if name not in CLOSED - {"filed_on"}}
    return dict(sorted(fields.items(), key=lambda item: (not item[1].office_only, item[0] not in work.declared)))


def file(user: User | AnonymousUser, application: int, link: int, at: datetime) -> Attachment:
    """A file that came with the submission, for those who read applications. Raises Http404, Refused."""
    found = frame(user, application, "verification", at)
    row = attachments(found.submission.subject).filter(pk=link).first()
    if row is None:
        raise Http404(f"the submission has no file {link}")
    return row


def reply_file(user: User | AnonymousUser, application: int, link: int, at: datetime) -> Attachment:
    """A file of the applicant's answer, for the office. Raises Http404, Refused."""
    found = frame(user, application, "verification", at)
    reply = Reply.objects.filter(application=found.application).first()
    row = attachments(reply.subject).filter(pk=link).first() if reply else None
    if row is None:
        raise Http404(f"the answer has no file {link}")
    return row


def queue(user: User | AnonymousUser, number: str | None, at: datetime) -> Paged[Any]:
    """The applications that may be verified now: answered ones first, then by words said. Raises Refused."""
    if not roles_of(user, at) & {Role.OFFICER, Role.LEAD}:
        raise Refused(_("Only the programme's officers and the head of office may do this."))
    rows = Application.objects.filter(state__in=BEFORE_LIST | AFTER_LIST).select_related("call", "organisation")
    rows = rows.annotate(
        words=Count("verifications__achievement", distinct=True),
        shown_at=Max("announcements__at"),
        said_at=Max("verifications__at"),
        answered_at=Max("verification_reply__at"),
    )
    return paged(rows.order_by(F("answered_at").desc(nulls_last=True), "words", "number"), PER_PAGE, number)


def _shown(lines: Sequence[Line], shows: str) -> Iterator[Line]:
    for one in lines:
        changed = one.word is not None and one.word.act != Verification.Act.ACCEPT
        if shows == "all" or (one.waits if shows == "waiting" else changed):
            yield one


def _may(found: Frame) -> bool:
    late = found.application.state in AFTER_LIST
    return (found.application.state in BEFORE_LIST and bool(found.roles & {Role.OFFICER, Role.LEAD})) or (
        late and Role.LEAD in found.roles
    )


def _sides(verdict: Verdict) -> Iterator[Side]:
    """The clauses that count rows, each once; where nothing is verified, both sides are the same."""
    seen: set[str] = set()
    for node in verdict.walk():
        counts = isinstance(node.clause.test, Aggregate | KOf) and (node.used or node.pending or node.children)
        if node.id in seen or not counts:
            continue
        seen.add(node.id)
        side = node.verified
        other = node if side is None else node._replace(
            status=side.status, actual=side.actual, used=side.used, shortfall=_short(node, side.actual.low)
        )  # fmt: skip
        differs = side is not None and (side.status, side.actual) != (node.status, node.actual)
        yield Side(node, describe.actual_words(node), describe.actual_words(other), other.status, differs)


def _short(node: Node, low: Any) -> Any:
    return None if node.required is None or low >= node.required else node.required - low


def _points(verdict: Verdict) -> Points | None:
    if verdict.points is None:
        return None
    other = verdict.verified_points
    return Points(_worth(verdict.points), None if other is None else _worth(other))


def _worth(points: PointsState) -> Label:
    return describe.span_words(points.total, Label("分", "points"))

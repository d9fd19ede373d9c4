"""Questions for people: those of one application, and the queue of whoever answers them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page as Paged
from django.http import Http404
from django.utils.translation import gettext as _

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Clause
from juli.engines.policy.verdict import Verdict
from juli.registry.files.models import Attachment
from juli.registry.files.queries import attachments
from juli.registry.workbooks import paged
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, roles_of
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application, Submission
from juli.stages.applications.queries import submitted
from juli.stages.calls.rulebook import current
from juli.stages.screening.copied import Work, files, promised, works
from juli.stages.screening.decided import decided
from juli.stages.screening.frame import Frame, found, frame
from juli.stages.screening.models import Judgement
from juli.stages.screening.pending import Waits, unknown, waiting
from juli.stages.screening.questions import AFTER_LIST, BEFORE_LIST, PANEL, WHO, Question, judge_of, questions

PER_PAGE: Final = 30


@dataclass(frozen=True)
class Asked:
    """One question with its answers, the latest first. ``had``: the row of the latest, 0 for none."""

    question: Question
    work: Work | None
    files: tuple[Attachment, ...]
    answers: tuple[Judgement, ...]
    may: bool

    @property
    def latest(self) -> Judgement | None:
        """The answer that counts; None while there is none, or it was taken back."""
        return self.answers[0] if self.answers and self.answers[0].answer is not None else None

    @property
    def had(self) -> int:
        """What the reader knows."""
        return self.answers[0].pk if self.answers else 0

    @property
    def status(self) -> str:
        """As a phase."""
        return "open" if self.latest is None else "met" if self.latest.answer else "unmet"


@dataclass(frozen=True)
class Page:
    """The office's page of an application's questions."""

    frame: Frame
    verdict: Verdict
    asked: tuple[Asked, ...]

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(one.latest is None for one in self.asked)


@dataclass(frozen=True)
class One:
    """One question, for somebody who sees nothing else of the application."""

    application: Application
    call: Label
    asked: Asked


@dataclass(frozen=True)
class Line:
    """One line of a queue."""

    application: Application
    call: Label
    clause: Clause | None
    waits: Waits
    question: Label
    title: str


@dataclass(frozen=True)
class Queue:
    """What waits for the reader. ``outside``: only what an outside body has to have said (S1-37, S1-40)."""

    page: Paged[Any]
    lines: tuple[Line, ...]
    outside: bool
    count: int
    of_outside: int
    unknown: int


def page(user: User | AnonymousUser, application: int, at: datetime) -> Page:
    """The questions of an application, for the office. Raises Http404, Refused."""
    around = frame(user, application, "judgements", at)
    verdict = submitted.verdict(around.submission, decided(around.application))
    made = _asked(around.application, around.submission, questions(verdict), around.roles)
    return Page(around, verdict, tuple(made))


def one(user: User | AnonymousUser, application: int, clause: str, work: str, at: datetime) -> One:
    """A question for whoever answers it. Raises Http404 where the call doesn't ask it, Refused."""
    row = found(application)
    submission = submitted.standing(row)
    if submission is None:
        raise Http404(f"nothing is handed in under {application}")
    verdict = submitted.verdict(submission, decided(row))
    asked = [question for question in questions(verdict) if question.key == (clause, work)]
    roles = roles_of(user, at)
    if not roles & {role for question in asked for role in WHO[question.judge.by]}:
        raise Refused(_("This question is for others to answer."))
    return One(row, verdict.programme.title, next(iter(_asked(row, submission, asked, roles))))


def evidence(
    user: User | AnonymousUser, application: int, clause: str, work: str, link: int, at: datetime
) -> Attachment:
    """A file of the work that is asked about, for whoever answers the question. Raises Http404, Refused."""
    shown = one(user, application, clause, work, at)
    for file in shown.asked.files:
        if file.pk == link:
            return file
    raise Http404(f"the work has no file {link}")


def proof(user: User | AnonymousUser, application: int, link: int, at: datetime) -> Attachment:
    """A paper that proves an answer, for the office. Raises Http404, Refused."""
    around = frame(user, application, "judgements", at)
    subjects = [row.subject for row in Judgement.objects.filter(application=around.application)]
    for subject in subjects:
        row = attachments(subject).filter(pk=link).first()
        if row is not None:
            return row
    raise Http404(f"no answer has a paper {link}")


def mine(roles: Iterable[Role]) -> list[Waits]:
    """The questions that wait for somebody with these posts, as far as they may be answered now."""
    held = set(roles)
    names = {by for by, who in WHO.items() if held & set(who)}
    states = dict(Application.objects.filter(pending_questions__isnull=False).values_list("pk", "state"))
    found = []
    for one_ in waiting():
        late = states[one_.application] in AFTER_LIST and Role.LEAD not in held
        early = one_.by == "experts" and states[one_.application] not in PANEL
        if one_.by in names and not late and not early:
            found.append(one_)
    return found


def queue(user: User | AnonymousUser, outside: bool, number: str | None, at: datetime) -> Queue:  # noqa: FBT001  # A choice.
    """What waits for the reader, over all calls. Raises Refused."""
    roles = roles_of(user, at)
    if not roles & {role for who in WHO.values() for role in who}:
        raise Refused(_("Questions are answered by the office and the business offices."))
    every = mine(roles)
    listed = [one_ for one_ in every if one_.outside or not outside]
    found_ = paged(listed, PER_PAGE, number)
    lines = tuple(_lines(list(found_.object_list)))
    return Queue(found_, lines, outside, len(every), sum(one_.outside for one_ in every), unknown())


def _lines(shown: list[Waits]) -> Iterable[Line]:
    keys = {one_.application for one_ in shown}
    rows = {row.pk: row for row in Application.objects.filter(pk__in=keys).select_related("call", "organisation")}
    subs = Submission.objects.filter(application__in=keys, taken_back__isnull=True).order_by("number")
    held = {sub.application_id: works(sub) for sub in subs.select_related("final")}
    clauses: dict[int, Mapping[str, Clause]] = {}
    titles: dict[int, Label] = {}
    for row in rows.values():
        if row.call_id not in clauses:
            programme = current(row.call).programme
            clauses[row.call_id], titles[row.call_id] = programme.clauses, programme.title
    for one_ in shown:
        row = rows[one_.application]
        clause = clauses[row.call_id].get(one_.clause)
        work = held.get(row.pk, {}).get(one_.work)
        judge = judge_of(clause) if clause is not None else None
        words = judge.question if judge is not None else Label(one_.clause, one_.clause)
        yield Line(row, titles[row.call_id], clause, one_, words, work.title if work else one_.work)


def _asked(
    row: Application, submission: Submission, asked: Iterable[Question], roles: Iterable[Role]
) -> Iterable[Asked]:
    asked = list(asked)
    held, links = works(submission), files(submission)
    if any(question.work and question.work not in held for question in asked):
        held = {**held, **promised(submitted.copy(submission))}
    history: dict[tuple[str, str], list[Judgement]] = {}
    for answer in Judgement.objects.filter(application=row).select_related("by").order_by("-pk"):
        history.setdefault((answer.clause, answer.achievement), []).append(answer)
    posts = set(roles)
    for question in asked:
        work = held.get(question.work)
        who = set(WHO[question.judge.by])
        early = question.judge.by == "experts" and row.state not in PANEL
        late = row.state in AFTER_LIST and Role.LEAD not in posts
        may = bool(posts & who) and not early and not late and row.state in BEFORE_LIST | AFTER_LIST
        yield Asked(
            question=question,
            work=work,
            files=tuple(links[f["sha256"]] for f in work.data["files"] if f["sha256"] in links) if work else (),
            answers=tuple(history.get(question.key, ())),
            may=may,
        )

"""The register of paper: finding what a parcel belongs to, and what the call expects in it (O-25, S3-53)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page as Paged
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from juli.engines.paper.check_code import read_code
from juli.engines.paper.problems import MistypedCode
from juli.engines.policy import describe
from juli.engines.policy.blocks import Paper
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.registry.files.models import Attachment
from juli.registry.files.queries import attachments
from juli.registry.workbooks import paged
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, roles_of
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application, FinalVersion, Letter, Recommendation, Submission
from juli.stages.applications.queries.submitted import standing
from juli.stages.applications.transitions import HANDED_IN
from juli.stages.calls import deadlines
from juli.stages.calls.rulebook import current
from juli.stages.screening.frame import Frame, found, frame
from juli.stages.screening.models import Parcel

PER_PAGE: Final = 25
#: Who works with the register.
CLERKS: Final = frozenset({Role.RECEIPT_AGENCY, Role.OFFICER, Role.LEAD})
Code = Parcel.Code
#: Whose seal, as files say it.
_WHOSE: Final[dict[str, str | Promise]] = {
    "applicant": pgettext_lazy("seal", "the applicant's"),
    "recommender": pgettext_lazy("seal", "the recommender's"),
}
#: Characters of a number or a name that are looked for.
_LONGEST: Final = 60


@dataclass(frozen=True)
class Expected:
    """What the call's paper section asks for, with words for its parts, seals by place, signatures."""

    paper: Paper | None
    parts: tuple[tuple[str, Label], ...]
    seals: tuple[tuple[str, Label, str | Promise], ...]
    signatures: tuple[tuple[str, Label], ...]
    last: dt.datetime | None

    def late(self, parcel: Parcel) -> bool:
        """Whether a parcel was posted too late; False where the call states no day, or the day is not known."""
        return self.last is not None and parcel.posted is not None and deadlines.moment(parcel.posted) >= self.last


@dataclass(frozen=True)
class Came:
    """One line of the register, and whether it was posted too late."""

    parcel: Parcel
    late: bool
    replaced: bool
    parts: tuple[Label, ...]
    seals: tuple[Label, ...]
    signatures: tuple[Label, ...]


@dataclass(frozen=True)
class Matter:
    """What a clerk sees of one application: number, name, call, what is expected, what came; nothing else."""

    application: Application
    call: Label
    handed_in: dt.datetime
    expected: Expected
    came: tuple[Came, ...]


@dataclass(frozen=True)
class Page:
    """The office's tab: the register beside the online time, letters, the recommender's word."""

    frame: Frame
    matter: Matter
    letters: tuple[Letter, ...]
    recommendation: Recommendation | None
    in_time: bool | None

    @property
    def first(self) -> Came | None:
        """The parcel that came first: its posting date is the one that counts."""
        standing_ = [came for came in self.matter.came if not came.replaced and not came.parcel.void]
        return min(standing_, key=lambda came: (came.parcel.received, came.parcel.pk), default=None)


@dataclass(frozen=True)
class Line:
    """One application in the list of the register."""

    application: Application
    call: Label
    parcels: int


@dataclass(frozen=True)
class Register:
    """The register's front page: what was looked for and found."""

    words: str
    page: Paged[Any]
    lines: tuple[Line, ...]
    only: int | None


def clerk(user: User | AnonymousUser, at: dt.datetime) -> frozenset[Role]:
    """The posts of somebody who works with the register. Raises Refused."""
    held = roles_of(user, at)
    if not held & CLERKS:
        raise Refused(_("Paper is written down by the receipt agency and the office."))
    return held


def register(user: User | AnonymousUser, words: str, number: str | None, at: dt.datetime) -> Register:
    """Applications that paper may belong to, by number, name or check code. Raises Refused."""
    clerk(user, at)
    words = words.strip()[:_LONGEST]
    rows: QuerySet[Any] = Application.objects.filter(state__in=HANDED_IN).select_related("call", "organisation")
    if words:
        rows = rows.filter(_matching(words))
    counted = rows.annotate(
        parcels_standing=Count("parcels", filter=Q(parcels__void=False, parcels__replaced_by__isnull=True))
    )
    shown = paged(counted.order_by("parcels_standing", "number"), PER_PAGE, number)
    titles = {row.call_id: current(row.call).programme.title for row in {r.call_id: r for r in shown}.values()}
    lines = tuple(Line(row, titles[row.call_id], row.parcels_standing) for row in shown)
    only = shown.object_list[0].pk if words and shown.paginator.count == 1 else None
    return Register(words, shown, lines, only)


def matter(user: User | AnonymousUser, application: int, at: dt.datetime) -> Matter:
    """One application for a clerk. Raises Http404, Refused."""
    clerk(user, at)
    return _matter(found(application))


def page(user: User | AnonymousUser, application: int, at: dt.datetime) -> Page:
    """The office's tab. Raises Http404, Refused, ProgrammeUnusable."""
    around = frame(user, application, "paper", at)
    row = around.application
    said = Recommendation.objects.filter(submission=around.submission).select_related("by").first()
    letters = (
        Letter.objects.filter(call=row.call, unit=said.unit).select_related("by") if said else Letter.objects.none()
    )
    end = deadlines.closes_for(around.rules, row.tracks)
    first = Submission.objects.filter(application=row, taken_back__isnull=True).order_by("number").first()
    online = None if end is None or first is None else first.at < end
    return Page(around, _matter(row), tuple(letters.order_by("-pk")), said, online)


def expected(programme: Programme) -> Expected:
    """What a call expects on paper."""
    paper = programme.paper
    names = {a.clause.id: a.clause.label for a in programme.attachments}
    parts = paper.parts if paper is not None else ()
    return Expected(
        paper=paper,
        parts=tuple((name, names.get(name, Label(name, name))) for name in parts),
        seals=tuple(
            (seal.place, describe.place_words(seal.place), _WHOSE.get(seal.by, seal.by)) for seal in paper.seals
        )
        if paper is not None
        else (),
        signatures=tuple((name, describe.signer_words(name)) for name in paper.signatures) if paper is not None else (),
        last=deadlines.closes(programme, "paper") if "paper" in programme.dates else None,
    )


def parcel(user: User | AnonymousUser, application: int, number: int, at: dt.datetime) -> Parcel:
    """A line of the register that stands. Raises Http404, Refused."""
    for came in matter(user, application, at).came:
        if came.parcel.pk == number and not came.replaced and not came.parcel.void:
            return came.parcel
    raise NotReady([_("This line was put right already; look at the one that stands.")])


def letter(user: User | AnonymousUser, application: int, number: int, at: dt.datetime) -> Attachment:
    """The scan of a letter of the application's recommender. Raises Http404, Refused."""
    for one in page(user, application, at).letters:
        if one.pk == number:
            return attachments(one.subject).get(file=one.file_id)
    raise Http404(f"its recommender has no letter {number}")


def _matching(words: str) -> Q:
    asked = Q(number__icontains=words) | Q(organisation__name__icontains=words)
    try:
        code = read_code(words)
    except MistypedCode:
        return asked
    finals = FinalVersion.objects.filter(check_code=code).values("application")
    return asked | Q(pk__in=finals) | Q(pk__in=Submission.objects.filter(check_code=code).values("application"))


def _matter(row: Application) -> Matter:
    submission = standing(row)
    if submission is None:
        raise Refused(_("Nothing is handed in under this number that paper could belong to."))
    programme = current(row.call).programme
    asks = expected(programme)
    parcels = list(Parcel.objects.filter(application=row).select_related("by").order_by("-pk"))
    replaced = {one.replaces_id for one in parcels}
    parts = dict(asks.parts)
    came = tuple(
        Came(
            parcel=one,
            late=not one.void and asks.late(one),
            replaced=one.pk in replaced,
            parts=tuple(parts.get(name, Label(name, name)) for name in one.parts),
            seals=tuple(describe.place_words(name) for name in one.seals),
            signatures=tuple(describe.signer_words(name) for name in one.signatures),
        )
        for one in parcels
    )
    return Matter(row, programme.title, submission.at, asks, came)


def code_says(application: Application, typed: str) -> str:
    """What a check code off the paper is: of the version handed in, of an older one, of nothing that is known here.

    The receipt's own code counts like that of its version. Raises NotReady for one that nobody can have printed.
    """
    if not typed.strip():
        return Code.NONE
    try:
        code = read_code(typed)
    except MistypedCode:
        raise NotReady(
            [_("This is no check code; compare it with the foot of the printed page, character by character.")]
        ) from None
    finals = FinalVersion.objects.filter(application=application, check_code=code).values_list("pk", flat=True)
    receipts = Submission.objects.filter(application=application, check_code=code).values_list("final", flat=True)
    found = next(iter([*finals, *receipts]), None)
    counts = standing(application)
    if found is None:
        return Code.UNKNOWN
    return Code.RIGHT if counts is not None and counts.final_id == found else Code.OLDER

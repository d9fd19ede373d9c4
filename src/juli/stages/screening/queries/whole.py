"""The whole file of an application, as its reader may see it: page, section, one paper, last year's file beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.translation import gettext as _

from juli.engines.policy.problems import DossierUnusable
from juli.registry.files.models import Attachment
from juli.registry.numerals import whole
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.models import Application
from juli.stages.screening.frame import around, found
from juli.stages.screening.whole import evidence, forms, verdicts
from juli.stages.screening.whole.admitting import opening
from juli.stages.screening.whole.earlier import Earlier, earlier
from juli.stages.screening.whole.journal import journal
from juli.stages.screening.whole.sections import Glance, Matter, Section, sections

#: What the names of the sections of a file that lies beside another begin with.
BESIDE: Final = "beside-"


@dataclass(frozen=True)
class Part:
    """A section on the page. ``glance`` is None while it is to be fetched; ``id`` is its name on this page."""

    section: Section
    glance: Glance | None
    id: str
    number: int

    @property
    def beside(self) -> bool:
        """Whether it is of the file that lies beside the one the page is about."""
        return self.id.startswith(BESIDE)


@dataclass(frozen=True)
class File:
    """One application's file: its sections in order. ``prefix`` tells two files on one page apart."""

    matter: Matter
    parts: tuple[Part, ...]
    prefix: str = ""


@dataclass(frozen=True)
class Page:
    """The page. ``earlier`` and ``beside`` are there for those who read everything."""

    file: File
    earlier: tuple[Earlier, ...]
    beside: File | None
    everything: bool


@dataclass(frozen=True)
class Difference:
    """How the verdicts of two files differ: clause, earlier status, later status. ``both``: clauses that both have."""

    lines: tuple[Any, ...]
    both: int
    trouble: bool = False


def page(user: User | AnonymousUser, application: int, beside: str, at: datetime, *, everything: bool) -> Page:
    """The page; ``everything``: nothing is left to be fetched, as for print. Raises Http404, Refused."""
    here = matter(user, application, at)
    other = None
    if beside and here.reads:
        other = _file(_beside(here, beside), BESIDE, everything=everything)
    before = tuple(earlier(here.application)) if here.reads else ()
    return Page(_file(here, "", everything=everything), before, other, everything)


def section(
    user: User | AnonymousUser, application: int, name: str, number: str, at: datetime, prefix: str = ""
) -> tuple[Matter, Part]:
    """One section; ``number``: the page of the journal. Raises Http404, Refused where it is not the reader's to see."""
    here = matter(user, application, at)
    for place, one in enumerate(sections(here), 1):
        if one.name == name:
            glance = journal(here, number) if name == "journal" else one.read(here)
            return here, Part(one, glance, f"{prefix}{name}", place)
    raise Refused(_("This part of the file is not yours to see."))


def shown(user: User | AnonymousUser, application: int, digest: str, at: datetime) -> tuple[Matter, evidence.Shown]:
    """A file of what was handed in, for the viewer. Raises Http404, Refused."""
    here = reading(user, application, at)
    return here, evidence.one(here, digest)


def picture(user: User | AnonymousUser, application: int, digest: str, at: datetime) -> Attachment:
    """The link through which a picture of a file's page is handed out. Raises Http404, Refused."""
    return shown(user, application, digest, at)[1].link


def form(user: User | AnonymousUser, application: int, number: str, against: str, at: datetime) -> forms.Reading:
    """The form as it was handed in, and what another version says differently. Raises Http404, Refused."""
    return forms.reading(reading(user, application, at, "whole"), number, against)


def difference(user: User | AnonymousUser, application: int, other: int, at: datetime) -> Difference:
    """What is judged otherwise than in an earlier file of the same organisation. Raises Http404, Refused."""
    here = reading(user, application, at)
    before = _beside(here, str(other))
    try:
        lines, both = verdicts.difference(before.verdict, here.verdict)
    except (DossierUnusable, Refused):
        return Difference((), 0, trouble=True)
    return Difference(tuple(lines), both)


def matter(user: User | AnonymousUser, application: int, at: datetime, tab: str = "whole") -> Matter:
    """An application for somebody who opens it. Raises Http404, Refused."""
    row = found(application)
    roles = opening(user, row, at)
    if not roles or not isinstance(user, User):
        raise Refused(_("This application is not yours to read."))
    return Matter(around(row, roles, tab), user, at)


def reading(user: User | AnonymousUser, application: int, at: datetime, tab: str = "whole") -> Matter:
    """An application for somebody who reads all that the office has of it. Raises Http404, Refused."""
    here = matter(user, application, at, tab)
    if not here.reads:
        raise Refused(_("Applications are read by the programme's office."))
    return here


def _beside(here: Matter, other: str) -> Matter:
    """Another file of the same organisation. Raises Http404."""
    row = Application.objects.select_related("call", "organisation").filter(
        pk=whole(other), organisation=here.application.organisation_id
    ).exclude(pk=here.application.pk).first()  # fmt: skip
    if row is None:
        raise Http404("the organisation has no such other file")
    return Matter(around(row, here.roles, "whole"), here.user, here.at)


def _file(here: Matter, prefix: str, *, everything: bool) -> File:
    return File(here, tuple(_parts(here, prefix, everything=everything)), prefix)


def _parts(here: Matter, prefix: str, *, everything: bool) -> Iterator[Part]:
    for number, one in enumerate(sections(here), 1):
        glance = None if one.lazy and not everything else one.read(here)
        yield Part(one, glance, f"{prefix}{one.name}", number)

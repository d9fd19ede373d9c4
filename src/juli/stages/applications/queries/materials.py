"""The documents of an application: what the call asks for, what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from juli.engines.policy.interpreter.given import attachment_node, wanted_keys
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Attachment
from juli.registry.files import limits
from juli.registry.files.examine.kinds import KINDS, USUAL
from juli.registry.files.findings import WORDS
from juli.registry.files.models import Attachment as Link
from juli.registry.files.models import Preview, StoredFile
from juli.stages.accounts.models import User
from juli.stages.applications.models import Material
from juli.stages.applications.owned import Key, offers
from juli.stages.applications.queries import checking
from juli.stages.applications.queries.frame import Frame, found, frame
from juli.stages.applications.unlocking import DOCUMENTS
from juli.stages.ledger.models import Achievement

#: Pages of a file that can be looked at in place.
_PAGES = 12


@dataclass(frozen=True)
class File:
    """A file that is there; ``pages`` are the previews that are drawn, ``waiting``: they are on their way."""

    material: Material
    pages: tuple[int, ...]

    @property
    def thumbnail(self) -> bool:
        """Whether there is a small picture of it."""
        return 0 in self.pages

    @property
    def waiting(self) -> bool:
        """Whether its pictures are still being drawn."""
        return self.material.link.file.previews == StoredFile.Previews.WAITING

    @property
    def unscanned(self) -> Label | None:
        """What to say where nobody has looked for viruses."""
        return WORDS["unscanned"] if self.material.link.file.scan == StoredFile.Scan.UNSCANNED else None

    @property
    def shown(self) -> tuple[int, ...]:
        """The pages that can be looked at."""
        return tuple(page for page in self.pages if page)[:_PAGES]


@dataclass(frozen=True)
class Slot:
    """One document asked for: the year or the achievement it is for, the files that are there, and what is offered."""

    attachment: str
    year: int | None
    achievement: str
    words: str
    files: tuple[File, ...]
    offers: tuple[Link, ...]

    @property
    def place(self) -> str:
        """What it is called in an address."""
        return f"{self.attachment}:{self.year or ''}:{self.achievement}"


@dataclass(frozen=True)
class Asked:
    """One of the call's attachments with its slots. ``status`` as the engine finds it; empty where nothing is asked."""

    attachment: Attachment
    label: Label
    note: Label | None
    status: str
    slots: tuple[Slot, ...]
    may_write: bool = True


@dataclass(frozen=True)
class Documents:
    """The page of the documents; ``limits``: what files may be, told before anything is chosen."""

    frame: Frame
    asked: tuple[Asked, ...]
    in_form: tuple[Material, ...]
    limits: tuple[tuple[int, tuple[str, ...]], ...]
    accepted: str
    check: checking.Check
    #: Sections of the form whose files may be changed.
    opened: frozenset[str] = frozenset()


def documents(user: User | AnonymousUser, organisation: int, application: int, at: dt.datetime) -> Documents:
    """The documents of an application. Raises Http404, Refused, DossierUnusable."""
    around = frame(user, organisation, application, "materials", at)
    given = checking.known(around.application, around.rules, at)
    titles = {
        str(pk): title
        for pk, title in Achievement.objects.filter(organisation=around.application.organisation).values_list(
            "pk", "title"
        )
    }
    wanted = checking.applicable(given)
    each = [key for one in wanted for key in wanted_keys(one, given.context) or () if isinstance(key, str)]
    offered = offers(around.application.organisation, wanted, each, around.programme.vocabulary)
    drawn = _drawn(given)
    asked = tuple(
        replace(one, may_write=around.on(f"{DOCUMENTS}:{one.attachment.clause.id}").may_write)
        for one in (_asked(given, attachment, titles, offered, drawn) for attachment in wanted)
    )
    in_form = tuple(m for m in given.materials if m.section)
    endings = ",".join(f".{ending}" for kind in KINDS.values() if kind.id in USUAL for ending in kind.extensions)
    opened = frozenset(m.section for m in in_form if around.on(m.section).may_write)
    return Documents(around, asked, in_form, _limits(), endings, checking.check(given), opened)


def _limits() -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Megabytes, and the endings that may have so many."""
    found: dict[int, list[str]] = {}
    for kind, most in limits.told():
        found.setdefault(most // 1024 // 1024, []).append(kind.extensions[0])
    return tuple((most, tuple(endings)) for most, endings in found.items())


def _drawn(given: checking.Known) -> dict[int, tuple[int, ...]]:
    """File → its pages that are drawn."""
    files = [m.link.file_id for m in given.materials]
    found: dict[int, tuple[int, ...]] = {}
    for file, page in Preview.objects.filter(file__in=files).order_by("page").values_list("file", "page"):
        found[file] = (*found.get(file, ()), page)
    return found


def material(user: User | AnonymousUser, organisation: int, application: int, pk: int) -> Material:
    """One file of an application, for somebody who works on it. Raises Http404, Refused."""
    row = found(user, organisation, application)
    one = (
        Material.objects.select_related("link__file", "application__organisation")
        .filter(pk=pk, application=row)
        .first()
    )
    if one is None:
        raise Http404(f"the application has no file {pk}")
    return one


def _asked(
    given: checking.Known,
    attachment: Attachment,
    titles: dict[str, str],
    offered: Mapping[Key, tuple[Link, ...]],
    drawn: Mapping[int, tuple[int, ...]],
) -> Asked:
    node = attachment_node(attachment, given.context)
    mine = [m for m in given.materials if m.attachment == attachment.clause.id]
    keys = wanted_keys(attachment, given.context) or ([] if attachment.if_any and not mine else [None])
    if attachment.if_any and None not in keys and attachment.each_of is None:
        keys = [*keys, None]
    slots = []
    for key in keys:
        year = key if isinstance(key, int) else None
        achievement = key if isinstance(key, str) else ""
        here = [m for m in mine if key is None or (m.year == year and m.achievement == achievement)]
        files = tuple(File(m, drawn.get(m.link.file_id, ())) for m in here)
        words = str(year) if year else titles.get(achievement, achievement)
        there = {m.link.file_id for m in here}
        may = offered.get((attachment.clause.id, year, achievement), ())
        free = tuple(link for link in may if link.file_id not in there)
        slots.append(Slot(attachment.clause.id, year, achievement, words, files, free))
    status = str(node.status) if node.required else ""
    return Asked(attachment, attachment.clause.label, attachment.clause.note, status, tuple(slots))

"""The section of the evidence: what proves which clause or work, each shown in place.

Only files that are attached to what was handed in are ever named or shown: a digest of another file finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juli.engines.policy.problems import DossierUnusable
from juli.registry.files.models import Attachment, Preview
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.models import Submission
from juli.stages.screening.copied import claimed, concerned, works
from juli.stages.screening.decided import latest_verifications
from juli.stages.screening.findings import part_label
from juli.stages.screening.models import Verification
from juli.stages.screening.whole.sections import Glance, Matter, joined

#: Files of these kinds can be shown in place.
SHOWN = frozenset({"pdf", "jpeg", "png"})


@dataclass(frozen=True)
class Paper:
    """A file in the list: what it is called, its digest, a word on it (its year, until when it holds)."""

    name: str
    digest: str
    note: str
    kind: str


@dataclass(frozen=True)
class Group:
    """The files for one thing that is asked or one work. ``word``: what the office said of the work."""

    name: str
    cite: str
    note: str
    word: str
    word_label: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Shown:
    """One file as the viewer shows it. ``pages``: the pages that there are pictures of."""

    link: Attachment
    pages: tuple[Preview, ...]
    whole: bool


def files(submission: Submission) -> dict[str, Attachment]:
    """Every file of what was handed in, by digest: those of its copy, and those of its final version."""
    found: dict[str, Attachment] = {}
    subjects = [submission.subject, submission.final.subject]
    rows = Attachment.objects.filter(
        subject_type__in=[one.type for one in subjects], subject_id__in=[one.id for one in subjects]
    )
    named = {(one.type, one.id) for one in subjects}
    for link in rows.select_related("file").order_by("at", "id"):
        if (link.subject_type, link.subject_id) in named:
            found.setdefault(link.file.digest, link)
    return found


def evidence(matter: Matter) -> Glance:
    """The list, and the place where one of them is shown."""
    groups = list(_groups(matter, files(matter.submission)))
    number = sum(len(group.papers) for group in groups)
    first = next((paper for group in groups for paper in group.papers if paper.kind in SHOWN), None)
    return Glance(
        state=ngettext("%(n)d file", "%(n)d files", number) % {"n": number},
        page=reverse("screening:case", args=[matter.application.pk]) + "#attachments",
        page_label=_("Findings on the documents"),
        empty="" if groups else _("No file came with it."),
        template="screening/whole/evidence.html",
        context={"groups": groups, "first": first},
    )


def one(matter: Matter, digest: str) -> Shown:
    """A file of what was handed in. Raises Http404 where what was handed in has no such file."""
    link = files(matter.submission).get(digest)
    if link is None:
        raise Http404("there is no such file in what was handed in")
    pages = tuple(Preview.objects.filter(file=link.file_id, page__gt=0).order_by("page"))
    return Shown(link, pages, whole=link.file.pages is None or len(pages) >= link.file.pages)


def _groups(matter: Matter, held: Mapping[str, Attachment]) -> Iterator[Group]:
    submission = matter.submission
    content = submission.final.content
    if content is None:
        return
    scan = submission.scan
    if scan is not None:
        paper = Paper(scan.name, scan.file.digest, _("check code %(code)s") % {"code": scan.typed}, scan.file.kind)
        yield Group(_("Stamped scan"), "", "", "", "", (paper,))
    yield from _documents(matter, content["application"]["materials"], held)
    yield from _works(matter, held)
    yield from _standing(matter, content, held)


def _documents(
    matter: Matter, materials: list[Mapping[str, object]], held: Mapping[str, Attachment]
) -> Iterator[Group]:
    by_part: dict[str, list[Paper]] = {}
    for row in materials:
        link = held.get(str(row["sha256"]))
        if link is None:
            continue
        part = f"documents:{row['attachment']}" if row["attachment"] else str(row["section"])
        dated = _("until %(day)s") % {"day": row["valid_until"]} if row["valid_until"] else row["dated"] or row["year"]
        by_part.setdefault(part, []).append(Paper(str(row["name"]), link.file.digest, str(dated or ""), link.file.kind))
    for part, papers in by_part.items():
        clause = next((a.clause for a in matter.programme.attachments if part == f"documents:{a.clause.id}"), None)
        cite = clause.cite if clause is not None else ""
        yield Group(matter.say(part_label(matter.programme, part)), cite or "", "", "", "", tuple(papers))


def _works(matter: Matter, held: Mapping[str, Attachment]) -> Iterator[Group]:
    """Works that are claimed, that a clause asks about or of which something was said, with their files."""
    known = works(matter.submission)
    try:
        serve = concerned(matter.verdict, known)
        places = claimed(matter.submission, matter.programme, matter.verdict)
    except (DossierUnusable, Refused):
        serve, places = {}, {}
    labels = {category.id: matter.say(category.label) for category in matter.programme.categories}
    words = {one.achievement: one for one in latest_verifications([matter.application.pk])[matter.application.pk]}
    for key in sorted(known, key=lambda key: (key not in places, key not in serve)):
        work, word = known[key], words.get(key)
        if key not in places and key not in serve and word is None:
            continue  # The rest of the ledger came with the copy and is nobody's business here.
        papers = tuple(
            Paper(str(row["name"]), link.file.digest, "", link.file.kind)
            for row in work.data["files"]
            if (link := held.get(str(row["sha256"]))) is not None
        )
        if not papers:
            continue
        leaves = [node for node in serve.get(key, ()) if not node.children]
        clauses = joined(matter.say(node.clause.label) for node in leaves[:2])
        where = labels.get(places.get(key, ""), "")
        says = word if word is not None and word.act != Verification.Act.REOPEN else None
        cite = next((node.clause.cite for node in leaves if node.clause.cite), "")
        note = " · ".join(filter(None, (where, work.when, clauses)))
        yield Group(
            work.title, cite, note, str(says.act) if says else "", says.get_act_display() if says else "", papers
        )


def _standing(matter: Matter, content: Mapping[str, object], held: Mapping[str, Attachment]) -> Iterator[Group]:
    kinds = matter.programme.vocabulary.kinds
    for row in content["standing"]:  # type: ignore[attr-defined]
        papers = tuple(
            Paper(str(file["name"]), link.file.digest, "", link.file.kind)
            for file in row["files"]
            if (link := held.get(str(file["sha256"]))) is not None
        )
        if papers:
            name = matter.say(kinds[row["kind"]].label) if row["kind"] in kinds else str(row["kind"])
            yield Group(name, "", str(row["fields"].get("year", "")), "", "", papers)

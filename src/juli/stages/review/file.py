"""What was handed in, as an expert reads it: the form, the works with what the office verified, files, last year's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.registry.files.models import Attachment
from juli.registry.files.queries import attachments
from juli.stages.applications import claims
from juli.stages.applications.contents import CLAIMS
from juli.stages.applications.form.layout import COVER
from juli.stages.applications.models import Application, Submission
from juli.stages.applications.queries.submitted import standing
from juli.stages.applications.queries.versions import Told, told
from juli.stages.applications.ruling import once
from juli.stages.organisations.wording import say, shown
from juli.stages.review.blinding import Mask, telling
from juli.stages.screening.copied import Work, works
from juli.stages.screening.models import Verification


@dataclass(frozen=True)
class Paper:
    """A file that can be opened: what it is called on the page, its digest."""

    name: str
    digest: str


@dataclass(frozen=True)
class Shown:
    """A work: its facts, its files, what the office found (``verified``: empty, accept, strike, correct)."""

    title: str
    kind: Label
    when: str
    facts: tuple[tuple[str, str], ...]
    verified: str
    corrected: tuple[tuple[str, str], ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class File:
    """One application's file. Empty where nothing is handed in or what was has been erased."""

    title: str = ""
    told: tuple[Told, ...] = ()
    works: tuple[Shown, ...] = ()
    documents: tuple[Paper, ...] = ()
    #: The year and the form of the same organisation's application before this one.
    earlier: tuple[int, tuple[Told, ...]] | None = None


def file_of(application: Application, *, blind: bool) -> File:
    """The file; in a blind review without files and record, and with the words that name the applicant taken out."""
    submission = standing(application)
    said, content = _frozen(submission)
    if submission is None or said is None or content is None:
        return File()
    programme = _programme(submission)
    mask: Callable[[str], str] = Mask(telling(content, application.number or "")) if blind else str
    verified = _verified(application)
    labels = {one.clause.id: one.clause.label for one in programme.attachments}
    return File(
        mask(said.get("title") or ""),
        _told(programme, said, mask, blind=blind),
        tuple(_shown(one, verified.get(one.id), mask, blind=blind) for one in _works(submission, programme, said)),
        () if blind else tuple(_documents(content["application"]["materials"], labels)),
        None if blind else _earlier(application),
    )


def files_of(application: Application) -> Mapping[str, Attachment]:
    """The files of what was handed in, by digest; only those that its copy names."""
    submission = standing(application)
    said, content = _frozen(submission)
    if submission is None or said is None or content is None:
        return {}
    named = {row["sha256"] for row in content["application"]["materials"]}
    held = _works(submission, _programme(submission), said)
    named |= {row["sha256"] for work in held for row in work.data["files"]}
    links = [*attachments(submission.final.subject), *attachments(submission.subject)]
    return {link.file.digest: link for link in links if link.file.digest in named}


def _works(submission: Submission, programme: Programme, said: Mapping[str, Any]) -> list[Work]:
    """The works that the application stands on: those it claims, where the call has claims; else all of its ledger."""
    claimed = said.get(CLAIMS) or {} if claims.uses_claims(programme) else None
    return [one for one in works(submission).values() if claimed is None or one.id in claimed]


def _frozen(submission: Submission | None) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    if submission is None:
        return None, None
    return submission.final.version.content, submission.final.content


def _programme(submission: Submission) -> Programme:
    return once(submission.application.call.edition, submission.rules.text, submission.rules_id).programme


def _told(programme: Programme, said: dict[str, Any], mask: Callable[[str], str], *, blind: bool) -> tuple[Told, ...]:
    if blind:
        # The cover and what the record fills in say who it is.
        answers = {part: value for part, value in said["answers"].items() if part != COVER}
        said = {**said, "record": {}, "answers": answers}
    parts = told(programme, said)
    return tuple(
        Told(part.label, tuple((mask(name), mask(text)) for name, text in part.lines)) for part in parts if part.lines
    )


def _shown(work: Work, word: Verification | None, mask: Callable[[str], str], *, blind: bool) -> Shown:
    fields = work.kind.fields
    corrected = () if word is None or word.act != Verification.Act.CORRECT else word.correct.items()
    return Shown(
        mask(work.title),
        work.kind.label,
        work.when,
        tuple((say(label), mask(text)) for label, text in work.facts),
        "" if word is None or word.act == Verification.Act.REOPEN else str(word.act),
        tuple((say(fields[n].label), mask(shown(fields[n], value))) for n, value in corrected if n in fields),
        () if blind else tuple(Paper(row["name"], row["sha256"]) for row in work.data["files"]),
    )


def _documents(materials: list[dict[str, Any]], labels: Mapping[str, Label]) -> list[Paper]:
    found = []
    for row in materials:
        label = labels.get(row["attachment"])
        name = f"{say(label)} · {row['name']}" if label is not None else row["name"]
        found.append(Paper(name, row["sha256"]))
    return found


def _verified(application: Application) -> dict[str, Verification]:
    rows = Verification.objects.filter(application=application).order_by("pk")
    return {row.achievement: row for row in rows}


def _earlier(application: Application) -> tuple[int, tuple[Told, ...]] | None:
    """What the same organisation handed in for the same support in the nearest year before."""
    rows = Application.objects.filter(
        organisation=application.organisation_id,
        call__programme=application.call.programme,
        call__year__lt=application.call.year,
    )
    for row in rows.select_related("call").order_by("-call__year", "-pk")[:3]:
        before = standing(row)
        said, _content = _frozen(before)
        if before is not None and said is not None:
            return row.call.year, _told(_programme(before), said, str, blind=False)
    return None

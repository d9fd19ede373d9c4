"""The findings of a screening with what officers said to each: what is settled, what is still to be answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import MET, UNMET, Finding, Verdict
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application, Submission
from juli.stages.applications.queries import submitted
from juli.stages.applications.queries.submitted import Copy
from juli.stages.screening import decided
from juli.stages.screening.items import Item, document_key, items, later, loose_notes, scan_key
from juli.stages.screening.models import FindingAnswer, OwnFinding
from juli.stages.screening.words import PARTS

Word = FindingAnswer.Word
#: How a finding stands: nothing to answer, for the experts, told at its attachment (a seal that is not there),
#: to be answered, confirmed, dismissed, put right.
Standing = Literal["met", "later", "elsewhere", "open", "defect", "dismissed", "mended"]


@dataclass(frozen=True)
class Settled:
    """One finding as it stands. ``answer`` is the one that holds, ``history`` all of them, the latest first.

    ``own``: an officer's finding; ``earlier``: one that was made of an earlier submission.
    """

    item: Item
    standing: Standing
    answer: FindingAnswer | None = None
    history: tuple[FindingAnswer, ...] = ()
    own: OwnFinding | None = None
    earlier: bool = False

    @property
    def anchor(self) -> str:
        """What it is called on the page."""
        return anchor(self.item.key)

    @property
    def had(self) -> int:
        """What somebody who answers it has to have seen: the latest answer's row, 0 for none."""
        return self.history[0].pk if self.history else 0

    @property
    def reason(self) -> str:
        """Why it is a defect, or none, in the officer's words."""
        if self.answer is not None and self.answer.reason:
            return self.answer.reason
        return self.own.text if self.own is not None else ""

    @property
    def remedy(self) -> str:
        """What would put it right."""
        if self.answer is not None and self.answer.remedy:
            return self.answer.remedy
        return self.own.remedy if self.own is not None else ""


@dataclass(frozen=True)
class Sheet:
    """Everything found in the submission that counts."""

    application: Application
    submission: Submission
    copy: Copy
    verdict: Verdict
    settled: tuple[Settled, ...]
    notes: tuple[Finding, ...]
    #: What the office had decided beside the copy.
    known: submitted.Decided

    @property
    def programme(self) -> Programme:
        """The rules it stands under."""
        return self.copy.rules.programme

    @cached_property
    def waiting(self) -> list[Settled]:
        """What is still to be answered."""
        return [one for one in self.settled if one.standing == "open"]

    @cached_property
    def defects(self) -> list[Settled]:
        """What was confirmed."""
        return [one for one in self.settled if one.standing == "defect"]

    @cached_property
    def refusing(self) -> list[Settled]:
        """Confirmed defects that the file refuses on: they are not returned."""
        return [one for one in self.defects if one.item.refuses]

    def content_works(self) -> Sequence[Mapping[str, Any]]:
        """The works of the copy, as they were handed in."""
        found: Sequence[Mapping[str, Any]] = self.copy.content["achievements"]
        return found

    def find(self, key: str) -> Settled | None:
        """The finding with a key."""
        return next((one for one in self.settled if one.item.key == key), None)


def sheet(application: Application) -> Sheet:
    """The findings of an application as they stand now. Raises NotReady where nothing counts, Refused where erased."""
    submission = submitted.standing(application)
    if submission is None:
        raise NotReady(["Nothing is handed in that could be screened."])
    return sheet_of(
        application,
        submission,
        decided.decided(application),
        list(FindingAnswer.objects.filter(application=application).select_related("by").order_by("-pk")),
        list(OwnFinding.objects.filter(application=application).select_related("by").order_by("pk")),
    )


def sheet_of(
    application: Application,
    submission: Submission,
    known: submitted.Decided,
    answers: Sequence[FindingAnswer],
    own: Sequence[OwnFinding],
) -> Sheet:
    """The same from rows that were read: ``answers`` the latest first, ``own`` in their order."""
    copy = submitted.copy(submission, known)
    verdict = submitted.verdict(submission, known)
    seen = eye(answers)
    found = items(copy, verdict, known.documents, seen.get(scan_key(submission), {}))
    history: dict[str, list[FindingAnswer]] = {}
    for answer in answers:
        history.setdefault(answer.finding, []).append(answer)
    settled = [_settled(item, submission, tuple(history.get(asked_of(item), ()))) for item in found]
    settled += [_own(one, submission, tuple(history.get(f"own:{one.pk}", ())), copy.rules.programme) for one in own]
    return Sheet(application, submission, copy, verdict, tuple(settled), tuple(loose_notes(verdict, found)), known)


def eye(answers: Iterable[FindingAnswer]) -> dict[str, dict[str, Any]]:
    """What the eye found, by the key of the document or the scan: later words over earlier ones."""
    found: dict[str, dict[str, Any]] = {}
    for answer in sorted(answers, key=lambda answer: answer.pk):
        if answer.word == Word.SEEN:
            found.setdefault(answer.finding, {}).update(answer.seen)
        elif answer.word == Word.REOPENED:
            found.pop(answer.finding, None)
    return found


def seen_of(applications: Sequence[int]) -> Mapping[int, Mapping[int, Mapping[str, Any]]]:
    """What the eye found on the documents of each application, by their places in the copy that counts."""
    rows = FindingAnswer.objects.filter(application__in=applications, finding__startswith="doc:")
    by_application: dict[int, list[FindingAnswer]] = {}
    for row in rows:
        by_application.setdefault(row.application_id, []).append(row)
    if not by_application:
        return {}
    submissions = Submission.objects.filter(application__in=list(by_application), taken_back__isnull=True)
    contents = {row.application_id: row.final.content for row in submissions.select_related("final").order_by("number")}
    found: dict[int, dict[int, Mapping[str, Any]]] = {}
    for application, answers in by_application.items():
        seen = eye(answers)
        for place, material in enumerate(
            ((contents.get(application) or {}).get("application") or {}).get("materials", ())
        ):
            if material["attachment"] and (said := seen.get(document_key(material))):
                found.setdefault(application, {})[place] = said
    return found


def anchor(key: str) -> str:
    """A finding's name within the page's address."""
    return f"f-{hashlib.sha256(key.encode()).hexdigest()[:10]}"


def part_label(programme: Programme, part: str) -> Label:
    """What a part of an application is called."""
    head, _colon, rest = part.partition(":")
    if head == "documents" and rest in programme.clauses:
        return programme.clauses[rest].label
    for attachment in programme.attachments if head == "documents" else ():
        if attachment.clause.id == rest:
            return attachment.clause.label
    sections = programme.form.sections if programme.form is not None else ()
    for section in sections:
        if section.id == part:
            return section.label or Label.both(section.id)
    found = PARTS.get(head, Label.both(part))
    return Label(f"{found.zh} {rest}", f"{found.en} {rest}") if rest else found


def asked_of(item: Item) -> str:
    """Whose answers a finding has: of a seal those of its document."""
    return item.documents[0].key if item.group == "stamps" and item.documents else item.key


def _settled(item: Item, submission: Submission, history: tuple[FindingAnswer, ...]) -> Settled:
    if item.state == MET:
        return Settled(item, "met", None, history)
    if item.state == UNMET and asked_of(item) != item.key:
        return Settled(item, "elsewhere", None, history)
    last = history[0] if history else None
    if last is None or last.word not in {Word.DEFECT, Word.DISMISSED} or not _holds(last, item, submission):
        asks = last is None and item.node is not None and later(item.node)
        return Settled(item, "later" if asks else "open", None, history)
    return Settled(item, "defect" if last.word == Word.DEFECT else "dismissed", last, history)


def _holds(answer: FindingAnswer, item: Item, submission: Submission) -> bool:
    """An answer is about what the engine saw then. A defect of an earlier submission is looked at anew."""
    same = answer.state == item.state and answer.saw == item.saw._asdict()
    return same and (answer.submission_id == submission.pk or answer.word == Word.DISMISSED)


def _own(own: OwnFinding, submission: Submission, history: tuple[FindingAnswer, ...], programme: Programme) -> Settled:
    clause = programme.clauses.get(own.clause)
    label = (
        clause.label if clause is not None else part_label(programme, own.part) if own.part else Label.both(own.clause)
    )
    item = Item(
        key=f"own:{own.pk}",
        group="own",
        label=label,
        cite=own.cite,
        clause=own.clause,
        part=own.part,
        state=UNMET,
        saw=Label.both(own.text),
    )
    last = history[0] if history else None
    earlier = own.submission_id != submission.pk
    standing: Standing = "open" if earlier else "defect"
    if last is not None and last.word in {Word.DISMISSED, Word.MENDED}:
        standing = "dismissed" if last.word == Word.DISMISSED else "mended"
    elif last is not None and last.word == Word.DEFECT and last.submission_id == submission.pk:
        standing = "defect"
    return Settled(item, standing, last if standing != "open" else None, history, own, earlier)


def told(one: Settled, language: str = "zh") -> str:
    """One finding in a line: its clause, its place in the notice, what is wrong, what would put it right."""
    where = one.item.label.say(language)
    cite = one.item.cite
    mark = (f"（{cite}）" if language == "zh" else f" ({cite})") if cite else ""
    what = one.reason or one.item.saw.say(language)
    colon, stop = ("：", "。") if language == "zh" else (": ", ". ")
    remedy = f"{stop}{one.remedy}" if one.remedy else ""
    return f"{where}{mark}{colon}{what}{remedy}"

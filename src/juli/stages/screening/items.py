"""What the engine found in a submission, as the list that a screening works through.

Read from the verdict on the frozen copy with all that was decided; an item that is met asks nothing of anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from juli.engines.policy.describe import actual_words, evidence_state_words, judgement_words, rule
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Attachment, Clause, Given, Programme
from juli.engines.policy.verdict import MET, OPEN, UNMET, Finding, Node, Status, Verdict
from juli.stages.applications.models import Submission
from juli.stages.applications.queries.submitted import Copy
from juli.stages.applications.unlocking import CLAIMS, DOCUMENTS, STANDING, WHOLE
from juli.stages.screening.words import GROUPS, SCAN, SEAL

#: Groups in the order of the page; those of ``refuse_on`` have the names that a file uses.
ORDER: Final = tuple(GROUPS)
#: Sections of a file that a defect may refuse on → the groups of their items.
_REFUSING: Final = {"exclusions": ("exclusions",), "dates": ("dates",), "form": ("form",)}
#: What a form's attachment is called where it is the form itself, printed and scanned back.
_OF_THE_FORM: Final = "form"
#: Who answers a question only in review, as files call them.
_LATER: Final = "experts"
#: Where there is nothing to say.
NOTHING: Final = Label("", "")
#: As much of a digest as tells files apart in a key.
_DIGITS: Final = 20


@dataclass(frozen=True)
class Document:
    """One document of the copy. ``place`` is its place there, ``terms`` what the eye may find on it.

    ``said`` is what the applicant said of it, ``seen`` what the eye found; ``key`` stays the same as long as it is the
    same file handed in as the same thing.
    """

    key: str
    place: int
    attachment: str
    name: str
    sha256: str
    size: int
    said: Mapping[str, Any]
    seen: Mapping[str, Any]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One finding. ``key`` names it, ``part`` is the part of the application that it is about.

    ``refuses``: the file says that such a defect is a reason to refuse, and not one to return (S3-53, S4-54).
    ``saw``: what the engine found, in words. ``asked``: what the clause asks, in words.
    """

    key: str
    group: str
    label: Label
    cite: str
    clause: str
    part: str
    state: Status
    saw: Label
    asked: Label = NOTHING
    node: Node | None = None
    notes: tuple[Finding, ...] = ()
    documents: tuple[Document, ...] = ()
    refuses: bool = False


def items(copy: Copy, verdict: Verdict, seen: Mapping[int, Mapping[str, Any]], scan: Mapping[str, Any]) -> list[Item]:
    """All items of a submission in the order of the page.

    ``seen``: place → what the eye found; ``scan``: on the scan.
    """
    programme = copy.rules.programme
    refusing = refused_on(programme)
    documents = tuple(_documents(copy, seen))
    found = [
        *_deciding(copy, verdict),
        *_attachments(copy, verdict, documents),
        *_stamps(programme, copy.submission, documents, scan),
        *_form(verdict),
        *_dates(verdict),
        *_paper(verdict),
    ]
    titles = {row.id: row.title for row in copy.dossier.achievements}
    notes: dict[str, list[Finding]] = {}
    for finding in verdict.findings:
        notes.setdefault(finding.clause, []).append(finding)
    out = []
    for item in found:
        mine = [f for node in (item.node.walk() if item.node else ()) for f in notes.get(node.id, ())]
        saw = item.saw if item.saw.zh or item.node is None else _saw(item.node, programme, titles)
        asked = item.asked if item.node is None else _asked(item.node.clause, programme)
        out.append(replace(item, saw=saw, asked=asked, notes=tuple(mine), refuses=item.group in refusing))
    return sorted(out, key=lambda item: ORDER.index(item.group))


def loose_notes(verdict: Verdict, told: Iterable[Item]) -> list[Finding]:
    """What the engine notes beside all items: about the whole, or about a clause that no item shows."""
    shown = {id(note) for item in told for note in item.notes}
    return [finding for finding in verdict.findings if id(finding) not in shown]


def applicable(programme: Programme, applicant_type: str) -> list[Attachment]:
    """The attachments that an applicant of a type hands in: not those of others, nor the form itself."""
    return [
        a
        for a in programme.attachments
        if (a.clause.applies_to is None or applicant_type in a.clause.applies_to)
        and a.by in {None, "applicant"}
        and a.clause.id.split("-")[0] != _OF_THE_FORM
    ]


def document_key(material: Mapping[str, Any]) -> str:
    """What a document is called over several copies."""
    year, achievement = material["year"] or "", material["achievement"] or ""
    return f"doc:{material['attachment']}:{year}:{achievement}:{material['sha256'][:_DIGITS]}"


def scan_key(submission: Submission) -> str:
    """What the scan of the stamped form is called; empty where there is none."""
    return f"scan:{submission.scan.file.digest[:_DIGITS]}" if submission.scan is not None else ""


def state_of(node: Node) -> Status:
    """How a clause stands: by what was verified, where something was (declared stands beside it)."""
    return (node.verified.status if node.verified is not None else node.status) or MET


def later(node: Node) -> bool:
    """Whether all that is open about a clause is a question for those who come after screening: the experts."""
    open_ = [found for found in node.walk() if state_of(found) == OPEN]
    leaves = [found for found in open_ if not any(state_of(child) == OPEN for child in found.children)]
    return bool(leaves) and all(leaf.judgement is not None and leaf.judgement.by == _LATER for leaf in leaves)


def refused_on(programme: Programme) -> frozenset[str]:
    """The groups of findings in which a defect is a reason to refuse, and not one to return (S3-53, S4-54)."""
    stages = programme.workflow.stages if programme.workflow is not None else ()
    named = [section for stage in stages if stage.name == "screening" for section in stage.refuse_on]
    return frozenset(group for section in named for group in _REFUSING[section])


def _deciding(copy: Copy, verdict: Verdict) -> Iterator[Item]:
    """What decides: eligibility, exclusions, the threshold (S0-84, S4-50 …)."""
    programme = copy.rules.programme
    exclusions = {c.id for c in programme.exclusions}
    for track in programme.tracks:
        exclusions |= {c.id for c in track.exclusions}
    qualification = programme.qualification.id if programme.qualification is not None else ""
    for node in verdict.children:
        if node.id in exclusions:
            group, part = "exclusions", STANDING
        elif node.id == qualification:
            group, part = "qualification", CLAIMS
        else:
            group, part = "eligibility", WHOLE if isinstance(node.clause.test, Given) else "record"
        yield _item(node, group, part)


def _attachments(copy: Copy, verdict: Verdict, documents: tuple[Document, ...]) -> Iterator[Item]:
    """Documents by type, with their years and validity; what is not asked of this applicant is left out."""
    asked = {a.clause.id for a in applicable(copy.rules.programme, copy.dossier.type)}
    for node in verdict.branches.get("attachments", ()):
        if node.id in asked and node.required:
            mine = tuple(d for d in documents if d.attachment == node.id)
            yield replace(_item(node, "attachments", f"{DOCUMENTS}:{node.id}"), documents=mine)


def _stamps(
    programme: Programme, submission: Submission, documents: tuple[Document, ...], scan: Mapping[str, Any]
) -> Iterator[Item]:
    """Seals are for the eye, whatever the applicant ticked; one that is not there shows at its attachment."""
    sealed = {a.clause.id: a for a in programme.attachments if a.sealed}
    for document in documents:
        if document.attachment in sealed:
            clause = sealed[document.attachment].clause
            there = document.seen.get("sealed")
            yield Item(
                key=f"seal:{document.key}",
                group="stamps",
                label=clause.label,
                cite=clause.cite,
                clause=clause.id,
                part=f"{DOCUMENTS}:{clause.id}",
                state=OPEN if there is None else MET if there else UNMET,
                saw=SEAL[there],
                documents=(document,),
            )
    if (key := scan_key(submission)) and submission.scan is not None:
        there = scan.get("sealed")
        paper = programme.paper
        form = next((a.clause for a in programme.attachments if a.clause.id.split("-")[0] == _OF_THE_FORM), None)
        yield Item(
            key=key,
            group="stamps",
            label=SCAN if form is None else form.label,
            cite=(form.cite if form is not None else "") or (paper.cite if paper is not None else ""),
            clause=form.id if form is not None else "paper",
            part="scan",
            state=OPEN if there is None else MET if there else UNMET,
            saw=SEAL[there],
        )


def _form(verdict: Verdict) -> Iterator[Item]:
    """The form's sections, sums and pledges."""
    for form in verdict.branches.get("form", ()):
        for node in form.children:
            section = node.id.split(".")[1] if "." in node.id else ""
            yield _item(node, "form", section or WHOLE)


def _dates(verdict: Verdict) -> Iterator[Item]:
    for node in verdict.branches.get("dates", ()):
        yield _item(node, "dates", "dates")


def _paper(verdict: Verdict) -> Iterator[Item]:
    for paper in verdict.branches.get("paper", ()):
        for node in paper.children:
            yield _item(node, "paper", "paper")


def _item(node: Node, group: str, part: str) -> Item:
    clause = node.clause
    key = f"clause:{clause.id}"
    return Item(key, group, clause.label, clause.cite, clause.id, part, state_of(node), Label("", ""), node=node)


def _saw(node: Node, programme: Programme, titles: Mapping[str, str]) -> Label:
    pieces = [actual_words(node)]
    if node.judgement is not None:
        pieces.append(judgement_words(node, programme.vocabulary))
    pieces.append(evidence_state_words(node, programme.vocabulary, titles))
    said = [piece for piece in pieces if piece.zh]
    return Label("；".join(p.zh for p in said), "; ".join(p.en for p in said))


def _asked(clause: Clause, programme: Programme) -> Label:
    found = rule(clause, programme)
    return Label("", "") if found == clause.label else found


def _documents(copy: Copy, seen: Mapping[int, Mapping[str, Any]]) -> Iterator[Document]:
    """The documents of the copy that stand for an attachment, in the order they were brought."""
    asked = {a.clause.id: a for a in applicable(copy.rules.programme, copy.dossier.type)}
    for place, material in enumerate(copy.content["application"]["materials"]):
        attachment = asked.get(material["attachment"])
        if attachment is None:
            continue
        terms = {
            "year": attachment.each_year_of is not None,
            "date": attachment.dated,
            "valid_until": attachment.valid_on is not None,
        }
        yield Document(
            key=document_key(material),
            place=place,
            attachment=attachment.clause.id,
            name=material["name"],
            sha256=material["sha256"],
            size=material["size"],
            said={
                "year": material["year"],
                "date": material["dated"],
                "valid_until": material["valid_until"],
                "sealed": material["sealed"],
            },
            seen=seen.get(place, {}),
            terms=tuple(name for name, asks in terms.items() if asks),
        )

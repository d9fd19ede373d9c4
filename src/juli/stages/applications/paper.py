"""What this stage prints: final versions, receipts, letters of recommendation; as PDF and as Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.papers.letter import RecommendationLetter, Recommended, recommendation_letter
from juli.engines.paper.papers.receipt import FileLine, Receipt, receipt
from juli.engines.paper.pdf import pdf
from juli.engines.paper.problems import Language, PaperError
from juli.engines.paper.word import word
from juli.engines.policy.rules import Programme
from juli.registry.canonical import SHANGHAI
from juli.registry.language import language
from juli.stages.applications import addresses, printing
from juli.stages.applications.models import FinalVersion, Seal, Submission
from juli.stages.applications.ruling import once
from juli.stages.calls import deadlines

_TYPES: Final = {
    "pdf": "application/pdf",
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_ENDINGS: Final = {"pdf": "pdf", "word": "docx"}


def final(version: FinalVersion) -> Document:
    """A final version as it is printed, stamped and bound: number, version, check code and code to scan on each page.

    Raises PaperError where it cannot be printed, Http404 where its content was erased.
    """
    said = version.version.content
    if said is None:
        raise Http404("the content was erased")
    rules = once(version.application.call.edition, version.rules.text, version.rules_id)
    furniture = Furniture(
        number=version.application.number,
        version=version.version.number,
        check=version.check_code,
        scan=addresses.verification(version.check_code),
    )
    at = version.at.astimezone(SHANGHAI)
    return printing.document(rules.programme, said, furniture, dated=at, applied_on=at.date())


def receipt_of(submission: Submission, seal: Seal, language: Language) -> Document:
    """The receipt of a submission, as it was sealed."""
    row = submission.application
    programme = once(row.call.edition, submission.rules.text, submission.rules_id).programme
    frozen, said = submission.final.content, submission.final.version.content
    if frozen is None or said is None:
        raise Http404("the content was erased")
    applicant = frozen["organisation"]
    content = Receipt(
        call=programme.title.say(language),
        track="、".join(track.label.say(language) for track in programme.tracks if track.id in said["tracks"]),
        applicant=applicant["name"],
        uscc=applicant["uscc"] or (applicant["host"] or {}).get("uscc") or "",
        project=said["title"],
        received_at=submission.at.astimezone(SHANGHAI),
        digest=submission.digest,
        issued_by=issuer(programme, language),
        submitted_by=submission.by_name or "",
        closes=deadlines.closes(programme),
        journal_root=seal.root.root,
        files=tuple(_files(submission, frozen["application"]["materials"])),
    )
    furniture = Furniture(
        number=row.number,
        version=submission.final.version.number,
        check=submission.check_code,
        scan=addresses.verification(submission.check_code),
    )
    return receipt(content, furniture, language=language)


def _files(submission: Submission, materials: Iterable[Mapping[str, Any]]) -> Iterator[FileLine]:
    """The stamped scan, and the documents handed in, each once; what proves the ledger's entries is in the digest."""
    if submission.scan:
        yield FileLine(submission.scan.name, submission.scan.file.digest)
    for name, digest in dict.fromkeys((said["name"], said["sha256"]) for said in materials):
        yield FileLine(name, digest)


def issuer(programme: Programme, language: Language) -> str:
    """Who gives the receipt and gets the letter, as the call's notice names it; else the site itself."""
    found = programme.notice.issuer
    return found.say(language) if found is not None else "聚力" if language == "zh" else "Juli"


def letter(
    programme: Programme, unit: str, items: tuple[Recommended, ...], at: datetime, language: Language
) -> Document:
    """A unit's letter of recommendation, to be stamped. Raises BadDocument where it recommends nothing."""
    content = RecommendationLetter(
        call=programme.title.say(language),
        addressed_to=issuer(programme, language),
        recommender=unit,
        items=items,
        dated=at.astimezone(SHANGHAI),
    )
    return recommendation_letter(content, Furniture(), language=language)


def reasons(error: PaperError) -> list[str]:
    """Why something cannot be printed, for the reader: a font that is absent, a character that none has."""
    return [problem.say(language()) for problem in error.problems]


def response(document: Document, form: str, name: str) -> HttpResponse:
    """A document to save, as ``pdf`` or ``word``. Raises Http404 for another form, PaperError."""
    if form not in _TYPES:
        raise Http404(f"no form called {form}")
    answer = HttpResponse(pdf(document) if form == "pdf" else word(document), content_type=_TYPES[form])
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=form != "pdf", filename=f"{name}.{_ENDINGS[form]}") or "attachment"
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

"""形式审查意见书: the opinion of a screening, printed from the frozen decision; the same decision, the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.papers.screening_opinion import (
    Decision as Decided,
)
from juli.engines.paper.papers.screening_opinion import (
    Finding,
    FindingState,
    ScreeningOpinion,
    Verified,
    screening_opinion,
)
from juli.engines.paper.problems import Language
from juli.registry.canonical import SHANGHAI
from juli.stages.applications.paper import issuer
from juli.stages.applications.ruling import once
from juli.stages.screening.models import Decision, Verification
from juli.stages.screening.stating import reason_line

_STATES: Final[Mapping[str, FindingState]] = {
    "met": "met",
    "dismissed": "met",
    "defect": "unmet",
    "open": "open",
    "elsewhere": "unmet",
    "later": "open",
}
_DECISIONS: Final[Mapping[str, Decided]] = {"accepted": "accepted", "refused": "refused", "returned": "returned"}
_STRUCK: Final = {"zh": "核减", "en": "struck"}
_PARTS: Final = {
    "zh": "补正期间仅开放下列部分：{parts}。其他部分保持原样。",
    "en": "Only these parts may be changed: {parts}. All else stays as it was handed in.",
}


def opinion(made: Decision, language: Language) -> Document:
    """The opinion of a decision, in the office's layout. Raises PaperError."""
    content, submission = made.content, made.submission
    programme = once(made.application.call.edition, submission.rules.text, submission.rules_id).programme
    office = content.get("office")
    return screening_opinion(
        ScreeningOpinion(
            call=programme.title.say(language),
            number=content["number"],
            project=content["project"],
            applicant=content["applicant"],
            findings=tuple(_finding(one, language) for one in content["findings"]),
            decision=_DECISIONS[made.kind],
            office=office[language] if office else issuer(programme, language),
            dated=made.at.astimezone(SHANGHAI),
            officer=content["officer"],
            track="、".join(track[language] for track in content.get("tracks", ())),
            verification=tuple(_verified(one, language) for one in content["verification"]),
            reasons=tuple(reason_line(one, language) for one in content["reasons"]) if made.kind != "accepted" else (),
            due=made.due,
            remark=_remark(made, language),
        ),
        Furniture(number=content["number"]),
        language=language,
    )


def _finding(one: Mapping[str, Any], language: Language) -> Finding:
    saw = one["saw"][language]
    text = saw if not one["text"] or one["text"] == saw else f"{saw}\n{one['text']}" if saw else one["text"]
    return Finding(one["label"][language], one["cite"], text or "—", _STATES[one["standing"]], one["by"])


def _verified(one: Mapping[str, Any], language: Language) -> Verified:
    if one["act"] == Verification.Act.STRIKE:
        return Verified(one["work"], "1", _STRUCK[language], one["reason"])
    return Verified(one["work"], _values(one["declared"]), _values(one["verified"]), one["reason"])


def _values(found: Mapping[str, Any]) -> str:
    return "；".join(f"{name} {value}" for name, value in sorted(found.items())) or "—"


def _remark(made: Decision, language: Language) -> str:
    if made.kind != Decision.Kind.RETURNED:
        return ""
    words = made.content.get("parts") or {}
    names = [words.get(part, {}).get(language, part) for part in made.parts]
    return _PARTS[language].format(parts="、".join(names) if language == "zh" else ", ".join(names))

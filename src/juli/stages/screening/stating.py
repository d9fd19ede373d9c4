"""What a decision stands on, frozen with it: every finding with its clause and state, the reasons, who decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from juli.engines.policy.labels import Label
from juli.stages.accounts.models import User
from juli.stages.applications.models import Application
from juli.stages.screening.decided import latest_verifications
from juli.stages.screening.findings import Settled, Sheet, part_label
from juli.stages.screening.models import Verification


def stated(sheet: Sheet, by: User) -> dict[str, Any]:
    """Everything that the opinion of a screening says, as JSON; texts of the file in both languages."""
    row, programme = sheet.application, sheet.programme
    issuer = programme.notice.issuer
    return {
        **bare(row, by),
        "call": _both(programme.title),
        "office": _both(issuer) if issuer is not None else None,
        "tracks": [_both(track.label) for track in programme.tracks if track.id in row.tracks],
        "declared": str(sheet.verdict.status),
        "verified": sheet.verdict.verified_status,
        "findings": [_finding(one) for one in sheet.settled if one.standing != "mended"],
        "reasons": [_reason(one, sheet) for one in sheet.defects],
        "verification": list(_verification(sheet)),
    }


def bare(row: Application, by: User) -> dict[str, Any]:
    """What a decision says where what was handed in cannot be judged."""
    return {
        "number": row.number,
        "project": row.title,
        "applicant": row.organisation.name,
        "officer": str(by),
        "findings": [],
        "reasons": [],
        "verification": [],
    }


def reasons_of(content: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The reasons that a decision gives."""
    found: Sequence[Mapping[str, Any]] = content["reasons"]
    return found


def reason_line(reason: Mapping[str, Any], language: str) -> str:
    """One reason in a line: clause, place in the notice, what is wrong, what would put it right."""
    if "label" not in reason:
        return str(reason["text"])
    label, cite, chinese = reason["label"][language], reason["cite"], language == "zh"
    mark = (f"（{cite}）" if chinese else f" ({cite})") if cite else ""
    what = reason["text"] or reason["saw"][language]
    said = f"{label}{mark}{'：' if chinese else ': '}{what}"
    if reason["remedy"]:
        said = f"{said.rstrip('。.')}{'。' if chinese else '. '}{reason['remedy']}"
    return said


def _finding(one: Settled) -> dict[str, Any]:
    by = str(one.answer.by) if one.answer is not None else str(one.own.by) if one.own is not None else ""
    if not by and one.history and one.item.group == "stamps":
        # Who looked at it.
        by = str(one.history[0].by)
    return {
        "key": one.item.key,
        "group": one.item.group,
        "label": _both(one.item.label),
        "clause": one.item.clause,
        "cite": one.item.cite,
        "part": one.item.part,
        "saw": _both(one.item.saw),
        "text": one.reason,
        "machine": one.item.state,
        "standing": one.standing,
        "by": by,
    }


def _reason(one: Settled, sheet: Sheet) -> dict[str, Any]:
    return {
        "key": one.item.key,
        "label": _both(one.item.label),
        "clause": one.item.clause,
        "cite": one.item.cite,
        "part": one.item.part,
        "where": _both(part_label(sheet.programme, one.item.part)) if one.item.part else _both(one.item.label),
        "saw": _both(one.item.saw),
        "text": one.reason,
        "remedy": one.remedy,
        "refuses": one.item.refuses,
    }


def _verification(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """The works that were struck or corrected, declared beside verified."""
    titles = {row.id: row.title for row in sheet.copy.dossier.achievements}
    for word in latest_verifications([sheet.application.pk])[sheet.application.pk]:
        if word.act in {Verification.Act.STRIKE, Verification.Act.CORRECT}:
            yield {
                "work": titles.get(word.achievement, word.achievement),
                "act": word.act,
                "declared": word.declared,
                "verified": word.correct,
                "reason": word.reason,
            }


def _both(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}

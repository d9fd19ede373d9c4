"""What was handed in, as the engine judges it: read from the frozen copy alone, never from what the ledger says now.

The office adds what it decided: judgements, verifications, what it found on paper. Same inputs, same verdict.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext as _

from juli.engines.policy.context import Context
from juli.engines.policy.dossier import Dossier, Judgement
from juli.engines.policy.dossier_reader import dossier_from_mapping
from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.verdict import Verdict
from juli.engines.policy.vocabulary import Vocabulary
from juli.registry.canonical import canonical
from juli.registry.files.models import StoredFile
from juli.stages.accounts.permissions import Refused
from juli.stages.applications import claims
from juli.stages.applications.contents import CLAIMS
from juli.stages.applications.form import judged
from juli.stages.applications.form.layout import parts
from juli.stages.applications.models import Application, Submission
from juli.stages.applications.queries.dossiers import plan_of
from juli.stages.applications.ruling import once
from juli.stages.calls.rulebook import Rules
from juli.stages.calls.shelf import shelf
from juli.stages.ledger.models import Achievement
from juli.stages.ledger.queries import dossiers
from juli.stages.organisations.vocabulary import vocabulary

#: The files that a verdict hangs on beside the submission's own rules.
BESIDE: Final = ("vocabulary.yaml", "calendar.yaml")
#: Verdicts that are kept, in one process.
_MOST = 512
#: Copies that are kept: whoever reads a verdict reads its copy with it.
_MOST_COPIES = 64


@dataclass(frozen=True)
class Decided:
    """What the office decided beside the copy, in the words of a dossier's file (design §5), each list in its order.

    ``documents``: material's place in the copy → what the eye found (``sealed``, ``date``, ``valid_until``, ``year``).
    ``application``: what is known of the application beyond the copy: posted, paper …
    """

    judgements: Sequence[Mapping[str, Any]] = ()
    verifications: Sequence[Mapping[str, Any]] = ()
    documents: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    application: Mapping[str, Any] = field(default_factory=dict)

    def canonical(self) -> str:
        """The same decisions, the same text."""
        return canonical(
            {
                "judgements": [dict(one) for one in self.judgements],
                "verifications": [dict(one) for one in self.verifications],
                "documents": {str(place): dict(one) for place, one in self.documents.items()},
                "application": dict(self.application),
            }
        )


#: Nothing decided yet: the declared side alone.
UNDECIDED = Decided()


@dataclass(frozen=True, eq=False)
class Copy:
    """A submission as the engine takes it. ``said`` is what the form said, ``content`` what it is judged on."""

    submission: Submission
    rules: Rules
    said: Mapping[str, Any]
    content: Mapping[str, Any]
    dossier: Dossier
    context: Context
    day: dt.date


def standing(application: Application) -> Submission | None:
    """The submission that counts: the latest that nobody took back."""
    rows = Submission.objects.select_related(
        "final__version", "rules", "application__call", "application__organisation"
    )
    return rows.filter(application=application, taken_back__isnull=True).order_by("-number").first()


def entered(submission: Submission) -> dt.datetime:
    """The instant that counts for the call's dates: of a correction, when what it corrects was handed in (O-25)."""
    if submission.number == 1:
        return submission.at
    rows = Submission.objects.filter(application=submission.application_id, taken_back__isnull=True)
    first = rows.filter(number__lt=submission.number).order_by("number").values_list("at", flat=True).first()
    return first or submission.at


def standing_of(applications: Iterable[Application]) -> dict[int, Submission]:
    """The submissions that count of many applications, by their rows, in one query; whoever has none is left out."""
    known = {row.pk: row for row in applications}
    rows = Submission.objects.select_related("final__version", "rules").order_by("number")
    found: dict[int, Submission] = {}
    for row in rows.filter(application__in=list(known), taken_back__isnull=True):
        row.application = known[row.application_id]
        found[row.application_id] = row
    return found


def copy(submission: Submission, decided: Decided = UNDECIDED) -> Copy:
    """The submission's frozen copy with what was decided, kept while it is in use.

    Raises DossierUnusable, and Refused where it was erased.
    """
    return _copied(_Key(submission, decided, {}))


@lru_cache(maxsize=_MOST_COPIES)
def _copied(key: _Key) -> Copy:
    submission, decided = key.submission, key.decided
    rules = once(submission.application.call.edition, submission.rules.text, submission.rules_id)
    content, said = submission.final.content, submission.final.version.content
    if content is None or said is None:
        raise Refused(_("What was handed in has been erased; it cannot be judged any more."))
    came = entered(submission).astimezone(BEIJING)
    day = came.date()
    shadow = Application(
        call=submission.application.call,
        applicant_type=said["applicant_type"],
        tracks=said["tracks"],
        choices=said["choices"],
        joint=said["joint"],
    )
    asked = parts(rules.programme, shadow.applicant_type, tuple(shadow.tracks))
    files = content["application"]["materials"]
    held = frozenset((m["section"], m["field"], m["row"], m["column"]) for m in files if m["section"])
    mapping = _mapping(content, said, day, decided, _kinds(files))
    mapping["application"]["submitted"] = came.isoformat()
    found = dossier_from_mapping(mapping, content["organisation"]["name"], vocabulary())
    found = replace(found, form=judged.form(asked, said["answers"], held))
    plan = tuple(plan_of(shadow, rules, rules.judge.context(found, day), asked, said["answers"]))
    answers = (*found.judgements, *_of_promises(decided, {row.id for row in plan}))
    found = replace(found, plan=plan, judgements=answers, **_terms(rules, said, plan))
    return Copy(submission, rules, said, content, found, rules.judge.context(found, day), day)


def verdict(submission: Submission, decided: Decided = UNDECIDED, readings: Mapping[str, str] | None = None) -> Verdict:
    """The verdict on a submission, kept for as long as nothing else is decided. Raises what ``copy`` raises."""
    return _verdict(_Key(submission, decided, dict(readings or {})))


def fingerprint(submission: Submission, decided: Decided = UNDECIDED) -> str:
    """The sha256 of all that a verdict hangs on, in hex: submission, rules, decisions."""
    whole = canonical({"submission": submission.digest, "rules": submission.rules_id, "decided": decided.canonical()})
    return hashlib.sha256(whole.encode()).hexdigest()


class _Key:
    def __init__(self, submission: Submission, decided: Decided, readings: Mapping[str, str]) -> None:
        self.submission, self.decided, self.readings = submission, decided, readings
        self._key = (fingerprint(submission, decided), tuple(sorted(readings.items())), shelf())

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._key == other._key


@lru_cache(maxsize=_MOST)
def _verdict(key: _Key) -> Verdict:
    found = copy(key.submission, key.decided)
    return found.rules.judge.verdict(found.dossier, found.day, key.readings)


def _mapping(
    content: Mapping[str, Any], said: Mapping[str, Any], day: dt.date, decided: Decided, kinds: Mapping[str, str]
) -> dict[str, Any]:
    own = content["organisation"]
    words = vocabulary()
    # What was decided of a work that a correction took out stays in the office's tables, and counts for nothing here.
    works = {str(row["id"]) for row in content["achievements"]}
    standing_rows = [(row["kind"], row["fields"]) for row in content["standing"]]
    code = own["uscc"] or (own["host"] or {}).get("uscc", "")
    documents = [
        _document(m, decided.documents.get(i, {}), kinds)
        for i, m in enumerate(content["application"]["materials"])
        if m["attachment"]
    ]
    return {
        "organisation": dossiers.told(
            own["name"], code, own["record"], own["complete"], standing_rows, said["applicant_type"], words, day
        ),
        "achievements": [
            dossiers.work(_row(row), {link["tag"] for link in row["files"]}, words)
            for row in sorted(content["achievements"], key=lambda row: (row["date"] or "", row["id"]))
        ],
        "application": {
            "day": day.isoformat(),
            "tracks": list(said["tracks"]),
            "choices": said["choices"],
            "joint": said["joint"],
            **decided.application,
        },
        "documents": documents,
        "judgements": [
            dict(one) for one in decided.judgements if one.get("achievement") is None or _is_held(one, works, words)
        ],
        "verifications": [dict(one) for one in decided.verifications if one["achievement"] in works],
    }


def _is_held(said: Mapping[str, Any], works: AbstractSet[str], words: Vocabulary) -> bool:
    """Whether a judgement is of a work of the copy, or of a row of the standing."""
    return said["achievement"] in works or said["achievement"].rpartition("-")[0] in words.kinds


def _of_promises(decided: Decided, planned: AbstractSet[str]) -> list[Judgement]:
    """The answers given of what the form promises: its rows are made only once the dossier is read."""
    return [
        Judgement(
            one["clause"],
            one["answer"],
            one["achievement"],
            one.get("by", ""),
            _day(one.get("on")),
            one.get("reason", ""),
        )
        for one in decided.judgements
        if one.get("achievement") in planned
    ]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _row(data: Mapping[str, Any]) -> Achievement:
    """A row of the ledger as it was; it is never saved."""
    named = {name: value for name, value in data.items() if name not in {"id", "files"}}
    for name in ("date", "until"):
        named[name] = dt.date.fromisoformat(named[name]) if named[name] else None
    return Achievement(pk=data["id"], **named)


def _document(material: Mapping[str, Any], seen: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    said = {
        "id": material["attachment"],
        "year": material["year"],
        "achievement": str(material["achievement"]) if material["achievement"] else None,
        "date": material["dated"],
        "valid_until": material["valid_until"],
        # What the applicant does not say is for the eye at screening.
        "sealed": material["sealed"] or None,
        "type": kinds.get(material["sha256"]),
        **seen,
    }
    return {key: value for key, value in said.items() if value is not None}


def _kinds(materials: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    digests = {material["sha256"] for material in materials}
    return dict(StoredFile.objects.filter(digest__in=digests).values_list("digest", "kind")) if digests else {}


def _terms(rules: Rules, said: Mapping[str, Any], plan: Sequence[Any]) -> dict[str, Any]:
    programme = rules.programme
    if not claims.uses_claims(programme):
        return {}
    known = {category.id for category in programme.categories}
    found = {row: category for row, category in (said.get(CLAIMS) or {}).items() if category in known}
    return {"claims": {**found, **claims.promised(programme, said["answers"], plan)}, "claims_submitted": True}


def forget() -> None:
    """Let go of every copy and verdict kept, for tests that make the same things anew."""
    _copied.cache_clear()
    _verdict.cache_clear()

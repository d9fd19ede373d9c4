"""What lists need of verdicts, for a whole call at once: worked out once for the same submission and decisions.

A verdict takes a tenth of a second, its summary a thousandth: the summary is kept under the digest of everything that
it hangs on, the program that judged included, so that nothing kept is ever out of date.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings

from juli.engines import policy
from juli.engines.policy.recorded import read_back, written
from juli.engines.policy.verdict import OPEN, PointsLine, PointsState, Span, Status
from juli.stages import applications, calls, ledger, organisations
from juli.stages.applications.models import Application, Submission, Weighed
from juli.stages.applications.queries import submitted
from juli.stages.applications.queries.submitted import BESIDE, UNDECIDED, Copy, Decided

#: Rows that are looked up, or written, at once.
_BATCH: Final = 500
#: The packages that read a copy and judge it.
_JUDGING: Final = (policy, organisations, calls, ledger, applications)


@dataclass(frozen=True)
class Weight:
    """A verdict in short: both sides' status and points, questions that wait, clauses that can be read in several ways.

    ``record`` is the organisation's own as it was handed in, ``applied`` the amount applied for in yuan (S4-93).
    """

    status: Status
    verified_status: Status | None
    points: PointsState | None
    verified_points: PointsState | None
    open: int
    readings: tuple[str, ...]
    record: Mapping[str, Any]
    applied: Decimal | None


class Said(NamedTuple):
    """A submission, and what was decided beside it."""

    submission: Submission
    decided: Decided = UNDECIDED


def standing(rows: Iterable[Application]) -> dict[int, Submission]:
    """The submissions that count of many applications, without their contents, which are read where one is judged."""
    known = {row.pk: row for row in rows}
    found: dict[int, Submission] = {}
    light = Submission.objects.prefetch_related("rules").order_by("number")
    for row in light.filter(application__in=list(known), taken_back__isnull=True):
        row.application = known[row.application_id]
        found[row.application_id] = row
    return found


class Unfinished(Exception):
    """Not all are weighed yet; ``left`` says how many are not."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} applications are still to be weighed")
        self.left = left


def weights(said: Sequence[Said], most: int | None = None) -> list[Weight]:
    """The weight of each, in their order; what is not kept yet is worked out and kept.

    With ``most``, no more than so many are worked out, and Unfinished is raised where some are left. Raises what
    ``copy`` raises.
    """
    keys = keys_of(said)
    found = _kept(keys)
    missing = {key: one for key, one in zip(keys, said, strict=True) if key not in found}
    found |= _make(dict(list(missing.items())[:most]))
    if len(found) < len(set(keys)):
        raise Unfinished(len(set(keys)) - len(found))
    return [found[key] for key in keys]


def _kept(keys: Sequence[str]) -> dict[str, Weight]:
    texts: dict[str, str] = {}
    for start in range(0, len(keys), _BATCH):
        rows = Weighed.objects.filter(key__in=keys[start : start + _BATCH])
        texts.update(rows.values_list("key", "text"))
    return {key: _read(text) for key, text in texts.items()}


def _make(missing: Mapping[str, Said]) -> dict[str, Weight]:
    made = {key: _weight(one) for key, one in missing.items()}
    rows = [Weighed(key=key, text=_text(weight)) for key, weight in made.items()]
    Weighed.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    return made


def _weight(said: Said) -> Weight:
    copy = submitted.copy(said.submission, said.decided)
    verdict = submitted.verdict(said.submission, said.decided)
    nodes = list(verdict.walk())
    return Weight(
        status=verdict.status,
        verified_status=verdict.verified_status,
        points=verdict.points,
        verified_points=verdict.verified_points,
        open=sum(node.status == OPEN and node.judgement is not None for node in nodes),
        readings=tuple(sorted({node.clause.id for node in nodes if node.reading})),
        record=dict(copy.dossier.record),
        applied=_applied(copy),
    )


def _applied(copy: Copy) -> Decimal | None:
    """The amount applied for, in yuan, where the form asks for it (S4-93)."""
    budget = copy.rules.programme.budget
    if budget is None or budget.applied is None:
        return None
    section, _, field = budget.applied.partition(".")
    said = ((copy.dossier.form or {}).get(section) or {}).get(field)
    return said if isinstance(said, Decimal) else None


def _text(weight: Weight) -> str:
    return json.dumps(written(vars(weight)), ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=4096)
def _read(text: str) -> Weight:
    said = read_back(json.loads(text))
    return Weight(**{**said, **{side: _points(said[side]) for side in ("points", "verified_points")}})


def _points(said: Any) -> PointsState | None:
    if said is None:
        return None
    total, lines, ties = said
    return PointsState(
        Span(*total),
        tuple(PointsLine(clause, Span(*earned), counted) for clause, earned, counted in lines),
        tuple((name, Span(*span)) for name, span in ties),
    )


def keys_of(said: Sequence[Said]) -> list[str]:
    """The digest of all that each one's verdict hangs on: submission, decisions, references, the program."""
    around = f"{_references()} {_program()}"
    return [
        hashlib.sha256(f"{submitted.fingerprint(one.submission, one.decided)} {around}".encode()).hexdigest()
        for one in said
    ]


def _references() -> str:
    """The digests of what is read beside the rules; a file that changed is seen at once."""
    return " ".join(hashlib.sha256((Path(settings.PROGRAMMES) / name).read_bytes()).hexdigest() for name in BESIDE)


@lru_cache(maxsize=1)
def _program() -> str:
    """The digest of the program that judges: its next version judges anew."""
    found = hashlib.sha256()
    for package in _JUDGING:
        for file in sorted(Path(next(iter(package.__path__))).rglob("*.py")):
            found.update(file.read_bytes())
    return found.hexdigest()

"""Keeping a verdict with the act that stands on it: inputs, texts and bytes, as they are at that instant."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from juli.engines.policy.recorded import inputs_text, verdict_text
from juli.registry.transactions import require_transaction
from juli.stages.applications.models import KeptReference, KeptVerdict, Submission
from juli.stages.applications.queries import submitted
from juli.stages.applications.queries.submitted import UNDECIDED, Decided

#: Rows that are looked up, or written, at once.
_BATCH = 200


class Said(NamedTuple):
    """A verdict to be kept: on which submission, with what was decided beside it."""

    submission: Submission
    decided: Decided = UNDECIDED


def keep(*, said: Said, at: datetime) -> KeptVerdict:
    """Keep one verdict. Raises OutsideTransaction, and what ``submitted.copy`` raises."""
    return keep_all(said=[said], at=at)[0]


def keep_all(*, said: Sequence[Said], at: datetime) -> list[KeptVerdict]:
    """Keep verdicts, each once, in the transaction of the act that stands on them; in the order given."""
    require_transaction("keep_all")
    vocabulary, calendar = (_reference(name, at) for name in ("vocabulary.yaml", "calendar.yaml"))
    wanted = [_row(one, vocabulary, calendar, at) for one in said]
    known = _known(wanted)
    new = {_key(row): row for row in wanted if _key(row) not in known}
    KeptVerdict.objects.bulk_create(new.values(), batch_size=_BATCH)
    found = {**known, **new}
    return [found[_key(row)] for row in wanted]


def _row(said: Said, vocabulary: KeptReference, calendar: KeptReference, at: datetime) -> KeptVerdict:
    copy = submitted.copy(said.submission, said.decided)
    inputs = inputs_text(copy.dossier, copy.day, {})
    result = verdict_text(submitted.verdict(said.submission, said.decided))
    return KeptVerdict(
        submission=said.submission,
        inputs=inputs,
        inputs_digest=_digest(inputs),
        result=result,
        digest=_digest(result),
        rules_id=said.submission.rules_id,
        vocabulary=vocabulary,
        calendar=calendar,
        at=at,
    )


def _known(rows: Sequence[KeptVerdict]) -> dict[tuple[object, ...], KeptVerdict]:
    found = {}
    keys = sorted({row.submission_id for row in rows})
    for start in range(0, len(keys), _BATCH):
        for row in KeptVerdict.objects.filter(submission__in=keys[start : start + _BATCH]).defer("inputs", "result"):
            found[_key(row)] = row
    return found


def _key(row: KeptVerdict) -> tuple[object, ...]:
    texts = (row.rules_id, row.vocabulary_id, row.calendar_id)
    return (row.submission_id, row.inputs_digest, row.digest, *texts)


def _reference(name: str, at: datetime) -> KeptReference:
    text = (Path(settings.PROGRAMMES) / name).read_text(encoding="utf-8")
    return KeptReference.objects.get_or_create(digest=_digest(text), defaults={"text": text, "kept_at": at})[0]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

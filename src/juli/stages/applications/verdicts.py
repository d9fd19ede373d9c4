"""Keeping a verdict with the act that stands on it: inputs, texts and bytes, as they are at that instant."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings

from juli.engines.policy.recorded import inputs_text, verdict_text
from juli.registry.transactions import require_transaction
from juli.stages.applications.models import KeptReference, KeptVerdict, VerdictKey
from juli.stages.applications.queries import submitted, weighing
from juli.stages.applications.queries.weighing import Said

#: Rows that are looked up, or written, at once.
_BATCH = 200


def keep(*, said: Said, at: datetime) -> KeptVerdict:
    """Keep one verdict. Raises OutsideTransaction, and what ``submitted.copy`` raises."""
    return keep_all(said=[said], at=at)[0]


def keep_all(*, said: Sequence[Said], at: datetime) -> list[KeptVerdict]:
    """Keep verdicts, each once, in the transaction of the act that stands on them; in the order given.

    One that was kept before on the very same is taken as it is: a list of thousands judges nobody again.
    """
    require_transaction("keep_all")
    keys = weighing.keys_of(said)
    found = _known(keys)
    missing = {key: one for key, one in zip(keys, said, strict=True) if key not in found}
    if missing:
        found |= _made(missing, at)
    return [found[key] for key in keys]


def _known(keys: Sequence[str]) -> dict[str, KeptVerdict]:
    found: dict[str, KeptVerdict] = {}
    for start in range(0, len(keys), _BATCH):
        rows = VerdictKey.objects.filter(key__in=keys[start : start + _BATCH]).select_related("verdict")
        found |= {row.key: row.verdict for row in rows.defer("verdict__inputs", "verdict__result")}
    return found


def _made(missing: Mapping[str, Said], at: datetime) -> dict[str, KeptVerdict]:
    vocabulary, calendar = (_reference(name, at) for name in ("vocabulary.yaml", "calendar.yaml"))
    found = {}
    for key, one in missing.items():
        new = _row(one, vocabulary, calendar, at)
        same = {"submission": new.submission, "inputs_digest": new.inputs_digest, "digest": new.digest,
                "rules": new.rules_id, "vocabulary": vocabulary, "calendar": calendar}  # fmt: skip
        kept = KeptVerdict.objects.filter(**same).first()
        if kept is None:
            new.save(force_insert=True)
        found[key] = kept or new
    VerdictKey.objects.bulk_create((VerdictKey(key=key, verdict=row) for key, row in found.items()), batch_size=_BATCH)
    return found


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


def _reference(name: str, at: datetime) -> KeptReference:
    text = (Path(settings.PROGRAMMES) / name).read_text(encoding="utf-8")
    return KeptReference.objects.get_or_create(digest=_digest(text), defaults={"text": text, "kept_at": at})[0]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

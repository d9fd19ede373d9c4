"""Keeping what the engine worked out, in the transaction of the act that stands on it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from juli.engines.panel import canonical
from juli.engines.panel.recorded import Matching, Scoring, matched, scored
from juli.registry.transactions import require_transaction
from juli.stages.review.models import Panel, WorkedOut
from juli.stages.review.reading import reading
from juli.stages.review.results import cards_of


def keep_match(*, panel: Panel, made_from: Matching, at: datetime) -> WorkedOut:
    """Keep a match. Raises OutsideTransaction, PanelError."""
    return _kept(panel, WorkedOut.Kind.MATCH, canonical(made_from), matched(made_from), at)


def keep_scores(*, panel: Panel, at: datetime) -> WorkedOut:
    """Keep the scores that a panel is closed with, and the cards they are made of. Raises OutsideTransaction."""
    entries = sorted(str(key) for key in panel.entries.values_list("application", flat=True))
    cards = sorted(cards_of([panel]).get(panel.pk, ()), key=lambda card: (card.application, card.expert))
    made_from = Scoring(reading(panel).aggregation, tuple(cards), tuple(entries))
    return _kept(panel, WorkedOut.Kind.SCORES, canonical(made_from), scored(made_from), at)


def _kept(panel: Panel, kind: WorkedOut.Kind, inputs: bytes, result: bytes, at: datetime) -> WorkedOut:
    require_transaction("keep")
    return WorkedOut.objects.create(
        panel=panel,
        kind=kind,
        number=WorkedOut.objects.filter(panel=panel, kind=kind).count() + 1,
        inputs=inputs.decode(),
        inputs_digest=hashlib.sha256(inputs).hexdigest(),
        result=result.decode(),
        digest=hashlib.sha256(result).hexdigest(),
        at=at,
    )

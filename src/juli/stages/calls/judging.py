"""Verdicts, kept for as long as the shelf stands: a question asked again is not worked out again."""

from __future__ import annotations

import datetime as dt
import functools

from juli.engines.policy.verdict import Verdict
from juli.stages.calls.assumptions import Assumptions
from juli.stages.calls.candidates import Candidate
from juli.stages.calls.shelf import Shelf


@functools.lru_cache(maxsize=128)
def verdict(found: Shelf, programme: str, candidate: Candidate, assumed: Assumptions, day: dt.date) -> Verdict:
    """The verdict on a candidate under what is supposed, on ``day``.

    Raises DossierUnusable when the dossier names tracks or categories that the programme doesn't have.
    """
    judge = found.judges[programme]
    return judge.verdict(assumed.on(candidate.dossier), day, dict(assumed.readings))

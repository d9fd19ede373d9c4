"""The tables of the stage."""

from juli.stages.screening.models.extensions import Extension
from juli.stages.screening.models.judgements import Judgement
from juli.stages.screening.models.opinions import Opinion, OpinionAsked, OpinionRequest
from juli.stages.screening.models.overlaps import OverlapResult
from juli.stages.screening.models.paper import Parcel
from juli.stages.screening.models.verification import Announcement, Reply, Verification

__all__ = [
    "Announcement",
    "Extension",
    "Judgement",
    "Opinion",
    "OpinionAsked",
    "OpinionRequest",
    "OverlapResult",
    "Parcel",
    "Reply",
    "Verification",
]

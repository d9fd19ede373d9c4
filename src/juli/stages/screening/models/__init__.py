"""The tables of the stage."""

from juli.stages.screening.models.decisions import Decision, DecisionVerdict
from juli.stages.screening.models.extensions import Extension
from juli.stages.screening.models.filters import SavedFilter
from juli.stages.screening.models.findings import FindingAnswer, OwnFinding, Screening
from juli.stages.screening.models.judgements import Judgement, Pending
from juli.stages.screening.models.opinions import Opinion, OpinionAsked, OpinionRequest
from juli.stages.screening.models.overlaps import OverlapResult
from juli.stages.screening.models.paper import Parcel
from juli.stages.screening.models.verification import Announcement, Reply, Verification

__all__ = [
    "Announcement",
    "Decision",
    "DecisionVerdict",
    "Extension",
    "FindingAnswer",
    "Judgement",
    "Opinion",
    "OpinionAsked",
    "OpinionRequest",
    "OverlapResult",
    "OwnFinding",
    "Parcel",
    "Pending",
    "Reply",
    "SavedFilter",
    "Screening",
    "Verification",
]

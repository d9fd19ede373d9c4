"""The tables of the applications."""

from juli.stages.applications.models.answers import Answer, Presence, Rival
from juli.stages.applications.models.application import Application
from juli.stages.applications.models.authors import Author
from juli.stages.applications.models.claims import Claim, ClaimChange
from juli.stages.applications.models.materials import Material
from juli.stages.applications.models.recommendations import Letter, Recommendation, Recommends
from juli.stages.applications.models.submissions import (
    FinalVersion,
    RulesText,
    ScannedCopy,
    Seal,
    Sequence,
    Submission,
    TakenBack,
    Turn,
)
from juli.stages.applications.models.verdicts import KeptReference, KeptVerdict, VerdictKey
from juli.stages.applications.models.versions import Version
from juli.stages.applications.models.weights import Weighed

__all__ = [
    "Answer",
    "Application",
    "Author",
    "Claim",
    "ClaimChange",
    "FinalVersion",
    "KeptReference",
    "KeptVerdict",
    "Letter",
    "Material",
    "Presence",
    "Recommendation",
    "Recommends",
    "Rival",
    "RulesText",
    "ScannedCopy",
    "Seal",
    "Sequence",
    "Submission",
    "TakenBack",
    "Turn",
    "VerdictKey",
    "Version",
    "Weighed",
]

"""The tables of the ledger."""

from juli.stages.ledger.models.achievement import Achievement
from juli.stages.ledger.models.filing import Filing, Licence
from juli.stages.ledger.models.intake import Intake, IntakeRow
from juli.stages.ledger.models.listed import Listed
from juli.stages.ledger.models.shared_event import Party, Proposal, SharedEvent

__all__ = [
    "Achievement",
    "Filing",
    "Intake",
    "IntakeRow",
    "Licence",
    "Listed",
    "Party",
    "Proposal",
    "SharedEvent",
]

"""The tables of the stage."""

from juli.stages.review.models.conflicts import Conflict
from juli.stages.review.models.panels import Assignment, Draw, Entry, Panel, Pin, Seat
from juli.stages.review.models.pool import Away, Expert, ExpertField, Intake, Tie
from juli.stages.review.models.scorecards import Declaration, Scorecard, SecondLook
from juli.stages.review.models.worked_out import WorkedOut

__all__ = [
    "Assignment",
    "Away",
    "Conflict",
    "Declaration",
    "Draw",
    "Entry",
    "Expert",
    "ExpertField",
    "Intake",
    "Panel",
    "Pin",
    "Scorecard",
    "Seat",
    "SecondLook",
    "Tie",
    "WorkedOut",
]

"""The tables of the stage."""

from juli.stages.review.models.conflicts import Conflict
from juli.stages.review.models.pool import Away, Expert, ExpertField, Intake, Tie

__all__ = ["Away", "Conflict", "Expert", "ExpertField", "Intake", "Tie"]

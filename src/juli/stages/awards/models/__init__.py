"""The tables of the awards."""

from juli.stages.awards.models.meetings import CreditCheck, Meeting, MeetingDecision
from juli.stages.awards.models.rankings import ListLine, ListReopened, OrderDecision, RankedList

__all__ = [
    "CreditCheck",
    "ListLine",
    "ListReopened",
    "Meeting",
    "MeetingDecision",
    "OrderDecision",
    "RankedList",
]

"""The tables of the awards."""

from juli.stages.awards.models.approvals import Approval, ApprovalLine
from juli.stages.awards.models.archives import CallArchive
from juli.stages.awards.models.audits import AuditCase, AuditLine, AuditReport
from juli.stages.awards.models.following import Following
from juli.stages.awards.models.meetings import CreditCheck, Meeting, MeetingDecision
from juli.stages.awards.models.objections import Objection, ObjectionStep
from juli.stages.awards.models.publications import Publication, PublicationLine
from juli.stages.awards.models.rankings import (
    ListLine,
    ListReopened,
    ListVerdict,
    OrderDecision,
    RankedList,
)

__all__ = [
    "Approval",
    "ApprovalLine",
    "AuditCase",
    "AuditLine",
    "AuditReport",
    "CallArchive",
    "CreditCheck",
    "Following",
    "ListLine",
    "ListReopened",
    "ListVerdict",
    "Meeting",
    "MeetingDecision",
    "Objection",
    "ObjectionStep",
    "OrderDecision",
    "Publication",
    "PublicationLine",
    "RankedList",
]

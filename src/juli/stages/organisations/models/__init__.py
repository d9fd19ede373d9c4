"""The tables of the organisations."""

from juli.stages.organisations.models.change import Change
from juli.stages.organisations.models.dated import Activity, ApplicantType, Officer
from juli.stages.organisations.models.invitation import Invitation
from juli.stages.organisations.models.liaison import Liaison
from juli.stages.organisations.models.membership import Membership
from juli.stages.organisations.models.organisation import Organisation
from juli.stages.organisations.models.standing import Standing

__all__ = [
    "Activity",
    "ApplicantType",
    "Change",
    "Invitation",
    "Liaison",
    "Membership",
    "Officer",
    "Organisation",
    "Standing",
]

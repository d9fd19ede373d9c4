"""The roles of design §1: what somebody is in an organisation, or for the office."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may be. The journal keeps the value, the screen says the label."""

    ADMINISTRATOR = "administrator", _("Administrator")
    STAFF = "staff", _("Staff")
    RECOMMENDER = "recommender", _("Recommender")
    OFFICER = "officer", _("Programme officer")
    LEAD = "lead", _("Head of office")
    BUSINESS_OFFICE = "business_office", _("Business office")
    RECEIPT_AGENCY = "receipt_agency", _("Receipt agency")
    EXPERT = "expert", _("Expert")
    AUDITOR = "auditor", _("Auditor")
    TRACKER = "tracker", _("Tracking unit")
    SUPERVISOR = "supervisor", _("Supervisor")
    DIVISIONAL_LEADER = "divisional_leader", _("Divisional leader")
    FINANCE = "finance", _("Finance")
    TRUSTEE = "trustee", _("Trustee body")
    VIEWER = "viewer", _("District or park")


#: What somebody is in an organisation that applies; the stage of the organisations says who is.
APPLICANT: Final = frozenset({Role.ADMINISTRATOR, Role.STAFF})
#: What somebody is for the office: posts, given by name.
POSTS: Final = frozenset(Role) - APPLICANT
#: Those who run the programme; they sign in with a second factor.
OFFICE: Final = frozenset(
    {Role.OFFICER, Role.LEAD, Role.DIVISIONAL_LEADER, Role.FINANCE, Role.TRUSTEE, Role.SUPERVISOR}
)

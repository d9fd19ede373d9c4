"""The tables of the calls."""

from juli.stages.calls.models.call import Amendment, Call, Withdrawal
from juli.stages.calls.models.drafts import Proposal, Revision
from juli.stages.calls.models.questions import Question
from juli.stages.calls.notices.models import Anchor, Annex, AnnexVersion, ContactEntry, Notice, Paragraph

__all__ = [
    "Amendment",
    "Anchor",
    "Annex",
    "AnnexVersion",
    "Call",
    "ContactEntry",
    "Notice",
    "Paragraph",
    "Proposal",
    "Question",
    "Revision",
    "Withdrawal",
]

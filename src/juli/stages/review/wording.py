"""Acts of the stage in words, for the histories that pages show."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from juli.stages.review.models import Conflict

_ACTS: Final[dict[str, str | Promise]] = {
    "expert.enrolled": _("Put into the pool"),
    "expert.described": _("Record changed"),
    "expert.removed": _("Taken out of the pool"),
    "expert.restored": _("Taken into the pool again"),
    "expert.tied": _("Tie noted"),
    "expert.untied": _("Tie struck"),
    "expert.away": _("Absence noted"),
    "expert.back": _("Absence struck"),
    "expert.invited": _("Invited"),
    "conflict.noted": _("Conflict noted"),
    "conflict.ended": _("Conflict ended"),
}
_WHY: Final[dict[str, str | Promise]] = {
    "identity": _("The identity is not settled"),
    "identity_twice": _("The identity is settled twice"),
    "away": _("Away in that time"),
}


def act_words(act: str) -> str:
    """An act in the language of the page; the journal's own word where there is none."""
    return str(_ACTS.get(act, act))


def kind_words(kind: str) -> str:
    """A kind of conflict in the language of the page."""
    return str(Conflict.Kind(kind).label)


def why_words(why: str) -> str:
    """Why somebody can't take part at all."""
    return str(_WHY[why])

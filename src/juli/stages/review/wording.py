"""Acts of the stage in words, for the histories that pages show."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
}


def act_words(act: str) -> str:
    """An act in the language of the page; the journal's own word where there is none."""
    return str(_ACTS.get(act, act))

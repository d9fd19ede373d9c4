"""The journal's words for what is done to an application, as people read them. Later stages add theirs."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from juli.registry.journal.chain import ERASE
from juli.stages.applications.queries.life import EVENTS
from juli.stages.applications.turning import WORDS

_acts: dict[str, str | Promise] = {f"application.{word}": EVENTS[event] for event, word in WORDS.items()}
_acts |= {
    "application.started": EVENTS["start"],
    "application.version-kept": _("Version kept"),
    "application.rearranged": _("Tracks or partners changed"),
    "application.let-in": _("Somebody let in to work on it"),
    "application.let-out": _("Somebody taken out of it"),
    "application.restored": _("Earlier version restored"),
    "application.copied": _("Copied from another application"),
    "application.texts-settled": _("Two texts settled into one"),
    "application.claimed": _("Works claimed"),
    "application.claims-undone": _("Claims undone"),
    "application.material-brought": _("Document brought"),
    "application.material-described": _("Document described"),
    "application.material-taken-away": _("Document taken away"),
    "screening.answered": _("Finding answered"),
    "screening.seen": _("Document looked at by eye"),
    "screening.found": _("Finding of the office"),
    "screening.given": _("Given to an officer"),
    "work.verified": _("Work verified"),
    "verification.announced": _("Verification shown to the applicant"),
    "verification.answered": _("Verification answered by the applicant"),
    "question.judged": _("Question judged"),
    "paper.received": _("Paper written down"),
    "paper.corrected": _("Register of paper corrected"),
    "overlap.recorded": _("Result on duplicates"),
    ERASE: _("Personal field erased"),
}


def register(acts: Mapping[str, str | Promise]) -> None:
    """Give the words for a stage's acts; once, where it starts. Raises ValueError where another word stands."""
    for act, word in acts.items():
        if _acts.setdefault(act, word) is not word:
            raise ValueError(f"there is another word for {act}")


def word_of(act: str) -> str | Promise:
    """What an act is called; the journal's own word where nobody gave another."""
    return _acts.get(act, act)


def known() -> frozenset[str]:
    """The acts that have words."""
    return frozenset(_acts)

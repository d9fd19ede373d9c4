"""Words for the codes of this room: why a line is left out, what is wrong with a number, why a passage is proposed."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from juli.stages.calls.notices.proposals import Reason, Sureness

Words = str | Promise

LEFT_OUT: dict[str, Words] = {
    "header": _("Head of the pages"),
    "footer": _("Foot of the pages"),
    "hidden": _("Hidden text"),
    "page-number": _("Page number"),
    "running": _("Runs along the pages"),
    "mail": _("From an e-mail"),
    "web-page": _("From a web page"),
    "empty": _("Nothing but residue"),
    "by-hand": _("Left out by hand"),
}

RESIDUE: dict[str, Words] = {
    "bookmark": _("bookmark"),
    "field": _("field code"),
    "reference": _("broken reference"),
    "invisible": _("invisible characters"),
    "picture": _("place of a picture"),
}

FAULTS: dict[str, Words] = {
    "unnumbered": _("number lost"),
    "repeated": _("number repeated"),
    "skipped": _("number skipped"),
    "disordered": _("number out of order"),
    "restarted": _("counts from one again"),
    "misformed": _("another form of number"),
}

SURENESS: dict[Sureness, Words] = {
    Sureness.SURE: pgettext_lazy("proposal", "Sure"),
    Sureness.LIKELY: pgettext_lazy("proposal", "Likely"),
    Sureness.UNSURE: pgettext_lazy("proposal", "Unsure"),
}

_REASONS: dict[str, Words] = {
    "cited": _("the file cites {about}"),
    "printed": _("by the number printed, {about}"),
    "nowhere": _("the notice has no {about}"),
    "only": _("one passage stands there"),
    "title": _("the heading has its name"),
    "best": _("the paragraph that says most of it"),
    "close": _("another paragraph comes close"),
    "silent": _("no paragraph there has its words"),
    "few-words": _("few of its words stand there"),
    "says": _("{about} per cent of its words"),
    "numbers": _("the numbers {about}"),
    "disagree": _("paragraph {about} says more of it"),
    "heading-unnumbered": _("counted past a heading without a number"),
    "heading-repeated": _("counted past a repeated number"),
    "heading-skipped": _("counted past a skipped number"),
    "heading-disordered": _("counted past a number out of order"),
    "heading-restarted": _("counted where numbers begin anew"),
    "heading-misformed": _("counted past another form of number"),
}


def reasons_words(reasons: tuple[Reason, ...]) -> str:
    """Why, in one line."""
    said = [str(_REASONS[reason.code]).format(about=reason.about) for reason in reasons]
    return pgettext("list", "; ").join(said)

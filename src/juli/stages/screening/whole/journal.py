"""The section of the journal: every act on the application, in words, with its number and hash, page by page."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juli.registry.journal.models import Entry
from juli.registry.journal.queries import entries
from juli.registry.journal.verification import chain_alone
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.screening.whole.acts import word_of
from juli.stages.screening.whole.sections import Glance, Matter, Words

PER_PAGE = 20
#: Characters of a hash that the eye compares.
_SHORT = 12


@dataclass(frozen=True)
class Act:
    """One act as people read it. ``sound``: its hash is what it says, and it follows the one before."""

    entry: Entry
    word: Words
    who: str
    role: Words
    hash: str
    sound: bool


def journal(matter: Matter, number: str = "") -> Glance:
    """A page of the acts, the latest first, and whether the whole chain holds."""
    subject = matter.application.subject
    found = chain_alone(subject)
    wrong = {finding.number for finding in found.findings}
    page = Paginator(entries(subject).order_by("-number"), PER_PAGE).get_page(number)
    rows = list(page)
    people = _people(rows)
    acts = [
        Act(
            one,
            word_of(one.act),
            people.get(one.actor, one.actor),
            _role(one.role),
            one.hash[:_SHORT],
            one.number not in wrong,
        )
        for one in rows
    ]
    count = page.paginator.count
    return Glance(
        state=_("the chain holds") if not wrong else _("the chain is broken"),
        status="unmet" if wrong else "met",
        when=None,
        empty="" if rows else _("Nothing is recorded yet."),
        template="screening/whole/journal.html",
        context={
            "acts": acts,
            "page": page,
            "wrong": sorted(wrong),
            "count": ngettext("%(n)d entry", "%(n)d entries", count) % {"n": count},
            "address": reverse("screening:whole_section", args=[matter.application.pk, "journal"]),
        },
    )


def _people(rows: list[Entry]) -> dict[str, str]:
    """Who acted, by name: one query for a page."""
    ids = [int(one.actor.removeprefix("user:")) for one in rows if one.actor.removeprefix("user:").isdecimal()]
    found = {user.actor_id: str(user) for user in User.objects.filter(pk__in=ids)}
    return {**found, "system": _("the system")}


def _role(role: str) -> Words:
    return Role(role).label if role in Role.values else ""

"""The entries of the top bar, in order. A stage that has pages adds its entry here, with the roles that see it."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from juli.site.standpoint import PUBLIC, Standpoint
from juli.stages.accounts.roles import APPLICANT, POSTS, Role


class Entry(NamedTuple):
    """One entry: the address's name and the words. It is current on every page below its address or ``also``.

    ``roles``: who sees it; empty for everybody. ``own``: the address names the reader's organisation.
    """

    url_name: str
    label: str | Promise
    also: tuple[str, ...] = ()
    roles: frozenset[Role] = frozenset()
    own: bool = False


_MAKERS = frozenset({Role.OFFICER, Role.LEAD})

ENTRIES: tuple[Entry, ...] = (
    Entry("home", _("Calls"), also=("/calls/", "/programmes/", "/plans/")),
    Entry("awards:published_lists", _("Publications"), also=("/objections/",)),
    Entry("ledger:timeline", _("Ledger"), roles=APPLICANT, own=True),
    Entry("applications:mine", _("My applications"), roles=APPLICANT, own=True),
    Entry("organisations:record", _("Organisation"), roles=APPLICANT, own=True),
    Entry(
        "screening:desk",
        _("My desk"),
        also=("/office/search/", "/office/applications/", "/office/publications/", "/office/objections/"),
        roles=POSTS,
    ),
    Entry("review:mine", _("My reviews"), roles=frozenset({Role.EXPERT})),
    Entry("applications:recommendations", _("Recommendations"), roles=frozenset({Role.RECOMMENDER})),
    Entry("calls:office_calls", _("Making calls"), roles=_MAKERS),
    Entry("organisations:office", pgettext_lazy("bar", "Organisations"), also=("/office/standing/",), roles=_MAKERS),
    Entry("applications:recommenders", pgettext_lazy("bar", "Recommenders"), roles=_MAKERS),
    Entry(
        "review:calls",
        pgettext_lazy("bar", "Experts"),
        also=("/office/experts/", "/office/panels/", "/office/draws/"),
        roles=_MAKERS | {Role.SUPERVISOR},
    ),
    Entry("accounts:posts", _("Posts"), roles=frozenset({Role.LEAD})),
    Entry("calls:start", _("Compare")),
)


class Link(NamedTuple):
    """An entry as the page shows it."""

    url: str
    label: str | Promise
    current: bool


def links(path: str, reader: Standpoint = PUBLIC) -> list[Link]:
    """The entries that ``reader`` sees on the page at ``path``; of several that contain it, the closest is current."""
    entries = [entry for entry in ENTRIES if not entry.roles or entry.roles & reader.roles]
    entries = [entry for entry in entries if not entry.own or reader.organisation is not None]
    urls = [reverse(entry.url_name, kwargs=_named(entry, reader)) for entry in entries]
    places = [(place, url) for entry, url in zip(entries, urls, strict=True) for place in (url, *entry.also)]
    containing = [(place, url) for place, url in places if path == place or (place != "/" and path.startswith(place))]
    _place, current = max(containing, key=lambda found: len(found[0]), default=("", None))
    return [Link(url, entry.label, url == current) for entry, url in zip(entries, urls, strict=True)]


def _named(entry: Entry, reader: Standpoint) -> dict[str, int] | None:
    return {"organisation": reader.organisation.pk} if entry.own and reader.organisation is not None else None

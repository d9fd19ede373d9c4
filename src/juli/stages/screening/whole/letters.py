"""The section of the letters: every message sent to this applicant and every paper printed for it.

The papers each stage says by ``register``; messages are those about the application to people of its organisation.
Where they were sent is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from juli.registry.messages.models import Channel, Message
from juli.stages.organisations.models import Membership
from juli.stages.screening.models import Decision
from juli.stages.screening.whole.sections import Glance, Matter, joined

_WAYS: dict[str, str | Promise] = {
    Channel.SITE: gettext_lazy("In the site"),
    Channel.EMAIL: gettext_lazy("By e-mail"),
    Channel.SMS: gettext_lazy("By text message"),
}
#: Letters that stand open; the rest is folded.
_OPEN = 8


@dataclass
class Letter:
    """One letter. ``how`` is how it went, ``body`` its words where it was a message, ``url`` where its paper is."""

    at: datetime
    title: str
    how: str = ""
    body: str = ""
    url: str = ""
    failed: bool = False


@dataclass
class _Sent:
    """A message as it went to several people by several ways."""

    first: Message
    people: set[str] = field(default_factory=set)
    ways: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)


Papers = Callable[[Matter], Iterable[Letter]]
_papers: dict[str, Papers] = {}


def register(name: str, papers: Papers) -> None:
    """Say which papers a stage prints for an applicant; once, where it starts. Raises ValueError for a name taken."""
    if _papers.setdefault(name, papers) is not papers:
        raise ValueError(f"another stage prints papers called {name}")


def letters(matter: Matter) -> Glance:
    """All of them, the latest first."""
    found = [*_messages(matter), *(letter for name in sorted(_papers) for letter in _papers[name](matter))]
    found.sort(key=lambda letter: letter.at, reverse=True)
    failed = sum(letter.failed for letter in found)
    return Glance(
        state=ngettext("%(n)d letter", "%(n)d letters", len(found)) % {"n": len(found)},
        status="unmet" if failed else "",
        when=found[0].at if found else None,
        empty="" if found else _("Nothing was sent to this applicant yet."),
        template="screening/whole/letters.html",
        context={"letters": found[:_OPEN], "more": found[_OPEN:]},
    )


def opinions_printed(matter: Matter) -> Iterator[Letter]:
    """The opinions of the screening, one for each decision."""
    row = matter.application
    for made in Decision.objects.filter(application=row).order_by("pk"):
        title = _("Opinion of the screening: %(decision)s") % {"decision": made.get_kind_display()}
        url = reverse("screening:opinion_paper", args=[row.pk, made.pk, "pdf"])
        yield Letter(made.at, title, _("on paper"), url=url)


def _messages(matter: Matter) -> Iterator[Letter]:
    row = matter.application
    people = Membership.objects.filter(organisation=row.organisation_id).values_list("user", flat=True)
    recipients = {f"user:{user}" for user in people}
    mine = Message.objects.filter(subject_type=row.subject.type, subject_id=row.subject.id, recipient__in=recipients)
    sent: dict[tuple[str, str], _Sent] = {}
    for one in mine.order_by("at", "id"):
        letter = sent.setdefault((one.kind, one.key), _Sent(one))
        letter.people.add(one.recipient)
        letter.ways.add(one.channel)
        letter.states.add(one.state)
    for letter in sent.values():
        ways = joined(str(_WAYS[way]) for way in _WAYS if way in letter.ways)
        count = ngettext("to %(n)d person", "to %(n)d people", len(letter.people)) % {"n": len(letter.people)}
        yield Letter(
            letter.first.at,
            letter.first.title,
            f"{ways} · {count} · {_state(letter.states)}",
            letter.first.body,
            failed=Message.State.FAILED in letter.states,
        )


def _state(states: set[str]) -> str:
    if Message.State.FAILED in states:
        return _("not delivered to everybody")
    return _("on its way") if Message.State.WAITING in states else _("delivered")

"""Makes the demonstration: fictional people, organisations and calls, by the same acts that users take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from juli.demo import clock
from juli.demo.applications import assignments, happenings
from juli.demo.cast import CALLS, OFFICE, PLAYERS
from juli.demo.earlier import EARLIER, SHIFT, earlier
from juli.demo.moving import moved_programme
from juli.demo.occasions import occasions
from juli.demo.organisations import enter, require_demo
from juli.demo.switching import DOMAIN, people
from juli.registry.canonical import SHANGHAI
from juli.registry.journal.roots import publish_root
from juli.stages.accounts.actions import appoint
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.actions.submitting import seal_missing
from juli.stages.calls.actions.making import make
from juli.stages.calls.actions.publishing import publish
from juli.stages.calls.shelf import shelf

#: How long ago the office began, the organisations came, the calls were published.
_BEGAN: Final = dt.timedelta(days=90)
_CAME: Final = dt.timedelta(days=60)
_PUBLISHED: Final = dt.timedelta(days=14)


class Interrupted(RuntimeError):
    """What is there of the demonstration is a part of it; the message says what to do."""


def fill(*, at: dt.datetime, say: Callable[[str], None] = lambda _words: None) -> bool:
    """Make the demonstration as of ``at``, unless it is there; whether it was made. ``say`` hears how far it is.

    Raises Interrupted; RuntimeError outside of the demonstration.
    """
    require_demo()
    if User.objects.filter(email=f"ready@{DOMAIN}").exists():
        return False
    if people().exists():
        raise Interrupted("the demonstration was interrupted while it was made; `make clean`, and it is made anew")
    clock.reset()
    say("office")
    _office(at - _BEGAN)
    officer = User.objects.get(email=f"officer@{DOMAIN}")
    year = at.astimezone(SHANGHAI).year
    for player in PLAYERS:
        say(player.key)
        enter(player, officer=officer, year=year, at=at - _CAME)
    _calls(officer, at, at - _PUBLISHED, say)
    say("applications")
    for happening in sorted(
        [*assignments(), *earlier(year), *happenings(year), *occasions()], key=lambda one: -one.ago
    ):
        happening.act(at - dt.timedelta(days=happening.ago))
    seal_missing(at=at)
    User.objects.create_user(email=f"ready@{DOMAIN}", name="", is_active=False, date_joined=at)
    publish_root(at=at, reason="demonstration")
    return True


def _office(at: dt.datetime) -> None:
    lead: User | None = None
    for someone in OFFICE:
        email = f"{someone.key}@{DOMAIN}"
        appoint(email=email, name=someone.name, role=someone.role, unit=someone.unit, by=lead, at=at)
        if someone.role == Role.LEAD:
            lead = User.objects.get(email=email)


def _calls(officer: User, at: dt.datetime, published: dt.datetime, say: Callable[[str], None]) -> None:
    found = shelf()
    today = at.astimezone(SHANGHAI).date()
    for source, edition, title in CALLS:
        say(edition)
        years = today.year - found.programmes[source].year
        text = found.catalogue.path(source).read_text(encoding="utf-8")
        text = moved_programme(text, edition=edition, title=title, years=years, today=today)
        call = make(text=text, by=officer, at=published, came_from=f"{source} (sample)")
        publish(call=call, version=call.version, knowing=True, by=officer, at=published)
    for one in EARLIER:
        say(one.edition)
        years = today.year - found.programmes[one.source].year
        text = found.catalogue.path(one.source).read_text(encoding="utf-8")
        then = today - SHIFT
        text = moved_programme(text, edition=one.edition, title=one.title, years=years, today=then, support=one.support)
        call = make(text=text, by=officer, at=published - SHIFT, came_from=f"{one.source} (sample)")
        publish(call=call, version=call.version, knowing=True, by=officer, at=published - SHIFT)

"""Making versions, inside the transaction of whoever has a reason to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from juli.engines.policy.rules import Programme
from juli.registry.journal.actions import record
from juli.registry.parties import SYSTEM, Actor
from juli.registry.transactions import require_transaction
from juli.stages.accounts.models import User
from juli.stages.applications.contents import HELD, content, digest
from juli.stages.applications.models import Answer, Application, Version
from juli.stages.applications.paper_facts import facts
from juli.stages.applications.queries import checking
from juli.stages.calls.rulebook import current

#: So long nobody wrote: what stood then is kept.
PAUSE: Final = timedelta(minutes=10)
#: What is printed for others holds all that paper shows, so that it prints the same for good.
_PRINTED: Final = frozenset({Version.Cause.FINAL, Version.Cause.SUBMISSION})


def keep(
    *, application: Application, programme: Programme, cause: Version.Cause, by: User | None, actor: Actor, at: datetime
) -> Version:
    """Keep what the application says now as a version, and record its digest; for callers that hold the application.

    Raises OutsideTransaction.
    """
    require_transaction("keep")
    said = content(programme, application)
    if cause in _PRINTED:
        said["paper"] = facts(checking.known(application, current(application.call), at))
    last = Version.objects.filter(application=application).order_by("-number").first()
    found = Version.objects.create(
        application=application,
        number=last.number + 1 if last else 1,
        cause=cause,
        content=said,
        digest=digest(said),
        state_of=application.version,
        by=by,
        at=at,
    )
    record(
        subject=application.subject,
        actor=actor,
        act="application.version-kept",
        details={"number": found.number, "cause": found.cause, "digest": found.digest},
        at=at,
    )
    return found


def keep_paused(*, application: Application, programme: Programme, at: datetime) -> Version | None:
    """Keep what has stood for ten minutes, before it is changed again; None where nothing new did.

    Whoever writes next calls it, and so does what falls due: whichever comes first. Raises OutsideTransaction.
    """
    if at - application.changed_at < PAUSE or kept(application) or not _says_something(application):
        return None
    return keep(
        application=application,
        programme=programme,
        cause=Version.Cause.PAUSE,
        by=None,
        actor=SYSTEM,
        at=application.changed_at,
    )


def kept(application: Application) -> bool:
    """Whether a version shows the application as it is now."""
    return Version.objects.filter(application=application, state_of=application.version).exists()


def _says_something(application: Application) -> bool:
    said = Answer.objects.filter(application=application, value__isnull=False).exists()
    return said or any(held.of(application) for held in HELD.values())

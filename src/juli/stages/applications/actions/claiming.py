"""Putting achievements under categories: one by one, all at once the best way, and back again (S1-99, S1-110)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.registry.parties import Actor
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.applications import claims, permissions, snapshots, unlocking
from juli.stages.applications.locking import locked, touch
from juli.stages.applications.models import Application, ClaimChange
from juli.stages.applications.queries.best import best
from juli.stages.applications.queries.judging import Judged, judged
from juli.stages.applications.starting import say
from juli.stages.calls.rulebook import current
from juli.stages.ledger.models import Achievement


class UsedElsewhere(Refused):
    """The achievement is used already; ``category`` is where."""

    def __init__(self, reason: str, category: str) -> None:
        super().__init__(reason)
        self.category = category


def claim(
    *, application: Application, achievement: Achievement, category: str, seen: str, by: User, at: dt.datetime
) -> ClaimChange | None:
    """Put an achievement under a category; None: it is there already.

    ``seen`` is the category that the sender saw it under ("": none): whoever saw it free does not take it away from
    another category. Raises UsedElsewhere (with the place of the other use), Refused.
    """
    with transaction.atomic():
        row, actor, now = _held(application, by, at)
        work = _own(row, achievement)
        known = {found.id: found.label for found in now.known.rules.programme.categories}
        stands = claims.claimed(row).get(str(work.pk), "")
        if stands == category:
            return None
        if stands != seen:
            _refuse_moved(work, say(known[stands]) if stands in known else "", stands)
        if category not in now.placing.places.get(str(work.pk), {}):
            name = say(known[category]) if category in known else category
            raise Refused(
                _("Nothing under “%(category)s” can use “%(work)s”: its kind, its day or its details do not fit.")
                % {"category": name, "work": work}
            )
        return _rewritten(row, actor, {str(work.pk): category}, ClaimChange.How.CLAIM, by, at)


def unclaim(
    *, application: Application, achievement: Achievement, seen: str, by: User, at: dt.datetime
) -> ClaimChange | None:
    """Take an achievement out of its category; None: it is in none. Raises UsedElsewhere (it was moved), Refused."""
    with transaction.atomic():
        row, actor, now = _held(application, by, at)
        work = _own(row, achievement)
        stands = claims.claimed(row).get(str(work.pk), "")
        if stands not in {"", seen}:
            known = {found.id: found.label for found in now.known.rules.programme.categories}
            _refuse_moved(work, say(known[stands]) if stands in known else stands, stands)
        return _rewritten(row, actor, {str(work.pk): ""}, ClaimChange.How.UNCLAIM, by, at)


def take_best(*, application: Application, had: int, keep: bool, by: User, at: dt.datetime) -> ClaimChange | None:
    """Claim everything the best way, as it was shown; ``keep``: only what is free, the rest stays where it is.

    ``had`` is the state of the claims that the sender saw (``claims.state``). None: nothing would move. Raises Stale,
    Refused.
    """
    with transaction.atomic():
        row, actor, now = _held(application, by, at)
        require_version(had=had, now=claims.state(row))
        moves = {move.achievement: move.to for move in best(now, keep=keep).moves}
        return _rewritten(row, actor, moves, ClaimChange.How.BEST, by, at)


def undo_claims(*, change: ClaimChange, by: User, at: dt.datetime) -> None:
    """Take the latest change back; what it touched stands as before. Raises Refused where another one followed."""
    with transaction.atomic():
        row, actor, _now = _held(change.application, by, at)
        latest = ClaimChange.objects.filter(application=row, undone_at=None).order_by("-pk").first()
        if latest is None or latest.pk != change.pk:
            raise Refused(_("Other changes followed this one; undo those first."))
        there = {
            str(pk)
            for pk in Achievement.objects.filter(pk__in=latest.before, removed_at=None).values_list("pk", flat=True)
        }
        back = {work: category for work, category in latest.before.items() if work in there}
        claims.put(row, back)
        latest.undone_at = at
        latest.save(update_fields=["undone_at"])
        touch(row, at)
        record(
            subject=row.subject,
            actor=actor,
            act="application.claims-undone",
            details={"change": latest.pk, "how": latest.how, "claims": back},
            at=at,
        )


def _held(application: Application, by: User, at: dt.datetime) -> tuple[Application, Actor, Judged]:
    """The application, held, with its verdict now. Raises Refused."""
    row = locked(application)
    actor = permissions.writer(by, row, unlocking.CLAIMS)
    rules = current(row.call)
    if not claims.uses_claims(rules.programme):
        raise Refused(_("In this call a piece of work counts wherever it fits; there is nothing to choose."))
    # Who writes after a pause keeps what stood until then.
    snapshots.keep_paused(application=row, programme=rules.programme, at=at)
    return row, actor, judged(row, rules, at)


def _own(application: Application, achievement: Achievement) -> Achievement:
    found = Achievement.objects.filter(
        pk=achievement.pk, organisation=application.organisation_id, removed_at=None
    ).first()
    if found is None:
        raise Refused(_("This piece of work is not in your ledger any more."))
    return found


def _refuse_moved(work: Achievement, place: str, category: str) -> None:
    if category:
        reason = _("“%(work)s” is used under “%(place)s” already, and each counts once; move it from there.")
        raise UsedElsewhere(reason % {"work": work, "place": place or category}, category)
    raise UsedElsewhere(_("“%(work)s” is claimed nowhere any more; look at the board again.") % {"work": work}, "")


def _rewritten(
    application: Application,
    actor: Actor,
    wanted: Mapping[str, str],
    how: ClaimChange.How,
    by: User,
    at: dt.datetime,
) -> ClaimChange | None:
    change = claims.rewrite(application=application, wanted=wanted, how=how, by=by, at=at)
    if change is not None:
        touch(application, at)
        details = {"how": how.value, "before": change.before, "after": change.after}
        record(subject=application.subject, actor=actor, act="application.claimed", details=details, at=at)
    return change

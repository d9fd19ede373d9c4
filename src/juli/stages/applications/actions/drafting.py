"""Beginning an application, and who writes it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines.policy.interpreter.given import BEIJING
from juli.registry.journal.actions import record
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.applications import permissions, unlocking
from juli.stages.applications.locking import locked
from juli.stages.applications.models import Application, Author
from juli.stages.applications.starting import Entry, Unfit, require_fit, rival
from juli.stages.calls import deadlines
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.organisations.models import Membership, Organisation


def start(*, call: Call, organisation: Organisation, entry: Entry, by: User, at: datetime) -> Application:
    """Begin an application of the organisation in a published call (S4-5, S4-44; design §6).

    Staff who begin it are let into it. It may begin before the call opens, never after it has closed. Raises Refused,
    Unfit with all reasons, ProgrammeUnusable.
    """
    with transaction.atomic():
        # Whoever begins one at the same moment waits here: `one_per` is counted over what is committed.
        call = Call.objects.select_for_update().get(pk=call.pk)
        actor = permissions.starter(by, organisation)
        if call.state != Call.State.PUBLISHED:
            raise Refused(_("This call is not published."))
        rules = current(call)
        programme = rules.programme
        end = deadlines.closes_for(rules, entry.tracks)
        if end is not None and at >= end:
            raise Refused(_("The call closed on %(day)s.") % {"day": f"{end:%Y-%m-%d %H:%M}"})
        require_fit(programme, entry, organisation, at.astimezone(BEIJING).date())
        if (reason := rival(programme, organisation, call.pk, entry)) is not None:
            raise Unfit([reason])
        application = Application.objects.create(
            call=call,
            organisation=organisation,
            applicant_type=entry.applicant_type,
            tracks=list(entry.tracks),
            choices={track: dict(chosen) for track, chosen in entry.choices.items()},
            joint=[dict(body) for body in entry.joint],
            created_at=at,
            changed_at=at,
        )
        Author.objects.create(application=application, user=by, since=at)
        record(
            subject=application.subject,
            actor=actor,
            act="application.started",
            details={"call": call.edition, "organisation": organisation.pk, **_told(entry)},
            at=at,
        )
    return application


def rearrange(*, application: Application, entry: Entry, had: int, by: User, at: datetime) -> Application:
    """Apply as another type, for other tracks, with other bodies; what the form says stays.

    ``had``: the application's version that the sender knew. Raises Refused, Stale, Unfit, ProgrammeUnusable.
    """
    with transaction.atomic():
        # In the order that `start` takes them.
        Call.objects.select_for_update().get(pk=application.call_id)
        application = locked(application)
        actor = permissions.writer(by, application, unlocking.WHOLE)
        require_version(had=had, now=application.version)
        programme = current(application.call).programme
        require_fit(programme, entry, application.organisation, at.astimezone(BEIJING).date())
        reason = rival(programme, application.organisation, application.call_id, entry, but=application.pk)
        if reason is not None:
            raise Unfit([reason])
        application.applicant_type = entry.applicant_type
        application.tracks = list(entry.tracks)
        application.choices = {track: dict(chosen) for track, chosen in entry.choices.items()}
        application.joint = [dict(body) for body in entry.joint]
        application.version += 1
        application.changed_at = at
        application.save(update_fields=["applicant_type", "tracks", "choices", "joint", "version", "changed_at"])
        record(subject=application.subject, actor=actor, act="application.rearranged", details=_told(entry), at=at)
    return application


def let_in(*, application: Application, user: User, leads: bool, by: User, at: datetime) -> Author:
    """Let one of the organisation's people work on the application, as its project leader where ``leads``.

    There is one leader; the one before goes on as an author. Raises Refused.
    """
    with transaction.atomic():
        application = locked(application)
        actor = permissions.administrator(by, application)
        place = Membership.objects.filter(organisation=application.organisation_id, user=user, until__isnull=True)
        if not place.exists():
            raise Refused(_("This person does not belong to your organisation; invite them first."))
        mine = Author.objects.filter(application=application, until__isnull=True)
        if leads:
            mine.filter(leads=True).exclude(user=user).update(leads=False)
        found, new = mine.get_or_create(
            application=application, user=user, until=None, defaults={"leads": leads, "since": at}
        )
        if not new and found.leads != leads:
            found.leads = leads
            found.save(update_fields=["leads"])
        record(
            subject=application.subject,
            actor=actor,
            act="application.let-in",
            details={"user": user.actor_id, "leads": leads},
            at=at,
        )
    return found


def let_out(*, author: Author, by: User, at: datetime) -> None:
    """End somebody's work on an application. What they wrote stays. Raises Refused."""
    with transaction.atomic():
        application = locked(author.application)
        actor = permissions.administrator(by, application)
        ended = Author.objects.filter(pk=author.pk, until__isnull=True).update(until=at, leads=False)
        if not ended:
            return
        record(
            subject=application.subject,
            actor=actor,
            act="application.let-out",
            details={"user": author.user.actor_id},
            at=at,
        )


def _told(entry: Entry) -> dict[str, object]:
    """What the journal says of an entry: the bodies' names are public in the form."""
    return {
        "type": entry.applicant_type,
        "tracks": list(entry.tracks),
        "joint": [str(body.get("name", "")) for body in entry.joint],
    }

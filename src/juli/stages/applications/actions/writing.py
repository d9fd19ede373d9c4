"""Writing an application: a section at a time, saved as it is typed (design §6: nothing typed is lost).

Single saves are not in the journal: versions are, with the digest of all that was said, every time somebody pauses.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry import faults
from juli.registry.journal.actions import record
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.applications import permissions
from juli.stages.applications.form.layout import parts
from juli.stages.applications.locking import locked, put, touch
from juli.stages.applications.models import Answer, Application, Presence, Rival, Version
from juli.stages.applications.snapshots import keep, keep_paused, kept
from juli.stages.calls.rulebook import current

_ANSWERED = faults.Point("applications.answered")
_CHANGED = faults.Point("applications.changed")
_SAVED = faults.Point("applications.saved")


class Saved(NamedTuple):
    """What became of a save: the section as it stands now, and the sender's own text where it met another's."""

    answer: Answer | None
    rival: Rival | None

    @property
    def version(self) -> int:
        """The section's version; 0 while nothing was ever saved in it."""
        return self.answer.version if self.answer else 0


def save(*, application: Application, section: str, value: Any, had: int, by: User, at: datetime) -> Saved:
    """Save a section. ``had``: the version of it that the sender typed on (0: empty).

    Where somebody saved it meanwhile, both texts are kept, the sender's as a rival, for a person to choose between.
    Saving what is there already changes nothing. Raises Refused, ProgrammeUnusable.
    """
    with transaction.atomic():
        application = locked(application)
        permissions.writer(by, application, section)
        programme = current(application.call).programme
        known = parts(programme, application.applicant_type, tuple(application.tracks))
        if section not in {part.id for part in known}:
            raise Refused(_("The form has no such section for your kind of applicant; load the page anew."))
        found = Answer.objects.filter(application=application, section=section).first()
        if (found.value if found else None) == value:
            # What they typed is what stands: there is nothing left to choose.
            Rival.objects.filter(application=application, section=section, by=by, settled_at=None).delete()
            saved = Saved(found, None)
        elif had != (found.version if found else 0):
            rival, _new = Rival.objects.update_or_create(
                application=application,
                section=section,
                by=by,
                settled_at=None,
                defaults={"value": value, "had": had, "at": at},
            )
            saved = Saved(found, rival)
        else:
            keep_paused(application=application, programme=programme, at=at)
            saved = Saved(put(application, found, section, value, by=by, at=at), None)
            _ANSWERED()
            touch(application, at)
        _CHANGED()
    _SAVED()
    return saved


def settle(*, rival: Rival, value: Any, had: int, by: User, at: datetime) -> Answer:
    """Choose between two texts: ``value`` is what stands from now on, one of them or something made of both.

    ``had``: the version that the chooser saw beside the rival. What gives way stays readable: the rival's text in its
    row, the other one in a version. Raises Refused, Stale.
    """
    with transaction.atomic():
        application = locked(rival.application)
        actor = permissions.writer(by, application, rival.section)
        rival = Rival.objects.get(pk=rival.pk)
        found = Answer.objects.filter(application=application, section=rival.section).first()
        require_version(had=had, now=found.version if found else 0)
        before = found.value if found else None
        answer = found
        if before != value or answer is None:
            programme = current(application.call).programme
            if found is not None and not kept(application):
                keep(
                    application=application, programme=programme, cause=Version.Cause.BEFORE, by=by, actor=actor, at=at
                )
            answer = put(application, found, rival.section, value, by=by, at=at)
            touch(application, at)
        rival.settled_at = at
        rival.save(update_fields=["settled_at"])
        chosen = "theirs" if value == before else ("mine" if value == rival.value else "both")
        record(
            subject=application.subject,
            actor=actor,
            act="application.texts-settled",
            details={"section": rival.section, "chosen": chosen, "writer": rival.by.actor_id},
            at=at,
        )
    return answer


def be_here(*, application: Application, section: str, by: User, at: datetime) -> None:
    """Say that somebody has the application open before them, at a section. Raises Refused."""
    permissions.author(by, application)
    Presence.objects.update_or_create(application=application, user=by, defaults={"section": section[:80], "at": at})

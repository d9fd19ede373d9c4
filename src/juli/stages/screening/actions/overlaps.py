"""The office's own result of looking for duplicates (查重), until the machine's stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.files.actions import attach
from juli.registry.files.actions.keeping import Kept
from juli.registry.journal.actions import record
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import office_actor
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.locking import locked
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import WITH_OFFICE
from juli.stages.calls.rulebook import current
from juli.stages.screening.models import OverlapResult
from juli.stages.screening.overlaps import latest, looked_for
from juli.stages.screening.questions import State, reason_of

Word = OverlapResult.Word
PAPER = "overlap-paper"
#: Nothing is looked for any more once it is over.
_OVER = frozenset({State.REFUSED, State.APPROVED, State.NOT_APPROVED})


def record_overlap(
    *,
    application: Application,
    word: str,
    text: str = "",
    with_whom: str = "",
    files: Sequence[Kept] = (),
    had: int,
    by: User,
    at: datetime,
) -> OverlapResult:
    """Write down what was found: nothing, something that is settled, something that is not (S0-99, S4-36).

    ``with_whom`` and ``text`` are needed where something was found. ``had``: the result that was seen, 0 for none.
    Raises Refused, NotReady, Stale.
    """
    with transaction.atomic():
        row = locked(application)
        reason = _("Only the programme's officers and the head of office may do this.")
        actor = office_actor(by, at, Role.OFFICER, Role.LEAD, reason=reason)
        before = latest([row.pk]).get(row.pk)
        require_version(had=had, now=before.pk if before else 0)
        if row.state not in WITH_OFFICE or row.state in _OVER:
            raise NotReady([_("At “%(state)s” no result is recorded.") % {"state": row.get_state_display()}])
        if not looked_for(current(row.call).programme):
            raise NotReady([_("This call has no stage in which duplicates are looked for.")])
        said, whom = reason_of(text, needed=word != Word.CLEAR), with_whom.strip()[:300]
        if word != Word.CLEAR and not whom:
            raise NotReady([_("Name the project, programme or application that it is the same as.")])
        made = OverlapResult.objects.create(
            application=row, word=Word(word), text=said, with_whom=whom, by=by, role=actor.role, at=at
        )
        for one in files:
            attach(file=one.file, subject=made.subject, tag=PAPER, name=one.name, by=actor, at=at)
        details = {"word": word, "text": said, "with": whom, "files": [one.file.digest for one in files]}
        record(subject=row.subject, actor=actor, act="overlap.recorded", details=details, at=at)
    return made

"""The number of an application: the call's edition and a count, given once and kept for good."""

from __future__ import annotations

from typing import Final

from django.db.models import F

from juli.registry.transactions import require_transaction
from juli.stages.applications.models import Application, Sequence
from juli.stages.calls.models import Call

_LONGEST: Final = 22


def number(application: Application) -> str:
    """The application's number; a new one where it has none. Whoever asks saves it.

    The call's count stays locked until the transaction ends, so that no number is given twice; one that is not used
    after all leaves a gap. Raises OutsideTransaction.
    """
    require_transaction("number")
    if application.number:
        return application.number
    mine = Sequence.objects.filter(call=application.call_id)
    if not mine.exists():
        Sequence.objects.bulk_create([Sequence(call=application.call)], ignore_conflicts=True)
    mine.update(last=F("last") + 1)
    return f"{prefix(application.call)}-{mine.get().last:04d}"


def prefix(call: Call) -> str:
    """What the numbers of a call begin with. An edition with a long name is cut, and told apart by its row.

    >>> prefix(Call(edition="good-work-1999"))
    'GOOD-WORK-1999'
    """
    edition = call.edition.upper()
    return edition if len(edition) <= _LONGEST else f"{edition[: _LONGEST - 8]}-{call.pk}"

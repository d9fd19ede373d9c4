"""Numbers of approved projects 立项编号: the call's edition and a running number, in the order of the list."""

from __future__ import annotations

from collections.abc import Sequence

from juli.stages.applications.models import Application
from juli.stages.awards.models import ApprovalLine
from juli.stages.calls.models import Call


def numbers(call: Call, rows: Sequence[Application]) -> dict[int, str]:
    """A number for each of ``rows``, in their order, after those that the call has given already.

    Only while the call is held: two approvals at once would give the same.
    """
    given = ApprovalLine.objects.filter(application__call=call).count()
    return {row.pk: number(call.edition, n) for n, row in enumerate(rows, given + 1)}


def number(edition: str, running: int) -> str:
    """How a number is written.

    >>> number("good-work-1999", 7)
    'GOOD-WORK-1999-LX007'
    """
    return f"{edition.upper()}-LX{running:03d}"

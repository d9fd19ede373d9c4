"""Whether an application may go on as far as duplicates are concerned (查重, S0-99)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from juli.engines.policy.rules import Programme
from juli.stages.applications.models import Application
from juli.stages.calls.rulebook import current
from juli.stages.screening.models import OverlapResult

_SETTLED = frozenset({OverlapResult.Word.CLEAR, OverlapResult.Word.SETTLED})


def looked_for(programme: Programme) -> bool:
    """Whether the call's file has a stage in which duplicates are looked for."""
    return programme.workflow is not None and any(stage.name == "overlap" for stage in programme.workflow.stages)


def settled(application: Application) -> bool:
    """Whether the recorded result lets it go on; True where the call looks for none. Raises ProgrammeUnusable."""
    if not looked_for(current(application.call).programme):
        return True
    found = latest([application.pk]).get(application.pk)
    return found is not None and found.word in _SETTLED


def latest(applications: Iterable[int]) -> Mapping[int, OverlapResult]:
    """The result that counts of each application that has one."""
    rows = OverlapResult.objects.filter(application__in=list(applications)).select_related("by").order_by("pk")
    return {row.application_id: row for row in rows}

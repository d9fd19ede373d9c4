"""The meetings of a call, what is before them, and whether they support an application."""

from __future__ import annotations

from typing import Final

from juli.engines.policy.labels import Label
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards.models import Meeting, MeetingDecision
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current

#: A meeting that the file uses without a name.
_UNNAMED: Final = Label("会议", "Meeting")


def labels(call: Call) -> tuple[Label, ...]:
    """The meetings that the call's file asks for, in their order; none where it has no such stage (S2-3)."""
    workflow = current(call).programme.workflow
    stage = next((s for s in workflow.stages if s.name == "meeting"), None) if workflow is not None else None
    return () if stage is None else (stage.meetings or (_UNNAMED,))


def undecided_before(call: Call, order: int) -> str:
    """The first earlier meeting that is not signed; empty where there is none."""
    signed = set(Meeting.objects.filter(call=call, state="signed").values_list("order", flat=True))
    return next((label.zh for n, label in enumerate(labels(call)[:order]) if n not in signed), "")


def tabled(call: Call) -> list[Application]:
    """What is before the meetings, by number."""
    rows = Application.objects.filter(call=call, state=State.MEETING).select_related("organisation")
    return list(rows.order_by("number"))


def supported(application: Application) -> bool:
    """Whether every meeting that the call's file asks for has supported it; True where it asks for none."""
    wanted = len(labels(application.call))
    rows = MeetingDecision.objects.filter(application=application, meeting__state="signed").order_by("meeting__pk")
    last = dict(rows.values_list("meeting__order", "word"))
    return all(last.get(n) == MeetingDecision.Word.SUPPORT for n in range(wanted))


def all_supported(call: Call) -> list[bool]:
    """Whether every meeting has supported it, for each application before the meetings; in two queries and the file."""
    wanted = len(labels(call))
    keys = list(Application.objects.filter(call=call, state=State.MEETING).values_list("pk", flat=True))
    rows = MeetingDecision.objects.filter(application__in=keys, meeting__state="signed").order_by("meeting__pk")
    last: dict[int, dict[int, str]] = {key: {} for key in keys}
    for key, order, word in rows.values_list("application", "meeting__order", "word"):
        last[key][order] = word
    return [all(said.get(n) == MeetingDecision.Word.SUPPORT for n in range(wanted)) for said in last.values()]


def amount(application: Application) -> int | None:
    """The amount that the last meeting set, in 分; None where none did."""
    rows = MeetingDecision.objects.filter(application=application, meeting__state="signed", amount__isnull=False)
    return rows.order_by("-meeting__order", "-meeting__pk").values_list("amount", flat=True).first()

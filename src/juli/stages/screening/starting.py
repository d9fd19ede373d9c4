"""What screening makes known when it starts: guards, unlocked parts, what the eye saw, messages, reminders."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from juli.registry.archive import composing
from juli.stages.applications import correcting as corrections
from juli.stages.applications import unlocking
from juli.stages.calls.models import Call
from juli.stages.screening import (
    archiving,
    correcting,
    decided,
    findings,
    guards,
    notices,
    reminding,
    steps,
    tabs,
    waiting,
)
from juli.stages.screening.frame import READERS


def _queue_of(call: Call) -> str:
    return reverse("screening:queue", args=[call.edition])


def start() -> None:
    """Once, where the stage starts."""
    guards.register_all()
    notices.register_all()
    reminding.register_reminders()
    unlocking.register(correcting.parts_of)
    corrections.register(correcting.said)
    decided.register_seen(findings.seen_of)
    tabs.register(tabs.Tab("screening", _("Screening"), "screening:case", 20, READERS))
    steps.register(steps.Step("screening", _("Screening"), _queue_of, 20, READERS))
    waiting.register_queues()
    composing.register("application", "screening", 30, archiving.of_application)
    composing.register("call", "screening", 30, archiving.of_call)

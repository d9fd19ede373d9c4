"""What the archives make known when the stage starts: what the awards put in, pages, what falls due."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from juli.registry import due
from juli.registry.archive import composing
from juli.stages.awards import archiving
from juli.stages.awards.permissions import ARCHIVISTS
from juli.stages.calls import further
from juli.stages.calls.models import Call
from juli.stages.screening import tabs

_PLACE: Final = 95


def start() -> None:
    """Once, where the stage starts."""
    composing.register("application", "awards", 50, archiving.of_application)
    composing.register("call", "awards", 50, archiving.of_call)
    due.register("awards.archives", _make_ordered)
    tabs.register(tabs.Tab("archive", _("Export the file"), "awards:archive", _PLACE, frozenset(ARCHIVISTS)))
    further.register(further.Further(_("Complete file"), "awards:call_archives", _PLACE, _published))


def _published(call: Call) -> bool:
    return call.state != Call.State.DRAFT


def _make_ordered(now: datetime) -> int:
    from juli.stages.awards.actions.archives import make_ordered

    return make_ordered(now=now)

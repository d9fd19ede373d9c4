"""The dates of a call in the database, under its rules as they stand."""

from __future__ import annotations

import datetime as dt

from juli.stages.calls.models import Call
from juli.stages.calls.queries import moments
from juli.stages.calls.queries.moments import Closing
from juli.stages.calls.rulebook import current


def closing(call: Call, at: dt.datetime) -> Closing:
    """When a call closes and how it stands at an instant, amendments included; never stored. Raises ProgrammeUnusable.

    Whether an application may be handed in, ``deadlines.accepts`` says.
    """
    return moments.closing(current(call).programme, at)

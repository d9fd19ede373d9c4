"""What a guard looks at, and what is raised where it says no."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from juli.stages.applications.models import Application
from juli.stages.applications.ruling import Ruling
from juli.stages.applications.transitions import uses


class NotReady(Exception):
    """The step cannot be taken as things are; nothing was changed. ``reasons`` says why and what to do."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


class Case(NamedTuple):
    """What a guard looks at: the application, the rules at the instant that counts, and what came with the request."""

    application: Application
    ruling: Ruling
    at: datetime
    remarks: str = ""
    code: str = ""

    @property
    def used(self) -> frozenset[str]:
        """What the call's file uses."""
        return uses(self.ruling.rules.programme)

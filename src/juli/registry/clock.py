"""The clock of this installation. Everything else is told the time: requests, the worker and the commands ask here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string


def now() -> dt.datetime:
    """The present instant, by the clock that ``JULI_CLOCK`` of the settings names."""
    return cast("Callable[[], dt.datetime]", import_string(settings.JULI_CLOCK))()

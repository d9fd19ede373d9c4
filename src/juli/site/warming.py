"""What the first visitors would wait for, done while the server starts: addresses, programmes, solver, typesetter.

A server's process alone does it (``juli.site.wsgi``): commands and tests need little of it, and load what they need.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from importlib import import_module
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection

from juli.engines.paper.typefaces import typefaces
from juli.engines.policy.problems import ProgrammeUnusable
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.calls.shelf import shelf
from juli.stages.organisations.vocabulary import vocabulary

#: Libraries that are imported where they are needed, and take long to.
_HEAVY: Final = ("highspy", "typst")


def warm() -> None:
    """Load everything; what cannot be loaded is told by the page that needs it."""
    try:
        import_module(settings.ROOT_URLCONF)
        with suppress(ProgrammeUnusable, OSError):
            shelf()
            vocabulary()
        for name in _HEAVY:
            with suppress(ImportError):
                import_module(name)
        with suppress(DatabaseError):
            for call in Call.objects.filter(state=Call.State.PUBLISHED).prefetch_related("amendments"):
                with suppress(ProgrammeUnusable):
                    current(call)
        typefaces()
    finally:
        connection.close()


def warm_beside() -> threading.Thread:
    """The same in a thread of its own, which no shutdown waits for."""
    thread = threading.Thread(target=warm, name="warming", daemon=True)
    thread.start()
    return thread

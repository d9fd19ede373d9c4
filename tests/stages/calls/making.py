"""Calls for tests: the small call of the shelf as a draft, and published."""

import datetime as dt

from juli.engines.policy.labels import Label
from juli.stages.calls.actions import making, publishing
from tests.stages.calls.conftest import SMALL

#: While the small call is open.
NOW = dt.datetime(2031, 3, 10, 9, tzinfo=dt.UTC)
BEFORE = dt.datetime(2031, 2, 1, 9, tzinfo=dt.UTC)
REASON = Label("延期两周", "extended by two weeks")
FILE = SMALL.strip() + "\n"


def draft(world, text=FILE, at=BEFORE):
    """A draft made by the officer."""
    return making.make(text=text, by=world.users["officer"], at=at, came_from="a test")


def published(world, text=FILE, at=BEFORE):
    """A call as the officer published it."""
    found = draft(world, text, at)
    return publishing.publish(call=found, version=found.version, knowing=True, by=world.users["officer"], at=at)


def proposed(world, call, text, at=NOW):
    """An amendment in the making, with another text."""
    from juli.stages.calls.actions import editing

    officer = world.users["officer"]
    proposal = publishing.propose(call=call, by=officer, at=at)
    return editing.save_text(call=call, text=text, version=proposal.version, by=officer, at=at)

"""An application in a call that lets each achievement be used once, with a ledger in which several fit twice."""

import datetime as dt

import pytest

from juli.stages.applications.queries import judging
from juli.stages.calls.rulebook import current
from juli.stages.ledger.models import Achievement
from tests.people import SINCE
from tests.stages.applications.conftest import NOW, begun

EDITION = "zgc-2025"
AT = NOW[EDITION]


@pytest.fixture(autouse=True)
def fresh():
    """Tests make the same things anew, at the same instants."""
    judging.forget()
    yield
    judging.forget()


def achieved(where, kind, title, date="2025-03-01", at=SINCE, **fields):
    """An entry of a ledger."""
    return Achievement.objects.create(
        organisation=where,
        kind=kind,
        title=title,
        date=dt.date.fromisoformat(date),
        fields=fields,
        vocabulary=1,
        created_at=at,
        changed_at=at,
    )


def event(where, title, date="2025-03-01", **fields):
    """A service event in a park: it could count for the parks, or for the brands."""
    given = {"form": "matchmaking", "purpose": "park_service", "park": "示例园", "attendance": 80, **fields}
    return achieved(where, "activity", title, date, **given)


def study(where, title, date="2025-03-01", **fields):
    """A study for a ministry about a park: it could count as research, or for the parks."""
    given = {"nature": "commissioned", "commissioner": "ministry", "topic": "park_plan", **fields}
    return achieved(where, "research", title, date, **given)


def filled(world):
    """A ledger with works that fit one category, two, or none since they lie outside the period."""
    where = world.ours
    return {
        "study": study(where, "园区规划研究"),
        "study2": study(where, "园区升级研究", "2025-04-01", topic="park_upgrade"),
        "standard": achieved(where, "standard", "团体标准甲", level="association", stage="published"),
        "standard2": achieved(where, "standard", "团体标准乙", level="association", stage="published"),
        "old": achieved(where, "standard", "团体标准丙", "2020-05-01", level="association", stage="published"),
        "event": event(where, "园区对接会一"),
        "event2": event(where, "园区对接会二", "2025-05-01"),
        "forum": achieved(where, "activity", "论坛系列活动", form="forum", forum="zgc_forum", role="organise"),
    }


def judged(application, at=AT):
    """The application with its verdict now."""
    application.refresh_from_db()
    return judging.judged(application, current(application.call), at)


@pytest.fixture
def works(world):
    """The ledger of ``ours``."""
    return filled(world)


@pytest.fixture
def application(world, works):
    """Its application, begun by the staff."""
    return begun(EDITION, world)

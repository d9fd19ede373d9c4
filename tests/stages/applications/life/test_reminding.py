"""Three days before the end, whoever has not handed in is told, once; and told anew when the end moves."""

import datetime as dt

import pytest

from juli.registry.messages import reminders
from juli.registry.messages.models import Message
from juli.stages.applications.actions import submitting
from juli.stages.calls.models import Amendment
from tests.stages.applications.conftest import NOW, begun
from tests.stages.applications.life.conftest import MICROSECOND, finalised, scanned, submitted

BEIJING = dt.timezone(dt.timedelta(hours=8))
END = dt.datetime(2023, 5, 20, tzinfo=BEIJING)
BAST_END = dt.datetime(2024, 3, 13, 16, tzinfo=BEIJING)


def told(kind="application.due"):
    return Message.objects.filter(kind=kind, channel="site").count()


def test_once_from_three_days_before(world):
    begun("cast-2023", world)
    reminders.due(now=END - dt.timedelta(days=3) - MICROSECOND)
    assert told() == 0
    for _ in range(2):
        reminders.due(now=END - dt.timedelta(days=3))
    # The author and the administrator.
    assert told() == 2
    reminders.due(now=END)
    assert told() == 2
    found = Message.objects.filter(kind="application.due", channel="email")[0]
    assert "2023-05-19 24:00" in found.title
    assert "/life/" in found.body


def test_an_extended_call_reminds_again(world):
    call = begun("cast-2023", world).call
    reminders.due(now=END - dt.timedelta(days=1))
    later = call.text.replace("through: 2023-05-19", "through: 2023-05-22")
    Amendment.objects.create(call=call, number=1, reason_zh="延期", text=later, digest="a" * 64, published_at=END)
    reminders.due(now=END + dt.timedelta(days=1))
    assert told() == 4


@pytest.mark.parametrize("after", ["submit", "withdraw"])
def test_nobody_who_handed_in_or_withdrew(world, after):
    made = submitted("cast-2023", world)
    if after == "withdraw":
        submitting.withdraw(application=made.application, by=world.users["administrator"], at=NOW["cast-2023"])
    reminders.due(now=END - dt.timedelta(days=1))
    assert told() == 0


def test_the_scan_that_is_due(world):
    """S3-46."""
    final = finalised("bast-2024", world)
    reminders.due(now=BAST_END - dt.timedelta(days=1))
    assert (told(), told("application.scan_due")) == (0, 2)
    scanned(final, world)
    reminders.due(now=BAST_END - dt.timedelta(hours=1))
    assert (told(), told("application.scan_due")) == (2, 2)

"""Calls that are published, and applications in them."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from django.conf import settings

from juli.stages.applications.actions import drafting
from juli.stages.applications.starting import Entry
from juli.stages.calls.models import Call
from tests.people import people

#: An instant at which the printed calls are open, and the others have no dates yet.
NOW = {
    "cast-2023": dt.datetime(2023, 5, 10, 2, tzinfo=dt.UTC),
    "bast-2024": dt.datetime(2024, 3, 11, 2, tzinfo=dt.UTC),
    "zgc-2022": dt.datetime(2022, 8, 30, 2, tzinfo=dt.UTC),
    "zgc-2025": dt.datetime(2025, 9, 1, 2, tzinfo=dt.UTC),
}
ENTRIES = {
    "cast-2023": Entry("national_society", ("standards",)),
    "bast-2024": Entry("park_operator"),
    "zgc-2022": Entry("industry"),
    "zgc-2025": Entry("hub"),
}
EDITIONS = list(NOW)


def published(edition, **changes):
    """A call as the office published it, from the file on the shelf; ``changes`` replaces words of its text."""
    text = (Path(settings.PROGRAMMES) / edition / "programme.yaml").read_text(encoding="utf-8")
    for old, new in changes.get("words", {}).items():
        assert old in text
        text = text.replace(old, new)
    at = NOW[edition] - dt.timedelta(days=20)
    return Call.objects.create(
        edition=edition,
        programme=edition.rpartition("-")[0],
        year=int(edition[-4:]),
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        state=Call.State.PUBLISHED,
        created_at=at,
        published_at=at,
    )


def begun(edition, world, by="staff", entry=None):
    """An application of ``ours`` in a call, begun by somebody of it."""
    call = Call.objects.filter(edition=edition).first() or published(edition)
    return drafting.start(
        call=call, organisation=world.ours, entry=entry or ENTRIES[edition], by=world.users[by], at=NOW[edition]
    )


@pytest.fixture
def world(db):
    """People of every role, and two organisations."""
    return people()

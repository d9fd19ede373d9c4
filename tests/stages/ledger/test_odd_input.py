"""What no browser of ours sends is answered with a reason; what would take for ever takes no time."""

import datetime as dt
import time
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from juli.stages.ledger.actions import filings, intakes
from juli.stages.ledger.models import Achievement, IntakeRow
from juli.stages.ledger.sheets.reading import from_text
from juli.stages.organisations.vocabulary import vocabulary
from tests.people import people
from tests.stages.ledger.test_filings import NOTICE

AT = dt.datetime(2024, 7, 1, 2, tzinfo=dt.UTC)
DIGITS = "9" * 5000


def kind(name="activity"):
    return next(kind for kind in vocabulary().achievements if kind.name == name)


def test_a_table_of_nothing_but_tabs_is_read_at_once():
    before = time.monotonic()
    found = from_text("名称\n甲" + "\t" * 900_000, kind("standard"))
    assert time.monotonic() - before < 20
    assert len(found.rows) == 1


def test_a_number_without_end_is_a_row_to_mend():
    (row,) = from_text(f"title\tyear\n甲\t{DIGITS}", kind("standard")).rows
    assert "year" in row.flaws


@pytest.mark.parametrize("sent", [
    {"do": "take", "version": DIGITS},
    {"do": f"drop-{DIGITS}"},
    {"do": "drop-²"},
    {f"cell-{DIGITS}-title": "甲"},
    {"do": "take", f"again-{DIGITS}": "add"},
])  # fmt: skip
def test_an_import_is_not_moved_by_numbers_without_end(database, sent):
    world = people()
    by = world.users["administrator"]
    table = from_text("title\tyear\n甲\t2023", kind("standard"))
    intake = intakes.bring(organisation=world.ours, name="", table=table, by=by, at=AT)
    where = reverse("ledger:intake", args=[world.ours.pk, intake.pk])
    answer = world.client("administrator").post(where, urlencode(sent), "application/x-www-form-urlencoded")
    assert answer.status_code == 302
    assert (IntakeRow.objects.count(), Achievement.objects.count()) == (1, 0)


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(9999, 12, 31)])
def test_a_day_beyond_every_calendar_is_said_to_be(database, day):
    world = people()
    client = world.client("administrator")
    page = client.get(reverse("ledger:filings", args=[world.ours.pk]), {"day": day.isoformat()})
    assert page.status_code == 200
    made = filings.file(
        organisation=world.ours, notice=NOTICE._replace(planned_on=day), by=world.users["administrator"], at=AT
    )
    assert client.get(reverse("ledger:filing", args=[world.ours.pk, made.pk])).status_code == 200

"""What a process does that is killed while it does it; each is called by name in a process of its own."""

import datetime as dt
from decimal import Decimal

from juli.registry.journal.models import Entry
from juli.stages.accounts.models import User
from juli.stages.ledger.actions import achievements, filings, intakes
from juli.stages.ledger.models import Achievement, Filing, Intake
from juli.stages.ledger.sheets.reading import from_text
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.vocabulary import vocabulary
from tests.people import people

AT = dt.datetime(2024, 7, 1, 2, tzinfo=dt.UTC)


def _who():
    found = Organisation.objects.order_by("pk").first()
    return found, User.objects.get(email="staff@example.org")


def arrange():
    people()
    where, by = _who()
    table = from_text("名称\t日期\n一\t2024-01-01\n二\t2024-01-02\n三\t五月\n", vocabulary().kinds["activity"])
    intakes.bring(organisation=where, name="", table=table, by=by, at=AT)


def add():
    where, by = _who()
    achievements.add(organisation=where, kind="activity", values={"title": "样例"}, by=by, at=AT)


def take():
    _where, by = _who()
    intake = Intake.objects.get()
    intakes.take(intake=intake, version=intake.version, answers={}, by=by, at=AT)


def file():
    where, by = _who()
    filings.file(organisation=where, notice=filings.Notice("样例公司", "海淀", Decimal(1), "研发", False), by=by, at=AT)


def state():
    return {
        "entries": Achievement.objects.count(),
        "rows": Intake.objects.get().rows.count(),
        "filings": Filing.objects.count(),
        "journal": list(Entry.objects.filter(act__startswith="ledger.").order_by("pk").values_list("act", flat=True)),
    }

"""What was published is held by the database itself, on both kinds (design §6)."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from juli.stages.calls.models import Amendment, Call, Withdrawal

NOW = dt.datetime(2031, 3, 1, 9, tzinfo=dt.UTC)


def call(state="published"):
    return Call.objects.create(
        edition="small",
        programme="small",
        year=2031,
        text="id: small\n",
        digest="0" * 64,
        state=state,
        created_at=NOW,
        published_at=NOW,
    )


def refused(change):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        change()


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("state", ["published", "withdrawn"])
@pytest.mark.parametrize(
    "change",
    [
        {"text": "id: other\n"},
        {"digest": "1" * 64},
        {"edition": "other"},
        {"published_at": NOW - dt.timedelta(days=1)},
        {"version": 2},
        {"state": "draft"},
    ],
)
def test_a_published_call_keeps_everything_but_that_it_stands(state, change):
    found = call(state)
    refused(lambda: Call.objects.filter(pk=found.pk).update(**change))
    refused(lambda: Call.objects.filter(pk=found.pk).delete())
    found.refresh_from_db()
    assert (found.text, found.digest, found.state) == ("id: small\n", "0" * 64, state)


@pytest.mark.usefixtures("database")
def test_a_published_call_may_be_withdrawn_and_a_draft_may_be_anything():
    found = call()
    assert Call.objects.filter(pk=found.pk).update(state="withdrawn") == 1
    draft = Call.objects.create(
        edition="draft", programme="draft", year=2031, text="a: 1", digest="0" * 64, created_at=NOW
    )
    assert Call.objects.filter(pk=draft.pk).update(text="b: 2", version=2) == 1
    assert Call.objects.filter(pk=draft.pk).update(state="published", published_at=NOW) == 1
    refused(lambda: Call.objects.filter(pk=draft.pk).update(text="c: 3"))


@pytest.mark.usefixtures("database")
def test_a_draft_may_go():
    draft = Call.objects.create(
        edition="draft", programme="draft", year=2031, text="a: 1", digest="0" * 64, created_at=NOW
    )
    draft.delete()
    assert not Call.objects.exists()


@pytest.mark.usefixtures("database")
def test_amendments_and_withdrawals_stay_as_they_were_announced():
    found = call()
    amendment = Amendment.objects.create(
        call=found,
        number=1,
        reason_zh="延期",
        reason_en="extended",
        text="id: small\n",
        digest="2" * 64,
        published_at=NOW,
    )
    withdrawal = Withdrawal.objects.create(call=found, reason_zh="撤回", reason_en="withdrawn", at=NOW)
    refused(lambda: Amendment.objects.filter(pk=amendment.pk).update(reason_zh="别的"))
    refused(lambda: Amendment.objects.filter(pk=amendment.pk).delete())
    refused(lambda: Withdrawal.objects.filter(pk=withdrawal.pk).update(reason_en="otherwise"))
    refused(lambda: Withdrawal.objects.filter(pk=withdrawal.pk).delete())


def test_a_table_with_published_calls_is_not_emptied(database):
    if database != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    call()
    refused(lambda: execute("TRUNCATE calls_call CASCADE"))

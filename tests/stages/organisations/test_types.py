"""Applicant types by family and day; who may hand in."""

import datetime as dt

import pytest

from juli.stages.accounts.permissions import Refused
from juli.stages.organisations.models import ApplicantType, Change
from juli.stages.organisations.permissions import may_submit
from juli.stages.organisations.queries.types import applicant_types
from tests.people import CODES, SINCE, organisation, person


def day(text):
    return dt.date.fromisoformat(text)


def test_types_hold_by_family_and_day(database):
    where = organisation("样例协会", CODES[0])

    def row(kind, programme="", since="2020-01-01", until=None):
        ApplicantType.objects.create(
            organisation=where, programme=programme, type=kind, since=day(since), until=until and day(until)
        )

    row("industry")
    row("factor", "alpha", until="2021-12-31")
    row("hub", "alpha", since="2022-01-01")
    assert applicant_types(where, "beta", day("2021-06-01")) == ("industry",)
    assert applicant_types(where, "alpha", day("2021-12-31")) == ("factor",)
    assert applicant_types(where, "alpha", day("2022-01-01")) == ("hub",)
    assert applicant_types(where, "alpha", day("2019-12-31")) == ()


def test_only_an_accepted_organisation_without_a_waiting_change_hands_in(database):
    where = organisation("样例协会", CODES[0])
    assert may_submit(where) is None
    change = Change.objects.create(
        organisation=where,
        wanted={"name": "新"},
        before={"name": "旧"},
        reason="更名",
        asked_by=person("a@example.org"),
        asked_at=SINCE,
    )
    with pytest.raises(Refused):
        may_submit(where)
    change.state = Change.State.REFUSED
    change.save()
    assert may_submit(where) is None
    where.state = where.State.WAITING
    where.save()
    with pytest.raises(Refused):
        may_submit(where)

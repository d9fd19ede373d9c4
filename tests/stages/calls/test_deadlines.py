"""When a call takes applications: to the microsecond, by the one function that the stages to the right ask."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from juli.engines.policy.interpreter.given import BEIJING
from juli.stages.calls import deadlines
from juli.stages.calls.models import Call
from juli.stages.calls.queries.moments import closing
from juli.stages.calls.rulebook import rules_of

MICROSECOND = dt.timedelta(microseconds=1)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def rules(edition, changed=()):
    """The rules of a call with the text of a programme file, with some lines of it changed."""
    text = (settings.PROGRAMMES / edition / "programme.yaml").read_text(encoding="utf-8")
    for before, after in changed:
        assert text.count(before) == 1
        text = text.replace(before, after)
    return rules_of(Call(edition=edition, text=text, digest="0" * 64))


def dated(dates):
    """The rules of a call with other dates altogether."""
    return rules("zgc-2022", [("  opens: {at: unstated}\n  closes: {at: unstated}\n", dates)])


def test_a_date_without_hours_is_open_to_the_end_of_its_day():
    found = rules("cast-2023")  # O-26, S4-46
    midnight = at("2023-05-20T00:00:00")
    assert deadlines.accepts(found, midnight - MICROSECOND)
    assert not deadlines.accepts(found, midnight)


def test_strictly_before_an_hour_leaves_the_hour_out():
    found = rules("bast-2024")  # O-25, S3-46
    hour = at("2024-03-13T16:00:00")
    assert deadlines.accepts(found, hour - MICROSECOND)
    assert not deadlines.accepts(found, hour)


def test_it_opens_with_the_first_instant_of_its_day():
    found = rules("cast-2023")
    assert not deadlines.accepts(found, at("2023-04-28T00:00:00") - MICROSECOND)
    assert deadlines.accepts(found, at("2023-04-28T00:00:00"))


@pytest.mark.parametrize(
    ("closes", "last"),
    [
        ("{at: 2031-03-20}", "2031-03-20T23:59:59.999999"),
        ("{through: 2031-03-20}", "2031-03-20T23:59:59.999999"),
        ("{before: 2031-03-20}", "2031-03-19T23:59:59.999999"),
        ("{at: 2031-03-20T16:00}", "2031-03-20T15:59:59.999999"),
        ("{before: 2031-03-20T16:00}", "2031-03-20T15:59:59.999999"),
        ("{through: 2031-03-20T16:00}", "2031-03-20T16:00:00.000000"),
    ],
)
def test_the_last_instant_of_each_form(closes, last):
    found = dated(f"  opens: {{at: 2031-03-01T09:30}}\n  closes: {closes}\n")
    assert deadlines.accepts(found, at(last))
    assert not deadlines.accepts(found, at(last) + MICROSECOND)
    assert deadlines.accepts(found, at("2031-03-01T09:30"))
    assert not deadlines.accepts(found, at("2031-03-01T09:30") - MICROSECOND)
    # What the pages say is what the server does.
    assert closing(found.programme, at(last)).state == "open"
    assert closing(found.programme, at(last) + MICROSECOND).state == "over"
    assert closing(found.programme, at("2031-03-01T09:30") - MICROSECOND).state == "coming"


def test_an_instant_is_the_same_in_every_zone():
    found = rules("bast-2024")
    hour = at("2024-03-13T16:00:00")
    for zone in ("UTC", "America/New_York"):
        assert deadlines.accepts(found, (hour - MICROSECOND).astimezone(ZoneInfo(zone)))
        assert not deadlines.accepts(found, hour.astimezone(ZoneInfo(zone)))


def test_an_instant_without_a_zone_is_no_instant():
    with pytest.raises(ValueError, match="has no time zone"):
        deadlines.accepts(rules("bast-2024"), dt.datetime(2024, 3, 13, 12, 0))


def test_dates_that_nobody_stated_take_nothing():
    assert not deadlines.accepts(rules("zgc-2022"), at("2022-08-01T12:00"))
    assert not deadlines.accepts(dated("  opens: {at: unstated}\n  closes: {at: 2031-03-20}\n"), at("2031-03-01T12:00"))
    assert not deadlines.accepts(dated("  opens: {at: 2031-03-01}\n"), at("2031-03-01T12:00"))


def test_without_an_opening_it_has_been_open_all_along():
    assert deadlines.accepts(dated("  closes: {at: 2031-03-20}\n"), at("2025-03-01T12:00"))


def test_what_is_always_open_never_closes():
    found = dated("  closes: {always_open: true}\n")
    assert deadlines.accepts(found, at("2099-03-01T12:00"))


def test_a_recommender_has_a_closing_of_its_own():
    stated = "recommendation: {before: 2024-03-20T17:00, "
    found = rules("bast-2024", [("recommendation: {at: unstated, ", stated)])  # S3-50
    hour = at("2024-03-20T17:00")
    assert deadlines.recommends(found, hour - MICROSECOND)
    assert not deadlines.recommends(found, hour)
    assert not deadlines.accepts(found, hour - MICROSECOND)
    assert not deadlines.recommends(found, at("2024-03-01T00:00") - MICROSECOND)
    assert deadlines.recommends(found, at("2024-03-01T00:00"))


def test_a_recommender_whose_closing_is_not_stated_waits_for_it():
    assert not deadlines.recommends(rules("bast-2024"), at("2024-03-10T12:00"))


def test_a_recommender_without_a_closing_of_its_own_has_the_applicants():
    found = rules("cast-2023")
    midnight = at("2023-05-20T00:00:00")
    assert deadlines.recommends(found, midnight - MICROSECOND)
    assert not deadlines.recommends(found, midnight)


def test_a_recommendation_that_waits_for_the_closing_ends_with_it():
    dates = "  opens: {at: 2031-03-01}\n  closes: {before: 2031-03-20T16:00}\n  recommendation: {at: closes}\n"
    found = dated(dates)
    hour = at("2031-03-20T16:00")
    assert deadlines.recommends(found, hour - MICROSECOND)
    assert not deadlines.recommends(found, hour)

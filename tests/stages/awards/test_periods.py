"""The period of a publication: its days, and what disagrees with them."""

import datetime as dt

import pytest

from juli.engines.policy.calendar import load_calendar
from juli.stages.awards.periods import Length, days_of, disagreements, last_of, said_in

CALENDAR = load_calendar(
    'years: {"2025": {off: [2025-10-01, 2025-10-02, 2025-10-03], working: [2025-09-28]}}\n', "c.yaml"
)
DAY = dt.date
FIVE = Length(5, working=True)


@pytest.mark.parametrize(
    ("first", "length", "last"),
    [
        (DAY(2025, 11, 4), FIVE, DAY(2025, 11, 10)),
        # A weekend day that is worked, then a holiday: 28, 29, 30 September, 6, 7 October.
        (DAY(2025, 9, 28), FIVE, DAY(2025, 10, 7)),
        (DAY(2025, 11, 8), Length(1, working=True), DAY(2025, 11, 10)),
        (DAY(2025, 11, 4), Length(7, working=False), DAY(2025, 11, 10)),
        (DAY(2025, 12, 30), Length(7, working=False), DAY(2026, 1, 5)),
        (DAY(2025, 12, 30), FIVE, None),
    ],
)
def test_the_last_day_is_worked_out(first, length, last):
    assert last_of(first, length, CALENDAR) == last
    if last is not None:
        assert days_of(first, last, CALENDAR, working=length.working) == length.days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("公示期为五个工作日", [FIVE]),
        ("公示5个工作日（11月4日至11月10日）", [FIVE]),
        ("公示期十五天", [Length(15, working=False)]),
        ("公示时间为 7 个自然日", [Length(7, working=False)]),
        ("公示期满后10个工作日内签订合同", []),
        ("自通知之日起20个工作日内答复", []),
        ("公示名单见附件", []),
    ],
)
def test_what_a_text_says_of_the_length(text, said):
    assert said_in(text) == said


def found(first, last, length, text="", file=None):
    return list(disagreements(first, last, length, text, file, CALENDAR, "zh"))


def test_five_working_days_with_the_dates_of_four_disagree():
    """As a real notice once did (practice: publication)."""
    assert len(found(DAY(2025, 11, 4), DAY(2025, 11, 7), FIVE)) == 1
    assert found(DAY(2025, 11, 4), DAY(2025, 11, 10), FIVE) == []


def test_the_text_and_the_file_may_disagree_too():
    right = (DAY(2025, 11, 4), DAY(2025, 11, 10))
    assert len(found(*right, FIVE, "公示期为七个工作日")) == 1
    assert len(found(*right, FIVE, file=Length(10, working=True))) == 1
    assert found(*right, FIVE, "公示期为7天", Length(7, working=False)) == []


def test_a_year_that_the_calendar_does_not_know_is_a_finding():
    assert [("2026" in one) for one in found(DAY(2025, 12, 30), DAY(2026, 1, 6), FIVE)] == [True]

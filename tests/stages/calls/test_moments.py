"""When a call closes, and on which day an organisation is judged."""

import datetime as dt

import pytest

from juli.engines.policy.interpreter.given import BEIJING
from juli.stages.calls.queries.moments import closing, usual_day
from juli.stages.calls.shelf import shelf
from juli.stages.calls.views.programmes import countdown


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.fixture
def call(root):
    """The small call with other dates."""

    def make(closes, opens="{at: 2031-03-01}"):
        file = root / "small" / "programme.yaml"
        text = file.read_text(encoding="utf-8")
        lines = [
            f"  closes: {closes}"
            if x.startswith("  closes:")
            else (f"  opens: {opens}" if x.startswith("  opens:") else x)
            for x in text.splitlines()
        ]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return shelf().programmes["small"]

    return make


@pytest.mark.parametrize(
    ("closes", "now", "state"),
    [
        ("{before: 2031-03-20T16:00}", "2031-03-20T15:59:59", "open"),
        ("{before: 2031-03-20T16:00}", "2031-03-20T16:00:00", "over"),
        ("{through: 2031-03-20}", "2031-03-20T23:59:59", "open"),
        ("{through: 2031-03-20}", "2031-03-21T00:00:00", "over"),
        ("{before: 2031-03-20}", "2031-03-19T23:59:59", "open"),
        ("{before: 2031-03-20}", "2031-03-20T00:00:00", "over"),
        ("{through: 2031-03-20}", "2031-02-28T23:59:59", "coming"),
        ("{at: unstated}", "2031-03-10T00:00:00", "unstated"),
    ],
)
def test_a_call_stands_as_its_printed_dates_say(call, closes, now, state):
    assert closing(call(closes), at(now)).state == state


def test_a_closing_day_is_the_day_that_is_printed(call):
    assert closing(call("{through: 2031-03-20}"), at("2031-03-10T00:00")).day == dt.date(2031, 3, 20)
    assert closing(call("{before: 2031-03-20T16:00}"), at("2031-03-10T00:00")).day == dt.date(2031, 3, 20)
    assert closing(call("{at: unstated}"), at("2031-03-10T00:00")).day is None


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (dt.date(2031, 3, 10), dt.date(2031, 3, 10)),
        (dt.date(2030, 1, 1), dt.date(2031, 3, 1)),
        (dt.date(2035, 1, 1), dt.date(2031, 3, 20)),
    ],
)
def test_the_usual_day_is_today_held_within_the_call(call, today, day):
    assert usual_day(call("{through: 2031-03-20}"), today) == day


def test_without_dates_the_usual_day_lies_in_the_year_of_the_call(call):
    programme = call("{at: unstated}", opens="{at: unstated}")
    assert usual_day(programme, dt.date(2035, 5, 5)) == dt.date(2031, 12, 31)
    assert usual_day(programme, dt.date(2029, 5, 5)) == dt.date(2031, 1, 1)


def test_the_countdown_counts_only_what_lies_ahead(call):
    programme = call("{before: 2031-03-20T16:00}")
    now = at("2031-03-18T11:29:30")
    assert countdown(closing(programme, now), now) == {"days": 2, "time": "04:30"}
    over = at("2031-03-21T00:00")
    assert countdown(closing(programme, over), over) is None


@pytest.mark.django_db
def test_a_drawn_organisation_is_of_the_day_in_beijing(monkeypatch):
    """The pages of a what-if and of one of its organisations ask on one day, also while it is yesterday elsewhere."""
    from django.http import QueryDict

    from juli.stages.calls.populations import sizes
    from juli.stages.calls.queries import candidates, check, rules

    asked = []
    monkeypatch.setattr(candidates, "usual_day", lambda _programme, today: asked.append(today) or today)
    monkeypatch.setattr(candidates, "member", lambda *_given: None)
    size = min(sizes(shelf().programmes["zgc-2022"]))
    early = dt.datetime(2024, 3, 12, 17, tzinfo=dt.UTC)
    with pytest.raises(rules.Unknown):
        check.asked("zgc-2022", f"p{size}-1-0", QueryDict(), {}, early)
    assert asked == [dt.date(2024, 3, 13)]

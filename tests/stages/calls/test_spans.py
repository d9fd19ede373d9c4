"""The windows of a programme on a line of years."""

import pytest

from juli.stages.calls.queries.spans import years_line
from juli.stages.calls.shelf import shelf


def bars(name):
    return {bar.id: bar for bar in years_line(shelf().programmes[name], shelf().calendar).bars}


@pytest.mark.parametrize("name", [p.id for p in shelf().programmes.values()])
def test_bars_lie_within_a_handful_of_years(name):
    line = years_line(shelf().programmes[name], shelf().calendar)
    assert len(line.years) < 10
    assert len(line.bars) == len(shelf().programmes[name].windows)
    for bar in line.bars:
        assert float(bar.start) >= 0
        assert float(bar.width) > 0
        assert float(bar.start) + float(bar.width) <= 100.02


def test_whole_years_are_firm_and_say_their_days():
    found = bars("zgc-2022")
    assert (found["last_year"].loose, found["last_year"].words.zh) == (False, "2021-01-01 至 2021-12-31")
    assert float(found["five_years"].width) > 4 * float(found["last_year"].width)
    assert float(found["this_year"].start) > float(found["last_year"].start)


def test_ends_that_have_no_date_yet_are_loose():
    found = bars("zgc-2025")
    assert {name for name, bar in found.items() if not bar.loose} == {"this_year", "eleven", "opening"}
    assert found["period"].words.zh == "签约日 至 2026年6月"

"""The geometry of a gauge."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.site.gauges import BOUND_AT, geometry

counts = st.integers(0, 10**7) | st.decimals(0, 10**12, places=2)


@given(low=counts, more=counts | st.none(), required=counts, share=st.fractions(0, 1))
def test_a_bar_never_says_more_than_the_numbers(low, more, required, share):
    low = Decimal(low)
    high = None if more is None else low + more
    planned = (low * share.numerator / share.denominator).quantize(Decimal(1)) if low == low.to_integral() else 0
    drawn = geometry(low=low, high=high, required=required, planned=planned)
    reaches = {segment.kind: segment.reach for segment in drawn.segments}
    assert all(0 < reach <= 100 for reach in reaches.values())
    assert list(reaches.values()) == sorted(reaches.values(), reverse=True)
    if required:
        # The certain part touches the bound exactly when the bound is reached.
        certain = max(reaches.get("done", 0), reaches.get("planned", 0))
        assert (certain >= BOUND_AT) == (low >= required)


def test_what_falls_short_by_a_hair_does_not_touch_the_bound():
    [done] = geometry(low=999_999, high=999_999, required=1_000_000).segments
    assert done.reach == Decimal("59.99")


@pytest.mark.parametrize(
    "numbers",
    [
        {"low": 2, "high": 1, "required": 1},
        {"low": -1, "high": 1, "required": 1},
        {"low": 1, "high": 1, "required": -1},
        {"low": 1, "high": 1, "required": 1, "planned": 2},
    ],
)
def test_contradictory_numbers_are_refused(numbers):
    with pytest.raises(ValueError, match=r"not in order|cannot be part"):
        geometry(**numbers)

"""Values of a dossier: each type with good and with bad ones, never coerced."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.policy.dossier import Bare
from juli.engines.policy.problems import BadValue
from juli.engines.policy.values import typed
from tests.engines.policy.sample import VOCABULARY

FIELDS = VOCABULARY.kinds["talk"].fields


def refusal(field, value):
    with pytest.raises(BadValue) as error:
        typed(FIELDS[field], value)
    return error.value.text.en, error.value.remedy.en


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("place", "北京", "北京"),
        ("host", "甲协会", "甲协会"),
        ("scale", "small", "small"),
        ("topics", ["law", "tax"], ("law", "tax")),
        ("topics", ("law",), ("law",)),
        ("seats", 60, 60),
        ("seats", 0, 0),
        ("year", 2024, 2024),
        ("fee", 5, Decimal(5)),
        ("fee", "567.89", Decimal("567.89")),
        ("fee", Decimal("0.10"), Decimal("0.10")),
        ("free", True, True),
        ("free", False, False),
        ("booked_on", "2024-02-29", dt.date(2024, 2, 29)),
        ("booked_on", dt.date(2024, 2, 29), dt.date(2024, 2, 29)),
        ("guests", ["甲", "乙"], ("甲", "乙")),
        ("guests", 12, 12),
        (
            "published",
            [{"platform": "P", "url": "http://p", "on": "2024-01-02"}],
            (("P", "http://p", dt.date(2024, 1, 2)),),
        ),
        ("published", [{"platform": "P"}], (("P", "", None),)),
        ("published", ["P"], (("P", "", None),)),
        ("published", [("P", "", None)], (("P", "", None),)),
    ],
)
def test_good_values(field, value, read):
    found = typed(FIELDS[field], value)
    assert found == read
    assert type(found) is (Bare if field == "guests" and isinstance(value, int) else type(read))


@pytest.mark.parametrize("field", list(FIELDS))
@pytest.mark.parametrize("value", [None, "", []])
def test_empty_is_empty_whatever_the_type(field, value):
    assert typed(FIELDS[field], value) is None


@pytest.mark.parametrize(
    ("field", "value", "text", "remedy"),
    [
        ("place", 5, "5 is not a text", "put it in quotes"),
        ("place", True, "true is not a text", "put it in quotes"),
        ("host", ["甲"], "['甲'] is not a text", "put it in quotes"),
        ("scale", "medium", '"medium" is not a value of scale', "use one of large, small"),
        ("scale", "smal", '"smal" is not a value of scale', 'did you mean "small"?'),
        ("scale", True, '"True" is not a value of scale', "use one of large, small"),
        ("topics", "law", '"law" is one value where many may stand', "write [law]"),
        ("topics", ["law", "tex"], '"tex" is not a value of topics', 'did you mean "tax"?'),
        ("seats", "60", "'60' is not a whole number", "digits only, without unit or separators"),
        ("seats", Decimal("60.5"), "60.5 is not a whole number", "digits only, without unit or separators"),
        ("seats", True, "true is not a whole number", "digits only, without unit or separators"),
        ("seats", -1, "-1 is below zero", "write 0 or more"),
        ("year", 24, "24 is not a year", "write four digits"),
        ("year", "2024", "'2024' is not a year", "write four digits"),
        ("fee", "5,000", '"5,000" is not an amount in yuan', "digits, at most two places, not below zero"),
        ("fee", Decimal("0.125"), '"0.125" is not an amount in yuan', "digits, at most two places, not below zero"),
        ("fee", -5, '"-5" is not an amount in yuan', "digits, at most two places, not below zero"),
        ("fee", "5万", '"5万" is not an amount in yuan', "digits, at most two places, not below zero"),
        ("fee", False, "false is not an amount", "digits in yuan, at most two places"),
        ("free", "yes", "'yes' is not true or false", "write true or false, or leave it out while unknown"),
        ("free", 1, "1 is not true or false", "write true or false, or leave it out while unknown"),
        ("booked_on", "2024-2-9", '"2024-2-9" is not a day', "write YYYY-MM-DD"),
        ("booked_on", "2023-02-29", "no such day: 2023-02-29", "write YYYY-MM-DD"),
        ("booked_on", 20240229, '"20240229" is not a day', "write YYYY-MM-DD"),
        ("booked_on", dt.datetime(2024, 2, 29, 9), '"2024-02-29 09:00:00" is not a day', "write YYYY-MM-DD"),
        ("guests", "甲", '"甲" is not a list of names', "write [name, name], or how many there are"),
        ("guests", ["甲", ""], "\"['甲', '']\" is not a list of names", "write [name, name], or how many there are"),
        ("guests", ["甲", 5], "\"['甲', 5]\" is not a list of names", "write [name, name], or how many there are"),
        ("guests", -1, "-1 is below zero", "write 0 or more"),
        ("guests", True, '"True" is not a list of names', "write [name, name], or how many there are"),
        ("published", "P", '"P" is not a list', "write [{platform: …, url: …, on: …}]"),
        ("published", [5], '"5" is not a link', "write {platform: …, url: …, on: …}"),
        ("published", [{"url": "x"}], "\"{'url': 'x'}\" is not a link", "write {platform: …, url: …, on: …}"),
        ("published", [{"platform": "P", "at": 1}], "\"{'platform': 'P', 'at': 1}\" is not a link", "write {platform: …, url: …, on: …}"),
        ("published", [{"platform": "P", "url": 5}], '"5" is not an address', "put it in quotes"),
        ("published", [{"platform": "P", "on": "soon"}], '"soon" is not a day', "write YYYY-MM-DD"),
    ],
)  # fmt: skip
def test_bad_values(field, value, text, remedy):
    assert refusal(field, value) == (text, remedy)


@given(st.decimals(min_value=0, max_value=10**15, places=2))
def test_money_keeps_every_cent(amount):
    assert typed(FIELDS["fee"], format(amount, "f")) == amount


@given(
    st.one_of(st.floats(), st.binary(), st.dictionaries(st.text(), st.integers(), min_size=1)),
    st.sampled_from(sorted(FIELDS)),
)
def test_nothing_else_is_ever_taken(value, field):
    with pytest.raises(BadValue):
        typed(FIELDS[field], value)

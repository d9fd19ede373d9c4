"""A filter that is misspelt or makes no sense never loads."""

import pytest

from juli.engines.policy.filters.checking import mistakes
from tests.engines.policy.sample import VOCABULARY, expression

FIELDS = VOCABULARY.kinds["talk"].fields


def found(text):
    return [(m.text.en, m.offset, m.remedy.en) for m in mistakes(expression(text), FIELDS, ("partners",), "kind talk")]


@pytest.mark.parametrize(
    "text",
    [
        "free",
        "!free",
        "free == true",
        "true",
        "seats >= 60",
        "60 <= seats",
        "fee < 0.50",
        "fee >= seats",
        "year == 2024",
        "date >= 2024-01-01",
        "date < booked_on",
        'scale == "small"',
        'scale != ""',
        'scale in ["small", "large"]',
        'place != ""',
        "place == host",
        'host in ["甲", "乙"]',
        "seats in [1, 2]",
        "host in partners",
        "place in partners",
        "host in guests",
        "place in guests",
        '"甲" in guests',
        '"law" in topics',
        '"P" in published',
        "guests >= 20",
        "topics == 2",
        "guests > seats",
    ],
)
def test_sense(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "said", "offset", "remedy"),
    [
        ("fre", 'unknown field "fre" of kind talk', 0, 'did you mean "free"?'),
        ("seat >= 1", 'unknown field "seat" of kind talk', 0, 'did you mean "seats"?'),
        ("seats > setas", 'unknown field "setas" of kind talk', 8, 'did you mean "seats"?'),
        ("zzz in partners", 'unknown field "zzz" of kind talk', 0, ""),
        ("seats", '"seats" is not a yes/no field', 0, "compare it with a value"),
        ("!place", '"place" is not a yes/no field', 1, "compare it with a value"),
        ('"x"', "'x' alone says nothing", 0, "compare a field with it"),
        ("free && 5", "5 alone says nothing", 8, "compare a field with it"),
        ('["x"]', "a list alone says nothing", 0, 'write field in ["a", "b"]'),
        ("1 == 1", "no field is compared", 2, "name a field on one side"),
        ("seats == (free)", '"seats" (number) is compared with "free" (boolean)', 6, ""),
        ('seats == ["x"]', "a field is compared with a value or another field", 6, ""),
        ('seats == "60"', '"seats" is compared with a text', 9, "use a number"),
        ("place == 5", '"place" is compared with a number', 9, "use a text in quotes"),
        ("scale == true", '"scale" is compared with true or false', 9, "use a text in quotes"),
        ("free == 1", '"free" is compared with a number', 8, "use true or false"),
        ("date == 2024", '"date" is compared with a number', 8, "use a date like 2024-01-31"),
        ('date == "2024-01-01"', '"date" is compared with a text', 8, "use a date like 2024-01-31"),
        ("year == 2024-01-01", '"year" is compared with a date', 8, "use a number"),
        ('scale == "medium"', '"medium" is not a value of scale', 9, "use one of large, small"),
        ('scale in ["small", "lage"]', '"lage" is not a value of scale', 9, 'did you mean "large"?'),
        ('place > "a"', '">" needs a number or a date, "place" is text', 6, ""),
        ("free < true", '"<" needs a number or a date, "free" is boolean', 5, ""),
        ("place < host", '"<" needs numbers or dates', 6, "use == or !="),
        ("date < seats", '"date" (date) is compared with "seats" (number)', 5, ""),
        ('guests == "甲"', '"guests" holds many; compared, it stands for its size', 10, "write '甲' in guests"),
        ('guests in ["甲"]', '"guests" holds many', 7, 'write "value" in guests'),
        ('"甲" in host', '"host" holds one value', 7, 'write host in ["…"] or use =='),
        ('"lwa" in topics', '"lwa" is not a value of topics', 0, 'did you mean "law"?'),
        ("5 in guests", '"guests" is compared with a number', 0, "use a text in quotes"),
        ("seats in guests", 'only a text can be in "guests"', 6, ""),
        ("host in partnrs", 'no field or list named "partnrs"', 8, 'did you mean "partners"?'),
        ('"x" in partners', 'the list "partners" is asked about a field', 4, "name a field on the left"),
        ('"x" in ["x"]', '"in" needs a list, a many-valued field or a named list on its right', 4, ""),
        ("host in (free)", '"free" holds one value', 9, 'write free in ["…"] or use =='),
    ],
)
def test_nonsense(text, said, offset, remedy):
    assert found(text) == [(said, offset, remedy)]


def test_everything_wrong_is_told_at_once():
    assert [text for text, _, _ in found('seat > 1 || place == 5 && !(scale == "x")')] == [
        'unknown field "seat" of kind talk',
        '"place" is compared with a number',
        '"x" is not a value of scale',
    ]


@pytest.mark.parametrize("text", ["guests in partners", "seats in partners", "free in partners", "date in partners"])
def test_only_names_can_be_in_a_named_list(text):
    assert len(found(text)) == 1

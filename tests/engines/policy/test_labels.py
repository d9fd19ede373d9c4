"""Labels, and the numbers and durations that a file may write."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from juli.engines.policy import fields
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import UNSTATED, Amount, Band, Duration


class TestLabel:
    def test_says_either_language(self):
        assert Label("标准", "standard").say("zh") == "标准"
        assert Label("标准", "standard").say("en") == "standard"

    def test_any_other_language_reads_chinese(self):
        assert Label("标准", "standard").say("fr") == "标准"

    def test_one_text_for_both(self):
        assert Label.both("ISO") == Label("ISO", "ISO")


def read(kind, value):
    return TypeAdapter(kind).validate_python(value)


def refusal(kind, value):
    with pytest.raises(ValidationError) as error:
        read(kind, value)
    found = error.value.errors()[0]
    return str(found["ctx"]["error"]) if found["type"] == "value_error" else found["msg"]


class TestLabelField:
    @pytest.mark.parametrize(
        ("value", "label"),
        [
            ({"zh": "甲", "en": "a"}, Label("甲", "a")),
            ("甲", Label("甲", "甲")),
            ({"zh": "项", "en": ""}, Label("项", "")),
            ({"zh": "项", "en": None}, Label("项", "")),
        ],
    )
    def test_forms(self, value, label):
        assert read(fields.LabelField, value) == label

    @pytest.mark.parametrize("value", ["", {"zh": "甲"}, {"en": "a"}, 5, None, {"zh": "", "en": "a"}])
    def test_anything_else_is_refused(self, value):
        assert refusal(fields.LabelField, value) == "a label is {zh: …, en: …}, or one text for both"

    def test_a_stray_part_is_named(self):
        refused = refusal(fields.LabelField, {"zh": "甲", "en": "a", "b": None})
        assert refused == '"b" is no language of a label; quote a text that holds a comma or a bracket'

    @pytest.mark.parametrize(("said", "shown"), [(True, "true"), (5, "5"), (Decimal("0.5"), "0.5")])
    def test_a_part_that_is_no_text_is_named(self, said, shown):
        refused = refusal(fields.LabelField, {"zh": "甲", "en": said})
        assert refused == f"`en` is {shown}, which is no text; put it in quotes"


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "number"),
        [(0, 0), (17, 17), (Decimal("0.5"), Decimal("0.5")), ("200000", 200000), ("0.10", Decimal("0.10"))],
    )
    def test_forms(self, value, number):
        assert read(fields.NumberField, value) == number

    @pytest.mark.parametrize("value", [True, None, 0.5, [1]])
    def test_never_coerced(self, value):
        assert refusal(fields.NumberField, value).endswith("is not a number")

    def test_separators_are_refused(self):
        assert refusal(fields.NumberField, "20,000") == '"20,000" is not a number; digits only, without separators'

    @pytest.mark.parametrize("value", [-1, Decimal("-0.5")])
    def test_never_below_zero(self, value):
        assert refusal(fields.NumberField, value) == f"{value} is below zero; write 0 or more"

    def test_a_bound_may_be_unstated(self):
        assert read(fields.BoundField, "unstated") is UNSTATED
        assert read(fields.BoundField, 3) == 3
        assert refusal(fields.BoundField, "unlimited") == '"unlimited" is not a number; digits only, without separators'


class TestAmounts:
    @pytest.mark.parametrize(
        ("value", "amount"),
        [
            (17, Amount(exact=17)),
            ("100000.50", Amount(exact=Decimal("100000.50"))),
            ("unstated", Amount()),
            (None, Amount()),
            ("unlimited", Amount(unlimited=True)),
            ({"about": 200000}, Amount(about=200000)),
            ({"at_least": 1, "at_most": 2}, Amount(at_least=1, at_most=2)),
            ({"at_most": 2}, Amount(at_most=2)),
            (
                {"share": Decimal("0.5"), "of": "audited", "less": "fees", "at_most": 300000},
                Amount(share=Decimal("0.5"), of="audited", less="fees", at_most=300000),
            ),
            ({"per": "field", "each": 1}, Amount(per="field", each=1)),
            (
                {"bands": [{"rank": 3, "amount": 300}, {"rank": 10, "amount": 200}]},
                Amount(bands=(Band(3, None, 300), Band(10, None, 200))),
            ),
            (
                {"bands": [{"score": 90, "amount": 300}, {"score": Decimal("80.5"), "amount": 200}]},
                Amount(bands=(Band(None, 90, 300), Band(None, Decimal("80.5"), 200))),
            ),
        ],
    )
    def test_forms(self, value, amount):
        assert read(fields.AmountField, value) == amount

    def test_one_form_at_a_time(self):
        said = "an amount is one of: a number, about, a range, a share, a number per field, bands"
        assert refusal(fields.AmountField, {"about": 1, "share": Decimal("0.5"), "of": "audited"}) == said

    def test_an_unknown_key(self):
        assert refusal(fields.AmountField, {"abuot": 1}) == (
            'unknown "abuot"; an amount takes about, at_least, at_most, bands, each, less, of, per, share'
        )

    @pytest.mark.parametrize(
        "value", [{}, {"of": "audited"}, {"share": Decimal("0.5")}, {"per": "field"}, {"about": 1, "each": 2}]
    )
    def test_half_a_form_is_no_amount(self, value):
        assert refusal(fields.AmountField, value)


class TestDurations:
    @pytest.mark.parametrize(
        ("text", "duration"),
        [
            ("10 working days", Duration(10, "working days")),
            ("1 working day", Duration(1, "working days")),
            ("20 days", Duration(20, "days")),
            ("6 months", Duration(6, "months")),
            ("1 year", Duration(1, "years")),
        ],
    )
    def test_forms(self, text, duration):
        assert read(fields.DurationField, text) == duration

    @pytest.mark.parametrize("value", ["10", "ten days", "-1 days", "1.5 years", "1  day", "10 workdays", 10, None])
    def test_anything_else_is_refused(self, value):
        assert refusal(fields.DurationField, value).endswith(
            'is not a length of time; write "10 working days", "20 days" or "1 year"'
        )

    @given(st.integers(0, 100), st.sampled_from(["working days", "days", "months", "years"]))
    def test_every_duration_reads_back(self, length, unit):
        assert Duration.parse(f"{length} {unit}") == Duration(length, unit)

    @pytest.mark.parametrize("text", ["26000 working days", "36525 days", "1200 months", "100 years"])
    def test_a_hundred_years(self, text):
        assert str(Duration.parse(text).length) == text.split()[0]

    @pytest.mark.parametrize(
        "text", ["26001 working days", "36526 days", "1201 months", "101 years", "9999999999 years"]
    )
    def test_more_than_a_hundred_years(self, text):
        assert refusal(fields.DurationField, text) == f"{text} is more than a hundred years"


class TestDays:
    def test_a_day(self):
        assert read(fields.Day, "2024-02-29").isoformat() == "2024-02-29"

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            ("2023-02-29", "no such day: 2023-02-29"),
            ("2024-2-9", '"2024-2-9" is not a day; write YYYY-MM-DD'),
            ("20240229", '"20240229" is not a day; write YYYY-MM-DD'),
            (20240229, '"20240229" is not a day; write YYYY-MM-DD'),
            ("2024-02-29T10:00", '"2024-02-29T10:00" is not a day; write YYYY-MM-DD'),
        ],
    )
    def test_anything_else_is_refused(self, value, said):
        assert refusal(fields.Day, value) == said

    @pytest.mark.parametrize("value", ["publication", "opens", "closes", "contract", "unstated"])
    def test_a_moment_may_be_an_anchor(self, value):
        assert read(fields.Moment, value) == value

    def test_a_moment_may_have_an_hour(self):
        assert read(fields.Moment, "2024-03-13T16:00").isoformat() == "2024-03-13T16:00:00"

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            ("2024-03-13T25:00", '"2024-03-13T25:00" is not a time; write YYYY-MM-DDTHH:MM'),
            ("16:00", '"16:00" is not a day; write YYYY-MM-DD'),
            ("closing", '"closing" is not a day; write YYYY-MM-DD'),
        ],
    )
    def test_other_moments_are_refused(self, value, said):
        assert refusal(fields.Moment, value) == said

    @pytest.mark.parametrize("value", ["2024-08-01", "2024-08", "2024", 2024, "always", "application", "contract"])
    def test_the_end_of_a_span(self, value):
        assert read(fields.SpanEnd, value) == str(value)

    @pytest.mark.parametrize(
        "value", ["2024-13", "2024-02-30", "0000", "2024-00", "24-08", "august", None, True, ["a"]]
    )
    def test_other_ends_are_refused(self, value):
        assert refusal(fields.SpanEnd, value)

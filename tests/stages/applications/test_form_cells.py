"""What is typed is kept exactly, shown as it was, and judged only where it can be read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.policy import blocks
from juli.engines.policy.labels import Label
from juli.stages.applications.form.cells import judged, kept, shown, wrong
from juli.stages.applications.form.complaints import complaints, length
from juli.stages.applications.form.layout import Part


def column(kind, **more):
    return blocks.Column(id="x", type=kind, **more)


CHOICE = column("choice", of=({"zh": "建安", "en": "construction"}, "设备购置"))


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "  甲　 乙 ", "甲 乙"),
        ("long", "一\r\n二\n\n", "一\n二"),
        ("number", "１，２３４", 1234),
        ("number", "12.50", "12.5"),
        ("number", "约十二", "约十二"),
        ("date", "2023年5月1日", "2023-05-01"),
        ("date", "2023/5/1", "2023-05-01"),
        ("date", "五月", "五月"),
        ("month", "2023.6", "2023-06"),
        ("boolean", "是", True),
        ("boolean", "否", False),
        ("boolean", "也许", "也许"),
        ("text", " ", None),
        ("text", "甲\x00乙", "甲\N{REPLACEMENT CHARACTER}乙"),
    ],
)
def test_what_is_typed_is_kept(kind, typed, value):
    assert kept(column(kind), typed) == value
    # What is shown and saved again stays what it is.
    assert kept(column(kind), shown(column(kind), value)) == value


def test_choices_are_kept_in_one_language():
    assert kept(CHOICE, "construction") == "建安"
    assert (judged(CHOICE, "建安"), judged(CHOICE, "别的")) == ("建安", None)


@pytest.mark.parametrize(
    ("typed", "unit", "fen"),
    [
        ("25.5", "万元", 25_500_000),
        ("0.000001", "万元", 1),
        ("1,234,567.89", "元", 123_456_789),
        ("12.5万元", "万元", 12_500_000),
        ("0", "万元", 0),
        ("999999999999", "万元", 999_999_999_999_000_000),
    ],
)
def test_money_is_exact(typed, unit, fen):
    """S4-92: decimals allowed, stored exactly."""
    assert kept(column("money"), typed, unit) == fen
    assert judged(column("money"), fen) == Decimal(fen) / 100


@pytest.mark.parametrize("typed", ["0.0000001", "十万", "1e400", "nan", "1.2.3", "5元"])
def test_what_is_no_amount_stays_as_it_was_typed(typed):
    value = kept(column("money"), typed, "万元")
    assert value == typed
    assert judged(column("money"), value) is None
    assert typed in wrong(column("money"), value)


def test_an_amount_below_zero_is_wrong():
    assert wrong(column("money"), kept(column("money"), "-1", "元")) is not None


@given(st.integers(0, 10**17), st.sampled_from(["元", "万元"]))
def test_money_is_shown_as_it_can_be_typed_again(fen, unit):
    assert kept(column("money"), shown(column("money"), fen, unit), unit) == fen


@given(st.text(max_size=80))
def test_any_text_is_kept_stably(text):
    for kind in ("text", "long", "number", "money", "date", "month", "boolean", "phone", "email"):
        value = kept(column(kind), text)
        assert kept(column(kind), shown(column(kind), value)) == value
        assert value is None or wrong(column(kind), value) is not None or judged(column(kind), value) is not None


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("phone", "010-62345678", "call me"),
        ("phone", "13800138000、010-62345678 转 8012", "12"),
        ("phone", "无", "13800138000、甲"),
        ("email", "a@example.org", "a@"),
        ("date", "2024-02-29", "2023-02-29"),
        ("month", "2023-12", "2023-13"),
        ("months", {"from": "2023-06", "to": "2023-08"}, {"from": "2023-08", "to": "2023-06"}),
        ("months", {"from": "2023-06", "to": "2023-06"}, {"from": "2023-06"}),
        ("person", {"mobile": "13800138000", "fax": "无", "email": "a@example.org"}, {"mobile": "甲"}),
        ("text", "堃", "\x07"),
    ],
)
def test_what_is_wrong_is_said(kind, good, bad):
    """S4-79: forms of telephone and e-mail."""
    assert wrong(column(kind), good) is None
    assert wrong(column(kind), bad)


def test_a_limit_in_the_hint_is_held_against_what_is_written():
    section = blocks.Section(id="about", type="long", hint={"zh": "不超过 5 字", "en": "at most 5 characters"})
    part = Part(section, "long", Label("简介", "Profile"))
    assert part.limit == 5
    assert list(complaints(part, "一二 三\n四五")) == []
    (found,) = complaints(part, "一二三四五六")
    assert "6" in found.text
    assert length("一 二\n三") == 3
    for hint in ("500字以内", "限500字", "最多 500 个字"):
        limited = Part(section.model_copy(update={"hint": Label(hint, hint)}), "long", part.label)
        assert limited.limit == 500
    assert Part(section.model_copy(update={"hint": Label("写明目标", "goals")}), "long", part.label).limit is None

"""Numbers, money, spans, days: exact in both languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.policy.blocks import DateRule
from juli.engines.policy.describe import (
    amount_words,
    days_words,
    duration_words,
    moment_words,
    money_words,
    number_words,
    span_words,
    window_rule,
    window_words,
)
from juli.engines.policy.describe.figures import plural
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Amount, Band, Duration
from juli.engines.policy.rules import Window
from juli.engines.policy.verdict import Span
from juli.engines.policy.windows import FIRST, LAST, Interval

YUAN = Label("元", "yuan")
EVENTS = Label("场", "events")


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        (0, "0 元", "0 yuan"),
        (Decimal("567.89"), "567.89 元", "567.89 yuan"),
        (9999, "9,999 元", "9,999 yuan"),
        (10000, "1 万元", "10,000 yuan"),
        (186500, "18.65 万元", "186,500 yuan"),
        (Decimal("186512.30"), "186,512.3 元", "186,512.3 yuan"),
        (10000000, "1,000 万元", "10,000,000 yuan"),
        (3000000000, "30 亿元", "3,000,000,000 yuan"),
        (123000000, "1.23 亿元", "123,000,000 yuan"),
        (123450000, "12,345 万元", "123,450,000 yuan"),
        (123456789, "123,456,789 元", "123,456,789 yuan"),
    ],
)
def test_money(yuan: int | Decimal, zh: str, en: str) -> None:
    assert tuple(money_words(yuan)) == (zh, en)


@given(st.integers(0, 10**14).map(lambda fen: Decimal(fen) / 100))
def test_money_is_never_rounded(yuan: Decimal) -> None:
    digits, unit = money_words(yuan).zh.split(" ")
    size = {"元": 1, "万元": 10**4, "亿元": 10**8}[unit]
    assert Decimal(digits.replace(",", "")) * size == yuan


@pytest.mark.parametrize(
    ("number", "unit", "zh", "en"),
    [
        (1, EVENTS, "1 场", "1 event"),
        (2, EVENTS, "2 场", "2 events"),
        (5000, Label("次", ""), "5,000 次", "5,000"),
        (1, Label("类", "categories"), "1 类", "1 category"),
        (1, Label("类", "classes"), "1 类", "1 class"),
        (1, Label("人", "people"), "1 人", "1 person"),
        (1, Label("次", "enterprise visits"), "1 次", "1 enterprise visit"),
        (Decimal("1.50"), None, "1.5", "1.5"),
    ],
)
def test_numbers(number: int | Decimal, unit: Label | None, zh: str, en: str) -> None:
    assert tuple(number_words(number, unit)) == (zh, en)


@pytest.mark.parametrize(
    ("span", "unit", "zh", "en"),
    [
        (Span(3, 3), EVENTS, "3 场", "3 events"),
        (Span(0, 1), EVENTS, "0–1 场", "0–1 events"),
        (Span(0, None), EVENTS, "未知", "unknown"),
        (Span(3, None), EVENTS, "3 场或更多", "3 events or more"),
        (Span(9000, 20000), YUAN, "9,000 元 至 2 万元", "9,000–20,000 yuan"),
        (Span(Decimal("33.0"), Decimal("50.5")), None, "33–50.5", "33–50.5"),
    ],
)
def test_spans(span: Span, unit: Label | None, zh: str, en: str) -> None:
    assert tuple(span_words(span, unit)) == (zh, en)


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (Amount(exact=200000), "20 万元", "200,000 yuan"),
        (Amount(about=200000, tolerance=Decimal("0.1")), "约 20 万元（偏差 10% 以内）", "about 200,000 yuan (within 10%)"),
        (Amount(about=5), "约 5 元", "about 5 yuan"),
        (Amount(at_least=100000, at_most=300000), "10 万元 至 30 万元", "100,000 yuan to 300,000 yuan"),
        (Amount(at_most=300000), "不超过 30 万元", "at most 300,000 yuan"),
        (Amount(at_least=100000), "不少于 10 万元", "at least 100,000 yuan"),
        (Amount(share=Decimal("0.5"), of="audited", less="fees", at_most=500000),
         "审核认定的支出扣除收费后的 50%，不超过 50 万元", "50% of audited cost less fees, at most 500,000 yuan"),
        (Amount(share=Decimal("0.5"), of="turnover"), "“turnover”的 50%", "50% of “turnover”"),
        (Amount(per="field", each=100000), "每个“field”各 10 万元", "100,000 yuan for each “field”"),
        (Amount(unlimited=True), "不限", "unlimited"),
        (Amount(), "待主管处室填写", "not stated yet"),
    ],
)  # fmt: skip
def test_amounts(amount: Amount, zh: str, en: str) -> None:
    assert tuple(amount_words(amount)) == (zh, en)


def test_an_amount_for_each_value_of_a_field_is_told_by_its_label() -> None:
    quota = Amount(per="field", each=1)
    names = {"field": Label("领域", "field")}
    assert amount_words(quota, Label("家", ""), names) == Label("每个领域各 1 家", "1 for each field")


def test_grades_are_told_the_best_first() -> None:
    by_place = Amount(bands=(Band(3, None, 300_000), Band(10, None, 200_000)))
    assert amount_words(by_place).zh == "前 3 名 30 万元，前 10 名 20 万元"
    by_score = Amount(bands=(Band(None, 90, 300_000),))
    assert amount_words(by_score).zh == "90 分及以上 30 万元"


def test_durations() -> None:
    said = [tuple(duration_words(Duration.parse(t))) for t in ("10 working days", "1 year", "3 months", "20 days")]
    assert said == [
        ("10 个工作日", "10 working days"),
        ("1 年", "1 year"),
        ("3 个月", "3 months"),
        ("20 天", "20 days"),
    ]


def window(**terms: object) -> Window:
    return Window("w", Label("时段", "span"), **terms)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "zh", "en"),
    [
        (window(years=(-1, -1)), "申报年度 −1", "the year of the call −1"),
        (window(years=(0, 0)), "申报年度", "the year of the call"),
        (window(years=(-2, -1)), "申报年度 −2至 −1", "years -2 to -1 of the call"),
        (window(start="2024-08", end="application"), "2024年8月 至 申报日", "2024-08 to the day of the application"),
        (window(start="always", end="closes"), "不限起点 至 申报截止日", "always to the closing day"),
        (window(start="publication", length=Duration(15, "working days")), "自通知发布日起 15 个工作日（当日计入）",
         "15 working days from publication (that day counts)"),
        (window(start="2022-01-01", end="2025-12-31", each_year=True), "2022年1月1日 至 2025年12月31日，逐年",
         "2022-01-01 to 2025-12-31, each year"),
    ],
)  # fmt: skip
def test_windows(found: Window, zh: str, en: str) -> None:
    assert tuple(window_rule(found)) == (zh, en)


def test_a_window_in_a_sentence() -> None:
    labels = ["previous year", "since 2024", "up to 2025", "January to June", "the closing day", "2025", "each year"]
    said = [window_words(Window("w", Label("时段", en))).en for en in labels]
    assert said == ["in the previous year", "since 2024", "up to 2025", "from January to June", "on the closing day",
                    "in 2025", "each year"]  # fmt: skip


def test_days() -> None:
    day = dt.date(2024, 1, 1)
    assert days_words(Interval(day, dt.date(2024, 12, 31))).zh == "2024-01-01 至 2024-12-31"
    assert days_words(Interval(FIRST, day)).en == "any time to 2024-01-01"
    assert days_words(Interval(LAST, LAST)).zh == "签约后才开始"
    assert days_words(None).en == "not known yet"


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ({"at": "2024-03-01"}, "2024年3月1日", "2024-03-01"),
        ({"before": "2024-03-13T16:00"}, "2024年3月13日16:00前", "before 2024-03-13 16:00"),
        ({"through": "2024-03-13"}, "2024年3月13日24时前", "through 2024-03-13"),
        ({"through": "2024-03-13", "judged_by": "posting_date"}, "2024年3月13日24时前，以寄出日期为准",
         "through 2024-03-13, by the posting date"),
        ({"at": "publication"}, "通知发布日", "publication"),
        ({"at": "unstated"}, "待填", "not stated yet"),
        ({"always_open": True}, "随时", "at any time"),
        ({"after_closing": False}, "截止后不再补正", "no repair after closing"),
    ],
)  # fmt: skip
def test_moments(written: dict[str, object], zh: str, en: str) -> None:
    assert tuple(moment_words(DateRule.model_validate(written))) == (zh, en)


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("hub organisation", "hub organisations"),
        ("national society", "national societies"),
        ("association of a leading technology enterprise", "associations of a leading technology enterprise"),
        ("business", "businesses"),
        ("research branch", "research branches"),
        ("key", "keys"),
    ],
)
def test_plurals_of_applicants(one: str, many: str) -> None:
    assert plural(one) == many

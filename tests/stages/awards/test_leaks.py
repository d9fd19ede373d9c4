"""What no published list shows, with values that look real."""

import pytest

from juli.stages.awards.leaks import leaks


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("11010519491231002X", ["identity"]),
        ("张三 110105 19491231 002x", ["identity"]),
        ("１１０１０５１９４９１２３１００２Ｘ", ["identity"]),
        ("130503670401001", ["identity"]),
        ("13800138000", ["phone"]),
        ("联系人 138-0013-8000", ["phone"]),
        ("+86 138 0013 8000", ["phone"]),
        ("138\u200b0013\u200b8000", ["phone"]),
        ("(010)88888888", ["phone"]),
        ("0755-2688 8888", []),
        ("0755-26888888", ["phone"]),
        ("电话：88886666", ["phone"]),
        ("400-810-8888", ["phone"]),
        ("li.ming@example.com.cn", ["email"]),
        ("li.ming＠example.com", ["email"]),
        ("6222 0202 0001 1234 567", ["account"]),
        ("0200004509089123456", ["account"]),
        ("样例 13800138000 a@b.cn", ["phone", "email"]),
    ],
)
def test_what_looks_like_one_is_found(text, kinds):
    assert [leak.kind for leak in leaks(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "样例智能产业协会",
        "ZGC-2025-0001",
        "2024-2025年度产业链服务",
        "20240101-20241231",
        "51110000MJ00000019",
        "1,200,000.00",
        "GB/T 9704-2012",
        "第12345678号专利",
        "20",
        "",
    ],
)
def test_what_does_not_is_left_alone(text):
    assert leaks(text) == []

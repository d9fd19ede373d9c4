"""The tree and its lines: nothing wider than the terminal, nothing lost, nothing broken where it shouldn't be."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from juli.cli.tree import Branch, lines, show
from juli.cli.wrapping import wrapped

TEXT = st.text(st.sampled_from("标准不少于2项，（已发布）“甲”、乙。 abc at least 10 events–1,000万元"), max_size=120)


def plain(branches: list[Branch], width: int = 40) -> list[str]:
    return [line.plain.rstrip() for line in lines(branches, width)]


@given(TEXT, st.integers(8, 60))
def test_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    found = wrapped(text, width)
    assert all(cell_len(line) <= width for line in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("标准不少于 2 项，已发布。", 14, ["标准不少于", "2 项，已发布。"]),
        ("级别为团体标准（已发布）", 16, ["级别为团体标准", "（已发布）"]),
        ("甲乙丙丁，戊", 8, ["甲乙丙", "丁，戊"]),
        ("at least two standards", 12, ["at least two", "standards"]),
        ("", 10, [""]),
    ],
)
def test_where_lines_break(text: str, width: int, expected: list[str]) -> None:
    assert wrapped(text, width) == expected


def test_a_tree_with_numbers_on_the_right() -> None:
    tree = [
        Branch("讲座", mark=("●", "green"), tail="二.1", right=[("3 场", ""), ("  ", ""), ("符合", "green")], children=[
            Branch("大型讲座", mark=("◐", ""), notes=[("待定：甲", "")]),
            Branch("其他", mark=("○", "")),
        ]),
        Branch("没有标记的一行", right=[("10", "")]),
    ]  # fmt: skip
    assert plain(tree) == [
        "├ ● 讲座 二.1                 3 场  符合",
        "│ ├ ◐ 大型讲座",
        "│ │   待定：甲",
        "│ └ ○ 其他",
        "└ 没有标记的一行                      10",
    ]


def test_a_long_label_keeps_its_line_and_the_number_goes_below() -> None:
    (first, second) = plain([Branch("一个很长的条款名称占满一整行", right=[("1,260 人次，需 1,000 人次", "")])], 44)
    assert first == "└ 一个很长的条款名称占满一整行"
    assert second == "1,260 人次，需 1,000 人次".rjust(len(second))
    assert cell_len(second) == 44


def test_a_number_wider_than_the_terminal_becomes_a_note() -> None:
    assert plain([Branch("签字", right=[("由单位负责人和项目负责人和财务负责人签字", "")])], 24) == [
        "└ 签字",
        "  由单位负责人和项目负责",
        "  人和财务负责人签字",
    ]


def test_a_tail_that_does_not_fit_goes_below() -> None:
    assert plain([Branch("条款名称", tail="standards.published 二.1 S0-37")], 24) == [
        "└ 条款名称",
        "  standards.published",
        "  二.1 S0-37",
    ]


@given(st.recursive(TEXT.map(Branch), lambda below: st.builds(
    Branch, TEXT, tail=TEXT, right=TEXT.map(lambda t: [(t[:20], "")]), notes=st.lists(st.tuples(TEXT, st.just("")), max_size=2),
    children=st.lists(below, max_size=3)), max_leaves=6))  # fmt: skip
def test_no_line_is_wider_than_the_terminal(branch: Branch) -> None:
    assert all(cell_len(line.plain) <= 60 for line in lines([branch], 60))


def test_what_is_printed_is_what_the_lines_say() -> None:
    out = io.StringIO()
    show([Branch("讲座", right=[("3 场", "")])], Console(file=out, width=30, color_system=None))
    assert out.getvalue() == "└ 讲座                    3 场\n"

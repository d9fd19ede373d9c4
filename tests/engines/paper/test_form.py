"""From a form and its answers to a document: values in words, layout by type, wrong answers refused."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juli.engines.paper.blocks import FieldGrid, Heading, Line, LongText, Numbered, Opinion, Pledges, Table
from juli.engines.paper.document import Furniture
from juli.engines.paper.forms.building import build_form
from juli.engines.paper.forms.spec import (
    ColumnSpec,
    CoverFieldSpec,
    CoverSpec,
    FieldSpec,
    FormSpec,
    Group,
    PledgeSpec,
    SectionSpec,
    SumSpec,
    Target,
    Work,
)
from juli.engines.paper.forms.values import amount
from juli.engines.paper.problems import BadAnswer
from tests.engines.paper.sample import ANSWERS, DATED, SPEC, filled


def form(*sections, **values):
    return FormSpec("题目", sections, **values)


def built(spec, answers, **options):
    return build_form(spec, answers, Furniture(), dated=DATED, **options)


def one(section, answer, kind, **options):
    """The one block of that kind that a section comes to."""
    (block,) = [b for b in built(form(section), {section.id: answer}, **options).blocks if isinstance(b, kind)]
    return block


def fields(*specs, answer, **options):
    grid = one(SectionSpec("s", "节", "fields", specs), answer, FieldGrid, **options)
    return [(f.label, f.text, f.wide, f.group) for f in grid.fields]


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_the_ten_blocks_come_in_order_with_their_headings():
    blocks = filled().blocks
    headed = [b.text if isinstance(b, Heading) else b.label for b in blocks if isinstance(b, Heading | Line)]
    assert headed == [*(s.label for s in SPEC.sections), "承诺", "附件清单"]


def test_the_title_of_the_cover_is_set_in_two_lines():
    cover = filled().cover
    assert (cover.title, cover.kind, cover.maker) == ("示例学会公共服务项目", "申报书", "示例科学技术协会制")
    assert [f.label for f in cover.fields][2:5] == ["联系人", "联系电话", "手机"]
    assert cover.fields[-1].text == "2026年5月18日"


def test_persons_are_set_under_one_merged_cell():
    person = FieldSpec("head", "负责人", "person", parts=("name", "mobile", "email", "post"))
    answer = {"head": {"name": "李喆", "email": "li@example.org"}}
    assert fields(person, answer=answer) == [
        ("姓名", "李喆", False, "负责人"),
        ("手机", "", False, "负责人"),
        ("电子邮箱", "li@example.org", True, "负责人"),
        ("职务/职称", "", True, "负责人"),
    ]


def test_tables_beside_persons_are_set_like_persons():
    grid = [(f.group, f.label, f.text) for b in filled().blocks if isinstance(b, FieldGrid) for f in b.fields]
    assert ("参与单位 1", "名称", "示例检测技术有限公司") in grid
    assert ("参与单位 2", "联系电话", "010-00000003") in grid
    assert ("参与单位", "名称", "") in [(f.group, f.label, f.text) for b in filled(people=None).blocks if isinstance(b, FieldGrid) for f in b.fields]  # fmt: skip


@pytest.mark.parametrize(
    ("spec", "value", "zh", "en"),
    [
        (FieldSpec("f", "栏", "date"), dt.date(2026, 5, 9), "2026年5月9日", "9 May 2026"),
        (FieldSpec("f", "栏", "month"), dt.date(2026, 5, 9), "2026年5月", "May 2026"),
        (
            FieldSpec("f", "栏", "months"),
            (dt.date(2025, 12, 1), dt.date(2026, 2, 1)),
            "2025年12月至2026年2月",
            "December 2025 to February 2026",
        ),
        (FieldSpec("f", "栏（元）", "money", unit="元"), Decimal("1234567.50"), "1,234,567.5", "1,234,567.5"),
        (FieldSpec("f", "栏（万元）", "money"), Decimal(325000), "32.5", "32.5"),
        (FieldSpec("f", "栏（万元）", "money"), 0, "0", "0"),
        (FieldSpec("f", "栏", "number"), 10, "10", "10"),
        (FieldSpec("f", "栏", "number"), Decimal("1E+3"), "1000", "1000"),
        (FieldSpec("f", "栏", "boolean"), True, "☑ 是　☐ 否", "☑ yes　☐ no"),
        (FieldSpec("f", "栏", "boolean"), None, "☐ 是　☐ 否", "☐ yes　☐ no"),
        (FieldSpec("f", "栏", "choice", of=("甲", "乙")), "乙", "☐ 甲　☑ 乙", "☐ 甲　☑ 乙"),
        (FieldSpec("f", "栏", "choice", of=("甲", "乙")), ["甲", "乙"], "☑ 甲　☑ 乙", "☑ 甲　☑ 乙"),
        (FieldSpec("f", "栏", "file"), ["a.pdf", "b.pdf"], "a.pdf\nb.pdf", "a.pdf\nb.pdf"),
        (FieldSpec("f", "栏"), "", "", ""),
        (FieldSpec("f", "栏", "date"), None, "", ""),
    ],
)
def test_values_are_written_as_their_type_says(spec, value, zh, en):
    assert fields(spec, answer={"f": value})[0][1] == zh
    assert fields(spec, answer={"f": value}, language="en")[0][1] == en


@given(st.decimals(0, 10**12, places=2))
def test_amounts_are_exact_in_either_unit(yuan):
    assert Decimal(amount(yuan, "元").replace(",", "")) == yuan
    assert Decimal(amount(yuan, "万元").replace(",", "")) * 10000 == yuan


def test_labels_of_money_say_the_unit_once():
    specs = (
        FieldSpec("a", "总额", "money"),
        FieldSpec("b", "总额（元）", "money"),
        FieldSpec("c", "申请专项经费", "money"),
    )
    assert [f[0] for f in fields(*specs, answer={})] == ["总额（万元）", "总额（元）", "申请专项经费\n（万元）"]


def test_a_long_text_takes_a_row_of_its_own():
    specs = (FieldSpec("a", "甲"), FieldSpec("b", "乙"), FieldSpec("c", "丙", wide=False))
    long = "这是一段比半行更长的文字内容"
    assert [f[2] for f in fields(*specs, answer={"a": long, "b": "短", "c": long})] == [True, False, False]


def test_a_table_of_fields_has_caption_unit_totals_and_numbers():
    lines = FieldSpec(
        "lines",
        "支出表",
        "table",
        columns=(ColumnSpec("item", "内容"), ColumnSpec("amount", "金额", "money"), ColumnSpec("remark", "备注")),
    )
    section = SectionSpec("s", "节", "fields", (lines,), sums=(SumSpec("total", ("lines.amount",)),))
    rows = [{"item": "会议", "amount": Decimal(15000)}, {"item": "印刷", "amount": Decimal("0.10")}, {"item": "未定"}]
    table = one(section, {"lines": rows}, Table)
    assert texts(table) == [
        ["支出表　　单位：万元"],
        ["序号", "内容", "金额", "备注"],
        ["1", "会议", "1.5", ""],
        ["2", "印刷", "0.00001", ""],
        ["3", "未定", "", ""],
        ["合计", "1.50001", ""],
    ]
    assert table.head == 2


def test_a_section_of_type_table_may_have_totals_too():
    columns = (ColumnSpec("item", "内容"), ColumnSpec("amount", "金额", "money"))
    section = SectionSpec("s", "节", "table", columns=columns, sums=(SumSpec("total", ("s.amount",)),))
    table = one(section, [{"item": "会议", "amount": 20000}], Table)
    assert texts(table) == [["内容", "金额\n（万元）"], ["会议", "2"], ["合计", "2"]]
    assert texts(one(section, [None], Table))[1:] == [["", ""], ["合计", "0"]]
    english = one(section, [], Table, language="en")
    assert texts(english)[0] == ["内容", "金额\n(10,000 yuan)"]


def test_an_empty_table_has_rows_to_write_in():
    columns = (ColumnSpec("a", "甲"), ColumnSpec("b", "乙"))
    assert texts(one(SectionSpec("s", "节", "table", columns=columns), None, Table)) == [["甲", "乙"]] + [["", ""]] * 3
    assert len(one(SectionSpec("s", "节", "table", columns=columns, least=8), [], Table).rows) == 9


def test_columns_show_only_what_was_chosen():
    columns = (ColumnSpec("a", "角色", "choice", of=("主办", "协办")), ColumnSpec("b", "收费", "boolean"))
    table = one(SectionSpec("s", "节", "table", columns=columns), [{"a": "协办", "b": False}, {}], Table)
    assert texts(table)[1:] == [["协办", "否"], ["", ""]]


def test_widths_follow_the_contents():
    columns = (ColumnSpec("a", "短"), ColumnSpec("b", "长"))
    table = one(SectionSpec("s", "节", "table", columns=columns), [{"a": "1", "b": "一二三四五六七八九十"}], Table)
    assert table.widths[1] > 2 * table.widths[0]


def test_claims_and_plans_stand_under_their_categories():
    groups = [
        Group("国际交流", (Work("示例论坛", "2025年6月1日", "参会 120 人", ("照片", "报道")),)),
        Group("标准", (), "无"),
    ]
    claims = one(SectionSpec("s", "绩效", "claims"), groups, Table)
    assert texts(claims) == [
        ["序号", "工作事项", "时间", "主要内容", "证明材料"],
        ["国际交流"],
        ["1", "示例论坛", "2025年6月1日", "参会 120 人", "照片\n报道"],
        ["标准\n无"],
    ]
    plan = one(SectionSpec("s", "计划", "plan"), groups, Table)
    assert texts(plan)[0] == ["序号", "工作事项", "时间", "计划内容"]
    assert len(texts(one(SectionSpec("s", "绩效", "claims", least=5), None, Table))) == 6


def test_targets_stand_under_the_parts_of_the_form_filled_in_or_not():
    section = SectionSpec("s", "指标", "targets", parts=("聚焦产业", "链接机构"))
    groups = [Group("链接机构", (Target("引入机构", "3 家", "第三季度"),)), Group("其他", (), "说明文字")]
    assert texts(one(section, groups, Table)) == [
        ["绩效指标", "目标值", "备注"],
        ["聚焦产业"],
        ["", "", ""],
        ["链接机构"],
        ["引入机构", "3 家", "第三季度"],
        ["其他\n说明文字"],
    ]


def test_an_opinion_not_yet_given_shows_what_it_has_to_say():
    section = SectionSpec("s", "意见", "opinion", parts=("是否同意", "是否准确"))
    assert one(section, None, Opinion).text == "是否同意、是否准确。"
    assert one(section, "同意申报。", Opinion).text == "同意申报。"
    assert [s.kind for s in one(section, None, Opinion).signs] == ["signature", "seal", "date"]


def test_lists_pledges_and_lines():
    spec = form(
        SectionSpec("a", "一", "line"),
        SectionSpec("b", "二", "fields", (FieldSpec("r", "依据", "numbered"),)),
        SectionSpec("c", "三", "long", least=3),
        pledges=(PledgeSpec("x", "属实"), PledgeSpec("y", "同意公开")),
    )
    made = built(spec, {"a": "名", "b": {"r": ["甲", "乙"]}, "pledges": {"x": True}})
    assert next(b for b in made.blocks if isinstance(b, Numbered)).items == ("甲", "乙")
    assert [b for b in made.blocks if isinstance(b, LongText)] == [LongText("", 3)]
    assert [(p.text, p.given) for b in made.blocks if isinstance(b, Pledges) for p in b.items] == [
        ("属实", True),
        ("同意公开", None),
    ]


@pytest.mark.parametrize(
    ("answers", "place", "said"),
    [
        ({"nme": "x"}, "题目 › nme", "no such field"),
        ({"f": {"xx": "x"}}, "节 › xx", "no such field"),
        ({"f": ["x"]}, "节", "values by field"),
        ({"f": {"money": 1.5}}, "节 › 金额", "an int or a Decimal"),
        ({"f": {"money": True}}, "节 › 金额", "an int or a Decimal"),
        ({"f": {"money": "15"}}, "节 › 金额", "an int or a Decimal"),
        ({"f": {"money": Decimal("NaN")}}, "节 › 金额", "an int or a Decimal"),
        ({"f": {"date": "2026-05-01"}}, "节 › 日期", "a date"),
        ({"f": {"date": DATED}}, "节 › 日期", "a date"),
        ({"f": {"months": dt.date(2026, 1, 1)}}, "节 › 起止", "two dates"),
        ({"f": {"choice": "丙"}}, "节 › 选择", "one of 甲, 乙"),
        ({"f": {"yes": "是"}}, "节 › 是否", "true or false"),
        ({"f": {"text": 5}}, "节 › 文字", "a text"),
        ({"f": {"list": "一段"}}, "节 › 清单", "a list of rows"),
        ({"f": {"list": [1]}}, "节 › 清单", "a list of texts"),
        ({"f": {"who": {"nick": "x"}}}, "节 › 负责人 › nick", "no such field"),
        ({"f": {"who": {"name": 3}}}, "节 › 负责人 › 姓名", "a text"),
        ({"t": {"a": 1}}, "表", "a list of rows"),
        ({"t": [{"b": 1}]}, "表 › 1 › b", "no such field"),
        ({"t": [{}, {"a": 1}]}, "表 › 2 › 甲", "a text"),
        ({"w": ["x"]}, "绩效", "groups"),
        ({"l": 5}, "行", "a text"),
        ({"pledges": {"x": "yes"}}, "属实", "true or false"),
        ({"cover": {"nobody": "x"}}, "封面 › nobody", "no such field"),
    ],
)
def test_wrong_answers_are_refused_with_their_place(answers, place, said):
    spec = form(
        SectionSpec(
            "f",
            "节",
            "fields",
            (
                FieldSpec("money", "金额", "money"),
                FieldSpec("date", "日期", "date"),
                FieldSpec("months", "起止", "months"),
                FieldSpec("choice", "选择", "choice", of=("甲", "乙")),
                FieldSpec("yes", "是否", "boolean"),
                FieldSpec("text", "文字"),
                FieldSpec("list", "清单", "numbered"),
                FieldSpec("who", "负责人", "person", parts=("name",)),
            ),
        ),
        SectionSpec("t", "表", "table", columns=(ColumnSpec("a", "甲"),)),
        SectionSpec("w", "绩效", "claims"),
        SectionSpec("l", "行", "line"),
        pledges=(PledgeSpec("x", "属实"),),
        cover=CoverSpec("封面", (CoverFieldSpec("applicant"),)),
    )
    with pytest.raises(BadAnswer) as caught:
        built(spec, answers)
    (problem,) = caught.value.problems
    assert problem.place == place
    assert said in problem.say("en")
    assert problem.say("zh") != problem.say("en")


@pytest.mark.parametrize(
    "spec",
    [
        form(cover=CoverSpec("封面", (CoverFieldSpec("nobody_knows"),))),
        form(SectionSpec("f", "节", "fields", (FieldSpec("who", "人", "person", parts=("nobody_knows",)),))),
    ],
)
def test_a_line_without_a_label_is_refused(spec):
    with pytest.raises(BadAnswer, match="nobody_knows"):
        built(spec, {})


def test_a_blank_form_prints_in_english():
    made = build_form(replace(SPEC, cover=None), {}, Furniture(), dated=DATED, language="en")
    assert made.blocks[0].text == SPEC.title
    assert next(b for b in made.blocks if isinstance(b, Pledges)).items[0].given is None


def test_answers_are_not_changed():
    before = repr(ANSWERS)
    filled()
    assert repr(ANSWERS) == before

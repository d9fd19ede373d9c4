"""What a file says once it is read: PDF lines, tables, page edges, residue of mail and web (S0-111)."""

import typst

from juli.engines.policy.blocks import Notice as Block
from juli.registry.files.sandbox import text_of
from juli.stages.calls.notices.lines import from_blocks
from juli.stages.calls.notices.metadata import facts
from juli.stages.calls.notices.outline import outline_of
from juli.stages.calls.notices.residue import sifted
from juli.stages.calls.notices.shown import citation

LONG = "这是一段用来填满页面的文字，只为让段落跨过一页而到达下一页。" * 60
PDF = f"""
#set page(paper: "a4", margin: 2.5cm, header: [样例页眉], footer: context [— #counter(page).display() —])
#set text(font: "Noto Serif CJK SC", size: 12pt, cjk-latin-spacing: none)
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
#align(center)[#text(18pt)[关于示例申报的通知]]

一、总体要求

（一）活动。开展活动不少于5场。
#table(columns: 3, [名称], [数量], [备注], [甲], [10], [无], table.cell(colspan: 2)[合计], [12])
{LONG}

二、其他
"""


def outline(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    said = text_of(path)
    assert said.findings == ()
    return outline_of(sifted(from_blocks(said.blocks)))


def test_a_pdf_has_whole_paragraphs_its_tables_and_no_page_edges(tmp_path):
    (tmp_path / "notice.typ").write_text(PDF, encoding="utf-8")
    found = outline(tmp_path, "notice.pdf", typst.compile(str(tmp_path / "notice.typ")))
    read = [line for line in found.lines if not line.left_out]
    assert sorted(line.text for line in found.lines if line.left_out) == ["— 1 —", "— 2 —", "样例页眉", "样例页眉"]
    assert [x.text for x in read if not x.cells and x.text != LONG] == [
        "关于示例申报的通知",
        "一、总体要求",
        "（一）活动。开展活动不少于5场。",
        "二、其他",
    ]
    assert LONG in [line.text for line in read]
    assert [[tuple(cell) for cell in x.cells] for x in read if x.cells] == [
        [("名称", 1, 1), ("数量", 1, 1), ("备注", 1, 1)],
        [("甲", 1, 1), ("10", 1, 1), ("无", 1, 1)],
        [("合计", 2, 1), ("12", 1, 1)],
    ]
    assert [citation(h) for h in found.headings] == ["一", "一.1", "二"]


def test_what_mail_leaves_behind_goes_and_copies_stay(tmp_path):
    text = (
        "发件人: 甲 <a@example.org>\n收件人: 乙\n主题: 转发\n关于示例的通知\n一、内容\n抄送：样例省科协。\n"
        "本邮件及附件含保密信息，仅供收件人使用。\n发自我的 iPhone\n-- \n甲\n样例处室\n"
    )
    found = outline(tmp_path, "mail.txt", text.encode())
    assert [x.text for x in found.lines if not x.left_out] == ["关于示例的通知", "一、内容", "抄送：样例省科协。"]
    assert {x.left_out for x in found.lines if x.left_out} == {"mail"}


def test_tables_of_older_programs_are_tables(tmp_path):
    found = outline(
        tmp_path,
        "form.txt",
        "填表\n\t一、基本情况\n\n\t姓名\n\t\n\t手机\n\t\n\n\t年  月\n至  月\n\t内容\n\n末尾\n".encode(),
    )
    assert [[c.text for c in x.cells] for x in found.lines if x.cells] == [
        ["一、基本情况"],
        ["姓名", "", "手机", ""],
        ["年  月\n至  月", "内容"],
    ]
    assert [citation(h) for h in found.headings] == ["一"]


def test_what_a_notice_prints_about_itself_is_held_against_the_file(tmp_path):
    text = (
        "1. [发文机构] 样例市科学技术协会\n2. [成文日期] 2024-02-29\n3. [发布日期] 2024-03-01\n4. [废止日期]\n"
        "关于示例的通知\n各区科协:\n按照《样例市园区发展规划》《样例市资金管理办法》，通知如下。\n一、内容\n"
    )
    block = Block.model_validate(
        {
            "issuer": "样例市科学技术协会",
            "written": "2024-02-29",
            "published": "2024-03-02",
            "basis": ["样例市园区发展规划"],
            "addressed_to": ["各区科协"],
        }
    )
    found = facts(outline(tmp_path, "notice.txt", text.encode()), block)
    assert [(fact.name, fact.printed, fact.agrees) for fact in found] == [
        ("发文机构", "样例市科学技术协会", True),
        ("成文日期", "2024-02-29", True),
        ("发布日期", "2024-03-01", False),
        ("废止日期", "", True),
        ("主送", "各区科协", True),
        ("依据", "《样例市园区发展规划》", True),
        ("依据", "《样例市资金管理办法》", False),
    ]

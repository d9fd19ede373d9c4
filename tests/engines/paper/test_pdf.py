"""Printed as PDF: the same bytes, everything on its page, nothing read as markup."""

import datetime as dt
import hashlib
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from juli.engines.paper.blocks import (
    Addressee,
    Attachment,
    Attachments,
    Cell,
    Field,
    FieldGrid,
    Heading,
    Imprint,
    Line,
    LongText,
    Numbered,
    Opinion,
    PageBreak,
    Pledge,
    Pledges,
    Prose,
    Scan,
    Sign,
    SignOff,
    Table,
    Title,
)
from juli.engines.paper.document import Cover, CoverField, Document, Furniture
from juli.engines.paper.pdf import pdf
from juli.engines.paper.problems import BadDocument
from tests.engines.paper.papers import papers
from tests.engines.paper.reading import fonts, pages, squeezed
from tests.engines.paper.sample import ANSWERS, ATTACHMENTS, DATED, DRAFT, FURNITURE, SPEC, filled

ROOT = Path(__file__).parents[3]
MARKUP = (
    "#let x = 1; $a^2$ *粗* _斜_ @ref <label> `raw` [x] {y} // c /* d */ \\ \\u{41} ~ -- --- ... \"q\" 's' "
    '= 标题 + 项 1. 项 #panic() #read("/etc/passwd")'
)
EVERY_BLOCK = (
    Title("标题文字", "文号文字"),
    Addressee("主送文字："),
    Heading("二级标题", 2),
    Heading("三级标题", 3),
    Prose("段落文字\n第二段", numbered=True),
    Line("行标签", "行内容"),
    Heading("一、长文", hint="提示文字"),
    LongText("长文内容"),
    Heading("二、清单"),
    Numbered("依据", ("第一条", "第二条\n续")),
    Heading("三、栏目"),
    FieldGrid((Field("甲", "甲值"), Field("乙", "乙值"), Field("丙", "丙值", wide=True, group="组"))),
    Heading("四、表"),
    Table((1, 2), ((Cell("表头", across=2, kind="head"),), (Cell("左"), Cell("右"))), head=1),
    Heading("五、意见"),
    Opinion("意见文字", (Sign("负责人", "signature", "已签"), Sign("公章处", "seal"), Sign("年月日", "date"))),
    Heading("六、承诺"),
    Pledges((Pledge("已承诺", given=True), Pledge("未承诺", given=False)), (Sign("承诺人", "signature"),), "开头"),
    Heading("七、附件"),
    Attachments((Attachment("附件甲", "a.pdf", 3, "备注文字"), Attachment("附件乙"))),
    Scan("https://juli.example.org/v/1", "扫码说明"),
    PageBreak(),
    SignOff("署名单位", "成文日期"),
    Imprint("抄送单位", "印发机关", "印发日期"),
)
SAID = (
    "标题文字", "文号文字", "主送文字：", "二级标题", "三级标题", "1.段落文字", "2.第二段", "行标签", "行内容", "一、长文",
    "（提示文字）", "长文内容", "二、清单", "依据", "1.第一条", "2.第二条", "续", "三、栏目", "甲值", "乙值", "丙值", "组",
    "四、表", "表头", "左", "右", "五、意见", "意见文字", "负责人：已签", "公章处", "年月日", "六、承诺", "开头", "☑已承诺",
    "☐未承诺", "承诺人", "七、附件", "附件甲", "a.pdf", "备注文字", "附件乙", "扫码说明", "署名单位", "成文日期",
    "抄送：抄送单位", "印发机关", "印发日期",
)  # fmt: skip


def document(*blocks, style="form", **values):
    return Document("题目", blocks, DATED, style, **values)


def test_the_same_form_gives_the_same_bytes():
    first = pdf(filled())
    pdf(filled(name="另一个项目"))  # What was printed between leaves no trace.
    assert pdf(filled()) == first
    assert pdf(filled(name="另一个项目")) != first


def test_another_process_gives_the_same_bytes():
    code = (
        "import hashlib, sys; from juli.engines.paper.pdf import pdf; from juli.engines.paper.word import word;"
        "from tests.engines.paper.sample import filled; from tests.engines.paper.papers import papers;"
        "print(*[hashlib.sha256(b).hexdigest() for d in (filled(), papers()['notice']) for b in (pdf(d), word(d))])"
    )
    from juli.engines.paper.word import word

    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    here = [hashlib.sha256(b).hexdigest() for d in (filled(), papers()["notice"]) for b in (pdf(d), word(d))]
    assert run.stdout.split() == here


def test_the_zone_may_be_named():
    moment = dt.datetime(2026, 5, 18, 15, 20, 7, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert pdf(replace(document(Prose("文")), dated=moment)) == pdf(document(Prose("文")))


def test_a_date_without_a_zone_is_refused():
    with pytest.raises(BadDocument, match="aware"):
        replace(document(), dated=DATED.replace(tzinfo=None))


def test_several_threads_may_print():
    wanted, found = [pdf(filled(name=f"项目{n}")) for n in range(3)], {}
    threads = [
        threading.Thread(target=lambda n=n: found.__setitem__(n, pdf(filled(name=f"项目{n}")))) for n in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[n] for n in range(3)] == wanted


def test_every_page_carries_number_version_code_and_its_place():
    printed = pages(pdf(filled()))
    count = len(printed)
    assert count > 5
    for number, text in enumerate(printed, 1):
        assert "编号SL-2026-0017第3版" in text
        assert "校验码7K3M-9QXD-W" in text
        assert f"第{number}页共{count}页" in text
        assert "草稿" not in text


def test_drafts_say_so_on_every_page():
    printed = pages(pdf(filled(DRAFT)))
    assert all("草稿" in text for text in printed)
    assert all("校验码" not in text for text in printed)
    english = pages(pdf(replace(document(Prose("text")), language="en", furniture=DRAFT)))
    assert "DRAFT" in english[0]
    assert "Page1of1" in english[0]


def test_the_code_to_scan_is_on_every_page():
    import pypdfium2

    plain, coded = (pypdfium2.PdfDocument(pdf(filled(f))) for f in (replace(FURNITURE, scan=""), FURNITURE))
    assert len(plain) == len(coded)
    for without, having in zip(plain, coded, strict=True):
        # A QR code of 29 modules and more is one long path.
        assert len(list(having.get_objects())) > len(list(without.get_objects()))


def test_every_answer_is_printed():
    whole = "".join(pages(pdf(filled())))

    def leaves(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for inner in value.values():
                yield from leaves(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                yield from leaves(inner)

    said = [squeezed(part) for text in leaves(ANSWERS) for part in text.split("\n")]
    # What runs over a page is cut by its furniture; its beginning and its end are there.
    assert [s for s in said if s[:12] not in whole or s[-12:] not in whole] == []
    assert [s.label for s in SPEC.sections if squeezed(s.label) not in whole] == []
    assert [a.label for a in ATTACHMENTS if squeezed(a.label) not in whole] == []


@pytest.mark.parametrize("style", ["form", "notice"])
def test_every_kind_of_block_is_printed(style):
    whole = "".join(pages(pdf(document(*EVERY_BLOCK, style=style))))
    lost = [said for said in SAID if said not in whole]
    # A notice numbers its attachments in a note instead of a table.
    if style == "form":
        assert lost == []
    else:  # It numbers its attachments in a note instead of a table, and has no hints.
        assert lost == ["（提示文字）", "a.pdf", "备注文字"]
        assert "附件：1.附件甲2.附件乙" in whole


def test_heads_and_headings_repeat_on_every_page():
    rows = tuple((Cell(str(n)), Cell("负责测试")) for n in range(80))
    head = ((Cell("合并表头", across=2, kind="head"),), (Cell("编号列", kind="head"), Cell("任务列", kind="head")))
    printed = pages(pdf(document(Heading("一、很长的表"), Table((1, 4), head + rows, head=2))))
    assert len(printed) >= 3
    for text in printed:
        assert text.count("一、很长的表合并表头编号列任务列") == 1


def test_the_name_of_a_group_repeats_and_never_stands_alone_at_the_foot():
    head = ((Cell("名称", kind="head"), Cell("内容", kind="head")),)
    rows = [(Cell(f"第{g}组", across=2, kind="group"), *[None] * 11) for g in range(9)]
    body = tuple(
        row
        for group in rows
        for row in ((group[0],), *((Cell(f"{group[0].text}的事"), Cell("内容")) for _ in group[1:]))
    )
    printed = pages(pdf(document(Table((1, 1), head + body, head=1))))
    assert len(printed) >= 4
    for number, text in enumerate(printed, 1):
        # Below the table's head the page names the group that its first row belongs to.
        first = text.partition("名称内容")[2]
        assert first[: len("第0组")] == first[len("第0组") :][: len("第0组")]
        assert text.partition(f"第{number}页")[0].endswith("内容")


def test_rows_left_blank_are_as_high_as_others():
    blank, written = (pdf(document(Table((1, 1), ((Cell(t), Cell(t)),) * 60))) for t in ("", "字"))
    assert len(pages(blank)) == len(pages(written))


def test_merged_cells_are_printed_once():
    table = Table(
        (1, 1, 1),
        (
            (Cell("跨两列", across=2), Cell("跨三行", down=3)),
            (Cell("跨两行", down=2), Cell("中")),
            (Cell("下"),),
        ),
    )
    (text,) = pages(pdf(document(table)))
    assert [text.count(t) for t in ("跨两列", "跨三行", "跨两行", "中", "下")] == [1] * 5


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (((Cell("多"), Cell("一"), Cell("格")),), "sticks out"),
        (((Cell("宽", across=3),),), "sticks out"),
        (((Cell("少"),),), "don't fill"),
        (((Cell("高", down=2), Cell()),), "sticks out"),
        (((Cell("甲"), Cell("乙", down=2)), (Cell("宽", across=2),)), "overlap"),
    ],
)
def test_tables_that_do_not_fit_together_are_refused(rows, said):
    with pytest.raises(BadDocument, match=said):
        pdf(document(Heading("一、表"), Table((1, 1), rows)))


def test_a_repeated_head_must_be_whole():
    with pytest.raises(BadDocument, match="reaches out"):
        pdf(document(Table((1,), ((Cell("头", down=2),), ()), head=1)))


def test_markup_is_printed_as_it_is():
    furniture = Furniture(MARKUP, 1, MARKUP, "https://juli.example.org/#let")
    cover = Cover(MARKUP, "申报书", (CoverField("栏", MARKUP),), MARKUP)
    made = pdf(
        document(
            LongText(MARKUP),
            FieldGrid((Field("栏", MARKUP), Field("组内", MARKUP, group=MARKUP))),
            Table((1,), ((Cell(MARKUP),),)),
            cover=cover,
            furniture=furniture,
            author=MARKUP,
        )
    )
    printed = pages(made)
    wanted = squeezed(MARKUP)
    # Header and footer on each page; title, line and maker of the cover; text, two fields, group and cell in the body.
    assert [text.replace("\u200b", "").count(wanted) for text in printed] == [2 + 3, 2 + 5]


def test_a_text_of_200000_characters_is_printed_whole():
    text = "".join(chr(0x4E00 + n % 400) for n in range(200_000))
    printed = pages(pdf(document(Heading("一、长文"), LongText(text), furniture=FURNITURE)))
    body = "".join(
        t.replace("编号SL-2026-0017第3版题目", "")
        .replace("一、长文", "", 1 if n == 0 else 0)
        .partition("校验码7K3M")[0]
        for n, t in enumerate(printed)
    )
    assert body == text
    assert len(printed) > 100


def test_what_cannot_break_still_wraps():
    long = "https://juli.example.org/" + "abcdefgh" * 30
    (text,) = pages(pdf(document(FieldGrid((Field("网址", long), Field("电话", "1"))))))
    assert text.replace("\u200b", "").count(long) == 1


def test_no_other_font_is_used():
    used = set().union(*fonts(pdf(filled())).values()) - {""}
    assert used == {
        "NotoSerifCJKsc-Regular",
        "NotoSerifCJKsc-Bold",
        "NotoSansCJKsc-Bold",
        "LXGWWenKai-Regular",
        "DejaVuSans",
    }


def test_a_notice_has_22_lines_of_28_characters():
    text = "".join(chr(0x4E00 + n) for n in range(28 * 22 * 2))
    import pypdfium2

    found = pypdfium2.PdfDocument(pdf(document(Prose(text, indent=False), style="notice")))
    first = found[0].get_textpage().get_text_range().split("\r\n")
    lines = [line for line in first if line.strip() and "—" not in line]
    assert [len(line) for line in lines] == [28] * 22


def test_the_papers_fit_their_pages():
    assert {name: len(pages(pdf(paper))) for name, paper in papers().items()} == {
        "receipt": 1,
        "registration": 1,
        "letter": 1,
        "notice": 2,
    }

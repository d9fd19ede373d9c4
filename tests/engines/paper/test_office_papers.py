"""The papers of an office: what they say, what they refuse, how they lie on their pages."""

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from juli.engines.paper.blocks import Cell, Table
from juli.engines.paper.characters import balanced
from juli.engines.paper.papers.audit_report import AuditLine, Limit, audit_report
from juli.engines.paper.papers.inner_list import inner_list
from juli.engines.paper.papers.listing import Column, table
from juli.engines.paper.papers.minutes import minutes
from juli.engines.paper.papers.panel_sheets import attendance_sheet, fee_list, scorecard
from juli.engines.paper.papers.public_notice import official_letter, public_notice
from juli.engines.paper.papers.ranking_sheet import ranking_sheet
from juli.engines.paper.papers.screening_opinion import screening_opinion
from juli.engines.paper.papers.speaking import ordinal
from juli.engines.paper.pdf import pdf
from juli.engines.paper.problems import BadDocument
from juli.engines.paper.word import word
from tests.engines.paper.office_papers import (
    APPROVAL,
    ATTENDANCE,
    AUDIT,
    CARD,
    FEES,
    INNER,
    LONG,
    MINUTES,
    NOTICE,
    OPINION,
    RANKING,
    REFUSAL,
    office_papers,
)
from tests.engines.paper.reading import pages, squeezed, word_texts

PAPERS = office_papers()
BUILD = {
    "opinion": (screening_opinion, OPINION),
    "notice": (public_notice, NOTICE),
    "letter": (official_letter, REFUSAL),
    "audit": (audit_report, AUDIT),
    "attendance": (attendance_sheet, ATTENDANCE),
    "fees": (fee_list, FEES),
    "card": (scorecard, CARD),
    "ranking": (ranking_sheet, RANKING),
    "minutes": (minutes, MINUTES),
    "inner list": (inner_list, INNER),
}


def printed(document):
    return "".join(pages(pdf(document)))


def test_another_process_gives_the_same_bytes():
    code = (
        "import hashlib; from juli.engines.paper.pdf import pdf; from juli.engines.paper.word import word;"
        "from tests.engines.paper.office_papers import office_papers;"
        "print(*[hashlib.sha256(pdf(d) + word(d)).hexdigest() for d in office_papers().values()])"
    )
    root = Path(__file__).parents[3]
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.split() == [hashlib.sha256(pdf(d) + word(d)).hexdigest() for d in PAPERS.values()]


@pytest.mark.parametrize(("build", "content"), BUILD.values(), ids=BUILD)
def test_the_papers_own_words_are_english_in_english(build, content):
    def words(language):
        return {squeezed(text) for text in word_texts(word(build(content, language=language))) if text}

    # What both say is the content's own; what English says beyond that holds nothing Chinese but content.
    own = words("en") - words("zh")
    assert own
    values = squeezed(repr(content)).replace("\\n", "")
    assert [t for t in own if any(c not in values for c in re.findall("[一-鿿]", t))] == []


@pytest.mark.parametrize("name", ["publication", "audit report", "ranking", "attendance", "inner list"])
def test_heads_of_tables_repeat(name):
    document = PAPERS[name]
    long = max((b for b in document.blocks if isinstance(b, Table)), key=lambda t: len(t.rows))
    head = squeezed("".join(cell.text for cell in long.rows[0]))
    found = pages(pdf(document))
    rows = [n for n, text in enumerate(found) if head in text]
    assert len(rows) >= 2
    assert rows == list(range(rows[0], rows[-1] + 1))
    assert [found[n].count(head) for n in rows] == [1] * len(rows)


# -- screening ---------------------------------------------------------------------------------------------------------


def test_an_opinion_lists_every_finding_and_all_reasons_at_once():
    said = printed(screening_opinion(OPINION))
    assert said.count("申报2人，社保缴纳记录显示1人不符合李喆") == 3
    assert said.count("登记于2015年3月1日，年检两年合格符合系统") == 3
    assert "退回补正。请于2026年6月1日前补正下列全部事项" in said
    assert all(f"{n}.{squeezed(reason)}" in said for n, reason in enumerate(OPINION.reasons, 1))
    assert "二、核定情况" in said
    assert "合计得分86.579.0" in said


def test_an_opinion_without_a_verification_numbers_on():
    accepted = replace(OPINION, decision="accepted", reasons=(), due=None, verification=())
    said = printed(screening_opinion(accepted))
    assert "予以受理" in said
    assert "二、审查结论" in said


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"decision": "refused", "reasons": ()}, "no reason"),
        ({"reasons": ()}, "no reason"),
        ({"due": None}, "no date"),
    ],
)
def test_a_decision_without_reason_or_date_is_refused(change, match):
    with pytest.raises(BadDocument, match=match):
        replace(OPINION, **change)


# -- publications and letters ------------------------------------------------------------------------------------------


def test_a_publication_says_period_list_objections_and_contacts_in_order():
    """S0-105: what goes on the website, in the layout of an official document."""
    said = printed(public_notice(NOTICE))
    heads = ["一、公示期", "二、公示名单", "三、异议的提出与受理", "四、联系方式", "五、监督方式", "附件：异议书式样"]
    assert sorted(heads, key=said.index) == heads
    assert "公示期为2026年5月19日至2026年5月25日（5个工作日）。" in said
    assert all(squeezed(row[1]) in said for row in NOTICE.listings[0].rows)


def test_what_a_publication_leaves_out_takes_no_number():
    said = printed(public_notice(replace(NOTICE, objections=(), contacts=())))
    assert "三、监督方式" in said
    assert "四、" not in said


def test_an_annexed_list_starts_a_page_and_leads_the_attachments():
    found = pages(pdf(public_notice(replace(NOTICE, annexed=True))))
    first = next(n for n, text in enumerate(found) if text.startswith("附件1拟支持项目名单序号"))
    assert "附件：1.拟支持项目名单2.异议书式样" in found[first - 1]
    assert found[first - 1].endswith(f"示例市科学技术委员会2026年5月18日—{first}—")
    alone = pages(pdf(public_notice(replace(NOTICE, annexed=True, attachments=()))))
    assert any(text.startswith("附件拟支持项目名单") for text in alone)


def test_a_signature_has_text_on_its_page():
    # However far down the text ends, the page of the date holds the last line before it.
    for lines in range(10, 22):
        letter = replace(REFUSAL, reasons=(), paragraphs=tuple(f"第{n}段。" for n in range(lines)), after=("完。",))
        found = pages(pdf(official_letter(letter)))
        page = next(text for text in found if "2026年5月18日" in text)
        assert "完。示例市科学技术委员会2026年5月18日" in page


def test_the_foot_of_a_notice_stands_at_the_foot_of_its_page():
    import pypdfium2

    found = pypdfium2.PdfDocument(pdf(official_letter(APPROVAL)))
    last = found[len(found) - 1].get_textpage()
    _, bottom, _, _ = last.get_charbox(last.get_text_range().index("抄"))
    # 35 mm below the type area, two lines of the foot.
    assert 35 < bottom / 72 * 25.4 < 60


def test_a_letter_numbers_its_reasons_and_names_its_contact_below_the_date():
    said = printed(official_letter(REFUSAL))
    assert f"{LONG}：" in said
    assert [said.index(f"（{n}）") for n in "一二三"] == sorted(said.index(f"（{n}）") for n in "一二三")
    assert "2026年5月18日（联系人：陈珺；电话：010-00000001）" in printed(official_letter(APPROVAL))


def test_titles_break_evenly_and_never_within_a_number_or_bracket():
    title = "关于示例社会组织服务能力提升项目（2026 年）拟支持名单的公示"
    assert balanced(title, 20) == ("关于示例社会组织服务能力提升项目", "（2026 年）拟支持名单的公示")
    assert balanced("短标题", 20) == ("短标题",)
    long = "关于" + "示例" * 30
    assert "".join(balanced(long, 20)) == long
    assert all(len(line) <= 20 for line in balanced(long, 20))


# -- audit -------------------------------------------------------------------------------------------------------------


def test_a_report_shows_lines_limits_and_the_end_in_figures_and_capitals():
    """S0-101, S0-102: what is paid elsewhere or charged for is accepted with nothing."""
    said = printed(audit_report(AUDIT))
    assert "合计742,510.20325,125.09" in said
    assert "核定支出合计325,125.09" in said
    assert "单个项目上限15万元通知第五条第（三）项150,000.05" in said
    assert "最终核定金额人民币壹拾伍万元零伍分150,000.05" in said


def line(declared="100.00", accepted="100.00", decision="in_scope"):
    return AuditLine("会议费", "记 1 号", Decimal(declared), decision, Decimal(accepted))


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"lines": (line(accepted="100.01"),), "limits": (), "accepted": Decimal("100.01")}, "more is accepted"),
        ({"lines": (line(decision="commercial"),), "limits": (), "accepted": Decimal(100)}, "out of scope"),
        ({"lines": (line(),), "limits": (), "accepted": Decimal("99.99")}, "isn't what remains"),
        ({"lines": (line(),), "limits": (Limit("上限", Decimal(200)),), "accepted": Decimal(200)}, "raise"),
        ({"lines": (line("100.001", "100"),), "limits": (), "accepted": Decimal(100)}, "whole cents"),
    ],
)
def test_amounts_that_disagree_are_refused(change, match):
    with pytest.raises(BadDocument, match=match):
        replace(AUDIT, **change)


# -- panel -------------------------------------------------------------------------------------------------------------


def test_an_attendance_sheet_leaves_rows_to_sign_of_11_mm():
    document = attendance_sheet(replace(ATTENDANCE, attendees=(), blank=20))
    import pypdfium2

    text = pypdfium2.PdfDocument(pdf(document))[0].get_textpage()
    found = text.get_text_range()
    heights = [text.get_charbox(m.start())[1] / 72 * 25.4 for m in re.finditer(r"(?m)^1[0-9]\s*$", found)]
    gaps = {round(above - below) for above, below in pairwise(heights)}
    assert gaps == {11}
    assert word(document).count(b'w:hRule="atLeast"') == 20


def test_fees_are_summed_in_figures_and_capitals():
    said = printed(fee_list(FEES))
    assert "合计人民币壹万肆仟肆佰零肆元伍角14,404.50" in said
    assert said.count("110***********123X") == 9


@pytest.mark.parametrize("field", ["identity", "account"])
def test_whole_numbers_of_persons_are_refused(field):
    with pytest.raises(BadDocument, match=r"^2 王堃: the number of ID or account isn't masked"):
        replace(FEES, fees=(FEES.fees[0], replace(FEES.fees[1], **{field: "11010119900101123X"})))


def test_a_scorecard_says_marks_as_given_and_why_there_is_none():
    said = printed(scorecard(CARD))
    assert "标准研制与应用推广0—3024团体标准" in said
    assert "国际合作0—20—材料不足，不评。" in said
    assert "评审专家专家07" in said
    none = replace(
        CARD, items=tuple(replace(i, mark=None) for i in CARD.items), total=None, abstained="与申报单位有合作"
    )
    assert "未评分：与申报单位有合作" in printed(scorecard(none))


def test_a_ranking_draws_its_line_and_shows_ties_and_dropped_marks():
    said = printed(ranking_sheet(RANKING))
    assert squeezed(RANKING.rule) in said
    line = said.index(squeezed(RANKING.line))
    assert said.index("SL-2026-0020") < line < said.index("SL-2026-0021")
    assert said.count("并列SL-2026") == 2
    assert "(98.5)97.597.597.5(89.0)97.50" in said


@pytest.mark.parametrize("cut", [0, 60])
def test_a_line_may_stand_at_either_end(cut):
    said = printed(ranking_sheet(replace(RANKING, cut=cut)))
    line = said.index(squeezed(RANKING.line))
    numbers = [said.index(f"SL-2026-{n:04}") for n in range(1, 61)]
    assert sum(place < line for place in numbers) == cut


def test_a_line_outside_the_list_is_refused():
    with pytest.raises(BadDocument, match="outside"):
        replace(RANKING, cut=61)


def test_the_line_is_heavy_in_word():
    data = word(ranking_sheet(RANKING))
    assert data.count(b'<w:top w:val="single" w:sz="14"') == 1
    assert word(ranking_sheet(replace(RANKING, cut=None))).count(b'<w:top w:val="single" w:sz="14"') == 0


# -- minutes, inner list -----------------------------------------------------------------------------------------------


def test_minutes_say_who_was_there_and_what_was_decided():
    """S2-3: the meeting that approved it leaves its minutes."""
    said = printed(minutes(replace(MINUTES, annexed=False)))
    assert "请假：张三（出差）列席：财政处王堃、机关纪委陈珺记录：李喆一、会议情况" in said
    assert "二、会议决定（一）原则同意" in said
    assert "三、会议审定名单拟支持项目名单序号" in said
    without = printed(minutes(replace(MINUTES, discussed=(), listings=(), absent=())))
    assert "一、会议决定" in without
    assert "请假" not in without


def test_an_inner_list_counts_documents_and_pages():
    said = printed(inner_list(INNER))
    assert "本卷共60件，已计392页，1件未计页数" in said
    assert "示科函〔2026〕12号" in said
    whole = replace(INNER, entries=INNER.entries[:2])
    assert "本卷共2件，3页" in printed(inner_list(whole))
    assert "李喆专家评分表202605022" in said


# -- tables ------------------------------------------------------------------------------------------------------------


def test_numbers_stay_whole_and_texts_share_the_rest():
    columns = (Column("序号", "center"), Column("编号"), Column("名称"), Column("说明"), Column("备注"))
    made = table(columns, [("1", "SL-2026-0017", "长" * 30, "长" * 90, "")])
    ordinal_, number, name, remark, note = made.widths
    assert number >= len("SL-2026-0017") * 0.57 + 1
    assert ordinal_ == note == 3
    assert name < remark
    assert sum(made.widths) == pytest.approx(43.2)


def test_rows_of_a_table_may_be_cells():
    made = table((Column("甲"), Column("乙")), [("1", "2"), (Cell("合并", across=2),)], (Cell("末", across=2),))
    assert [[cell.text for cell in row] for row in made.rows] == [["甲", "乙"], ["1", "2"], ["合并"], ["末"]]


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100")]
)
def test_ordinals(number, said):
    assert ordinal(number, "zh") == said
    assert ordinal(number, "en") == str(number)

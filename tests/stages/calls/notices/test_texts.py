"""Importing, looking through, taking, carrying over: on both databases."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from juli.registry.files.findings import Refused as FileRefused
from juli.registry.journal.models import Entry
from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.calls.models import Notice, Paragraph
from juli.stages.calls.notices import queries
from juli.stages.calls.notices.actions.anchors import anchor_clause, anchor_sure, release_anchor
from juli.stages.calls.notices.actions.texts import decide_line, discard_notice, import_notice, take_notice
from tests.people import people
from tests.stages.calls.notices.world import AT, OUTREACH, PARKS, call, text_of, word_file


@pytest.fixture
def world(database, tmp_path, settings):
    settings.JULI_FILES_DIR = tmp_path / "files"
    return people()


def brought(where, by, data, name="notice.txt"):
    return import_notice(call=where, blocks=[data], name=name, by=by, at=AT)


def taken(where, by, data, name="notice.txt"):
    notice = brought(where, by, data, name)
    take_notice(notice=notice, version=notice.version, by=by, at=AT)
    notice.refresh_from_db()
    return notice


def test_a_notice_is_imported_looked_through_and_taken(world):
    officer, where = world.users["officer"], call(PARKS)
    notice = brought(where, officer, text_of(PARKS))
    assert (notice.state, notice.number, notice.encoding) == ("read", 1, "utf-8")
    out = {line.text.strip(): line.left_out for line in queries.lines(notice) if line.left_out}
    assert out == {
        "首页 > 信息公开 > 通知公告": "web-page",
        "字号:": "web-page",
        "— 1 —": "page-number",
        "— 2 —": "page-number",
        "分享:": "web-page",
        "相关解读": "web-page",
        "您访问的链接即将离开本网站 是否继续?": "web-page",
    }
    assert queries.in_force(where) is None
    take_notice(notice=notice, version=1, by=officer, at=AT)
    assert queries.in_force(where) == notice
    acts = list(Entry.objects.filter(subject_type="call").values_list("act", flat=True))
    assert acts == ["notice.imported", "notice.taken"]


def test_what_was_left_out_is_taken_back_and_what_was_read_left_out(world):
    officer, where = world.users["lead"], call(OUTREACH)
    notice = brought(where, officer, text_of())
    marked = next(line for line in queries.lines(notice) if line.residue)
    assert (marked.residue[0].code, "[bookmark" in marked.text) == ("bookmark", False)
    notice = decide_line(notice=notice, number=marked.number, decision="kept", version=1, by=officer, at=AT)
    notice = decide_line(notice=notice, number=1, decision="dropped", version=2, by=officer, at=AT)
    found = {line.number: line for line in queries.lines(notice)}
    assert "[bookmark" in found[marked.number].text
    assert found[1].left_out == "by-hand"
    with pytest.raises(Stale):
        decide_line(notice=notice, number=2, decision="dropped", version=1, by=officer, at=AT)
    take_notice(notice=notice, version=3, by=officer, at=AT)
    with pytest.raises(Refused):
        decide_line(notice=notice, number=1, decision="", version=4, by=officer, at=AT)


def test_only_the_office_imports(world):
    with pytest.raises(Refused):
        brought(call(), world.users["administrator"], text_of())
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "notice.txt", "empty"),
        (b"   \n\n", "notice.txt", "no-text"),
        (b"\x89PNG\r\n\x1a\n0000", "notice.txt", "disguised"),
        (b"PK\x03\x04 broken", "notice.docx", "disguised"),
        ("示例。".encode() * 150_000, "notice.txt", "too-much-text"),
    ],
)
def test_a_file_that_is_no_notice_says_why(world, data, name, code):
    with pytest.raises(FileRefused) as refused:
        brought(call(), world.users["officer"], data, name)
    assert code in [finding.code for finding in refused.value.findings]
    assert Notice.objects.count() == Paragraph.objects.count() == 0


def test_gb18030_reads_as_utf_8_does(world):
    officer, where = world.users["officer"], call()
    first = brought(where, officer, text_of())
    second = brought(where, officer, text_of().decode().encode("gb18030"))
    assert (second.encoding, second.text_digest) == ("gb18030", first.text_digest)
    assert list(where.notices.values_list("number", flat=True)) == [1]


def test_word_keeps_its_tables_and_the_numbers_it_counts(world):
    notice = taken(call(), world.users["officer"], word_file(), "notice.docx")
    lines = queries.lines(notice)
    assert [(x.text, x.left_out) for x in lines if x.left_out] == [("样例页眉", "header")]
    assert [x.shown for x in lines if x.label] == ["1.成立满一年", "2.年检合格"]
    assert [[tuple(cell) for cell in x.cells] for x in lines if x.cells] == [
        [("基础", 1, 2), ("人员与场地", 2, 1)],
        [("30 分", 1, 1), ("", 1, 1)],
        [("", 1, 1), ("", 1, 1), ("合计", 1, 1)],
    ]
    assert [h.path for h in queries.outline(notice).headings] == [(1,), (1, 1), (1, 2), (2,)]


def test_a_text_put_away_leaves_nothing(world):
    officer, where = world.users["officer"], call()
    discard_notice(notice=brought(where, officer, text_of()), by=officer, at=AT)
    assert Notice.objects.count() == Paragraph.objects.count() == 0


def test_a_clause_is_confirmed_changed_and_released(world):
    officer, where = world.users["officer"], call()
    notice = taken(where, officer, text_of())
    proposal = next(
        p for p in queries.proposals_for(notice, queries.current(where).programme) if p.target.id == "parks"
    )
    one = anchor_clause(
        notice=notice, clause="parks", first=proposal.first, last=proposal.last, version=0, by=officer, at=AT
    )
    two = anchor_clause(notice=notice, clause="parks", first=30, last=30, version=1, by=officer, at=AT)
    assert (two.pk, two.version, two.proposed_first) == (one.pk, 2, proposal.first)
    with pytest.raises(Stale):
        anchor_clause(notice=notice, clause="parks", first=30, last=31, version=1, by=officer, at=AT)
    for first, last in ((31, 30), (900, 900)):
        with pytest.raises(Refused):
            anchor_clause(notice=notice, clause="parks", first=first, last=last, version=2, by=officer, at=AT)
    with pytest.raises(Refused):
        anchor_clause(notice=notice, clause="no-such", first=1, last=1, version=0, by=officer, at=AT)
    release_anchor(notice=notice, clause="parks", version=2, by=officer, at=AT)
    assert queries.passages(where) == {}


def test_all_that_is_sure_is_confirmed_at_once_and_read_by_clause(world):
    officer, where = world.users["officer"], call()
    notice = taken(where, officer, text_of())
    n = anchor_sure(notice=notice, by=officer, at=AT)
    assert n == anchor_count(notice) > 15
    assert anchor_sure(notice=notice, by=officer, at=AT) == 0
    passage = queries.passages(where)["standards.association"]
    assert [piece.marked for piece in passage.pieces] == ["上一年度发布团体标准不少于3项"]
    assert passage.pieces[0].before.startswith("1.基本条件。")


def anchor_count(notice):
    return notice.anchors.count()


def test_anchors_go_over_to_a_new_text_where_it_says_the_same(world):
    officer, where = world.users["officer"], call()
    old = taken(where, officer, text_of())
    anchor_sure(notice=old, by=officer, at=AT)
    before = {a.clause: a.first for a in old.anchors.all()}
    changed = text_of().decode().replace("不少于12条", "不少于20条").replace("附件1\n", "附件1\n增加的一段说明。\n", 1)
    new = taken(where, officer, changed.encode())
    after = {a.clause: a.first for a in new.anchors.all()}
    assert {c: n for c, n in after.items() if n != before[c] + 1} == {}
    lost = {row.target.id for row in queries.anchoring(where, new).rows if row.lost}
    assert lost == set(before) - set(after) == {"research.commissioned", "research.own", "research.news"} & set(before)
    assert queries.passages(where)["parks"].first == before["parks"] + 1


@pytest.mark.django_db
def test_the_pages_ask_the_database_as_often_for_one_anchor_as_for_all(tmp_path, settings):
    settings.JULI_FILES_DIR = tmp_path / "files"
    found = people()
    officer, where = found.users["officer"], call(about="notice: {issuer: 样例市科学技术协会}\n")
    notice = taken(where, officer, text_of())
    anchor_clause(notice=notice, clause="parks", first=27, last=28, version=0, by=officer, at=AT)
    client = found.client("officer")
    asked = {}
    for _ in range(2):
        for path in ("office/calls/{}/notice/", "office/calls/{}/notice/anchors/", "calls/sample-outreach/"):
            with CaptureQueriesContext(connection) as queries_made:
                assert client.get(f"/{path.format(where.pk)}").status_code == 200
            asked.setdefault(path, []).append(len(queries_made))
        anchor_sure(notice=notice, by=officer, at=AT)
    assert {path: counts for path, counts in asked.items() if counts[1] > counts[0]} == {}

"""The list of calls and the rules of each, as the server sends them."""

import json
import re

import pytest

from juli.stages.calls.shelf import shelf
from tests.stages.calls.reading import words


def test_the_list_names_every_call_and_plan(visitor):
    answer = visitor.get("/")
    for programme in shelf().programmes.values():
        assert programme.title.zh in words(answer)
    assert "样例智能产业协会" not in words(answer), "samples only in a demonstration"
    assert "正在受理" not in words(answer), "nothing printed lies ahead"


def test_the_list_speaks_english(english):
    shown = words(english.get("/"))
    for programme in shelf().programmes.values():
        assert programme.title.en in shown
    assert "See which calls fit us" in shown


def test_a_demonstration_shows_a_sample_beside_the_title(visitor, samples):
    shown = words(visitor.get("/"))
    assert "样例智能产业协会 示例" in shown
    assert "上一年度发布团体标准：3 项，需 2 项" in shown


def test_a_call_that_is_open_counts_down(visitor, root):
    file = root / "small" / "programme.yaml"
    far = file.read_text(encoding="utf-8").replace("2031-03-01", "2001-03-01").replace("2031-03-20", "2931-03-20")
    file.write_text(far, encoding="utf-8")
    shown = words(visitor.get("/"))
    assert "正在受理" in shown
    assert re.search(r"还有 \d+ 天 \d\d:\d\d", shown)
    assert re.search(r"还有 \d+ 天 \d\d:\d\d", words(visitor.get("/programmes/small/")))


def test_a_call_to_come_says_when_it_opens(visitor, root):
    assert "2031-03-01 开始" in words(visitor.get("/programmes/small/"))


def test_an_empty_shelf_says_how_to_fill_it(visitor, root):
    (root / "small" / "programme.yaml").unlink()
    assert "还没有批次" in words(visitor.get("/"))


def test_a_bad_file_is_told_on_the_list_and_in_its_place(visitor, root):
    (root / "small" / "programme.yaml").write_text("id: small\n", encoding="utf-8")
    assert "“small”的规则文件无法使用" in words(visitor.get("/"))
    answer = visitor.get("/programmes/small/")
    assert answer.status_code == 503
    assert "这个批次的规则文件无法使用" in words(answer)
    (root / "vocabulary.yaml").unlink()
    assert visitor.get("/").status_code == 503


@pytest.mark.parametrize("name", [p.id for p in shelf().calls])
def test_every_clause_has_its_place_on_the_board(visitor, name):
    text = visitor.get(f"/programmes/{name}/").content.decode()
    programme = shelf().programmes[name]
    missing = [c for c in programme.clauses if f'id="clause-{c}"' not in text]
    assert missing == []
    doubled = [c for c in programme.clauses if text.count(f'id="clause-{c}"') > 1]
    assert doubled == []


def test_what_a_notice_leaves_out_and_what_is_assumed_is_said(visitor):
    shown = words(visitor.get("/programmes/zgc-2022/"))
    assert "支持数量 通知未载明" in shown
    assert "专家评审 假定" in shown
    assert "申报书 假定" in shown
    assert "截止日期 通知未载明" in shown


def test_what_a_notice_says_of_itself_is_told_in_words(visitor, english):
    """S3-59: its place in the issuer's site; S3-56: what leads out says so."""
    shown = words(visitor.get("/programmes/bast-2024/"))
    for said in ("相关 相关解读、相关政策", "所在栏目 政务公开 / 政策公开 / 政策文件", "主题分类 科技教育/科技"):
        assert said in shown
    page = english.get("/programmes/bast-2024/")
    assert "Section of the site open government / policies / documents" in words(page)
    assert '<a href="https://www.creditchina.gov.cn" rel="external noopener">' in page.content.decode()
    assert words(page).count("leads out of this site, to one that its own owner answers for") == 2


def test_readings_stand_with_their_alternatives(visitor):
    shown = words(visitor.get("/programmes/zgc-2022/"))
    assert "专利池新增专利且服务企业 按各专利池合计 按此判定 按单个专利池" in shown
    assert "通知有不止一种读法的地方" not in words(visitor.get("/programmes/cast-2023/"))


def test_tracks_show_their_money_and_their_company(visitor):
    shown = words(visitor.get("/programmes/cast-2023/"))
    assert "20 家 · 约 20 万元" in shown
    assert "中选 1 个" in shown
    assert "联合申报" in shown


def test_editions_lead_to_one_another(visitor):
    for name in ("zgc-2022", "zgc-2025"):
        assert "/programmes/zgc-2025/difference/zgc-2022/" in visitor.get(f"/programmes/{name}/").content.decode()
    assert "difference" not in visitor.get("/programmes/bast-2024/").content.decode()


def test_the_rules_speak_english(english):
    shown = words(english.get("/programmes/zgc-2025/"))
    assert "at least 2 standards" in shown
    assert "One work counts in one category" in shown


@pytest.mark.parametrize(
    "path",
    [
        "/programmes/nothing/", "/programmes/juli-2022/", "/programmes/nothing/programme.yaml",
        "/programmes/nothing/clauses.json", "/programmes/juli-2022/workbook.xlsx", "/programmes/nothing/check/",
        "/programmes/zgc-2022/check/nobody/", "/check/nobody/", "/programmes/zgc-2025/difference/nothing/",
        "/programmes/nothing/difference/zgc-2022/", "/plans/nothing/", "/plans/zgc-2022/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(visitor, samples, path):
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert "找不到这个页面" in words(answer)


def test_the_rules_are_files_too(visitor, english):
    answer = visitor.get("/programmes/zgc-2022/programme.yaml")
    assert answer.content.decode() == shelf().text(shelf().programmes["zgc-2022"])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="zgc-2022.yaml"'
    data = json.loads(english.get("/programmes/zgc-2022/clauses.json").content)
    assert data["digest"] == shelf().programmes["zgc-2022"].digest
    assert [c["id"] for c in data["categories"]] == [c.id for c in shelf().programmes["zgc-2022"].categories]
    assert data["categories"][0]["children"][2]["rule"].startswith("at least 2 standards")
    assert data["qualification"][0]["children"] == []
    answer = visitor.get("/programmes/zgc-2022/workbook.xlsx")
    assert answer.content[:2] == b"PK"

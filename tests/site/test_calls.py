"""The calls in Chromium: what people press and see, wide and narrow, in both languages."""

import re

import pytest
from playwright.sync_api import expect

from juli.stages.calls.shelf import shelf
from tests.site.conftest import NARROW, WIDE
from tests.stages.calls.conftest import DOSSIERS
from tests.stages.calls.test_uploads import filled

CHECK = "/programmes/zgc-2022/check/intelligence-association/"
PAGES = [
    "/",
    "/check/",
    "/check/intelligence-association/",
    "/programmes/zgc-2025/",
    "/programmes/cast-2023/",
    CHECK,
    "/programmes/zgc-2025/check/intelligence-association/",
    "/programmes/bast-2024/check/incubator/",
    "/programmes/zgc-2025/difference/zgc-2022/",
    "/plans/juli-2022/",
]
OPEN_ALL = "document.querySelectorAll('details:not(.menu)').forEach(each => each.open = true)"
PICTURED = "() => JSON.parse(document.getElementById('picture-data').textContent).clause"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def _demonstration(settings, tmp_path):
    settings.SAMPLES = DOSSIERS
    settings.WHAT_IF = tmp_path / "what-if"
    shelf()  # Read before a page waits for it.


@pytest.fixture
def english(new_page, live_server):
    """Makes pages of somebody who reads English."""

    def make(**options):
        page = new_page(**options)
        page.context.add_cookies([{"name": "juli_language", "value": "en", "url": live_server.url}])
        return page

    return make


@pytest.mark.parametrize("path", PAGES)
def test_no_barriers_and_nothing_to_scroll_sideways(new_page, english, barriers, overflow, path):
    wide = new_page(viewport=WIDE)
    wide.goto(path)
    wide.evaluate(OPEN_ALL)
    assert overflow(wide) == 0
    assert barriers(wide) == []
    narrow = english(viewport=NARROW)
    narrow.goto(path)
    narrow.evaluate(OPEN_ALL)
    assert overflow(narrow) == 0


@pytest.mark.parametrize("path", ["/", "/check/intelligence-association/"])
def test_no_barriers_on_a_small_screen_in_english(english, barriers, path):
    page = english(viewport=NARROW)
    page.goto(path)
    assert barriers(page) == []


def test_from_the_front_page_to_a_verdict(page):
    page.goto("/")
    page.get_by_role("link", name="看看适合哪个批次").click()
    page.get_by_role("link", name="样例智能产业协会").click()
    page.get_by_role("link", name="中关村社会组织支持项目（2022年）").click()
    expect(page.get_by_role("heading", name="已达到 2 类，需 3 类")).to_be_visible()
    expect(page.locator("nav[aria-label=主导航] [aria-current=page]")).to_have_text("申报批次")


def test_the_language_switch_keeps_the_page(page):
    page.goto("/programmes/zgc-2025/difference/zgc-2022/?only=tightened")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What has changed")
    assert page.url.endswith("/programmes/zgc-2025/difference/zgc-2022/?only=tightened")


def test_categories_open_with_the_keyboard_and_all_at_once(page):
    page.goto("/programmes/zgc-2022/")
    first = page.locator("details.category").first
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(first).to_have_attribute("open", "")
    page.get_by_role("button", name="全部展开").click()
    expect(page.locator("details.category:not([open])")).to_have_count(0)
    page.get_by_role("button", name="全部收起").click()
    expect(page.locator("details.category[open]")).to_have_count(0)


def test_an_address_of_a_clause_opens_what_it_is_in(page):
    page.goto("/programmes/zgc-2022/#clause-international.expo.each")
    expect(page.locator("[id='clause-international.expo.each']")).to_be_in_viewport()
    page.get_by_role("link", name="“互联网+”科技服务平台").first.click()
    expect(page.locator("[id='clause-platforms.internet']")).to_be_in_viewport()


def test_supposing_an_answer_changes_the_verdict_in_place(page):
    page.goto(CHECK)
    page.locator("#clause-brands > summary").click()
    page.locator("#heard").evaluate("element => element.dataset.same = 'yes'")
    yes = page.locator(".judging").get_by_role("link", name="假设是").first
    yes.click()
    expect(page.locator(".seal-of .tag")).to_have_text("符合")
    expect(page.get_by_text("假设情形：有 1 处与材料不同")).to_be_visible()
    expect(page.locator("#clause-brands")).to_have_attribute("open", "")
    expect(page.locator("#heard")).to_have_text("符合")
    expect(page.locator("#heard")).to_have_attribute("data-same", "yes")
    assert "yes=international.conference" in page.url
    expect(yes).to_be_focused()
    page.reload()
    expect(page.locator(".seal-of .tag")).to_have_text("符合")
    page.get_by_role("link", name="恢复原样").click()
    expect(page.locator(".seal-of .tag")).to_have_text("待认定")
    page.go_back()
    expect(page.get_by_text("假设情形")).to_be_visible()


def test_what_is_missing_comes_by_itself_and_can_be_supposed(page):
    page.goto(CHECK)
    missing = page.get_by_role("region", name="还差什么")
    expect(missing).to_contain_text("参与人数不少于 10 人")
    missing.get_by_role("link", name="假设是").first.click()
    expect(page.locator(".seal-of .tag")).to_have_text("符合")
    expect(missing).to_contain_text("不差什么")
    expect(page.locator("#verdict")).to_have_count(1)


def test_leaving_a_work_out_and_taking_it_back(page):
    page.goto(CHECK)
    page.locator("#clause-standards > summary").click()
    page.locator("[id='clause-standards.association']").get_by_role("link", name="假设不计").first.click()
    expect(page.get_by_text("假设情形")).to_be_visible()
    page.get_by_role("link", name=re.compile("不计“.*” ×")).click()
    expect(page.get_by_text("假设情形")).to_be_hidden()


def test_the_board_works_without_scripts(new_page):
    page = new_page(java_script_enabled=False)
    page.goto(CHECK)
    page.get_by_role("link", name="假设是").first.click()
    expect(page.locator(".seal-of .tag")).to_have_text("符合")
    page.locator("#day").fill("2022-03-01")
    page.get_by_role("button", name="重新判定").click()
    expect(page.locator("#day")).to_have_value("2022-03-01")
    expect(page.locator(".seal-of .tag")).to_have_text("符合")


def test_a_workbook_with_a_bad_row_is_mended_or_taken_without_it(narrow_page, watch, overflow, barriers):
    watch.expect("422")
    page = narrow_page
    rows = [
        {"id": "a1", "title": "好", "date": "2021-03-04", "attendance": 70},
        {"id": "a2", "title": "坏", "date": "昨天"},
    ]
    page.goto("/check/")
    page.locator("#id_file").set_input_files({"name": "台账.xlsx", "mimeType": XLSX, "buffer": filled(rows)})
    page.get_by_role("button", name="上传并对照").click()
    expect(page.get_by_role("alert")).to_contain_text("“台账.xlsx”有 1 处问题")
    row = page.get_by_role("row").filter(has_text="活动")
    expect(row).to_contain_text("4")
    expect(row).to_contain_text("C")
    assert overflow(page) == 0
    assert barriers(page) == []
    page.get_by_role("button", name="只用没有问题的 1 行继续").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("样例工作簿协会")
    page.goto("/check/")
    page.get_by_role("button", name="清除这份文件").click()
    expect(page.get_by_role("button", name="清除这份文件")).to_have_count(0)


def test_editions_are_filtered_by_kind_of_change(page):
    page.goto("/programmes/zgc-2025/difference/zgc-2022/")
    page.get_by_role("navigation", name="变化类型").get_by_role("link", name="放宽").click()
    expect(page.locator(".pair:not(.sides):not(.loosened)")).to_have_count(0)
    expect(page.locator(".pair.loosened").first).to_be_visible()


def test_moving_a_number_shows_who_falls_out(page, barriers, overflow):
    page.goto("/programmes/cast-2023/what-if/")
    outcome = page.locator("#outcome-title")
    expect(outcome).to_contain_text("1,000 家中")
    number = page.locator("[id='n-inspection-basic.at_most']")
    number.fill("0")
    number.press("Tab")
    expect(outcome).to_contain_text("受损")
    expect(page.locator("#picture svg")).to_be_visible()
    assert page.url.endswith("/programmes/cast-2023/what-if/?inspection-basic.at_most=0&focus=inspection-basic")
    expect(page.locator("#losers-title + p")).not_to_have_text("0")
    page.set_viewport_size(NARROW)
    page.evaluate(OPEN_ALL)
    assert overflow(page) == 0
    assert barriers(page) == []
    page.get_by_role("region", name="谁受损").get_by_role("link").first.click()
    expect(page.locator(".seal-of .tag")).to_be_visible()


def test_paper_shows_every_clause_open(page):
    page.emulate_media(media="print")
    page.goto("/programmes/zgc-2022/")
    expect(page.locator("[id='clause-standards.association']")).to_be_visible()
    expect(page.get_by_role("link", name="试一试")).to_be_hidden()


def test_the_picture_follows_a_slider_before_the_answer_is_there(page):
    page.goto("/programmes/cast-2023/what-if/")
    expect(page.locator("#picture svg")).to_be_visible()
    page.route("**/what-if/result/**", lambda route: None)
    page.locator(f"[data-clause='{page.evaluate(PICTURED)}'] .slide").press("ArrowRight")
    expect(page.locator("#picture svg")).to_contain_text("调整为")
    expect(page.locator(".legend .lost")).to_be_visible()
    before = page.locator("#picture svg").inner_html()
    page.evaluate(OPEN_ALL)
    page.locator(f".threshold:not([data-clause='{page.evaluate(PICTURED)}']) .slide").first.press("ArrowRight")
    assert page.locator("#picture svg").inner_html() == before, "another clause's number moves no line here"


def test_paper_shows_what_came_of_a_what_if(page):
    page.goto("/programmes/cast-2023/what-if/")
    expect(page.locator("#picture svg")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("#outcome-title")).to_be_visible()
    expect(page.get_by_role("button", name="开始试算")).to_be_hidden()


def test_every_stop_of_the_keyboard_on_a_board_can_be_seen(page):
    page.goto(CHECK)
    seen = 0
    while True:
        page.keyboard.press("Tab")
        tag, outline = page.evaluate("""() => {
            const style = getComputedStyle(document.activeElement);
            return [document.activeElement.localName, style.outlineStyle + " " + style.outlineWidth];
        }""")
        if tag == "body":
            break
        # A date's parts are marked by the browser itself.
        assert outline == "solid 2px" or tag == "input", page.evaluate("document.activeElement.outerHTML")
        seen += 1
    assert seen > 20

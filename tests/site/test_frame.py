"""The frame of every page, in Chromium."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.site.conftest import NARROW, WIDE

pytestmark = pytest.mark.urls("tests.site.gallery")

WIDTHS = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])


def cookie(live_server, name, value):
    return {"name": name, "value": value, "url": live_server.url}


@WIDTHS
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("path", ["/gallery/", "/no-such-page/"])
def test_no_barriers_and_nothing_to_scroll_sideways(
    new_page, live_server, watch, barriers, overflow, viewport, language, path
):
    watch.expect("404")
    page = new_page(viewport=viewport)
    page.context.add_cookies([cookie(live_server, "juli_language", language)])
    page.goto(path)
    assert barriers(page) == []
    assert overflow(page) == 0


@WIDTHS
def test_the_largest_text_still_fits(new_page, live_server, overflow, viewport):
    page = new_page(viewport=viewport)
    page.context.add_cookies([cookie(live_server, "juli_text_size", "larger")])
    page.goto("/gallery/")
    expect(page.locator("html")).to_have_attribute("data-text-size", "larger")
    assert overflow(page) == 0


def test_an_english_browser_sees_chinese_until_the_reader_switches(page):
    page.goto("/gallery/?year=2")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert urlsplit(page.url).path + "?" + urlsplit(page.url).query == "/gallery/?year=2"
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_the_text_size_is_kept_from_page_to_page(page):
    def size():
        return page.locator("h1").evaluate("element => parseFloat(getComputedStyle(element).fontSize)")

    page.goto("/gallery/")
    standard = size()
    page.get_by_text("字号").click()
    page.get_by_role("button", name="特大").click()
    expect(page.locator("html")).to_have_attribute("data-text-size", "larger")
    page.goto("/gallery/")
    assert size() == pytest.approx(standard * 21 / 15)
    page.get_by_text("字号").click()
    expect(page.get_by_role("button", name="特大")).to_have_attribute("aria-pressed", "true")


def test_the_frame_works_while_the_scripts_are_still_on_their_way(new_context):
    page = new_context().new_page()
    held = []
    page.route("**/*.js", lambda route: held.append(route.request.url))
    page.goto("/gallery/", wait_until="commit")
    page.get_by_text("字号").click()
    page.get_by_role("button", name="特大").click(no_wait_after=True)
    expect(page.locator("html")).to_have_attribute("data-text-size", "larger")
    assert held


def test_the_frame_works_without_scripts(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/gallery/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("Text size")).to_be_visible()


def test_every_stop_of_the_keyboard_can_be_seen(page):
    page.goto("/gallery/")
    stops = []
    while True:
        page.keyboard.press("Tab")
        stop, name, outline = page.evaluate("""() => {
            const focused = document.activeElement;
            const style = getComputedStyle(focused);
            return [focused.localName, focused.textContent.trim(), style.outlineStyle + " " + style.outlineWidth];
        }""")
        if stop == "body":
            break
        assert outline == "solid 2px", (stop, name)
        stops.append(name)
    entries = page.get_by_role("navigation", name="主导航").get_by_role("link").all_inner_texts()
    assert stops[: len(entries) + 6] == ["跳到正文", "聚聚力", *entries, "字号", "English", "登录", "Act"]


def test_the_first_stop_leads_past_the_frame(page):
    page.goto("/gallery/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("跳到正文")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_escape_and_a_click_elsewhere_close_the_menu(page):
    page.goto("/gallery/")
    menu = page.locator("details.menu")
    menu.locator("summary").press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.locator("h1").click()
    expect(menu).not_to_have_attribute("open", "")


def test_nothing_inline_gets_past_the_policy(page, watch):
    watch.expect("Content Security Policy")
    page.goto("/hostile/")
    assert page.title() == "Hostile · 聚力"
    assert page.locator("h1").evaluate("element => getComputedStyle(element).color") == "rgb(27, 35, 48)"
    refused = [problem for problem in watch.problems if "Content Security Policy" in problem]
    assert len(refused) == 2, "the style and the script"


def test_htmx_speaks_for_the_visitor(page, live_server):
    page.goto("/gallery/")
    page.wait_for_function("() => window.htmx && window.Alpine && window.echarts")
    with page.expect_response("**/text-size/") as answer:
        page.evaluate("void htmx.ajax('POST', '/text-size/', {values: {size: 'large', next: '/'}, swap: 'none'})")
    assert answer.value.status == 302, "with a token the form is accepted"


def test_paper_shows_the_content_alone(page):
    page.emulate_media(media="print")
    page.goto("/gallery/")
    expect(page.get_by_role("heading", name="Parts")).to_be_visible()
    expect(page.get_by_role("button", name="English")).to_be_hidden()
    expect(page.get_by_role("navigation")).to_be_hidden()


def test_gauges_draw_what_they_say(page):
    page.goto("/gallery/")
    widths = page.locator(".gauge:has(.track)").evaluate_all("""gauges => gauges.map(gauge => {
        const whole = gauge.querySelector(".ground").getBoundingClientRect();
        const share = box => Math.round(100 * box.width / whole.width);
        return Object.fromEntries([...gauge.querySelectorAll("rect:not(.ground, .bound)")].map(
            rect => [rect.getAttribute("class"), share(rect.getBoundingClientRect())]));
    })""")
    assert widths == [
        {"done": 90},
        {"undecided": 60},
        {"done": 30},
        {"undecided": 72, "planned": 48, "done": 12},
        {"undecided": 100, "done": 40},
        {"done": 100},
    ]


def test_a_machine_without_a_song_face_fetches_only_what_the_page_needs(page):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url) if request.url.endswith(".woff2") else None)
    page.goto("/gallery/")
    page.evaluate("document.fonts.ready.then(() => null)")
    assert fetched == [], "fonts-noto-cjk (apt.txt) brings a Song face"
    page.evaluate("""() => {
        document.documentElement.style.setProperty("--song", '"Noto Serif SC Variable"');
        document.body.offsetWidth;
    }""")
    page.evaluate("document.fonts.ready.then(() => null)")
    loaded = page.evaluate("[...document.fonts].filter(face => face.status === 'loaded').length")
    assert loaded == len(fetched)
    assert 0 < loaded < 30

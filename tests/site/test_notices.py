"""The notice in a browser: imported, looked through, anchored by keyboard; at 1280 and at 375; nothing for axe to find."""

import os
from pathlib import Path

import pytest

from juli.stages.calls.models import Anchor
from tests.people import people
from tests.site.conftest import NARROW, expect
from tests.stages.calls.notices.world import OUTREACH, PARKS, call

ABOUT = """notice:
  issuer: 样例市科学技术协会
  written: 2024-03-05
  published: 2024-03-08
  contacts:
    - {role: business, label: {zh: 业务咨询, en: questions}, phone: entered}
    - {role: paper, label: {zh: 纸质材料接收, en: paper}, address: entered}
"""


def shot(page, name):
    """A picture for the eye, where somebody asks for pictures."""
    if folder := os.environ.get("JULI_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page="narrow" not in name)


@pytest.fixture
def visit(new_page, live_server, transactional_db, settings, tmp_path):
    settings.JULI_FILES_DIR = tmp_path / "files"
    world = people()

    def page_of(who="officer", language="zh-hans", **options):
        page = new_page(**options)
        page.context.add_cookies([{"name": "juli_language", "value": language, "url": live_server.url}])
        if who != "nobody":
            cookie = world.client(who).cookies["juli_session"].value
            page.context.add_cookies([{"name": "juli_session", "value": cookie, "url": live_server.url}])
        return page

    return page_of


def test_from_the_file_to_the_passage_of_each_clause(visit, watch, barriers, overflow):
    watch.expect("422")
    where = call(OUTREACH)
    page = visit()
    page.goto(f"/office/calls/{where.pk}/notice/")
    assert barriers(page) == []
    shot(page, "notice-empty")
    page.set_input_files("input[name=file]", str(OUTREACH / "programme.yaml"))
    page.get_by_role("button", name="导入").click()
    expect(page.locator(".problems")).to_contain_text("txt")
    page.set_input_files("input[name=file]", str(OUTREACH / "notice.txt"))
    page.get_by_role("button", name="导入").click()
    expect(page.locator("h1")).to_have_text("核对正文")
    expect(page.locator(".flag", has_text="缺编号").first).to_be_visible()
    assert barriers(page) == []
    shot(page, "notice-preview")
    page.get_by_role("button", name="采用这份正文").click()
    expect(page.locator("h1")).to_have_text("条款定位")
    assert barriers(page) == []
    shot(page, "notice-anchoring")

    # By keyboard: the first, then the second after going down and up again.
    page.locator(".anchor").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#so-far b")).to_have_text("1")
    for key in ("j", "k", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#so-far b")).to_have_text("2")
    # Another passage, by two clicks in the text.
    page.locator("#clause-parks h2").click()
    page.locator("#p30 > p").click()
    page.locator("#p31 > p").click()
    expect(page.locator("#clause-parks [name=last]")).to_have_value("31")
    page.locator("#clause-parks [data-confirm]").click()
    expect(page.locator("#clause-parks")).to_contain_text("原建议为")
    page.get_by_role("button", name="确认有把握的").click()
    expect(page.locator(".flash")).to_contain_text("已按建议确认")
    assert Anchor.objects.filter(clause="parks").values_list("first", "last").get() == (30, 31)
    shot(page, "notice-anchored")
    assert barriers(page) == []
    assert overflow(page) <= 0

    narrow = visit(viewport=NARROW)
    for path, name in (("", "overview"), ("1/", "preview"), ("anchors/?show=open", "anchoring")):
        narrow.goto(f"/office/calls/{where.pk}/notice/{path}")
        assert overflow(narrow) <= 0
        assert barriers(narrow) == []
        shot(narrow, f"notice-narrow-{name}")


def test_annexes_contacts_and_what_the_public_reads(visit, barriers, overflow, tmp_path):
    where = call(PARKS, about=ABOUT)
    page = visit(language="en")
    page.goto(f"/office/calls/{where.pk}/notice/")
    page.set_input_files("input[name=file]", str(PARKS / "notice.txt"))
    page.get_by_role("button", name="Import").click()
    page.get_by_role("button", name="Take this text").click()
    page.get_by_role("button", name="Confirm all").click()
    page.goto(f"/office/calls/{where.pk}/notice/")
    expect(page.locator(".printed")).to_contain_text("the file says 2024-03-08")
    page.locator(".role summary").first.click()
    page.locator(".role [name=person]").first.fill("样甲")
    page.locator(".role [name=phone]").first.fill("010-00000000")
    page.locator(".role").first.get_by_role("button", name="Save").click()
    expect(page.locator(".person")).to_contain_text("样甲")
    form = tmp_path / "form.txt"
    form.write_text("申报书", encoding="utf-8")
    for note in ("", "第二栏增加电话"):
        page.locator("#annexes > .inside > details > summary").click()
        page.locator("[name=number]").fill("1")
        page.locator("[name=title_zh]").fill("申报书")
        page.locator("[name=note]").fill(note)
        form.write_text(f"申报书{note}", encoding="utf-8")
        page.set_input_files("[name=annex]", str(form))
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.locator(".annexes > li")).to_contain_text("form.txt")
    expect(page.locator(".annexes > li")).to_contain_text("version 2")
    assert barriers(page) == []
    shot(page, "notice-overview")

    reader = visit("nobody")
    reader.goto("/calls/sample-parks/notice/")
    expect(reader.locator("article.text")).to_contain_text("摸清产业")
    expect(reader.locator("article.text")).not_to_contain_text("分享:")
    expect(reader.locator("article.text table td").first).to_have_text("指标")
    assert barriers(reader) == []
    shot(reader, "notice-public")
    narrow = visit("nobody", viewport=NARROW)
    narrow.goto("/calls/sample-parks/notice/")
    assert overflow(narrow) <= 0
    shot(narrow, "notice-narrow-public")
    # The call's own page has the notice's words below each clause.
    reader.goto("/calls/sample-parks/")
    words = reader.locator("#clause-t2 .words-of").first
    words.locator("summary").click()
    expect(words.locator("blockquote")).to_contain_text("引入不少于4家专业服务机构")
    expect(reader.locator(".notice-card")).to_contain_text("样甲")
    assert barriers(reader) == []
    shot(reader, "notice-on-the-call")

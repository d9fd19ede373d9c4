"""The whole way of an application, by the pages alone and as the people who walk it: from the start to the recommender.
In both languages and both widths, and nobody has a mouse.

S3-46, S3-50, S4-46, S4-47, S4-54, S4-58, S4-59, S4-71, S1-99.
"""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from juli.demo.papers import paper
from juli.registry.journal.verification import verify_all
from juli.stages.accounts.models import Post
from juli.stages.applications.models import Application
from juli.stages.calls.models import Call
from tests.people import SINCE, people
from tests.site.conftest import NARROW, WIDE
from tests.site.walking import Walker
from tests.stages.applications.board.conftest import achieved

pytestmark = pytest.mark.django_db(transaction=True)
EDITION, UNIT = "sample-walk", "示例区科协"
TITLES = {"zh-hans": "示例交流服务项目（示例）", "en": "Sample exchange programme"}
SECTIONS = {
    "zh-hans": {"name": "一、项目名称", "work": "二、工作方案"},
    "en": {"name": "1 Project name", "work": "2 Plan"},
}
COLUMNS = {"zh-hans": {"name": "姓名", "task": "承担工作"}, "en": {"name": "Name", "task": "Task"}}
CATEGORY = {"zh-hans": "交流活动", "en": "Exchange"}
TEXT = (Path(__file__).parent / "whole_way.yaml").read_text(encoding="utf-8")


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    for name in ("JULI_FILES_DIR", "JULI_OUTBOX_DIR", "JULI_ROOTS_DIR"):
        setattr(settings, name, tmp_path / name.lower())
    found = people()
    Post.objects.filter(user=found.users["recommender"]).update(unit=UNIT)
    for number in (1, 2):
        achieved(found.ours, "activity", f"示例论坛{number}", "2024-05-01", form="forum", attendance=80)
    Call.objects.create(
        edition=EDITION,
        programme=EDITION,
        year=2026,
        text=TEXT,
        digest=hashlib.sha256(TEXT.encode()).hexdigest(),
        state=Call.State.PUBLISHED,
        created_at=SINCE,
        published_at=SINCE,
    )
    return found


@pytest.fixture(params=[("zh-hans", WIDE), ("en", NARROW)], ids=["zh-1280", "en-375"])
def enter(request, world, new_page, live_server, barriers, overflow):
    language, size = request.param

    def make(who):
        page = new_page(locale="zh-CN", viewport=size)
        session = world.client(who).cookies.get(settings.SESSION_COOKIE_NAME)
        cookies = {"juli_language": language} | ({session.key: session.value} if session else {})
        page.context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        return Walker(page, who, barriers, overflow, language=language)

    return make


def saved(page):
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")


def test_from_the_start_to_the_recommendation(world, enter, tmp_path):
    # The office says who recommends the organisation.
    office = enter("officer")
    office.go("/office/recommenders/")
    choice = office.page.get_by_role("listitem").filter(has_text=world.ours.name).last
    office.choose(choice.get_by_role("combobox"), UNIT)
    office.enter_on(choice.get_by_role("button"))

    # The administrator starts it, and lets one of the staff in.
    boss = enter("administrator")
    boss.go(f"/organisations/{world.ours.pk}/applications/")
    boss.enter_on(boss.page.get_by_role("link", name=TITLES[boss.language]))
    boss.enter_button("Start")
    row = Application.objects.get()
    boss.enter_on(boss.page.locator('main a[href$="/settings/"]').first)
    boss.choose(boss.page.get_by_role("combobox"), "staff")
    boss.enter_button("Let in")

    fill_in(enter("staff"), f"/organisations/{world.ours.pk}/applications/{row.pk}/", tmp_path)

    # The administrator makes the final version, prints it, brings it back stamped, hands it in.
    boss.enter_on(boss.page.locator('main a[href$="/life/"]').first)
    boss.enter_button("Make the final version")
    expect(boss.page.locator(".facts .code")).to_be_visible()
    printed = boss.page.request.get(boss.page.get_by_role("link", name=boss.said("Print (PDF)")).get_attribute("href"))
    assert printed.headers["content-type"] == "application/pdf"
    scan = tmp_path / "盖章版.pdf"
    scan.write_bytes(printed.body())
    # Its check code is read off the pages.
    boss.bring(boss.page.locator("#file"), scan)
    boss.enter_button("Upload")
    boss.enter_button("Hand in")
    expect(boss.page.locator(".is-in")).to_contain_text("SAMPLE-WALK-0001")
    first = boss.page.locator("a.code").inner_text()

    # Anybody verifies the receipt; after it was taken back, the page says so of the old one.
    public = enter("nobody")
    verify(public, first)
    expect(public.page.locator(".verdict")).to_contain_text(public.said("It is the latest that was handed in."))
    boss.unfold(boss.page.locator("details.act summary"))
    boss.enter_button("Withdraw")
    boss.enter_button("Hand in")
    second = boss.page.locator("a.code").first.inner_text()
    assert second != first
    verify(public, first)
    expect(public.page.locator(".verdict")).to_contain_text(
        public.said("It does not count any more: what it received was taken back.")
    )
    verify(public, second)
    expect(public.page.locator(".verdict")).to_contain_text(public.said("It is the latest that was handed in."))
    receipt = boss.page.request.get(boss.page.locator("a", has_text=boss.said("Receipt of the submission (PDF)")).first.get_attribute("href"))  # fmt: skip
    assert receipt.body().startswith(b"%PDF")

    # The recommender takes it up and passes it on; everybody reads how it stands.
    district = enter("recommender")
    district.go("/recommendations/")
    district.enter_on(district.page.locator(".calls a").first)
    district.enter_on(district.page.get_by_role("link", name=world.ours.name))
    district.enter_button("Take it up")
    district.type(district.page.locator("#text"), "基础扎实，同意推荐")
    district.enter_button("Recommend")
    boss.go(f"/organisations/{world.ours.pk}/applications/")
    boss.enter_on(boss.page.locator(f'main a[href*="/applications/{row.pk}/"]').first)
    boss.enter_on(boss.page.locator('main a[href$="/life/"]').first)
    row.refresh_from_db()
    assert (row.state, row.title) == ("recommended", "示例交流服务")
    expect(boss.page.locator(".tabs .state")).to_have_text(boss.said("Recommended"))
    boss.go("/messages/")
    expect(boss.page.get_by_role("main")).to_contain_text("SAMPLE-WALK-0001")
    assert verify_all().sound


def fill_in(clerk, ours, tmp_path):
    """The staff's part: the form saved as it is typed, a work claimed, a document brought, and off to the review."""
    page = clerk.page
    clerk.go(f"{ours}form/name/")
    clerk.type(page.get_by_label(SECTIONS[clerk.language]["name"]).last, "示例交流服务")
    saved(page)
    clerk.enter_on(page.locator('main a[href$="/form/work/"]').first)
    clerk.type(
        page.get_by_label(SECTIONS[clerk.language]["work"]).last, "春秋两季各办一场论坛，会后逐家回访，形成需求清单。"
    )
    saved(page)
    clerk.enter_on(page.locator('main a[href$="/form/team/"]').first)
    clerk.type(page.get_by_label(COLUMNS[clerk.language]["name"]).first, "示例甲")
    clerk.type(page.get_by_label(COLUMNS[clerk.language]["task"]).first, "总负责")
    saved(page)
    clerk.look()

    clerk.enter_on(page.locator('main a[href$="/board/"]').first)
    clerk.unfold(page.locator("#clause-exchange > summary"))
    clerk.unfold(page.locator("#could-exchange > summary"))
    piece = page.locator("#could-exchange .piece").filter(has_text="示例论坛1")
    clerk.unfold(piece.locator("details.claim summary"))
    clerk.tab_to(piece.get_by_role("button", name=CATEGORY[clerk.language], exact=True))
    page.keyboard.press("Enter")
    expect(page.locator(".undo")).to_contain_text("示例论坛1")
    clerk.look()

    clerk.enter_on(page.locator('main a[href$="/documents/"]').first)
    name, content = paper("registration")
    (tmp_path / name).write_bytes(content)
    slot = page.locator("#registration")
    clerk.bring(slot.locator("input[type=file]"), tmp_path / name)
    clerk.enter_button("Bring", slot)
    expect(page.locator("#registration")).to_contain_text(name)
    clerk.enter_on(page.locator(f'main .tabs a[href="{ours}"]'))
    clerk.enter_on(page.locator('main a[href$="/check/"]').first)
    clerk.enter_on(page.locator('main a[href$="/life/"]').first)
    clerk.enter_button("Send to unit review")


def verify(public, code):
    public.go("/receipts/")
    public.type(public.page.locator("#code"), code)
    with public.page.expect_navigation(url=re.compile(re.escape(code))):
        public.page.keyboard.press("Enter")
    public.look()

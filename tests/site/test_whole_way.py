"""The whole way of an application, by the pages alone and as the people who walk it: from the start to the recommender.

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
from tests.site.conftest import NARROW
from tests.site.walking import Walker, zh
from tests.stages.applications.board.conftest import achieved

pytestmark = pytest.mark.django_db(transaction=True)
EDITION, UNIT = "sample-walk", "示例区科协"
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


@pytest.fixture
def enter(world, new_page, live_server, barriers, overflow):
    def make(who, **options):
        page = new_page(locale="zh-CN", **options)
        session = world.client(who).cookies.get(settings.SESSION_COOKIE_NAME)
        cookies = {"juli_language": "zh-hans"} | ({session.key: session.value} if session else {})
        page.context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        return Walker(page, who, barriers, overflow)

    return make


def saved(page):
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")


def test_from_the_start_to_the_recommendation(world, enter, tmp_path):
    # The office says who recommends the organisation.
    office = enter("officer")
    office.go("/office/recommenders/")
    choice = office.page.get_by_role("listitem").filter(has_text=world.ours.name).last
    choice.get_by_role("combobox").select_option(UNIT)
    office.press(zh("Keep") + " " + world.ours.name, choice)

    # The administrator starts it, and lets one of the staff in.
    boss = enter("administrator")
    boss.go(f"/organisations/{world.ours.pk}/applications/")
    boss.follow(boss.page.get_by_role("link", name="示例交流服务项目（示例）"))
    boss.press("Start")
    row = Application.objects.get()
    ours = f"/organisations/{world.ours.pk}/applications/{row.pk}/"
    boss.go(f"{ours}settings/")
    boss.page.get_by_role("combobox").select_option(label="staff")
    boss.press("Let in")

    fill_in(enter("staff"), ours, tmp_path)

    # The administrator makes the final version, prints it, brings it back stamped, hands it in.
    boss.go(f"{ours}life/")
    boss.press("Make the final version")
    expect(boss.page.locator(".facts .code")).to_be_visible()
    printed = boss.page.request.get(boss.page.get_by_role("link", name=zh("Print (PDF)")).get_attribute("href"))
    assert printed.headers["content-type"] == "application/pdf"
    scan = tmp_path / "盖章版.pdf"
    scan.write_bytes(printed.body())
    # Its check code is read off the pages.
    boss.page.locator("#file").set_input_files(scan)
    boss.press("Upload")
    boss.press("Hand in")
    expect(boss.page.locator(".is-in")).to_contain_text("SAMPLE-WALK-0001")
    first = boss.page.locator("a.code").inner_text()

    # Anybody verifies the receipt; after it was taken back, the page says so of the old one.
    public = enter("nobody")
    verify(public, first)
    expect(public.page.locator(".verdict")).to_contain_text(zh("It is the latest that was handed in."))
    boss.page.locator("details.act summary").click()
    boss.press("Withdraw")
    boss.press("Hand in")
    second = boss.page.locator("a.code").first.inner_text()
    assert second != first
    verify(public, first)
    expect(public.page.locator(".verdict")).to_contain_text(
        zh("It does not count any more: what it received was taken back.")
    )
    verify(public, second)
    expect(public.page.locator(".verdict")).to_contain_text(zh("It is the latest that was handed in."))
    receipt = boss.page.request.get(boss.page.locator("a", has_text=zh("Receipt of the submission (PDF)")).first.get_attribute("href"))  # fmt: skip
    assert receipt.body().startswith(b"%PDF")

    # The recommender takes it up and passes it on; everybody reads how it stands.
    district = enter("recommender")
    district.go("/recommendations/")
    district.follow(district.page.locator(".calls a").first)
    district.follow(district.page.get_by_role("link", name=world.ours.name))
    district.press("Take it up")
    district.page.locator("#text").fill("基础扎实，同意推荐")
    district.press("Recommend")
    boss.go(f"{ours}life/")
    row.refresh_from_db()
    assert (row.state, row.title) == ("recommended", "示例交流服务")
    expect(boss.page.locator(".tabs .state")).to_have_text(zh("Recommended"))
    boss.go("/messages/")
    expect(boss.page.get_by_role("main")).to_contain_text("SAMPLE-WALK-0001")
    assert verify_all().sound

    narrow(enter, row, ours, second)


def fill_in(clerk, ours, tmp_path):
    """The staff's part: the form saved as it is typed, a work claimed, a document brought, and off to the review."""
    page = clerk.page
    clerk.go(f"{ours}form/name/")
    page.get_by_label("一、项目名称").last.fill("示例交流服务")
    saved(page)
    clerk.go(f"{ours}form/work/")
    page.get_by_label("二、工作方案").last.fill("春秋两季各办一场论坛，会后逐家回访，形成需求清单。")
    saved(page)
    clerk.go(f"{ours}form/team/")
    page.get_by_label("姓名").first.fill("示例甲")
    page.get_by_label("承担工作").first.fill("总负责")
    saved(page)
    clerk.look()

    clerk.go(f"{ours}board/")
    page.locator("#clause-exchange > summary").click()
    page.locator("#could-exchange > summary").click()
    piece = page.locator("#could-exchange .piece").filter(has_text="示例论坛1")
    piece.locator("details.claim summary").click()
    piece.get_by_role("button", name="交流活动", exact=True).click()
    expect(page.locator(".undo")).to_contain_text("“示例论坛1”已归入“交流活动”")
    clerk.look()

    clerk.go(f"{ours}documents/")
    name, content = paper("registration")
    (tmp_path / name).write_bytes(content)
    slot = page.locator("#registration")
    slot.locator("input[type=file]").set_input_files(tmp_path / name)
    clerk.press("Bring", slot)
    expect(page.locator("#registration")).to_contain_text(name)
    clerk.go(f"{ours}check/")
    clerk.go(f"{ours}life/")
    clerk.press("Send to unit review")


def verify(public, code):
    public.go("/receipts/")
    public.page.locator("#code").fill(code)
    with public.page.expect_navigation(url=re.compile(re.escape(code))):
        public.page.keyboard.press("Enter")
    public.look()


def narrow(enter, row, ours, code):
    """The key pages on a telephone."""
    for who, places in {
        "staff": (f"{ours}form/team/", f"{ours}board/", f"{ours}documents/", f"{ours}life/"),
        "nobody": (f"/receipts/{code}/",),
        "recommender": ("/recommendations/", f"/recommendations/applications/{row.pk}/"),
    }.items():
        walker = enter(who, viewport=NARROW)
        for place in places:
            walker.go(place)

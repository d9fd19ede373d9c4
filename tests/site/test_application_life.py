"""The pages of an application's life, walked in a browser: review, final version, scan, submission, receipt, word."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import expect

from juli.stages.applications import printing
from juli.stages.applications.models import Application, FinalVersion, Submission
from tests.people import people
from tests.permissions.applications_life import OPEN
from tests.stages.applications.conftest import begun, published
from tests.stages.applications.life.conftest import (
    UNIT,
    _blank,  # noqa: F401  # Fixtures that act by being there: blank forms count as complete,
    _places,  # noqa: F401  # and files have folders of the test's own.
    recommended_by,
)

#: Where pictures go, for whoever wants to look; nowhere otherwise.
PICTURES = os.environ.get("JULI_PICTURES")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def walk(live_server, new_page, barriers, overflow):
    """Signs somebody in and looks at each page: nothing that axe objects to, nothing wider than its window."""

    def go(world, who, language, **options):
        page = new_page(**options)
        chosen = {"zh": "zh-hans", "en": "en"}[language]
        page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": chosen, "url": live_server.url}])
        client = world.client(who)
        session = client.cookies.get(settings.SESSION_COOKIE_NAME)
        if session is not None:
            page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
        return page

    def look(page, name):
        assert barriers(page) == []
        assert overflow(page) == 0
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{page.viewport_size['width']}.png", full_page=True)

    return go, look


def press(page, name):
    """With the keyboard alone, until the answer is there."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def scan_of(final):
    """The printed form, as if it were scanned."""
    from juli.stages.applications.paper import final as document

    return printing.pdf_of(document(final))


@pytest.fixture
def arranged():
    """A call that is open, our application in it, a recommender's unit that recommends us."""
    world = people()
    published("bast-2024", words=OPEN["bast-2024"])
    recommended_by(world)
    row = begun("bast-2024", world)
    Application.objects.filter(pk=row.pk).update(title="示例园区科技服务能力提升")
    return world, Application.objects.get(pk=row.pk)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_the_review_to_the_recommendation(arranged, walk, watch, language, tmp_path):
    """S3-46, S3-50, S4-55, S4-59."""
    # A wrong code, a refusal without its reason.
    watch.expect("422")
    world, row = arranged
    go, look = walk
    words = WORDS[language]
    clerk = go(world, "staff", language)
    address = f"/organisations/{world.ours.pk}/applications/{row.pk}/life/"
    clerk.goto(address)
    look(clerk, f"{language}-draft")
    press(clerk, words["send"])
    expect(clerk.get_by_text(words["the administrator's"])).to_be_visible()

    boss = go(world, "administrator", language)
    boss.goto(address)
    look(boss, f"{language}-review")
    boss.get_by_label(words["return"]).fill("请补充测算依据")
    press(boss, words["give back"])
    clerk.goto(address)
    expect(clerk.get_by_text("请补充测算依据")).to_be_visible()
    press(clerk, words["send"])
    boss.goto(address)
    press(boss, words["finalise"])
    look(boss, f"{language}-final")
    final = FinalVersion.objects.get()
    expect(boss.get_by_text(final.check_code)).to_be_visible()

    paper = tmp_path / "盖章版.pdf"
    paper.write_bytes(scan_of(final))
    bare = tmp_path / "无码.pdf"
    Image.new("L", (1240, 1754), 255).save(bare)
    boss.locator("#file").set_input_files(bare)
    boss.locator("#code").fill("AAAA-AAAA-A")
    press(boss, words["upload"])
    expect(boss.get_by_role("alert")).to_be_visible()
    expect(boss.locator("#code")).to_have_value("AAAA-AAAA-A")
    expect(boss.locator("[name=held]")).to_have_count(1)
    look(boss, f"{language}-wrong-code")
    boss.locator("#code").fill(final.check_code)
    press(boss, words["upload"])
    # The code on the print is read off it.
    boss.locator("#file").set_input_files(paper)
    press(boss, words["upload"])
    assert list(final.scans.values_list("name", flat=True).order_by("pk")) == ["无码.pdf", "盖章版.pdf"]
    press(boss, words["submit"])
    expect(boss.get_by_text("BAST-2024-0001").first).to_be_visible()
    look(boss, f"{language}-submitted")
    made = Submission.objects.get()
    assert dt.datetime.now(dt.UTC) - made.at < dt.timedelta(minutes=5)
    receipt = boss.request.get(f"/organisations/{world.ours.pk}/applications/{row.pk}/submissions/1/receipt/")
    assert receipt.headers["content-type"] == "application/pdf"
    again = boss.request.get(f"/organisations/{world.ours.pk}/applications/{row.pk}/submissions/1/receipt/")
    assert receipt.body() == again.body()

    public = go(world, "nobody", language)
    public.goto("/receipts/")
    public.locator("#code").fill(made.check_code.lower())
    public.keyboard.press("Enter")
    expect(public.get_by_text(words["genuine"])).to_be_visible()
    look(public, f"{language}-receipt")
    assert world.users["administrator"].email not in public.content()

    district = go(world, "recommender", language)
    district.goto("/recommendations/")
    look(district, f"{language}-recommendations")
    district.locator(".calls a").first.click()
    look(district, f"{language}-board")
    district.get_by_role("link", name=world.ours.name).click()
    press(district, words["take"])
    look(district, f"{language}-to-recommend")
    press(district, words["decline"])
    expect(district.get_by_role("alert")).to_be_visible()
    district.locator("#text").fill("基础扎实，同意推荐")
    press(district, words["recommend"])
    district.goto(f"/recommendations/bast-2024/?unit={UNIT}")
    expect(district.get_by_text("基础扎实，同意推荐")).to_be_visible()
    look(district, f"{language}-ranked")
    letter = district.request.get("/recommendations/bast-2024/letter/paper/")
    assert letter.headers["content-type"] == "application/pdf"
    for page in (boss, public, district):
        page.close()

    narrow = {"viewport": {"width": 375, "height": 740}}
    for who, places in {
        "administrator": [address],
        "nobody": ["/receipts/", f"/receipts/{made.check_code}/"],
        "recommender": ["/recommendations/", "/recommendations/bast-2024/", f"/recommendations/applications/{row.pk}/"],
        "officer": ["/office/recommenders/"],
    }.items():
        page = go(world, who, language, **narrow)
        for place in places:
            page.goto(place)
            look(page, f"{language}-{place.strip('/').replace('/', '-')}")
        page.close()


WORDS = {
    "en": {
        "send": "Send to unit review",
        "the administrator's": "The next step is the administrator's of your organisation.",
        "return": "Return it for changes",
        "give back": "Return with remarks",
        "finalise": "Make the final version",
        "upload": "Upload",
        "submit": "Hand in",
        "genuine": "A genuine receipt",
        "take": "Take it up",
        "decline": "Do not recommend",
        "recommend": "Recommend",
    },
    "zh": {
        "send": "送单位审核",
        "the administrator's": "下一步由本单位管理员办理。",
        "return": "退回修改",
        "give back": "退回并附意见",
        "finalise": "定稿",
        "upload": "上传",
        "submit": "提交",
        "genuine": "回执真实",
        "take": "受理审核",
        "decline": "不推荐",
        "recommend": "推荐",
    },
}

"""The whole way of a call before the office, by the pages alone and as the people who walk it: paper, screening, a draw,
scores, the ranking, the audit, the meeting, the publication with an objection, the approval.

S0-99, S0-100, S0-104, S1-4, S2-3. At its end every page of the office is looked at, in both widths and languages.
"""

import datetime as dt
import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from juli.registry.journal.verification import verify_all
from juli.stages.applications.actions import drafting, finalising, submitting
from juli.stages.applications.models import Answer, Application
from juli.stages.applications.starting import Entry
from juli.stages.awards.models import Approval, Objection, Publication
from juli.stages.calls.models import Call
from juli.stages.review.actions import scoring
from juli.stages.review.models import Assignment, Expert, Panel, Seat
from juli.stages.screening.actions import answering, deciding
from juli.stages.screening.actions import overlaps as duplicates
from juli.stages.screening.findings import sheet
from tests.people import SINCE, holds, people, person
from tests.site.conftest import NARROW, TABLET, WIDE
from tests.site.office_pages import look_at_every_page
from tests.site.walking import Clock, Walker, act, field, zh
from tests.stages.applications.life.conftest import _blank  # noqa: F401  # Forms count as complete.
from tests.stages.awards.world import world_of
from tests.stages.review.pool import enrolled

pytestmark = pytest.mark.django_db(transaction=True)
EDITION = "sample-office"
TEXT = (Path(__file__).parent / "office_way.yaml").read_text(encoding="utf-8")


def day(text, hour=10):
    """An hour of a day in Beijing."""
    return dt.datetime.fromisoformat(f"{text}T{hour:02}:00+08:00")


OPEN, CLOSED = day("2025-09-10"), day("2025-09-22")


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    for name in ("JULI_FILES_DIR", "JULI_OUTBOX_DIR", "JULI_ROOTS_DIR"):
        setattr(settings, name, tmp_path / name.lower())
    settings.JULI_CLOCK = "tests.site.walking.now"
    found = people()
    Call.objects.create(
        edition=EDITION,
        programme=EDITION,
        year=2025,
        text=TEXT,
        digest=hashlib.sha256(TEXT.encode()).hexdigest(),
        state=Call.State.PUBLISHED,
        created_at=SINCE,
        published_at=SINCE,
    )
    Clock.at = OPEN
    for where in (found, world_of(found, 1)):
        handed_in(where)
    for n in range(1, 6):
        expert = enrolled(found, n)
        user = found.users[f"expert-{n}"] = person(f"expert-{n}@example.org", expert.name)
        holds(user, "expert")
        Expert.objects.filter(pk=expert.pk).update(user=user)
    Clock.at = CLOSED
    return found


def handed_in(where):
    call, boss = Call.objects.get(), where.users["administrator"]
    row = drafting.start(call=call, organisation=where.ours, entry=Entry("industry"), by=where.users["staff"], at=OPEN)
    Answer.objects.create(application=row, section="work", value="办两场对接会。", by=where.users["staff"], at=OPEN)
    row.refresh_from_db()
    final = finalising.finalise(application=row, by=boss, at=OPEN)
    submitting.submit(application=final.application, by=boss, at=OPEN)


@pytest.fixture
def enter(world, new_page, live_server, barriers, overflow):
    def make(who, language="zh-hans", **options):
        page = new_page(locale="zh-CN", **options)
        session = world.client(who).cookies.get(settings.SESSION_COOKIE_NAME)
        cookies = {"juli_language": language} | ({session.key: session.value} if session else {})
        page.context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        return Walker(page, who, barriers, overflow, looks=False)

    return make


def test_from_the_paper_to_the_approval(world, enter, barriers, overflow):
    first, second = Application.objects.order_by("pk")
    officer, lead = enter("officer"), enter("lead")
    paper_comes(enter("receipt_agency"))
    screened_by_keyboard(officer, first, second)
    accepted(second, world)
    for row in (first, second):
        duplicates.record_overlap(application=row, word="clear", text="", had=0, by=world.users["officer"], at=Clock.at)
    drawn(officer, enter("supervisor"))
    scored(officer, enter, world)
    listed(lead, first)
    audited(officer, enter("auditor"), first)
    met(officer, lead)
    published(officer)
    objected(enter("nobody"), officer, first)
    approved(lead, first)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("approved", "not_shortlisted")
    # Half of what the audit accepted, to the cent.
    assert Approval.objects.get().lines.get().amount == 12_345_678
    assert verify_all().sound
    look_at_every_page(world, enter, barriers, overflow)


def paper_comes(agency):
    """Logged from the desk's queue: the posting date, the carrier, the copies."""
    page = agency.page
    agency.go("/office/")
    agency.follow(page.locator(".queues a").first)
    agency.follow(page.locator('main a[href^="/office/paper/"]').first)
    field(page, "posted").fill("2025-09-19")
    field(page, "received").fill("2025-09-21")
    field(page, "copies").fill("1")
    agency.push(act(page, "log"))
    expect(page.get_by_role("main")).to_contain_text("2025-09-19")


def screened_by_keyboard(officer, row, other):
    """From the desk to the application, each finding answered, accepted, on to the next: without a mouse."""
    page = officer.page
    officer.go("/office/")
    officer.enter_on(page.locator('.queues a[href*="state=waiting"]'))
    officer.enter_on(page.locator(f'main a[href="/office/applications/{row.pk}/screening/"]').first)
    officer.enter_on(act(page, "step/screen"))
    while (waiting := page.locator("details.finding.open form.answer")).count():
        officer.tab_to(waiting.first.locator("[name=reason]"))
        page.keyboard.type("已核对材料")
        officer.enter_on(waiting.first.locator('[value="dismissed"]'))
    officer.enter_on(act(page, "step/accept"))
    assert Application.objects.get(pk=row.pk).state == "accepted"
    officer.enter_on(page.locator(f'#decide a[href="/office/applications/{other.pk}/screening/"]'))
    expect(page.get_by_role("heading", level=1)).to_have_text(other.organisation.name)


def accepted(row, world):
    officer = world.users["officer"]
    row = deciding.begin(application=row, by=officer, at=Clock.at)
    for one in sheet(row).waiting:
        answering.answer(
            application=row,
            finding=one.item.key,
            word="dismissed",
            had=one.had,
            by=officer,
            at=Clock.at,
            reason="已核对",
        )
    deciding.accept(application=row, by=officer, at=Clock.at)


def drawn(officer, supervisor):
    """A panel made, the plan fixed, both secrets promised and revealed; the draw is repeated on its page."""
    page = officer.page
    officer.go(f"/office/review/{EDITION}/")
    officer.follow(page.locator(f'a[href="/office/review/{EDITION}/make/"]'))
    for name, value in {
        "name": "第一组", "size": "3", "reserves": "1", "first_day": "2025-09-22", "last_day": "2025-09-26",
        "closes_at": "2025-09-22T12:00",
    }.items():  # fmt: skip
        field(page, name).fill(value)
    field(page, "how").select_option("draw")
    officer.push(page.locator("main form .button").last)
    officer.push(act(page, "draws"))
    if not re.search(r"/draws/\d+/$", page.url):
        officer.follow(page.locator('main a[href^="/office/draws/"]').first)
    where, promised = re.search(r"/office/draws/\d+/", page.url)[0], {}
    supervisor.go("/office/")
    supervisor.follow(supervisor.page.locator('.queues a[href="/office/review/"]'))
    for who in (officer, supervisor):
        who.go(where)
        field(who.page, "secret").fill(f"{who.name} 的暗语")
        who.push(act(who.page, "commit"))
        promised[who] = who.page.locator("section.official .code strong").inner_text()
    for who in (officer, supervisor):
        who.go(where)
        field(who.page, "secret").fill(f"{who.name} 的暗语")
        field(who.page, "nonce").fill(promised[who])
        who.push(act(who.page, "reveal"))
    expect(supervisor.page.get_by_role("main")).to_contain_text(
        zh("Repeated just now from the journal: the same, byte for byte")
    )
    panel = Panel.objects.get()
    officer.go(f"/office/panels/{panel.pk}/")
    officer.push(act(page, "open"))


def scored(officer, enter, world):
    """One expert by the pages, as they are typed; the others by the same acts."""
    panel = Panel.objects.get()
    seats = list(Seat.objects.filter(panel=panel, reserve=0).select_related("expert__user").order_by("pk"))
    who = next(name for name, user in world.users.items() if user.pk == seats[0].expert.user_id)
    expert = enter(who)
    page = expert.page
    expert.go("/office/")
    expert.follow(page.locator('.queues a[href="/review/"]'))
    field(page, "agreed").check()
    expert.push(act(page, "pledge"))
    for _ in range(2):
        expert.push(page.locator('button[name="has"][value="no"]').first)
    extended(officer, expert, panel)
    for n in range(2):
        expert.follow(page.locator('main a[href^="/review/"]').nth(n))
        first = Assignment.objects.get(entry__application__number=page.locator(".crumbs li").last.inner_text(), seat=seats[0])  # fmt: skip
        if n == 0:
            closely(expert)
        field(page, "mark-basis").fill(str(marks(first)["basis"]))
        field(page, "mark-plan").fill(str(marks(first)["plan"]))
        expect(page.locator("output")).to_contain_text(str(sum(marks(first).values())))
        expert.push(page.get_by_role("button", name="提交", exact=True))
    for seat in seats[1:]:
        by, at = seat.expert.user, Clock.at
        scoring.pledge(seat=seat, text="承诺客观公正。", by=by, at=at)
        for one in Assignment.objects.filter(seat=seat, ended_at=None):
            scoring.declare(assignment=one, interest="", by=by, at=at)
            given = {name: str(mark) for name, mark in marks(one).items()}
            card = scoring.mark(assignment=one, had=0, marks=given, comments={}, opinion="", by=by, at=at)
            scoring.hand_in(assignment=one, had=card.version, by=by, at=at)
    officer.go(f"/office/panels/{panel.pk}/")
    officer.push(act(officer.page, "close"))


def extended(officer, expert, panel):
    """The time passes with nothing scored: nobody can score any more, until the office gives more of it."""
    Clock.at = day("2025-09-22", 13)
    expert.go("/review/")
    expect(expert.page.get_by_role("main")).to_contain_text(zh("time has passed"))
    expect(expert.page.get_by_role("link", name=zh("Score"))).to_have_count(0)
    officer.go(f"/office/panels/{panel.pk}/")
    form = officer.page.locator('form[action$="/extend/"]')
    # The link opens what it leads to.
    officer.page.locator('main a[href="#extend"]').click()
    form.locator('[name="closes_at"]').fill("2025-09-26T17:00")
    form.locator('[name="reason"]').fill("专家请求延长")
    officer.push(form.get_by_role("button"))
    expert.go("/review/")
    expect(expert.page.get_by_role("main")).to_contain_text("2025-09-26 17:00")


def closely(walker):
    """Look at the page in both widths, and on a tablet."""
    for size in (NARROW, TABLET, WIDE):
        walker.page.set_viewport_size(size)
        assert walker.barriers(walker.page) == [], walker.page.url
        assert walker.overflow(walker.page) == 0, walker.page.url


def marks(assignment):
    """The first application is the better one, whoever scores it."""
    better = assignment.entry.application_id == Application.objects.order_by("pk").first().pk
    return {"basis": 35 if better else 20, "plan": 50}


def listed(lead, first):
    """The order leads the desk; the list is made, the better one on it."""
    page = lead.page
    lead.go("/office/")
    lead.follow(page.locator('.queues a[href$="/ranking/"]'))
    expect(page.locator("tbody tr").first).to_contain_text(first.number)
    page.locator('[name="release"][value="publication"]').check()
    lead.push(act(page, "list"))
    assert Application.objects.get(pk=first.pk).state == "shortlisted"


def audited(officer, auditor, row):
    """Opened by the office; lines brought, decided one against another, signed off by the auditor."""
    page = officer.page
    officer.go("/office/")
    officer.follow(page.locator('.queues a[href="/office/audits/"]'))
    officer.follow(page.locator(f'main a[href="/office/applications/{row.pk}/audit/"]'))
    page.locator("select[name=auditor]").select_option(index=1)
    field(page, "due").fill("2025-10-20")
    officer.push(act(page, "open"))
    page = auditor.page
    auditor.go("/office/")
    auditor.follow(page.locator('.queues a[href="/audit/"]'))
    auditor.follow(page.locator('main a[href^="/audit/"]').first)
    for n, (item, amount) in enumerate((("对接会场地", "246913.56"), ("收费培训", "50000"))):
        page.locator('[name="item"]').nth(n).fill(item)
        page.locator('[name="vouchers"]').nth(n).fill(f"凭证 {n + 1}")
        page.locator('[name="amount"]').nth(n).fill(amount)
    auditor.push(page.locator('form[action$="/lines/"]').first.get_by_role("button"))
    for n, (word, reason) in enumerate((("in_scope", ""), ("commercial", "向学员收费"))):
        page.locator('[name="line"]').nth(n).check()
        page.locator(f'[name="word"][value="{word}"]').check()
        page.locator('form[action$="/decide/"] [name="reason"]').fill(reason)
        auditor.push(act(page, "decide"))
    field(page, "conclusion").fill("支出属实。")
    auditor.push(act(page, "sign"))
    assert Application.objects.get(pk=row.pk).state == "audited"


def met(officer, lead):
    """Credit looked up, tabled, decided, the minutes signed by the head of office; each step is one link from the last."""
    page = officer.page
    officer.go("/office/")
    officer.follow(page.locator('.queues a[href$="/awards/"]'))
    page.locator(".unfold summary").first.click()
    page.locator('[name="outcome"][value="clear"]').check()
    field(page, "source").fill("信用中国")
    officer.push(act(page, "credit"))
    page.locator('[name="application"]').check()
    officer.push(page.locator('button[form="tabling"]'))
    field(page, "chair").fill("周处")
    officer.push(act(page, "meetings"))
    where = re.search(r"/office/meetings/\d+/", page.url)[0]
    page.locator('select[name^="word-"]').select_option("support")
    field(page, "minutes").fill("会议同意支持。")
    officer.push(act(page, "write"))
    lead.go(where)
    lead.push(lead.page.locator('[name="sign"]'))


def published(officer):
    """Composed from the list; it cannot go out before what is wrong is put right."""
    page = officer.page
    officer.go("/office/")
    officer.follow(page.locator('.queues a[href="/office/publications/"]'))
    officer.push(page.locator('form[action$="/publications/"] button'))
    expect(act(page, "publish")).to_be_disabled()
    for name, value in {
        "length": "5", "first": "2025-09-23", "contact.unit": "示例处", "contact.phone": "010-00000099", "supervision.unit": "示例监督处",
        "supervision.phone": "010-00000098",
    }.items():  # fmt: skip
        field(page, name).fill(value)
    field(page, "reckon").check()
    officer.push(act(page, "draft"))
    officer.push(act(page, "publish"))
    # The Sunday before the holiday is worked.
    assert Publication.objects.get().last == dt.date(2025, 9, 28)
    Clock.at = day("2025-09-24")


def objected(anybody, officer, row):
    """By real name within the period; taken up, looked into and rejected; how it stands is told to whoever has the secret."""
    page = anybody.page
    anybody.go("/publications/")
    anybody.follow(page.locator('main a[href^="/publications/"]').first)
    anybody.follow(page.locator('main a[href^="/objections/"]').first)
    page.locator("select[name=application]").select_option(str(row.pk))
    page.locator('[name="kind"][value="person"]').check()
    for name, value in {
        "name": "万示例",
        "phone": "010-00000097",
        "text": "所报的一场对接会没有举办，场地单位可以证明。",
    }.items():
        field(page, name).fill(value)
    anybody.push(page.locator("main form .button").first)
    reference, secret = page.locator("main .secret").all_inner_texts()
    page = officer.page
    officer.go("/office/")
    officer.follow(page.locator('.queues a[href="/office/objections/"]').first)
    officer.follow(page.locator('main a[href^="/office/objections/"]').first)
    officer.push(act(page, "take"))
    expect(page.get_by_role("main")).to_contain_text("万示例")
    for event in ("admit", "investigate", "reject"):
        if event != "investigate":
            field(page, "summary").fill("成果真实性")
        page.locator('form[action$="/step/"] [name="reason"]').fill("已核查原件，属实。")
        officer.push(page.locator(f'button[name="event"][value="{event}"]'))
    assert Objection.objects.get().state == "rejected"
    page = anybody.page
    anybody.go("/objections/")
    field(page, "reference").fill(reference)
    field(page, "secret").fill(secret)
    anybody.push(page.locator("main form .button"))
    expect(page.get_by_role("main")).to_contain_text("异议不成立")


def approved(lead, row):
    """Not before the period is over; then numbered, told, and on the results page for everybody."""
    page = lead.page
    where = f"/office/publications/{Publication.objects.get().pk}/"
    lead.go(where)
    expect(act(page, "approve")).to_have_count(0)
    Clock.at = day("2025-09-29")
    lead.go("/office/")
    lead.follow(page.locator('.queues a[href="/office/publications/"]').last)
    lead.go(where)
    lead.push(act(page, "approve"))
    expect(page.get_by_role("main")).to_contain_text(row.organisation.name)
    expect(page.get_by_role("main")).to_contain_text("12.345678")

"""Every page of the office's stages, found from the addresses themselves, so that a new one cannot be forgotten."""

import io
from importlib import import_module
from pathlib import Path
from urllib.parse import urljoin

import openpyxl
from django.urls import URLPattern, reverse

from juli.stages.applications.models import Application
from juli.stages.awards.models import Approval, AuditCase, Meeting, Objection, Publication
from juli.stages.calls.models import Call
from juli.stages.review.models import Assignment, Draw, Expert, Intake, Panel
from tests.site.conftest import NARROW, WIDE
from tests.site.walking import PICTURES

STAGES = ("screening", "review", "awards")
#: Pages that need a matter which one call cannot have beside all else; the tests of their stage open them.
ELSEWHERE = {
    "screening:whole_section": "a part of the whole file, which has it",
    "screening:whole_beside": "a file of the year before",
    "screening:own_verification": "a verification that the applicant was told of",
    "screening:extend": "a track with too few applicants",
    "screening:question": "a question that the call's file asks of people",
    "screening:opinion_request": "a sister office that was asked",
    "screening:give_opinion": "the link that a sister office was sent",
    "screening:verification_correct": "a claimed work",
    "review:match": "a panel that is matched, not drawn",
    "review:intake": "a list of experts that was brought",
    "review:card": "a panel that scores: looked at while it is scored",
    "awards:compose": "a draft",
}
#: Pages that are a list, or have one: each can be taken away as a workbook. Those of a search are there with rows alone.
LISTS = {
    "screening:search", "screening:queue", "screening:verification_queue", "screening:paper_register", "review:pool",
    "review:panels", "review:results", "awards:ranking", "awards:awards", "awards:office_audits", "awards:audits",
    "awards:objections", "awards:publications",
}  # fmt: skip
#: Parts of an address that lead to a file, or to what an act is done to.
_NO_PAGE = frozenset(
    {"archive", "form", "digest", "sheet", "link", "page", "decision", "parcel", "letter", "work", "line", "event"}
)


def look_at_every_page(world, enter, barriers, overflow):
    """In both languages and widths nothing is wider than its window; axe, which reads no words, objects to nothing in one."""
    found = pages(world)
    wrong, walkers, sheets = [], {}, {}
    for name, (who, where) in sorted(found.items(), key=lambda one: one[1]):
        for language, size, other in (("zh-hans", WIDE, NARROW), ("en", NARROW, WIDE)):
            if (who, language) not in walkers:
                walkers[who, language] = enter(who, language)
            page = walkers[who, language].page
            page.set_viewport_size(size)
            page.goto(where)
            said = f"{name} {where} {language}"
            if language == "en":
                wrong += [f"{said}: {line}" for line in barriers(page)]
                for rows in workbooks(page):
                    sheets[name] = rows
            for width in (size, other):
                page.set_viewport_size(width)
                if (much := overflow(page)) > 0:
                    wrong.append(f"{said} {width['width']}: {much} too wide")
                if PICTURES:
                    picture = f"office-{name.replace(':', '-')}-{language}-{width['width']}.png"
                    page.screenshot(path=Path(PICTURES) / picture, full_page=True)
    assert wrong == [], "\n".join(wrong)
    assert len(found) > 35
    assert set(sheets) >= LISTS, LISTS - set(sheets)
    assert [name for name, rows in sheets.items() if rows < 2] == []


def workbooks(page):
    """How many rows, the headings among them, each workbook has that the page offers."""
    for link in page.locator('main a[href*="xlsx"], main a[href$="/workbook/"], main a[href*="/sheet/"]').all():
        answer = page.request.get(urljoin(page.url, link.get_attribute("href")))
        assert answer.ok, answer.url
        yield openpyxl.load_workbook(io.BytesIO(answer.body())).active.max_row


def pages(world):
    """Name → who may read it, and where it is."""
    given, found, missing = matter(), {}, []
    readers = {who: world.client(who) for who in readers_of(world)}
    for name, keys in routes():
        if keys & _NO_PAGE or name in ELSEWHERE:
            continue
        if keys - set(given):
            missing.append(f"{name}: say what {keys - set(given)} is, or that it is no page")
            continue
        where = reverse(name, kwargs={key: given[key] for key in keys})
        for who, client in readers.items():
            answer = client.get(where)
            if answer.status_code == 200 and b"<html" in b"".join(answer):
                found[name] = (who, where)
            if answer.status_code in {200, 405}:
                break
        else:
            missing.append(f"{name} {where}")
    assert missing == [], "\n".join(missing)
    return found


def routes():
    """The name of every address, and the parts that it takes."""
    for stage in STAGES:
        urls = import_module(f"juli.stages.{stage}.urls")
        for pattern in urls.urlpatterns:
            assert isinstance(pattern, URLPattern)
            yield f"{urls.app_name}:{pattern.name}", set(pattern.pattern.converters)


def readers_of(world):
    """Who may read one page or another; whoever sees most, first."""
    serving = Assignment.objects.order_by("pk").first().seat.expert.user_id
    expert = next(who for who, user in world.users.items() if user.pk == serving)
    return ("lead", "officer", "supervisor", "auditor", expert, "receipt_agency", "administrator", "nobody")


def matter():
    """One value for each part of an address."""
    row = Application.objects.get(state=Application.State.APPROVED)
    serving = Assignment.objects.order_by("pk").first()
    call = Call.objects.get()
    return {
        "application": row.pk,
        "organisation": row.organisation_id,
        "edition": call.edition,
        "call": call.pk,
        "panel": Panel.objects.get().pk,
        "draw": Draw.objects.get().pk,
        "expert": Expert.objects.first().pk,
        "seat": serving.seat_id,
        "entry": serving.entry_id,
        "assignment": serving.pk,
        "name": "none",
        "case": AuditCase.objects.get().pk,
        "number": 1,
        "meeting": Meeting.objects.get().pk,
        "publication": Publication.objects.get().pk,
        "objection": Objection.objects.get().pk,
        "approval": Approval.objects.get().pk,
        "of": Intake.Of.values[0],
        "conflict": 1,
        "tie": 1,
        "following": 1,
        "away": 1,
        "intake": 1,
    }

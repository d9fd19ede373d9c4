"""A list with applications that came up to their publication, and what follows from there."""

import datetime as dt
from types import SimpleNamespace

from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards.actions import publications as actions
from juli.stages.awards.models import CreditCheck, ListLine, Meeting, MeetingDecision, Publication, RankedList
from tests.people import people
from tests.stages.awards.world import accepted, call

#: A Monday; the week has no holiday.
AT = dt.datetime(2025, 11, 3, 2, 0, tzinfo=dt.UTC)
FIRST, LAST = dt.date(2025, 11, 4), dt.date(2025, 11, 10)
OVER = dt.datetime(2025, 11, 11, 2, 0, tzinfo=dt.UTC)
WITHIN = dt.datetime(2025, 11, 5, 2, 0, tzinfo=dt.UTC)
CONTACT = {"unit": "样例办公室", "phone": "010-12345678"}
#: A page with nothing on it.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n"
)
SUPERVISION = {"unit": "样例监督室", "email": "watch@example.org"}


def listed(people_=None, n=2, *, release="now", out=1, rows=None):
    """``n`` applications on the list, before the meeting with a clear credit and its support; ``out`` beside it."""
    world = people_ or people()
    lead = world.users["lead"]
    row = rows[0].call if rows else call()
    rows = rows or [accepted(world, k) for k in range(n + out)]
    made = RankedList.objects.create(
        call=row, number=1, inputs="{}", inputs_digest="0" * 64, decisions="{}", result="{}", digest="0" * 64,
        release=release, by=lead, at=AT,
    )  # fmt: skip
    for place, one in enumerate(rows, 1):
        on = place <= n
        amount = 20_000_000 if on else None
        ListLine.objects.create(
            ranked_list=made, application=one, place=place, rank=place, value="9", on_list=on, amount=amount
        )
        one.state = State.MEETING if on else State.NOT_SHORTLISTED
        one.save(update_fields=["state"])
    supported(row, rows[:n], lead)
    return SimpleNamespace(
        people=world, call=row, rows=rows[:n], out=rows[n:], lead=lead, officer=world.users["officer"]
    )


def supported(call_, rows, lead):
    """A clear credit and a signed meeting for each."""
    for one in rows:
        CreditCheck.objects.create(
            application=one, outcome="clear", source="样例信用网", checked_on=AT.date(), by=lead, at=AT
        )
    meeting = Meeting.objects.create(
        call=call_, order=0, label_zh="会议", label_en="Meeting", held_on=AT.date(), chair="样例", minutes="同意",
        by=lead, at=AT,
    )  # fmt: skip
    for one in rows:
        MeetingDecision.objects.create(meeting=meeting, application=one, word="support")
    Meeting.objects.filter(pk=meeting.pk).update(state="signed", signed_by=lead, signed_at=AT)


def written(row, **other):
    """A draft as somebody types it: five working days from Tuesday."""
    said = {
        "title": row.title, "body": row.body, "columns": ("number", "name", "title", "amount"), "length": 5,
        "working": True, "first": FIRST, "last": None, "answer": "", "site": "", "contact": CONTACT,
        "supervision": SUPERVISION,
    }  # fmt: skip
    return actions.Written(**said | other)


def drafted(at_list, **other):
    """A draft, written."""
    row = actions.draft(call=at_list.call, by=at_list.officer, at=AT)
    return actions.write(publication=row, said=written(row, **other), had=row.version, by=at_list.officer, at=AT)


def published(at_list, **other):
    """A publication that is out."""
    row = drafted(at_list, **other)
    actions.publish(publication=row, had=row.version, by=at_list.officer, at=AT)
    return Publication.objects.get(pk=row.pk)


def states(rows):
    """Where applications are by now."""
    found = dict(Application.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "state"))
    return [found[row.pk] for row in rows]

"""The list: the office reads it, officers prepare, the head of office decides."""

from juli.stages.awards.permissions import READERS
from tests.permissions.rows import OFFICE, Row

SEES = tuple(sorted(READERS))
LEAD = ("lead",)


def call(_people):
    from tests.stages.awards.world import call as made

    return {"call": made().pk}


def ranked(people):
    return {**call(people), "form": "pdf"}


def decision(people):
    from juli.stages.awards.models import OrderDecision
    from tests.stages.awards.world import LATER

    where = call(people)
    lead = people.users["lead"]
    row = OrderDecision.objects.create(
        call_id=where["call"], kind="exception", value={"application": "x", "put": "in"}, reason="r", by=lead,
        by_name="lead", at=LATER,
    )  # fmt: skip
    return {**where, "decision": row.pk}


def listed(people):
    from juli.stages.awards.models import RankedList
    from tests.stages.awards.world import LATER

    where = call(people)
    RankedList.objects.create(
        call_id=where["call"], number=1, inputs="{}", inputs_digest="", decisions="{}", result="{}", digest="",
        release="now", by=people.users["lead"], at=LATER,
    )  # fmt: skip
    return {**where, "number": 1}


def application(people):
    from tests.stages.applications.conftest import begun

    where = call(people)
    return {**where, "application": begun("zgc-2025", people).pk}


def meeting(people):
    from juli.stages.awards.models import Meeting
    from tests.stages.awards.world import LATER

    where = call(people)
    row = Meeting.objects.create(
        call_id=where["call"], order=0, label_zh="会议", label_en="Meeting", held_on=LATER.date(), chair="周处",
        by=people.users["lead"], at=LATER,
    )  # fmt: skip
    return {"meeting": row.pk}


def signed(people):
    from juli.stages.awards.models import Meeting
    from tests.stages.awards.world import LATER

    where = meeting(people)
    Meeting.objects.filter(pk=where["meeting"]).update(
        state="signed", signed_at=LATER, signed_by=people.users["lead"], minutes="会议同意。"
    )
    return {**where, "form": "pdf"}


ROWS = [
    Row("awards:ranking", SEES, arrange=call),
    Row("awards:changes", SEES, arrange=call),
    Row("awards:ranking_workbook", SEES, arrange=call),
    Row("awards:ranking_paper", SEES, arrange=ranked),
    Row(
        "awards:decide", LEAD, "POST", arrange=call, body=lambda _p: {"kind": "line", "places": "1"},
        action="awards.decide",
    ),
    Row("awards:take_back", LEAD, "POST", arrange=decision, action="awards.take_back"),
    Row("awards:make_list", LEAD, "POST", arrange=call, body=lambda _p: {"release": "now"}, action="awards.make"),
    Row("awards:reopen_list", LEAD, "POST", arrange=listed, body=lambda _p: {"reason": "r"}, action="awards.reopen"),
    Row("awards:awards", SEES, arrange=call),
    Row(
        "awards:check_credit", OFFICE, "POST", arrange=application, body=lambda _p: {"checked_on": "2025-10-01"},
        action="awards.check_credit",
    ),
    Row("awards:table", OFFICE, "POST", arrange=call, action="awards.table"),
    Row("awards:drop", LEAD, "POST", arrange=application, body=lambda _p: {"reason": "r"}, action="awards.drop"),
    Row(
        "awards:drop", LEAD, "POST", "taken off", arrange=application,
        body=lambda _p: {"reason": "r", "act": "restore"}, action="awards.restore",
    ),
    Row(
        "awards:hold_meeting", OFFICE, "POST", arrange=call, body=lambda _p: {"held_on": "2025-10-01", "order": "0"},
        action="awards.hold",
    ),
    Row("awards:meeting", SEES, arrange=meeting),
    Row("awards:minutes_paper", SEES, arrange=signed),
    Row("awards:write_minutes", OFFICE, "POST", arrange=meeting, body=lambda _p: {"version": "1"}, action="awards.write"),
]  # fmt: skip


def followed(people):
    from juli.stages.awards.models import Following
    from tests.stages.awards.world import LATER

    where = call(people)
    lead, tracker = people.users["lead"], people.users["tracker"]
    made = Following.objects.create(call_id=where["call"], tracker=tracker, by=lead, at=LATER)
    return {**where, "following": made.pk}


ROWS += [
    Row(
        "awards:follow", OFFICE, "POST", arrange=call, body=lambda people: {"tracker": people.users["tracker"].pk},
        action="awards.follow",
    ),
    Row("awards:end_following", OFFICE, "POST", arrange=followed, action="awards.end_following"),
]  # fmt: skip
#: Signing comes with writing, and is the head of office's there.
BY_OTHER_WAYS = {"awards.sign": "by the address that writes the minutes; asked in the action (test_meetings)"}

"""Screening: who reads what was found, who answers and decides, whose the list is."""

from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.screening.findings import sheet
from juli.stages.screening.models import Screening
from tests.permissions.applications_life import plain
from tests.permissions.rows import OFFICE, Row
from tests.stages.screening import screened

READERS = tuple(role.value for role in (Role.OFFICER, Role.LEAD, Role.TRUSTEE, Role.SUPERVISOR, Role.DIVISIONAL_LEADER))
LEAD = (Role.LEAD.value,)
STEP = "screening:decide"


def at(row, **more):
    return {"application": row.pk, **more}


def being_screened(world):
    return screened.in_screening(world)


def answered(world, *, defect=True):
    row = being_screened(world)
    if defect:
        screened.found(row, world)
    return screened.answered(row, world)


def returned(world):
    return screened.returned(answered(world), world).application


def overdue(world):
    return returned(world)


def refused(world):
    row = being_screened(world)
    Application.objects.filter(pk=row.pk).update(state="refused")
    return row


def step(event, make):
    return plain(lambda world: at(make(world), event=event))


def one(make):
    return plain(lambda world: at(make(world)))


def call(world):
    screened.in_screening(world)
    return {"edition": screened.ZGC}


def several(make):
    return plain(lambda world: (make(world), {"edition": screened.ZGC})[1])


def finding(world):
    found = sheet(Application.objects.get()).waiting[0]
    return {"finding": found.item.key, "had": found.had, "word": "dismissed", "reason": "已核"}


def a_file(world):
    row = being_screened(world)
    return at(row, digest="0" * 64)


def paper_of(world):
    row = answered(world)
    made = screened.returned(row, world)
    return at(row, decision=made.pk, form="word")


def chosen(act):
    return lambda _world: {"chosen": [str(Application.objects.get().pk)], "act": act, "confirmed": "yes"}


def had(_world):
    return {"had": str(Screening.objects.get().version)}


ROWS = [
    Row("screening:case", READERS, arrange=one(being_screened), state="screening"),
    Row("screening:queues", READERS),
    Row("screening:queue", READERS, arrange=plain(call)),
    Row("screening:queue_sheet", READERS, arrange=plain(call)),
    # Nobody finds a file that was not handed in; readers get past the gate and are told that there is none.
    Row("screening:file", (), hides=READERS, arrange=plain(a_file)),
    Row("screening:opinion_paper", READERS, arrange=plain(paper_of)),
    Row("screening:answer", OFFICE, "POST", arrange=one(being_screened), body=finding, action="screening.answer"),
    Row("screening:see", OFFICE, "POST", arrange=one(being_screened), action="screening.see"),
    Row(
        "screening:add_finding",
        OFFICE,
        "POST",
        arrange=one(being_screened),
        body=lambda _world: {"about": "part|whole", "text": "不一致"},
        action="screening.add",
    ),
    Row("screening:give", OFFICE, "POST", arrange=one(being_screened), body=had, action="screening.give"),
    Row(STEP, OFFICE, "POST", "handed in", step("screen", screened.handed_in), action="screening.begin"),
    Row(
        STEP, OFFICE, "POST", "answered", step("accept", lambda w: answered(w, defect=False)), action="screening.accept"
    ),
    Row(STEP, OFFICE, "POST", "defect", step("refuse", answered), action="screening.refuse"),
    Row(
        STEP,
        OFFICE,
        "POST",
        "defect, to be returned",
        step("correction", answered),
        lambda _world: {"part": ["whole"], "days": "10"},
        action="screening.send_back",
    ),
    Row(
        STEP,
        OFFICE,
        "POST",
        "returned",
        step("recall", returned),
        lambda _w: {"reason": "误退"},
        action="screening.recall",
    ),
    Row(
        STEP, OFFICE, "POST", "overdue", step("lapse", overdue), lambda _w: {"reason": "逾期"}, action="screening.lapse"
    ),
    Row(
        STEP,
        LEAD,
        "POST",
        "refused",
        step("rescreen", refused),
        lambda _w: {"reason": "复核"},
        action="screening.rescreen",
    ),
    Row(
        "screening:several",
        OFFICE,
        "POST",
        "begin",
        several(screened.handed_in),
        chosen("begin"),
        action="screening.begin_several",
    ),
    Row(
        "screening:several",
        OFFICE,
        "POST",
        "accept",
        several(answered),
        chosen("accept"),
        action="screening.accept_several",
    ),
    Row(
        "screening:keep_filter",
        OFFICE,
        "POST",
        "keep",
        plain(call),
        lambda _w: {"name": "我的"},
        action="screening.keep_filter",
    ),
    Row(
        "screening:keep_filter",
        OFFICE,
        "POST",
        "drop",
        plain(call),
        lambda _w: {"drop": "1"},
        action="screening.drop_filter",
    ),
]

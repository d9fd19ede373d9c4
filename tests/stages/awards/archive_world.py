"""A call carried from its first submission to the approval, by the acts that people take."""

import datetime as dt
from types import SimpleNamespace

from juli.stages.awards import ranked
from juli.stages.awards.actions import approvals, objections, rankings
from juli.stages.awards.audited import costs
from juli.stages.awards.models import CreditCheck
from juli.stages.awards.objections import Sealed
from juli.stages.review.actions import panels, replacing
from juli.stages.review.models import Assignment, Panel, Seat
from juli.stages.screening.actions import deciding
from tests.people import people
from tests.stages.applications.conftest import published
from tests.stages.applications.life.conftest import fresh, submitted
from tests.stages.awards import publications_world as later
from tests.stages.awards.world import world_of
from tests.stages.review import pool
from tests.stages.review.panels import drawn, making
from tests.stages.review.test_scoring import FULL, scored
from tests.stages.screening.screened import CLOSED, answered

CAST = "cast-2023"
#: One round, and two places; what the printed call leaves open or gives as about.
WORDS = {
    "rounds: [online, meeting]": "rounds: [online]",
    "support: {quota: {about: 5}, amount: {about: 200000}, cite: 二.2": "support: {quota: 2, amount: 200000, cite: 二.2",
}
OBJECTOR, PHONE = "王守密", "13912345678"
OBJECTION = Sealed(OBJECTOR, "", PHONE, "secret@example.org", "第一名的主要工作不是本单位完成的，附有证明。")


def carried():
    """Four handed in, one of them refused; three before a drawn panel, one expert of which is replaced; two on the
    list and published, one of them objected to and taken off, the other approved."""
    people_ = people()
    call = published(CAST, words=WORDS)
    lead, officer = people_.users["lead"], people_.users["officer"]
    rows = [screened(people_, n, refused=n == 3) for n in range(4)]
    panel = reviewed(people_, call, rows[:3])
    at = pool.NOW + dt.timedelta(days=9)
    had = ranked.inputs(call, costs(call)).digest
    rankings.make(call=call, release="publication", had=had, by=lead, at=at)
    on = [row for row in map(fresh, rows) if row.state == "shortlisted"]
    for one in on:
        CreditCheck.objects.create(application=one, outcome="clear", source="网", checked_on=at.date(), by=lead, at=at)
    where = SimpleNamespace(people=people_, call=call, lead=lead, officer=officer, rows=on, panel=panel)
    where.everybody = [fresh(row) for row in rows]
    publication = later.published(where)
    objected(where, publication)
    approvals.approve(publication=publication, by=lead, at=later.OVER)
    return where


def screened(people_, n, *, refused):
    """The n-th organisation's application, decided about by the office."""
    where = world_of(people_, n)
    row = submitted(CAST, where).application
    row = fresh(deciding.begin(application=row, by=people_.users["officer"], at=CLOSED[CAST]))
    row = answered(row, people_)
    if refused:
        deciding.refuse(application=row, by=people_.users["officer"], at=CLOSED[CAST], reason="未加盖公章")
    else:
        deciding.accept(application=row, by=people_.users["officer"], at=CLOSED[CAST])
    return fresh(row)


def reviewed(people_, call, rows):
    """A drawn panel that scored them, the first best; one of its experts withdrew and a reserve came."""
    officer = people_.users["officer"]
    for n in range(1, 8):
        pool.enrolled(people_, n)
    panel = panels.make_panel(call=call, making=making(), by=officer, at=pool.NOW)
    drawn(people_, panel)
    panel.refresh_from_db()
    gone = Seat.objects.filter(panel=panel, reserve=0).order_by("pk").first()
    replacing.withdraw_expert(seat=gone, reason="出差", by=officer, at=pool.NOW)
    panel.refresh_from_db()
    panels.open_panel(panel=panel, had=panel.version, by=officer, at=pool.NOW)
    served = Assignment.objects.filter(entry__panel=panel, ended_at=None).select_related("seat__expert", "entry")
    for one in served.order_by("pk"):
        place = [row.pk for row in rows].index(one.entry.application_id)
        scored(one, FULL | {"team": str(15 - place * 4 - one.seat.expert_id % 2)})
    return panels.close_panel(panel=Panel.objects.get(pk=panel.pk), by=officer, at=pool.NOW + dt.timedelta(days=8))


def objected(where, publication):
    """The first of the list is objected to; that is upheld, and it is taken off."""
    row = objections.receive(
        publication=publication, application=where.rows[0], kind="person", said=OBJECTION, at=later.WITHIN
    ).objection
    by, at = where.officer, later.WITHIN
    row = objections.take(objection=row, had=row.version, by=by, at=at)
    for event in ("admit", "investigate", "uphold"):
        row = objections.step(
            objection=row,
            event=event,
            reason="经核实，情况属实",
            summary="主要工作的完成单位",
            had=row.version,
            by=by,
            at=at,
        )
    objections.decide_upheld(
        objection=row, decision="dropped", reason="不符合申报条件", had=row.version, by=where.lead, at=at
    )

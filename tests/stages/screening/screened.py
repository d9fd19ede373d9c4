"""Applications before the office: handed in, closed, taken up."""

import datetime as dt

from django.db import transaction

from juli.engines.policy.interpreter.given import BEIJING
from juli.registry.files.actions import attach
from juli.stages.accounts.permissions import acting
from juli.stages.accounts.roles import Role
from juli.stages.applications.actions import finalising, reviewing, submitting
from juli.stages.applications.models import Application, Material
from juli.stages.applications.unlocking import WHOLE
from juli.stages.screening.actions import answering, deciding
from juli.stages.screening.findings import sheet
from tests.stages.applications.conftest import NOW, begun, published
from tests.stages.applications.life.conftest import fresh, stored, submitted

ZGC, CAST = "zgc-2022", "cast-2023"
#: The days that a printed call leaves open.
DAYS = {"opens: {at: unstated}\n  closes: {at: unstated}": "opens: {at: 2022-08-01}\n  closes: {through: 2022-09-30}"}
#: After the closing, on a working day: Monday.
AFTER = dt.datetime(2022, 10, 10, 10, tzinfo=BEIJING)
LATER = AFTER + dt.timedelta(days=1)
#: The instant at which each call is closed.
CLOSED = {ZGC: AFTER, CAST: dt.datetime(2023, 5, 22, 10, tzinfo=BEIJING)}
DUE = dt.date(2022, 10, 21)


def with_document(world, attachment="registration", edition=ZGC):
    """Handed in with one document, sealed as the applicant says, and taken up by an officer."""
    published(edition, words=DAYS)
    row = begun(edition, world)
    staff, at = world.users["staff"], NOW[edition]
    with transaction.atomic():
        by = acting(staff, Role.STAFF)
        link = attach(file=stored(attachment), subject=row.subject, tag=attachment, name="盖章件.pdf", by=by, at=at)
    Material.objects.create(application=row, link=link, attachment=attachment, sealed=True, at=at)
    reviewing.send(application=row, by=staff, at=at)
    finalising.finalise(application=row, by=world.users["administrator"], at=at)
    submitting.submit(application=fresh(row), by=world.users["administrator"], at=at)
    return fresh(deciding.begin(application=fresh(row), by=world.users["officer"], at=CLOSED[edition]))


def handed_in(world, edition=ZGC, words=None):
    """Handed in, in a call whose days are known."""
    published(edition, words={**(DAYS if edition == ZGC else {}), **(words or {})})
    return submitted(edition, world).application


def in_screening(world, edition=ZGC, words=None, by="officer"):
    """Taken up by an officer after the closing."""
    row = handed_in(world, edition, words)
    return fresh(deciding.begin(application=row, by=world.users[by], at=CLOSED[edition]))


def answered(row, world, *, defects=(), at=None):
    """Every finding answered: those of ``defects`` confirmed, the others dismissed."""
    at = at or CLOSED[row.call.edition]
    for one in sheet(row).waiting:
        word = "defect" if one.item.key in defects else "dismissed"
        answering.answer(
            application=row,
            finding=one.item.key,
            word=word,
            had=one.had,
            by=world.users["officer"],
            at=at,
            reason="已核对材料" if word == "dismissed" else "材料不齐",
            remedy="" if word == "dismissed" else "请补交",
        )
    return fresh(row)


def found(row, world, part=WHOLE, text="封面信息与附件不一致", at=None):
    """An officer's own finding."""
    at = at or CLOSED[row.call.edition]
    return answering.add(application=row, text=text, part=part, remedy="请更正", by=world.users["officer"], at=at)


def returned(row, world, parts=(WHOLE,), due=DUE, at=AFTER, by="officer", reason=""):
    """Returned for correction."""
    return deciding.send_back(application=row, parts=parts, due=due, by=world.users[by], at=at, reason=reason)


def corrected(row, world, at=LATER):
    """The correction made final and handed in."""
    final = finalising.finalise(application=fresh(row), by=world.users["administrator"], at=at)
    return submitting.submit(application=final.application, by=world.users["administrator"], at=at)


def state(row):
    return Application.objects.get(pk=row.pk).state

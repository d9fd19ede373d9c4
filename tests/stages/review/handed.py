"""An application with a form, a document and files, handed in and before a panel that an expert serves."""

import datetime as dt

from juli.stages.applications.actions import finalising, materials, reviewing, submitting
from juli.stages.applications.actions.materials import Place
from juli.stages.applications.models import Answer, Application
from juli.stages.review.models import Assignment, Expert, Panel
from tests.permissions.applications_life import CAST, opened, plain
from tests.stages.applications.conftest import NOW, begun
from tests.stages.review import panels

A_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n"
)
FILE = "样例智能产业协会章程.pdf"
OPEN_END = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)


@plain
def handed_in(world):
    """Ours: a name for the project that tells whose it is, and a document."""
    opened(CAST)
    row, at, staff = begun(CAST, world), NOW[CAST], world.users["staff"]
    title = "样例智能 产业协会的团体标准"
    Answer.objects.create(application=row, section="name", value=title, by=staff, at=at)
    place = Place(attachment="extra-pages")
    materials.bring(application=row, place=place, name=FILE, blocks=[A_PDF], by=staff, at=at)
    row.refresh_from_db()
    reviewing.send(application=row, by=staff, at=at)
    final = finalising.finalise(application=row, by=world.users["administrator"], at=at)
    made = submitting.submit(application=final.application, by=world.users["administrator"], at=at)
    Application.objects.filter(pk=made.application_id).update(state="accepted")
    return made


def serving(world, who="expert", applications=1, blind=False):
    """The assignments of an expert with the account of ``who``; the first is of what ``handed_in`` made, if that was."""
    panel = panels.opened(world, applications=applications)
    rules = {**panel.rules, "blind": blind}
    Panel.objects.filter(pk=panel.pk).update(closes_at=OPEN_END, rules=rules)
    expert = Expert.objects.filter(seats__panel=panel, seats__reserve=0).order_by("pk").first()
    Expert.objects.filter(pk=expert.pk).update(user=world.users[who])
    rows = Assignment.objects.filter(entry__panel=panel, seat__expert=expert)
    return list(rows.select_related("seat__expert", "entry__panel", "entry__application").order_by("pk"))

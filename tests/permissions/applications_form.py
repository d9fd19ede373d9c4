"""The form of an application: for those who write it, in the states in which it is written."""

from tests.permissions.applications import ADMINISTRATOR, another_authors, application, ours
from tests.permissions.rows import OURS, Row
from tests.stages.applications.conftest import NOW, begun

AT = NOW["cast-2023"]
DOCUMENTS = "zgc-2022"


def section(world, **changes):
    return {**application(world, **changes), "section": "name"}


def section_of_others(world):
    return {**another_authors(world), "section": "name"}


def handed_in(world):
    return section(world, state="submitted")


def rival(world):
    from juli.stages.applications.models import Rival

    given = application(world)
    made = Rival.objects.create(
        application_id=given["application"], section="name", value="甲", had=0, by=world.users["staff"], at=AT
    )
    return {**given, "rival": made.pk}


def version(world):
    from juli.stages.applications.actions import versions, writing
    from juli.stages.applications.models import Application
    from juli.stages.applications.snapshots import PAUSE

    given = application(world)
    row = Application.objects.get(pk=given["application"])
    writing.save(application=row, section="name", value="甲", had=0, by=world.users["staff"], at=AT)
    assert versions.keep_pauses(at=AT + PAUSE) == 1
    return {**given, "number": 1}


def two(world):
    from juli.stages.applications.starting import Entry

    begun("cast-2023", world, entry=Entry("national_society", ("awards",)))
    return application(world)


def source(world):
    from juli.stages.applications.models import Application

    return {"source": Application.objects.order_by("pk").first().pk}


def documents(world):
    row = begun(DOCUMENTS, world)
    return {**ours(world), "application": row.pk}


def material(world):
    """A file that is linked, without its content: who may have it is asked first."""
    from juli.registry.files.models import Attachment, StoredFile
    from juli.stages.applications.models import Material

    given = documents(world)
    file = StoredFile.objects.create(digest="0" * 64, size=1, kind="png", previews="none", kept_at=AT)
    link = Attachment.objects.create(
        file=file, subject_type="application", subject_id=str(given["application"]), tag="registration", name="a.png", by="user:1", role="staff", at=AT
    )  # fmt: skip
    made = Material.objects.create(application_id=given["application"], link=link, attachment="registration", at=AT)
    return {**given, "material": made.pk}


def text(_world):
    return {"had": "0", "value": "甲"}


def away(_world):
    return {"act": "take-away"}


def printed(world, kind="pdf"):
    return {**application(world), "kind": kind}


ROWS = [
    Row("applications:form", OURS, arrange=section),
    Row("applications:form", ADMINISTRATOR, state="nobody let in", arrange=section_of_others),
    Row("applications:form", OURS, state="handed in", arrange=handed_in),
    Row("applications:form", OURS, "POST", arrange=section, body=text, action="applications.save"),
    Row("applications:form", ADMINISTRATOR, "POST", "nobody let in", section_of_others, text),
    Row("applications:form", (), "POST", "handed in", handed_in, text),
    Row("applications:here", OURS, "POST", arrange=application, action="applications.be_here"),
    Row("applications:settle", OURS, "POST", arrange=rival, body=lambda _w: {"keep": "came"}, action="applications.settle"),
    Row("applications:check", OURS, arrange=application),
    Row("applications:check", ADMINISTRATOR, state="nobody let in", arrange=another_authors),
    Row("applications:materials", OURS, arrange=documents),
    Row("applications:materials", OURS, "POST", arrange=documents, body=lambda _w: {"attachment": "registration"}, action="applications.bring"),
    Row("applications:material", OURS, "POST", arrange=material, action="applications.describe"),
    Row("applications:material", OURS, "POST", "taken away", material, away, action="applications.take_away"),
    Row("applications:versions", OURS, arrange=application),
    Row("applications:version", OURS, arrange=version),
    Row("applications:restore", OURS, "POST", arrange=version, action="applications.restore"),
    Row("applications:copy", OURS, arrange=application),
    Row("applications:copy", OURS, "POST", arrange=two, body=source, action="applications.copy_from"),
    Row("applications:print", OURS, arrange=printed),
    Row("applications:print", ADMINISTRATOR, state="nobody let in", arrange=lambda w: {**another_authors(w), "kind": "pdf"}),
]  # fmt: skip
BY_OTHER_WAYS = {
    "applications.keep_pauses": "it falls due: `juli tick` keeps a version of what nobody has changed for ten minutes"
}

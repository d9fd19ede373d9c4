"""The clause board of an application: its authors' own; claimed on only while the application is written."""

from datetime import timedelta

from django.utils import timezone

from juli.registry.files.models import Attachment, Preview, StoredFile, Upload
from juli.stages.applications.models import Material
from tests.permissions.applications import ADMINISTRATOR
from tests.permissions.applications_form import material
from tests.permissions.rows import OURS, Row
from tests.stages.applications.board.conftest import AT, EDITION, study
from tests.stages.applications.conftest import begun


def board(world, by="staff", **changes):
    row = begun(EDITION, world, by=by)
    type(row).objects.filter(pk=row.pk).update(**changes)
    return {"organisation": world.ours.pk, "application": row.pk}


def handed_in(world):
    return board(world, state="submitted")


def another_authors(world):
    """One that the administrator began and let nobody into."""
    return board(world, by="administrator")


def with_work(world, **changes):
    work = study(world.ours, "园区规划研究")
    return {**board(world, **changes), "achievement": work.pk}


def to_claim(world):
    study(world.ours, "园区规划研究")
    return board(world)


def a_work(world, category="research"):
    from juli.stages.ledger.models import Achievement

    work = Achievement.objects.get(organisation=world.ours)
    return {"achievement": work.pk, "category": category, "seen": ""}


def out(world):
    return a_work(world, "")


def claimed(world):
    from juli.stages.applications.actions import claiming
    from juli.stages.applications.models import Application
    from juli.stages.ledger.models import Achievement

    given = to_claim(world)
    change = claiming.claim(
        application=Application.objects.get(pk=given["application"]),
        achievement=Achievement.objects.get(organisation=world.ours),
        category="research",
        seen="",
        by=world.users["staff"],
        at=AT,
    )
    return {**given, "change": change.pk}


ROWS = [
    Row("applications:board", OURS, arrange=board),
    Row("applications:board", OURS, state="handed in", arrange=handed_in),
    Row("applications:board", ADMINISTRATOR, state="nobody let in", arrange=another_authors),
    Row("applications:missing", OURS, arrange=board),
    Row("applications:claim", OURS, "POST", arrange=to_claim, body=a_work, action="applications.claim"),
    Row("applications:claim", OURS, "POST", "out again", to_claim, out, action="applications.unclaim"),
    Row("applications:claim", (), "POST", "handed in", lambda w: {**to_claim(w), **_closed(w)}, a_work),
    Row("applications:best_claims", OURS, arrange=board),
    Row("applications:best_claims", OURS, "POST", arrange=to_claim, action="applications.take_best"),
    Row("applications:best_claims", (), "POST", "handed in", handed_in),
    Row("applications:undo_claims", OURS, "POST", arrange=claimed, action="applications.undo_claims"),
    Row("applications:board_evidence", OURS, "POST", arrange=with_work),
    Row("applications:board_evidence", (), "POST", "handed in", lambda w: with_work(w, state="submitted")),
]


def documents(world, **changes):
    row = begun("zgc-2022", world)
    type(row).objects.filter(pk=row.pk).update(**changes)
    return {"organisation": world.ours.pk, "application": row.pk}


def place(world, **changes):
    return {**documents(world, **changes), "place": "registration::"}


def upload(world):
    found = Upload.objects.create(
        endpoint="document",
        owner=world.users["staff"].actor_id,
        role="staff",
        name="a.pdf",
        length=5,
        begun_at=AT,
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {**place(world), "key": found.pk}


def drawn(world):
    given = material(world)
    file = Material.objects.get(pk=given["material"]).link.file
    Preview.objects.create(file=file, page=0, digest="1" * 64, size=1, width=1, height=1)
    return {**given, "page": 0}


def own_file(world):
    file = StoredFile.objects.create(digest="2" * 64, size=1, kind="png", previews="none", kept_at=AT)
    own = world.ours.subject
    link = Attachment.objects.create(
        file=file, subject_type=own.type, subject_id=own.id, tag="registration", name="a.png", by="user:1", role="staff", at=AT
    )  # fmt: skip
    return {"link": link.pk, "place": "registration::"}


TUS = {"Tus-Resumable": "1.0.0"}
BEGIN = {**TUS, "Upload-Length": "5", "Upload-Metadata": "filename YS5wZGY="}

ROWS += [
    Row("applications:documents", OURS, arrange=documents),
    Row("applications:reuse_document", OURS, "POST", arrange=documents, body=own_file, action="applications.reuse"),
    Row("applications:document-uploads", OURS, "POST", arrange=place, headers=BEGIN, action="applications.hand_in"),
    Row("applications:document-uploads", (), "POST", "handed in", lambda w: place(w, state="submitted"), headers=BEGIN),
    Row("applications:document-upload", ("staff",), "HEAD", arrange=upload, headers=TUS, hides=("administrator",)),
    Row("applications:document-upload", ("staff",), "DELETE", arrange=upload, headers=TUS, hides=("administrator",)),
    # Nothing lies behind the link here: who may have it is let through, and told that the content is lost.
    Row("applications:document_preview", (), arrange=drawn, hides=OURS),
]


def _closed(_world):
    from juli.stages.applications.models import Application

    Application.objects.update(state="submitted")
    return {}

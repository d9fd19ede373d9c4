"""Papers, sheets and proofs of standing come in pieces, and go on where the line broke."""

import base64

import pytest
from django.urls import reverse

from juli.registry.files.queries import attachments
from juli.registry.journal.models import Entry
from juli.stages.organisations.models import Organisation, Standing
from juli.stages.organisations.queries.registration import SHEET
from tests.people import SINCE, people
from tests.registry.corpus import pdf

TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}
CHUNK = "application/offset+octet-stream"


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    settings.JULI_FILES_DIR = tmp_path / "files"


def begun(client, address, length, name="证书.pdf"):
    said = f"filename {base64.b64encode(name.encode()).decode()}"
    return client.post(address, HTTP_UPLOAD_LENGTH=str(length), HTTP_UPLOAD_METADATA=said, **TUS)


def sent(client, where, data, offset=0):
    return client.generic("PATCH", where, data, CHUNK, HTTP_UPLOAD_OFFSET=str(offset), **TUS)


def brought(client, address, data, name="证书.pdf"):
    answer = begun(client, address, len(data), name)
    return sent(client, answer.headers["Location"], data) if answer.status_code == 201 else answer


def standing(world, source="organisation"):
    return Standing.objects.create(
        organisation=world.ours, kind="inspection", fields={"year": 2024}, source=source, recorded_at=SINCE
    )


def test_a_paper_goes_on_where_the_line_broke(database):
    world = people()
    client, data = world.client("staff"), pdf()
    cut = len(data) * 6 // 10
    where = begun(client, reverse("organisations:paper-uploads", args=[world.ours.pk, "members"]), len(data)).headers[
        "Location"
    ]
    sent(client, where, data[:cut])
    assert client.head(where, **TUS).headers["Upload-Offset"] == str(cut)
    assert attachments(world.ours.subject).count() == 0
    assert sent(client, where, data[cut:], cut).status_code == 204
    link = attachments(world.ours.subject).get()
    assert (link.tag, link.name, link.file.size, link.by) == (
        "members", "证书.pdf", len(data), world.users["staff"].actor_id
    )  # fmt: skip
    assert Entry.objects.get(act="file.added").said == {
        "file": link.file.digest,
        "tag": "members",
        "to": str(world.ours.subject),
    }


@pytest.mark.django_db
def test_a_sheet_is_a_scan_and_a_proof_belongs_to_its_row():
    world = people()
    Organisation.objects.update(state=Organisation.State.DRAFT)
    client, data = world.client("staff"), pdf()
    sheet = reverse("organisations:sheet-uploads", args=[world.ours.pk])
    assert begun(client, sheet, 9, "登记表.docx").status_code == 422
    assert brought(client, sheet, data, "登记表.pdf").status_code == 204
    assert attachments(world.ours.subject).get().tag == SHEET
    row = standing(world)
    proof = reverse("organisations:proof-uploads", args=[world.ours.pk, row.pk])
    assert brought(client, proof, data).status_code == 204
    assert attachments(row.subject).get().name == "证书.pdf"


@pytest.mark.django_db
def test_nobody_brings_what_is_not_theirs_to_bring():
    world = people()
    staff = world.client("staff")
    official, own = standing(world, "office"), standing(world)
    assert begun(staff, reverse("organisations:proof-uploads", args=[world.ours.pk, official.pk]), 9).status_code == 403
    assert begun(staff, reverse("organisations:paper-uploads", args=[world.ours.pk, "photos"]), 9).status_code == 404
    other = world.client("other")
    for name, more in (("sheet", ()), ("paper", ("members",)), ("proof", (own.pk,))):
        page = reverse(f"organisations:{name}-uploads", args=[world.ours.pk, *more])
        assert begun(other, page, 9).status_code == 403
    # A row of somebody else's organisation is not there.
    page = reverse("organisations:proof-uploads", args=[world.theirs.pk, own.pk])
    assert begun(other, page, 9).status_code == 404


@pytest.mark.django_db
def test_the_pages_offer_it():
    world = people()
    Organisation.objects.update(state=Organisation.State.DRAFT)
    row = standing(world)
    client = world.client("staff")
    pages = {
        "record": reverse("organisations:paper-uploads", args=[world.ours.pk, "TAG"]),
        "registration": reverse("organisations:sheet-uploads", args=[world.ours.pk]),
        "standing": reverse("organisations:proof-uploads", args=[world.ours.pk, row.pk]),
    }
    for name, uploads in pages.items():
        said = client.get(reverse(f"organisations:{name}", args=[world.ours.pk])).content.decode()
        assert [said.count(f'data-uploads="{uploads}"'), said.count("organisations/upload.js")] == [1, 1]

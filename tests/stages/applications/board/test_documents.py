"""Documents: in pieces, used again from the record, the standing and the ledger, looked at; nobody else's."""

import base64

import pytest
from django.urls import reverse

from juli.registry.files.models import Attachment, Preview, StoredFile
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.actions import materials
from juli.stages.applications.models import Application, Material
from juli.stages.applications.queries import materials as queries
from juli.stages.ledger.models import Achievement
from juli.stages.organisations.models import Standing
from tests.stages.applications.board.conftest import achieved
from tests.stages.applications.board.test_board import PNG
from tests.stages.applications.conftest import NOW, begun

EDITION = "zgc-2022"
AT = NOW[EDITION]
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def application(world):
    return begun(EDITION, world)


def kept(digest):
    return StoredFile.objects.create(digest=digest * 64, size=9, kind="png", previews="none", kept_at=AT)


def linked(file, subject_type, subject_id, tag="", name="年检.png"):
    return Attachment.objects.create(
        file=file, subject_type=subject_type, subject_id=str(subject_id), tag=tag, name=name, by="user:1", role="staff", at=AT
    )  # fmt: skip


def standing(where, kind, **fields):
    return Standing.objects.create(organisation=where, kind=kind, fields=fields, source="organisation", recorded_at=AT)


def slots(world, application):
    found = queries.documents(world.users["staff"], world.ours.pk, application.pk, AT)
    return {slot.place: slot for asked in found.asked for slot in asked.slots}


def test_what_the_organisation_has_already_is_offered(world, application):
    """S0-77: the year's own inspection; S0-75: of the record; S0-76: the honour's own proof."""
    inspection = standing(world.ours, "inspection", year=2021, result="pass")
    linked(kept("a"), "standing", inspection.pk)
    linked(kept("b"), world.ours.subject.type, world.ours.subject.id, "registration", "登记证书.png")
    honour = achieved(world.ours, "honour", "获奖", "2021-05-01", grantor_level="city")
    linked(kept("c"), "achievement", honour.pk, "photos", "奖状.png")
    theirs = standing(world.theirs, "inspection", year=2021, result="pass")
    linked(kept("d"), "standing", theirs.pk, name="别家.png")
    found = slots(world, application)
    offered = {place: [link.name for link in slot.offers] for place, slot in found.items() if slot.offers}
    assert offered == {
        "registration::": ["登记证书.png"],
        "inspections:2021:": ["年检.png"],
        f"honours::{honour.pk}": ["奖状.png"],
    }


def test_it_is_handed_in_once_and_nobody_elses_is(world, application):
    own = linked(kept("a"), "standing", standing(world.ours, "inspection", year=2021).pk)
    theirs = linked(kept("b"), "standing", standing(world.theirs, "inspection", year=2021).pk)
    given = {
        "application": application,
        "place": materials.Place("inspections", 2021),
        "by": world.users["staff"],
        "at": AT,
    }
    made = materials.reuse(link=own, **given)
    assert materials.reuse(link=own, **given) == made
    assert (made.link.file, made.link.subject_id) == (own.file, str(application.pk))
    with pytest.raises(Refused):
        materials.reuse(link=theirs, **given)
    with pytest.raises(Refused):
        materials.reuse(link=linked(kept("c"), "application", "999"), **given)
    assert Material.objects.count() == 1
    assert slots(world, application)["inspections:2021:"].offers == ()
    client = world.client("staff")
    where = {"organisation": world.ours.pk, "application": application.pk}
    for link, place, status in (
        (own, "inspections:2020:", 302),
        (theirs, "inspections:2020:", 403),
        (own, "nothing::", 404),
    ):
        body = {"link": link.pk, "place": place}
        assert client.post(reverse("applications:reuse_document", kwargs=where), body).status_code == status
    Application.objects.update(state="submitted")
    answer = client.post(
        reverse("applications:reuse_document", kwargs=where), {"link": own.pk, "place": "registration::"}
    )
    assert answer.status_code == 403


def test_a_document_comes_in_pieces(world, application, tmp_path, settings):
    """S0-75."""
    settings.JULI_FILES_DIR = tmp_path
    client = world.client("staff")
    where = {"organisation": world.ours.pk, "application": application.pk, "place": "inspections:2021:"}
    name = base64.b64encode("年检.png".encode()).decode()
    begin = {**TUS, "Upload-Length": str(len(PNG)), "Upload-Metadata": f"filename {name}"}
    begun_ = client.post(reverse("applications:document-uploads", kwargs=where), headers=begin)
    assert begun_.status_code == 201
    to = begun_.headers["Location"]
    for start, end in ((0, 20), (20, len(PNG))):
        answer = client.patch(
            to,
            PNG[start:end],
            content_type="application/offset+octet-stream",
            headers={**TUS, "Upload-Offset": str(start)},
        )
        assert answer.status_code == 204
    (material,) = Material.objects.all()
    assert (material.attachment, material.year, material.link.name) == ("inspections", 2021, "年检.png")
    wrong = {**where, "place": "nothing::"}
    assert client.post(reverse("applications:document-uploads", kwargs=wrong), headers=begin).status_code == 404
    for who in ("other", "stranger", "officer"):
        assert (
            world.client(who).post(reverse("applications:document-uploads", kwargs=where), headers=begin).status_code
            == 403
        )
        assert world.client(who).head(to, headers=TUS).status_code == 403
    Application.objects.update(state="submitted")
    assert client.post(reverse("applications:document-uploads", kwargs=where), headers=begin).status_code == 403


def test_nobody_elses_files_by_their_direct_addresses(world, application):
    made = materials.reuse(
        application=application,
        link=linked(kept("a"), "standing", standing(world.ours, "inspection", year=2021).pk),
        place=materials.Place("inspections", 2021),
        by=world.users["staff"],
        at=AT,
    )
    Preview.objects.create(file=made.link.file, page=0, digest="e" * 64, size=1, width=1, height=1)
    assert slots(world, application)["inspections:2021:"].files[0].thumbnail
    where = {"organisation": world.ours.pk, "application": application.pk, "material": made.pk}
    addresses = [
        reverse("applications:material", kwargs=where),
        reverse("applications:document_preview", kwargs={**where, "page": 0}),
        reverse("applications:documents", kwargs={k: v for k, v in where.items() if k != "material"}),
    ]
    for address in addresses:
        for who in ("other", "stranger", "officer", "expert"):
            assert world.client(who).get(address).status_code == 403
        elsewhere = address.replace(f"/organisations/{world.ours.pk}/", f"/organisations/{world.theirs.pk}/")
        assert world.client("other").get(elsewhere).status_code == 404
    assert world.client("staff").get(addresses[2]).status_code == 200
    assert not Achievement.objects.exists()

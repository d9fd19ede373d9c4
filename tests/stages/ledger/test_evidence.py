"""Evidence: kept once, tagged, used for several entries, seen by nobody else whatever address they try."""

import base64
import contextlib
import datetime as dt
import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from juli.registry.files.actions import draw_previews
from juli.registry.files.models import Attachment, StoredFile, Upload
from juli.stages.accounts.permissions import Refused
from juli.stages.ledger.actions import achievements, evidence
from juli.stages.ledger.queries.dossiers import dossier
from juli.stages.ledger.queries.evidence import evidence as shown
from tests.people import SINCE, people

AT = dt.datetime(2024, 7, 1, 2, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "JULI_FILES_DIR", tmp_path)


@pytest.fixture
def world(database, folder):
    return people()


def entry(world, title="样例活动"):
    return achievements.add(
        organisation=world.ours, kind="activity", values={"title": title, "date": "2024-06-01"}, by=world.users["staff"], at=AT
    )  # fmt: skip


def stored(digest="a" * 64):
    return StoredFile.objects.create(digest=digest, size=5, kind="pdf", previews="none", kept_at=SINCE)


def photo(colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(out, "JPEG")
    return out.getvalue()


def prove(world, row, file, tag="photos"):
    return evidence.prove(achievement=row, file=file, name="a.pdf", tag=tag, by=world.users["staff"], at=AT)


def test_a_file_is_tagged_retagged_used_again_and_taken_away(world):
    staff = world.users["staff"]
    one, two = entry(world, "一"), entry(world, "二")
    file = stored()
    link = prove(world, one, file)
    assert prove(world, one, file).pk == link.pk
    again = evidence.reuse(achievement=two, link=link, tag="agreement", by=staff, at=AT)
    assert {w.id: w.evidence for w in dossier(world.ours, "industry").achievements} == {
        str(one.pk): {"photos"},
        str(two.pk): {"agreement"},
    }
    assert shown(one).files[0].proves == 2
    link = evidence.retag(link=link, tag="brief", by=staff, at=AT)
    evidence.disprove(link=again, by=staff, at=AT)
    assert list(Attachment.objects.values_list("subject_id", "tag")) == [(str(one.pk), "brief")]
    with pytest.raises(evidence.UnknownTag):
        prove(world, one, file, "nonsense")
    other = world.users["other"]
    theirs = achievements.add(organisation=world.theirs, kind="brand", values={"title": "他人"}, by=other, at=AT)
    for act in (
        lambda: evidence.prove(achievement=one, file=file, name="a", tag="", by=other, at=AT),
        lambda: evidence.reuse(achievement=theirs, link=link, tag="", by=other, at=AT),
        lambda: evidence.reuse(achievement=one, link=link, tag="", by=other, at=AT),
        lambda: evidence.retag(link=link, tag="", by=other, at=AT),
        lambda: evidence.disprove(link=link, by=other, at=AT),
    ):
        with pytest.raises(Refused):
            act()
    achievements.remove(achievement=one, by=staff, at=AT)
    with pytest.raises(Refused):
        evidence.disprove(link=link, by=staff, at=AT)


def tus(**more):
    return {"HTTP_TUS_RESUMABLE": "1.0.0", **more}


def named(name):
    return {"HTTP_UPLOAD_METADATA": f"filename {base64.b64encode(name.encode()).decode()}"}


@pytest.mark.django_db
def test_in_pieces_and_seen_by_nobody_else(folder):
    world = people()
    row, other_row = entry(world), entry(world, "另一项")
    client = world.client("staff")
    content = photo()
    door = reverse("ledger:evidence-uploads", args=[world.ours.pk, row.pk, "photos"])
    begun = client.post(door, **tus(HTTP_UPLOAD_LENGTH=str(len(content)), **named("现场.jpg")))
    place = begun.headers["Location"].removeprefix("http://testserver")
    assert (begun.status_code, place.startswith(door)) == (201, True)
    half = len(content) // 2
    for offset, part in ((0, content[:half]), (half, content[half:])):
        answer = client.generic(
            "PATCH", place, part, "application/offset+octet-stream", **tus(HTTP_UPLOAD_OFFSET=str(offset))
        )
        assert answer.status_code == 204, answer.content
    link = Attachment.objects.get()
    assert (link.subject_id, link.tag, link.name) == (str(row.pk), "photos", "现场.jpg")
    draw_previews()
    page = client.get(
        reverse("ledger:entry", args=[world.ours.pk, row.pk]), HTTP_ACCEPT_LANGUAGE="zh-hans"
    ).content.decode()
    addresses = [
        reverse("ledger:file", args=[world.ours.pk, link.pk]),
        reverse("ledger:preview", args=[world.ours.pk, link.pk, 0]),
    ]
    for address in addresses:
        assert address in page
        with contextlib.closing(client.get(address)) as answer:
            assert answer.status_code == 200
        for who in ("other", "stranger", "officer", "lead"):
            assert world.client(who).get(address).status_code == 403
            assert world.client(who).get(address.replace(str(world.ours.pk), "999", 1)).status_code in {403, 404}
        assert world.client("nobody").get(address).status_code == 302
        # Under the address of one's own organisation there is no such file.
        mine = address.replace(f"/organisations/{world.ours.pk}/", f"/organisations/{world.theirs.pk}/")
        assert world.client("other").get(mine).status_code == 404
    # An upload is its owner's alone, and a door stays the one it was.
    assert world.client("administrator").head(place, **tus()).status_code == 404
    assert world.client("other").head(place, **tus()).status_code == 403
    body = {"link": str(link.pk), "tag": "agreement"}
    stolen = world.client("other").post(reverse("ledger:reuse", args=[world.theirs.pk, other_row.pk]), body)
    assert stolen.status_code == 404
    client.post(reverse("ledger:reuse", args=[world.ours.pk, other_row.pk]), body)
    assert StoredFile.objects.count() == 1
    assert Attachment.objects.count() == 2


@pytest.mark.django_db
def test_what_is_refused_says_why_and_keeps_the_rest(folder):
    world = people()
    row = entry(world)
    client = world.client("staff")
    files = [
        SimpleUploadedFile("好的.jpg", photo()),
        SimpleUploadedFile("假的.pdf", photo("blue")),
        SimpleUploadedFile("空的.pdf", b""),
        SimpleUploadedFile("../../又一个.jpg", photo()),
    ]
    address = reverse("ledger:bring_files", args=[world.ours.pk, row.pk])
    page = client.post(address, {"files": files, "tag": "photos"}, follow=True, HTTP_ACCEPT_LANGUAGE="zh-hans")
    said = page.content.decode()
    assert ".pdf，内容却是JPEG" in said
    assert "空的" in said
    assert StoredFile.objects.count() == 1
    assert list(Attachment.objects.values_list("name", flat=True)) == ["好的.jpg"]
    assert "未查毒" in said
    assert "20 MB" in said
    assert client.post(address, {"files": files[:1], "tag": "nonsense"}).status_code == 404
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_a_disguised_file_is_refused_by_content_when_it_is_whole(folder):
    world = people()
    row = entry(world)
    client = world.client("staff")
    door = reverse("ledger:evidence-uploads", args=[world.ours.pk, row.pk, "-"])
    large = client.post(door, **tus(HTTP_UPLOAD_LENGTH=str(10**9), **named("大.pdf")))
    assert (large.status_code, large.json()["findings"][0]["code"]) == (413, "too-large")
    content = photo()
    place = client.post(door, **tus(HTTP_UPLOAD_LENGTH=str(len(content)), **named("假.pdf"))).headers["Location"]
    answer = client.generic("PATCH", place, content, "application/offset+octet-stream", **tus(HTTP_UPLOAD_OFFSET="0"))
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (422, "disguised")
    assert not Attachment.objects.exists()

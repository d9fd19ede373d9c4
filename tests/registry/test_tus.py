"""The tus protocol, request by request, as its text describes it; docs/decisions/0032 says which parts."""

import base64
import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from juli.registry.files.actions import uploads
from juli.registry.files.models import Attachment, StoredFile, Upload
from juli.registry.files.store import arrivals
from tests.registry.corpus import DOCX, office, pdf, picture

pytestmark = pytest.mark.urls("tests.registry.urls")

TUS = {"Tus-Resumable": "1.0.0"}
BYTES = "application/offset+octet-stream"


@pytest.fixture
def visitor(places):
    return Client(headers={"X-Actor": "user:1", **TUS})


def metadata(name):
    return f"filename {base64.b64encode(name.encode()).decode()},type aW1hZ2UvcG5n"


def begin(visitor, content, name="照片.png", door="/evidence/"):
    return visitor.post(door, headers={"Upload-Length": str(len(content)), "Upload-Metadata": metadata(name)})


def begun(visitor, content, name="照片.png", door="/evidence/"):
    answer = begin(visitor, content, name, door)
    assert answer.status_code == 201
    return urlsplit(answer.headers["Location"]).path


def send(visitor, place, offset, content, **headers):
    return visitor.patch(place, content, BYTES, headers={"Upload-Offset": str(offset), **headers})


def test_a_file_in_two_parts_is_kept_and_becomes_evidence(database, visitor):
    content = picture("PNG", (90, 90))
    place = begun(visitor, content)
    first = send(visitor, place, 0, content[:100])
    assert (first.status_code, first.headers["Upload-Offset"], first.headers["Tus-Resumable"]) == (204, "100", "1.0.0")
    where = visitor.head(place)
    assert (where.status_code, where.headers["Upload-Offset"], where.headers["Upload-Length"]) == (
        200,
        "100",
        str(len(content)),
    )
    assert where.headers["Cache-Control"] == "no-store"
    assert send(visitor, place, 100, content[100:]).status_code == 204
    file = StoredFile.objects.get()
    assert (file.digest, file.size, file.kind) == (hashlib.sha256(content).hexdigest(), len(content), "png")
    link = Attachment.objects.get()
    assert (link.file, link.name, link.tag, link.by) == (file, "照片.png", "photos", "user:1")
    assert list(arrivals().iterdir()) == []


def test_the_same_content_is_kept_once(database, visitor):
    content = picture("PNG")
    for name in ("一.png", "二.png"):
        assert send(visitor, begun(visitor, content, name), 0, content).status_code == 204
    assert StoredFile.objects.count() == 1
    assert {upload.file for upload in Upload.objects.all()} == {StoredFile.objects.get()}
    assert Attachment.objects.get().name == "一.png"


@pytest.mark.django_db
def test_the_door_says_what_it_can_do():
    answer = Client().options("/archives/")
    assert answer.status_code == 204
    assert {name: answer.headers[name] for name in answer.headers if name.startswith("Tus-")} == {
        "Tus-Resumable": "1.0.0",
        "Tus-Version": "1.0.0",
        "Tus-Extension": "creation,expiration,checksum,termination",
        "Tus-Max-Size": str(10 * 1024 * 1024),
        "Tus-Checksum-Algorithm": "sha1,sha256",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "5", "Upload-Metadata": metadata("a.png")}, 201),
        ({"Upload-Metadata": metadata("a.png")}, 400),
        ({"Upload-Length": "-5", "Upload-Metadata": metadata("a.png")}, 400),
        ({"Upload-Length": "５", "Upload-Metadata": metadata("a.png")}, 400),
        ({"Upload-Length": "9" * 30, "Upload-Metadata": metadata("a.png")}, 400),
        ({"Upload-Length": "5", "Upload-Metadata": "filename %%%"}, 400),
        ({"Upload-Length": "5"}, 422),
        ({"Upload-Length": "0", "Upload-Metadata": metadata("a.png")}, 422),
        ({"Upload-Length": "5", "Upload-Metadata": metadata("a.exe")}, 422),
        ({"Upload-Length": str(10 * 1024 * 1024 + 1), "Upload-Metadata": metadata("a.png")}, 413),
    ],
)
def test_what_cannot_come_is_told_before_it_is_sent(visitor, headers, status):
    assert visitor.post("/evidence/", headers=headers).status_code == status
    assert Upload.objects.count() == (status == 201)


@pytest.mark.django_db
def test_a_refusal_says_why_in_both_languages(visitor):
    answer = begin(visitor, b"", "a.png")
    assert answer.json() == {
        "findings": [
            {
                "code": "empty",
                "data": {},
                "refuses": True,
                "zh": "文件是空的（0 字节），请检查后重新选择",
                "en": "The file is empty (0 bytes). Check it.",
            }
        ]
    }


@pytest.mark.django_db
def test_what_is_disguised_is_refused_when_it_is_there_and_stays_refused(visitor):
    content = picture("PNG")
    place = begun(visitor, content, "报告.pdf")
    for answer in (send(visitor, place, 0, content), visitor.head(place)):
        assert answer.status_code == 422
    assert [f["code"] for f in Upload.objects.get().findings] == ["disguised"]
    assert list(arrivals().iterdir()) == []
    assert StoredFile.objects.count() == 0


@pytest.mark.django_db
def test_a_sender_who_is_elsewhere_is_told_where_the_upload_is(visitor):
    content = picture("PNG")
    place = begun(visitor, content)
    assert send(visitor, place, 5, content[5:]).status_code == 409
    send(visitor, place, 0, content[:50])
    assert send(visitor, place, 0, content).status_code == 409
    assert visitor.head(place).headers["Upload-Offset"] == "50"
    assert send(visitor, place, 50, content[50:]).status_code == 204
    assert send(visitor, place, len(content), b"x").status_code == 409


@pytest.mark.django_db
def test_more_than_was_announced_is_not_taken(visitor):
    content = picture("PNG")
    place = begun(visitor, content)
    assert send(visitor, place, 0, content + b"x").status_code == 413
    assert StoredFile.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_chunk_with_a_checksum_is_taken_whole_or_not_at_all(visitor, algorithm):
    content = picture("PNG")
    place = begun(visitor, content)
    right = base64.b64encode(hashlib.new(algorithm, content).digest()).decode()
    bad = content[:-1] + b"?"
    assert send(visitor, place, 0, bad, **{"Upload-Checksum": f"{algorithm} {right}"}).status_code == 460
    assert visitor.head(place).headers["Upload-Offset"] == "0"
    assert send(visitor, place, 0, content, **{"Upload-Checksum": "md5 x"}).status_code == 400
    assert send(visitor, place, 0, content, **{"Upload-Checksum": f"{algorithm} %"}).status_code == 400
    assert send(visitor, place, 0, content, **{"Upload-Checksum": f"{algorithm} {right}"}).status_code == 204
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_what_is_given_up_is_gone(visitor):
    content = picture("PNG")
    place = begun(visitor, content)
    send(visitor, place, 0, content[:20])
    assert visitor.delete(place).status_code == 204
    assert visitor.head(place).status_code == 404
    assert list(arrivals().iterdir()) == []


@pytest.mark.django_db
def test_an_upload_expires(visitor):
    content = picture("PNG")
    place = begun(visitor, content)
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert send(visitor, place, 0, content).status_code == 410


@pytest.mark.django_db
def test_what_arrived_on_another_machine_has_to_begin_anew(visitor):
    content = picture("PNG")
    place = begun(visitor, content)
    uploads.path_of(Upload.objects.get()).unlink()
    assert send(visitor, place, 0, content).status_code == 410


@pytest.mark.django_db
def test_an_upload_belongs_to_its_owner_and_its_door(visitor):
    content = office(DOCX)
    place = begun(visitor, content, "a.docx")
    stranger = Client(headers={"X-Actor": "user:2", **TUS})
    nobody = Client(headers=TUS)
    other_door = place.replace("/evidence/", "/anything/")
    assert [send(stranger, place, 0, content).status_code, stranger.head(place).status_code] == [404, 404]
    assert stranger.delete(place).status_code == 404
    assert send(visitor, other_door, 0, content).status_code == 404
    assert [send(nobody, place, 0, content).status_code, begin(nobody, content).status_code] == [403, 403]
    assert Upload.objects.get().offset == 0


@pytest.mark.django_db
def test_two_requests_do_not_write_at_once(visitor):
    content = picture("PNG")
    place = begun(visitor, content)
    upload = Upload.objects.get()

    def blocks():
        yield content[:10]
        # While the first request is under way, a second one comes.
        assert send(visitor, place, 0, content).status_code == 423
        assert visitor.delete(place).status_code == 423
        yield content[10:20]

    assert uploads.append(upload=upload, offset=0, blocks=blocks()) is False
    assert visitor.head(place).headers["Upload-Offset"] == "20"


@pytest.mark.django_db
def test_nobody_has_too_many_under_way(visitor):
    content = picture("PNG")
    statuses = [begin(visitor, content).status_code for _ in range(uploads.MOST_UNDER_WAY + 1)]
    assert statuses == [201] * uploads.MOST_UNDER_WAY + [429]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"headers": {"Tus-Resumable": "0.2.2"}}, 412),
        ({"headers": {"Upload-Offset": "x"}}, 400),
        ({"content_type": "image/png"}, 415),
    ],
)
def test_other_tongues_are_not_spoken(visitor, how, status):
    place = begun(visitor, pdf(), "a.pdf")
    given = {"content_type": BYTES, **how, "headers": {"Upload-Offset": "0", **how.get("headers", {})}}
    answer = visitor.patch(place, pdf(), **given)
    assert answer.status_code == status
    assert answer.headers.get("Tus-Version") == ("1.0.0" if status == 412 else None)


@pytest.mark.django_db
def test_where_a_firewall_lets_only_post_pass(visitor):
    content = pdf()
    place = begun(visitor, content, "a.pdf")
    headers = {"X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0"}
    assert visitor.post(place, content, content_type=BYTES, headers=headers).status_code == 204
    assert visitor.get(place, headers={"X-HTTP-Method-Override": "DELETE"}).status_code == 405
    assert StoredFile.objects.get().kind == "pdf"

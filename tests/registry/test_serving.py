"""Files are handed out through a link, to those who may, and nothing in them acts in the site's name."""

import pytest
from django.test import Client

from juli.registry.files.actions import attach, draw_previews, take
from juli.registry.files.examine.kinds import USUAL
from juli.registry.files.models import StoredFile
from juli.registry.files.store import store
from juli.registry.parties import Actor, Subject
from tests.registry.acts import AT
from tests.registry.corpus import pdf, picture

pytestmark = [pytest.mark.urls("tests.registry.urls"), pytest.mark.django_db]


class Reader(Client):
    """A client that reads what it gets to the end, as a browser does."""

    def get(self, *given, **more):
        answer = super().get(*given, **more)
        answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.close()
        return answer


OWNER = Reader(headers={"X-Actor": "user:1"})


def linked(content, name):
    file = take(blocks=[content], name=name, at=AT, accept=USUAL | {"html"}).file
    return attach(file=file, subject=Subject("achievement", "1"), name=name, by=Actor("user:1", "staff"), at=AT)


def headers(answer):
    return {
        name: answer.headers.get(name)
        for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control")
    }


def test_a_file_comes_as_it_was_under_its_own_name(places):
    link = linked(pdf(), "申报书 一.pdf")
    answer = OWNER.get(f"/file/{link.pk}/")
    assert answer.body == pdf()
    assert headers(answer) == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''%E7%94%B3%E6%8A%A5%E4%B9%A6%20%E4%B8%80.pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }


@pytest.mark.parametrize(
    ("name", "content", "media_type", "way"),
    [
        ("a.png", picture("PNG"), "image/png", "inline"),
        ("a.pdf", pdf(), "application/pdf", "inline"),
        ("a.txt", b"words", "text/plain", "attachment"),
        ("a.html", b"<html><script>alert(1)</script>", "application/octet-stream", "attachment"),
    ],
)
def test_only_what_cannot_act_is_shown_in_place(places, name, content, media_type, way):
    answer = OWNER.get(f"/file/{linked(content, name).pk}/?show")
    assert headers(answer)["Content-Type"] == media_type
    assert headers(answer)["Content-Disposition"] == f'{way}; filename="{name}"'
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert ("sandbox" in policy) == (media_type != "application/pdf")


def test_a_name_cannot_break_the_header(places):
    link = linked(pdf(), 'a"; filename=\r\nSet-Cookie: x=1;.pdf')
    answer = OWNER.get(f"/file/{link.pk}/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a\\"; filename=Set-Cookie: x=1;.pdf"'
    assert "x" not in answer.cookies


def test_nobody_else_gets_it(places):
    link = linked(picture("PNG"), "a.png")
    draw_previews()
    for visitor in (Reader(headers={"X-Actor": "user:2"}), Reader()):
        assert [visitor.get(f"/file/{link.pk}{page}/").status_code for page in ("", "/0", "/1")] == [403, 403, 403]


def test_previews_are_pictures_whatever_the_file_is(places):
    link = linked(pdf(2), "a.pdf")
    assert OWNER.get(f"/file/{link.pk}/0/").status_code == 404
    draw_previews()
    answer = OWNER.get(f"/file/{link.pk}/0/")
    assert headers(answer) == {
        "Content-Type": "image/jpeg",
        "Content-Disposition": 'inline; filename="0.jpg"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=3600",
    }
    assert [OWNER.get(f"/file/{link.pk}/{page}/").status_code for page in (1, 2, 3)] == [200, 200, 404]


def test_an_infected_file_is_not_handed_out(places):
    link = linked(picture("PNG"), "a.png")
    StoredFile.objects.update(scan=StoredFile.Scan.INFECTED)
    assert OWNER.get(f"/file/{link.pk}/").status_code == 403


def test_a_lost_content_is_not_found(places):
    link = linked(picture("PNG"), "a.png")
    store().remove(link.file.digest)
    assert OWNER.get(f"/file/{link.pk}/").status_code == 404


def test_nginx_hands_it_out_where_the_settings_say_so(places, settings):
    settings.JULI_FILES_ACCEL = "/internal/files/"
    link = linked(picture("PNG"), "a.png")
    answer = OWNER.get(f"/file/{link.pk}/")
    digest = link.file.digest
    assert answer.body == b""
    assert answer.headers["X-Accel-Redirect"] == f"/internal/files/kept/{digest[:2]}/{digest[2:4]}/{digest}"
    assert (places / "files" / "kept" / digest[:2] / digest[2:4] / digest).is_file()
    assert answer.headers["Content-Type"] == "image/png"

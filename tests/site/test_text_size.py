"""Choosing the text size (S3-10)."""

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.site.gallery")


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [("/?page=2", "/?page=2"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/"), ("", "/")],
)
def test_choosing_leads_back_and_never_away(target, leads_to):
    answer = Client().post("/text-size/", {"size": "large", "next": target})
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)
    assert answer.cookies["juli_text_size"].value == "large"


def test_an_unknown_size_is_refused():
    answer = Client().post("/text-size/", {"size": "huge", "next": "/"})
    assert answer.status_code == 400
    assert "没有这一档字号。" in answer.content.decode()
    assert "juli_text_size" not in answer.cookies


def test_a_tampered_cookie_means_the_standard_size():
    client = Client()
    client.cookies["juli_text_size"] = '"><script>'
    assert 'data-text-size="standard"' in client.get("/gallery/").content.decode()

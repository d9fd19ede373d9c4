"""The language of a page."""

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.site.gallery")


@pytest.mark.parametrize(
    ("cookie", "language"),
    [(None, "zh-hans"), ("en", "en"), ("zh-hans", "zh-hans"), ("fr", "zh-hans"), ("../en", "zh-hans")],
)
def test_the_cookie_alone_decides(cookie, language):
    client = Client(headers={"accept-language": "en-GB,en"})
    if cookie:
        client.cookies["juli_language"] = cookie
    answer = client.get("/gallery/")
    assert answer.headers["Content-Language"] == language
    assert answer.headers["Vary"] == "Cookie"

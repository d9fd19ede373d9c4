"""Error pages: in the site's own look, with a remedy, and never with what is not for strangers.

None of these tests may touch the database (pytest-django forbids it): an error page must not need it.
"""

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.site.gallery")


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("path", "status", "shown"),
    [
        ("/nowhere/", 404, ["找不到这个页面", "回到首页"]),
        ("/fail/forbidden/", 403, ["您无权查看这个页面", "这个批次只对推荐单位开放。"]),
        ("/fail/unreadable/", 400, ["这个请求无法识别", "第 3 行不是日期。"]),
        ("/fail/suspicious/", 400, ["这个请求无法识别"]),
        ("/fail/broken/", 500, ["系统出了问题"]),
    ],
)
def test_an_error_page_says_what_to_do(visitor, path, status, shown):
    answer = visitor.get(path)
    text = answer.content.decode()
    assert answer.status_code == status
    assert [words for words in shown if words not in text] == []
    assert 'class="bar"' in text


@pytest.mark.parametrize("path", ["/fail/suspicious/", "/fail/broken/"])
def test_an_error_page_keeps_inner_matters_to_itself(visitor, path):
    text = visitor.get(path).content.decode()
    assert "/etc/passwd" not in text
    assert "internal detail" not in text
    assert "Traceback" not in text


def test_error_pages_speak_english_too(visitor):
    visitor.cookies["juli_language"] = "en"
    assert "This page is not here" in visitor.get("/nowhere/").content.decode()


def test_a_form_from_a_stale_page_is_refused_with_the_remedy():
    answer = Client(enforce_csrf_checks=True).post("/text-size/", {"size": "large", "next": "/"})
    assert answer.status_code == 403
    assert "请返回刷新页面" in answer.content.decode()


def test_an_unknown_host_is_refused(visitor):
    assert visitor.get("/", headers={"host": "elsewhere.example"}).status_code == 400

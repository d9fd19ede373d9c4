"""What nobody can type is refused with its reason: on PostgreSQL as on SQLite, never an error of the system."""

import pytest
from django.test import Client
from django.urls import reverse

from juli.site.characters import LONGEST
from tests.people import people


@pytest.mark.parametrize(
    ("query", "words"),
    [("q=%00", "no text has"), ("q=a%00b&page=2", "no text has"), ("q=" + "x" * LONGEST, "look for less")],
)
def test_an_address_that_nobody_types_is_refused(database, query, words):
    client = people().client("stranger")
    client.cookies["juli_language"] = "en"
    answer = client.get(f"{reverse('organisations:start')}?{query}")
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_a_search_may_be_as_long_as_an_address(database):
    client = people().client("stranger")
    assert client.get(reverse("organisations:start"), {"q": "x" * (LONGEST - 10)}).status_code == 200


@pytest.mark.parametrize("sent", [{"name": "甲\x00", "language": "zh"}, {"name": "甲", "language": "zh", "\x00": ""}])
def test_a_form_that_nobody_types_is_refused(database, sent):
    world = people()
    answer = world.client("stranger").post(reverse("accounts:profile"), sent)
    assert answer.status_code == 400
    world.users["stranger"].refresh_from_db()
    assert world.users["stranger"].name == "stranger"


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_so_first():
    answer = Client(enforce_csrf_checks=True).post(reverse("text_size"), {"size": "\x00"})
    assert answer.status_code == 403

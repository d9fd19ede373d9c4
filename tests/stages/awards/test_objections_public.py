"""The public's way: the form with its files, the answer, looking it up; how often from one place."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from juli.registry.files.models import Attachment
from juli.stages.awards.actions import publications as actions
from juli.stages.awards.models import Objection, Publication
from tests.stages.applications.life.conftest import _blank, _places  # noqa: F401  # Fixtures.
from tests.stages.awards import publications_world as world

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch):
    cache.clear()
    monkeypatch.setattr("juli.stages.awards.views.objections.began", lambda _request: world.WITHIN)
    made = world.listed(n=1)
    made.publication = world.published(made)
    yield made
    cache.clear()


def form(at, **other):
    said = {
        "application": str(at.rows[0].pk), "kind": "unit", "name": "欧阳建国", "unit": "样例第三协会",
        "phone": "13911223344", "email": "", "text": "该单位2024年的活动实际由另一单位主办。",
        "letter": SimpleUploadedFile("公函.pdf", world.PDF), "evidence": SimpleUploadedFile("欧阳建国.pdf", world.PDF),
    }  # fmt: skip
    return said | other


def address(at):
    return reverse("awards:object", kwargs={"publication": at.publication.pk})


def test_it_is_handed_in_with_files_and_looked_up(at, client):
    answer = client.post(address(at), form(at))
    made = answer.context["handed"]
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert sorted(Attachment.objects.filter(subject_type="objection").values_list("tag", "name")) == [
        ("evidence", "evidence 1.pdf"),
        ("sealed-letter", "sealed letter.pdf"),
    ]
    found = client.post(
        reverse("awards:objection_status"), {"reference": made.objection.reference, "secret": made.secret}
    )
    assert (found.context["found"], "欧阳建国" in found.content.decode()) == (made.objection, False)
    wrong = client.post(reverse("awards:objection_status"), {"reference": made.objection.reference, "secret": "x"})
    assert (wrong.status_code, wrong.context["found"]) == (422, None)


def test_what_was_typed_is_kept_where_it_is_refused(at, client):
    answer = client.post(address(at), form(at, name="匿名", unit="样例第三协会"))
    assert (answer.status_code, Objection.objects.count()) == (422, 0)
    assert ["样例第三协会" in answer.content.decode(), "该单位2024年的活动" in answer.content.decode()] == [True, True]


def test_a_file_of_another_kind_is_refused(at, client):
    answer = client.post(address(at), form(at, evidence=SimpleUploadedFile("a.exe", b"MZ\x00\x00")))
    assert (answer.status_code, Objection.objects.count()) == (422, 0)


def test_from_one_place_only_so_many_in_an_hour(at, client):
    codes = [client.post(address(at), {"kind": "person"}).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


def test_a_withdrawn_publication_is_shown_with_the_reason_and_takes_none(at, client):
    actions.withdraw(publication=at.publication, reason="名单有误", by=at.lead, at=world.WITHIN)
    page = client.get(reverse("awards:publication", kwargs={"publication": at.publication.pk})).content.decode()
    assert ["名单有误" in page, at.rows[0].number in page] == [True, True]
    assert client.post(address(at), form(at)).status_code == 422
    assert Publication.objects.get().state == "withdrawn"

"""What anybody may learn from a check code, and what not."""

import pypdfium2 as pdfium
import pytest
from django.core.cache import cache
from django.test import Client

from juli.engines.paper.pdf import pdf
from juli.registry.journal.models import Root
from juli.stages.applications.actions import finalising, reviewing, submitting
from juli.stages.applications.models import FinalVersion, Seal, Submission
from juli.stages.applications.paper import receipt_of
from juli.stages.organisations.models import Organisation
from tests.people import people
from tests.stages.applications.conftest import NOW
from tests.stages.applications.life.conftest import finalised, submitted

CAST = NOW["cast-2023"]


@pytest.fixture(autouse=True)
def _fresh(settings):
    settings.LANGUAGE_CODE = "en"
    cache.clear()
    yield
    cache.clear()


def page(code):
    return Client().get(f"/receipts/{code}/")


def test_typed_as_one_likes_it_leads_to_one_page(world):
    code = submitted("cast-2023", world).check_code
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        answer = Client().get("/receipts/", {"code": typed})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/receipts/{code}/")


def test_the_foot_of_every_page_leads_to_it(db):
    assert Client().get("/").content.decode().count('<a href="/receipts/">') == 1


def test_it_says_what_the_receipt_says_and_no_more(world):
    """Which application, which version, is it the latest."""
    made = submitted("cast-2023", world)
    said = page(made.check_code).content.decode()
    for known in ("CAST-2023-0001", world.ours.name, "2023-05-10 10:00:00", "It is the latest that was handed in."):
        assert known in said
    assert made.digest[:16] in said
    for hidden in ("administrator", world.ours.uscc, made.final.digest, made.final.check_code, "审核", "life/"):
        assert hidden not in said


def test_a_later_one_and_one_taken_back(world):
    first, boss = submitted("cast-2023", world), world.users["administrator"]
    submitting.withdraw(application=first.application, by=boss, at=CAST)
    assert "does not count any more" in page(first.check_code).content.decode()
    finalising.reopen(application=first.application, by=boss, at=CAST)
    reviewing.send(application=first.application, by=boss, at=CAST)
    second = finalising.finalise(application=first.application, by=boss, at=CAST)
    assert "there is a later final version" in page(first.final.check_code).content.decode().lower()
    assert "It is the latest final version." in page(second.check_code).content.decode()
    submitting.submit(application=first.application, by=boss, at=CAST)
    assert "does not count any more" in page(first.check_code).content.decode()


def test_a_printed_form_does_not_tell_whether_it_was_handed_in(world):
    before = page(finalised("cast-2023", world).check_code).content.decode()
    made = submitting.submit(
        application=FinalVersion.objects.get().application, by=world.users["administrator"], at=CAST
    )
    after = page(made.final.check_code).content.decode()
    start, end = '<section class="sheet card verdict', "</section>"
    assert before.partition(start)[2].partition(end)[0] == after.partition(start)[2].partition(end)[0] != ""


def test_the_name_is_that_of_the_day(world):
    made = submitted("cast-2023", world)
    Organisation.objects.filter(pk=world.ours.pk).update(name="改名后的协会")
    assert "样例智能产业协会" in page(made.check_code).content.decode()


@pytest.mark.parametrize(("code", "status"), [("AAAA-AAAA-A", 404), ("nonsense", 404), ("0000-0000-0", 404)])
def test_what_no_paper_bears(db, code, status):
    answer = page(code)
    assert answer.status_code == status
    assert "Compare it with the paper" in answer.content.decode()


def test_a_mistyped_code_is_told_at_once(db):
    assert Client().get("/receipts/", {"code": "7K3M-9QXD-X"}).status_code == 422


def test_codes_are_not_searched_for(world):
    """Twenty misses, and even a true code waits."""
    made = submitted("cast-2023", world)
    for _ in range(20):
        assert page("0000-0000-0").status_code == 404
    assert page(made.check_code).status_code == 429


def test_behind_a_proxy_the_misses_of_one_visitor_are_not_anothers(world, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    made = submitted("cast-2023", world)
    for _ in range(20):
        Client().get("/receipts/0000-0000-0/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.1"})
    for visitor, status in (("198.51.100.1", 429), ("198.51.100.2", 200), ("203.0.113.9", 200)):
        answer = Client().get(f"/receipts/{made.check_code}/", headers={"X-Forwarded-For": visitor})
        assert answer.status_code == status


@pytest.mark.django_db(transaction=True)
def test_the_receipt_is_the_same_bytes_for_good():
    world = people()
    made = submitted("cast-2023", world)
    client = world.client("staff")
    where = f"/organisations/{world.ours.pk}/applications/{made.application_id}/submissions/1/receipt/"
    first = client.get(where)
    assert first.headers["Content-Type"] == "application/pdf"
    seal = Seal.objects.get()
    Organisation.objects.filter(pk=world.ours.pk).update(name="改名后的协会")
    from juli.registry.journal.roots import publish_root

    publish_root(at=CAST, reason="test")
    assert client.get(where).content == first.content
    assert Seal.objects.get() == seal
    assert Submission.objects.get().seal == seal


def test_the_receipt_lists_what_was_handed_in_with_it(world):
    made = submitted("bast-2024", world)
    handed = made.final.content["application"]["materials"]
    handed += [{"name": "批复.pdf", "sha256": "1" * 64}, {"name": "名单.xlsx", "sha256": "2" * 64}]
    seal = Seal(submission=made, root=Root(number=1, at=CAST, reason="test", root="0" * 64))
    printed = "".join(
        page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(pdf(receipt_of(made, seal, "zh")))
    )
    names = {made.scan.name, *(said["name"] for said in handed)}
    assert len(names) > 2
    assert [name for name in names if name not in printed] == []


def test_a_receipt_of_a_filing_has_its_own_page(db):
    """Its code is worked out with its number: the page of check codes leads there and takes the code along."""
    answer = page("K7QW-9ERT-A")
    assert answer.status_code == 404
    assert 'href="/filing-receipts/?code=K7QW-9ERT-A"' in answer.content.decode()
    handed_over = Client().get("/filing-receipts/", {"code": "K7QW-9ERT-A"})
    assert handed_over.status_code == 200
    assert 'value="K7QW-9ERT-A"' in handed_over.content.decode()

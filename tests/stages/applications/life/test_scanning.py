"""The stamped paper comes back: its code is read off the scan, or typed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from juli.engines.paper.qr import qr
from juli.registry.files.models import StoredFile
from juli.stages.applications import addresses
from juli.stages.applications.actions import finalising, reviewing
from juli.stages.applications.models import ScannedCopy
from tests.people import people
from tests.stages.applications.conftest import NOW
from tests.stages.applications.life.conftest import finalised

BAST = NOW["bast-2024"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("juli.stages.applications.views.life.began", lambda _request: BAST)


def scan_with(*texts):
    """Sheets of A4 scanned crooked, at 200 to the inch, each with a code of 15 mm where it is printed."""
    pages = []
    for text in texts:
        page = Image.new("L", (1654, 2339), 250)
        if text:
            code = Image.open(io.BytesIO(qr(text, "png"))).convert("L").resize((118, 118))
            page.paste(code, (1340, 2120))
        pages.append(page.rotate(1.5, fillcolor=235, resample=Image.Resampling.BICUBIC))
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return SimpleUploadedFile("盖章版.pdf", out.getvalue())


def sent(world, final, **fields):
    client = Client(headers={"accept-language": "en"})
    client.cookies["juli_language"] = "en"
    client.force_login(world.users["staff"])
    where = {"organisation": final.application.organisation_id, "application": final.application_id}
    return client.post(reverse("applications:scan", kwargs=where), fields)


def reasons(answer):
    return list(answer.context["reasons"])


def kept(final):
    return list(ScannedCopy.objects.filter(final=final).values_list("name", "typed"))


def test_the_code_is_read_off_the_scan():
    """S3-46, S4-58: no typing where the paper can be read, whatever page the code is on."""
    world = people()
    final = finalised("bast-2024", world)
    answer = sent(world, final, file=scan_with("", addresses.verification(final.check_code)))
    assert (answer.status_code, kept(final)) == (302, [("盖章版.pdf", final.check_code)])


def test_what_cannot_be_read_waits_for_its_code():
    world = people()
    final = finalised("bast-2024", world)
    answer = sent(world, final, file=scan_with("", "https://example.org/else"))
    assert reasons(answer) == [
        "No check code could be read off this scan. Type the one at the foot of its pages; the file is kept."
    ]
    held = answer.context["held"]
    answer = sent(world, final, held=held, code="AAAA-AAAA-A")
    assert (answer.status_code, answer.context["waiting"].name, kept(final)) == (422, "盖章版.pdf", [])
    answer = sent(world, final, held=answer.context["held"], code=final.check_code.lower())
    assert (answer.status_code, kept(final)) == (302, [("盖章版.pdf", final.check_code)])
    assert StoredFile.objects.count() == 1


def test_the_paper_wins_over_what_is_typed():
    world = people()
    old = finalised("bast-2024", world)
    row, boss = old.application, world.users["administrator"]
    finalising.reopen(application=row, by=boss, at=BAST)
    reviewing.send(application=row, by=boss, at=BAST)
    new = finalising.finalise(application=row, by=boss, at=BAST)
    paper = scan_with(addresses.verification(old.check_code))
    answer = sent(world, new, file=paper, code=new.check_code)
    assert reasons(answer) == ["This paper is version 1; the final version is 2. Print that one, stamp it, scan it."]
    paper = scan_with(addresses.verification(new.check_code))
    assert sent(world, new, file=paper, code=old.check_code).status_code == 302
    assert kept(new) == [("盖章版.pdf", new.check_code)]


def test_another_applications_paper_is_not_ours():
    world = people()
    final, other = finalised("bast-2024", world), finalised("cast-2023", world)
    answer = sent(world, final, file=scan_with(addresses.verification(other.check_code)))
    assert reasons(answer) == ["This is not the check code of this application's final version."]


@pytest.mark.parametrize("held", ["", "made-up", "WzEsMSwieCJd:1abcde:x"])
def test_only_what_was_kept_here_waits(held):
    world = people()
    final = finalised("bast-2024", world)
    answer = sent(world, final, held=held, code=final.check_code)
    said = "This scan is not kept any more; choose the file again." if held else "Choose the scanned file first."
    assert (answer.status_code, reasons(answer), kept(final)) == (422, [said], [])


def test_a_token_of_another_application_opens_nothing():
    world = people()
    final, other = finalised("bast-2024", world), finalised("cast-2023", world)
    token = sent(world, other, file=scan_with("")).context["held"]
    answer = sent(world, final, held=token, code=final.check_code)
    assert reasons(answer) == ["This scan is not kept any more; choose the file again."]

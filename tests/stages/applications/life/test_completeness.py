"""A final version is complete, and can be printed."""

import pytest

from juli.stages.applications.actions import finalising, reviewing, writing
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import FinalVersion
from juli.stages.applications.paper import final as document
from juli.stages.applications.printing import pdf_of
from tests.stages.applications.conftest import NOW, begun

AT = NOW["cast-2023"]


def test_a_blank_form_is_refused_with_everything_that_is_missing(world, the_check, settings):
    """S4-71: every column filled in."""
    settings.LANGUAGE_CODE = "en"
    row = begun("cast-2023", world)
    reviewing.send(application=row, by=world.users["staff"], at=AT)
    with pytest.raises(NotReady) as error:
        finalising.finalise(application=row, by=world.users["administrator"], at=AT)
    said = "\n".join(error.value.reasons)
    for place in ("1 Project name", "10 Statement of the applicant", "Pledges"):
        assert place in said
    assert len(error.value.reasons) > 10
    assert not FinalVersion.objects.exists()


def test_a_character_that_no_font_has_is_found_before_it_is_final(world, the_check, settings):
    settings.LANGUAGE_CODE = "en"
    row = begun("cast-2023", world)
    # An unassigned code point of a plane that fonts leave alone.
    writing.save(application=row, section="name", value="项目\U000e1000", had=0, by=world.users["staff"], at=AT)
    reviewing.send(application=row, by=world.users["staff"], at=AT)
    with pytest.raises(NotReady, match="E1000"):
        finalising.finalise(application=row, by=world.users["administrator"], at=AT)


def test_the_final_version_prints_the_same_bytes_whatever_is_written_later(world):
    row = begun("cast-2023", world)
    staff, boss = world.users["staff"], world.users["administrator"]
    writing.save(application=row, section="name", value="团体标准研制", had=0, by=staff, at=AT)
    reviewing.send(application=row, by=staff, at=AT)
    final = finalising.finalise(application=row, by=boss, at=AT)
    first = pdf_of(document(FinalVersion.objects.get(pk=final.pk)))
    finalising.reopen(application=row, by=boss, at=AT)
    writing.save(application=row, section="name", value="别的名称", had=1, by=staff, at=AT)
    again = FinalVersion.objects.get(pk=final.pk)
    assert pdf_of(document(again)) == first
    assert again.version.content["title"] == "团体标准研制"


def test_the_page_says_what_is_missing_and_leads_to_the_check(world, the_check):
    row = begun("cast-2023", world)
    reviewing.send(application=row, by=world.users["staff"], at=AT)
    where = f"/organisations/{world.ours.pk}/applications/{row.pk}/"
    said = world.client("administrator").get(f"{where}life/").content.decode()
    assert f'href="{where}check/"' in said
    assert "尚不能办理" in said
    again = world.client("administrator").post(f"{where}life/finalise/")
    assert again.status_code == 422
    assert "未能办理" in again.content.decode()

"""What no browser of ours sends is answered with a reason: never an error of the system, on either database."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from juli.engines.policy import blocks
from juli.engines.policy.labels import Label
from juli.stages.applications.actions import recommending, versions, writing
from juli.stages.applications.cases import NotReady
from juli.stages.applications.form.cells import kept
from juli.stages.applications.form.layout import parts
from juli.stages.applications.form.reading import FilePlace, Unreadable, place_of, read, tables
from juli.stages.applications.models import Material
from juli.stages.applications.snapshots import PAUSE
from juli.stages.calls.rulebook import current
from tests.people import people
from tests.stages.applications.conftest import NOW, begun

DIGITS = "9" * 5000


def at(row, name, *more):
    return reverse(f"applications:{name}", args=[row.organisation_id, row.pk, *more])


def test_numbers_without_end_are_no_numbers(database):
    world = people()
    row = begun("cast-2023", world)
    client = world.client("staff")
    writing.save(application=row, section="name", value="甲", had=0, by=world.users["staff"], at=NOW["cast-2023"])
    versions.keep_pauses(at=NOW["cast-2023"] + PAUSE)
    entry = {"applicant_type": row.applicant_type, "tracks": row.tracks, "had": DIGITS}
    assert client.post(at(row, "settings"), entry).status_code == 422
    assert client.get(at(row, "version", 1), {"beside": DIGITS}).status_code == 200
    assert client.get(reverse("applications:application", args=[2**63, row.pk])).status_code == 404


def test_a_document_is_for_what_the_call_asks_for(database):
    world = people()
    row = begun("zgc-2022", world)
    client = world.client("staff")
    sent = {"attachment": "registration", "year": DIGITS, "achievement": "1" * 40}
    assert client.post(at(row, "materials"), sent).status_code == 404
    assert client.post(at(row, "materials"), sent | {"achievement": ""}).status_code == 302
    assert not Material.objects.exists()


@pytest.mark.parametrize("name", ["x", "f", "f.nothing", "c", "c.-", "c.-.aaaa.nothing", "c.-.aaaaaaaaaaaaaaaaaaaa.x"])
def test_a_file_for_no_field_is_refused_and_the_text_is_kept(world, name):
    row = begun("cast-2023", world)
    sent = {"had": "0", "value": "甲", name: SimpleUploadedFile("a.pdf", b"%PDF-1.4")}
    answer = world.client("staff").post(at(row, "form", "name"), sent, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert not Material.objects.exists()


def test_a_file_stands_in_a_field_or_in_a_cell(world):
    row = begun("cast-2023", world)
    found = list(parts(current(row.call).programme, row.applicant_type, tuple(row.tracks)))
    fielded = next(part for part in found if part.section.fields)
    field = fielded.section.fields[0]
    assert place_of(fielded, f"f.{field.id}") == FilePlace(field.id)
    part, table, column = next((p, table, columns[0].id) for p in found for table, columns in tables(p))
    assert place_of(part, f"c.{table}.a1.{column}") == FilePlace(table, "a1", column)


@pytest.mark.parametrize("text", ["甲" * 200_000, "甲\r乙", '"甲' * 70_000])
def test_pasted_rows_that_cannot_be_told_apart_are_refused(world, text):
    row = begun("cast-2023", world)
    programme = current(row.call).programme
    found = parts(programme, row.applicant_type, tuple(row.tracks))
    part, table = next((part, table) for part in found for table, _columns in tables(part))
    sent = QueryDict(mutable=True)
    sent["act"], sent[f"paste.{table}"] = f"paste:{table}", text
    with pytest.raises(Unreadable):
        read(programme, part, sent)


@pytest.mark.parametrize("text", ["1e-999999999", "0e-999999999", "1e999999999"])
def test_a_number_that_would_fill_the_memory_stays_as_it_was_typed(text):
    assert kept(blocks.Column(id="c", label=Label("数", "number"), type="number"), text) == text


def test_an_opinion_has_an_end(world):
    row = begun("cast-2023", world)
    with pytest.raises(NotReady):
        recommending.recommend(application=row, opinion="甲" * 2001, by=world.users["recommender"], at=NOW["cast-2023"])

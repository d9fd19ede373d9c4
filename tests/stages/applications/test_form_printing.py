"""The application on paper: each of the four forms, everything that was filled in, a draft on every page."""

import io

import docx
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from juli.engines.paper.problems import UnprintableText
from juli.stages.applications import printing
from juli.stages.applications.actions import writing
from juli.stages.applications.form.layout import COVER, PLEDGES
from juli.stages.calls.rulebook import current
from tests.engines.paper.reading import pages, squeezed
from tests.registry.corpus import pdf
from tests.stages.applications.conftest import EDITIONS, NOW, begun
from tests.stages.applications.filling import sections
from tests.stages.applications.test_form_fields import fill, told


def drafted(row, edition, language="zh"):
    row.refresh_from_db()
    return printing.draft(row, current(row.call), NOW[edition], language)


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_form_prints_whole_and_the_same(world, edition):
    """S4-66…S4-101, S3-49, S4-71: A4, cover, blocks, signature and seal; the same bytes for the same version."""
    told(world)
    row = begun(edition, world)
    list(fill(world, row, world.client("staff")))
    document = drafted(row, edition)
    content = printing.pdf_of(document)
    assert content == printing.pdf_of(drafted(row, edition))
    found = pages(content)
    with pypdfium2.PdfDocument(content) as pdf:
        assert {tuple(round(x) for x in pdf.get_page_size(i)) for i in range(len(pdf))} == {(595, 842)}
    text = "".join(found)
    programme = current(row.call).programme
    asked = sections(row, programme)
    for part in asked:
        if part.id not in {COVER, PLEDGES}:
            assert squeezed(part.label.zh) in text, part.id
            for field in (*part.section.fields, *part.section.columns):
                if (
                    field.label is not None
                    and part.origin not in {"plan", "targets"}
                    and not field.id.startswith("part:")
                ):
                    # A money label may part from its unit over two lines.
                    assert squeezed(field.label.zh).partition("（")[0] in text, (part.id, field.id)
    assert all("草稿" in page or "草" in page for page in found)
    for words in ("样例智能产业协会", "示例一行"):
        assert words in text
    word = docx.Document(io.BytesIO(printing.word_of(document)))
    said = squeezed(
        "".join(
            t.text or ""
            for t in word.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
        )
    )
    assert "样例智能产业协会" in said
    assert "示例段落二。" in said


def test_money_is_printed_in_the_units_of_the_form(world):
    """S4-92, S4-96: in 万元, exact to the cent."""
    told(world)
    row = begun("cast-2023", world)
    value = {"total": 25500001, "lines": [{"#": "aa", "item": "起草", "amount": 25500001}]}
    writing.save(application=row, section="money", value=value, had=0, by=world.users["staff"], at=NOW["cast-2023"])
    text = "".join(pages(printing.pdf_of(drafted(row, "cast-2023"))))
    assert text.count("25.500001") == 3


def test_added_pages_and_seals_are_named_on_paper(world):
    """S4-73: pages added where a column is too small; S4-74: signature, seal, and the seal across the edges."""
    told(world)
    row, client = begun("cast-2023", world), world.client("staff")
    start = f"/organisations/{world.ours.pk}/applications/{row.pk}"
    sent = {"attachment": "extra-pages", "file": SimpleUploadedFile("第五栏附页.pdf", pdf())}
    assert client.post(f"{start}/documents/", sent).status_code == 302
    text = squeezed("".join(pages(printing.pdf_of(drafted(row, "cast-2023")))))
    for words in ("附页", "第五栏附页.pdf", "签字、公章与骑缝章", "负责人（签名）", "单位公章"):
        assert words in text, words


def test_what_paper_cannot_show_is_said_with_its_place(world):
    row = begun("cast-2023", world)
    writing.save(
        application=row, section="basis", value="甲\u202e乙", had=0, by=world.users["staff"], at=NOW["cast-2023"]
    )
    with pytest.raises(UnprintableText, match=r"U\+202E"):
        printing.pdf_of(drafted(row, "cast-2023"))
    page = world.client("staff").get(f"/organisations/{world.ours.pk}/applications/{row.pk}/application.pdf")
    assert page.status_code == 422
    assert "U+202E" in page.content.decode()


def test_over_http_as_pdf_and_word(world):
    told(world)
    row = begun("bast-2024", world)
    start = f"/organisations/{world.ours.pk}/applications/{row.pk}/application"
    assert world.client("staff").get(f"{start}.pdf").content.startswith(b"%PDF")
    assert world.client("staff").get(f"{start}.docx").content.startswith(b"PK")
    assert world.client("staff").get(f"{start}.exe").status_code == 404


def test_in_english(world):
    row = begun("cast-2023", world)
    text = "".join(pages(printing.pdf_of(drafted(row, "cast-2023", "en"))))
    assert "7Schedule" in text

"""What people hand in is known by its content; what would hurt is refused, with the reason and the remedy."""

import dataclasses
import datetime as dt
import io

import openpyxl
import pytest

from juli.engines.policy.problems import DossierUnusable
from juli.engines.policy.workbook.opening import open_workbook
from juli.registry.files import limits, names, sandbox
from juli.registry.files.actions import take
from juli.registry.files.examine.kinds import KINDS, USUAL
from juli.registry.files.findings import NOTES, WORDS, Refused, finding
from juli.registry.files.models import StoredFile
from juli.registry.files.store import arrivals, store
from tests.registry.acts import AT
from tests.registry.corpus import ARCHIVES, HARMLESS, HOSTILE, pdf


def codes(findings):
    return [f.code for f in findings if f.refuses]


@pytest.mark.django_db
@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_usual_is_taken(places, name):
    make, kind = HARMLESS[name]
    kept = take(blocks=[make()], name=name, at=AT)
    assert (kept.file.kind, kept.name) == (kind, name)
    assert codes(kept.notes) == []
    assert [f.code for f in kept.notes] == ["unscanned"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_hurt_is_refused_and_leaves_nothing(places, name):
    make, expected = HOSTILE[name]
    with pytest.raises(Refused) as refusal:
        take(blocks=[make()], name=name, at=AT)
    assert codes(refusal.value.findings) == expected
    assert StoredFile.objects.count() == 0
    assert list(store().contents()) == []
    assert list(arrivals().iterdir()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ARCHIVES)
def test_archives_where_they_are_taken(places, name):
    make, expected = ARCHIVES[name]
    try:
        take(blocks=[make()], name=name, at=AT, accept={"zip"})
        found = []
    except Refused as refusal:
        found = codes(refusal.findings)
    assert found == expected


def test_a_finding_says_what_to_do_in_both_languages():
    size = limits.before("图.png", 11 * 1024 * 1024 + 1)
    assert [f.say("zh") for f in size] == ["文件 11.1 MB，超过上限 10 MB；请压缩图片或拆分后再上传"]
    assert [f.say("en") for f in size] == [
        "The file has 11.1 MB; at most 10 MB are taken. Compress its pictures or split it."
    ]
    disguised = limits.after("a.pdf", 9, sandbox.Seen("png", ()))
    assert disguised[0].say("zh") == "文件名是 .pdf，内容却是PNG 图片；请用原来的软件重新导出，或改正扩展名"


def test_every_finding_is_worded_in_both_languages():
    assert [code for code, words in WORDS.items() if not words.zh or not words.en] == []
    assert set(WORDS) >= NOTES


@pytest.mark.parametrize(
    ("name", "length", "expected"),
    [
        ("a.pdf", 20 * 1024 * 1024, []),
        ("a.pdf", 20 * 1024 * 1024 + 1, ["too-large"]),
        ("a.docx", 10 * 1024 * 1024, []),
        ("a.docx", 10 * 1024 * 1024 + 1, ["too-large"]),
        ("a.unknown", 10 * 1024 * 1024 + 1, ["too-large"]),
        ("a.docx", 0, ["empty"]),
        ("a.exe", 5, ["not-taken"]),
    ],
)
def test_limits_are_known_before_anything_is_sent(name, length, expected):
    assert codes(limits.before(name, length)) == expected


def test_limits_can_be_told_beforehand(settings):
    told = {kind.id: most for kind, most in limits.told()}
    assert set(told) == USUAL
    assert (told["pdf"], told["docx"]) == (20 * 1024 * 1024, 10 * 1024 * 1024)
    settings.JULI_FILES_MAX = 1024
    assert {most for kind, most in limits.told() if kind.id != "pdf"} == {1024}


def test_no_kind_that_acts_is_shown_in_place():
    assert {kind.id for kind in KINDS.values() if kind.shown} == {"pdf", "png", "jpeg", "gif", "webp"}


@pytest.mark.parametrize(
    ("name", "cleaned", "noticed"),
    [
        ("a.pdf", "a.pdf", []),
        ("../../etc/passwd.txt", "passwd.txt", ["name-path"]),
        ("C:\\用户\\照片.jpg", "照片.jpg", ["name-path"]),
        ("a\x00\r\nb.txt", "ab.txt", ["name-controls"]),
        ("照片\u202egpj.exe", "照片gpj.exe", ["name-controls"]),
        ("ａ" * 300 + ".pdf", "ａ" * 116 + ".pdf", ["name-shortened"]),
        (" a.pdf. ", "a.pdf", []),
    ],
)
def test_names_are_cleaned_and_it_is_said(name, cleaned, noticed):
    plain, found = names.cleaned(name)
    assert (plain, [f.code for f in found]) == (cleaned, noticed)


@pytest.mark.parametrize("name", ["", "..", "/", "a/..", "\u200b", " . "])
def test_a_file_without_a_name_is_refused(name):
    with pytest.raises(Refused) as refusal:
        names.cleaned(name)
    assert "nameless" in codes(refusal.value.findings)


@pytest.mark.parametrize("hog", ["memory", "time", "disk"])
def test_a_reader_that_takes_too_much_is_stopped(tmp_path, monkeypatch, hog):
    """A file cannot be had that makes each reader do this in every version, so a reader of our own takes its place."""
    bad = {
        "memory": "x = bytearray(10 ** 11)",
        "time": "import time; time.sleep(600)",
        "disk": "open('x', 'wb').write(bytes(10 ** 8))",
    }[hog]
    (tmp_path / "reader.py").write_text(
        f"from juli.registry.files.examine.__main__ import limit; limit(); {bad}", encoding="utf-8"
    )
    monkeypatch.setattr(sandbox, "COMMAND", [sandbox.COMMAND[0], "-I", str(tmp_path / "reader.py")])
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    seen = sandbox.look_into(tmp_path / "reader.py")
    assert seen == sandbox.Seen("unknown", (finding("too-costly"),))


@pytest.mark.django_db
def test_a_script_in_a_pdf_is_noted(places):
    kept = take(blocks=[pdf(script=True)], name="a.pdf", at=AT)
    assert [f.code for f in kept.notes] == ["script", "unscanned"]
    assert [note["code"] for note in kept.file.notes] == ["script"]


@pytest.mark.django_db
def test_what_comes_in_one_go_is_stopped_at_the_limit(places, settings):
    settings.JULI_FILES_MAX = settings.JULI_FILES_MAX_PDF = 1000
    came = []

    def blocks():
        for _ in range(100):
            came.append(100)
            yield bytes(100)

    with pytest.raises(Refused) as refusal:
        take(blocks=blocks(), name="a.png", at=AT)
    assert codes(refusal.value.findings) == ["too-large"]
    assert sum(came) == 1100


def test_a_workbook_is_read_outside_of_this_process_as_within():
    values = [["甲", 1.5, True, dt.datetime(2024, 3, 1, 8, 30), dt.date(2024, 3, 1), dt.time(8, 30)], ["乙"], ["丙"]]
    book = openpyxl.Workbook()
    for row in values:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    within, _problems = open_workbook(out.getvalue(), "a.xlsx")
    assert sandbox.sheets_of(out.getvalue(), "a.xlsx", most_rows=3) == (within, frozenset(), ())
    first = dataclasses.replace(within[0], rows=within[0].rows[:2])
    assert sandbox.sheets_of(out.getvalue(), "a.xlsx", most_rows=2) == ((first,), frozenset({"Sheet"}), ())


def test_what_is_no_workbook_or_costs_too_much_is_told(monkeypatch):
    with pytest.raises(DossierUnusable) as error:
        sandbox.sheets_of(b"PK no workbook", "a.xlsx", most_rows=3)
    assert [p.place.file for p in error.value.problems] == ["a.xlsx"]
    monkeypatch.setattr(sandbox, "SECONDS", 0)
    with pytest.raises(DossierUnusable) as error:
        sandbox.sheets_of(b"PK no workbook", "a.xlsx", most_rows=3)
    assert [p.text.en for p in error.value.problems] == ["reading the workbook took too much"]

"""A backup brings back every row, every file and every root, on the other database too; a bad one brings back nothing."""

import json
import shutil
import zipfile

import pytest

from tests.registry.conftest import Site
from tests.registry.corpus import picture


@pytest.fixture
def empty_sqlite_site(zygote, empty_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("restored")
    shutil.copy(empty_file, folder / "juli.sqlite3")
    return Site(zygote, folder, f"sqlite:///{folder}/juli.sqlite3")


def filled(site):
    """A site in which something happened: acts on two subjects, personal data, files with a link, a message, a root."""
    source = site.folder / "source.png"
    source.write_bytes(picture("PNG", (80, 80)))
    site.does("record", "1", 3)
    site.does("keep", str(source), "照片.png")
    site.does("publish", 2)
    site.does("record", "2", 600)
    return site.does("everything")


@pytest.fixture(scope="module")
def backed_up(zygote, empty_file, tmp_path_factory):
    """A folder with a filled site and its backup, for tests that do something to a copy."""
    folder = tmp_path_factory.mktemp("backed-up")
    shutil.copy(empty_file, folder / "juli.sqlite3")
    site = Site(zygote, folder, f"sqlite:///{folder}/juli.sqlite3")
    before = filled(site)
    site.does("back_up", str(folder / "juli.zip"))
    return folder, before


@pytest.mark.parametrize("way", ["sqlite", "sqlite-to-postgresql", "postgresql-to-sqlite"])
def test_everything_comes_back(request, way, empty_sqlite_site, tmp_path):
    old, _, new = way.partition("-to-")
    source = request.getfixturevalue(f"{old}_site")
    target = request.getfixturevalue("postgresql_site") if new == "postgresql" else empty_sqlite_site
    if new == "postgresql":
        # The two would share the folder of the test.
        target = target._replace(folder=tmp_path / "other")
    before = filled(source)
    assert len(before["rows"]["registry_journal.Entry"]) >= 604
    assert before["contents"]
    archive = tmp_path / "juli.zip"
    rows, files = source.does("back_up", str(archive))
    assert rows == sum(len(found) for found in before["rows"].values())
    assert target.does("restore", str(archive)) == [rows, files]
    assert target.does("everything") == before
    assert before["findings"] == []
    # Life goes on: new rows do not take the numbers of old ones.
    target.does("record", "2")
    assert target.does("state")["numbers"]["2"][-1] == 601


def test_a_restore_loses_nothing_that_is_there(zygote, backed_up, empty_sqlite_site, tmp_path):
    folder, before = backed_up
    kept = shutil.copytree(folder, tmp_path / "kept")
    site, archive = Site(zygote, kept, f"sqlite:///{kept}/juli.sqlite3"), kept / "juli.zip"
    assert site.does("everything") == before
    assert "is not empty" in site.does("restore", str(archive))
    assert site.does("everything") == before
    empty_sqlite_site.does("publish")
    refused = empty_sqlite_site.does("restore", str(archive))
    assert "is not empty" in refused or "roots of another journal" in refused


def test_what_the_manifest_does_not_name_is_not_brought_back(backed_up, empty_sqlite_site, tmp_path):
    archive = shutil.copy(backed_up[0] / "juli.zip", tmp_path)
    with zipfile.ZipFile(archive, "a") as more:
        more.writestr(f"files/{'0' * 64}", b"smuggled")
    empty = empty_sqlite_site.does("everything")
    assert "its manifest does not know it" in empty_sqlite_site.does("restore", str(archive))
    assert empty_sqlite_site.does("everything") == empty


def _tampered(archive, path, name, change):
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            content = change(content) if member == name else content
            if content is not None:
                new.writestr(member, content)
    return path


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("rows/registry_journal.Entry.jsonl", lambda text: text.replace(b"call.note", b"call.nota", 1), "is damaged"),
        ("rows/registry_journal.Entry.jsonl", lambda _text: None, "is missing"),
        ("manifest.json", lambda _text: None, "no backup of Juli"),
        ("manifest.json", lambda _text: b"{", "no backup of Juli"),
        ("manifest.json", lambda text: json.dumps(json.loads(text) | {"format": 9}).encode(), "has format 9"),
        (
            "manifest.json",
            lambda text: json.dumps(json.loads(text) | {"migrations": []}).encode(),
            "different versions",
        ),
    ],
    ids=["changed", "cut", "no manifest", "torn manifest", "other format", "other version"],
)
def test_a_bad_backup_is_refused_as_a_whole(backed_up, empty_sqlite_site, tmp_path, name, change, words):
    bad = _tampered(backed_up[0] / "juli.zip", tmp_path / "bad.zip", name, change)
    empty = empty_sqlite_site.does("everything")
    assert words in empty_sqlite_site.does("restore", str(bad))
    assert empty_sqlite_site.does("everything") == empty

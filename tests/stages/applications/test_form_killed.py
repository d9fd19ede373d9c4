"""A process is killed while it saves: what was confirmed is there, what was not is absent as a whole."""

import shutil

import pytest

from tests.registry.conftest import WholeSite, zygote

__all__ = ["zygote"]

ACTS = "tests.stages.applications.form_acts:"
#: Point → whether the save that it interrupts is there afterwards.
SAVING = {"applications.answered": False, "applications.changed": False, "applications.saved": True}


@pytest.fixture(scope="module")
def written(zygote, tmp_path_factory):
    """A folder with an application in which one section is written."""
    folder = tmp_path_factory.mktemp("written")
    found = WholeSite(zygote, folder, f"sqlite:///{folder}/juli.sqlite3")
    found.does("migrate")
    found.does(ACTS + "arrange")
    return folder


@pytest.fixture
def site(written, zygote, tmp_path):
    """A copy of it."""
    folder = tmp_path / "site"
    shutil.copytree(written, folder)
    return WholeSite(zygote, folder, f"sqlite:///{folder}/juli.sqlite3")


@pytest.mark.parametrize("point", SAVING)
def test_while_a_section_is_saved(site, point):
    before = site.does(ACTS + "state")
    assert before["answers"] == {"basis": ["第一稿", 1]}
    site.dies(point, ACTS + "save", "basis", "第二稿", 1)
    after = site.does(ACTS + "state")
    assert after == before if not SAVING[point] else after["answers"] == {"basis": ["第二稿", 2]}
    # The browser that heard nothing sends the same again: it is there once, and nobody is asked to choose.
    assert site.does(ACTS + "save", "basis", "第二稿", 1) == 2
    found = site.does(ACTS + "state")
    assert (found["answers"], found["rivals"], found["version"]) == ({"basis": ["第二稿", 2]}, [], 3)


@pytest.mark.parametrize("point", ["journal.written", "applications.answered", "applications.changed"])
def test_while_a_pause_becomes_a_version(site, point):
    before = site.does(ACTS + "state")
    site.dies(point, ACTS + "save_after_a_pause", "basis", "第二稿", 1)
    assert site.does(ACTS + "state") == before
    site.does(ACTS + "save_after_a_pause", "basis", "第二稿", 1)
    after = site.does(ACTS + "state")
    assert after["versions"] == [[1, "pause", {"basis": "第一稿"}]]
    assert after["acts"][-1] == "application.version-kept"


@pytest.mark.parametrize("point", ["applications.restored", "journal.written:3"])
def test_while_a_version_is_restored(site, point):
    site.does(ACTS + "save_after_a_pause", "basis", "第二稿", 1)
    before = site.does(ACTS + "state")
    site.dies(point, ACTS + "restore")
    assert site.does(ACTS + "state") == before
    assert site.does(ACTS + "restore") == 3
    after = site.does(ACTS + "state")
    assert after["answers"]["basis"][0] == "第一稿"
    assert [cause for _number, cause, _said in after["versions"]] == ["pause", "before", "restored"]
    assert after["findings"] == []

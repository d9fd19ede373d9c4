"""The shelf: read once, read again when a file's text has changed, never spoiled by one bad file."""

import os

import pytest

from juli.engines.policy.problems import ProgrammeUnusable
from juli.stages.calls.shelf import shelf


def rewrite(path, old, new):
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_same_shelf_stands_until_a_text_changes(root):
    first = shelf()
    assert shelf() is first
    file = root / "small" / "programme.yaml"
    os.utime(file, ns=(1, 1))
    assert shelf() is first, "touched, not changed"
    rewrite(file, "at_least: 2", "at_least: 3")
    second = shelf()
    assert second is not first
    assert second.programmes["small"].clauses["works.standards"].bound.at_least == 3


def test_programmes_that_did_not_change_are_taken_over(root):
    (root / "other").mkdir()
    text = (root / "small" / "programme.yaml").read_text(encoding="utf-8")
    (root / "other" / "programme.yaml").write_text(text.replace("id: small\n", "id: other\n"), encoding="utf-8")
    first = shelf()
    rewrite(root / "small" / "programme.yaml", "at_least: 2", "at_least: 3")
    second = shelf()
    assert second.programmes["other"] is first.programmes["other"]
    assert second.programmes["small"] is not first.programmes["small"]


def test_a_new_vocabulary_reads_everything_again(root):
    first = shelf()
    rewrite(root / "vocabulary.yaml", "version:", "# again\nversion:")
    assert shelf().programmes["small"] is not first.programmes["small"]


def test_a_bad_file_stands_apart_and_comes_back_when_it_is_mended(root):
    (root / "bad").mkdir()
    (root / "bad" / "programme.yaml").write_text("id: bad\nwhat: cal\n", encoding="utf-8")
    found = shelf()
    assert list(found.programmes) == ["small"]
    assert [refused.id for refused in found.refused] == ["bad"]
    assert any("cal" in str(problem) for problem in found.refused[0].problems)
    (root / "bad" / "programme.yaml").unlink()
    assert shelf().refused == ()


def test_without_a_vocabulary_there_is_no_shelf(root):
    (root / "vocabulary.yaml").unlink()
    with pytest.raises(ProgrammeUnusable, match=r"vocabulary\.yaml"):
        shelf()


def test_calls_stand_newest_first_and_editions_together():
    found = shelf()
    years = [p.year for p in found.calls]
    assert years == sorted(years, reverse=True)
    assert [p.what for p in found.plans] == ["plan"]
    for programme in found.calls:
        for other in found.editions(programme):
            assert (other.family, other.id == programme.id) == (programme.family, False)


def test_the_text_of_a_programme_is_the_file(root):
    assert shelf().text(shelf().programmes["small"]) == (root / "small" / "programme.yaml").read_text(encoding="utf-8")

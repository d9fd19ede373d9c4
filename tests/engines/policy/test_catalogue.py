"""The folder of programmes: ids and paths, and what is said when something isn't there."""

import shutil
from pathlib import Path

import pytest

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.problems import ProgrammeUnusable

HERE = Path(__file__).parent
PROGRAMME = "id: {id}\ntitle: T\nwhat: call\nyear: 2025\napplicants: {{types: [society]}}\n"


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "programmes"
    for name in ("one", "two"):
        (root / name).mkdir(parents=True)
        (root / name / "programme.yaml").write_text(PROGRAMME.format(id=name), encoding="utf-8")
    shutil.copy(HERE / "sample_vocabulary.yaml", root / "vocabulary.yaml")
    (root / "calendar.yaml").write_text("years: {2025: {}}\n", encoding="utf-8")
    return root


def problems(action):
    with pytest.raises(ProgrammeUnusable) as error:
        action()
    return [str(p) for p in error.value.problems]


def test_programmes_are_found_by_id(folder):
    catalogue = open_catalogue(folder)
    assert (catalogue.ids(), catalogue.load("two").id) == (("one", "two"), "two")
    assert catalogue.calendar.knows(2025)


def test_and_by_path(folder, tmp_path):
    elsewhere = tmp_path / "mine" / "programme.yaml"
    elsewhere.parent.mkdir()
    elsewhere.write_text(PROGRAMME.format(id="mine"), encoding="utf-8")
    catalogue = open_catalogue(folder)
    assert catalogue.load(str(elsewhere)).id == catalogue.load(str(elsewhere.parent)).id == "mine"
    assert "mine" not in catalogue.ids()


def test_files_are_named_from_where_the_programmes_lie(folder):
    (folder / "one" / "programme.yaml").write_text("id: one\n", encoding="utf-8")
    said = problems(lambda: open_catalogue(folder).load("one"))
    assert said[0].startswith("programmes/one/programme.yaml:1:1  ")


def test_what_is_not_there(folder):
    (said,) = problems(lambda: open_catalogue(folder).load("tow"))
    assert said == 'tow  no programme or file "tow"; did you mean "two"?'


def test_a_folder_that_is_no_programme(folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (said,) = problems(lambda: open_catalogue(folder).load(str(tmp_path / "elsewhere")))
    assert said == (
        f"{tmp_path / 'elsewhere'}  a folder without programme.yaml; name a file, or a folder that holds a programme.yaml"
    )


def test_a_folder_without_its_files(folder):
    (folder / "calendar.yaml").unlink()
    (said,) = problems(lambda: open_catalogue(folder))
    assert said.endswith("calendar.yaml  no such file; programmes live beside these two files")


def test_text_in_another_encoding(folder):
    (folder / "one" / "programme.yaml").write_bytes("id: 标准".encode("gb18030"))
    (said,) = problems(lambda: open_catalogue(folder).load("one"))
    assert said.endswith("programmes/one/programme.yaml:1:5  not UTF-8 text; save the file as UTF-8")

"""A further programme, written from the handbook alone, in a folder that has nothing to do with the project: every
command works on it, with the project's vocabulary."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.cli.terminal import ROOT, juli

UNSEEN = Path(__file__).parent / "unseen"
AS_OF = "--as-of=2026-04-18"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Somewhere else on the disk."""
    folder = tmp_path_factory.mktemp("elsewhere")
    for path in UNSEEN.iterdir():
        shutil.copy(path, folder / path.name)

    def run(*arguments):
        result = juli(*arguments, cwd=folder, programmes=ROOT / "programmes")
        assert result.exit_code == 0, result.output
        return result.output

    return run


def nodes(node):
    yield node
    for child in node.get("children", ()):
        yield from nodes(child)


def test_it_is_usable(desk):
    assert desk("validate", "programme.yaml", "dossier.yaml", "--lang=en") == (
        "✓ programme.yaml  programme yunling-2026, 73 clauses\n✓ dossier.yaml  dossier, 云岭智造产业协会（示例）, 9 works\n"
    )


def test_it_judges(desk):
    root = json.loads(desk("check", "programme.yaml", "dossier.yaml", AS_OF, "--json"))
    found = {n["id"]: n for n in nodes(root) if "id" in n}
    statuses = {
        "age": "met",  # founded before the day that the call names
        "local": "open",  # a person's to say
        "inspections-passed": "met",
        "grade-valid": "met",  # still in force on the day of the application
        "leader-running": "met",  # one running project; two are too many
        "advice.commissioned": "met",  # completed within the window: the third was completed after it
        "incubation.registered.number": "unmet",  # filed five working days before; four are too few
        "incubation.contracts.one": "met",
        "incubation": "met",
        "open": "open",
        "two-of-four": "met",
        "qualification": "met",
    }
    assert {name: found[name]["status"] for name in statuses} == statuses
    assert found["advice.commissioned"]["used"] == ["r1", "r2"]
    assert found["incubation.registered.number"]["used"] == ["n1"]
    assert root["status"] == "open"


def test_the_marks_are_those_of_the_categories_that_count_for_this_applicant(desk):
    lines = desk("check", "programme.yaml", "dossier.yaml", AS_OF, "--lang=en").splitlines()
    assert lines[4:6] == ["◐ open  points 35–50", "● ○ ● ◐  2–3, 2 needed"]


def test_it_advises_and_allocates(desk):
    assert "Registered in the province" in desk("advise", "programme.yaml", "dossier.yaml", AS_OF, "--lang=en")
    root = json.loads(desk("allocate", "programme.yaml", "dossier.yaml", AS_OF, "--json"))
    assert root["assignment"]["proven"] is True
    assert root["assignment"]["claims"] == {
        "r1": "advice",
        "r2": "advice",
        "n1": "incubation",
        "t1": "incubation",
        "b1": "open",
    }


def test_it_is_simulated(desk):
    said = desk(
        "simulate",
        "programme.yaml",
        "--organisations=60",
        "--seed=1",
        AS_OF,
        "--set",
        "advice.commissioned.at_least=3",
        "--lang=en",
    )
    assert "What if: Commissioned research advice.commissioned  at least 2 → 3" in said


def test_it_differs_from_its_next_edition(desk, tmp_path):
    text = (UNSEEN / "programme.yaml").read_text(encoding="utf-8")
    later = tmp_path / "later.yaml"
    later.write_text(
        text.replace("id: yunling-2026", "id: yunling-2026b").replace("at_least: 10}", "at_least: 12}"),
        encoding="utf-8",
    )
    lines = desk("diff", "programme.yaml", later, "--lang=en").splitlines()
    assert lines[:2] == [
        "Yunling think-tank and incubation programme (sample)  yunling-2026",
        "→ Yunling think-tank and incubation programme (sample)  yunling-2026b",
    ]
    assert "number: at least 10 enterprises → at least 12 enterprises" in lines[-1].lower()


def test_its_workbook_is_a_dossier(desk, tmp_path):
    path = tmp_path / "filling-in.xlsx"
    desk("template", "programme.yaml", "-o", path)
    book = openpyxl.load_workbook(path)
    for row in book["单位"].iter_rows():
        for field, value in (("name", "某会"), ("type", "industry")):
            if str(row[0].value).split()[-1] == field:
                row[1].value = value
    book.save(path)
    lines = desk("check", "programme.yaml", path, AS_OF, "--lang=en").splitlines()
    assert lines[1] == "某会 · industry organisation · application 2026-04-18"
    assert lines[3] == "○ unmet  points 0"

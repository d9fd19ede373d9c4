"""What the commands print: whole pages, plain, within a hundred columns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.terminal import HOUSE, ROOT, clean, compare, juli, paths, width

DAY = "--as-of=2025-04-03"
PAGES = {
    "programmes": ("programmes",),
    "show-fair": ("show", "fair"),
    "show-outlook": ("show", "outlook"),
    "check-fair": ("check", "fair", "dossier.yaml", DAY),
    "check-fair-all": ("check", "fair", "dossier.yaml", DAY, "--all", "--rules"),
    "check-fair-next": ("check", "fair-next", "dossier-next.yaml", "--as-of=2026-03-20"),
    "advise-fair": ("advise", "fair", "dossier.yaml", DAY),
    "advise-fair-next": ("advise", "fair-next", "dossier-next.yaml", "--as-of=2026-03-20", "--all"),
    "allocate-fair-next": ("allocate", "fair-next", "dossier-next.yaml", "--as-of=2026-03-20"),
    "diff": ("diff", "fair", "fair-next"),
    "indicators": ("indicators", "outlook", "dossier.yaml", "second.yaml", "--as-of=2025-06-30"),
    "validate": ("validate", "fair", "outlook", "dossier.yaml", "vocabulary.yaml", "calendar.yaml"),
    "calendar": ("calendar",),
    "calendar-seed": ("calendar", "--seed", "2024"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_page(name: str, lang: str) -> None:
    text = clean(juli(*PAGES[name], "--lang", lang))
    assert width(text) <= 100
    compare(f"{name}.{lang}", text)


def test_the_sample_of_the_pictures() -> None:
    """Two categories met, one waiting for a judgement, one short by ten: the board everybody knows."""
    dossier = ROOT / "src/juli/demo/dossiers/zgc-2022/intelligence-association.yaml"
    text = clean(juli("check", "zgc-2022", dossier, "--as-of=2022-08-19", programmes=ROOT / "programmes"))
    assert width(text) <= 100
    compare("check-zgc-2022.zh", text)


@pytest.mark.parametrize("programme", sorted(p.parent.name for p in (ROOT / "programmes").glob("*/programme.yaml")))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_programme_is_shown_within_the_width(programme: str, lang: str) -> None:
    text = clean(juli("show", programme, "--lang", lang, programmes=ROOT / "programmes"))
    assert width(text) <= 100


@pytest.mark.parametrize("name", [n for n in PAGES if n != "calendar-seed"])
def test_json_parses_and_is_stable(name: str) -> None:
    first, second = (clean(juli(*PAGES[name], "--json")) for _ in range(2))
    assert first == second
    assert json.loads(first)


def test_json_of_a_verdict_has_the_numbers_of_the_page() -> None:
    data = json.loads(clean(juli(*PAGES["check-fair"], "--json", "--lang=en")))
    assert (data["programme"], data["status"], data["verdict"]) == ("fair", "open", "open")
    assert (data["as_of"], data["application_date"]) == ("2025-04-03", "2025-03-20")
    nodes = {n["id"]: n for found in paths(data, "children") for n in found}
    people = nodes["reach.people"]
    assert (people["actual"], people["required"], people["shortfall"], people["unit"]) == (
        [190, 190],
        200,
        10,
        "attendances",
    )
    assert people["verified"] == {"status": "unmet", "actual": [160, 160], "used": ["t1", "t2", "t3"]}
    large = nodes["talks.large"]
    assert (large["status"], large["actual"], large["pending"]) == ("open", [0, 1], ["t1"])
    assert large["evidence"]["missing"] == [{"achievement": "t1", "of": [["press", "contract"]]}]
    assert large["judgement"]["waiting"] == ["t1"]
    assert large["rule"].startswith("at least 1 talk (scale: large, free of charge, (people there: at least 60, or")
    assert nodes["money"]["reading"] == "money.all"
    assert next(f["code"] for f in data["findings"]) == "reading-differs"


def test_amounts_in_json_are_exact_numbers() -> None:
    text = clean(juli(*PAGES["check-fair"], "--json"))
    assert '"actual": [3100000.50, 3100000.50]' in text


def test_another_reading_decides_when_asked() -> None:
    text = clean(juli(*PAGES["check-fair"], "--reading", "money=money.each", "--lang=en"))
    assert "otherwise read: All together" in text
    assert "1–2 categories, 2 needed" not in text


def test_dossiers_come_as_json_and_as_workbooks(tmp_path: Path) -> None:
    from juli.engines.policy.source import read

    data = read((HOUSE / "dossier.yaml").read_text(encoding="utf-8"), "dossier.yaml").data
    (tmp_path / "dossier.json").write_text(json.dumps(data, default=str), encoding="utf-8")
    yaml, as_json = (
        clean(juli("check", "fair", file, DAY, "--json"))
        for file in (HOUSE / "dossier.yaml", tmp_path / "dossier.json")
    )
    assert yaml == as_json
    clean(juli("template", "fair", "-o", tmp_path / "t.xlsx"))
    result = juli("check", "fair", tmp_path / "t.xlsx")
    assert result.exit_code == 2
    assert "缺少单位的 name；请补上" in result.stderr


def test_the_language_is_the_terminals(tmp_path: Path) -> None:
    assert clean(juli("programmes", env={"LANG": "en_GB.UTF-8"})).startswith("id ")
    assert clean(juli("programmes", env={"LANG": "C.UTF-8"})).startswith("编号")
    assert clean(juli("programmes", env={"LC_ALL": "en_US.UTF-8"})).startswith("id ")


def test_a_programme_is_an_id_a_file_or_a_folder() -> None:
    pages = [clean(juli("show", name)) for name in ("fair", "fair/programme.yaml", HOUSE / "fair")]
    assert pages[0] == pages[1] == pages[2]


def test_a_template_says_what_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    said = json.loads(clean(juli("template", "fair", "-o", path, "--json")))
    assert said["bytes"] == path.stat().st_size
    again = json.loads(clean(juli("template", "fair", "-o", path, "--force", "--json")))
    assert again == said
    english = json.loads(clean(juli("template", "fair", "-o", path, "--force", "--json", "--lang=en")))
    assert english["sha256"] != said["sha256"]


@pytest.mark.parametrize("what", ["programme", "dossier"])
def test_schemas_are_json(what: str) -> None:
    found = json.loads(clean(juli("schema", what)))
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["title"] == f"Juli {what}"

"""The published schemas accept what the loader accepts, and refuse what editors should underline."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.json_schema import dossier_schema, programme_schema
from juli.engines.policy.source import read

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is a development package: make setup")

ROOT = Path(__file__).parents[3]
VOCABULARY = open_catalogue(ROOT / "programmes").vocabulary
PROGRAMMES = sorted((ROOT / "programmes").glob("*/programme.yaml"))
DOSSIERS = sorted((ROOT / "src" / "juli" / "demo" / "dossiers").glob("*/*.yaml"))


def data(path: Path) -> Any:
    return read(path.read_text(encoding="utf-8"), path.name).data


def validator(schema: dict[str, Any]) -> Any:
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture(scope="module")
def programmes() -> Any:
    return validator(programme_schema(VOCABULARY, "en"))


@pytest.fixture(scope="module")
def dossiers() -> Any:
    return validator(dossier_schema(VOCABULARY, "zh"))


def mistakes(found: Any, instance: Any) -> list[str]:
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:120]}" for e in found.iter_errors(instance)]


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda p: p.parent.name)
def test_every_programme_fits(programmes: Any, path: Path) -> None:
    assert mistakes(programmes, data(path)) == []


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_dossier_fits(dossiers: Any, path: Path) -> None:
    assert mistakes(dossiers, data(path)) == []


def _set(instance: Any, path: tuple[str | int, ...], value: Any) -> Any:
    out = copy.deepcopy(instance)
    where = out
    for key in path[:-1]:
        where = where[key]
    where[path[-1]] = value
    return out


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("categories", 0, "any_of", 0, "count"), "standrad"),
        (("categories", 0, "any_of", 0, "at_leest"), 1),
        (("categories", 0, "any_of", 0, "at_least"), "many"),
        (("categories", 0, "any_of", 0, "evidence"), ["photo"]),
        (("qualification", "or_judged", "by"), "somebody"),
        (("applicants", "types"), ["club"]),
        (("workflow", "stages", 0), {"unit_review": {}, "screening": {}}),
        (("windows", "this_year", "years"), "last"),
    ],
)
def test_a_programme_with_a_mistake_does_not_fit(programmes: Any, path: tuple[str | int, ...], value: Any) -> None:
    instance = _set(data(ROOT / "programmes" / "zgc-2022" / "programme.yaml"), path, value)
    assert mistakes(programmes, instance) != []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("organisation", "uscc"), "123"),
        (("organisation", "type"), "club"),
        (("organisation", "inspections"), [{"year": 2021, "result": "good"}]),
        (("achievements", 0, "kind"), "standrad"),
        (("achievements", 0, "level"), "galactic"),
        (("achievements", 0, "atendance"), 60),
        (("achievements", 0, "date"), "2021/3/18"),
        (("application", "amount"), "1,000"),
    ],
)
def test_a_dossier_with_a_mistake_does_not_fit(dossiers: Any, path: tuple[str | int, ...], value: Any) -> None:
    file = ROOT / "src" / "juli" / "demo" / "dossiers" / "zgc-2022" / "intelligence-association.yaml"
    assert mistakes(dossiers, _set(data(file), path, value)) != []

"""What a file notes and what it marks as an assumption is seen, wherever it stands: on the page of the terminal, in its
JSON, and on the page of the rules.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from juli.engines.policy import blocks, schema
from tests.cli.noted import assumed, changed, models, noted, places, token, whole
from tests.cli.terminal import HOUSE, juli


def shown(text: str, folder: Path, *options: str) -> str:
    (folder / "whole.yaml").write_text(text, encoding="utf-8")
    result = juli("show", "whole.yaml", *options, cwd=folder, programmes=HOUSE)
    assert result.exit_code == 0, result.output
    return str(result.output)


def page(text: str, folder: Path, settings: Any) -> str:
    """The page of the rules."""
    for name in ("vocabulary.yaml", "calendar.yaml"):
        (folder / name).write_text((HOUSE / name).read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "whole").mkdir(exist_ok=True)
    (folder / "whole" / "programme.yaml").write_text(text, encoding="utf-8")
    settings.PROGRAMMES = folder
    answer = Client().get("/programmes/whole/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_file_has_one_of_everything() -> None:
    cited = {
        m.__name__
        for module in (blocks, schema)
        for m in vars(module).values()
        if inspect.isclass(m) and issubclass(m, blocks.Cited)
    }
    assert cited - models() - {"Cited"} == set()


@pytest.mark.parametrize(("lang", "end"), [("zh", "z"), ("en", "e")])
def test_every_note_is_on_the_page_of_the_terminal_and_in_its_json(lang: str, end: str, tmp_path: Path) -> None:
    text, every = noted()
    told, data = shown(text, tmp_path, f"--lang={lang}"), shown(text, tmp_path, f"--lang={lang}", "--json")
    for output in (told, data):
        assert [path for i, path in enumerate(every) if token(i) + end not in output] == []
    assert json.loads(data)["remarks"] != []


def test_every_note_is_on_the_page_of_the_rules(tmp_path: Path, settings: Any) -> None:
    text, every = noted()
    told = page(text, tmp_path, settings)
    assert [path for i, path in enumerate(every) if f"{token(i)}z" not in told] == []


@pytest.mark.parametrize(
    ("option", "title", "mark"),
    [
        ("--lang=zh", "说明与设定", "通知未载明，为设定"),
        ("--lang=en", "Notes and assumptions", "not in the notice: an assumption"),
        ("--json", '"remarks"', '"assumption": true'),
    ],
)
def test_every_assumption_beside_the_clauses_is_marked(
    option: str, title: str, mark: str, tmp_path: Path, settings: Any
) -> None:
    text, every = assumed()
    beside = [path for path in every if not is_clause(path)]
    _, _, told = shown(text, tmp_path, option).partition(title)
    # `settings.costs` says nothing here; each of the others stands once.
    assert told.count(mark) == len(beside)
    _, _, remarks = page(text, tmp_path, settings).partition('id="remarks"')
    assert remarks.partition("</section>")[0].count("flag assumed") == len(beside)


def is_clause(path: Any) -> bool:
    """Whether what stands there is a clause, with a mark of its own."""
    found: Any = whole()
    for step in path:
        found = found[step]
    clause = isinstance(found, dict) and {"count", "holds", "of"} & set(found) and "columns" not in found
    own = path[0] in ("attachments", "duties", "qualification") and len(path) <= 2
    return bool(own or (clause and path[0] not in ("form", "points", "workflow")))


CLAUSES = [path for path in places("source") if is_clause(path)]


def test_there_are_clauses_of_every_part() -> None:
    assert {path[0] for path in CLAUSES} == {
        "categories", "qualification", "exclusions", "targets", "commitments", "duties", "attachments", "tracks",
    }  # fmt: skip


@pytest.mark.parametrize("place", CLAUSES, ids=lambda p: ".".join(map(str, p)))
def test_every_clause_that_is_assumed_is_marked(place: Any, tmp_path: Path, settings: Any) -> None:
    """One mark more in the file is one more on every page."""
    plain, marked = changed({}), changed({place: ("source", "assumption")})
    for option, mark in (("--lang=en", "an assumption"), ("--json", '"assumption": true')):
        before, after = (shown(text, tmp_path, option).count(mark) for text in (plain, marked))
        assert (option, after) == (option, before + 1)
    before, after = (page(text, tmp_path, settings).count("flag assumed") for text in (plain, marked))
    assert after == before + 1

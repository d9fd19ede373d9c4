"""Role × state × act, through HTTP: whoever is not in a row is turned away, and no address or act is without a row."""

from __future__ import annotations

import ast
import copy
import importlib
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from juli.stages.accounts.gate import entrance
from tests.people import people
from tests.permissions.rows import EVERYBODY, Row, got

HERE = Path(__file__).parent
STAGES = Path(__file__).parents[2] / "src" / "juli" / "stages"
#: Modules of rows: one per stage, and the site's own.
TABLES = sorted(p.stem for p in HERE.glob("*.py") if p.stem not in {"rows", "test_table"})


def module(stem):
    return importlib.import_module(f"tests.permissions.{stem}")


ROWS: list[Row] = [row for stem in TABLES for row in module(stem).ROWS]
#: Acts that no address leads to: what falls due, what the command line does. Name → why.
BY_OTHER_WAYS: dict[str, str] = {k: v for stem in TABLES for k, v in getattr(module(stem), "BY_OTHER_WAYS", {}).items()}


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    """Everybody, and the cookies of their sign-ins, made once; whatever a row does to them is undone with the row."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = people()
        yield world, {who: world.client(who).cookies for who in EVERYBODY}
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_only_those_in_the_row_get_through(row, cast, tmp_path):
    world, cookies = copy.deepcopy(cast)
    places = {name: tmp_path / name.lower() for name in ("JULI_FILES_DIR", "JULI_OUTBOX_DIR", "JULI_ROOTS_DIR")}
    # A row may set others; they end with it too.
    with override_settings(**places):
        address = reverse(row.route, kwargs=row.arrange(world))
        found = {who: knock(row, address, world, cookies[who]) for who in EVERYBODY}
    assert found == {who: expected(row, who) for who in EVERYBODY}


def expected(row, who):
    if who in row.allows:
        return "through"
    if who in row.hides:
        return "hidden"
    return "sign in" if who == "nobody" else "refused"


def knock(row, address, world, cookies):
    """What becomes of somebody's request; its changes are undone."""
    client = Client()
    client.cookies = cookies
    headers = row.headers or {}
    with transaction.atomic():
        if row.method in {"GET", "POST"}:
            answer = getattr(client, row.method.lower())(address, row.body(world), headers=headers)
        else:
            answer = client.generic(row.method, address, headers=headers)
        if answer.streaming:
            answer.close()
        transaction.set_rollback(True)
    return got(answer.status_code, answer.headers.get("Location", ""))


def routes(patterns=None, namespace=""):
    """Every named address of the project's own views, with its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.split(".")[0] == "juli":
            yield f"{namespace}{pattern.name}", pattern.callback


def test_every_address_has_a_row():
    assert {name for name, _ in routes()} - {row.route for row in ROWS} == set()


def test_every_view_says_whom_it_is_for():
    assert [name for name, view in routes() if entrance(view) is None] == []


def actions():
    """Every write of the stages, as ``stage.verb``: the public functions of their actions."""
    for stage in sorted(p for p in STAGES.iterdir() if p.is_dir()):
        files = [stage / "actions.py"] if (stage / "actions.py").is_file() else sorted((stage / "actions").glob("*.py"))
        # A stage may have rooms of its own, each with its acts.
        for file in [*files, *sorted(stage.glob("*/actions/*.py"))]:
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield f"{stage.name}.{node.name}"


def test_every_act_has_a_row():
    known = {row.action for row in ROWS} | set(BY_OTHER_WAYS)
    assert set(actions()) - known == set()


def test_no_row_names_an_act_that_is_not_there():
    named = {row.action for row in ROWS if row.action} | set(BY_OTHER_WAYS)
    assert named - set(actions()) == set()

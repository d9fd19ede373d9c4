"""Role × state × act, through HTTP: whoever is not in a row is turned away, and no address or act is without a row."""

from __future__ import annotations

import ast
import copy
import importlib
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from juli.site import views
from juli.stages.accounts import rest
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
        yield world, {who: signed_in(world, who) for who in EVERYBODY}
        transaction.set_rollback(True)


def signed_in(world, who):
    """The cookies of somebody who was here just now, so that no request writes of it; resting has tests of its own."""
    client = world.client(who)
    if who != "nobody":
        session = client.session
        session[rest._KEY] = 2**40
        session.save()
    return client.cookies


@pytest.fixture
def visitor():
    """Sends requests through all of the site; what goes wrong in a view is raised."""
    with override_settings(DEBUG_PROPAGATE_EXCEPTIONS=True):
        yield Visitor()


class Visitor(RequestFactory):
    """Django's client without the notes that it takes of every template."""

    def __init__(self):
        super().__init__()
        self.handler = ClientHandler(enforce_csrf_checks=False)

    def request(self, **request):
        return self.handler(self._base_environ(**request))


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_only_those_in_the_row_get_through(row, cast, visitor, tmp_path, monkeypatch):
    # Most knocks are turned away, with the same few pages: a test below has those drawn for everybody.
    monkeypatch.setattr(views, "render", lambda *_, status, **__: HttpResponse(status=status))
    world, cookies = copy.deepcopy(cast)
    places = {name: tmp_path / name.lower() for name in ("JULI_FILES_DIR", "JULI_OUTBOX_DIR", "JULI_ROOTS_DIR")}
    # A row may set others; they end with it too.
    with override_settings(**places):
        address = reverse(row.route, kwargs=row.arrange(world))
        found = {who: knock(row, address, world, visitor, cookies[who]) for who in EVERYBODY}
    assert found == {who: expected(row, who) for who in EVERYBODY}


@pytest.mark.django_db
def test_being_turned_away_has_a_page_for_everybody(cast, visitor):
    _, cookies = copy.deepcopy(cast)
    for who in EVERYBODY:
        visitor.cookies = cookies[who]
        leads, nowhere = visitor.get(reverse("accounts:posts")), visitor.get("/nothing-lives-here/")
        assert (who, leads.status_code) == (who, {"nobody": 302, "lead": 200}.get(who, 403))
        assert (who, nowhere.status_code) == (who, 404)
        assert all(b"</html>" in page.content for page in (leads, nowhere) if page.status_code != 302)


def expected(row, who):
    if who in row.allows:
        return "through"
    if who in row.hides:
        return "hidden"
    return "sign in" if who == "nobody" else "refused"


def knock(row, address, world, visitor, cookies):
    """What becomes of somebody's request; its changes are undone."""
    visitor.cookies = cookies
    headers = row.headers or {}
    with transaction.atomic():
        if row.method in {"GET", "POST"}:
            answer = getattr(visitor, row.method.lower())(address, row.body(world), headers=headers)
        else:
            answer = visitor.generic(row.method, address, headers=headers)
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

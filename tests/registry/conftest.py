"""A site of its own for tests that need several processes, commits that last, or a process that is killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from tests.settings import POSTGRESQL_URL, postgresql_refusal

ROOT = Path(__file__).parents[2]
MINE = {name: value for name, value in os.environ.items() if not name.startswith("JULI_") and name != "DATABASE_URL"}


class Zygote:
    """Where the processes of a site come from; see tests.registry.zygote."""

    def __init__(self, answers: Path) -> None:
        self._answers = answers
        self._count = 0
        command = [sys.executable, "-m", "tests.registry.zygote"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=MINE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, act: str, given: tuple[Any, ...], environment: dict[str, str]) -> "Process":
        self._count += 1
        answer = self._answers / str(self._count)
        wanted = {"act": act, "given": given, "environment": environment, "answer": str(answer)}
        return Process(self, self._ask(wanted), answer)

    def wait(self, process: int) -> int:
        return self._ask({"wait": process})

    def end(self) -> None:
        if self._process.poll() is None:
            self._process.communicate()

    def _ask(self, wanted: dict[str, Any]) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


class Process(NamedTuple):
    """A process under way."""

    zygote: Zygote
    id: int
    said: Path

    def answer(self) -> Any:
        """What it says when it has done its act."""
        assert self.zygote.wait(self.id) == 0
        return json.loads(self.said.read_text(encoding="utf-8"))


class Site(NamedTuple):
    """A database, a folder, and processes that use both. ``tests.registry.acts`` holds what they can do."""

    zygote: Zygote
    folder: Path
    database: str

    def environment(self, **more: str) -> dict[str, str]:
        return {
            **MINE,
            "DJANGO_SETTINGS_MODULE": "tests.registry.settings",
            "JULI_SECRET_KEY": "for this test",
            "JULI_VAR": str(self.folder),
            "DATABASE_URL": self.database,
            **more,
        }

    def start(self, act: str, *given: Any, **more: str) -> Process:
        """Start a process that does one act; arguments and answer are JSON values."""
        return self.zygote.start(act, given, self.environment(**more))

    def does(self, act: str, *given: Any) -> Any:
        """Let a process do one act, and wait for its answer."""
        return self.start(act, *given).answer()

    def dies(self, point: str, act: str, *given: Any) -> None:
        """Let a process do one act until it is killed at a named point."""
        process = self.start(act, *given, JULI_FAULT=point)
        assert self.zygote.wait(process.id) == -signal.SIGKILL


class WholeSite(Site):
    """The whole site, not the records office alone."""

    def environment(self, **more: str) -> dict[str, str]:
        return super().environment(**{"DJANGO_SETTINGS_MODULE": "tests.registry.whole_settings", **more})


def _execute(statement: str) -> None:
    with closing(psycopg.connect(POSTGRESQL_URL, autocommit=True)) as connection:
        connection.execute(statement)


@cache
def _zygote(answers: Path) -> Zygote:
    answers.mkdir()
    return Zygote(answers)


@pytest.fixture(scope="session")
def zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    """One for all tests, in whatever modules they are: each that imports this fixture has a fixture of its own."""
    started = _zygote(tmp_path_factory.getbasetemp() / "answers")
    yield started
    started.end()


@pytest.fixture(scope="session")
def empty_file(zygote: Zygote, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with the tables and nothing in them."""
    folder = tmp_path_factory.mktemp("empty")
    Site(zygote, folder, f"sqlite:///{folder}/juli.sqlite3").does("migrate")
    return folder / "juli.sqlite3"


@pytest.fixture(scope="session")
def empty_database(zygote: Zygote, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a PostgreSQL database with the tables and nothing in them."""
    if refusal := postgresql_refusal():
        pytest.skip(refusal)
    name = f"test_registry_{os.getpid()}"
    _execute(f"CREATE DATABASE {name}")
    try:
        Site(zygote, tmp_path_factory.mktemp("postgresql"), _url(name)).does("migrate")
        yield name
    finally:
        _execute(f"DROP DATABASE {name}")


def _url(name: str) -> str:
    return f"{POSTGRESQL_URL.rpartition('/')[0]}/{name}"


@pytest.fixture
def sqlite_site(zygote: Zygote, empty_file: Path, tmp_path: Path) -> Site:
    """A site on SQLite."""
    shutil.copy(empty_file, tmp_path / "juli.sqlite3")
    return Site(zygote, tmp_path, f"sqlite:///{tmp_path}/juli.sqlite3")


@pytest.fixture
def postgresql_site(zygote: Zygote, empty_database: str, tmp_path: Path) -> Iterator[Site]:
    """A site on PostgreSQL."""
    name = f"{empty_database}_copy"
    _execute(f"CREATE DATABASE {name} TEMPLATE {empty_database}")
    try:
        yield Site(zygote, tmp_path, _url(name))
    finally:
        _execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest) -> Site:
    """A site on each of the two databases."""
    found: Site = request.getfixturevalue(f"{request.param}_site")
    return found


@pytest.fixture
def places(settings: Any, tmp_path: Path) -> Path:
    """Folders of this test's own for what the records office writes beside the database."""
    settings.JULI_ROOTS_DIR = tmp_path / "roots"
    settings.JULI_FILES_DIR = tmp_path / "files"
    settings.JULI_OUTBOX_DIR = tmp_path / "outbox"
    return tmp_path


@pytest.fixture
def thawed() -> Callable[[], None]:
    """Takes the triggers off the frozen tables, as somebody with the run of the database would."""
    from django.db import connection

    def thaw() -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")
                return
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'juli_frozen_%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')

    return thaw

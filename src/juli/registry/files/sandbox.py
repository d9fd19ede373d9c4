"""Starts the process that looks into a file, and believes little of what it says."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from juli.engines.policy.labels import Label
from juli.engines.policy.problems import DossierUnusable, Place, Problem
from juli.engines.policy.workbook.opening import Sheet
from juli.engines.policy.workbook.places import Cell
from juli.registry.files.examine.kinds import KINDS
from juli.registry.files.examine.sheets import unpacked
from juli.registry.files.findings import WORDS, Finding

#: Time by the wall that a file may take; its process has limits of its own besides.
SECONDS = 40
COMMAND = (sys.executable, "-I", "-m", "juli.registry.files.examine")
_MOST_PAGES = 20
#: A code stands on every page of what Juli prints.
_PAGES_WITH_CODES = 4
_LARGEST_RESULT = 1 << 20
#: The text of a file with its structure, as JSON.
_LARGEST_TEXT = 16 << 20
_TOO_COSTLY = (
    Label("读取这个工作簿耗费过多，已放弃", "reading the workbook took too much"),
    Label("请拆分后再导入，删除多余的行、列和图片", "split it; delete rows, columns and pictures that say nothing"),
)


class Seen(NamedTuple):
    """What a file is: the id of its kind, its measures where it has any, and what is wrong with it."""

    kind: str
    findings: tuple[Finding, ...]
    pages: int | None = None
    width: int | None = None
    height: int | None = None


class Said(NamedTuple):
    """What a file says: blocks as ``examine.texts.blocks.Block`` describes them, or findings why there are none."""

    kind: str
    findings: tuple[Finding, ...]
    blocks: tuple[dict[str, Any], ...] = ()
    encoding: str = ""
    pages: int | None = None


class Workbook(NamedTuple):
    """The visible sheets of a workbook, the names of those with more rows than were asked for, problems by cell."""

    sheets: tuple[Sheet, ...]
    cut: frozenset[str]
    problems: tuple[Problem, ...]


class Drawn(NamedTuple):
    """One preview: page 0 is the thumbnail."""

    path: Path
    page: int
    width: int
    height: int


def look_into(path: Path) -> Seen:
    """What ``path`` holds. A file that costs its reader too much has the finding ``too-costly``."""
    with _run("look", path) as (result, _):
        if result is None:
            return Seen("unknown", (Finding("too-costly"),))
        kind = result["kind"]
        findings = tuple(Finding(code, tuple(sorted(data.items()))) for code, data in result["found"] if code in WORDS)
        if kind not in KINDS:
            kind = "unknown"
        return Seen(kind, findings, result["pages"], result["width"], result["height"])


def text_of(path: Path) -> Said:
    """What ``path`` says, as paragraphs and rows of tables; ``too-costly`` or ``damaged`` where it cannot be read."""
    with _run("text", path, _LARGEST_TEXT) as (result, _):
        if result is None:
            return Said("unknown", (Finding("too-costly"),))
        found = tuple(Finding(code, tuple(sorted(data.items()))) for code, data in result["found"] if code in WORDS)
        return Said(result["kind"], found, tuple(result["blocks"]), result["encoding"], result["pages"])


def sheets_of(data: bytes, name: str, *, most_rows: int) -> Workbook:
    """The rows of a workbook called ``name``, read outside of this process; of each sheet at most ``most_rows``.

    Raises DossierUnusable where it is no workbook, or costs its reader too much.
    """
    with tempfile.NamedTemporaryFile(prefix="juli-read-") as copy:
        copy.write(data)
        copy.flush()
        with _run("sheets", Path(copy.name), _LARGEST_TEXT, most_rows) as (result, _):
            if result is None:
                raise DossierUnusable([Problem(Place(name), *_TOO_COSTLY)])
            problems = tuple(_problem(said, name) for said in result["problems"])
            if not result["readable"]:
                raise DossierUnusable(problems)
            sheets = tuple(
                Sheet(said["name"], tuple((int(n), tuple(map(unpacked, row))) for n, row in said["rows"]))
                for said in result["sheets"]
            )
            return Workbook(sheets, frozenset(said["name"] for said in result["sheets"] if said["more"]), problems)


def _problem(said: dict[str, Any], name: str) -> Problem:
    sheet, line, column = said["place"]
    place = Cell.at(name, sheet, int(line), int(column)) if sheet else Place(name, int(line), int(column))
    return Problem(place, Label(*said["text"]), Label(*said["remedy"]))


def codes_of(path: Path) -> tuple[str, ...]:
    """What the codes to scan say on the first pages of ``path``; none where none can be read."""
    with _run("codes", path, most=_PAGES_WITH_CODES) as (result, _):
        return tuple(str(text) for text in result["codes"]) if result is not None else ()


@contextmanager
def previews_of(path: Path) -> Iterator[list[Drawn] | None]:
    """The previews of a picture or a PDF, on disk as long as the context lasts; None where they cannot be made."""
    with _run("draw", path) as (result, folder):
        if result is None:
            yield None
        else:
            yield [
                Drawn(folder / f"{int(d['page'])}.jpg", int(d["page"]), int(d["width"]), int(d["height"]))
                for d in result["drawn"]
            ]


@contextmanager
def _run(
    mode: str, path: Path, largest: int = _LARGEST_RESULT, most: int = _MOST_PAGES
) -> Iterator[tuple[dict[str, Any] | None, Path]]:
    folder = Path(tempfile.mkdtemp(prefix="juli-examine-"))
    try:
        process = subprocess.Popen(  # noqa: S603  # Our own module, with names that we made.
            [*COMMAND, mode, str(path.absolute()), str(folder), str(most)],
            cwd=folder,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            code = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            code = -1
        finally:
            _end(process)
        yield _result(folder, largest) if code == 0 else None, folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _result(folder: Path, largest: int) -> dict[str, Any] | None:
    path = folder / "result.json"
    if not path.is_file() or path.stat().st_size > largest:
        return None
    result: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return result

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

from juli.registry.files.examine.kinds import KINDS
from juli.registry.files.findings import WORDS, Finding

#: Time by the wall that a file may take; its process has limits of its own besides.
SECONDS = 40
COMMAND = (sys.executable, "-I", "-m", "juli.registry.files.examine")
_MOST_PAGES = 20
_LARGEST_RESULT = 1 << 20
#: The text of a file with its structure, as JSON.
_LARGEST_TEXT = 16 << 20


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
def _run(mode: str, path: Path, largest: int = _LARGEST_RESULT) -> Iterator[tuple[dict[str, Any] | None, Path]]:
    folder = Path(tempfile.mkdtemp(prefix="juli-examine-"))
    try:
        process = subprocess.Popen(  # noqa: S603  # Our own module, with names that we made.
            [*COMMAND, mode, str(path.absolute()), str(folder), str(_MOST_PAGES)],
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

"""Every command in docs/command-line.md runs as printed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from juli.cli.commands import NAMES, SITE_NAMES
from tests.cli.terminal import ROOT, juli

PAGE = ROOT / "docs" / "command-line.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"\[exit (\d+)\]\Z")


class Printed(NamedTuple):
    """One command of the page with what stands below it."""

    command: str
    lines: tuple[str, ...]
    exit_code: int


def printed() -> Iterator[Printed]:
    for block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.rstrip("\n").split("\n")
            ending = EXIT.match(lines[-1]) if lines else None
            yield Printed(command, tuple(lines[:-1] if ending else lines), int(ending[1]) if ending else 0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the page describes it."""
    found = tmp_path_factory.mktemp("page")
    (found / "programmes").symlink_to(ROOT / "programmes")
    (found / "dossiers").symlink_to(ROOT / "src" / "juli" / "demo" / "dossiers")
    return found


def expanded(words: list[str], folder: Path) -> Iterator[str]:
    """Words with * as a shell would give them."""
    for word in words:
        yield from sorted(str(p.relative_to(folder)) for p in folder.glob(word)) if "*" in word else [word]


def difference(wanted: tuple[str, ...], lines: list[str]) -> str:
    """The first printed line that isn't where it should be; … stands for any lines."""
    at, skipping = 0, False
    for line in wanted:
        if line == "…":
            skipping = True
            continue
        found = next((i for i in range(at, len(lines)) if lines[i] == line), None) if skipping else at
        if found is None or found >= len(lines) or lines[found] != line:
            seen = (
                lines[at : at + 3]
                if not skipping
                else [x for x in lines[at:] if x.strip()[:12] == line.strip()[:12]][:3]
            )
            return f"printed: {line!r}\nfound: {seen}"
        at, skipping = found + 1, False
    return "" if skipping or at == len(lines) else f"not printed: {lines[at]!r}"


# The commands run in the order of the page: one writes a file that the next one reads.
@pytest.mark.parametrize("entry", list(printed()), ids=lambda e: e.command[:60])
def test_as_printed(entry: Printed, folder: Path) -> None:
    name, *words = shlex.split(entry.command)
    assert name == "juli"
    result = juli(*expanded(words, folder), programmes=folder / "programmes", cwd=folder)
    assert result.exit_code == entry.exit_code, result.output
    assert difference(entry.lines, (result.stdout + result.stderr).splitlines()) == ""


def test_the_page_shows_every_command() -> None:
    shown = {shlex.split(entry.command)[1] for entry in printed()}
    told = set(re.findall(r"^\| `juli (\w+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert (set(NAMES) - shown, set(SITE_NAMES) ^ told) == (set(), set())

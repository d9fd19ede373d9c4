"""Running the command as a terminal would, and comparing what it prints with what it printed before."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from juli.cli import main

ROOT = Path(__file__).parents[2]
HOUSE = Path(__file__).parent / "house"
GOLDEN = Path(__file__).parent / "golden"


def juli(*arguments: object, programmes: Path = HOUSE, cwd: Path = HOUSE, env: dict[str, str] | None = None) -> Result:
    """Run ``juli`` with these arguments in ``cwd``; the language of the terminal is Chinese unless ``env`` says otherwise."""
    before = Path.cwd()
    os.chdir(cwd)
    try:
        variables = {
            "JULI_PROGRAMMES": str(programmes),
            "LANG": "zh_CN.UTF-8",
            "LC_ALL": "",
            "LC_MESSAGES": "",
            **(env or {}),
        }
        return CliRunner(env=variables).invoke(main, [str(a) for a in arguments])
    finally:
        os.chdir(before)


def compare(name: str, text: str) -> None:
    """``text`` is what ``golden/NAME.txt`` holds. JULI_GOLDEN=write writes it anew, to be read before it is committed."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("JULI_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    if not path.exists():
        pytest.fail(f"no golden {path.name}; run with JULI_GOLDEN=write and read what it writes")
    before = path.read_text(encoding="utf-8")
    if text != before:
        changed = difflib.unified_diff(before.splitlines(), text.splitlines(), path.name, "now", lineterm="", n=1)
        pytest.fail("\n".join(changed), pytrace=False)


def width(text: str) -> int:
    """The widest line, in cells."""
    from rich.cells import cell_len

    return max((cell_len(line) for line in text.splitlines()), default=0)


def clean(result: Result) -> str:
    """What a command printed that ran well: nothing on the error side, no colour, no blanks at line ends."""
    assert result.exit_code == 0, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.stderr == ""
    assert "\x1b" not in result.stdout
    assert [line for line in result.stdout.splitlines() if line != line.rstrip()] == []
    return str(result.stdout)


def paths(data: Any, key: str) -> list[Any]:
    """Every value under ``key``, however deep."""
    found: list[Any] = []
    if isinstance(data, dict):
        found += [data[key]] if key in data else []
        for value in data.values():
            found += paths(value, key)
    elif isinstance(data, list):
        for value in data:
            found += paths(value, key)
    return found

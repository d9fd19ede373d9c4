"""``python -I -m juli.registry.files.examine MODE FILE FOLDER MOST_PAGES``: writes ``result.json`` into FOLDER.

MODE is ``look`` (what is it, what is wrong with it), ``draw`` (previews, beside the result), ``text`` (what it says),
``codes`` (what its codes to scan say) or ``sheets`` (the rows of a workbook; MOST_PAGES are rows of a sheet then).
Limits come first: whatever the file does to its reader, it does it here, for a while, within this much memory.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

CPU_SECONDS = 20
MEMORY_BYTES = 1536 * 1024 * 1024
FILE_BYTES = 64 * 1024 * 1024
OPEN_FILES = 64
#: The exit code of a process that ran out of memory.
OUT_OF_MEMORY = 3


def limit() -> None:
    """Bound what this process may take, for good."""
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _result(mode: str, path: Path, folder: Path, most_pages: int) -> dict[str, Any]:
    from juli.registry.files.examine.contents import look
    from juli.registry.files.examine.kinds import KINDS
    from juli.registry.files.examine.previews import draw
    from juli.registry.files.examine.signatures import kind_of

    kind = kind_of(path)
    group = KINDS[kind].group if kind in KINDS else ""
    if mode == "text":
        from juli.registry.files.examine.texts import read

        return {"kind": kind, **read(path, kind)}
    if mode == "sheets":
        from juli.registry.files.examine.sheets import read as read_sheets

        return read_sheets(path, most_pages)
    if mode == "codes":
        from juli.registry.files.examine.codes import read as read_codes

        return {"kind": kind, "codes": read_codes(path, group, most_pages)}
    if mode == "draw":
        return {"kind": kind, "drawn": draw(path, group, folder, most_pages)}
    seen = look(path, kind, group)
    return {"kind": kind, **seen._asdict()}


def main() -> None:
    """Examine one file and go."""
    mode, path, folder, most_pages = sys.argv[1:]
    limit()
    try:
        result = _result(mode, Path(path), Path(folder), int(most_pages))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    Path(folder, "result.json").write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The text of a file, block by block: paragraphs and rows of tables, in the order in which one reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from juli.registry.files.examine.texts.blocks import MOST_BLOCKS, MOST_CHARACTERS, Block

#: The kinds that are read.
KINDS_WITH_TEXT = frozenset(["docx", "pdf", "text"])


def read(path: Path, kind: str) -> dict[str, Any]:
    """The blocks of a file as JSON values, or the finding why there are none (``no-text``, ``too-much-text``)."""
    try:
        blocks, about = _blocks(path, kind)
    except MemoryError:
        raise
    except Exception:  # Readers of hostile files raise anything; all of it means the same.
        return {"found": [["damaged", {}]], "blocks": [], "encoding": "", "pages": None}
    if not any(block.text.strip() for block in blocks):
        return {"found": [["no-text", {}]], "blocks": [], **about}
    if len(blocks) > MOST_BLOCKS or sum(len(block.text) for block in blocks) > MOST_CHARACTERS:
        return {"found": [["too-much-text", {"most": MOST_CHARACTERS // 10_000}]], "blocks": [], **about}
    return {"found": [], "blocks": [block._asdict() for block in blocks], **about}


def _blocks(path: Path, kind: str) -> tuple[list[Block], dict[str, Any]]:
    if kind == "docx":
        from juli.registry.files.examine.texts.word import blocks as of_word

        return of_word(path), {"encoding": "", "pages": None}
    if kind == "pdf":
        from juli.registry.files.examine.texts.pdf import blocks as of_pdf

        found, pages = of_pdf(path)
        return found, {"encoding": "", "pages": pages}
    from juli.registry.files.examine.texts.plain import blocks as of_plain

    found, encoding = of_plain(path)
    return found, {"encoding": encoding, "pages": None}

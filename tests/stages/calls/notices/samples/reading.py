"""Sample notices of our own writing (示例), each with its programme and with anchors made by hand.

``built``: what the recognition was built with. ``apart``: written afterwards, and measured without another change.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from juli.engines.policy.loader import load_programme
from juli.engines.policy.rules import Programme
from juli.engines.policy.vocabulary import Vocabulary
from juli.registry.files.examine.texts import read
from juli.stages.calls.notices.lines import Line, from_blocks
from juli.stages.calls.notices.outline import Outline, outline_of
from juli.stages.calls.notices.residue import sifted

HERE = Path(__file__).parent
BUILT, APART = (sorted(p for p in (HERE / part).iterdir() if p.is_dir()) for part in ("built", "apart"))


class Sample(NamedTuple):
    """A notice, its rules, and for each clause the first and the last line of its passage, found by hand."""

    name: str
    outline: Outline
    programme: Programme
    anchors: dict[str, tuple[int, int]]


def sample(folder: Path, vocabulary: Vocabulary) -> Sample:
    """A sample as it is after import, nothing kept or dropped by hand."""
    file = next(folder.glob("notice.*"))
    outline = outline_of(sifted(from_blocks(read(file, "text")["blocks"])))
    programme = load_programme(
        (folder / "programme.yaml").read_text(encoding="utf-8"), f"{folder.name}/programme.yaml", vocabulary
    )
    said = YAML(typ="safe", pure=True).load((folder / "anchors.yaml").read_text(encoding="utf-8"))
    return Sample(folder.name, outline, programme, {clause: _place(outline, p) for clause, p in said.items()})


def _place(outline: Outline, passage: str | list[str]) -> tuple[int, int]:
    first, last = (passage, passage) if isinstance(passage, str) else passage
    return _line(outline, first).number, _line(outline, last).number


def _line(outline: Outline, start: str) -> Line:
    """The only line that begins so."""
    found = [line for line in outline.lines if line.shown.startswith(start)]
    assert len(found) == 1, (start, [line.shown[:20] for line in found])
    return found[0]

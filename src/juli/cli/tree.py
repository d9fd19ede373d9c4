"""A tree with a column on the right: what a terminal shows of a programme or a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from juli.cli.wrapping import wrapped

DIM = "bright_black"
#: The right column starts a line of its own when this little is left for the label.
_LEAST = 24


@dataclass(slots=True)
class Branch:
    """One entry: a mark, a label with a dim tail (citations), something on the right, notes below, and children.

    ``right`` is made of (text, style) parts; ``notes`` of (text, style) lines.
    """

    label: str
    mark: tuple[str, str] = ("", "")
    tail: str = ""
    right: Sequence[tuple[str, str]] = ()
    notes: Sequence[tuple[str, str]] = ()
    children: list[Branch] = field(default_factory=list)
    style: str = ""


def show(branches: Sequence[Branch], console: Console) -> None:
    """Print ``branches``, each with all below it, within the console's width."""
    for line in lines(branches, console.width):
        line.rstrip()
        console.print(line, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)


def lines(branches: Sequence[Branch], width: int, guide: str = "") -> Iterator[Text]:
    """The lines of a tree."""
    for i, branch in enumerate(branches):
        last = i == len(branches) - 1
        head, rest = ("└ ", "  ") if last else ("├ ", "│ ")
        yield from _entry(branch, guide + head, guide + rest, width)
        yield from lines(branch.children, width, guide + rest)


def _entry(branch: Branch, first: str, rest: str, width: int) -> Iterator[Text]:
    mark, mark_style = branch.mark
    indent = " " * (cell_len(mark) + 1 if mark else 0)
    below = rest + ("│ " if branch.children else "  ")[: len(indent)].ljust(len(indent))
    right = Text.assemble(*branch.right)
    room = width - cell_len(first) - len(indent)
    notes = list(branch.notes)
    if right.cell_len > room:
        notes.insert(0, (right.plain, ""))
        right = Text()
    beside = room - right.cell_len - 2 if right.plain else room
    label_lines, own_line = wrapped(branch.label, max(beside, _LEAST)), False
    length = cell_len(branch.label)
    if right.plain and length > beside and (beside < _LEAST or length <= room):
        # Better whole on a line, with the number under it, than broken.
        label_lines, own_line = wrapped(branch.label, room), True
    for i, said in enumerate(label_lines):
        text = Text().append(first if i == 0 else below, style=DIM)
        if i == 0 and mark:
            text.append(f"{mark} ", style=mark_style or None)
        text.append(said, style=branch.style or "default")
        is_last = i == len(label_lines) - 1
        space = (room if own_line or i else beside) - cell_len(said)
        if is_last and branch.tail and space >= cell_len(branch.tail) + 1:
            text.append(f" {branch.tail}", style=DIM)
        elif is_last and branch.tail:
            notes.insert(0, (branch.tail, DIM))
        if i == 0 and right.plain and not own_line:
            text.append(" " * (width - text.cell_len - right.cell_len))
            text.append_text(right)
        yield text
    if own_line:
        text = Text().append(below, style=DIM)
        text.append(" " * max(0, width - cell_len(below) - right.cell_len))
        yield text.append_text(right)
    for note, style in notes:
        for said in wrapped(note, width - cell_len(below)):
            yield Text().append(below, style=DIM).append(said, style=style or "default")

"""From the blocks of a document to what is drawn: headings join what they head, merged cells find their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, zip_longest

from juli.engines.paper import signing
from juli.engines.paper.blocks import (
    Addressee,
    Attachment,
    Attachments,
    Block,
    Cell,
    Field,
    FieldGrid,
    Heading,
    Imprint,
    Line,
    LongText,
    Numbered,
    Opinion,
    PageBreak,
    Pledges,
    Prose,
    Scan,
    SignOff,
    Table,
    Title,
)
from juli.engines.paper.characters import balanced, breakable, paragraphs, width
from juli.engines.paper.document import Document
from juli.engines.paper.grid import placed
from juli.engines.paper.sheet import Bar, Break, Frame, Grid, Part, Picture, Rules, Space, Spot, Text
from juli.engines.paper.styles import POINTS_PER_MM, PageStyle, TextStyle, page_style
from juli.engines.paper.words import printed

#: Rows with less text than this stay in one piece.
_WHOLE_ROW = 240
#: Above this many columns a table is set smaller.
_NARROW = 4
_SCAN_SIDE = 30.0
#: Two labels and two texts.
_PAIR = 4
#: A label's column is as wide as the longest label, within these shares.
_LEAST_LABEL, _MOST_LABEL = 0.15, 0.245
#: Boxes of fewer lines stay in one piece.
_WHOLE_BOX = 16
_LINE_LABEL = 0.26
#: Points between text and a frame.
_ROOM = 6.0


class Layout:
    """One document being laid out."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = document.language
        self.page: PageStyle = page_style(document.style)
        self.framed = document.style == "form"
        self._bar: Bar | None = None
        self._section = document.title

    def parts(self) -> Iterator[Part]:
        """Everything after the cover, in order."""
        last: Part | None = None
        for part in self._parts():
            if last is not None and _needs_room(last, part):
                yield Space(_ROOM)
            yield part
            last = part

    def _parts(self) -> Iterator[Part]:
        for block, following in zip_longest(self.document.blocks, self.document.blocks[1:]):
            parts = list(self._block(block))
            if isinstance(following, SignOff) and parts and isinstance(parts[-1], Text):
                # A signature has text on its page (GB/T 9704, 7.3.5.5).
                parts[-1:] = _last_kept(parts[-1])
            yield from parts
        yield from self._loose_bar()

    def style(self, name: str) -> TextStyle:
        """The text style called ``name`` on this page."""
        return self.page.texts[name]

    # --------------------------------------------------------------------------------------------------------- headings

    def _take_bar(self) -> Bar | None:
        bar, self._bar = self._bar, None
        return bar

    def _loose_bar(self) -> Iterator[Text]:
        """A heading whose block has no frame stands by itself, kept with what follows."""
        if bar := self._take_bar():
            hint = printed("brackets", self.language, text=bar.hint) if bar.hint else ""
            yield Text((bar.text + hint,), bar.style, keep=True)

    def _heading(self, block: Heading) -> Iterator[Part]:
        self._section = block.text
        if self.framed and block.level == 1:
            self._bar = Bar(block.text, self.style("bar"), block.hint, self.style("hint"))
            return
        name = "bar" if block.level == 1 else f"heading{block.level}"
        yield Text((block.text,), self.style(name), keep=True)

    # ----------------------------------------------------------------------------------------------------------- blocks

    def _block(self, block: Block) -> Iterator[Part]:
        if isinstance(block, Heading):
            yield from self._loose_bar()
            yield from self._heading(block)
        elif isinstance(block, Line | FieldGrid | Table | Attachments):
            yield from self._ruled(block)
        elif isinstance(block, LongText | Numbered | Opinion | Pledges):
            yield self._boxed(block)
        else:
            yield from self._loose_bar()
            yield from self._unframed(block)

    def _ruled(self, block: Line | FieldGrid | Table | Attachments) -> Iterator[Part]:
        if isinstance(block, Table):
            yield self._grid(block)
        elif isinstance(block, Line):
            first = Cell(block.label, kind="label", align="left")
            yield self._grid(Table((_LINE_LABEL, 1 - _LINE_LABEL), ((first, Cell(block.text)),)), bars={(0, 0)})
        elif isinstance(block, FieldGrid):
            if block.fields:
                yield self._grid(self._field_table(block.fields), small=False)
            else:
                yield from self._loose_bar()
        elif self.framed:
            if block.items:
                yield self._grid(self._attachment_table(block.items))
        else:
            yield from self._attachment_note(block.items)

    def _unframed(self, block: Block) -> Iterator[Part]:
        if isinstance(block, Title):
            if block.mark:
                yield Text((block.mark,), self.style("mark"), keep=True)
            style = self.style("title")
            room = self.page.width * POINTS_PER_MM / (style.size + self.page.tracking)
            lines = tuple(line for text in paragraphs(block.text) for line in balanced(text, room))
            yield Text(lines, style, keep=True)
            if block.number:
                yield Text((block.number,), self.style("number"), keep=True)
        elif isinstance(block, Prose):
            yield self._prose(block)
        elif isinstance(block, Addressee):
            yield Text(paragraphs(block.text), self.style("addressee"), keep=True)
        elif isinstance(block, SignOff):
            yield from signing.sign_off(block, self.style("signoff"), self.language)
        elif isinstance(block, Scan):
            yield Picture(block.text, _SCAN_SIDE, Text(paragraphs(block.caption), self.style("plain")))
        elif isinstance(block, Imprint):
            yield from self._imprint(block)
        elif isinstance(block, PageBreak):
            yield Break()

    def _prose(self, block: Prose) -> Text:
        texts = paragraphs(block.text)
        if block.numbered:
            texts = tuple(f"{n}. {t}" for n, t in enumerate(texts, 1))
        style = self.style("body" if block.indent else "plain")
        if block.align != "left":
            style = replace(style, align=block.align)
        return Text(self._fitted(texts, style, 1.0), style)

    # ------------------------------------------------------------------------------------------------------------ boxes

    def _boxed(self, block: LongText | Numbered | Opinion | Pledges) -> Frame:
        signs = None
        label = "" if isinstance(block, Pledges) else block.label
        least = 0
        if isinstance(block, LongText):
            texts, style, least = paragraphs(block.text), self.style("body"), block.least
        elif isinstance(block, Numbered):
            texts, style, least = _listed(block.items), self.style("plain"), block.least
        elif isinstance(block, Opinion):
            texts, style, least = paragraphs(block.text), self.style("body"), block.least
            signs = signing.places(block.signs, self.style("sign"), self.language)
        else:
            texts = (*paragraphs(block.opening), *(f"{'☑' if p.given else '☐'} {p.text}" for p in block.items))
            style = self.style("plain")
            signs = signing.places(block.signs, self.style("sign"), self.language) if block.signs else None
        bar = self._take_bar()
        if label and bar is None:
            bar, label = Bar(label, self.style("bar"), "", self.style("hint")), ""
        parts: list[Text | Space] = [Text((label,), self.style("heading2"), keep=True)] if label else []
        if texts or least:
            parts.append(Text(self._fitted(texts, style, 1.0), style))
        if (missing := least - self._lines(texts, style)) > 0:
            parts.append(Space(missing * style.pitch))
        lines = max(least, self._lines(texts, style))
        return Frame(bar, tuple(parts), signs, whole=lines <= _WHOLE_BOX)

    def _lines(self, texts: Iterable[str], style: TextStyle) -> int:
        """About how many lines the paragraphs take."""
        room = self._room(style, 1.0)
        return sum(1 + int((width(text) + style.first) / room) for text in texts)

    # ------------------------------------------------------------------------------------------------------------ grids

    def _grid(self, table: Table, bars: Iterable[tuple[int, int]] = (), *, small: bool | None = None) -> Grid:
        bar = self._take_bar()
        total = sum(table.widths)
        widths = tuple(w / total for w in table.widths)
        small = len(widths) > _NARROW if small is None else small
        longest = [0] * len(table.rows)
        spots = []
        for row, column, cell in placed(table, self._section):
            style = self._cell_style(cell, small, barred=(row, column) in bars)
            share = sum(widths[column : column + cell.across])
            texts = self._fitted(paragraphs(cell.text), style, share)
            spots.append(Spot(row, column, cell.across, cell.down, texts, style))
            longest[row] = max(longest[row], int(width(cell.text) / max(share, 0.01) * 0.5))
        whole = tuple(n < _WHOLE_ROW for n in longest)
        last = len(table.rows) - 1
        leads = tuple(n for n, row in enumerate(table.rows) if table.head <= n < last and _leads(row, len(widths)))
        cuts = tuple(n for n, row in enumerate(table.rows) if any(cell.kind == "cut" for cell in row))
        return Grid(bar, widths, table.head, tuple(spots), whole, leads, cuts, table.tall * POINTS_PER_MM)

    def _cell_style(self, cell: Cell, small: bool, *, barred: bool) -> TextStyle:
        if barred:
            return self.style("bar")
        style = self.style("small" if small and cell.kind == "value" else cell.kind)
        if small and cell.kind == "label":
            style = replace(self.style("small"), align="center")
        return style if cell.align is None else replace(style, align=cell.align)

    def _attachment_table(self, items: tuple[Attachment, ...]) -> Table:
        names = ("ordinal", "name", "file", "pages", "remark")
        rows = [
            (str(n), i.label, i.file, "" if i.pages is None else str(i.pages), i.note) for n, i in enumerate(items, 1)
        ]
        kept = [c for c in range(len(names)) if c < 2 or any(row[c] for row in rows)]
        weights = (0.7, 3, 3, 0.7, 1.5)
        head = tuple(Cell(printed(names[c], self.language), kind="head") for c in kept)
        body = tuple(tuple(Cell(row[c], align="center" if c in {0, 3} else "left") for c in kept) for row in rows)
        return Table(tuple(weights[c] for c in kept), (head, *body), head=1)

    def _attachment_note(self, items: tuple[Attachment, ...]) -> Iterator[Text]:
        """附件：1. … 2. …, the second line under the first (GB/T 9704, 7.3.4)."""
        yield from self._loose_bar()
        opening = printed("attachment", self.language) + printed("colon", self.language)
        style = replace(self.style("body"), align="left")
        for number, item in enumerate(items, 1):
            named = item.label if len(items) == 1 else f"{number}. {item.label}"
            left = style.first + width(opening)
            text = opening + named if number == 1 else named
            hanging = -width(opening) if number == 1 else 0
            before = style.pitch if number == 1 else 0
            yield Text((text,), replace(style, first=hanging, left=left, before=before))

    def _imprint(self, block: Imprint) -> Iterator[Part]:
        copies = printed("copied", self.language) + block.copied_to if block.copied_to else ""
        lines = [(copies, "")] if copies else []
        if block.printed_by or block.printed_on:
            lines.append((block.printed_by, block.printed_on))
        if lines:
            yield Rules(tuple(lines), self.style("imprint"))

    def _field_table(self, fields: tuple[Field, ...]) -> Table:
        """Two pairs of label and text a row; neighbours of a group under one merged cell at the left."""
        grouped = any(field.group for field in fields)
        columns = _PAIR + grouped
        rows: list[tuple[Cell, ...]] = []
        for name, members in groupby(fields, key=lambda f: f.group):
            inner = list(_field_rows(list(members), _PAIR if name or not grouped else columns))
            if name:
                inner[0] = (Cell(name, down=len(inner), kind="label"), *inner[0])
            rows += inner
        label = self._label_share(field.label for field in fields)
        group = self._label_share(field.group for field in fields) if grouped else 0.0
        values = (1 - 2 * label - group) / 2
        pair = (label, values, label, values)
        return Table((group, *pair) if grouped else pair, tuple(rows))

    def _label_share(self, labels: Iterable[str]) -> float:
        longest = max(width(line) for label in labels for line in label.split("\n"))
        points = longest * self.style("label").size + 2 * self.page.inset[0] + 3
        return min(_MOST_LABEL, max(_LEAST_LABEL, points / (self.page.width * POINTS_PER_MM)))

    # ---------------------------------------------------------------------------------------------------------- widths

    def _room(self, style: TextStyle, share: float) -> float:
        """How many characters of ``style`` stand side by side in that share of the width."""
        points = self.page.width * POINTS_PER_MM * share - 2 * self.page.inset[0]
        return max(1.0, points / (style.size + self.page.tracking))

    def _fitted(self, texts: tuple[str, ...], style: TextStyle, share: float) -> tuple[str, ...]:
        room = self._room(style, share)
        return tuple(breakable(text, room) for text in texts)


def _last_kept(part: Text) -> list[Part]:
    """The same paragraphs, of which the last stays with what follows."""
    before = [replace(part, paragraphs=part.paragraphs[:-1])] if len(part.paragraphs) > 1 else []
    return [*before, replace(part, paragraphs=part.paragraphs[-1:], keep=True)]


def _leads(row: tuple[Cell, ...], columns: int) -> bool:
    """Whether a row is the name of a group across the table."""
    return len(row) == 1 and row[0].kind == "group" and row[0].across == columns


def _needs_room(above: Part, below: Part) -> bool:
    """Whether text and a frame meet."""
    framed = (isinstance(above, Grid | Frame), isinstance(below, Grid | Frame))
    return framed[0] != framed[1] and not isinstance(above, Space | Break) and not isinstance(below, Space | Break)


def _listed(items: tuple[str, ...]) -> tuple[str, ...]:
    """1. 2. 3., a later paragraph of an item without a number."""
    return tuple(
        f"{number}. {text}" if first else text
        for number, item in enumerate(items, 1)
        for first, text in zip((True, *[False] * len(item)), paragraphs(item), strict=False)
    )


def _field_rows(fields: list[Field], columns: int) -> Iterator[tuple[Cell, ...]]:
    while fields:
        field = fields.pop(0)
        label = Cell(field.label, kind="label")
        if field.wide or not fields or fields[0].wide:
            yield label, Cell(field.text, across=columns - 1)
        else:
            other = fields.pop(0)
            # Outside a group the first value also takes the group's column.
            yield label, Cell(field.text, across=1 + columns - _PAIR), Cell(other.label, kind="label"), Cell(other.text)

"""Ruled tables and boxes in WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from docx.oxml.xmlchemy import BaseOxmlElement

from juli.engines.paper.problems import Language
from juli.engines.paper.sheet import Bar, Frame, Grid, Places, Rules, Space, Spot, Text
from juli.engines.paper.styles import POINTS_PER_MM, PageStyle, TextStyle
from juli.engines.paper.word.elements import element, paragraph, paragraphs, run, tab, twentieths
from juli.engines.paper.words import printed

#: Eighths of a point, as borders are given.
_THIN: Final = 4
_HEAVY: Final = 14
_FRAME: Final = ("top", "left", "bottom", "right", "insideH", "insideV")
_SEAL_AT: Final = 0.6
_DATE_IN: Final = 3.0
_SIGNS_BEFORE: Final = 12.0


def rows_table(
    widths: Sequence[float],
    rows: Iterable[BaseOxmlElement],
    page: PageStyle,
    borders: Sequence[str] = _FRAME,
    left: float = 0,
) -> BaseOxmlElement:
    """A table of fixed columns with thin borders where ``borders`` says, ``left`` in from the margin; all in points."""
    x, y = (twentieths(v) for v in page.inset)
    drawn = {side: "single" if side in borders else "nil" for side in _FRAME}
    properties = element(
        "tblPr",
        element("tblW", w=twentieths(sum(widths)), type="dxa"),
        element("tblInd", w=twentieths(left), type="dxa"),
        element("tblBorders", *(element(s, val=v, sz=_THIN, space=0, color="auto") for s, v in drawn.items())),
        element("tblLayout", type="fixed"),
        element("tblCellMar", element("top", w=y, type="dxa"), element("left", w=x, type="dxa"),
                element("bottom", w=y, type="dxa"), element("right", w=x, type="dxa")),
    )  # fmt: skip
    grid = element("tblGrid", *(element("gridCol", w=twentieths(w)) for w in widths))
    return element("tbl", properties, grid, *rows)


def cell(
    content: Sequence[BaseOxmlElement],
    width: float,
    across: int = 1,
    merge: str = "",
    *,
    middle: bool = True,
    under: bool = False,
    over: bool = False,
) -> BaseOxmlElement:
    """A cell ``width`` points wide; ``merge`` restarts or continues a vertical merge.

    ``under`` draws a thin line below, ``over`` a heavy one above.
    """
    properties = element("tcPr", element("tcW", w=twentieths(width), type="dxa"))
    if across > 1:
        properties.append(element("gridSpan", val=across))
    if merge:
        properties.append(element("vMerge", val=merge))
    if under or over:
        side, size = ("bottom", _THIN) if under else ("top", _HEAVY)
        properties.append(element("tcBorders", element(side, val="single", sz=size, space=0, color="auto")))
    if middle:
        properties.append(element("vAlign", val="center"))
    return element("tc", properties, *content)


def row(
    cells: Iterable[BaseOxmlElement], *, whole: bool = False, head: bool = False, tall: float = 0
) -> BaseOxmlElement:
    """A row; ``whole`` never breaks over pages, ``head`` repeats on each; it is at least ``tall`` points high."""
    properties = element("trPr")
    if whole:
        properties.append(element("cantSplit"))
    if tall:
        properties.append(element("trHeight", val=twentieths(tall), hRule="atLeast"))
    if head:
        properties.append(element("tblHeader"))
    return element("tr", properties, *cells)


class Ruler:
    """Draws grids and boxes across one page style."""

    def __init__(self, page: PageStyle, language: Language) -> None:
        self.page = page
        self.language = language
        self.width = page.width * POINTS_PER_MM

    def grid(self, part: Grid) -> BaseOxmlElement:
        """A table with its heading as first row; heading and head rows repeat over pages."""
        widths = [share * self.width for share in part.widths]
        rows = []
        if part.bar:
            rows.append(self._bar_row(part.bar, len(widths), head=part.head > 0))
        starts = {(spot.row, spot.column): spot for spot in part.spots}
        covered = {
            (line, spot.column): spot for spot in part.spots for line in range(spot.row + 1, spot.row + spot.down)
        }
        for line, whole in enumerate(part.whole):
            cells = [
                self._cell(
                    spot,
                    widths,
                    continued=(line, column) not in starts,
                    whole=whole,
                    keep=line in part.leads,
                    over=line in part.cuts,
                )
                for column in range(len(widths))
                if (spot := starts.get((line, column)) or covered.get((line, column)))
            ]
            head = line < part.head
            rows.append(row(cells, whole=whole, head=head, tall=0 if head else part.tall))
        return rows_table(widths, rows, self.page)

    def _cell(
        self, spot: Spot, widths: Sequence[float], *, continued: bool, whole: bool, keep: bool, over: bool
    ) -> BaseOxmlElement:
        merge = "" if spot.down == 1 else "continue" if continued else "restart"
        width = sum(widths[spot.column : spot.column + spot.across])
        texts = () if continued else spot.paragraphs
        return cell(paragraphs(texts, spot.style, keep=keep), width, spot.across, merge, middle=whole, over=over)

    def _bar_row(self, bar: Bar, across: int, *, head: bool) -> BaseOxmlElement:
        return row([cell([self.bar(bar)], self.width, across)], whole=True, head=head)

    def bar(self, bar: Bar) -> BaseOxmlElement:
        """The heading of a block, kept with what it heads."""
        hint = [run(printed("brackets", self.language, text=bar.hint), bar.hint_style)] if bar.hint else []
        return paragraph(bar.style, run(bar.text, bar.style), *hint, keep=True)

    def frame(self, part: Frame) -> BaseOxmlElement:
        """A box with its heading above, texts and places to sign."""
        content: list[BaseOxmlElement] = []
        for inner in part.parts:
            content += self.space(inner) if isinstance(inner, Space) else self.text(inner)
        if part.signs:
            content += self.space(Space(_SIGNS_BEFORE)) + self.places(part.signs)
        rows = [self._bar_row(part.bar, 1, head=False)] if part.bar else []
        rows.append(row([cell(content, self.width, middle=False)], whole=part.whole))
        return rows_table([self.width], rows, self.page)

    def text(self, part: Text) -> list[BaseOxmlElement]:
        """Paragraphs of text."""
        return paragraphs(part.paragraphs, part.style, keep=part.keep, tracking=self.page.tracking)

    def space(self, part: Space, *, keep: bool = False) -> list[BaseOxmlElement]:
        """An empty paragraph of that height."""
        return [paragraph(TextStyle("song", 1, part.points), keep=keep)]

    def places(self, part: Places) -> list[BaseOxmlElement]:
        """Signature left, seal right of it, the date at the right edge."""
        style = part.style
        at = (("left", self.width * _SEAL_AT),)
        indented = TextStyle(style.face, style.size, style.pitch, left=2)
        made = [
            paragraph(indented, run(left, style), tab(style), run(right, style), keep=True, tabs=at)
            for left, right in part.pairs
        ]
        right = TextStyle(style.face, style.size, style.pitch, "right", right=_DATE_IN)
        return made + [paragraph(right, run(date, style)) for date in part.dates]

    def rules(self, part: Rules) -> BaseOxmlElement:
        """Lines of text between rules."""
        style = part.style
        at = (("right", self.width - 2 * self.page.inset[0]),)
        rows = [
            row(
                [cell([paragraph(style, run(left, style), tab(style), run(right, style), tabs=at)], self.width)],
                whole=True,
            )
            for left, right in part.lines
        ]
        made = rows_table([self.width], rows, self.page, ("top", "bottom", "insideH"))
        # It stands at the foot of its page.
        made.tblPr.insert(
            0, element("tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="left", tblpYSpec="bottom")
        )
        return made

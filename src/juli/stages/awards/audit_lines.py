"""Lines of spending as people bring them: typed, pasted from a spreadsheet, in a workbook; every bad row is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from juli.engines.policy.problems import DossierUnusable
from juli.registry.files.sandbox import sheets_of
from juli.registry.language import language
from juli.registry.workbooks import sheet
from juli.stages.awards.actions.audits import LARGEST, LONGEST, MOST, Spent
from juli.stages.awards.money import amount_of

#: What the columns may be called, in the order that counts where no headings are there.
HEADS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("item", frozenset({"支出事项", "item"})),
    ("vouchers", frozenset({"凭证号", "vouchers"})),
    ("amount", frozenset({"金额（元）", "金额(元)", "金额", "amount, yuan", "amount"})),
    ("work", frozenset({"工作事项", "work"})),
)


class Typed(NamedTuple):
    """One line as it came, and what to call its place."""

    place: str
    item: str = ""
    vouchers: str = ""
    amount: str = ""
    work: str = ""
    #: Cells that have no column.
    rest: tuple[str, ...] = ()


def typed(items: Sequence[str], vouchers: Sequence[str], amounts: Sequence[str], works: Sequence[str]) -> list[Typed]:
    """The lines of the form; empty ones are none."""
    rows = enumerate(zip(items, vouchers, amounts, works, strict=False), 1)
    return [Typed(_("Row %(number)d") % {"number": n}, *cells) for n, cells in rows if any(c.strip() for c in cells)]


def pasted(text: str) -> list[Typed]:
    """Lines with tabs between their cells, as a spreadsheet copies them."""
    rows = [(n, line.split("\t")) for n, line in enumerate(text.splitlines(), 1)]
    return _table([(_("Row %(number)d") % {"number": n}, cells) for n, cells in rows if any(c.strip() for c in cells)])


def brought(data: bytes, name: str) -> tuple[list[Typed], list[str]]:
    """The lines of a workbook, read outside of this process, and what could not be read."""
    lang = language()
    try:
        sheets, cut, problems = sheets_of(data, name, most_rows=MOST + 1)
    except DossierUnusable as error:
        return [], [problem.say(lang) for problem in error.problems]
    found = [
        line
        for one in sheets
        for line in _table([(f"{one.name} {n}", [_cell(value) for value in row]) for n, row in one.rows])
    ]
    bad = [problem.say(lang) for problem in problems]
    bad += [
        _("%(place)s: more than %(most)d rows; split the file.") % {"place": place, "most": MOST}
        for place in sorted(cut)
    ]
    return found, bad


def written(lines: Iterable[Typed]) -> str:
    """The lines as they would be pasted, so that nothing that came is lost."""
    return "\n".join("\t".join([one.item, one.vouchers, one.amount, one.work, *one.rest]).rstrip("\t") for one in lines)


def read(lines: Sequence[Typed], works: Mapping[str, str]) -> tuple[list[Spent], list[str]]:
    """The lines to enter, and what is wrong with the others; ``works``: what a work is called → its id."""
    found, bad = [], []
    for one in lines:
        wrong = []
        cents = amount_of(one.amount)
        if not one.item.strip():
            wrong.append(_("say what was paid for"))
        if max(len(one.item), len(one.vouchers)) > LONGEST:
            wrong.append(_("shorten it: %(most)d characters fit in a cell") % {"most": LONGEST})
        if cents is None:
            amount = one.amount.strip() or "—"
            wrong.append(_("“%(amount)s” is no amount: write yuan, such as 12345.67") % {"amount": amount})
        elif not 0 < cents <= LARGEST:
            wrong.append(_("the amount is above 0 and within reason"))
        work = works.get(one.work.strip(), "")
        if one.work.strip() and not work:
            wrong.append(
                _("no work “%(work)s” was handed in: choose one that was, or leave the cell empty")
                % {"work": one.work.strip()}
            )
        if one.rest:
            wrong.append(_("more cells than columns: item, vouchers, amount, work"))
        if wrong:
            bad.append(_("%(place)s: %(wrong)s") % {"place": one.place, "wrong": "；".join(wrong)})
        else:
            found.append(Spent(one.item.strip(), cents or 0, one.vouchers.strip(), work))
    return found, bad


def template() -> bytes:
    """The workbook to fill in."""
    return sheet(_("Spending"), [_("Item"), _("Vouchers"), _("Amount, yuan"), _("Work")], [])


def _table(rows: Sequence[tuple[str, Sequence[str]]]) -> list[Typed]:
    if not rows:
        return []
    names = [name for name, _words in HEADS]
    first = [_head(cell) for cell in rows[0][1]]
    if "item" in first and "amount" in first:
        names, rows = first, rows[1:]
    return [_line(place, cells, names) for place, cells in rows]


def _line(place: str, cells: Sequence[str], names: Sequence[str]) -> Typed:
    said, rest = {}, []
    for n, cell in enumerate(cells):
        name = names[n] if n < len(names) else ""
        if name and name not in said:
            said[name] = cell.strip()
        elif cell.strip():
            rest.append(cell.strip())
    return Typed(place, **said, rest=tuple(rest))


def _head(cell: str) -> str:
    plain = cell.strip().casefold()
    return next((name for name, words in HEADS if plain in words), "")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        # As many digits as a spreadsheet keeps.
        return format(Decimal(format(value, ".15g")), "f")
    return str(value)

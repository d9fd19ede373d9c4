"""Imports under way: what is sound, what the ledger has already, what is still to be mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from django.core.paginator import Page, Paginator

from juli.engines.policy.labels import Label
from juli.engines.policy.vocabulary import Kind
from juli.engines.policy.workbook import layout
from juli.stages.ledger.entries import Flaw
from juli.stages.ledger.models import Achievement, Intake, IntakeRow
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.vocabulary import vocabulary

BAD_PER_PAGE: Final = 20
#: Rows seen before that are asked about one by one; beyond, one answer holds for all.
ASKED_ONE_BY_ONE: Final = 50
_SHOWN_SOUND: Final = 12
_LONG: Final = 60


class There(NamedTuple):
    """What a row says again: an entry of the ledger, or (None) an earlier row of the same file."""

    row: Achievement | None


class Cell(NamedTuple):
    """One cell of a row that is to be mended."""

    field: str
    label: Label
    text: str
    flaw: Flaw | None
    long: bool


class Bad(NamedTuple):
    """A row to be mended: the cells that are wrong, and the others as they are."""

    row: IntakeRow
    kind: Label
    cells: tuple[Cell, ...]
    rest: tuple[Cell, ...]


class Again(NamedTuple):
    """A sound row that the ledger has already."""

    row: IntakeRow
    kind: Label
    there: There


class Preview(NamedTuple):
    """The page of an import."""

    intake: Intake
    fresh: int
    kinds: tuple[tuple[Label, int], ...]
    some: tuple[tuple[Label, IntakeRow], ...]
    again: tuple[Again, ...]
    more_again: int
    bad: Page[IntakeRow]
    mend: tuple[Bad, ...]
    remarks: tuple[Flaw, ...]


def preview(intake: Intake, page: str) -> Preview:
    """Everything about an import. The caller has asked whether the reader may see it."""
    kinds = vocabulary().kinds
    rows = list(intake.rows.filter(sound=True))
    known = same_as(intake.organisation, rows)
    again = [Again(row, kinds[row.kind].label, known[row.pk]) for row in rows if row.pk in known]
    fresh = [row for row in rows if row.pk not in known]
    counts: dict[str, int] = {}
    for row in fresh:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    bad = Paginator(intake.rows.filter(sound=False), BAD_PER_PAGE).get_page(page)
    return Preview(
        intake=intake,
        fresh=len(fresh),
        kinds=tuple((kinds[name].label, n) for name, n in counts.items()),
        some=tuple((kinds[row.kind].label, row) for row in fresh[:_SHOWN_SOUND]),
        again=tuple(again[:ASKED_ONE_BY_ONE]),
        more_again=max(len(again) - ASKED_ONE_BY_ONE, 0),
        bad=bad,
        mend=tuple(_bad(row, kinds[row.kind]) for row in bad.object_list),
        remarks=tuple(Flaw.from_data(remark) for remark in intake.remarks),
    )


def same_as(organisation: Organisation, rows: Iterable[IntakeRow]) -> Mapping[int, There]:
    """Which rows the ledger has already, by the row's id: the same kind, title and date; or the entry's own id.

    A row that says what an earlier one of the same file says counts too.
    """
    here = list(rows)
    titles = {str(row.values.get("title", "")) for row in here}
    ids = {int(row.cells["id"]) for row in here if _is_id(row.cells.get("id", ""))}
    present = Achievement.objects.filter(organisation=organisation, removed_at=None)
    by_id = {row.pk: row for row in present.filter(pk__in=ids)}
    by_key: dict[Any, Achievement] = {}
    for entry in present.filter(title__in=titles).order_by("pk"):
        by_key.setdefault((entry.kind, entry.title, entry.date, entry.year), entry)
    found: dict[int, There] = {}
    seen: set[Any] = set()
    for row in here:
        key = _key(row)
        named = by_id.get(int(row.cells["id"])) if _is_id(row.cells.get("id", "")) else None
        there = named if named is not None and named.kind == row.kind else by_key.get(key)
        if there is not None or key in seen:
            found[row.pk] = There(there)
        seen.add(key)
    return found


def _key(row: IntakeRow) -> Any:
    date = row.values.get("date")
    return row.kind, row.values.get("title"), dt.date.fromisoformat(date) if date else None, row.values.get("year")


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < len(str(2**63))


def _bad(row: IntakeRow, kind: Kind) -> Bad:
    fields = layout.kind_fields(kind, vocabulary())
    flaws = {name: Flaw.from_data(said) for name, said in row.problems.items()}

    def cell(name: str) -> Cell:
        said = row.cells.get(name, "")
        label = fields[name].label if name in fields else Label.both(name)
        return Cell(name, label, said, flaws.get(name), "\n" in said or len(said) > _LONG)

    # A database keeps the keys of JSON in no order.
    places = {name: place for place, name in enumerate(fields)}
    order = sorted({*flaws, *row.cells}, key=lambda name: places.get(name, len(places)))
    wrong = tuple(cell(name) for name in order if name in flaws)
    rest = tuple(cell(name) for name in order if name not in flaws)
    return Bad(row, kind.label, wrong, rest)

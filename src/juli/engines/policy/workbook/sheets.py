"""Sheets to the plain mapping that a dossier is read from, with the cell of every value kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import Place, Problem, nearest
from juli.engines.policy.source import Path
from juli.engines.policy.vocabulary import Field, Kind, Vocabulary
from juli.engines.policy.workbook import layout
from juli.engines.policy.workbook.opening import Sheet, Value, is_empty
from juli.engines.policy.workbook.places import Cell
from juli.engines.policy.workbook.rows import Line, RowReader, is_none


@dataclass
class Gathered:
    """A dossier as plain data, the place of every path, what is wrong, and the rows left out (by sheet)."""

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    bad: dict[str, set[int]] = field(default_factory=dict)


def gather(sheets: Sequence[Sheet], file: str, vocabulary: Vocabulary) -> Gathered:
    """Read every sheet. Nothing is raised; ``problems`` says what is wrong."""
    return _Gatherer(file, vocabulary).gather(sheets)


class _Gatherer:
    def __init__(self, file: str, vocabulary: Vocabulary) -> None:
        self.file, self.vocabulary = file, vocabulary
        self.out = Gathered()
        self.rows = RowReader(file, self.out.problems, self.out.bad)
        self.kinds: Mapping[str, Kind] = {k.name: k for k in vocabulary.achievements}
        self.standing: Mapping[str, Kind] = {str(k.key): k for k in vocabulary.standing}
        self.ids: dict[str, Place] = {}

    def gather(self, sheets: Sequence[Sheet]) -> Gathered:
        found: dict[str, Sheet] = {}
        for sheet in sheets:
            holds = self.held(sheet, found)
            if holds is not None:
                found[holds] = sheet
        # Corrections are read as the field of the row they are about, so the rows come first.
        for holds in sorted(found, key=lambda h: h == layout.VERIFICATIONS.key):
            self.sheet(holds, found[holds])
        return self.out

    def held(self, sheet: Sheet, found: Mapping[str, Sheet]) -> str | None:
        """What a sheet holds, by its name; None where it is to be left alone."""
        name = sheet.name.strip().casefold()
        if name in layout.EXPLAINING or not sheet.rows:
            return None
        names = layout.sheet_names(self.vocabulary)
        whole = Cell.at(self.file, sheet.name, 0)
        holds = names.get(name) or next((names[w] for w in name.split() if w in names), None)
        if holds is None:
            remedy = nearest(name, names, otherwise=told("call it as the template does, or delete it"))
            self.rows.wrong(whole, told('unknown sheet "{}"', sheet.name), remedy)
        elif holds in found:
            text = told('the sheets "{}" and "{}" hold the same', found[holds].name, sheet.name)
            self.rows.wrong(whole, text, told("put their rows into one"))
            return None
        return holds

    def sheet(self, holds: str, sheet: Sheet) -> None:
        if holds == "organisation":
            self.fields(sheet, layout.organisation_fields(self.vocabulary), ("organisation",))
        elif holds == "application":
            self.application(sheet)
        elif holds in self.kinds:
            self.works(sheet, self.kinds[holds])
        elif holds in self.standing:
            self.records(sheet, self.standing[holds])
        else:
            self.table(sheet, next(t for t in layout.TABLES if t.key == holds))

    # -- sheets of fields and values -----------------------------------------------------------------------------------

    def fields(self, sheet: Sheet, fields: Mapping[str, Field], path: Path) -> None:
        """Field in the first column, value in the second."""
        target = self.at(path)
        self.out.places[path] = Cell.at(self.file, sheet.name, 0)
        for number, row in sheet.rows:
            value: Value = row[1] if len(row) > 1 else ""
            if is_empty(value) or str(row[0]).strip() in layout.FIELD_HEADINGS:
                continue
            heading = Cell.at(self.file, sheet.name, number, 1)
            found = self.rows.heading(str(row[0]), fields, heading, told("the sheet {}", sheet.name))
            if found is not None:
                cell = Cell.at(self.file, sheet.name, number, 2, found.name)
                self.put(target, (*path, found.name), self.rows.value(found, value, cell), cell)

    def application(self, sheet: Sheet) -> None:
        fields = dict(layout.APPLICATION)
        for _, row in sheet.rows:
            words = str(row[0]).split()
            if words and words[-1].startswith("choices.") and words[-1].count(".") == 2:
                # What a track lets one choose is named by the programme, so any choices.TRACK.FIELD may stand here.
                fields[words[-1]] = Field(words[-1], "text", layout.ID.label, {}, None, None, absent_is_none=True)
        flat: dict[str, Any] = {}
        self.out.data["application"] = flat
        self.fields(sheet, fields, ("application",))
        nested: dict[str, Any] = {}
        for name, value in flat.items():
            where = nested
            *above, last = name.split(".")
            for key in above:
                where = where.setdefault(key, {})
            where[last] = value.split()[0] if above[:1] == ["choices"] else value
            self.out.places[("application", *above, last)] = self.out.places.pop(("application", name))
        if "tracks" in nested:
            nested["tracks"] = [str(track).split()[0] for track in nested["tracks"]]
        if "claims_submitted" in nested:
            self.out.data["claims_submitted"] = nested.pop("claims_submitted")
        self.out.data["application"] = nested

    # -- sheets of rows ------------------------------------------------------------------------------------------------

    def works(self, sheet: Sheet, kind: Kind) -> None:
        for line in self.rows.lines(sheet, layout.kind_fields(kind, self.vocabulary), told("kind {}", kind.name)):
            values = {"id": f"{kind.name}-{line.number}", "kind": kind.name, **line.values}
            key = "plan" if values.pop("planned", False) else "achievements"
            place = line.cells.get("id") or Cell.at(self.file, sheet.name, line.number)
            if values["id"] in self.ids:
                other = self.ids[values["id"]]
                self.rows.wrong(
                    place, told('the id "{}" stands twice', values["id"]), told("the other is in {}", other)
                )
                self.rows.spoil(sheet, line.number)
                continue
            self.ids[values["id"]] = place
            if line.sound:
                self.append((key,), values, line, sheet)

    def records(self, sheet: Sheet, kind: Kind) -> None:
        """A sheet of standing: rows, or one word that says there is none. A sheet without either says nothing."""
        lines = self.rows.lines(sheet, kind.fields, told("kind {}", kind.name))
        organisation = self.at(("organisation",))
        path: Path = ("organisation", str(kind.key))
        if not lines:
            if any(is_none(row) for _, row in sheet.rows):
                organisation[str(kind.key)] = []
            return
        if kind.one:
            organisation[str(kind.key)] = lines[0].values
            self.out.places.update({(*path, name): cell for name, cell in lines[0].cells.items()})
            for line in lines[1:]:
                place = Cell.at(self.file, sheet.name, line.number)
                self.rows.wrong(place, told("there is at most one {}", kind.label), told("keep one row"))
            return
        organisation[str(kind.key)] = []
        for line in lines:
            if line.sound:
                self.append(path, line.values, line, sheet)

    def table(self, sheet: Sheet, table: layout.Table) -> None:
        lines = self.rows.lines(sheet, table.fields, told("the sheet {}", sheet.name), ids=table.ids, raw=table.raw)
        if table is layout.DOCUMENTS and (lines or any(is_none(row) for _, row in sheet.rows)):
            self.out.data["documents"] = []
        for line in (x for x in lines if x.sound):
            if table is layout.CLAIMS:
                self.pair("claims", line, "achievement", "category")
            elif table is layout.BASELINE:
                self.pair("baseline", line, "key", "value")
            elif table is layout.JOINT:
                self.append(("application", "joint"), line.values, line, sheet)
            elif table is layout.VERIFICATIONS:
                self.verification(line, sheet)
            else:
                self.append((table.key,), line.values, line, sheet)

    def pair(self, key: str, line: Line, name: str, value: str) -> None:
        if name in line.values and value in line.values:
            self.put(self.at((key,)), (key, line.values[name]), line.values[value], line.cells[value])
            return
        place = next(iter(line.cells.values()))
        self.rows.wrong(
            place, told("both {} and {} are wanted", name, value), told("fill in the other, or delete the row")
        )

    # -- verifications -------------------------------------------------------------------------------------------------

    def verification(self, line: Line, sheet: Sheet) -> None:
        """Rows that correct several values of one achievement become one verification."""
        values = dict(line.values)
        act, name, value = (values.pop(key, None) for key in ("act", "field", "value"))
        entries = self.out.data.setdefault("verifications", [])
        if act == "correct":
            values["correct"] = {str(name): self.corrected(values.get("achievement"), str(name), value, line)}
            same = next((e for e in entries if "correct" in e and e["achievement"] == values.get("achievement")), None)
            if same is not None:
                same["correct"].update(values["correct"])
                return
        elif act is not None:
            values[str(act)] = True
        self.append(("verifications",), values, line, sheet)

    def corrected(self, achievement: Any, name: str, value: Any, line: Line) -> Any:
        """A corrected value, read as its field."""
        rows = (*self.out.data.get("achievements", ()), *self.out.data.get("plan", ()))
        row = next((r for r in rows if r["id"] == achievement), None)
        found = self.kinds[row["kind"]].fields.get(name) if row is not None else None
        return value if found is None or value is None else self.rows.value(found, value, line.cells["value"])

    # -- data and places -----------------------------------------------------------------------------------------------

    def at(self, path: Path) -> Any:
        where: Any = self.out.data
        for key in path:
            where = where.setdefault(key, {})
        return where

    def put(self, target: dict[str, Any], path: Path, value: Any, cell: Place) -> None:
        if value is not None:
            target[str(path[-1])] = value
            self.out.places[path] = cell

    def append(self, path: Path, values: dict[str, Any], line: Line, sheet: Sheet) -> None:
        """Add a row to the list at ``path``, with its places."""
        entries = self.at(path[:-1]).setdefault(path[-1], [])
        at: Path = (*path, len(entries))
        entries.append(values)
        self.out.places[at] = Cell.at(self.file, sheet.name, line.number)
        for name, cell in line.cells.items():
            self.out.places[(*at, name)] = cell

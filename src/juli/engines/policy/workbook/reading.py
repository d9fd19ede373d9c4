"""A workbook as a dossier: every bad cell at once, each with its sheet, row, column and remedy (design §5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.dossier_reader import dossier_from
from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import DossierUnusable, Place, Problem
from juli.engines.policy.source import Path, Source
from juli.engines.policy.vocabulary import Vocabulary
from juli.engines.policy.workbook.layout import ORGANISATION
from juli.engines.policy.workbook.opening import open_workbook
from juli.engines.policy.workbook.sheets import Gathered, gather

_KEYS = ("achievements", "plan", "judgements", "documents", "verifications")


class Scan(NamedTuple):
    """What can be used of a workbook and what can't.

    ``mapping`` is a dossier as YAML would write it, without the rows that have problems; ``rows`` and ``dropped`` count
    the rows of work in it and left out.
    """

    mapping: Mapping[str, Any]
    problems: tuple[Problem, ...]
    rows: int
    dropped: int


def read_workbook(data: bytes, filename: str, vocabulary: Vocabulary) -> Dossier:
    """The dossier in an XLSX file. Raises DossierUnusable with everything that is wrong."""
    found, problems = _gathered(data, filename, vocabulary)
    if "organisation" not in found.data:
        problems.append(
            Problem(Place(filename), told('no sheet "{}"', ORGANISATION.zh), told("start from the template"))
        )
    dossier, more = _try(found.data, found, filename, vocabulary)
    if dossier is None or problems or more:
        raise DossierUnusable([*problems, *more])
    return dossier


def scan_workbook(data: bytes, filename: str, vocabulary: Vocabulary) -> Scan:
    """Read an XLSX file as far as it goes: rows with a problem are left out, the rest can be imported.

    Raises DossierUnusable when the file isn't a workbook at all.
    """
    found, problems = _gathered(data, filename, vocabulary)
    dropped = sum(len(rows) for rows in found.bad.values())
    said = set(problems)
    while True:
        dossier, more = _try(_for_anyone(found.data, vocabulary), found, filename, vocabulary)
        problems += [p for p in more if p not in said]
        said.update(more)
        removed = 0 if dossier is not None else _take_out(found, {(p.place.sheet, p.place.line) for p in more})
        if not removed:
            break
        dropped += removed
    rows = sum(len(found.data.get(key) or ()) for key in ("achievements", "plan"))
    mapping = {key: value for key, value in found.data.items() if value != {}}
    return Scan(mapping, tuple(DossierUnusable(problems).problems), rows, dropped)


def _gathered(data: bytes, filename: str, vocabulary: Vocabulary) -> tuple[Gathered, list[Problem]]:
    sheets, problems = open_workbook(data, filename)
    found = gather(sheets, filename, vocabulary)
    return found, [*problems, *found.problems]


def _try(
    data: dict[str, Any], found: Gathered, filename: str, vocabulary: Vocabulary
) -> tuple[Dossier | None, list[Problem]]:
    """What the reader of dossiers says to it; the rules are there and nowhere else."""
    try:
        return dossier_from(Source(filename, data, found.places, ""), vocabulary), []
    except DossierUnusable as error:
        return None, list(error.problems)


def _for_anyone(data: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """A workbook of works alone is read for somebody who is known already."""
    if data.get("organisation"):
        return data
    return {**data, "organisation": {"name": "—", "type": next(iter(vocabulary.applicant_types))}}


def _take_out(found: Gathered, rows: set[tuple[str, int]]) -> int:
    """Take out the rows at these places (sheet, row); how many there were."""
    removed = 0
    for key in _KEYS:
        entries = found.data.get(key) or []
        places = [found.places.get((key, i)) for i in range(len(entries))]
        kept = [i for i, at in enumerate(places) if at is None or (at.sheet, at.line) not in rows]
        if len(kept) == len(entries):
            continue
        removed += len(entries) - len(kept)
        found.data[key] = [entries[i] for i in kept]
        now = {old: new for new, old in enumerate(kept)}
        moved: dict[Path, Place] = {}
        for path, place in found.places.items():
            if path[0] != key or len(path) < 2:
                moved[path] = place
            elif isinstance(path[1], int) and path[1] in now:
                moved[(key, now[path[1]], *path[2:])] = place
        found.places = moved
    return removed

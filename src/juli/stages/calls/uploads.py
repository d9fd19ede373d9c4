"""A dossier that a visitor brings: read within limits, with every mistake told, and what is left without them."""

from __future__ import annotations

import functools
import re
from pathlib import PurePath
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.dossier_reader import dossier_from, dossier_from_mapping
from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import DossierUnusable, Place, Problem, ProgrammeUnusable
from juli.engines.policy.source import Source
from juli.engines.policy.source import read as read_source
from juli.engines.policy.vocabulary import Vocabulary
from juli.engines.policy.workbook import read_workbook, scan_workbook
from juli.stages.calls.shelf import Shelf

_MAY_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*\S")
#: The keys of a dossier whose entries can be left out one by one.
_ROWS = ("achievements", "plan")


class Sound(NamedTuple):
    """What is left of a file when the rows with mistakes are left out: how many rows, and how many not."""

    dossier: Dossier
    rows: int
    dropped: int


@functools.lru_cache(maxsize=32)
def parsed(name: str, content: bytes, found: Shelf, *, sound_only: bool = False) -> Dossier:
    """A file as a dossier, whole or without the rows that have mistakes. Raises DossierUnusable."""
    if sound_only:
        left = sound(name, content, found)
        if left is not None:
            return left.dossier
    if _is_workbook(name):
        return read_workbook(content, name, found.vocabulary)
    return dossier_from(_source(name, content), found.vocabulary)


def sound(name: str, content: bytes, found: Shelf) -> Sound | None:
    """What is left without the rows that have mistakes; None where no mistake is in a row, or nothing would be left."""
    try:
        if _is_workbook(name):
            scan = scan_workbook(content, name, found.vocabulary)
            if not scan.dropped or not scan.rows:
                return None
            return Sound(dossier_from_mapping(scan.mapping, name, found.vocabulary), scan.rows, scan.dropped)
        return _without_bad_rows(_source(name, content), found.vocabulary)
    except DossierUnusable:
        return None


def _is_workbook(name: str) -> bool:
    return PurePath(name).suffix.lower() == ".xlsx"


def _source(name: str, content: bytes) -> Source:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DossierUnusable([Problem(Place(name), told("not UTF-8 text"), told("save the file as UTF-8"))]) from error
    try:
        if _MAY_ALIAS.search(text):
            _refuse_aliases(text, name)
        return read_source(text, name)
    except YAMLError:
        return read_source(text, name)  # It says where, and what to do.
    except ProgrammeUnusable as error:
        raise DossierUnusable(error.problems) from error


def _refuse_aliases(text: str, name: str) -> None:
    """A few lines of aliases of aliases unfold into more than memory holds; a dossier needs none."""
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, AliasEvent):
            place = Place(name, event.start_mark.line + 1, event.start_mark.column + 1)
            raise DossierUnusable(
                [Problem(place, told("*{} stands for something else", event.anchor), told("write it out, or quote it"))]
            )


def _without_bad_rows(source: Source, vocabulary: Vocabulary) -> Sound | None:
    try:
        dossier_from(source, vocabulary)
    except DossierUnusable as error:
        wrong = {p.place for p in error.problems}
    else:
        return None
    bad = {path[:2] for path, place in source.places.items() if place in wrong and len(path) > 1 and path[0] in _ROWS}
    if not bad or not isinstance(source.data, dict):
        return None
    data: dict[str, Any] = dict(source.data)
    for key in _ROWS:
        rows = data.get(key)
        if isinstance(rows, list):
            data[key] = [row for i, row in enumerate(rows) if (key, i) not in bad]
    left = dossier_from_mapping(data, source.file, vocabulary)
    return Sound(left, len(left.achievements) + len(left.plan), len(bad))

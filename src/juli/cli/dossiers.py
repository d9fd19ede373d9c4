"""Dossiers from files: YAML, JSON or XLSX."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.dossier_reader import read_dossier
from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import series, told
from juli.engines.policy.problems import DossierUnusable, Place, Problem, ProgrammeUnusable, closest, nearest
from juli.engines.policy.rules import OneReading, Programme
from juli.engines.policy.vocabulary import Vocabulary

_TEXTS = (".yaml", ".yml", ".json")


def load_dossier(name: str, vocabulary: Vocabulary) -> Dossier:
    """The dossier in the file ``name``. Raises DossierUnusable with everything that is wrong."""
    path = Path(name)
    if path.suffix.lower() not in (*_TEXTS, ".xlsx"):
        remedy = told("a dossier is a file ending in {}", series((*_TEXTS, ".xlsx")))
        raise DossierUnusable([Problem(Place(name), told('"{}" is no kind of dossier', path.suffix or name), remedy)])
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DossierUnusable(
            [Problem(Place(name), _why(error), told("name a file in it") if path.is_dir() else _near(path))]
        ) from error
    if path.suffix.lower() == ".xlsx":
        from juli.engines.policy.workbook.reading import read_workbook

        return read_workbook(data, name, vocabulary)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DossierUnusable(
            [Problem(Place(name, line, 1), told("not UTF-8 text"), told("save the file as UTF-8"))]
        ) from error
    if _looks_like_programme(text):
        remedy = told("give the dossier after the programme")
        raise DossierUnusable([Problem(Place(name, 1, 1), told("this is a programme, not a dossier"), remedy)])
    return read_dossier(text, name, vocabulary)


def _looks_like_programme(text: str) -> bool:
    """A mix-up of arguments deserves one sentence, not one for every key."""
    keys = {line.partition(":")[0] for line in text.splitlines() if line[:1].isalpha()}
    return {"id", "what", "year"} <= keys and "organisation" not in keys


def _why(error: OSError) -> Label:
    if isinstance(error, FileNotFoundError):
        return told("no such file")
    if isinstance(error, IsADirectoryError):
        return told("it is a folder, not a file")
    return told("it can't be read: {}", error.strerror)


def _near(path: Path) -> Label:
    """Another file in the same folder whose name is close."""
    folder = path.parent
    names = [p.name for p in folder.iterdir() if p.is_file()] if folder.is_dir() else []
    return closest(path.name, names, otherwise=told("check the path"))


def with_tracks(dossier: Dossier, tracks: Sequence[str], programme: Programme) -> Dossier:
    """The dossier applying for other tracks. Raises DossierUnusable where the programme has no such track."""
    known = [t.id for t in programme.tracks]
    none = told("{} has none", programme.id)
    problems = [
        Problem(Place(f"--track {name}"), told('no track "{}"', name), nearest(name, known, otherwise=none))
        for name in tracks
        if name not in known
    ]
    if problems:
        raise DossierUnusable(problems)
    if not tracks:
        return dossier
    return dataclasses.replace(dossier, application=dataclasses.replace(dossier.application, tracks=tuple(tracks)))


def chosen_readings(written: Sequence[str], programme: Programme) -> Mapping[str, str]:
    """``CLAUSE=ID`` as a mapping. Raises ProgrammeUnusable where the clause has no such reading."""
    problems, out = [], {}
    several = {c.id: [r.id for r in c.children] for c in programme.clauses.values() if isinstance(c.test, OneReading)}
    for option in written:
        clause, _, reading = option.partition("=")
        place = Place(f"--reading {option}")
        if clause not in several:
            one = told("{} has one reading of everything", programme.id)
            remedy = nearest(clause, several, otherwise=one)
            problems.append(Problem(place, told('no clause "{}" with several readings', clause), remedy))
        elif reading not in several[clause]:
            text = told('"{}" is not read as "{}"', clause, reading)
            problems.append(Problem(place, text, nearest(reading, several[clause])))
        out[clause] = reading
    if problems:
        raise ProgrammeUnusable(problems)
    return out

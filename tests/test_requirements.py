"""Every requirement is answered somewhere, and the place that is named says so itself."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.source import read

ROOT = Path(__file__).parents[1]
PROGRAMMES = ROOT / "programmes"
KNOWN = (Path(__file__).parent / "requirement_ids.txt").read_text(encoding="utf-8").split()
PLACE = re.compile(r"`programmes/([a-z0-9-]+): ([^`]+)`\Z")
#: A test that proves it, and says so by the id.
PROOF = re.compile(r"`(tests/[a-z0-9_/]+\.py)`\Z")
LATER = re.compile(r"later: ([a-z]+)\Z")
#: Stages of the product, and the rooms beside them.
ROOMS = {"accounts", "organisations", "calls", "ledger", "overlap", "applications", "screening", "review", "awards",
         "delivery", "insight", "site", "cli"}  # fmt: skip
RHETORIC = "rhetoric, no code"


class Row(NamedTuple):
    """One line of the table: the id, what it asks, and where it is served."""

    id: str
    gist: str
    served: tuple[str, ...]


@cache
def rows():
    out = []
    for line in (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8").splitlines():
        if re.match(r"\| (S[0-9]|O)-[0-9]", line):
            id_, gist, served = (cell.strip() for cell in line.strip("|").split("|"))
            out.append(Row(id_, gist, tuple(part.strip() for part in served.split(";"))))
    return tuple(out)


@cache
def catalogue():
    return open_catalogue(PROGRAMMES)


@cache
def programme(name):
    return catalogue().load(name)


@cache
def written(name):
    path = PROGRAMMES / name / "programme.yaml"
    return read(path.read_text(encoding="utf-8"), path.name).data


def ids_in(data):
    """Every id that stands in a ``req`` in this part of a file."""
    if isinstance(data, dict):
        own = data.get("req") or []
        return {str(i) for i in own} | {i for key, value in data.items() if key != "req" for i in ids_in(value)}
    if isinstance(data, list):
        return {i for item in data for i in ids_in(item)}
    return set()


def carried(name, place):
    """The ids that a place of a programme carries; None where there is no such place."""
    found = programme(name).clauses.get(place)
    if found is not None:
        return {*found.req, *(found.content.req if found.content else ())}
    section, _, entry = place.partition(".")
    block = written(name).get(section)
    if not entry or block is None:
        return None if block is None else ids_in(block)
    if section in ("windows", "dates", "lists"):
        return ids_in(block[entry]) if entry in block else None
    if section == "workflow":
        return next((ids_in(stage) for stage in block["stages"] if entry in stage), None)
    if section == "form":
        block = [*block["sections"], *block.get("pledges", [])]
    if section == "budget":
        block = block.get("leave_out", [])
    return next((ids_in(item) for item in block if item["id"] == entry), None)


def test_the_list_is_whole():
    assert len(KNOWN) == len(set(KNOWN)) == 453 + 34
    assert sum(i.startswith("O-") for i in KNOWN) == 34


def test_every_id_is_listed_once_and_nothing_else():
    listed = [row.id for row in rows()]
    assert sorted(i for i in set(listed) if listed.count(i) > 1) == []
    assert sorted(set(KNOWN) - set(listed)) == []
    assert sorted(set(listed) - set(KNOWN)) == []


def test_every_line_says_something():
    assert [row.id for row in rows() if not row.gist or not all(row.served)] == []


def test_every_place_is_written_as_it_should_be():
    wrong = {
        row.id: part
        for row in rows()
        for part in row.served
        if not (
            PLACE.match(part) or PROOF.match(part) or part == RHETORIC or ((m := LATER.match(part)) and m[1] in ROOMS)
        )
    }
    assert wrong == {}


PLACES = [(row.id, m[1], m[2]) for row in rows() for part in row.served if (m := PLACE.match(part))]


PROOFS = [(row.id, m[1]) for row in rows() for part in row.served if (m := PROOF.match(part))]


def test_places_are_found():
    assert len(PLACES) > 400
    assert len(PROOFS) > 20


@pytest.mark.parametrize("path", sorted({path for _, path in PROOFS}))
def test_every_proof_names_the_id(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    ids = [id_ for id_, found in PROOFS if found == path]
    assert [id_ for id_ in ids if not re.search(rf"\b{id_}(?![0-9])", text)] == []


@pytest.mark.parametrize("name", sorted({name for _, name, _ in PLACES}))
def test_every_place_is_there_and_carries_the_id(name):
    missing, silent = [], []
    for id_, programme_name, place in PLACES:
        if programme_name != name:
            continue
        found = carried(name, place)
        if found is None:
            missing.append((id_, place))
        elif id_ not in found:
            silent.append((id_, place))
    assert (missing, silent) == ([], [])


@pytest.mark.parametrize("name", sorted(p.parent.name for p in PROGRAMMES.glob("*/programme.yaml")))
def test_programme_files_name_no_unknown_id(name):
    assert sorted(ids_in(written(name)) - set(KNOWN)) == []


@pytest.mark.parametrize("name", sorted(p.parent.name for p in PROGRAMMES.glob("*/programme.yaml")))
def test_what_a_programme_file_names_is_said_to_be_served_there(name):
    said = {id_ for id_, programme_name, _ in PLACES if programme_name == name}
    assert sorted(ids_in(written(name)) - said) == []

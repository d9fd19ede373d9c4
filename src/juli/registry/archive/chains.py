"""The journal's chains in an archive: their entries line by line, and the roots that named their heads.

Personal fields stay what they are in an entry, salted digests; no salt is handed out. Of a chain that tells of others
too, entries that are not this archive's affair are left out but for their hashes: the chain still hangs together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from juli.engines.policy.labels import Label
from juli.registry.archive.contents import Contents
from juli.registry.canonical import canonical, instant
from juli.registry.journal.models import Entry
from juli.registry.journal.queries import entries
from juli.registry.journal.roots import read_roots
from juli.registry.parties import Subject

FOLDER = "journal"
ROOTS = f"{FOLDER}/roots.jsonl"


def chain(
    contents: Contents, subject: Subject, *, shown: Callable[[Entry], bool] | None = None, title: Label
) -> list[Entry]:
    """Put a subject's chain in, the entries that are ``shown`` in full; all entries, for those who look for digests."""
    rows = list(entries(subject))
    path = path_of(subject)
    if rows and not contents.has(path):
        lines = "".join(canonical(_whole(row) if shown is None or shown(row) else _closed(row)) + "\n" for row in rows)
        contents.text(path, "journal", title, lines, listed=False)
    return rows


def path_of(subject: Subject) -> str:
    """Where a subject's chain lies in an archive."""
    return f"{FOLDER}/{subject.type}-{subject.id}.jsonl"


def witness_all(contents: Contents, rows: Iterable[Entry], act: str, where: str, member: str, **said: object) -> None:
    """Note that entries of an act with these details name a member's digest in ``where``."""
    for row in rows:
        details = row.said
        if row.act == act and where in details and all(details.get(name) == value for name, value in said.items()):
            contents.witness(row.subject, row.number, where, member)


def add_roots(contents: Contents) -> None:
    """Put in the roots that name entries of the archive's chains, as the file of roots has them."""
    heads = {(row["subject"][0], row["subject"][1], row["number"]) for row in _lines(contents)}
    mine = {(kind, id_) for kind, id_, _number in heads}
    found = []
    for _place, line in read_roots():
        if line is None:
            continue
        named = {(h[0], h[1], h[2]) for h in line.heads if (h[0], h[1]) in mine}
        # A root that was written since names more than was gathered.
        if named and named <= heads:
            found.append(line)
    if found:
        text = "".join(canonical({**one._asdict(), "heads": [list(h) for h in one.heads]}) + "\n" for one in found)
        contents.text(ROOTS, "roots", Label("操作日志总根", "Roots of the journal"), text, listed=False)


def _lines(contents: Contents) -> Iterator[dict[str, Any]]:
    for member in list(contents.in_order()):
        if member.kind == "journal":
            with member.opened() as file:
                yield from (json.loads(line) for line in file.read().splitlines())


def _closed(row: Entry) -> dict[str, Any]:
    """An entry by its hashes alone."""
    return {**_place(row), "withheld": True}


def _whole(row: Entry) -> dict[str, Any]:
    return {
        **_place(row),
        "at": instant(row.at),
        "actor": row.actor,
        "role": row.role,
        "act": row.act,
        "details": json.loads(row.details),
        "personal": json.loads(row.personal),
    }


def _place(row: Entry) -> dict[str, Any]:
    return {
        "subject": [row.subject_type, row.subject_id],
        "number": row.number,
        "previous": row.previous,
        "hash": row.hash,
    }

"""Does an archive hold what it says, and does everything in it come out again as it came out then? Pure and offline."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from juli.registry.archive.manifest import NAME
from juli.registry.archive.reading import Archive, opened
from juli.registry.archive.replays import REPLAYS, first_difference
from juli.registry.archive.told import Line, right, wrong
from juli.registry.canonical import canonical
from juli.registry.journal.chain import NOTHING, entry_hash

#: Subject → entry number → the entry as its line says it.
Chains = dict[str, dict[int, Mapping[str, Any]]]
#: Where an entry would be, in a chain that was told to break off: entries are counted from 1.
_BROKEN: Final = 0


def check(path: Path, roots: Path | None = None) -> Iterator[Line]:
    """Everything that can be checked, in order. ``roots``: the office's own file of roots, to compare with.

    Raises Refused where the file is not read at all.
    """
    with opened(path) as archive:
        sound = set[str]()
        yield from _members(archive, sound)
        chains: Chains = {}
        for name in archive.manifest.chains:
            if name in sound:
                yield from _chain(archive, name, chains)
        yield from _roots(archive, chains, roots)
        yield from _witnesses(archive, chains)
        yield from _replays(archive)


def _members(archive: Archive, sound: set[str]) -> Iterator[Line]:
    """Every member that the manifest names, by length and digest, and none beside them."""
    listed = {member.path: member for member in archive.manifest.members}
    there = archive.names() - {NAME}
    bad = 0
    for name in sorted(listed.keys() - there):
        bad += 1
        yield wrong("members", name, "缺失", "missing")
    for name in sorted(there - listed.keys()):
        bad += 1
        yield wrong("members", name, "清单中没有", "not in the manifest")
    for name in sorted(there & listed.keys()):
        if archive.size(name) == listed[name].size and archive.sha256(name) == listed[name].sha256:
            sound.add(name)
        else:
            bad += 1
            yield wrong("members", name, "内容被改动", "changed")
    if not bad:
        # What the journal of exports has for this very archive, to compare with.
        digest = hashlib.sha256(archive.read(NAME)).hexdigest()
        yield right("members", str(len(listed)), f"SHA-256 全部相符，清单摘要 {digest}",
                    f"every SHA-256 fits; manifest {digest}")  # fmt: skip


def _chain(archive: Archive, name: str, chains: Chains) -> Iterator[Line]:
    """One chain: every hash from its words, every entry from the one before."""
    rows: dict[int, Mapping[str, Any]] = {}
    subject, before, closed = "", NOTHING, 0
    for place, text in enumerate(archive.read(name).splitlines(), 1):
        try:
            row = json.loads(text)
            subject = "/".join(row["subject"])
            if row["number"] != place or row["previous"] != before or _hash(row) != row["hash"]:
                raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            yield wrong("chain", subject or name, f"第 {place} 条与哈希链不符", f"entry {place} does not fit the chain")
            rows[_BROKEN] = {}
            break
        rows[place], before = row, row["hash"]
        closed += bool(row.get("withheld"))
    else:
        also = (f"，其中 {closed} 条只列哈希", f", {closed} of them by their hashes alone") if closed else ("", "")
        yield right("chain", subject, f"{len(rows)} 条{also[0]}", f"{len(rows)} entries{also[1]}")
    chains[subject] = rows


def _hash(row: Mapping[str, Any]) -> str:
    if row.get("withheld"):
        return str(row["hash"])
    return entry_hash(
        subject_type=row["subject"][0],
        subject_id=row["subject"][1],
        number=row["number"],
        at=dt.datetime.fromisoformat(row["at"]),
        actor=row["actor"],
        role=row["role"],
        act=row["act"],
        details=canonical(row["details"]),
        personal=canonical(row["personal"]),
        previous=row["previous"],
    )


def _roots(archive: Archive, chains: Chains, outside: Path | None) -> Iterator[Line]:
    """The roots that stand for the chains: sealed by their own words, in step with the chains and the file outside."""
    name = "journal/roots.jsonl"
    if name not in archive.names():
        return
    known = set(outside.read_bytes().splitlines()) if outside is not None else None
    number = 0
    for text in archive.read(name).splitlines():
        try:
            line = json.loads(text)
            number, words = line["number"], {key: value for key, value in line.items() if key != "root"}
            sealed = hashlib.sha256(canonical(words).encode()).hexdigest() == line["root"]
            fits = all(_head_fits(chains, *head) for head in line["heads"])
        except (ValueError, KeyError, TypeError, RecursionError):
            sealed = fits = False
        if not sealed:
            yield wrong("roots", str(number), "总根与其内容不符", "the root does not fit its own words")
        elif not fits:
            yield wrong("roots", str(number), "与日志不符", "it saw another entry than the journal has")
        elif known is not None and text not in known:
            yield wrong("roots", str(number), "库外总根文件中没有", "the file of roots outside lacks it")
        else:
            yield right("roots", str(number), line["root"], line["root"])


def _head_fits(chains: Chains, kind: str, id_: str, number: int, hash_: str) -> bool:
    """Whether a chain has the entry that a root names; one that ends before it was cut off. Others are not here."""
    rows = chains.get(f"{kind}/{id_}")
    if rows is None or (number not in rows and _BROKEN in rows):
        return True
    return number in rows and bool(rows[number]["hash"] == hash_)


def _witnesses(archive: Archive, chains: Chains) -> Iterator[Line]:
    """The digests that the journal names: each fits its document."""
    digests = {member.path: member.sha256 for member in archive.manifest.members}
    fitting = 0
    for subject, number, field, member in archive.manifest.witnesses:
        value: Any = chains.get(subject, {}).get(number, {}).get("details")
        for step in field.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        # A digest of the document, or the document itself.
        if isinstance(value, str) and digests.get(member) in {value, hashlib.sha256(value.encode()).hexdigest()}:
            fitting += 1
        else:
            yield wrong(
                "digest",
                member,
                f"与 {subject} 第 {number} 条日志所记的摘要（{field}）不符",
                f"not what entry {number} of {subject} names ({field})",
            )
    if fitting:
        yield right("digest", str(fitting), "日志所记摘要与文件相符", "digests in the journal fit the documents")


def _replays(archive: Archive) -> Iterator[Line]:
    """Everything that was worked out, worked out again."""
    for replay in archive.manifest.replays:
        again = REPLAYS.get(replay.kind)
        if again is None:
            yield wrong(replay.kind, replay.name, "本程序不会重演", "this Juli does not know how to repeat it")
            continue
        try:
            found = list(again({part: archive.read(path) for part, path in replay.inputs.items()},
                               archive.read(replay.result)))  # fmt: skip
        except KeyError as error:
            yield wrong(
                replay.kind, replay.name, f"缺少重演所需的 {error}", f"{error} is missing, from which it was made"
            )
            continue
        except Exception as error:  # Whatever a changed input does to an engine, it is told.
            yield wrong(replay.kind, replay.name, f"无法重演：{error}", f"it can't be repeated: {error}")
            continue
        for kind, was, now in found:
            if was == now:
                yield right(kind, replay.name)
            else:
                where = first_difference(was, now)
                yield wrong(kind, replay.name, f"与当时不同，首处在 {where}", f"differs from then, first at {where}")

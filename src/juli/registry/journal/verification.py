"""Has anybody touched the journal? Every chain by itself, and all of them against the roots kept outside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from django.db import transaction

from juli.registry.journal.chain import NOTHING
from juli.registry.journal.chains import Seen, check_chain
from juli.registry.journal.findings import Finding, Report, finding
from juli.registry.journal.models import Entry, Head, Root, Salt, Waiting
from juli.registry.journal.roots import Line, read_roots, sealed_root
from juli.registry.parties import Subject

_Points = dict[Subject, list[Seen]]


class _File(NamedTuple):
    """What the file of roots says, and what is wrong with it."""

    roots: dict[int, str]
    points: _Points
    findings: list[Finding]


def verify(*, subject: Subject) -> Report:
    """Look at one subject's chain, and at the file of roots. Nobody writes to the subject meanwhile."""
    file = _read_file()
    findings, entries = _looked_at_closely(subject, file)
    return Report(1, entries, len(file.roots), (*findings, *file.findings))


def chain_alone(subject: Subject) -> Report:
    """Look at one subject's chain by itself, for a page that shows it: no lock is taken and the file of roots not read.

    That nobody cut its end is for ``verify`` to say. An act that is under way meanwhile is left out.
    """
    head = Head.objects.filter(subject_type=subject.type, subject_id=subject.id).first()
    rows = Entry.objects.filter(subject_type=subject.type, subject_id=subject.id).order_by("number")
    known = list(rows.filter(number__lte=head.number) if head is not None else rows)
    return Report(1, len(known), 0, tuple(_findings(subject, known, head, _File({}, defaultdict(list), []))))


def verify_all() -> Report:
    """Look at every chain, at the file of roots, and at what the database remembers of it.

    Finds every line that was changed, is missing or stands elsewhere, the last ones included as far as a root names
    them.
    Acts may go on meanwhile: a chain in which something is found is looked at once more with its head locked.
    """
    file = _read_file()
    heads = {Subject(head.subject_type, head.subject_id): head for head in Head.objects.iterator()}
    suspects: set[Subject] = set()
    met: set[Subject] = set()
    entries = 0
    for subject, rows in _chains():
        met.add(subject)
        entries += len(rows)
        if _findings(subject, rows, heads.get(subject), file):
            suspects.add(subject)
    suspects |= ({s for s, head in heads.items() if head.number} | set(file.points)) - met
    suspects |= _in_no_root(heads, file)
    findings = [f for subject in sorted(suspects) for f in _looked_at_closely(subject, file)[0]]
    return Report(len(met | suspects), entries, len(file.roots), (*findings, *file.findings))


def _chains() -> Iterator[tuple[Subject, list[Entry]]]:
    rows = Entry.objects.order_by("subject_type", "subject_id", "number").iterator(chunk_size=2000)
    for (kind, id_), group in groupby(rows, key=lambda row: (row.subject_type, row.subject_id)):
        yield Subject(kind, id_), list(group)


def _looked_at_closely(subject: Subject, file: _File) -> tuple[list[Finding], int]:
    with transaction.atomic():
        mine = Head.objects.filter(subject_type=subject.type, subject_id=subject.id)
        head = mine.select_for_update().first()
        rows = list(Entry.objects.filter(subject_type=subject.type, subject_id=subject.id).order_by("number"))
        found = _findings(subject, rows, head, file)
        if not found and head is not None and not _is_rooted(head, file):
            found = [finding("unrooted", subject, head.number)]
    return found, len(rows)


def _findings(subject: Subject, rows: list[Entry], head: Head | None, file: _File) -> list[Finding]:
    salts: dict[int, dict[str, bytes | None]] = defaultdict(dict)
    if any(row.personal != "{}" for row in rows):
        kept = Salt.objects.filter(entry__subject_type=subject.type, entry__subject_id=subject.id)
        for entry, field, salt in kept.values_list("entry_id", "field", "salt"):
            salts[entry][field] = None if salt is None else bytes(salt)
    return check_chain(subject, rows, head, file.points.get(subject, []), salts)


def _in_no_root(heads: dict[Subject, Head], file: _File) -> set[Subject]:
    waiting = set(Waiting.objects.values_list("head_id", "number"))
    last = {subject: max(points).number for subject, points in file.points.items()}
    return {
        subject
        for subject, head in heads.items()
        if head.number > last.get(subject, 0) and (head.pk, head.number) not in waiting
    }


def _is_rooted(head: Head, file: _File) -> bool:
    if Waiting.objects.filter(head=head, number=head.number).exists():
        return True
    subject = Subject(head.subject_type, head.subject_id)
    if any(point.number >= head.number for point in file.points.get(subject, [])):
        return True
    # A root may have been written since the file was read.
    return any(point.number >= head.number for point in _read_file().points.get(subject, []))


def _read_file() -> _File:
    """Follow the file from root to root, and compare it with what the database remembers."""
    known = dict(Root.objects.values_list("number", "root"))
    file = _File({}, defaultdict(list), [])
    last = Line(0, "", "", (), NOTHING, NOTHING)
    unread: list[int] = []
    for place, line in read_roots():
        if line is None:
            unread.append(place)
            continue
        follows = line.number == last.number + 1 and line.previous == last.root
        file.findings.extend(finding("root-torn" if follows else "root-unreadable", line=at) for at in unread)
        unread = []
        file.findings.extend(_wrong_line(place, line, last))
        file.roots[line.number] = line.root
        for kind, id_, number, hash_ in line.heads:
            file.points[Subject(kind, id_)].append(Seen(number, hash_, line.number))
        # What a changed line says of itself is not believed.
        last = line._replace(number=last.number + 1) if sealed_root(line) != line.root else line
    # A torn end has no line after it yet; what it said is still waiting in the database.
    file.findings.extend(finding("root-torn", line=at) for at in unread)
    for number, root in sorted(known.items()):
        if number not in file.roots:
            file.findings.append(finding("root-cut", root=number))
        elif file.roots[number] != root:
            file.findings.append(finding("root-differs", root=number))
    return file


def _wrong_line(place: int, line: Line, last: Line) -> Iterator[Finding]:
    if sealed_root(line) != line.root:
        yield finding("root-changed", line=place, root=last.number + 1)
    elif line.number > last.number + 1:
        yield finding("root-missing", line=place, root=last.number + 1)
    elif line.previous != last.root or line.number <= last.number:
        yield finding("root-changed", line=place - 1, root=last.number)

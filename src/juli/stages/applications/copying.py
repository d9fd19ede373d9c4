"""What can be taken over from another application of the organisation: the same section, field and column by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from juli.engines.policy import blocks
from juli.engines.policy.rules import Programme
from juli.stages.applications.contents import answers
from juli.stages.applications.form.cells import wrong
from juli.stages.applications.form.layout import PLEDGES, Part, columns_of, label_of, parts
from juli.stages.applications.models import Application
from juli.stages.applications.starting import say
from juli.stages.calls.rulebook import current

#: A promise is made anew each time; what is signed is not copied.
_NEVER = frozenset({PLEDGES})


@dataclass
class Copy:
    """What is copied: sections' new answers, what was copied, and what was not, with why, in the reader's language."""

    values: dict[str, Any] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


def copied(application: Application, source: Application) -> Copy:
    """What ``application`` can take over from ``source``; what it says already stays. Raises ProgrammeUnusable."""
    here, there = (_parts(row) for row in (application, source))
    mine, theirs = answers(application), answers(source)
    found = Copy()
    for part in there.values():
        value = theirs.get(part.id)
        if value is None:
            continue
        target = here.get(part.id)
        name = say(part.label)
        if part.id in _NEVER or part.origin == "opinion":
            found.left.append((name, _("what is signed is not copied")))
        elif target is None:
            found.left.append((name, _("this form has no such section")))
        elif target.shape != part.shape:
            found.left.append((name, _("this form asks for it in another way")))
        elif target.shape == "fields":
            _fields(target, part, mine.get(part.id) or {}, value, found)
        elif mine.get(part.id) is not None:
            found.left.append((name, _("you have written here already")))
        elif target.shape == "table":
            rows = _rows(name, target.section.columns, part.section.columns, value, found)
            _take(found, target, rows, name)
        else:
            _take(found, target, value, name)
    return found


def _parts(application: Application) -> dict[str, Part]:
    programme: Programme = current(application.call).programme
    return {p.id: p for p in parts(programme, application.applicant_type, tuple(application.tracks))}


def _take(found: Copy, target: Part, value: Any, name: str) -> None:
    if value:
        found.values[target.id] = value
        found.done.append(name)


def _fields(target: Part, part: Part, mine: Mapping[str, Any], theirs: Mapping[str, Any], found: Copy) -> None:
    """Field by field: what is empty here and of the same kind there."""
    wanted = {one.id: one for one in target.section.fields}
    known = {one.id: one for one in part.section.fields}
    taken: dict[str, Any] = {}
    for id_, value in theirs.items():
        one, other = wanted.get(id_), known.get(id_)
        name = f"{say(part.label)} › {say(label_of(other)) if other else id_}"
        if one is None:
            found.left.append((name, _("this form has no such field")))
        elif mine.get(id_) not in (None, "", []):
            found.left.append((name, _("you have written here already")))
        elif other is None or not _alike(one, other):
            found.left.append((name, _("this form asks for it in another way")))
        elif columns := columns_of(one):
            taken[id_] = _rows(name, columns, columns_of(other), value, found)
        elif (reason := wrong(one, value)) is not None:
            found.left.append((name, reason))
        else:
            taken[id_] = value
    taken = {key: value for key, value in taken.items() if value}
    if taken:
        found.values[target.id] = {**mine, **taken}
        found.done.append(say(target.label))


def _alike(one: blocks.FormField, other: blocks.FormField) -> bool:
    texts = {"text", "line", "long"}
    return one.type == other.type or {one.type, other.type} <= texts


def _rows(
    name: str, columns: tuple[blocks.Column, ...], others: tuple[blocks.Column, ...], value: Any, found: Copy
) -> list[dict[str, Any]]:
    """Rows with the columns that both tables have."""
    kinds = {column.id: column.type for column in others}
    shared = [column for column in columns if kinds.get(column.id) == column.type and column.type != "file"]
    ids = {column.id for column in shared}
    for column in others:
        if column.id not in ids and any(row.get(column.id) is not None for row in value):
            found.left.append((f"{name} › {say(label_of(column))}", _("this form has no such column")))
    rows = [dict(_row(row, shared)) for row in value]
    return [row for row in rows if len(row) > 1]


def _row(row: Mapping[str, Any], columns: list[blocks.Column]) -> Iterator[tuple[str, Any]]:
    yield "#", row["#"]
    for column in columns:
        if row.get(column.id) is not None:
            yield column.id, row[column.id]

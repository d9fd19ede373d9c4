"""What a file notes, and what it marks as an assumption, wherever it may do so beside the clauses.

A clause, an attachment, a duty and a track carry their own note. Everything else that may have one (a window, a field
of the form, a line of a rubric …) has it here, found by going through the whole file as written, so that a part that is
added to the language is read as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from juli.engines.policy import blocks, schema, workflow
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Clause, Remark
from juli.engines.policy.wording import GIVEN, PARTS, STAGES

#: What carries its own note and mark into the rules.
_OWN_NOTE = (schema.WrittenClause, schema.WrittenAttachment, schema.WrittenDuty, schema.WrittenTrack)
_OWN_MARK = (schema.WrittenClause, schema.WrittenAttachment, schema.WrittenDuty)


def remarks(written: schema.ProgrammeFile, clauses: Mapping[str, Clause]) -> tuple[Remark, ...]:
    """Every note and every mark of an assumption that is not a clause's own, in the order of the file."""
    return tuple(_Reader(clauses).all(written))


class _Reader:
    def __init__(self, clauses: Mapping[str, Clause]) -> None:
        self.clauses = clauses

    def all(self, written: schema.ProgrammeFile) -> Iterator[Remark]:
        for name, value in _parts(written):
            heading = (PARTS[name],) if name in PARTS else ()
            if isinstance(value, BaseModel):
                yield from self.block(value, heading)
            else:
                yield from self.below(value, heading)

    def below(self, value: Any, above: tuple[Label, ...]) -> Iterator[Remark]:
        """What is said in the blocks of a list or a mapping, each under its own name."""
        entries = value.items() if isinstance(value, Mapping) else [("", v) for v in value]
        for key, entry in entries:
            if isinstance(entry, BaseModel):
                name = self.name(entry, key)
                yield from self.block(entry, above if name is None else (*above, name))

    def block(self, found: BaseModel, where: tuple[Label, ...]) -> Iterator[Remark]:
        """What a block says of itself, then what its parts say."""
        note = None if isinstance(found, _OWN_NOTE) else getattr(found, "note", None)
        mark = None if isinstance(found, _OWN_MARK) else getattr(found, "source", None)
        if note is not None or mark is not None:
            yield Remark(where, getattr(found, "cite", ""), note, assumption=mark is not None)
        if isinstance(found, blocks.Settings) and found.costs is not None:
            yield Remark((*where, PARTS["costs"]), "", None, assumption=True)
        for name, value in _parts(found):
            if isinstance(value, BaseModel):
                inner = (*where, PARTS[name]) if name in PARTS else where
                label = self.name(value, "")
                yield from self.block(value, inner if label is None or label in inner else (*inner, label))
            else:
                yield from self.below(value, where)

    def name(self, found: BaseModel, key: str) -> Label | None:
        """What a block is called."""
        if isinstance(found, workflow.Stage):
            return found.label or STAGES[found.name]
        if isinstance(found, schema.WrittenItem):
            clause = self.clauses.get(found.clause)
            return Label.both(found.clause) if clause is None else clause.label
        if isinstance(found, blocks.Sum):
            return GIVEN["sum"]
        for given in ("label", "title"):
            label = getattr(found, given, None)
            if isinstance(label, Label):
                return label
        if key in GIVEN:
            return GIVEN[key]
        text = key or getattr(found, "id", "") or getattr(found, "role", "")
        return Label.both(text) if text else None


def _parts(found: BaseModel) -> Iterator[tuple[str, Any]]:
    """The blocks, and the lists and mappings that may hold some, of a block."""
    for name in type(found).model_fields:
        value = getattr(found, name)
        if isinstance(value, (BaseModel, Mapping)) or (isinstance(value, tuple) and not isinstance(value, Label)):
            yield name, value

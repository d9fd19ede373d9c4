"""Reading ``vocabulary.yaml``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field as Shape

from juli.engines.policy import vocabulary as v
from juli.engines.policy.fields import Block, Flag, LabelField, Text, Whole
from juli.engines.policy.filters import checking, syntax
from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import Problem, ProgrammeUnusable
from juli.engines.policy.source import Path, Source, read
from juli.engines.policy.structure import shaped


class FieldEntry(Block):
    """A field as written."""

    type: v.FieldType
    label: LabelField
    of: dict[str, LabelField] = Shape(default_factory=dict)
    unit: LabelField | None = None
    help: LabelField | None = None
    absent: Literal["none"] | None = None
    filled_by: Literal["office"] | None = None


class StateWhen(Block):
    """``span: {state: FILTER}``."""

    state: Text


class KindEntry(Block):
    """A kind as written."""

    label: LabelField
    plural: Text
    unit: LabelField
    span: Literal["event", "state", "period"] | StateWhen = "event"
    fields: dict[str, FieldEntry] = Shape(default_factory=dict)
    key: Text | None = None
    yearly: Flag = False
    one: Flag = False


class VocabularyFile(Block):
    """The whole file as written."""

    version: Annotated[Whole, Shape(ge=1)]
    shared: dict[str, FieldEntry]
    kinds: dict[str, KindEntry]
    standing: dict[str, KindEntry]
    organisation: dict[str, FieldEntry]
    applicant_types: dict[str, LabelField]
    evidence: dict[str, LabelField]
    judges: dict[str, LabelField]


def load_vocabulary(text: str, file: str) -> v.Vocabulary:
    """Read a vocabulary. Raises ProgrammeUnusable with everything that is wrong."""
    source = read(text, file)
    problems: list[Problem] = []
    written = shaped(VocabularyFile, source.data, source, (), problems)
    if written is None:
        raise ProgrammeUnusable(problems)
    shared = _fields(written.shared, source, ("shared",), problems)
    kinds: dict[str, v.Kind] = {
        v.ANY_KIND: _built_in(v.ANY_KIND, Label("事项", "work"), "works", {**shared, "kind": _kind_field(written)}),
        v.ORGANISATION_KIND: _built_in(
            v.ORGANISATION_KIND,
            Label("单位", "organisation"),
            "organisations",
            _fields(written.organisation, source, ("organisation",), problems),
        ),
    }
    for section, entries in (("kinds", written.kinds), ("standing", written.standing)):
        for name, entry in entries.items():
            path: Path = (section, name)
            if name in kinds:
                problems.append(
                    Problem(source.place(path), told('the kind "{}" stands twice', name), told("rename one"))
                )
            if (entry.key is None) == (section == "standing"):
                text_ = (
                    told("a standing kind needs its dossier key")
                    if entry.key is None
                    else told("only standing kinds have a key")
                )
                problems.append(Problem(source.place(path), text_, told("see docs/writing-a-programme.md")))
            base = (
                shared if section == "kinds" else {n: f for n, f in shared.items() if n in ("title", "date", "until")}
            )
            fields = {**base, **_fields(entry.fields, source, (*path, "fields"), problems)}
            kinds[name] = _kind(name, entry, fields, source, path, problems)
    if problems:
        raise ProgrammeUnusable(problems)
    return v.Vocabulary(
        written.version,
        shared,
        kinds,
        kinds[v.ORGANISATION_KIND].fields,
        dict(written.applicant_types),
        dict(written.evidence),
        dict(written.judges),
        hashlib.sha256(text.encode()).hexdigest(),
    )


def _fields(
    entries: Mapping[str, FieldEntry], source: Source, path: Path, problems: list[Problem]
) -> dict[str, v.Field]:
    out: dict[str, v.Field] = {}
    for name, entry in entries.items():
        if bool(entry.of) != (entry.type in ("choice", "choices")):
            text = (
                told("a choice needs its values under `of`")
                if not entry.of
                else told("a {} has no values under `of`", entry.type)
            )
            problems.append(Problem(source.place((*path, name)), text, told("add or drop `of`")))
        absent = entry.absent == "none" or entry.type not in v.OPEN_WHEN_EMPTY
        office_only = entry.filled_by is not None
        out[name] = v.Field(name, entry.type, entry.label, dict(entry.of), entry.unit, entry.help, absent, office_only)
    return out


def _kind(
    name: str, entry: KindEntry, fields: Mapping[str, v.Field], source: Source, path: Path, problems: list[Problem]
) -> v.Kind:
    state_when: Any = None
    if isinstance(entry.span, StateWhen):
        try:
            state_when = syntax.parse(entry.span.state)
            wrong = checking.mistakes(state_when, fields, (), told("kind {}", name))
        except syntax.FilterError as error:
            wrong = [checking.Mistake(error.offset, error.text, error.remedy)]
        problems.extend(Problem(source.place((*path, "span", "state")), m.text, m.remedy) for m in wrong)
    span = entry.span if isinstance(entry.span, str) else "event"
    label = Label(entry.label.zh, entry.label.en)
    return v.Kind(
        name,
        label,
        Label(label.zh, entry.plural),
        entry.unit,
        span,
        state_when,
        fields,
        entry.key,
        entry.yearly,
        entry.one,
    )


def _kind_field(written: VocabularyFile) -> v.Field:
    choices = {name: entry.label for name, entry in written.kinds.items()}
    return v.Field("kind", "choice", Label("类别", "kind"), choices, None, None, True)


def _built_in(name: str, label: Label, plural: str, fields: Mapping[str, v.Field]) -> v.Kind:
    unit = Label("家", "") if name == v.ORGANISATION_KIND else Label("项", "")
    return v.Kind(name, label, Label(label.zh, plural), unit, "event", None, fields, None, False, False)

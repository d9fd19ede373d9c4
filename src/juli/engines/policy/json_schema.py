"""JSON Schemas (2020-12) of programme files and of dossiers, for editors and for other programs.

They say what a file may look like, with the vocabulary's own names; whether its parts fit together the loader says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, BeforeValidator

from juli.engines.policy.dossier_file import Rest
from juli.engines.policy.fields import Block
from juli.engines.policy.schema import ProgrammeFile
from juli.engines.policy.vocabulary import ANY_KIND, MANY, NUMERIC, Field, Kind, Vocabulary
from juli.engines.policy.workflow import STAGES

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
_CLAUSES = ("WrittenClause", "WrittenMeasure")
_AMOUNT = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^[0-9]+(\.[0-9]{1,2})?$"}]}


def programme_schema(vocabulary: Vocabulary, lang: str) -> Schema:
    """The schema of ``programme.yaml``, with kinds, fields, evidence, applicant types and judges by name."""
    schema = ProgrammeFile.model_json_schema(by_alias=True)
    defs: dict[str, Schema] = schema["$defs"]
    _plain(schema)
    for model in _models(Block):
        if model.__name__ in defs:
            _single_or_many(model, defs[model.__name__]["properties"])
    _workflow(defs)
    kinds = [*vocabulary.kinds]
    for name in _CLAUSES:
        _clause(defs[name]["properties"], vocabulary, kinds)
    for name in ("WrittenJudge", "WrittenOrJudged"):
        defs[name]["properties"]["by"] = _names(vocabulary.judges, lang)
    types = _names(vocabulary.applicant_types, lang)
    defs["WrittenApplicants"]["properties"]["types"]["items"] = types
    for name in (*_CLAUSES, "WrittenOrJudged", "WrittenAttachment"):
        defs[name]["properties"]["for"]["items"] = types
    properties = schema["properties"]
    properties["qualification"] = {"anyOf": [{"$ref": "#/$defs/WrittenMeasure"}, {"enum": ["none", None]}]}
    properties["costs"]["propertyNames"] = {"enum": kinds}
    return {"$schema": DRAFT, "title": "Juli programme", **schema}


def dossier_schema(vocabulary: Vocabulary, lang: str) -> Schema:
    """The schema of a dossier in YAML or JSON; works are told apart by ``kind``."""
    rest = Rest.model_json_schema(by_alias=True)
    _plain(rest)
    defs: dict[str, Schema] = rest.get("$defs", {})
    _free(defs)
    for kind in vocabulary.achievements:
        defs[kind.name] = _work(kind, vocabulary, lang)
    works = {
        "type": ["array", "null"],
        "items": {
            "oneOf": [{"$ref": f"#/$defs/{kind.name}"} for kind in vocabulary.achievements],
            "discriminator": {"propertyName": "kind"},
        },
    }
    return {
        "$schema": DRAFT,
        "title": "Juli dossier",
        "type": "object",
        "required": ["organisation"],
        "additionalProperties": False,
        "properties": {
            "organisation": _organisation(vocabulary, lang),
            "achievements": works,
            "plan": works,
            **rest["properties"],
        },
        "$defs": defs,
    }


# -- programmes --------------------------------------------------------------------------------------------------------


def _clause(properties: dict[str, Schema], vocabulary: Vocabulary, kinds: list[str]) -> None:
    summed = [f"{k.name}.{f.name}" for k, f in _fields(vocabulary) if f.type in MANY | NUMERIC - {"year"}]
    told_apart = [
        f"{k.name}.{f.name}" for k, f in _fields(vocabulary) if f.type in MANY | {"text", "choice", "reference", "year"}
    ]
    numbers = [f"{k.name}.{f.name}" for k, f in _fields(vocabulary) if f.type in NUMERIC]
    years = [f"{k.name}.{f.name}" for k, f in _fields(vocabulary) if f.type == "year"]
    properties["count"] = _maybe(kinds)
    properties["sum"] = {"anyOf": [{"enum": summed}, {"type": "array", "items": {"enum": summed}}]}
    properties["distinct"] = _maybe(told_apart)
    properties["max"] = _maybe(numbers)
    properties["longest_run"] = _maybe(years)
    name: Schema = {"enum": [*vocabulary.evidence]}
    of_some = {"type": "object", "propertyNames": name, "additionalProperties": {"type": "string"}}
    entry = {"anyOf": [name, {"type": "array", "items": name, "minItems": 1}, of_some]}
    properties["evidence"] = {"type": ["array", "null"], "items": entry}
    properties["evidence_optional"] = {"type": "array", "items": name}
    baseline = properties["more_than_baseline"]
    properties["more_than_baseline"] = {"anyOf": [{"type": "string"}, *baseline["anyOf"]]}


def _workflow(defs: dict[str, Schema]) -> None:
    """A stage is a map of one key, its name, to its terms."""
    terms = defs["Stage"]
    del terms["properties"]["name"]
    terms["required"] = [key for key in terms.get("required", ()) if key != "name"]
    stage = {"anyOf": [{"$ref": "#/$defs/Stage"}, {"type": "null"}]}
    defs["Workflow"]["properties"]["stages"]["items"] = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": dict.fromkeys(STAGES, stage),
    }


def _single_or_many(model: type[BaseModel], properties: dict[str, Schema]) -> None:
    """Lists that may be written as their only entry."""
    for name, field in model.model_fields.items():
        key = field.alias or name
        found = properties.get(key)
        if found and found.get("type") == "array" and any(isinstance(m, BeforeValidator) for m in field.metadata):
            properties[key] = {"anyOf": [found["items"], found]}


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for below in model.__subclasses__():
        yield below
        yield from _models(below)


# -- dossiers ----------------------------------------------------------------------------------------------------------


def _work(kind: Kind, vocabulary: Vocabulary, lang: str) -> Schema:
    evidence = {"type": ["array", "null"], "items": {"enum": [*vocabulary.evidence]}}
    fixed = {"id": {"type": "string"}, "kind": {"const": kind.name}, "evidence": evidence}
    return {
        "title": kind.label.say(lang),
        "type": "object",
        "required": ["kind"],
        "additionalProperties": False,
        "properties": {**fixed, **_properties(kind.fields.values(), lang)},
    }


def _organisation(vocabulary: Vocabulary, lang: str) -> Schema:
    properties = _properties(vocabulary.organisation.values(), lang)
    properties["name"] = {"type": "string", "minLength": 1, "title": vocabulary.organisation["name"].label.say(lang)}
    properties["uscc"] = {"type": ["string", "null"], "pattern": "^[0-9]{8}[0-9A-HJ-NPQRTUWXY]{10}$"}
    properties["type"] = _names(vocabulary.applicant_types, lang)
    for kind in vocabulary.standing:
        row: Schema = {
            "title": kind.label.say(lang),
            "type": "object",
            "additionalProperties": False,
            "properties": _properties(kind.fields.values(), lang),
        }
        if kind.one:
            properties[str(kind.key)] = {"anyOf": [row, {"type": "array", "items": row}, {"type": "null"}]}
        elif "year" in kind.fields:
            properties[str(kind.key)] = {"type": "array", "items": {"anyOf": [{"type": "integer"}, row]}}
        else:
            properties[str(kind.key)] = {"type": "array", "items": row}
    return {"type": "object", "required": ["name", "type"], "additionalProperties": False, "properties": properties}


def _properties(fields: Iterable[Field], lang: str) -> dict[str, Schema]:
    return {field.name: _value(field, lang) for field in fields}


def _value(field: Field, lang: str) -> Schema:
    """The schema of a field's value; empty is allowed everywhere."""
    day = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    link = {
        "type": "object",
        "required": ["platform"],
        "additionalProperties": False,
        "properties": {"platform": {"type": "string"}, "url": {"type": "string"}, "on": day},
    }
    forms: dict[str, Schema] = {
        "text": {"type": "string"},
        "reference": {"type": "string"},
        "choice": _names(field.choices, lang),
        "choices": {"type": "array", "items": _names(field.choices, lang)},
        "integer": {"type": "integer", "minimum": 0},
        "year": {"type": "integer", "minimum": 1000, "maximum": 9999},
        "money": _AMOUNT,
        "boolean": {"type": "boolean"},
        "date": day,
        "references": {
            "anyOf": [{"type": "array", "items": {"type": "string", "minLength": 1}}, {"type": "integer", "minimum": 0}]
        },
        "links": {"type": "array", "items": {"anyOf": [{"type": "string"}, link]}},
    }
    said = {"title": field.label.say(lang)}
    if field.help is not None:
        said["description"] = field.help.say(lang)
    return {**said, "anyOf": [forms[field.type], {"type": "null"}]}


def _free(defs: dict[str, Schema]) -> None:
    """Choices of a track may be one name or a list of names; what a correction says is its field's affair."""
    choices = defs["WrittenApplication"]["properties"]["choices"]
    one_or_many = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    choices["additionalProperties"] = {"type": "object", "additionalProperties": one_or_many}


# -- both --------------------------------------------------------------------------------------------------------------


def _fields(vocabulary: Vocabulary) -> Iterator[tuple[Kind, Field]]:
    for kind in vocabulary.kinds.values():
        for field in kind.fields.values():
            if not (kind.name == ANY_KIND and field.name not in (*vocabulary.shared, "kind")):
                yield kind, field


def _names(choices: Mapping[str, Any], lang: str) -> Schema:
    """One of some codes, each with its label, as editors show them."""
    return {"oneOf": [{"const": code, "title": label.say(lang)} for code, label in choices.items()]} if choices else {}


def _maybe(names: list[str]) -> Schema:
    return {"enum": [*names, None]}


def _plain(schema: Any) -> None:
    """Drop the titles that pydantic makes of names; they say nothing."""
    if isinstance(schema, dict):
        if isinstance(schema.get("title"), str) and ("type" in schema or "anyOf" in schema or "$ref" in schema):
            del schema["title"]
        for value in schema.values():
            _plain(value)
    elif isinstance(schema, list):
        for value in schema:
            _plain(value)

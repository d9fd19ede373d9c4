"""Reading a dossier: every mistake at once, with its place and a remedy (design §5)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from juli.engines.policy import dossier as d
from juli.engines.policy import dossier_file as w
from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import NOTHING, series, shown, told
from juli.engines.policy.problems import ANY_NUMBER, BadValue, DossierUnusable, Problem, ProgrammeUnusable, nearest
from juli.engines.policy.source import Path, Source, read
from juli.engines.policy.structure import keys_of, shaped
from juli.engines.policy.values import typed
from juli.engines.policy.vocabulary import Field, Kind, Vocabulary

_ROW_KEYS = ("id", "kind", "evidence")
_PARTS = ("organisation", "achievements", "plan")


def read_dossier(text: str, file: str, vocabulary: Vocabulary) -> d.Dossier:
    """Read a dossier in YAML or JSON. Raises DossierUnusable with everything that is wrong."""
    try:
        source = read(text, file)
    except ProgrammeUnusable as error:
        raise DossierUnusable(error.problems) from error
    return dossier_from(source, vocabulary)


def dossier_from_mapping(data: Mapping[str, Any], file: str, vocabulary: Vocabulary) -> d.Dossier:
    """A dossier from plain data, as YAML would give it. Raises DossierUnusable; problems name the file and the path."""
    return dossier_from(Source(file, dict(data), {}, ""), vocabulary)


def dossier_from(source: Source, vocabulary: Vocabulary) -> d.Dossier:
    """A dossier from a parsed file. Raises DossierUnusable with everything that is wrong."""
    return _Reader(source, vocabulary).dossier()


class _Reader:
    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        self.source, self.vocabulary = source, vocabulary
        self.problems: list[Problem] = []
        #: Where each achievement's id stands.
        self.ids: dict[str, Path] = {}

    def wrong(self, path: Path, text: Label, remedy: Label = NOTHING) -> None:
        place = self.source.place(path)
        if not self.source.places:
            text = told("{}: {}", ".".join(str(p) for p in path if p != "\0key"), text) if path else text
        self.problems.append(Problem(place, text, remedy))

    def dossier(self) -> d.Dossier:
        data = self.source.data
        if not isinstance(data, dict):
            self.wrong((), told("a dossier is a mapping"), told("with organisation, achievements …"))
            raise DossierUnusable(self.problems)
        known = (*_PARTS, *keys_of(w.Rest))
        for key in data:
            if key not in known:
                self.wrong((key, "\0key"), told('unknown key "{}"', key), nearest(str(key), known, ANY_NUMBER))
        record, standing = self.organisation(data.get("organisation"))
        achievements = self.rows(data.get("achievements"), "achievements", "a", planned=False)
        plan = self.rows(data.get("plan"), "plan", "p", planned=True)
        rest = shaped(w.Rest, {k: v for k, v in data.items() if k in keys_of(w.Rest)}, self.source, (), self.problems)
        if rest is None:
            raise DossierUnusable(self.problems)
        rows = {r.id: r for r in (*achievements, *plan)}
        self.refer(rest)
        verifications = tuple(self.verification(v, rows, i) for i, v in enumerate(rest.verifications))
        if self.problems:
            raise DossierUnusable(self.problems)
        return d.Dossier(
            name=record["name"],
            type=record.pop("type"),
            record=record,
            uscc=record.get("uscc", ""),
            standing=standing,
            achievements=achievements,
            plan=plan,
            application=_application(rest.application),
            judgements=tuple(
                d.Judgement(j.clause, j.answer, j.achievement, j.by, j.on, j.reason) for j in rest.judgements
            ),
            verifications=verifications,
            claims=rest.claims,
            claims_submitted=rest.claims_submitted,
            baseline=rest.baseline,
            documents=None if rest.documents is None else tuple(d.Document(**x.model_dump()) for x in rest.documents),
            form=rest.form,
        )

    # -- the organisation ----------------------------------------------------------------------------------------------

    def organisation(self, data: Any) -> tuple[dict[str, Any], dict[str, tuple[d.Row, ...]]]:
        path: Path = ("organisation",)
        if not isinstance(data, dict):
            self.wrong(
                path,
                told("`organisation` is missing") if data is None else told("expected a mapping"),
                told("with name and type"),
            )
            return {"name": "", "type": ""}, {}
        by_key = {k.key: k for k in self.vocabulary.standing}
        record: dict[str, Any] = {}
        standing: dict[str, tuple[d.Row, ...]] = {}
        for key, value in data.items():
            kind = by_key.get(key)
            if kind is not None:
                standing[kind.name] = self.standing(kind, value, (*path, key))
            elif key in self.vocabulary.organisation:
                found = self.value(self.vocabulary.organisation[key], value, (*path, key))
                if found is not None:
                    record[key] = found
            else:
                known = (*self.vocabulary.organisation, *(k for k in by_key if k))
                self.wrong(
                    (*path, key, "\0key"),
                    told('unknown key "{}" of the organisation', key),
                    nearest(key, known, ANY_NUMBER),
                )
        for key in ("name", "type"):
            if key not in record:
                self.wrong(path, told("organisation.{} is missing", key), told("add it"))
        types = self.vocabulary.applicant_types
        if record.get("type") not in (None, *types):
            self.wrong(
                (*path, "type"),
                told('unknown applicant type "{}"', record["type"]),
                nearest(record["type"], types, ANY_NUMBER),
            )
        if "uscc" in record:
            self.code(record["uscc"], (*path, "uscc"))
        return record, standing

    def code(self, code: str, path: Path) -> None:
        """The unified social credit code's form and check digit (GB 32100)."""
        try:
            uscc.validate(code)
        except ValidationError:
            self.wrong(
                path,
                told('"{}" is not a unified social credit code', code),
                told("18 characters; check them one by one"),
            )

    def standing(self, kind: Kind, value: Any, path: Path) -> tuple[d.Row, ...]:
        entries = [value] if kind.one and isinstance(value, dict) else value
        if entries is None and not kind.one:
            self.wrong(
                path,
                told("empty: is it none, or unknown?"),
                told("write [] for none, or leave the key out while unknown"),
            )
            return ()
        if entries is None:
            return ()
        if not isinstance(entries, list):
            self.wrong(path, told("expected a list"), told("one entry each"))
            return ()
        out = []
        for i, entry in enumerate(entries):
            at: Path = (*path, i) if not kind.one else path
            if isinstance(entry, int) and not isinstance(entry, bool) and "year" in kind.fields:
                entry = {"year": entry}
            if not isinstance(entry, dict):
                self.wrong(at, told("expected a mapping"), told("with {}", series(list(kind.fields)[:4])))
                continue
            out.append(
                d.Row(
                    f"{kind.name}-{i + 1}", kind.name, self.values(kind.fields, entry, at, told("kind {}", kind.name))
                )
            )
        return tuple(out)

    # -- rows ----------------------------------------------------------------------------------------------------------

    def rows(self, data: Any, key: str, prefix: str, *, planned: bool) -> tuple[d.Row, ...]:
        if data is None:
            return ()
        if not isinstance(data, list):
            self.wrong((key,), told("expected a list"), told("one entry for each achievement"))
            return ()
        found = (self.row(entry, (key, i), f"{prefix}{i + 1}", planned) for i, entry in enumerate(data))
        return tuple(row for row in found if row is not None)

    def row(self, entry: Any, path: Path, default: str, planned: bool) -> d.Row | None:
        if not isinstance(entry, dict):
            self.wrong(path, told("expected a mapping"), told("with kind, title, date …"))
            return None
        id_ = self.unique(entry, path, default)
        name = entry.get("kind")
        kinds = {k.name: k for k in self.vocabulary.achievements}
        if not isinstance(name, str) or name not in kinds:
            text = told("`kind` is missing") if name is None else told('unknown kind "{}"', name)
            keys = {k.name: k.key for k in self.vocabulary.standing}
            remedy = (
                told("write it under organisation.{}", keys[name])
                if isinstance(name, str) and name in keys
                else nearest(str(name or ""), kinds, ANY_NUMBER)
            )
            self.wrong((*path, "kind"), text, remedy)
            return None
        kind = kinds[name]
        fields = {k: v for k, v in entry.items() if k not in _ROW_KEYS}
        values = self.values(kind.fields, fields, path, told("kind {}", kind.name))
        evidence = self.evidence(entry.get("evidence"), (*path, "evidence"))
        return d.Row(id_, kind.name, values, planned, evidence)

    def evidence(self, data: Any, path: Path) -> frozenset[str]:
        if data is None:
            return frozenset()
        if not isinstance(data, list):
            self.wrong(path, told("expected a list"), told("write [brief, photos]"))
            return frozenset()
        for i, name in enumerate(data):
            if not isinstance(name, str) or name not in self.vocabulary.evidence:
                self.wrong(
                    (*path, i),
                    told('unknown evidence "{}"', name),
                    nearest(str(name), self.vocabulary.evidence, ANY_NUMBER),
                )
        return frozenset(str(name) for name in data)

    def values(self, fields: Mapping[str, Field], entry: Mapping[str, Any], path: Path, of: Label) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, value in entry.items():
            if key not in fields:
                self.wrong(
                    (*path, key, "\0key"),
                    told('unknown field "{}" of {}', key, of),
                    nearest(str(key), fields, ANY_NUMBER),
                )
                continue
            found = self.value(fields[key], value, (*path, key))
            if found is not None:
                out[key] = found
        start, end = out.get("date"), out.get("until")
        if start is not None and end is not None and end < start:
            self.wrong((*path, "until"), told("it ends on {}, before it begins on {}", end, start), told("swap them"))
        return out

    def value(self, field: Field, value: Any, path: Path) -> Any:
        try:
            return typed(field, value)
        except BadValue as error:
            self.wrong(path, told("{}: {}", field.name, error.text), error.remedy)
            return None

    def unique(self, entry: Mapping[str, Any], path: Path, default: str) -> str:
        """The id of an entry, which no other one has."""
        id_ = entry.get("id", default)
        if not isinstance(id_, str):
            self.wrong((*path, "id"), told("{} is not an id", shown(id_)), told("put it in quotes"))
            return default
        if id_ in self.ids:
            other = self.source.place(self.ids[id_]).line
            remedy = (
                told("the other is at line {}", other) if other else told("ids are unique over achievements and plan")
            )
            self.wrong((*path, "id"), told('the id "{}" stands twice', id_), remedy)
        self.ids.setdefault(id_, path)
        return id_

    # -- what refers to rows -------------------------------------------------------------------------------------------

    def refer(self, rest: w.Rest) -> None:
        named: list[tuple[Path, str | None]] = [
            *((("judgements", i, "achievement"), j.achievement) for i, j in enumerate(rest.judgements)),
            *((("verifications", i, "achievement"), v.achievement) for i, v in enumerate(rest.verifications)),
            *((("claims", name), name) for name in rest.claims),
            *((("documents", i, "achievement"), x.achievement) for i, x in enumerate(rest.documents or ())),
        ]
        organisation = self.source.data.get("organisation")
        standing = isinstance(organisation, dict) and any(s.key in organisation for s in self.vocabulary.standing)
        for path, name in named:
            is_standing = standing and name is not None and name.rpartition("-")[0] in self.vocabulary.kinds
            if name is not None and name not in self.ids and not is_standing:
                self.wrong(
                    path,
                    told('no achievement "{}"', name),
                    nearest(name, self.ids, otherwise=told("write the id of one of its works")),
                )

    def verification(self, v: w.WrittenVerification, rows: Mapping[str, d.Row], i: int) -> d.Verification:
        path: Path = ("verifications", i)
        acts: list[w.Act] = []
        if v.accept:
            acts.append("accept")
        if v.strike:
            acts.append("strike")
        if v.correct:
            acts.append("correct")
        if len(acts) != 1:
            self.wrong(
                path,
                told("a verification is one of accept, strike, correct"),
                told("write accept: true, or strike: true"),
            )
            return d.Verification(v.achievement, "accept")
        corrected: dict[str, Any] = {}
        row = rows.get(v.achievement)
        if row is not None:
            fields = self.vocabulary.kinds[row.kind].fields
            for key, value in v.correct.items():
                if key not in fields:
                    self.wrong(
                        (*path, "correct", key),
                        told('unknown field "{}" of kind {}', key, row.kind),
                        nearest(key, fields, ANY_NUMBER),
                    )
                else:
                    corrected[key] = self.value(fields[key], value, (*path, "correct", key))
        return d.Verification(v.achievement, acts[0], corrected, v.by, v.on, v.reason)


def _application(a: w.WrittenApplication) -> d.Application:
    found = d.Application(
        day=a.day,
        tracks=a.tracks,
        choices=a.choices,
        amount=None if a.amount is None else Decimal(a.amount),
        period=None if a.period is None else (a.period.from_, a.period.to),
        leader=a.leader,
        team=a.team,
        joint=tuple(d.JointApplicant(j.name, j.type, j.clauses) for j in a.joint),
        submitted=a.submitted,
        posted=a.posted,
        received=a.received,
        contract=a.contract,
        opens=a.opens,
        closes=a.closes,
        publication=a.publication,
        park=a.park,
        paper=None if a.paper is None else a.paper.model_dump(exclude_none=True),
    )
    return d.SILENT if found == d.SILENT else found

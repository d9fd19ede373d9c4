"""Random dossiers around a random programme: fields left empty, undated rows, days at the edges, answers, claims."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.dossier_reader import dossier_from_mapping
from juli.engines.policy.filters.syntax import And, Compare, Expression, In, Name, Not, Or
from juli.engines.policy.rules import Aggregate, Clause, Programme
from juli.engines.policy.vocabulary import ANY_KIND, ORGANISATION_KIND, Field, Kind
from tests.engines.policy.population.random_programmes import AMOUNTS, NUMBERS, TEXTS, TYPES, YEARS

AS_OF = dt.date(2025, 3, 31)
NAMES = ("甲", "乙", "丙", "丁")
#: The edges of the programmes' windows and the days beside them.
EDGES = ("2023-01-01", "2023-12-31", "2024-01-01", "2024-06-01", "2024-06-30", "2024-07-01", "2024-12-25", "2024-12-31",
         "2025-01-01", "2025-01-08", "2025-03-03", "2025-03-24", "2025-03-31", "2025-04-01", "2025-05-09", "2026-01-05",
         "2026-06-30")  # fmt: skip


def named_by(expression: Expression) -> set[str]:
    """Every field that a filter names."""
    match expression:
        case And(parts) | Or(parts):
            return {name for part in parts for name in named_by(part)}
        case Not(part):
            return named_by(part)
        case Compare(_, left, right) | In(left, right):
            return named_by(left) | named_by(right)
        case Name(name):
            return {name}
    return set()


class Filler:
    """Fills in one dossier from a seed: rows of the kinds and fields that the programme reads."""

    def __init__(self, programme: Programme, seed: int) -> None:
        self.programme, self.random = programme, random.Random(seed)
        self.read: dict[str, set[str]] = {}
        for clause in programme.clauses.values():
            if isinstance(clause.test, Aggregate):
                self.reads(clause, clause.test)
        for attachment in programme.attachments:
            if attachment.each_of is not None:
                self.reads(attachment.clause, attachment.each_of)
        for duty in (d for track in programme.tracks for d in track.duties):
            for kind in duty.of:
                self.read.setdefault(kind, set()).add("published")
        for named in programme.lists.values():
            if named.reads is not None:
                self.read.setdefault(named.reads.kind, set()).update({named.reads.field or "", "recommended"})
        self.organisation = {
            name
            for clause in programme.clauses.values()
            for name in (
                named_by(clause.test.where.expression) if hasattr(clause.test, "where") and clause.test.where else ()
            )
        }
        self.number = 0

    def reads(self, clause: Clause, test: Aggregate) -> None:
        fields: set[str] = {r.field for r in test.reads if r.field}
        filters = [test.where, test.judge.known if test.judge else None]
        fields |= {name for f in filters if f is not None for name in named_by(f.expression)}
        fields |= {test.dated or "", test.each[0] if test.each else "", test.judge.record or "" if test.judge else ""}
        fields |= {test.apart.start, test.apart.end} if test.apart else set()
        fields |= {"leader", "team"} if test.whose != "organisation" else set()
        fields |= {"shared_id"} if self.programme.what == "plan" else set()
        kinds = [r.kind for r in test.reads]
        if ANY_KIND in kinds:
            kinds = self.random.sample(("activity", "brand", "platform", "research"), 2)
        for kind in kinds:
            self.read.setdefault(kind, set()).update(fields)
        self.read.pop(ORGANISATION_KIND, None)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, *options: Any) -> Any:
        return self.random.choice(options)

    def day(self) -> str:
        if self.chance(0.75):
            return str(self.pick(*EDGES))
        return (dt.date(2023, 1, 1) + dt.timedelta(self.random.randint(0, 1300))).isoformat()

    def value(self, field: Field) -> Any:
        match field.type:
            case "choice":
                return self.pick(*field.choices)
            case "choices":
                return self.random.sample(list(field.choices), self.random.randint(1, min(2, len(field.choices))))
            case "integer":
                return self.pick(*NUMBERS)
            case "money":
                return self.pick(*AMOUNTS)
            case "boolean":
                return self.chance(0.6)
            case "date":
                return self.day()
            case "year":
                return self.pick(*YEARS)
            case "references":
                return self.pick(0, 1, 3) if self.chance(0.3) else self.random.sample(NAMES, self.random.randint(1, 3))
            case "links":
                return [{"platform": self.pick(*TEXTS[1:]), "url": self.pick("", "https://example.org")}]
        return self.pick(*[t for t in TEXTS if t])

    def row(self, kind: Kind, asked: set[str], *, evidence: bool = True) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for name in sorted(asked):
            if name in kind.fields and self.chance(0.85):
                row[name] = self.value(kind.fields[name])
        if "date" in kind.fields and self.chance(0.85):
            row["date"] = self.day()
        elif "year" in kind.fields and self.chance(0.6):
            row["year"] = self.pick(*YEARS)
        if "until" in kind.fields and "date" in row and self.chance(0.5):
            row["until"] = max(row["date"], self.day())
        if row.get("until", "9") < row.get("date", "0"):
            del row["until"]
        return row

    def rows(self) -> list[dict[str, Any]]:
        kinds = self.programme.vocabulary.kinds
        out = []
        for name, asked in sorted(self.read.items()):
            if kinds[name].is_standing:
                continue
            for _ in range(self.pick(0, 0, 1, 2, 3, 4)):
                self.number += 1
                out.append({"id": f"a{self.number}", "kind": name, **self.row(kinds[name], asked)})
        return out

    def standing(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for kind in self.programme.vocabulary.standing:
            if self.chance(0.2) or kind.key is None:
                continue
            rows = [self.row(kind, set(kind.fields)) for _ in range(self.pick(0, 1, 2))]
            if kind.yearly:
                rows = [
                    {**row, "year": year} for row, year in zip(rows, self.random.sample(YEARS, len(rows)), strict=True)
                ]
            if kind.one:
                out[kind.key] = rows[0] if rows else {"grade": "4A"}
            else:
                out[kind.key] = rows
        return out

    def record(self) -> dict[str, Any]:
        fields = self.programme.vocabulary.organisation
        own = {name: self.value(field) for name, field in fields.items()
               if name in self.organisation and name not in ("name", "type", "uscc") and self.chance(0.8)}  # fmt: skip
        if self.chance(0.8):
            own["founded"] = self.pick("2015-03-01", "2023-12-31", "2024-02-29", "2024-05-09", "2025-03-31")
        return {"name": f"机构{self.random.randint(0, 10**9)}", "type": self.pick(*TYPES, "national_society"), **own}

    def application(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name in ("day", "contract", "opens", "closes", "publication"):
            if self.chance(0.4):
                out[name] = self.pick("2025-03-01", "2025-03-31", "2025-05-09")
        tracks = [t.id for t in self.programme.tracks]
        out["tracks"] = self.random.sample(tracks, self.random.randint(0, len(tracks)))
        if self.chance(0.5):
            out["leader"] = self.pick(*NAMES)
        if self.chance(0.5):
            out["team"] = self.random.sample(NAMES, 2)
        if tracks and self.chance(0.6):
            picked = self.random.sample(("甲", "乙", "丙", "丁"), self.random.randint(1, 2))
            out["choices"] = {self.pick(*tracks): {"field": ",".join(picked)}}
        if self.chance(0.3):
            clauses = self.random.sample(sorted(self.programme.clauses), 1) if self.chance(0.5) else []
            types = ("enterprise_association", "hub")
            out["joint"] = [{"name": "丁", "type": self.pick(*types), "clauses": clauses}]
        return out

    def judgements(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        out = []
        for name, clause in sorted(self.programme.clauses.items()):
            test = clause.test
            if getattr(test, "judge", None) is None and getattr(test, "or_judged", None) is None:
                continue
            if self.chance(0.6):
                out.append({"clause": name, "answer": self.chance(0.6)})
            kinds = {r.kind for r in test.reads} if isinstance(test, Aggregate) else set()
            for row in rows:
                if (row["kind"] in kinds or ANY_KIND in kinds) and self.chance(0.5):
                    out.append({"clause": name, "achievement": row["id"], "answer": self.chance(0.6)})
        self.random.shuffle(out)
        return [{**judgement, "by": "某人", "on": "2025-03-01", "reason": "说明"} for judgement in out]

    def verifications(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Filings of what outside bodies answered: they settle a question also as declared (decision 0002)."""
        recorded = {
            (kind, c.test.judge.record)
            for c in self.programme.clauses.values()
            if isinstance(c.test, Aggregate) and c.test.judge is not None and c.test.judge.record is not None
            for kind in (r.kind for r in c.test.reads)
        }
        out = []
        for row in rows:
            for kind, field in sorted(recorded):
                if kind == row["kind"] and self.chance(0.4):
                    out.append({"achievement": row["id"], "correct": {field: "某委员会"}, "by": "某人", "reason": "函"})
                    break
        return out

    def documents(self) -> list[dict[str, Any]]:
        out: list[dict[str, Any]] = []
        for attachment in self.programme.attachments:
            for _ in range(self.pick(0, 1, 2)):
                document: dict[str, Any] = {"id": attachment.clause.id}
                for key, value in (("year", self.pick(*YEARS)), ("date", "2025-02-01"), ("sealed", self.chance(0.7)),
                                   ("valid_until", self.pick("2025-03-01", "2025-12-31")),
                                   ("type", self.pick("pdf", "docx"))):  # fmt: skip
                    if self.chance(0.7):
                        document[key] = value
                out.append(document)
        return out

    def mapping(self) -> dict[str, Any]:
        done, plan = self.rows(), self.rows()
        rows = [*done, *plan]
        data: dict[str, Any] = {
            "organisation": {**self.record(), **self.standing()},
            "application": self.application(),
            "achievements": done,
            "plan": plan,
            "judgements": self.judgements(rows),
            "verifications": self.verifications(done),
        }
        if self.chance(0.5):
            data["baseline"] = {"kept": self.pick(0, 1, 2)} if self.chance(0.8) else {}
        if self.chance(0.7):
            data["documents"] = self.documents()
        if self.programme.exclusive_claims and self.chance(0.6):
            ids = [c.id for c in self.programme.categories]
            data["claims"] = {row["id"]: self.pick(*ids) for row in rows if self.chance(0.5)}
            data["claims_submitted"] = self.chance(0.3)
        return data


def random_dossier(programme: Programme, seed: int) -> Dossier:
    """One organisation for ``programme``."""
    return dossier_from_mapping(Filler(programme, seed).mapping(), f"seed {seed}", programme.vocabulary)

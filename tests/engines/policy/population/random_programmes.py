"""Random programmes over the real vocabulary, as the text that an office would write: every construct that compiles."""

from __future__ import annotations

import json
import random
from typing import Any, Literal

from juli.engines.policy.loader import load_programme
from juli.engines.policy.problems import ProgrammeUnusable
from juli.engines.policy.rules import Programme
from juli.engines.policy.vocabulary import ANY_KIND, MANY, ORGANISATION_KIND, Field, Vocabulary

#: Kinds of every sort: events, states, periods, empty dates that are an answer, lists and bare numbers, money.
KINDS = ("activity", "standard", "platform", "brand", "intl_post", "expo", "new_enterprise", "investment", "research",
         "enterprise_survey", "agency", "listing")  # fmt: skip
STANDING = ("inspection", "integrity_report", "sanction", "evaluation", "project", "application", "award_elsewhere")
BOUNDS = ("at_least", "at_most", "up_to", "more_than_baseline")
TYPES = ("industry", "factor", "hub")
TEXTS = ("", "甲", "乙", "丙", "北京")
NUMBERS = (0, 1, 2, 3, 5, 10, 60)
AMOUNTS = ("0.01", "0.5", "100", "100.25", "10000000")
YEARS = (2021, 2022, 2023, 2024, 2025)
DAYS = ("2023-12-31", "2024-01-01", "2024-06-30", "2024-07-01", "2024-12-31", "2025-01-01", "2025-02-28", "2025-06-30")
WINDOWS: dict[str, dict[str, Any]] = {
    "this_year": {"years": 0},
    "last_year": {"years": -1},
    "two_years": {"years": [-2, -1]},
    "past": {"from": "2024-07-01", "to": "application"},
    "month": {"from": "2024-06", "to": "2024-12"},
    "ever": {"from": "always", "to": "application"},
    "after": {"from": "application", "to": "always"},
    "period": {"from": "contract", "to": "2026-06"},
    "before_contract": {"from": "2024-01-01", "to": "contract"},
    "first_days": {"from": "opens", "length": "15 working days"},
    "fortnight": {"from": "2024-12-25", "length": "14 days", "first_day": "does_not_count"},
    "a_month": {"from": "closes", "length": "1 month"},
    "call": {"from": "publication", "to": "closes"},
}
LISTS: dict[str, dict[str, Any]] = {
    "named": {"values": ["甲", "乙"]},
    "listed": {"distinct": "listing.enterprise", "within": "past", "where": "recommended"},
    "shown": {"distinct": "expo.enterprises", "within": "two_years"},
}


class Writer:
    """Writes one programme from a seed."""

    def __init__(self, vocabulary: Vocabulary, seed: int, *, exclusive: bool = False) -> None:
        self.vocabulary, self.random, self.exclusive = vocabulary, random.Random(seed), exclusive
        self.number = 0

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, *options: Any) -> Any:
        return self.random.choice(options)

    # -- filters

    def literal(self, field: Field) -> str:
        match field.type:
            case "choice" | "choices":
                return json.dumps(self.pick(*field.choices), ensure_ascii=False)
            case "integer":
                return str(self.pick(*NUMBERS))
            case "money":
                return str(self.pick(*AMOUNTS))
            case "year":
                return str(self.pick(*YEARS))
            case "boolean":
                return self.pick("true", "false")
            case "date":
                return str(self.pick(*DAYS))
        return json.dumps(self.pick(*TEXTS), ensure_ascii=False)

    def comparison(self, fields: dict[str, Field], *, lists: bool) -> str:
        name = self.pick(*fields)
        field = fields[name]
        ordered = ("==", "!=", "<", "<=", ">", ">=")
        if field.type in MANY:
            return self.pick(
                f"{name} {self.pick(*ordered)} {self.pick(0, 1, 2, 3)}", f"{self.literal(field)} in {name}"
            )
        if field.type == "boolean" and self.chance(0.6):
            return self.pick(name, f"!{name}")
        if self.chance(0.15):
            same = [n for n, f in fields.items() if f.type == field.type]
            op = self.pick(*ordered) if field.type in ("integer", "money", "year", "date") else self.pick("==", "!=")
            return f"{name} {op} {self.pick(*same)}"
        if field.type in ("text", "choice", "reference"):
            many = [n for n, f in fields.items() if f.type in MANY]
            if lists and self.chance(0.3):
                return f"{name} in {self.pick(*LISTS)}"
            if many and self.chance(0.15):
                return f"{name} in {self.pick(*many)}"
            return f"{name} {self.pick('==', '!=')} {self.literal(field)}"
        if self.chance(0.2):
            return f"{name} in [{self.literal(field)}, {self.literal(field)}]"
        op = self.pick("==", "!=") if field.type == "boolean" else self.pick(*ordered)
        if self.chance(0.2):
            return f"{self.literal(field)} {op} {name}"
        return f"{name} {op} {self.literal(field)}"

    def filter(self, kind: str, depth: int = 2, *, lists: bool = True) -> str:
        fields = dict(self.vocabulary.kinds[kind].fields)
        if depth == 0 or self.chance(0.4):
            return self.comparison(fields, lists=lists)
        parts = [self.filter(kind, depth - 1, lists=lists) for _ in range(self.random.randint(1, 3))]
        joined = f"({self.pick(' && ', ' || ').join(parts)})"
        return f"!{joined}" if self.chance(0.2) else joined

    # -- clauses

    def id(self) -> str:
        self.number += 1
        return f"c{self.number}"

    def bound(self, numbers: tuple[Any, ...], *, at_most: bool) -> dict[str, Any]:
        out: dict[str, Any] = {}
        if self.chance(0.8):
            out["at_least"] = "unstated" if self.chance(0.05) else self.pick(*numbers)
        if at_most and self.chance(0.25):
            least = out.get("at_least")
            fitting = [n for n in numbers if least in (None, "unstated") or float(n) >= float(least)]
            out = {**out, "at_most": self.pick(*fitting)} if fitting and least != "unstated" else {"at_most": 0}
        if self.chance(0.2):
            out["up_to"] = max([float(v) for v in out.values() if v != "unstated"] or [1]) + 1
            out["up_to"] = int(out["up_to"])
        return out

    def fields_of(self, kind: str, *types: str) -> list[str]:
        return [n for n, f in self.vocabulary.kinds[kind].fields.items() if f.type in types]

    def aggregate(self, *, decides: bool = True) -> dict[str, Any]:
        """A test over rows. One that decides something has a bound; targets, promises and indicators may be measures."""
        kind = self.pick(*KINDS, *KINDS, *STANDING, ANY_KIND)
        standing = kind in STANDING
        hows = {
            "count": [kind],
            "sum": self.fields_of(kind, "integer", "money", *MANY),
            "distinct": self.fields_of(kind, "text", "choice", "reference", "year", *MANY),
            "max": self.fields_of(kind, "integer", "money", "year"),
            "longest_run": self.fields_of(kind, "year"),
        }
        if self.exclusive:
            del hows["longest_run"]
        how = self.pick("count", "count", *[h for h, fields in hows.items() if fields])
        field = self.pick(*hows[how])
        money = how in ("sum", "max") and self.vocabulary.kinds[kind].fields[field].type == "money"
        test: Any = kind if how == "count" else f"{kind}.{field}"
        if how == "sum" and kind != ANY_KIND and self.chance(0.3):
            other = self.pick(*KINDS)
            more = self.fields_of(other, "integer", "money", *MANY)
            test = [test, f"{other}.{self.pick(*more)}"] if more else test
        both = isinstance(test, list)
        numbers = AMOUNTS if money else (0, 1, 1, 2, 3, 5)
        clause: dict[str, Any] = {"id": self.id(), how: test, **self.bound(numbers, at_most=not self.exclusive)}
        if self.chance(0.7):
            clause["within"] = self.pick(*WINDOWS)
        if self.chance(0.15) and not both:
            dates = self.fields_of(kind, "date")
            if dates and "within" in clause:
                clause["dated"] = self.pick(*dates)
        if self.chance(0.6) and not both:
            clause["where"] = self.filter(kind)
        if self.chance(0.2) and not both:
            clause["judge"] = {"question": "是否", "by": "office"}
            if self.chance(0.4):
                clause["judge"]["known"] = self.filter(kind, 1)
            texts = self.fields_of(kind, "text", "reference")
            if self.chance(0.4) and texts:
                clause["judge"]["record"] = self.pick(*texts)
        if self.chance(0.15) and not both:
            dates = [*self.fields_of(kind, "date"), "application", "contract", "opens", "closes", "publication"]
            unit = self.pick("working days", "days", "months", "years")
            clause["apart"] = {
                "from": self.pick(*dates),
                "to": self.pick(*dates),
                "at_least": f"{self.pick(0, 1, 10)} {unit}",
            }
        amounts = self.fields_of(kind, "integer", "money")
        if how == "distinct" and amounts and self.chance(0.5):
            clause["each"] = {"sum": self.pick(*amounts), "at_least": self.pick(0, 1, 5, "100.25")}
        if not standing and self.chance(0.5):
            clause["rows"] = self.pick("done", "plan", "both")
        if "leader" in self.vocabulary.kinds[kind].fields and not both and self.chance(0.5):
            clause["whose"] = self.pick("leader", "team", "organisation")
        if how in ("count", "sum", "distinct") and self.chance(0.1):
            for name in ("at_least", "at_most", "up_to"):
                clause.pop(name, None)
            clause["more_than_baseline"] = self.pick("kept", {"key": "kept", "within": self.pick(*WINDOWS)})
        if decides and not any(bound in clause for bound in BOUNDS):
            clause[self.pick("at_least", "at_least", "up_to") if not self.exclusive else "at_least"] = self.pick(
                *numbers
            )
        return clause

    def clause(self, depth: int = 3, *, decides: bool = True) -> dict[str, Any]:
        roll = self.random.random()
        if depth == 0 or roll < 0.45:
            clause = self.aggregate(decides=decides)
        elif roll < 0.52:
            clause = {"id": self.id(), "holds": self.comparison(dict(self.vocabulary.organisation), lists=False)}
        elif roll < 0.58:
            clause = {"id": self.id(), "judge": {"question": "是否", "by": "office"}}
        elif roll < 0.62:
            ends = ("founded", "application", "contract", "opens", "closes", "publication")
            unit = self.pick("working days", "days", "months", "years")
            spacing = {"from": self.pick(*ends), "to": self.pick(*ends), "at_least": f"{self.pick(0, 1, 12)} {unit}"}
            clause = {"id": self.id(), "apart": spacing}
        else:
            clause = self.tree(depth)
        if self.chance(0.12):
            clause["for"] = self.random.sample(TYPES, self.random.randint(1, 2))
        if self.chance(0.1) and "measures" not in clause:
            clause["measures"] = [{"count": self.pick(*KINDS)}]
        return clause

    def tree(self, depth: int) -> dict[str, Any]:
        how = self.pick("any_of", "all_of", "of", "one_reading_of")
        children = [self.clause(depth - 1) for _ in range(self.random.randint(2, 3))]
        clause: dict[str, Any] = {"id": self.id(), how: children}
        if how == "one_reading_of":
            # A reading is there for everyone that the clause is there for.
            for child in children:
                child.pop("for", None)
        if how == "of":
            clause["at_least"] = self.random.randint(1, len(children))
            if self.chance(0.2):
                clause["up_to"] = len(children)
            if clause["at_least"] > 1 and self.chance(0.6):
                clause["or_judged"] = {"at_least": clause["at_least"] - 1, "question": "是否", "by": "lead"}
                if self.chance(0.5):
                    clause["or_judged"]["for"] = self.random.sample(TYPES, 2)
        return clause

    # -- the file

    def programme(self) -> dict[str, Any]:
        windows = dict(WINDOWS)
        if self.chance(0.5):
            windows["gap"] = {"from": "application", "to": "contract", "counts_as": self.pick("none", "past", "plan")}
        days = sorted((self.pick("2025-03-03", "2025-05-09T16:00") for _ in range(2)), key=lambda day: day[:10])
        dates = {
            name: {"at": "unstated" if self.chance(0.5) else day}
            for name, day in zip(("opens", "closes"), days, strict=True)
        }
        data: dict[str, Any] = {
            "id": "random", "title": "随机", "what": "call", "year": 2025, "windows": windows, "lists": LISTS,
            "dates": dates, "applicants": {"types": list(TYPES)},
            "categories": [self.clause() for _ in range(self.random.randint(1, 3))],
        }  # fmt: skip
        if self.exclusive:
            data["claims"] = {"exclusive": "categories"}
        else:
            data["applicants"]["conditions"] = [self.clause(1) for _ in range(self.random.randint(0, 2))]
            data["exclusions"] = [self.aggregate() for _ in range(self.random.randint(0, 2))]
            data["targets"] = [self.aggregate(decides=False) for _ in range(self.random.randint(0, 2))]
            data["commitments"] = [self.clause(1, decides=False) for _ in range(self.random.randint(0, 1))]
            names = [name for name in ("one", "two") if self.chance(0.6)]
            data["tracks"] = [self.track(name, [n for n in names if n != name]) for name in names]
            data["attachments"] = self.attachments()
        for target in data.get("targets", []):
            target.pop("rows", None)
        if not self.exclusive or self.chance(0.5):
            of = "categories"
            data["qualification"] = {"at_least": self.random.randint(1, len(data["categories"])), "of": of}
        return data

    def track(self, name: str, others: list[str]) -> dict[str, Any]:
        track: dict[str, Any] = {
            "id": name,
            "label": name,
            "conditions": [self.clause(1)],
            "targets": [self.aggregate(decides=False)],
        }
        track["targets"][0].pop("rows", None)
        if others and self.chance(0.5):
            track["exclusive"] = others
        if self.chance(0.4):
            track["choose"] = {"field": ["甲", "乙", "丙"], "exactly": self.pick(1, 2)}
        if self.chance(0.4):
            track["joint"] = {
                "with": ["enterprise_association"],
                "clauses": self.pick([], [track["conditions"][0]["id"]]),
            }
        if self.chance(0.4):
            proof = self.pick({}, {"proof": "url"})
            of = list(self.random.sample(KINDS, 2))
            track["duties"] = [{"id": f"publish-{name}", "platform": "甲", "of": of, **proof}]
        return track

    def attachments(self) -> list[dict[str, Any]]:
        out: list[dict[str, Any]] = []
        for name in ("registration", "credit-report", "grade", "members"):
            if self.chance(0.5):
                continue
            attachment: dict[str, Any] = {"id": name}
            if self.chance(0.4):
                attachment["sealed"] = True
            roll = self.random.random()
            if roll < 0.3:
                attachment["each_year_of"] = self.pick("two_years", "past", "period", "last_year")
                attachment["from_founding"] = self.chance(0.5)
            elif roll < 0.5:
                kind = self.pick(*KINDS)
                attachment |= {"each_of": kind, "within": self.pick("past", "ever"), "where": self.filter(kind, 1)}
            elif roll < 0.7:
                attachment["valid_on"] = self.pick("application", "closes", "opens")
            for key, value in (("if_any", True), ("dated", True), ("type", "pdf"), ("for", ["hub"])):
                if self.chance(0.2):
                    attachment[key] = value
            out.append(attachment)
        return out

    # -- plans

    def indicator(self) -> dict[str, Any]:
        if self.chance(0.2):
            clause: dict[str, Any] = {"id": self.id(), "count": ORGANISATION_KIND}
            if self.chance(0.5):
                clause["where"] = self.comparison(dict(self.vocabulary.organisation), lists=False)
            if self.chance(0.5):
                clause["judge"] = {"question": "是否", "by": "lead"}
            if self.chance(0.5):
                clause["at_least"] = self.pick(1, 2, 5)
            if self.chance(0.5):
                clause["within"] = self.pick("this_year", "every_year")
            return clause
        clause = self.aggregate(decides=False)
        for name in ("whose", "more_than_baseline", "rows"):
            clause.pop(name, None)
        if "within" in clause and "dated" not in clause and self.chance(0.4):
            clause["within"] = "every_year"
        return clause

    def plan(self) -> dict[str, Any]:
        windows = {**WINDOWS, "every_year": {"from": "2023-06-01", "to": "2025-12-31", "each": "year"}}
        return {
            "id": "random",
            "title": "随机",
            "what": "plan",
            "year": 2025,
            "windows": windows,
            "lists": LISTS,
            "indicators": [self.indicator() for _ in range(self.random.randint(2, 5))],
        }


def random_programme(
    vocabulary: Vocabulary, seed: int, *, exclusive: bool = False, what: Literal["call", "plan"] = "call"
) -> Programme:
    """The first programme from ``seed`` on that loads: the few that the loader refuses are drawn again."""
    for attempt in range(200):
        writer = Writer(vocabulary, seed + attempt * 1_000_003, exclusive=exclusive)
        text = json.dumps(writer.programme() if what == "call" else writer.plan(), ensure_ascii=False)
        try:
            return load_programme(text, "random.yaml", vocabulary)
        except ProgrammeUnusable:
            continue
    raise AssertionError(f"no programme from seed {seed}")

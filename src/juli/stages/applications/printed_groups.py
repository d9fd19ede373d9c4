"""Sections that stand on the ledger, the plan or the targets, as groups of lines for paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from juli.engines.paper.forms.spec import Group, Target, Work
from juli.engines.paper.forms.values import day
from juli.engines.paper.problems import Language
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Aggregate, Clause, Programme
from juli.stages.applications.form import promises
from juli.stages.applications.form.cells import day_of, decimal_of
from juli.stages.applications.form.layout import Part

_LEAST: Final = Label("不少于 {number}{unit}", "at least {number} {unit}")
_OPEN: Final = Label("由人工认定", "judged by a person")
_OTHER: Final = Label("其他", "Other")


class Groups:
    """The groups of one application in one language. ``said``: its content with the facts for paper."""

    def __init__(self, programme: Programme, said: Mapping[str, Any], language: Language) -> None:
        self.programme, self.said, self.language = programme, said, language

    def say(self, label: Label | None) -> str:
        """A label in the language of the paper."""
        return label.say(self.language) if label is not None else ""

    def of(self, part: Part, value: Any) -> list[Group]:
        """The groups of one section."""
        if part.origin == "claims":
            return [self._claimed(group) for group in self.said["paper"]["works"]]
        if part.origin == "plan":
            return self._plan(value if isinstance(value, list) else [])
        return self._targets(part, value if isinstance(value, Mapping) else {})

    def _claimed(self, group: Mapping[str, Any]) -> Group:
        labels = self.programme.vocabulary.evidence
        works = tuple(
            Work(w["title"], w["when"], w["facts"], tuple(self.say(labels[e]) for e in w["evidence"] if e in labels))
            for w in group["works"]
        )
        clause = self.programme.clauses.get(group["category"])
        return Group(self.say(clause.label) if clause is not None else group["category"], works)

    def _plan(self, rows: list[Mapping[str, Any]]) -> list[Group]:
        """Planned works under the categories of their clauses."""
        roots = {c.id: root for root in (*self.programme.categories, *self.programme.commitments) for c in root.walk()}
        by_root: dict[str, list[Work]] = {}
        labels: dict[str, str] = {}
        for row in rows:
            if len(row) <= 1:
                continue
            root = roots.get(str(row.get("clause")))
            key = root.id if root else ""
            labels[key] = self.say(root.label if root else _OTHER)
            by_root.setdefault(key, []).append(self._planned(row))
        order = [key for key in dict.fromkeys(root.id for root in roots.values()) if key in by_root]
        return [Group(labels[key], tuple(by_root[key])) for key in [*order, *([""] if "" in by_root else [])]]

    def _planned(self, row: Mapping[str, Any]) -> Work:
        clause = self.programme.clauses.get(str(row.get("clause")))
        unit = self.say(clause.unit) if clause is not None and clause.unit else ""
        number = decimal_of(row.get("times"))
        said = f"{number:f}{unit}" if number is not None else ""
        name = self.say(clause.label) if clause is not None else ""
        detail = "\n".join(filter(None, (" ".join(filter(None, (name, said))), str(row.get("detail") or ""))))
        date = day_of(row.get("date"))
        when = day(date, self.language) if date is not None else str(row.get("date") or "")
        return Work(str(row.get("title") or ""), when, detail)

    def _targets(self, part: Part, values: Mapping[str, Any]) -> list[Group]:
        tracks = tuple(self.said["tracks"])
        grouped = promises.grouped(self.programme, part.section, self.said["applicant_type"], tracks)
        return [
            Group(
                self.say(label),
                tuple(self._target(leaf, values) for clause in clauses for leaf in promises.leaves(clause)),
                str(values.get(heading) or ""),
            )
            for label, heading, clauses in grouped
        ]

    def _target(self, leaf: Clause, values: Mapping[str, Any]) -> Target:
        unit = self.say(leaf.unit) if leaf.unit else ""
        if not isinstance(leaf.test, Aggregate):
            return Target(self.say(leaf.label), "", str(values.get(f"{promises.TEXT}{leaf.id}") or self.say(_OPEN)))
        number = decimal_of(values.get(f"{promises.NUMBER}{leaf.id}"))
        asked = promises.required(leaf)
        note = self.say(_LEAST).format(number=asked, unit=unit).strip() if asked else ""
        return Target(self.say(leaf.label), f"{number:f} {unit}".strip() if number is not None else "", note)

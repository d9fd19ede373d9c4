"""What the clauses of a file refer to by name: kinds, fields, windows, filters, judges. Every name is checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from juli.engines.policy import rules, schema
from juli.engines.policy.filters import checking, syntax
from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import NOTHING, series, told
from juli.engines.policy.problems import Problem, nearest
from juli.engines.policy.source import Path, Source
from juli.engines.policy.vocabulary import MANY, NUMERIC, ORGANISATION_KIND, Field, Kind, Vocabulary

#: Dates of an application or a call that ``apart`` may name beside the organisation's own fields.
CALL_DATES = ("application", "contract", "opens", "closes", "publication")
#: Fields that a filter may name, and what they are of.
Scope = tuple[Mapping[str, Field], Label]
_TEXTS = frozenset({"text", "choice", "reference"})
_READS: Mapping[str, tuple[frozenset[str], Label]] = {
    "sum": (frozenset({"integer", "money"}) | MANY, told("a number to add up")),
    "distinct": (_TEXTS | MANY | frozenset({"year"}), told("a name to tell apart")),
    "max": (NUMERIC, told("a number")),
    "longest_run": (frozenset({"year"}), told("a year")),
}


@dataclass(slots=True)
class References:
    """The names that a file may use; ``problems`` collects what is wrong."""

    source: Source
    vocabulary: Vocabulary
    windows: Mapping[str, schema.WrittenWindow]
    lists: Mapping[str, schema.WrittenList]
    is_plan: bool
    problems: list[Problem]

    def wrong(self, path: Path, text: Label, remedy: Label = NOTHING) -> None:
        """Add a problem at ``path``."""
        self.problems.append(Problem(self.source.place(path), text, remedy))

    def reading(self, text: str, how: str, path: Path) -> tuple[rules.Reading, Kind | None]:
        """``KIND`` or ``KIND.field``, checked for what ``how`` needs of it."""
        name, _, attribute = text.partition(".")
        kind = self.vocabulary.kinds.get(name)
        if kind is None:
            self.wrong(path, told('unknown kind "{}"', name), nearest(name, self.vocabulary.kinds))
            return rules.Reading(name), None
        if kind.name == ORGANISATION_KIND and not self.is_plan:
            self.wrong(path, told("organisations are counted by indicators"), told("use it under `what: plan`"))
        if how == "count":
            if attribute:
                self.wrong(
                    path, told('`count` takes a kind, found "{}"', text), told("write {}, or distinct: {}", name, text)
                )
            return rules.Reading(name), kind
        wanted, meaning = _READS[how]
        if not attribute:
            self.wrong(path, told("`{}` needs a field of {}", how, name), told("write {}.FIELD", name))
        else:
            self.field(attribute, [kind], path, wanted, meaning)
        return rules.Reading(name, attribute or None), kind

    def field(self, name: str, kinds: list[Kind], path: Path, types: frozenset[str], meaning: Label) -> None:
        """Check a field that each of ``kinds`` must have, of one of ``types``; ``meaning`` says what is asked of it."""
        for kind in kinds:
            found: Field | None = kind.fields.get(name)
            if found is None:
                self.wrong(path, told('unknown field "{}" of kind {}', name, kind.name), nearest(name, kind.fields))
            elif found.type not in types:
                fit = [n for n, f in kind.fields.items() if f.type in types]
                remedy = told("such as {}", series(fit[:5])) if fit else NOTHING
                self.wrong(path, told('"{}.{}" is {}, not {}', kind.name, name, found.type, meaning), remedy)

    def filter(self, text: str, path: Path, scopes: Sequence[Scope]) -> rules.Filter:
        """Parse and type-check a filter over every one of ``scopes`` (fields, what they are of)."""
        try:
            expression = syntax.parse(text)
        except syntax.FilterError as error:
            self.wrong(path, told('filter "{}", at character {}: {}', text, error.offset + 1, error.text), error.remedy)
            return rules.Filter(text, syntax.Value(True))
        for fields, of in scopes:
            for m in checking.mistakes(expression, fields, self.lists, of):
                self.wrong(path, told("{}, at character {} of the filter", m.text, m.offset + 1), m.remedy)
        return rules.Filter(text, expression)

    def window(self, name: str, path: Path) -> str:
        """A window's name, checked."""
        found = self.windows.get(name)
        if found is None:
            self.wrong(
                path,
                told('no window "{}"', name),
                nearest(name, self.windows, otherwise=told("declare it under `windows`")),
            )
        elif found.each is not None and not self.is_plan:
            self.wrong(
                path, told('"{}" judges each year by itself', name), told("that belongs to indicators (what: plan)")
            )
        return name

    def judge(self, w: schema.WrittenJudge, path: Path, kinds: tuple[Kind, ...]) -> rules.Judge:
        """Whom a clause asks, and of which rows of ``kinds``."""
        if w.by not in self.vocabulary.judges:
            self.wrong((*path, "by"), told('nobody is called "{}"', w.by), nearest(w.by, self.vocabulary.judges))
        scopes = [(k.fields, told("kind {}", k.name)) for k in kinds]
        known = self.filter(w.known, (*path, "known"), scopes) if w.known and kinds else None
        if w.record and kinds:
            text_types = frozenset({"text", "reference", "references"})
            self.field(w.record, list(kinds), (*path, "record"), text_types, told("a name"))
        return rules.Judge(w.question, w.by, known, w.record)

    def spacing(self, w: schema.WrittenSpacing, path: Path, kinds: list[Kind] | None) -> rules.Spacing:
        """Two dates and what lies between them: of rows of ``kinds``, or (None) of the applicant and the call."""
        for key, name in (("from", w.from_), ("to", w.to)):
            if kinds is not None:
                if name not in CALL_DATES:
                    self.field(name, kinds, (*path, key), frozenset({"date"}), told("a date"))
                continue
            found = self.vocabulary.organisation.get(name)
            if name not in CALL_DATES and (found is None or found.type != "date"):
                dates = [n for n, f in self.vocabulary.organisation.items() if f.type == "date"]
                self.wrong(
                    (*path, key),
                    told('"{}" is no date of the applicant or the call', name),
                    nearest(name, [*dates, *CALL_DATES]),
                )
        return rules.Spacing(w.from_, w.to, w.at_least)

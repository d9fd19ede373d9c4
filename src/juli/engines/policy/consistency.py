"""What a file must satisfy as a whole, once its parts are sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from juli.engines.policy import blocks, rules
from juli.engines.policy.filters import checking, syntax
from juli.engines.policy.forms import check_form
from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import both, told
from juli.engines.policy.problems import Problem, nearest
from juli.engines.policy.procedure import check_procedure
from juli.engines.policy.sense import check_numbers
from juli.engines.policy.soundness import check_clauses
from juli.engines.policy.source import Path, Source
from juli.engines.policy.vocabulary import ANY_KIND


def check_consistency(programme: rules.Programme, source: Source, *, whole: bool = True) -> list[Problem]:
    """Problems that only show when the parts are held together, in no particular order. ``whole`` is False where
    parts of the file had to be left out."""
    out = [
        *_names(programme),
        *_what(programme),
        *_exclusive(programme, source),
        *_dates(programme),
        *_tracks(programme),
        *_money(programme),
        *check_clauses(programme, whole=whole),
        *check_numbers(programme),
        *check_form(programme),
        *check_procedure(programme),
    ]
    return [Problem(source.place(path), text, remedy) for path, text, remedy in out]


Trouble = tuple[Path, Label, Label]


def _twice(names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {n for n in names if n in seen or seen.add(n)}  # type: ignore[func-returns-value]


def _names(p: rules.Programme) -> Iterator[Trouble]:
    for kind in p.costs:
        if kind not in p.vocabulary.kinds:
            yield ("costs", kind), told('unknown kind "{}"', kind), nearest(kind, p.vocabulary.kinds)
    if "categories" in (g.id for g in p.groups):
        yield ("groups",), told('"categories" stands for all of them'), told("call the group otherwise")
    for section, ids in (("groups", [g.id for g in p.groups]), ("tracks", [t.id for t in p.tracks])):
        for name in _twice(ids):
            yield (section,), told('the id "{}" stands twice', name), told("ids are unique")


def _what(p: rules.Programme) -> Iterator[Trouble]:
    if p.what == "plan":
        for key in ("qualification", "categories", "exclusions", "tracks", "points", "attachments"):
            if getattr(p, key):
                yield (
                    (key,),
                    told("a plan has no `{}`", key),
                    told("a plan has indicators; a call judges one organisation"),
                )
    elif p.indicators:
        yield ("indicators",), told("indicators belong to a plan"), told("set what: plan, or make them targets")


def _exclusive(p: rules.Programme, source: Source) -> Iterator[Trouble]:
    if not p.exclusive_claims:
        return
    if not p.categories:
        yield ("claims",), told("there is nothing to claim"), told("declare categories")
    for i, category in enumerate(p.categories):
        for clause in category.walk():
            if clause.bound.at_most is not None or (
                isinstance(clause.test, rules.Aggregate) and clause.test.how == "longest_run"
            ):
                text = told(
                    '"{}": under exclusive claims no clause of a category may carry at_most or longest_run', clause.id
                )
                yield ("categories", i), text, told("make it a condition, or an exclusion")


def _dates(p: rules.Programme) -> Iterator[Trouble]:
    for name, rule in p.dates.items():
        if name not in blocks.DATES and rule.label is None:
            # A misspelt deadline would be no deadline.
            yield (
                ("dates", name),
                told('unknown date "{}"', name),
                nearest(name, blocks.DATES, otherwise=told("give it a label")),
            )
    for name in p.dates:
        waits, seen = name, [name]
        while (waited := p.dates.get(waits)) is not None:
            given = waited.at or waited.before or waited.through
            if not isinstance(given, str) or given == "unstated":
                break
            if given == name and name == min(seen):
                others = both(other for other in p.dates if other in seen)
                text = (
                    told("the date {} waits for itself", name)
                    if len(seen) == 1
                    else told("the dates {} wait for one another", others)
                )
                yield ("dates", max(seen), "at"), text, told("give one of them a day")
            if given in seen:
                break
            waits = given
            seen.append(waits)


def _tracks(p: rules.Programme) -> Iterator[Trouble]:
    known = [t.id for t in p.tracks]
    for i, track in enumerate(p.tracks):
        for key, names in (("combine_with", track.combine_with), ("exclusive", track.exclusive)):
            for name in names:
                if name not in known:
                    yield ("tracks", i, key), told('no track "{}"', name), nearest(name, known)
        yield from _joint(p, track.joint, ("tracks", i, "joint"))
    yield from _joint(p, p.applicants.joint, ("applicants", "joint"))


def _joint(p: rules.Programme, joint: blocks.Joint | None, path: Path) -> Iterator[Trouble]:
    if joint is None:
        return
    for name in joint.with_:
        if name not in p.vocabulary.applicant_types:
            yield (
                (*path, "with"),
                told('unknown applicant type "{}"', name),
                nearest(name, p.vocabulary.applicant_types),
            )
    for name in joint.clauses:
        if name not in p.clauses:
            yield (*path, "clauses"), told('no clause "{}"', name), nearest(name, p.clauses)


def _money(p: rules.Programme) -> Iterator[Trouble]:
    if p.budget is None:
        return
    if p.budget.window and p.budget.window not in p.windows:
        yield (
            ("budget", "window"),
            told('no window "{}"', p.budget.window),
            nearest(p.budget.window, p.windows, otherwise=told("declare it under `windows`")),
        )
    if p.budget.applied is not None:
        sections = p.form.sections if p.form is not None else ()
        amounts = [f"{s.id}.{f.id}" for s in sections for f in s.fields if f.type == "money"]
        if p.budget.applied not in amounts:
            yield (
                ("budget", "applied"),
                told('no amount "{}" in the form', p.budget.applied),
                nearest(p.budget.applied, amounts, otherwise=told("add a field of type money to a section")),
            )
    fields = p.vocabulary.kinds[ANY_KIND].fields
    for i, rule in enumerate(p.budget.leave_out):
        path: Path = ("budget", "leave_out", i, "where")
        try:
            for m in checking.mistakes(syntax.parse(rule.where), fields, (), told("every achievement")):
                yield path, told("{}, at character {} of the filter", m.text, m.offset + 1), m.remedy
        except syntax.FilterError as error:
            yield path, told('filter "{}", at character {}: {}', rule.where, error.offset + 1, error.text), error.remedy

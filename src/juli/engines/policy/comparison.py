"""In what two versions of one clause differ, and whether the new one asks more or less."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Literal, NamedTuple

from juli.engines.policy import describe
from juli.engines.policy.filters import implication
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Number, Unstated
from juli.engines.policy.rules import (
    Aggregate,
    AllOf,
    AnyOf,
    Apart,
    Clause,
    Filter,
    Holds,
    Judged,
    KOf,
    OneReading,
    Programme,
    Spacing,
    Window,
)
from juli.engines.policy.vocabulary import Field

Direction = Literal["tightened", "loosened", "changed", "none"]
NOTHING = Label("无", "none")


_RELATIONS: Mapping[str, Direction] = {"narrower": "tightened", "wider": "loosened", "other": "changed"}


class Aspect(NamedTuple):
    """One respect in which a clause differs: its name, both sides in words, and whether more or less is asked."""

    name: str
    old: Label
    new: Label
    direction: Direction


def aspects(
    old: Clause,
    new: Clause,
    old_programme: Programme,
    new_programme: Programme,
    moved: Container[tuple[str, str]] = (),
) -> Iterator[Aspect]:
    """Every respect in which ``new`` differs from ``old``; wording last. ``moved`` are steps from window to window that
    the whole edition took, and that are not said of each clause.
    """
    a, b = decisive(old), decisive(new)
    yield from _bounds(a, b)
    yield from _tests(a, b)
    if isinstance(a.test, Aggregate) and isinstance(b.test, Aggregate):
        found = _rows(a.test, b.test, old_programme, new_programme, moved)
        limits = b.bound.at_most is not None and b.bound.at_least is None
        yield from (_turned(aspect) for aspect in found) if limits else found
        yield from _asked_of_rows(a, b)
    else:
        yield from _asked_once(a, b, new_programme)
    yield from _evidence(a, b, new_programme)
    yield from _applicants(a, b, new_programme)
    if (old.label, a.unit) != (new.label, b.unit):
        yield Aspect("wording", old.label, new.label, "none")


_OPPOSITE: Mapping[Direction, Direction] = {"tightened": "loosened", "loosened": "tightened"}


def _turned(aspect: Aspect) -> Aspect:
    """What lets more rows count asks more of whoever must stay below a number."""
    return aspect._replace(direction=_OPPOSITE.get(aspect.direction, aspect.direction))


def decisive(clause: Clause) -> Clause:
    """The clause, or its first reading with the label that stands above it."""
    while isinstance(clause.test, OneReading):
        clause = clause.test.children[0]
    return clause


def _bounds(a: Clause, b: Clause) -> Iterator[Aspect]:
    steps = [
        _step(a.bound.at_least, b.bound.at_least, more_is="tightened"),
        _step(a.bound.at_most, b.bound.at_most, more_is="loosened"),
        _step(a.bound.up_to, b.bound.up_to, more_is="loosened"),
    ]
    found = {s for s in steps if s is not None}
    if found:
        direction: Direction = found.pop() if len(found) == 1 else "changed"
        yield Aspect("bound", describe.bound_words(a), describe.bound_words(b), direction)


def _step(old: Number | Unstated | None, new: Number | Unstated | None, more_is: Direction) -> Direction | None:
    if old == new:
        return None
    if isinstance(old, Unstated) or isinstance(new, Unstated):
        return "changed"
    less_is: Direction = "loosened" if more_is == "tightened" else "tightened"
    if old is None or new is None:
        return "tightened" if old is None else "loosened"
    return more_is if new > old else less_is


def _tests(a: Clause, b: Clause) -> Iterator[Aspect]:
    """How the children decide: all of them, any of them, so many of them."""
    if type(a.test) is not type(b.test):
        direction: Direction = "changed"
        if isinstance(a.test, AllOf) and isinstance(b.test, AnyOf):
            direction = "loosened"
        elif isinstance(a.test, AnyOf) and isinstance(b.test, AllOf):
            direction = "tightened"
        yield Aspect("test", _way(a), _way(b), direction)
        return
    if isinstance(a.test, AnyOf | AllOf | KOf) and len(a.children) != len(b.children):
        more = len(b.children) > len(a.children)
        # More ways to reach something make it easier; more that must all be reached, harder.
        easier = more is not isinstance(b.test, AllOf)
        yield Aspect("alternatives", _count(a), _count(b), "loosened" if easier else "tightened")
    if isinstance(a.test, KOf) and isinstance(b.test, KOf) and a.test.or_judged != b.test.or_judged:
        direction = "tightened" if b.test.or_judged is None else ("loosened" if a.test.or_judged is None else "changed")
        old, new = (NOTHING if t.or_judged is None else t.or_judged.judge.question for t in (a.test, b.test))
        yield Aspect("discretion", old, new, direction)


def _way(clause: Clause) -> Label:
    if isinstance(clause.test, AllOf):
        return Label("须全部达到", "all of them")
    if isinstance(clause.test, AnyOf):
        return Label("达到任一项", "any of them")
    if isinstance(clause.test, KOf):
        return Label("达到若干项", "some of them")
    return describe.bound_words(clause) if isinstance(clause.test, Aggregate) else clause.label


def _count(clause: Clause) -> Label:
    return Label(f"{len(clause.children)} 项", f"{len(clause.children)}")


def _rows(
    a: Aggregate, b: Aggregate, old: Programme, new: Programme, moved: Container[tuple[str, str]]
) -> Iterator[Aspect]:
    kinds = {r.kind for r in (*a.reads, *b.reads)}
    if (a.how, a.reads) != (b.how, b.reads):
        yield Aspect("what", _reads(a, old), _reads(b, new), "changed")
    elif a.where != b.where and len(kinds) == 1:
        fields = new.vocabulary.kinds[kinds.pop()].fields
        relation = implication.compare(
            a.where.expression if a.where else None, b.where.expression if b.where else None, fields
        )
        if relation != "same":
            yield Aspect("filter", _filter(a.where, fields), _filter(b.where, fields), _RELATIONS[relation])
    if (a.within, b.within) not in moved and not (a.dated == b.dated and same_window(old, a.within, new, b.within)):
        before, after = window_sides(old, a.within, new, b.within)
        yield Aspect("window", before, after, _window_direction(a, b, old, new))
    if a.judge != b.judge:
        sides = [NOTHING if t.judge is None else t.judge.question for t in (a, b)]
        yield Aspect("judge", sides[0], sides[1], _appeared(a.judge, b.judge))
    if a.apart != b.apart:
        yield Aspect("apart", _spacing(a.apart), _spacing(b.apart), _spacing_direction(a.apart, b.apart))
    if a.each != b.each:
        sides = [NOTHING if t.each is None else Label.both(f"{t.each[0]} ≥ {t.each[1]}") for t in (a, b)]
        direction = _appeared(a.each, b.each) if a.each is None or b.each is None else _each_step(a.each[1], b.each[1])
        yield Aspect("each", sides[0], sides[1], direction)
    if a.rows != b.rows:
        yield Aspect("rows", ROWS[a.rows], ROWS[b.rows], "loosened" if b.rows == "both" else "changed")


def _asked_of_rows(a: Clause, b: Clause) -> Iterator[Aspect]:
    """What else rows are asked for: whose they are, how long they are about, more than when."""
    before, after = a.aggregate, b.aggregate
    if before.whose != after.whose:
        wider = ("leader", "team", "organisation")
        # Whose rows count for a limit: more people's rows are more to stay below, and more to reach a number with.
        more = wider.index(after.whose) > wider.index(before.whose)
        limits = b.bound.at_most is not None
        yield Aspect("whose", WHOSE[before.whose], WHOSE[after.whose], "tightened" if more is limits else "loosened")
    if before.about != after.about:
        sides = [
            Label.both(", ".join(f"{n} ≈ {x}" for n, x in t.about)) if t.about else NOTHING for t in (before, after)
        ]
        yield Aspect("about", sides[0], sides[1], "changed")
    if a.bound.baseline != b.bound.baseline:
        sides = [NOTHING if c.bound.baseline is None else MORE for c in (a, b)]
        yield Aspect("baseline", sides[0], sides[1], _appeared(a.bound.baseline, b.bound.baseline))
    if a.split_by != b.split_by:
        sides = [Label.both(c.split_by) if c.split_by else NOTHING for c in (a, b)]
        yield Aspect("split", sides[0], sides[1], "none")


def _asked_once(a: Clause, b: Clause, programme: Programme) -> Iterator[Aspect]:
    """Clauses that read no rows: the applicant's record, a length of time, a person's answer."""
    if isinstance(a.test, Holds) and isinstance(b.test, Holds) and a.test != b.test:
        fields = programme.vocabulary.organisation
        relation = implication.compare(a.test.where.expression, b.test.where.expression, fields)
        if relation != "same":
            yield Aspect("filter", _filter(a.test.where, fields), _filter(b.test.where, fields), _RELATIONS[relation])
    if isinstance(a.test, Apart) and isinstance(b.test, Apart) and a.test != b.test:
        old, new = a.test.spacing, b.test.spacing
        same_dates = (old.start, old.end) == (new.start, new.end)
        direction = _spacing_direction(old, new) if same_dates else "changed"
        yield Aspect("apart", _spacing(old), _spacing(new), direction)
    if isinstance(a.test, Judged) and isinstance(b.test, Judged) and a.test != b.test:
        yield Aspect("judge", a.test.judge.question, b.test.judge.question, "changed")


WHOSE = {
    "organisation": Label("本单位", "the organisation's"),
    "team": Label("项目组", "the team's"),
    "leader": Label("负责人", "the leader's"),
}
MORE = Label("比基数有增加", "more than before")
ROWS = {
    "done": Label("已完成", "done"),
    "plan": Label("计划", "planned"),
    "both": Label("已完成和计划", "done and planned"),
    "promised": Label("承诺", "promised"),
}


def _each_step(old: Number, new: Number) -> Direction:
    return _step(old, new, more_is="tightened") or "none"


def _reads(test: Aggregate, programme: Programme) -> Label:
    kinds = [programme.vocabulary.kinds[r.kind].label for r in test.reads]
    return Label("、".join(k.zh for k in kinds), ", ".join(k.en for k in kinds))


def _filter(found: Filter | None, fields: Mapping[str, Field]) -> Label:
    return NOTHING if found is None else describe.filter_words(found, fields)


def same_window(old: Programme, a: str | None, new: Programme, b: str | None) -> bool:
    """Whether two windows are the same, seen from the year of each edition."""
    if a is None or b is None:
        return a is b
    return _seen_from(old.windows[a], old.year) == _seen_from(new.windows[b], new.year)


def _seen_from(window: Window, year: int) -> tuple[object, ...]:
    """What a window spans, its years counted from the edition's own."""

    def relative(edge: object) -> object:
        if isinstance(edge, str) and edge[:4].isdigit():
            return int(edge[:4]) - year, edge[4:]
        return edge

    return window.years, relative(window.start), relative(window.end), window.length, window.first_day_counts


def window_sides(old: Programme, a: str | None, new: Programme, b: str | None) -> tuple[Label, Label]:
    """Two windows in words that tell them apart: by name, else by how they are laid down, else by what year."""
    sides = _window(a, old), _window(b, new)
    if a is None or b is None or not _alike(*sides):
        return sides
    rules = describe.window_rule(old.windows[a]), describe.window_rule(new.windows[b])
    if _alike(*rules):
        rules = _of_year(rules[0], old), _of_year(rules[1], new)
    return _with(sides[0], rules[0]), _with(sides[1], rules[1])


def _alike(a: Label, b: Label) -> bool:
    return a.zh == b.zh or a.en == b.en


def _with(name: Label, rule: Label) -> Label:
    return Label(f"{name.zh}（{rule.zh}）", f"{name.en} ({rule.en})")


def _of_year(rule: Label, programme: Programme) -> Label:
    return Label(f"{rule.zh}，申报年度 {programme.year}", f"{rule.en}, the call's year being {programme.year}")


def _window(name: str | None, programme: Programme) -> Label:
    return Label("不限时间", "any time") if name is None else programme.windows[name].label


def _window_direction(a: Aggregate, b: Aggregate, old: Programme, new: Programme) -> Direction:
    """A window that appears asks more, one that goes asks less; of two counted in years the shorter asks more."""
    if a.within is None or b.within is None:
        return _appeared(a.within, b.within)
    before, after = old.windows[a.within].years, new.windows[b.within].years
    if before is None or after is None or before == after:
        return "changed"
    longer = (after[1] - after[0]) - (before[1] - before[0])
    return "changed" if longer == 0 else ("loosened" if longer > 0 else "tightened")


def _appeared(old: object, new: object) -> Direction:
    if old is None:
        return "tightened"
    return "loosened" if new is None else "changed"


def _spacing(spacing: Spacing | None) -> Label:
    if spacing is None:
        return NOTHING
    length, unit = spacing.at_least
    words = {"working days": "个工作日", "days": "天", "months": "个月", "years": "年"}
    return Label(f"{length} {words[unit]}", f"{length} {unit}")


def _spacing_direction(a: Spacing | None, b: Spacing | None) -> Direction:
    if a is None or b is None or a.at_least.unit != b.at_least.unit:
        return _appeared(a, b)
    return _each_step(a.at_least.length, b.at_least.length)


def _evidence(a: Clause, b: Clause, programme: Programme) -> Iterator[Aspect]:
    before, after = ({*c.evidence, *((name, f.text) for name, f in c.evidence_if)} for c in (a, b))
    if before == after:
        return
    stricter, laxer = _covers(b, a), _covers(a, b)
    direction: Direction = (
        "tightened" if stricter and not laxer else ("loosened" if laxer and not stricter else "changed")
    )
    yield Aspect(
        "evidence",
        describe.evidence_words(a.evidence, programme),
        describe.evidence_words(b.evidence, programme),
        direction,
    )


def _covers(strict: Clause, lax: Clause) -> bool:
    """Whether whoever proves ``strict`` has proved ``lax``: each of its entries contains one of the other's."""
    proved = all(any(set(mine) <= set(entry) for mine in strict.evidence) for entry in lax.evidence)
    return proved and {(n, f.text) for n, f in lax.evidence_if} <= {(n, f.text) for n, f in strict.evidence_if}


def _applicants(a: Clause, b: Clause, programme: Programme) -> Iterator[Aspect]:
    if a.applies_to == b.applies_to:
        return
    yield Aspect("applicants", _types(a, programme), _types(b, programme), "changed")


def _types(clause: Clause, programme: Programme) -> Label:
    if clause.applies_to is None:
        return Label("全部类型", "all types")
    labels = [programme.vocabulary.applicant_types[t] for t in sorted(clause.applies_to)]
    return Label("、".join(x.zh for x in labels), ", ".join(x.en for x in labels))

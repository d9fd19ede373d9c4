"""Two editions of a programme, clause by clause: added, dropped, tightened, loosened, changed, reworded.

Clauses are matched by id; those left over under a matched parent, by what they read. The default reading of a clause
with several stands for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from juli.engines.policy import describe
from juli.engines.policy.comparison import Aspect, aspects, decisive, same_window, window_sides
from juli.engines.policy.labels import Label
from juli.engines.policy.quantities import Amount
from juli.engines.policy.rules import Aggregate, Clause, Given, Programme
from juli.engines.policy.wording import GIVEN, STAGES

Change = Literal["added", "dropped", "tightened", "loosened", "changed", "reworded", "same"]


class ClauseChange(NamedTuple):
    """One clause in both editions (None where it isn't there), how it changed, and in what.

    ``depth`` counts from 0 at the top of its ``section`` (a key of the programme file).
    """

    section: str
    depth: int
    change: Change
    old: Clause | None
    new: Clause | None
    aspects: tuple[Aspect, ...]


class TermChange(NamedTuple):
    """Something beside the clauses that differs: applicant types, claims, quota, amount, stages …"""

    name: Label
    old: Label
    new: Label


class Difference(NamedTuple):
    """What sets ``new`` apart from ``old``; clauses in the order of the new file, dropped ones after their siblings."""

    old: Programme
    new: Programme
    clauses: tuple[ClauseChange, ...]
    terms: tuple[TermChange, ...]

    def count(self, change: Change) -> int:
        """How many clauses changed in this way."""
        return sum(c.change == change for c in self.clauses)


def difference(old: Programme, new: Programme) -> Difference:
    """Compare two programmes; they need not be editions of one, but matching ids is what makes it telling."""
    moved = _moved_windows(old, new)
    clauses: list[ClauseChange] = []
    for section, of in _SECTIONS.items():
        clauses.extend(_Matcher(old, new, section, moved).lists(of(old), of(new), 0))
    return Difference(old, new, tuple(clauses), (*_terms(old, new), *_window_terms(old, new, moved)))


#: An edition's own span replaces the last one's in all its clauses; said once where at least so many share the step.
_COMMON = 3


def _moved_windows(old: Programme, new: Programme) -> frozenset[tuple[str, str]]:
    """The pairs of windows by which many clauses moved alike: (old name, new name)."""
    steps: Counter[tuple[str, str]] = Counter()
    for name, after in new.clauses.items():
        before = old.clauses.get(name)
        if before is not None and isinstance(before.test, Aggregate) and isinstance(after.test, Aggregate):
            a, b = before.test.within, after.test.within
            if a is not None and b is not None and not same_window(old, a, new, b):
                steps[a, b] += 1
    return frozenset(step for step, count in steps.items() if count >= _COMMON)


def _window_terms(old: Programme, new: Programme, moved: frozenset[tuple[str, str]]) -> Iterator[TermChange]:
    for a, b in sorted(moved):
        yield TermChange(Label("计算时段", "Window"), *window_sides(old, a, new, b))


def _qualification(p: Programme) -> tuple[Clause, ...]:
    return () if p.qualification is None else (p.qualification,)


_SECTIONS: dict[str, Callable[[Programme], tuple[Clause, ...]]] = {
    "applicants": lambda p: (*p.applicants.conditions, *p.applicants.limits),
    "exclusions": lambda p: (*p.exclusions, *(c for t in p.tracks for c in (*t.conditions, *t.exclusions))),
    "categories": lambda p: p.categories,
    "qualification": _qualification,
    "commitments": lambda p: p.commitments,
    "targets": lambda p: (*p.targets, *(c for t in p.tracks for c in t.targets)),
    "indicators": lambda p: p.indicators,
    "attachments": lambda p: tuple(a.clause for a in p.attachments),
}


class _Matcher:
    def __init__(self, old: Programme, new: Programme, section: str, moved: frozenset[tuple[str, str]]) -> None:
        self.old, self.new, self.section, self.moved = old, new, section, moved

    def lists(
        self, old: Iterable[Clause], new: Iterable[Clause], depth: int, above: Pair | None = None
    ) -> Iterator[ClauseChange]:
        """The changes of two lists of siblings under ``above``."""
        before, after = list(old), list(new)
        partner = _partners(before, after)
        for clause in after:
            match = partner.get(id(clause))
            if match is None:
                yield from self.whole("added", None, clause, depth)
            else:
                before.remove(match)
                yield from self.pair(match, clause, depth, above)
        for clause in before:
            yield from self.whole("dropped", clause, None, depth)

    def whole(self, change: Change, old: Clause | None, new: Clause | None, depth: int) -> Iterator[ClauseChange]:
        """A clause that only one edition has, with all below it."""
        yield ClauseChange(self.section, depth, change, old, new, ())
        for child in _below(old) if old is not None else ():
            yield from self.whole(change, child, None, depth + 1)
        for child in _below(new) if new is not None else ():
            yield from self.whole(change, None, child, depth + 1)

    def pair(self, old: Clause, new: Clause, depth: int, above: Pair | None) -> Iterator[ClauseChange]:
        """The change of one clause, and of all below it."""
        found = tuple(
            a for a in self.aspects(old, new) if not (above and a.name in _INHERITED and _same(a, above, self))
        )
        below = list(self.lists(_below(old), _below(new), depth + 1, (old, new)))
        yield ClauseChange(self.section, depth, _overall(found), old, new, found)
        yield from self.reunited(below) if depth == 0 else below

    def aspects(self, old: Clause, new: Clause) -> tuple[Aspect, ...]:
        """In what two clauses differ, less what the whole edition moved by."""
        return tuple(aspects(old, new, self.old, self.new, self.moved))

    def reunited(self, changes: list[ClauseChange]) -> Iterator[ClauseChange]:
        """A clause that only moved up or down under its heading: one change, not a drop and an addition."""
        dropped = [c for c in changes if c.change == "dropped" and c.old is not None and not _below(c.old)]
        partners: dict[int, ClauseChange] = {}
        for change in changes:
            if change.change != "added" or change.new is None or _below(change.new):
                continue
            signature = _signature(change.new)
            match = next((d for d in dropped if d.old and signature and _signature(d.old) == signature), None)
            if match is not None:
                dropped.remove(match)
                partners[id(change)] = match
        gone = {id(match) for match in partners.values()}
        for change in changes:
            if id(change) in gone:
                continue
            match = partners.get(id(change))
            if match is None or match.old is None or change.new is None:
                yield change
            else:
                found = self.aspects(match.old, change.new)
                yield ClauseChange(self.section, change.depth, _overall(found), match.old, change.new, found)


Pair = tuple[Clause, Clause]
#: What a clause takes from the one above it: said there, and not again.
_INHERITED = ("evidence", "applicants")


def _same(aspect: Aspect, above: Pair, matcher: _Matcher) -> bool:
    return any(a == aspect for a in matcher.aspects(*above))


def _below(clause: Clause) -> tuple[Clause, ...]:
    """The children that matter: of readings, those of the one that decides; of a reference, none (they stand above)."""
    plain = decisive(clause)
    if getattr(plain.test, "refers", None) is not None:
        return ()
    return plain.children


def _partners(old: list[Clause], new: list[Clause]) -> dict[int, Clause]:
    """For each new clause (by identity) its old one: same id, else the same thing read, in order."""
    by_id = {c.id: c for c in old}
    out = {id(c): by_id[c.id] for c in new if c.id in by_id}
    taken = {id(c) for c in out.values()}
    for clause in new:
        if id(clause) in out:
            continue
        signature = _signature(clause)
        match = next((c for c in old if id(c) not in taken and signature and _signature(c) == signature), None)
        if match is not None:
            out[id(clause)] = match
            taken.add(id(match))
    return out


def _signature(clause: Clause) -> object:
    """What a clause is about, in a form that can be compared; None where that isn't telling."""
    test = decisive(clause).test
    if isinstance(test, Aggregate):
        return test.how, tuple((r.kind, r.field) for r in test.reads)
    return None if isinstance(test, Given) or not decisive(clause).children else _leaves(clause)


def _leaves(clause: Clause) -> frozenset[object]:
    found = (c.test for c in decisive(clause).walk() if isinstance(c.test, Aggregate))
    return frozenset((t.how, tuple((r.kind, r.field) for r in t.reads)) for t in found)


def _overall(found: tuple[Aspect, ...]) -> Change:
    directions = {a.direction for a in found if a.name != "wording"}
    if not found:
        return "same"
    if not directions:
        return "reworded"
    if directions == {"tightened"}:
        return "tightened"
    return "loosened" if directions == {"loosened"} else "changed"


def _terms(old: Programme, new: Programme) -> Iterator[TermChange]:
    types = new.vocabulary.applicant_types
    names = dict.fromkeys(("opens", "closes", "paper", *new.dates, *old.dates))
    dates = {name: _date_label(name, new, old) for name in names}

    def said(p: Programme) -> list[tuple[Label, Label]]:
        lang = ("zh", "en")
        named = [Label("、".join(types[t].zh for t in p.applicants.types if t in types),
                       ", ".join(types[t].en for t in p.applicants.types if t in types))]  # fmt: skip
        steps = [STAGES[s.name] for s in p.workflow.stages] if p.workflow else []
        basis = [(p.notice.basis and [b.say(la) for b in p.notice.basis]) or [] for la in lang]
        yes = {True: Label("一项工作只归一类", "one work counts in one category"),
               False: Label("不限制归类", "no limit on claiming")}  # fmt: skip
        return [
            (Label("申报主体", "Applicants"), named[0]),
            (Label("归类", "Claims"), yes[p.exclusive_claims]),
            (Label("选择方式", "Choice"), _choice(p)),
            *_support(p),
            *((label, _date(p, name)) for name, label in dates.items()),
            (Label("流程", "Stages"), Label("、".join(x.zh for x in steps), ", ".join(x.en for x in steps))),
            (Label("依据", "Basis"), Label("、".join(basis[0]), ", ".join(basis[1]))),
        ]

    for (name, before), (_, after) in zip(said(old), said(new), strict=True):
        if before != after:
            yield TermChange(name, before, after)


NOT_STATED = Label("通知未载明", "not stated")


def _support(p: Programme) -> Iterator[tuple[Label, Label]]:
    names = {
        "quota": Label("支持数量", "Quota"),
        "amount": Label("支持金额", "Amount"),
        "total": Label("总额", "Total"),
    }
    for key, name in names.items():
        found = getattr(p.support, key) if p.support else Amount()
        unit = None if key == "quota" else describe.YUAN
        yield name, NOT_STATED if found == Amount() else describe.amount_words(found, unit, describe.counted_by(p))
    prefer = p.support.prefer if p.support else None
    words = NOT_STATED if prefer is None else describe.filter_words(prefer, p.vocabulary.organisation)
    yield Label("优先", "Preferred"), words


def _date(p: Programme, name: str) -> Label:
    rule = p.dates.get(name)
    unstated = rule is None or "unstated" in (rule.at, rule.before, rule.through)
    return NOT_STATED if rule is None or unstated else describe.moment_words(rule)


def _date_label(name: str, *programmes: Programme) -> Label:
    """What a date is called: the usual ones alike in every edition, the others by the file's own word."""
    own = (p.dates[name].label for p in programmes if name in p.dates)
    return GIVEN.get(name) or next(filter(None, own), Label.both(name))


def _choice(p: Programme) -> Label:
    if p.points is not None and p.points.rank:
        return Label("按量化分值排序", "ranked by points")
    return Label("专家评审", "chosen by review")

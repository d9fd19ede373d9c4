"""What one row can do: every set of clauses that a new row, or the missing values of an old one, can serve at once.

A row may serve clauses whose conditions some row satisfies together, so all satisfiable sets of clauses are found, with
what such a row brings to each; those that another beats in everything are dropped. That keeps the plan exact also where
one event feeds several clauses.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from juli.engines.policy.dossier import Bare
from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.optimise.gains import Gain
from juli.engines.policy.optimise.literals import Among, Compared, Condition, Conjunction, Dated, Listed
from juli.engines.policy.optimise.outline import Part
from juli.engines.policy.optimise.shapes import TEXTS, NewName, Shape, Subject, shape
from juli.engines.policy.quantities import Number
from juli.engines.policy.rules import Aggregate
from juli.engines.policy.vocabulary import ANY_KIND, MANY
from juli.engines.policy.windows import Interval

#: How many values of a field with few of them are tried one by one.
VALUES = 40
#: How many years before and after today a run of years is looked for in.
YEARS = 12


@dataclass(frozen=True, slots=True)
class Way:
    """One way to serve a clause: conditions on the row, and whether a person's answer is needed."""

    conditions: Conjunction
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """Something a row could do: count under ``part`` (``avoid`` False), stay out of it, or, without a part, bring a
    name into the list ``brings``."""

    part: Part | None
    ways: tuple[Way, ...]
    avoid: bool = False
    brings: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing a row can do. ``gains`` by clause id; ``judged`` the clauses where a person must answer (with no, for
    those avoided); ``brings`` are new names of named lists; ``pinned`` values the row must have; ``elements`` all it
    does."""

    shape: Shape
    gains: Mapping[str, Gain]
    avoids: frozenset[str]
    judged: frozenset[str]
    brings: frozenset[NewName]
    pinned: Mapping[str, Any]
    elements: tuple[Element, ...] = ()

    @property
    def uses(self) -> frozenset[NewName]:
        """Names that a new row must bring into a list first."""
        return frozenset(v for v in self.pinned.values() if isinstance(v, NewName) and v.list) - self.brings

    def fills(self) -> tuple[str, ...]:
        """The missing fields that matter, of a row that is there already."""
        subject = self.shape.subject
        return () if subject.is_new else tuple(n for n in self.shape.mentioned() if subject.is_free(n))

    def beats(self, other: Offer) -> bool:
        """Whether this offer does everything that the other does, with no more judgements, names or fields."""
        return (
            all(leaf in self.gains and _covers(self.gains[leaf], gain) for leaf, gain in other.gains.items())
            and self.avoids >= other.avoids
            and self.judged <= other.judged
            and self.uses <= other.uses
            and self.brings >= other.brings
            and set(self.fills()) <= set(other.fills())
        )


def _covers(a: Gain, b: Gain) -> bool:
    amount = a.amount is None or (b.amount is not None and a.amount >= b.amount)
    fresh = a.fresh is None or (b.fresh is not None and a.fresh >= b.fresh)
    return amount and fresh and a.names == b.names and a.bare == b.bare


def offers(subject: Subject, elements: Sequence[Element], partial: Mapping[str, frozenset[Any]]) -> list[Offer]:
    """Everything worth doing with one row. ``partial`` holds, by clause id, the names that rows have
    towards an ``each``.
    """
    found: list[Offer] = []
    for some in _subsets(subject, elements, found, partial):
        found += some
    return _undominated(found)


def _undominated(found: list[Offer]) -> list[Offer]:
    kept: list[Offer] = []
    for offer in found:
        if not any(other.beats(offer) for other in kept):
            kept = [other for other in kept if not offer.beats(other)] + [offer]
    return kept


def _subsets(
    subject: Subject, elements: Sequence[Element], found: list[Offer], partial: Mapping[str, frozenset[Any]]
) -> Iterator[list[Offer]]:
    """The offers of every satisfiable set of elements, the largest first, as long as a set could add something."""
    for size in range(len(elements), 0, -1):
        for some in itertools.combinations(elements, size):
            if not _could_add(some, found):
                continue
            together = [o for ways in _satisfied(subject, some) for o in _offered(subject, some, ways, partial)]
            if together:
                yield together


def _could_add(some: Sequence[Element], found: Iterable[Offer]) -> bool:
    """Whether a set of elements could do better than an offer that does all of them, and more, without any limit."""
    counted = {e.part.id for e in some if e.part is not None and not e.avoid}
    avoided = {e.part.id for e in some if e.part is not None and e.avoid}
    brought = {e.brings for e in some if e.brings}
    return not any(
        not offer.judged
        and not offer.pinned
        and not offer.fills()
        and counted <= set(offer.gains)
        and avoided <= offer.avoids
        and brought <= {name.list for name in offer.brings}
        and all(_is_full(e.part, offer.gains[e.part.id]) for e in some if e.part is not None and not e.avoid)
        for offer in found
    )


def _is_full(part: Part, gain: Gain) -> bool:
    """Whether no row could bring more to a clause."""
    if part.test.how in ("sum", "max"):
        return gain.amount is None
    return part.test.how == "count" or (not gain.names and not gain.bare and gain.fresh in (None, 1))


def _satisfied(subject: Subject, some: Sequence[Element]) -> Iterator[tuple[Way, ...]]:
    """Every way to do all of ``some`` at once."""

    def extended(taken: tuple[Way, ...], rest: Sequence[Element]) -> Iterator[tuple[Way, ...]]:
        if not rest:
            yield taken
            return
        for way in rest[0].ways:
            if shape(subject, _joined((*taken, way))) is not None:
                yield from extended((*taken, way), rest[1:])

    yield from extended((), some)


def _joined(ways: Sequence[Way]) -> Conjunction:
    return tuple(dict.fromkeys(c for way in ways for c in way.conditions))


def _offered(
    subject: Subject, some: Sequence[Element], ways: Sequence[Way], partial: Mapping[str, frozenset[Any]]
) -> Iterator[Offer]:
    """What a row does that satisfies ``ways``: once for each choice of the names that matter."""
    plain = shape(subject, _joined(ways))
    for pinned in _pins(plain, some, partial) if plain is not None else ():
        offer = _offer(subject, some, ways, pinned)
        if offer is not None:
            yield offer


def _offer(subject: Subject, some: Sequence[Element], ways: Sequence[Way], pinned: Mapping[str, Any]) -> Offer | None:
    """What a row does that satisfies ``ways`` and has the values ``pinned``."""
    conditions = _joined(ways)
    plain = shape(subject, conditions)
    if plain is None:
        return None
    bound = tuple(c for field, value in pinned.items() for c in _bound(plain, field, value))
    found = shape(subject, (*conditions, *bound)) if bound else plain
    if found is None:
        return None
    parts = [(e, e.part, way) for e, way in zip(some, ways, strict=True) if e.part is not None]
    return Offer(
        shape=found,
        gains={part.id: gained(part, found, pinned) for e, part, _ in parts if not e.avoid},
        avoids=frozenset(part.id for e, part, _ in parts if e.avoid),
        judged=frozenset(part.id for _, part, way in parts if way.judged),
        brings=frozenset(
            v for v in pinned.values() if isinstance(v, NewName) and any(e.brings == v.list for e in some)
        ),
        pinned=pinned,
        elements=tuple(some),
    )


def relaxed(offer: Offer, needed: frozenset[str]) -> Offer:
    """The offer with nothing asked of the row but what the clauses ``needed`` ask, in the fewest conditions."""
    subject = offer.shape.subject
    some = [e for e in offer.elements if e.part is None or e.avoid or e.part.id in needed]
    wanted = {leaf: gain for leaf, gain in offer.gains.items() if leaf in needed}
    best = offer
    for ways in _satisfied(subject, some):
        plain = shape(subject, _joined(ways))
        if plain is None:
            continue
        fields = {name for pins in itertools.islice(_pins(plain, some, {}), 1) for name in pins}
        told_apart = {
            read_field(e.part.test, plain) for e in some if e.part is not None and e.part.test.how == "distinct"
        }
        pinned = {name: value for name, value in offer.pinned.items() if name in fields | told_apart}
        found = _offer(subject, some, ways, pinned)
        if (
            found is not None
            and all(_covers(found.gains[leaf], gain) for leaf, gain in wanted.items())
            and found.judged <= offer.judged
            and found.uses <= offer.uses
            and found.brings >= offer.brings
            and set(found.fills()) <= set(offer.fills())
            and len(found.shape.conditions) < len(best.shape.conditions)
        ):
            best = found
    return best


def _bound(plain: Shape, field: str, value: Any) -> tuple[Condition, ...]:
    """A field that has just this value."""
    if plain.subject.fields[field].type != "year":
        return (Among(field, frozenset({value}), inside=True),)
    own = Compared(field, "==", value)
    if "date" not in plain.bounds:
        return (own,)
    return own, Dated(Interval(dt.date(value, 1, 1), dt.date(value, 12, 31)), "date", "event")


def _pins(plain: Shape, some: Sequence[Element], partial: Mapping[str, frozenset[Any]]) -> Iterator[dict[str, Any]]:
    """The choices of names that matter: for fields told apart by name, or that a named list asks about."""
    fields: dict[str, list[Any]] = {}
    for element in some:
        if element.brings:
            named = plain.subject.context.programme.lists[element.brings].reads
            field = named.field if named else None
            fields.setdefault(field or "", []).extend(NewName(element.brings, i) for i in range(plain.subject.names))
        elif element.part is not None and not element.avoid and element.part.test.how == "longest_run":
            field, today = read_field(element.part.test, plain), plain.subject.context.as_of.year
            if plain.subject.is_free(field):
                fields.setdefault(field, []).extend(range(today - YEARS, today + YEARS))
        elif element.part is not None and not element.avoid and element.part.test.how == "distinct":
            field = read_field(element.part.test, plain)
            if plain.subject.fields[field].type in TEXTS and plain.subject.is_free(field):
                fields.setdefault(field, []).extend(_names(plain, element.part, field, partial))
    for condition in plain.conditions:
        if isinstance(condition, Listed) and condition.inside and condition.field not in fields:
            allowed = sorted(plain.values(condition.field) or (), key=_by_age)
            old = [v for v in allowed if not isinstance(v, NewName)][:1]
            fields[condition.field] = [*old, *(v for v in allowed if isinstance(v, NewName))]
    names = list(fields)
    for picked in itertools.product(*(dict.fromkeys(fields[n]) for n in names)):
        yield {name: value for name, value in zip(names, picked, strict=True) if value is not None}


def _by_age(value: Any) -> tuple[bool, str]:
    return isinstance(value, NewName), str(value)


def _names(plain: Shape, part: Part, field: str, partial: Mapping[str, frozenset[Any]]) -> list[Any]:
    """Names worth giving in a field: any new one (None), those of a short list, those that are part of the
    way there.
    """
    allowed = plain.values(field)
    if allowed is not None:
        return sorted((v for v in allowed if v != ""), key=_by_age)[:VALUES]
    each = part.test.each
    if each is None:
        return [None]
    most = plain.most(each[0])
    begun = sorted(partial.get(part.id, frozenset()), key=str)[:VALUES]
    if most is not None and most < each[1]:
        # No row reaches the sum alone: several have to share a name.
        need = part.need[0] or 0
        return [*begun, *(NewName("", i) for i in range(min(int(need), VALUES)))]
    return [*begun, None]


def read_field(test: Aggregate, found: Shape) -> str:
    """The field that a test reads of a row."""
    kinds = (found.subject.kind, ANY_KIND)
    return next((r.field for r in test.reads if r.kind in kinds), test.reads[0].field) or ""


def gained(part: Part, found: Shape, pinned: Mapping[str, Any]) -> Gain:
    """The most that a row of this shape brings to a clause."""
    test = part.test
    if test.how == "count":
        return Gain()
    field = read_field(test, found)
    if test.how in ("sum", "max"):
        kinds = (found.subject.kind, ANY_KIND)
        names = [r.field or "" for r in test.reads if r.kind in kinds] if test.how == "sum" else [field]
        amounts = [found.most(n) for n in dict.fromkeys(names)]
        return Gain(None if None in amounts else sum(a for a in amounts if a is not None))
    kind = found.subject.fields[field]
    if test.how == "longest_run":
        return Gain(0, frozenset({found.least(field)}))
    if kind.type in MANY:
        return _many(field, found)
    amount: Number | None = found.most(test.each[0]) if test.each is not None else 0
    if field in pinned:
        return Gain(amount, frozenset({pinned[field]}))
    if not found.subject.is_free(field):
        value = found.subject.known.get(field)
        return Gain(amount, frozenset() if value in (None, "") or value is UNKNOWN else frozenset({value}))
    # A name of its own counts where the row reaches the minimum alone.
    return Gain(0, fresh=int(test.each is None or amount is None or amount >= test.each[1]))


def _many(field: str, found: Shape) -> Gain:
    """The names that a field of many can hold."""
    if not found.subject.is_free(field):
        value = found.subject.known.get(field) or ()
        if isinstance(value, Bare):
            return Gain(0, bare=int(value))
        return Gain(0, frozenset(v[0] if isinstance(v, tuple) else v for v in value))
    choices = [c for c in found.subject.fields[field].choices if c not in found.lacks.get(field, frozenset())]
    most = found.most(field)
    if choices:
        return Gain(0, frozenset(choices[: int(most if most is not None else len(choices))]))
    return Gain(0, fresh=None if most is None else int(most))

"""Texts of one row: what each may be, which are equal, which differ. Few values are tried; the rest may be anything."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from juli.engines.policy.optimise.bounds import Impossible

#: What a text may be; None: anything.
Allowed = frozenset[Any] | None


class Texts:
    """Texts by field. ``start`` gives what a field may be before anything is asked of it; ``""`` is an empty field."""

    def __init__(self, start: Callable[[str], Allowed]) -> None:
        self._start = start
        self._allowed: dict[str, Allowed] = {}
        self._barred: dict[str, frozenset[Any]] = {}
        self._same: list[tuple[str, str]] = []
        self._apart: list[tuple[str, str]] = []

    def names(self) -> tuple[str, ...]:
        """The fields that something is asked of."""
        return tuple(self._allowed)

    def values(self, name: str) -> Allowed:
        """What a field may be by itself."""
        if name not in self._allowed:
            self._allowed[name] = self._start(name)
        allowed = self._allowed[name]
        return None if allowed is None else allowed - self.barred(name)

    def barred(self, name: str) -> frozenset[Any]:
        """What a field must not be."""
        return self._barred.get(name, frozenset())

    def allow(self, name: str, values: frozenset[Any]) -> None:
        """The field is one of these."""
        self.values(name)
        allowed = self._allowed[name]
        self._allowed[name] = values if allowed is None else allowed & values

    def bar(self, name: str, values: frozenset[Any]) -> None:
        """The field is none of these."""
        self.values(name)
        self._barred[name] = self.barred(name) | values

    def equal(self, left: str, right: str) -> None:
        """Two fields say the same."""
        self.values(left)
        self.values(right)
        self._same.append((left, right))

    def differ(self, left: str, right: str) -> None:
        """Two fields say something different."""
        self.values(left)
        self.values(right)
        self._apart.append((left, right))

    def check(self) -> None:
        """Raises Impossible when nothing can be written."""
        if next(self._spelled(), None) is None:
            raise Impossible

    def written(self, asked: Mapping[str, Any], fresh: Callable[[str], str]) -> dict[str, Any]:
        """A text for every field; those in ``asked`` as asked, those that may be anything made by ``fresh``.

        Raises Impossible when that can't be.
        """
        for chosen in self._spelled():
            out = dict(chosen)
            for names, allowed in self._classes():
                if allowed is None:
                    value = next((asked[n] for n in names if n in asked), None)
                    out.update(dict.fromkeys(names, fresh(names[0]) if value is None else value))
            out.update({n: value for n, value in asked.items() if n not in out})
            if all(out[n] == value for n, value in asked.items()) and all(out[a] != out[b] for a, b in self._apart):
                return out
        raise Impossible

    def _spelled(self) -> Iterator[dict[str, Any]]:
        """Ways to fill in the texts with few values; texts that may be anything are left out."""
        classes = self._classes()
        if any({a, b} <= set(names) for a, b in self._apart for names, _ in classes):
            return
        limited = [(names, allowed) for names, allowed in classes if allowed is not None]
        # An empty field comes last: a row that says something reads better.
        for picked in itertools.product(*(sorted(allowed, key=_emptiness) for _, allowed in limited)):
            chosen = {name: value for (names, _), value in zip(limited, picked, strict=True) for name in names}
            if not any(a in chosen and b in chosen and chosen[a] == chosen[b] for a, b in self._apart):
                yield chosen

    def _classes(self) -> list[tuple[tuple[str, ...], Allowed]]:
        """Texts that are equal to one another, with what they may be."""
        groups: list[set[str]] = [{name} for name in sorted(self._allowed)]
        for a, b in self._same:
            joined = [g for g in groups if a in g or b in g]
            groups = [g for g in groups if g not in joined] + [set().union(*joined)]
        out = []
        for group in groups:
            limits = [found for name in group if (found := self._allowed[name]) is not None]
            allowed = frozenset.intersection(*limits) if limits else None
            barred = frozenset().union(*(self.barred(name) for name in group))
            out.append((tuple(sorted(group)), None if allowed is None else allowed - barred))
        return out


def _emptiness(value: Any) -> tuple[bool, str]:
    return value == "", str(value)

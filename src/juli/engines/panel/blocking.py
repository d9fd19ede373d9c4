"""Why no assignment exists: the applications that can't all be served, and what blocks each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np

from juli.engines.panel.flow import Bools, Ints, Network, Stuck, solve
from juli.engines.panel.problems import PanelError

#: Up to so many applications, each is tried whether the others would be blocked without it.
FEW = 40


class Somebody(Protocol):
    """An expert as far as this matters."""

    @property
    def id(self) -> str:
        """The id."""

    @property
    def institution(self) -> str:
        """The institution."""

    @property
    def least(self) -> int:
        """How many applications the expert must have."""


class Something(Protocol):
    """An application as far as this matters."""

    @property
    def id(self) -> str:
        """The id."""

    @property
    def need(self) -> int:
        """How many experts it needs."""


class Blocked(NamedTuple):
    """One of the applications that can't all be served.

    It needs ``need`` more experts, and can get all but ``wanted`` elsewhere; these must come from ``full``: experts
    whom it may have, who have no room for all that want them. ``conflicts`` and ``forbidden`` are kept from it;
    ``institutions`` names those of which it may have only one of several.
    """

    application: str
    need: int
    wanted: int
    conflicts: tuple[str, ...]
    forbidden: tuple[str, ...]
    full: tuple[str, ...]
    institutions: tuple[tuple[str, tuple[str, ...]], ...]


class Infeasible(PanelError):
    """No assignment exists.

    ``blocked`` together want more of the experts in ``full`` than these have ``places``; leaving out any one of them
    would end that (proved for up to 40; beyond that, for these experts). Or ``below`` names experts who can't be given
    their least.
    """

    def __init__(
        self,
        zh: str,
        en: str,
        blocked: tuple[Blocked, ...] = (),
        full: tuple[str, ...] = (),
        places: int = 0,
        below: tuple[str, ...] = (),
    ) -> None:
        super().__init__(zh, en)
        self.blocked, self.full, self.places, self.below = blocked, full, places, below


def least_unreachable(experts: Sequence[Somebody]) -> Infeasible:
    """These experts can't all be given what they must have at least."""
    names = [e.id for e in experts]
    return Infeasible(
        f"无法使专家{'、'.join(names)}达到最少承担量；请降低其下限，或减少回避与禁止",
        f"{', '.join(names)} can't be given their least; lower it, or lift what keeps them from applications",
        below=tuple(names),
    )


def explained(
    network: Network,
    stuck: Stuck,
    rows: Sequence[Something],
    experts: Sequence[Somebody],
    conflicts: Bools,
    forbidden: Bools,
) -> Infeasible:
    """What blocks an assignment, as few applications as show it."""
    flat = replace(network, scores=np.zeros_like(network.scores), least=np.zeros_like(network.least))
    kept, full = _fewest(flat, stuck.experts)
    wanted = _wanted(flat, full)
    blocked = []
    for i in kept:
        several: defaultdict[str, list[str]] = defaultdict(list)
        for j in np.flatnonzero(network.allowed[i] & ~full).tolist():
            several[experts[j].institution].append(experts[j].id)
        one_of = ((name, tuple(ids)) for name, ids in sorted(several.items()) if name and len(ids) > 1)
        blocked.append(
            Blocked(
                rows[i].id,
                int(network.need[i]),
                int(wanted[i]),
                _ids(experts, conflicts[i]),
                _ids(experts, forbidden[i] & ~conflicts[i]),
                _ids(experts, network.allowed[i] & full),
                tuple(one_of) if network.institutions < len(experts) else (),
            )
        )
    places = int(network.most[full].sum())
    zh = "；".join(_zh(b) for b in blocked[:5]) + ("……" if len(blocked) > 5 else "")
    en = "; ".join(_en(b) for b in blocked[:5]) + ("; …" if len(blocked) > 5 else "")
    total = sum(b.wanted for b in blocked)
    return Infeasible(
        f"无法指派：{len(blocked)}项申报还需{total}人次，可用专家只有{places}人次。{zh}",
        f"can't be assigned: {len(blocked)} applications still want {total} places where there are {places}. {en}",
        tuple(blocked),
        _ids(experts, full),
        places,
    )


def _ids(experts: Sequence[Somebody], where: Bools) -> tuple[str, ...]:
    return tuple(experts[j].id for j in np.flatnonzero(where).tolist())


def _zh(b: Blocked) -> str:
    parts = [f"回避{len(b.conflicts)}人", f"禁止{len(b.forbidden)}人", f"已满{len(b.full)}人"]
    shown = [p for p, n in zip(parts, (b.conflicts, b.forbidden, b.full), strict=True) if n]
    shown += [f"{name}只能取一人" for name, _ in b.institutions]
    return f"“{b.application}”需{b.need}人（{'，'.join(shown) or '无人可选'}）"


def _en(b: Blocked) -> str:
    parts = [f"{len(b.conflicts)} in conflict", f"{len(b.forbidden)} forbidden", f"{len(b.full)} full"]
    shown = [p for p, n in zip(parts, (b.conflicts, b.forbidden, b.full), strict=True) if n]
    shown += [f"only one of {name}" for name, _ in b.institutions]
    return f'"{b.application}" needs {b.need} ({", ".join(shown) or "nobody is left"})'


def _wanted(network: Network, full: Bools) -> Ints:
    """How many each row must have from among ``full``: it can have one of each institution outside."""
    outside = np.zeros((len(network.need), network.institutions), bool)
    for j in np.flatnonzero(~full):
        outside[:, network.institution[j]] |= network.allowed[:, j]
    wanted: Ints = np.maximum(network.need - outside.sum(axis=1), 0)
    return wanted


def _fewest(network: Network, full: Bools) -> tuple[list[int], Bools]:
    """Rows that want more of ``full`` than there is, as few as possible; what they are blocked by."""
    kept = _enough(network, full, range(len(network.need)))
    if len(kept) > FEW:
        return kept, full
    for i in reversed(list(kept)):
        if i not in kept:
            continue
        rest = [k for k in kept if k != i]
        part = replace(network, scores=network.scores[rest], allowed=network.allowed[rest], need=network.need[rest])
        try:
            solve(part, np.zeros_like(part.allowed))
        except Stuck as stuck:
            full = stuck.experts
            kept = _enough(network, full, rest)
    return kept, full


def _enough(network: Network, full: Bools, rows: Sequence[int]) -> list[int]:
    """So many of ``rows`` that they just want more of ``full`` than there is; those who want most first."""
    wanted, places = _wanted(network, full), int(network.most[full].sum())
    kept: list[int] = []
    for i in sorted(rows, key=lambda i: (-wanted[i], i)):
        if sum(int(wanted[k]) for k in kept) > places:
            break
        if wanted[i]:
            kept.append(i)
    return sorted(kept)

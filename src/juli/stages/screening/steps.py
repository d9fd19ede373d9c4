"""The office's pages of one call, in the order of its life, as each stage makes its own known when it starts.

Whoever has done one step sees where the next one is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise

from juli.engines.policy.rules import Programme
from juli.stages.accounts.roles import Role
from juli.stages.calls.models import Call


def _always(_programme: Programme) -> bool:
    return True


class Step(NamedTuple):
    """One step. ``place`` orders them; ``roles`` see it; ``there`` says whether the call's file has it."""

    name: str
    label: str | Promise
    url: Callable[[Call], str]
    place: int
    roles: frozenset[Role]
    there: Callable[[Programme], bool] = _always


class Link(NamedTuple):
    """A step as the page shows it."""

    label: str | Promise
    url: str
    current: bool


_steps: dict[str, Step] = {}


def register(step: Step) -> None:
    """Make a step known. Raises ValueError where another one has its name."""
    if _steps.setdefault(step.name, step) != step:
        raise ValueError(f"there is another step called {step.name}")


def links(call: Call, programme: Programme, roles: frozenset[Role], current: str) -> list[Link]:
    """The steps of a call that somebody with these posts sees, the one called ``current`` marked."""
    seen = [step for step in _steps.values() if step.roles & roles and step.there(programme)]
    return [Link(step.label, step.url(call), step.name == current) for step in sorted(seen, key=lambda one: one.place)]

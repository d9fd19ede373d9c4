"""What the pages of a screening need: ``{% load screening %}``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current as rules
from juli.stages.screening import steps
from juli.stages.screening.correcting import Part

register = template.Library()


@register.filter
def of(known: Mapping[str, int], key: str) -> int:
    """What a mapping has under a key; 0 where it has nothing."""
    return known.get(key, 0)


@register.filter
def any_ticked(parts: Iterable[Part]) -> bool:
    """Whether one of the parts is ticked."""
    return any(part.ticked for part in parts)


@register.inclusion_tag("screening/parts/steps.html", takes_context=True)
def call_steps(context: dict[str, Any], call: Call, current: str) -> dict[str, Any]:
    """Where the office's steps of a call are, the one called ``current`` marked."""
    return {"links": steps.links(call, rules(call).programme, frozenset(context["reader"].roles), current)}

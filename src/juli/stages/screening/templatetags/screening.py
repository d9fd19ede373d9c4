"""What the pages of a screening need: ``{% load screening %}``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template

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

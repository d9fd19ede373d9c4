"""Tags of the notice's pages: ``{% load notices %}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from juli.engines.policy.rules import Programme
from juli.stages.calls.models import Call
from juli.stages.calls.notices import queries
from juli.stages.calls.notices.overview import annexes, contacts
from juli.stages.calls.notices.proposals import Proposal
from juli.stages.calls.notices.queries import Anchoring, Passage
from juli.stages.calls.notices.words import SURENESS, Words, reasons_words

register = template.Library()


@register.simple_tag
def sureness(proposal: Proposal) -> Words:
    """How sure a proposal is, as a word."""
    return SURENESS[proposal.sureness]


@register.simple_tag
def reasons(proposal: Proposal) -> str:
    """Why a passage is proposed."""
    return reasons_words(proposal.reasons)


@register.simple_tag
def line_of(anchoring: Anchoring, number: int) -> str:
    """The words of a line of the notice."""
    lines = anchoring.outline.lines
    at = number - 1
    return lines[at].shown if 0 <= at < len(lines) and lines[at].number == number else ""


@register.inclusion_tag("calls/notices/passage.html")
def passage_of(passages: Mapping[str, Passage] | None, clause: str) -> dict[str, Any]:
    """The notice's own words for a clause; nothing where none are known. ``passages`` is ``queries.passages(call)``."""
    return {"passage": passages.get(clause) if passages else None}


@register.inclusion_tag("calls/notices/notice_card.html")
def notice_card(call: Call, programme: Programme) -> dict[str, Any]:
    """The notice of a published call with its annexes and contacts, as a card; nothing where there is none of them."""
    return {
        "call": call,
        "has_text": queries.in_force(call) is not None,
        "annexes": annexes(call),
        "contacts": contacts(call, programme),
    }

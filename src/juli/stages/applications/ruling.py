"""The rules that an act stands under: the call's text with the amendments published by then."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import Rules, rules_of


class Ruling(NamedTuple):
    """The rules and the text that they were read from."""

    rules: Rules
    text: str


def ruling(call: Call, at: datetime) -> Ruling:
    """The rules at an instant: an amendment published later, even by a moment, is not among them.

    Raises ProgrammeUnusable.
    """
    amendment = call.amendments.filter(published_at__lte=at).order_by("-number").first()
    return Ruling(rules_of(call, amendment), call.text if amendment is None else amendment.text)


def once(edition: str, text: str, digest: str) -> Rules:
    """The rules that a kept text says. Raises ProgrammeUnusable."""
    return rules_of(Call(edition=edition, text=text, digest=digest))

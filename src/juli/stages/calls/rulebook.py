"""The rules that a call stands under, read from its own text: what is on the shelf may have moved on since."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.loader import load_programme
from juli.engines.policy.rules import Programme
from juli.stages.calls.models import Amendment, Call
from juli.stages.calls.shelf import Shelf, shelf


class Rules(NamedTuple):
    """The rules as they stand, and the judge that applies them. ``amendment`` is 0 for the text first published."""

    programme: Programme
    judge: Judge
    digest: str
    amendment: int


def rules_of(call: Call, amendment: Amendment | None = None) -> Rules:
    """A call's rules as first published, or as amended. Raises ProgrammeUnusable (a draft may not hold together)."""
    text, number = (call.text, 0) if amendment is None else (amendment.text, amendment.number)
    return read_rules(call.edition, text)._replace(amendment=number)


def current(call: Call) -> Rules:
    """A call's rules as they stand now, the latest amendment included. Raises ProgrammeUnusable."""
    return rules_of(call, call.amendments.order_by("-number").first())


def read_rules(edition: str, text: str) -> Rules:
    """The rules that a text lays down; errors name the edition's file. Raises ProgrammeUnusable."""
    return _read(edition, text, shelf())


@lru_cache(maxsize=64)
def _read(edition: str, text: str, found: Shelf) -> Rules:
    programme = load_programme(text, f"{edition}/programme.yaml", found.vocabulary)
    return Rules(programme, Judge(programme, found.calendar), programme.digest, 0)

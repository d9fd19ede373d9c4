"""What a row of the permission table says; each stage writes its own rows by hand in ``<stage>.py`` beside this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from juli.stages.accounts.roles import Role
from tests.people import People

#: Everybody who may knock: nobody in particular, somebody who is nothing, another organisation's administrator, roles.
EVERYBODY = ("nobody", "stranger", "other", *(role.value for role in Role))
SIGNED_IN = tuple(who for who in EVERYBODY if who != "nobody")
#: The two who belong to the organisation that the table is about.
OURS = (Role.ADMINISTRATOR.value, Role.STAFF.value)
OFFICE = (Role.OFFICER.value, Role.LEAD.value)


def nothing(_people: People) -> dict[str, Any]:
    """No part of the address, no field of the form."""
    return {}


@dataclass(frozen=True)
class Row:
    """Who gets through to one address in one state; the others are refused (403), or sent to sign in.

    ``arrange`` puts the matter into ``state`` and gives the parts of the address; ``body`` makes the form. Whoever is in
    ``hides`` is told that there is nothing (404). ``action`` names what it does: ``organisations.invite``.
    """

    route: str
    allows: tuple[str, ...]
    method: str = "GET"
    state: str = ""
    arrange: Callable[[People], Mapping[str, Any]] = nothing
    body: Callable[[People], Mapping[str, Any]] = nothing
    hides: tuple[str, ...] = ()
    action: str = ""
    headers: Mapping[str, str] | None = None

    def __str__(self) -> str:
        """What a failing test is called."""
        return f"{self.method} {self.route}{f' [{self.state}]' if self.state else ''}"


def got(status: int, location: str) -> str:
    """What became of a request: ``through``, ``sign in``, ``refused``, ``hidden``."""
    if status in {301, 302} and "/accounts/login/" in location:
        return "sign in"
    return {403: "refused", 404: "hidden"}.get(status, "through")

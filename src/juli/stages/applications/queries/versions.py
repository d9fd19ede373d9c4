"""The versions of an application: the list, one of them, two of them side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.http import Http404

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.stages.accounts.models import User
from juli.stages.applications.contents import content
from juli.stages.applications.form.comparing import Difference, differences, said
from juli.stages.applications.form.layout import Part, label_of, parts
from juli.stages.applications.models import Application, Version
from juli.stages.applications.queries.frame import Frame, frame
from juli.stages.applications.starting import say
from juli.stages.applications.unlocking import WHOLE

PER_PAGE = 30


@dataclass(frozen=True)
class Listed:
    """The page of all versions, the latest first. ``unsaved``: the application says something newer than the last."""

    frame: Frame
    page: Page[Version]
    unsaved: bool


@dataclass(frozen=True)
class Told:
    """One section of a version: its name, its places with their texts."""

    label: Label
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Changed:
    """One section that two versions fill differently."""

    label: Label
    lines: tuple[Difference, ...]


@dataclass(frozen=True)
class Reading:
    """The page of one version, beside another where one is named (``other`` None: what the application says now)."""

    frame: Frame
    version: Version
    told: tuple[Told, ...]
    compared: bool
    other: Version | None
    changed: tuple[Changed, ...]


def listed(user: User | AnonymousUser, organisation: int, application: int, at: dt.datetime, page: str) -> Listed:
    """All versions of an application. Raises Http404, Refused."""
    around = frame(user, organisation, application, "versions", at).on(WHOLE)
    rows = (
        Version.objects.filter(application=around.application).select_related("by").order_by("-number").defer("content")
    )
    last = rows.first()
    unsaved = last is None or last.state_of != around.application.version
    return Listed(around, Paginator(rows, PER_PAGE).get_page(page), unsaved)


def reading(
    user: User | AnonymousUser, organisation: int, application: int, number: int, other: str, at: dt.datetime
) -> Reading:
    """One version; ``other``: the number of the one to compare it with, ``now``, or empty. Raises Http404, Refused."""
    around = frame(user, organisation, application, "versions", at).on(WHOLE)
    version = _version(around.application, number)
    said_then = version.content or {}
    second: Version | None = None
    newer: dict[str, Any] | None = None
    if other == "now":
        newer = content(around.programme, around.application)
    elif other.isdecimal() and other.isascii() and len(other) < 10:
        second = _version(around.application, int(other))
        newer = second.content or {}
    changed: Sequence[Changed] = ()
    if newer is not None:
        older = said_then
        if second is not None and second.number < version.number:
            older, newer = newer, older
        changed = list(compared(around.programme, around.application, older, newer))
    return Reading(around, version, tuple(told(around.programme, said_then)), newer is not None, second, tuple(changed))


def told(programme: Programme, value: dict[str, Any]) -> list[Told]:
    """What a version says, section by section."""
    found = []
    for part in _parts(programme, value):
        lines = [line for _key, line in said(programme, part, value["answers"].get(part.id), _titles(value))]
        taken = value.get("record", {}).get(part.id, {})
        names = {field.id: say(label_of(field)) for field in part.section.fields}
        lines = [(names.get(field, field), text) for field, text in taken.items() if text] + lines
        found.append(Told(part.label, tuple(lines)))
    return found


def compared(
    programme: Programme, application: Application, older: dict[str, Any], newer: dict[str, Any]
) -> list[Changed]:
    """The sections that two contents fill differently."""
    del application
    found = []
    for part in _parts(programme, newer or older):
        one, other = (value.get("answers", {}).get(part.id) for value in (older, newer))
        lines = differences(programme, part, one, other, {**_titles(older), **_titles(newer)})
        names = {field.id: say(label_of(field)) for field in part.section.fields}
        before, after = (value.get("record", {}).get(part.id, {}) for value in (older, newer))
        lines += [
            Difference(names.get(name, name), before.get(name, ""), after.get(name, ""))
            for name in {**before, **after}
            if before.get(name, "") != after.get(name, "")
        ]
        if lines:
            found.append(Changed(part.label, tuple(lines)))
    return found


def _titles(value: dict[str, Any]) -> dict[str, str]:
    """What works are called, as a final version keeps it for paper."""
    return dict((value.get("paper") or {}).get("titles") or {})


def _parts(programme: Programme, value: dict[str, Any]) -> tuple[Part, ...]:
    if not value:
        return ()
    return parts(programme, value["applicant_type"], tuple(value["tracks"]))


def _version(application: Application, number: int) -> Version:
    found = Version.objects.filter(application=application, number=number).select_related("by").first()
    if found is None:
        raise Http404(f"the application has no version {number}")
    return found

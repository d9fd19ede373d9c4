"""A section of the form as its page shows it: controls with what stands in them, what is wrong, what adds up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from juli.stages.accounts.models import User
from juli.stages.applications.form.controls import Control, Maker, Sum, TargetGroup
from juli.stages.applications.form.layout import Part
from juli.stages.applications.models import Answer, Presence, Rival
from juli.stages.applications.queries import checking
from juli.stages.applications.queries.checking import Check, Known, Mark
from juli.stages.applications.queries.frame import Frame
from juli.stages.ledger.models import Achievement

#: Who has not been heard of for so long has gone.
GONE = dt.timedelta(seconds=75)


@dataclass(frozen=True)
class Step:
    """One line of the list of sections."""

    part: Part
    mark: Mark
    current: bool


@dataclass(frozen=True)
class Category:
    """One category as the ledger stands under it, for a section of claims."""

    label: Any
    status: str
    actual: int
    required: int | None


@dataclass(frozen=True)
class Page:
    """The page of one section."""

    frame: Frame
    part: Part
    version: int
    controls: tuple[Control, ...]
    groups: tuple[TargetGroup, ...]
    sums: tuple[Sum, ...]
    categories: tuple[Category, ...]
    steps: tuple[Step, ...]
    check: Check
    rival: Rival | None
    others: tuple[User, ...]
    before: Part | None
    after: Part | None
    saved_at: dt.datetime | None
    saved_by: User | None


def page(around: Frame, user: User | AnonymousUser, section: str, at: dt.datetime) -> Page:
    """One section's page; the first one where ``section`` is empty. Raises Http404, DossierUnusable."""
    given = checking.known(around.application, around.rules, at)
    parts = given.parts
    index = next((i for i, part in enumerate(parts) if part.id == section), 0 if parts and not section else None)
    if index is None:
        raise Http404(f"the form has no section {section}")
    part = parts[index]
    around = around.on(part.id)
    found = checking.check(given)
    answer = Answer.objects.filter(application=around.application, section=part.id).select_related("by").first()
    maker = Maker(
        given,
        part,
        wrong(found, part),
        _achievements(given, part),
    )
    value = answer.value if answer else None
    return Page(
        frame=around,
        part=part,
        version=answer.version if answer else 0,
        controls=maker.controls(value) if part.origin != "targets" else (),
        groups=maker.groups(value) if part.origin == "targets" else (),
        sums=maker.sums(value),
        categories=_categories(given) if part.shape == "claims" else (),
        steps=tuple(Step(p, found.marks[p.id], p.id == part.id) for p in parts),
        check=found,
        rival=rival_of(around, user, part),
        others=others(around, user, at),
        before=parts[index - 1] if index else None,
        after=parts[index + 1] if index + 1 < len(parts) else None,
        saved_at=answer.at if answer else None,
        saved_by=answer.by if answer else None,
    )


def rival_of(around: Frame, user: User | AnonymousUser, part: Part) -> Rival | None:
    """A text of this section that waits for a choice: the reader's own first."""
    rows = Rival.objects.filter(application=around.application, section=part.id, settled_at=None).select_related("by")
    found = sorted(rows, key=lambda row: (row.by_id != user.pk, row.pk))
    return found[0] if found else None


def others(around: Frame, user: User | AnonymousUser, at: dt.datetime) -> tuple[User, ...]:
    """Who else has the application open."""
    rows = Presence.objects.filter(application=around.application, at__gt=at - GONE).exclude(user_id=user.pk or 0)
    return tuple(row.user for row in rows.select_related("user").order_by("user__name", "user_id"))


def _achievements(given: Known, part: Part) -> Sequence[tuple[str, str]]:
    """The ledger's rows as choices, newest first, where a field of the section asks for one."""
    columns = [*part.section.fields, *part.section.columns, *(c for f in part.section.fields for c in f.columns)]
    if not any(column.type == "achievement" for column in columns):
        return ()
    rows = Achievement.objects.filter(organisation=given.application.organisation, removed_at=None)
    found = rows.order_by("-date", "-pk").values_list("pk", "title", "kind", "date")
    kinds = given.rules.programme.vocabulary.kinds
    return [
        (str(pk), f"{title or (kinds[kind].label.zh if kind in kinds else kind)}{f' · {day}' if day else ''}")
        for pk, title, kind, day in found
    ]


def _categories(given: Known) -> tuple[Category, ...]:
    verdict = given.rules.judge.verdict(given.dossier, given.day)
    return tuple(_category(node) for node in verdict.categories)


def _category(node: Any) -> Category:
    required = node.required if isinstance(node.required, int) else None
    return Category(node.clause.label, node.status, int(node.actual.low), required)


def wrong(found: Check, part: Part) -> Mapping[str, str]:
    """What stands in a section and is wrong, by control; what is only missing is listed beside the form."""
    items = [item for item in found.blocking if item.section == part.id]
    return {item.control: item.reason for item in items if not item.empty}

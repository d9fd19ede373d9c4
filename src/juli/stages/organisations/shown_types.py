"""Applicant types in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from juli.stages.organisations.families import families
from juli.stages.organisations.models import ApplicantType
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.wording import say


class NamedType(NamedTuple):
    """An applicant type as a page shows it."""

    row: ApplicantType
    label: str
    programme: str


def named_types(rows: Iterable[ApplicantType]) -> list[NamedType]:
    """Types with the words of type and family."""
    labels, titles = vocabulary().applicant_types, dict(families())
    return [
        NamedType(
            row,
            say(labels[row.type]) if row.type in labels else row.type,
            titles.get(row.programme, row.programme) or _("all programmes"),
        )
        for row in rows
    ]

"""The pool as the office looks for experts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from juli.registry.journal.models import Entry
from juli.registry.journal.queries import entries
from juli.stages.accounts.models import User
from juli.stages.organisations.codes import plain
from juli.stages.review.models import Expert, ExpertField, Intake
from juli.stages.review.permissions import keeper

#: What the list can be narrowed to.
STATES = ("settled", "unsettled", "invited", "removed")


def experts(*, by: User, at: datetime, words: str = "", field: str = "", state: str = "") -> QuerySet[Expert]:
    """Experts by name; those taken out only where asked for. Raises Refused."""
    keeper(by, at)
    found = Expert.objects.prefetch_related("fields").order_by("name", "pk")
    found = found.filter(removed_at__isnull=state != "removed")
    if state == "settled":
        found = found.exclude(identity_digest="")
    elif state == "unsettled":
        found = found.filter(identity_digest="")
    elif state == "invited":
        found = found.filter(user__isnull=False)
    if field:
        found = found.filter(fields__name=field)
    if words:
        code = plain(words)
        found = found.filter(
            Q(name__icontains=words)
            | Q(employer__icontains=words)
            | Q(title__icontains=words)
            | Q(email__icontains=words)
            | Q(employer_code__contains=code)
        )
    return found


def field_names() -> list[tuple[str, int]]:
    """Every field with the number of experts who have it, by name."""
    counted = ExpertField.objects.filter(expert__removed_at__isnull=True).values("name").annotate(number=Count("pk"))
    return [(row["name"], row["number"]) for row in counted.order_by("name")]


def expert(pk: int, *, by: User, at: datetime) -> Expert | None:
    """One expert with what hangs on them. Raises Refused."""
    keeper(by, at)
    rows = Expert.objects.select_related("user").prefetch_related("fields", "ties", "away")
    return rows.filter(pk=pk).first()


def history(row: Expert, most: int) -> list[Entry]:
    """The latest lines of an expert's journal."""
    return list(entries(row.subject).order_by("-number")[:most])


def intakes(of: str, *, by: User, at: datetime, most: int = 20) -> list[Intake]:
    """Lists that were brought, the latest first. Raises Refused."""
    keeper(by, at)
    return list(Intake.objects.filter(of=of).order_by("-pk")[:most])

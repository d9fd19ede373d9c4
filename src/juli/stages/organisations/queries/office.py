"""Organisations as the office looks for them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from juli.stages.organisations.codes import plain
from juli.stages.organisations.models import Organisation


def organisations(*, words: str = "", state: str = "") -> QuerySet[Organisation]:
    """All organisations by name; ``words`` looks into name, code and legal representative."""
    found = Organisation.objects.select_related("host").order_by("name", "pk")
    if state:
        found = found.filter(state=state)
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(uscc__contains=plain(words)) | Q(legal_representative__icontains=words)
        )
    return found

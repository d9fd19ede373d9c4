"""How far a registration is."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from juli.registry.files.models import Attachment
from juli.registry.files.queries import attachments
from juli.stages.organisations.models import Change, Organisation
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.wording import say

SHEET: Final = "registration_sheet"
#: Fields of the record that the sheet prints.
PRINTED: Final = ("founded", "registrar", "registered_level")


def sheets(organisation: Organisation) -> QuerySet[Attachment]:
    """The stamped sheets that were uploaded, in their order."""
    return attachments(organisation.subject, tag=SHEET)


def lacking(organisation: Organisation) -> list[str | Promise]:
    """What is missing before the registration can be handed in, in words."""
    found: list[str | Promise] = []
    if not organisation.legal_representative:
        found.append(_("legal representative"))
    if not organisation.address:
        found.append(_("address"))
    fields = vocabulary().organisation
    found += [say(fields[name].label) for name in PRINTED if name in fields and name not in organisation.record]
    if not sheets(organisation).exists():
        found.append(_("the stamped registration sheet"))
    return found


def waiting() -> QuerySet[Organisation]:
    """Registrations that wait for the audit, the longest first."""
    return (
        Organisation.objects.filter(state=Organisation.State.WAITING)
        .select_related("host")
        .order_by("registered_at", "pk")
    )


def changes_waiting() -> QuerySet[Change]:
    """Changes that wait for the audit, the longest first."""
    found = Change.objects.filter(state=Change.State.WAITING)
    return found.select_related("organisation", "asked_by").order_by("asked_at", "pk")

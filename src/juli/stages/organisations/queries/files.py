"""Files of an organisation and of its standing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from juli.registry.files.models import Attachment
from juli.registry.files.queries import attachments
from juli.stages.organisations.models import Organisation, Standing
from juli.stages.organisations.queries.registration import SHEET
from juli.stages.organisations.vocabulary import vocabulary

#: Evidence of an organisation itself, as far as the vocabulary has it.
PAPERS: Final = (
    "registration",
    "members",
    "honours",
    "grade",
    "inspections",
    "integrity_report",
    "integrity_plan",
    "integrity_system",
    "credit_report",
    "association_approval",
    "other_proof",
)


def paper_tags() -> list[str]:
    """What a paper of the organisation may be, in order."""
    known = vocabulary().evidence
    return [tag for tag in PAPERS if tag in known]


def papers(organisation: Organisation) -> list[Attachment]:
    """Its papers, without the sheets of its registration."""
    return [link for link in attachments(organisation.subject) if link.tag != SHEET]


def evidence(rows: Iterable[Standing]) -> dict[int, list[Attachment]]:
    """The files of each row of standing, by the row's key."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    keys = [str(row.pk) for row in rows]
    links = Attachment.objects.filter(subject_type="standing", subject_id__in=keys).select_related("file")
    for link in links.order_by("at", "pk"):
        found[int(link.subject_id)].append(link)
    return found


def belongs(link: Attachment, organisation: Organisation) -> bool:
    """Whether a file is the organisation's: its own, or of its standing."""
    if link.subject == organisation.subject:
        return True
    if link.subject_type != "standing" or not link.subject_id.isdecimal():
        return False
    return Standing.objects.filter(pk=int(link.subject_id), organisation=organisation).exists()

"""The files that an organisation has already, and what each of them could be handed in as."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from juli.engines.policy.rules import Attachment as Asked
from juli.engines.policy.vocabulary import Vocabulary
from juli.registry.files.models import Attachment
from juli.stages.ledger.models import Achievement
from juli.stages.organisations.models import Organisation, Standing

#: What a document is handed in as: attachment, year (None: any), achievement ("": none).
Key = tuple[str, int | None, str]
#: Files offered for one document.
_MOST = 12


def owned(link: Attachment, organisation: Organisation) -> bool:
    """Whether a file proves something of the organisation: its record, its standing, its ledger."""
    if (link.subject_type, link.subject_id) == (organisation.subject.type, organisation.subject.id):
        return True
    if not link.subject_id.isdecimal():
        return False
    given = {"pk": link.subject_id, "organisation": organisation, "removed_at": None}
    if link.subject_type == "standing":
        return Standing.objects.filter(**given).exists()
    return link.subject_type == "achievement" and Achievement.objects.filter(**given).exists()


def offers(
    organisation: Organisation, asked: Sequence[Asked], wanted: Sequence[str], vocabulary: Vocabulary
) -> Mapping[Key, tuple[Attachment, ...]]:
    """What could be handed in as what: evidence of the record and of standing by its name, of standing by its kind.

    ``wanted`` are achievements for which documents are asked one by one; their own evidence is offered.
    """
    names = {attachment.clause.id.replace("-", "_"): attachment.clause.id for attachment in asked}
    found: dict[Key, list[Attachment]] = defaultdict(list)
    own = organisation.subject
    links = Attachment.objects.select_related("file").order_by("-at", "-pk")
    for link in links.filter(subject_type=own.type, subject_id=own.id, tag__in=names):
        found[names[link.tag], None, ""].append(link)
    standing = {str(row.pk): row for row in Standing.objects.filter(organisation=organisation, removed_at=None)}
    keys = {kind.name: kind.key for kind in vocabulary.standing}
    for link in links.filter(subject_type="standing", subject_id__in=list(standing)):
        row = standing[link.subject_id]
        year = row.fields.get("year")
        for name, id_ in names.items():
            if link.tag == name or any(_is(name, word) for word in (row.kind, keys.get(row.kind)) if word):
                found[id_, year if isinstance(year, int) else None, ""].append(link)
    each = [attachment.clause.id for attachment in asked if attachment.each_of is not None]
    for link in links.filter(subject_type="achievement", subject_id__in=list(wanted)) if each else ():
        for id_ in each:
            found[id_, None, link.subject_id].append(link)
    return {key: tuple(rows[:_MOST]) for key, rows in found.items()}


def _is(name: str, word: str) -> bool:
    """``inspections_hub`` is of the inspections."""
    return name == word or name.startswith(f"{word}_")

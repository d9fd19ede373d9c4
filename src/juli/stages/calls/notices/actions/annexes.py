"""The numbered annexes of a notice: each version of a file stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from juli.registry.files.actions import attach, take
from juli.registry.files.actions.keeping import Kept
from juli.registry.files.examine.kinds import USUAL
from juli.registry.journal.actions import record
from juli.stages.accounts.models import User
from juli.stages.calls.models import Annex, AnnexVersion, Call
from juli.stages.calls.notices.permissions import editor


class Wordless(ValueError):
    """A further version of an annex that does not say what changed."""


def add_annex_version(
    *,
    call: Call,
    number: int,
    title_zh: str,
    title_en: str,
    note: str,
    blocks: Iterable[bytes],
    name: str,
    by: User,
    at: datetime,
) -> AnnexVersion:
    """Add an annex, or a further version of the one with this number; the titles given are those from now on.

    Raises Refused, Wordless, and files' Refused with all reasons.
    """
    editor(by, at)
    made: list[AnnexVersion] = []

    def then(kept: Kept) -> None:
        made.append(_added(call, number, (title_zh, title_en, note), kept, by, at))

    take(blocks=blocks, name=name, at=at, accept=USUAL, then=then)
    return made[0]


def _added(call: Call, number: int, words: tuple[str, str, str], kept: Kept, by: User, at: datetime) -> AnnexVersion:
    actor = editor(by, at)
    Call.objects.select_for_update().get(pk=call.pk)
    title_zh, title_en, note = words
    annex, _new = Annex.objects.get_or_create(call=call, number=number, defaults={"title_zh": title_zh})
    annex.title_zh, annex.title_en = title_zh, title_en
    annex.save(update_fields=["title_zh", "title_en"])
    last = annex.versions.aggregate(last=Max("number"))["last"] or 0
    if last and not note.strip():
        raise Wordless(_("Say what changed in this version of the annex; the public reads it."))
    tag = f"annex-{number}-{last + 1}"
    link = attach(file=kept.file, subject=call.subject, tag=tag, name=kept.name, by=actor, at=at)
    version = AnnexVersion.objects.create(annex=annex, number=last + 1, file=link, note=note, at=at)
    details = {"annex": number, "version": version.number, "file": kept.file.digest, "title": title_zh, "note": note}
    record(subject=call.subject, actor=actor, act="notice.annex-added", details=details, at=at)
    return version

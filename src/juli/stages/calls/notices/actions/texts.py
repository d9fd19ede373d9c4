"""The text of a notice: imported, looked through, taken or put away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from juli.registry.files.actions import attach, detach, keep
from juli.registry.files.actions.keeping import Kept
from juli.registry.files.findings import Refused as FileRefused
from juli.registry.files.limits import before, largest_of
from juli.registry.files.sandbox import Said, text_of
from juli.registry.files.store import arrivals
from juli.registry.journal.actions import record
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.calls.models import Anchor, Call, Notice, Paragraph
from juli.stages.calls.notices import queries
from juli.stages.calls.notices.carrying import Carrier
from juli.stages.calls.notices.lines import from_blocks
from juli.stages.calls.notices.permissions import editor

#: What a notice comes as.
ACCEPT = frozenset(["docx", "pdf", "text"])
TAG = "notice"


def import_notice(*, call: Call, blocks: Iterable[bytes], name: str, by: User, at: datetime) -> Notice:
    """Keep a file and read it: a text that waits to be looked through takes the place of one that waited before.

    Read in the examining process, outside of any transaction. Raises Refused, and files' Refused with all reasons.
    """
    editor(by, at)
    with tempfile.NamedTemporaryFile(dir=arrivals(), prefix="notice-") as file:
        length, most = 0, largest_of(ACCEPT)
        for block in blocks:
            length += len(block)
            if length > most:
                raise FileRefused(before(name, length, ACCEPT))
            file.write(block)
        file.flush()
        path = Path(file.name)
        said = text_of(path) if length else Said("unknown", ())
        made: list[Notice] = []

        def then(kept: Kept) -> None:
            if any(finding.refuses for finding in said.findings):
                raise FileRefused(said.findings)
            made.append(_read(call, kept, said, by, at))

        keep(path=path, name=name, at=at, accept=ACCEPT, then=then)
    return made[0]


def _read(call: Call, kept: Kept, said: Said, by: User, at: datetime) -> Notice:
    actor = editor(by, at)
    call = Call.objects.select_for_update().get(pk=call.pk)
    for waiting in call.notices.filter(state=Notice.State.READ):
        _put_away(waiting)
    number = (call.notices.aggregate(last=Max("number"))["last"] or 0) + 1
    link = attach(file=kept.file, subject=call.subject, tag=f"{TAG}-{number}", name=kept.name, by=actor, at=at)
    found = from_blocks(said.blocks)
    notice = Notice.objects.create(
        call=call,
        number=number,
        file=link,
        name=kept.name,
        digest=kept.file.digest,
        text_digest=queries.digest_of(found),
        kind=said.kind,
        encoding=said.encoding,
        pages=said.pages,
        imported_by=by.actor_id,
        imported_at=at,
    )
    Paragraph.objects.bulk_create(
        Paragraph(
            notice=notice,
            number=line.number,
            raw=line.raw,
            hint=line.hint[:10],
            label=line.label[:40],
            page=line.page,
            table=line.table,
            cells=[list(cell) for cell in line.cells],
        )
        for line in found
    )
    details = {"number": number, "file": kept.file.digest, "text": notice.text_digest, "paragraphs": len(found)}
    record(subject=call.subject, actor=actor, act="notice.imported", details=details, at=at)
    return notice


def decide_line(*, notice: Notice, number: int, decision: str, version: int, by: User, at: datetime) -> Notice:
    """Take a line back that was left out, leave one out, or go back to what was proposed (empty).

    Raises Refused (the text is taken already), Stale.
    """
    with transaction.atomic():
        editor(by, at)
        notice = _waiting(notice)
        require_version(had=version, now=notice.version)
        row = notice.paragraphs.filter(number=number).first()
        if row is None or decision not in Paragraph.Decision.values:
            raise Refused(_("There is no such line; load the page again."))
        row.decision = decision
        row.save(update_fields=["decision"])
        notice.version += 1
        notice.save(update_fields=["version"])
        return notice


def take_notice(*, notice: Notice, version: int, by: User, at: datetime) -> int:
    """Take a text that was looked through: from now on it is the call's notice, and is not changed again.

    Anchors on the notice before go over where their paragraphs say the same. How many did. Raises Refused, Stale.
    """
    with transaction.atomic():
        actor = editor(by, at)
        notice = _waiting(notice)
        require_version(had=version, now=notice.version)
        old = queries.in_force(notice.call)
        notice.state, notice.taken_at = Notice.State.TAKEN, at
        notice.version += 1
        notice.save(update_fields=["state", "taken_at", "version"])
        carried = 0 if old is None else _carry(old, notice, at)
        left_out = [line.number for line in queries.outline(notice).lines if line.left_out]
        details = {"number": notice.number, "text": notice.text_digest, "left_out": left_out, "carried": carried}
        record(subject=notice.call.subject, actor=actor, act="notice.taken", details=details, at=at)
        return carried


def _carry(old: Notice, new: Notice, at: datetime) -> int:
    carrier = Carrier(queries.outline(old).lines, queries.outline(new).lines)
    rows = []
    for anchor in old.anchors.all():
        place = carrier.carried(anchor.first, anchor.last) if anchor.first else (0, 0)
        if place is None:
            continue
        rows.append(
            Anchor(
                notice=new,
                clause=anchor.clause,
                first=place[0],
                last=place[1],
                cite=anchor.cite,
                proposed_first=place[0],
                proposed_last=place[1],
                sureness=anchor.sureness,
                mark_start=anchor.mark_start,
                mark_end=anchor.mark_end,
                carried_from=anchor,
                by=anchor.by,
                at=at,
            )
        )
    Anchor.objects.bulk_create(rows)
    return len(rows)


def discard_notice(*, notice: Notice, by: User, at: datetime) -> None:
    """Put away a text that was not taken. Raises Refused."""
    with transaction.atomic():
        actor = editor(by, at)
        notice = _waiting(notice)
        details = {"number": notice.number, "text": notice.text_digest}
        record(subject=notice.call.subject, actor=actor, act="notice.discarded", details=details, at=at)
        _put_away(notice)


def _put_away(notice: Notice) -> None:
    link = notice.file
    notice.delete()
    detach(link=link)


def _waiting(notice: Notice) -> Notice:
    found = Notice.objects.select_for_update().filter(pk=notice.pk).first()
    if found is None or found.state != Notice.State.READ:
        raise Refused(_("This text has been taken or put away meanwhile; import the file again to change it."))
    return found

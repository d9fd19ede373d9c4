"""Lists brought as workbooks: read once, looked at, then entered or put aside. The file itself is not kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.registry.language import language
from juli.stages.accounts.models import User
from juli.stages.applications.models import Application
from juli.stages.review import roster, sealing
from juli.stages.review.actions import pool
from juli.stages.review.actions.conflicts import note_conflict
from juli.stages.review.facts import TEXTS, Facts
from juli.stages.review.models import Conflict, Expert, Intake, Tie
from juli.stages.review.permissions import keeper
from juli.stages.review.queries.intakes import SEALED, content
from juli.stages.review.roster import conflicts, experts

_LARGEST = 10 * 1024 * 1024


def bring(*, of: Intake.Of, name: str, blocks: Iterable[bytes], by: User, at: datetime) -> Intake:
    """Read a workbook; nothing is entered yet. Raises Refused; ValidationError where it is too large."""
    keeper(by, at)
    data = b""
    for block in blocks:
        data += block
        if len(data) > _LARGEST:
            raise ValidationError(_("The workbook is larger than %(most)d MB; split it.") % {"most": _LARGEST >> 20})
    name = name[-120:]
    read = READERS[of](data, name, language())
    with transaction.atomic():
        actor = keeper(by, at)
        row = Intake.objects.create(
            of=of,
            name=name,
            digest=hashlib.sha256(data).hexdigest(),
            rows=sealing.seal(json.dumps({"rows": read.rows, "bad": read.bad}, ensure_ascii=False), SEALED),
            good=len(read.rows),
            bad=len(read.bad),
            by=actor.id,
            at=at,
        )
        details = {"of": str(of), "file": row.digest, "good": row.good, "bad": row.bad}
        record(
            subject=row.subject, actor=actor, act="expert.list_brought", details=details, personal={"name": name}, at=at
        )
        return row


def enter(*, intake: Intake, by: User, at: datetime) -> Intake:
    """Enter every good row. What no longer fits stays, with the reason. Raises Refused."""
    with transaction.atomic():
        actor = keeper(by, at)
        row = Intake.objects.select_for_update().get(pk=intake.pk)
        if row.entered is not None:
            return row
        read, entered = content(row), 0
        for one in read.rows:
            try:
                with transaction.atomic():
                    WRITERS[Intake.Of(row.of)](dict(one.said), f"{row.name} {one.place}", by, at)
                entered += 1
            except ValidationError as error:
                read.bad.append(roster.Bad(one.place, " ".join(error.messages)))
        row.entered, row.good, row.bad = entered, entered, len(read.bad)
        row.rows = sealing.seal(json.dumps({"rows": [], "bad": read.bad}, ensure_ascii=False), SEALED)
        row.save()
        details = {"of": row.of, "file": row.digest, "entered": entered, "bad": row.bad}
        record(subject=row.subject, actor=actor, act="expert.list_entered", details=details, at=at)
        return row


def put_aside(*, intake: Intake, by: User, at: datetime) -> None:
    """Let go of what was read and not entered. Raises Refused."""
    with transaction.atomic():
        actor = keeper(by, at)
        row = Intake.objects.select_for_update().get(pk=intake.pk)
        if row.rows:
            row.rows = ""
            row.save(update_fields=["rows"])
            record(subject=row.subject, actor=actor, act="expert.list_put_aside", details={"of": row.of}, at=at)


def _expert(said: dict[str, Any], source: str, by: User, at: datetime) -> None:
    former, until, there = said.pop("former"), said.pop("former_until"), said.pop("expert")
    if "fields" in said:
        said["fields"] = tuple(said["fields"])
    if there is None:
        row = pool.enrol(facts=Facts(**said), by=by, at=at, source=source)
    else:
        expert = Expert.objects.get(pk=there)
        # Empty cells leave what is kept.
        row = pool.describe(
            expert=expert, facts=_kept(expert)._replace(**said), had=expert.version, by=by, at=at, source=source
        )
    if former and not row.ties.filter(kind=Tie.Kind.EMPLOYER, unit=former).exists():
        day = dt.date.fromisoformat(until) if until else None
        tie = Tie(kind=Tie.Kind.EMPLOYER, unit=former, until=day, over=day is None, source=source[:200])
        pool.add_tie(expert=row, tie=tie, by=by, at=at)


def _kept(expert: Expert) -> Facts:
    return Facts(
        **{name: getattr(expert, name) for name in (*TEXTS, "employer_code", "document")},
        fields=tuple(expert.fields.values_list("name", flat=True)),
    )


def _conflict(said: dict[str, Any], source: str, by: User, at: datetime) -> None:
    row = Conflict(
        kind=said["kind"],
        expert=Expert.objects.get(pk=said["expert"]) if said["expert"] else None,
        named="" if said["expert"] else said["name"],
        application=Application.objects.get(pk=said["application"]) if said["application"] else None,
        unit=said["unit"],
        code=said["code"],
        since=dt.date.fromisoformat(said["since"]) if said["since"] else None,
        until=dt.date.fromisoformat(said["until"]) if said["until"] else None,
        source=f"{said['source']} ({source})"[:300],
    )
    # Brought again, it is entered once; with an application, its unit is not kept, and the name of the file may differ.
    unit, code = ("", "") if row.application else (row.unit, row.code)
    same = Conflict.objects.filter(ended_at__isnull=True, kind=row.kind, expert=row.expert, named=row.named)
    same = same.filter(application=row.application, since=row.since, until=row.until, unit=unit, code=code)
    if not same.exists():
        note_conflict(conflict=row, by=by, at=at)


READERS: Final = {Intake.Of.EXPERTS: experts.read, Intake.Of.CONFLICTS: conflicts.read}
WRITERS: Final = {Intake.Of.EXPERTS: _expert, Intake.Of.CONFLICTS: _conflict}

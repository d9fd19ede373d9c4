"""Rows from a spreadsheet: brought, mended, taken into the ledger, dropped. Half a file that is wrong loses no row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from django.db import transaction

from juli.engines.policy.problems import BadValue
from juli.registry import faults
from juli.registry.journal.actions import record
from juli.registry.parties import Actor
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.ledger.entries import Flaw, Unfit, checked, flaw, kind_named
from juli.stages.ledger.models import Achievement, Intake, IntakeRow
from juli.stages.ledger.permissions import keeper
from juli.stages.ledger.queries.intakes import same_as
from juli.stages.ledger.rows import fill, new, stored
from juli.stages.ledger.sharing import as_typed, hold_event, split
from juli.stages.ledger.sheets.reading import Read, Table, mended
from juli.stages.organisations.models import Organisation

#: What to do with a row that the ledger has already.
Answer = Literal["leave", "change", "add"]

_TAKEN = faults.Point("ledger.taken")


class Taken(NamedTuple):
    """How many rows were added, put in place of what was there, left as they are in the ledger."""

    added: int
    changed: int
    left: int


class Mended(NamedTuple):
    """How many rows became sound, and the version to go on with: of a page that was behind, the one it had."""

    sound: int
    version: int


def bring(*, organisation: Organisation, name: str, table: Table, by: User, at: datetime) -> Intake:
    """Keep what was read of a file or a pasted table, to be looked through. Raises Refused."""
    with transaction.atomic():
        actor = keeper(by, organisation)
        intake = Intake.objects.create(
            organisation=organisation,
            name=name[:120],
            by=actor.id,
            begun_at=at,
            remarks=[remark.as_data() for remark in table.remarks],
            finished_at=None if table.rows else at,
        )
        IntakeRow.objects.bulk_create([_new_row(intake, row) for row in table.rows])
        return intake


def mend(*, intake: Intake, cells: Mapping[int, Mapping[str, str]], version: int, by: User, at: datetime) -> Mended:
    """Read rows again with cells as typed now (by the row's id). Raises Refused.

    What was typed is kept whatever ``version`` the sender saw; who takes the rows afterwards has to have seen it.
    """
    with transaction.atomic():
        intake, _actor = _held(intake, by)
        seen = intake.version == version
        mended_rows = changed = 0
        for row in intake.rows.filter(pk__in=cells, sound=False):
            typed = {**row.cells, **{n: c[:5000] for n, c in cells[row.pk].items()}}
            typed = {name: cell for name, cell in typed.items() if cell.strip()}
            if typed == row.cells:
                continue
            found = mended(row.sheet, row.number, kind_named(row.kind), typed)
            again = _new_row(intake, found)
            again.pk = row.pk
            again.save(force_update=True)
            changed += 1
            mended_rows += again.sound
        if changed:
            intake.version += 1
            intake.save(update_fields=["version"])
        return Mended(mended_rows, intake.version if seen else version)


def take(
    *,
    intake: Intake,
    version: int,
    answers: Mapping[int, Answer],
    otherwise: Answer = "leave",
    by: User,
    at: datetime,
) -> Taken:
    """Take every sound row into the ledger. Of one that is there already (same kind, title and date, or its id),
    ``answers`` say what to do by the row's id, ``otherwise`` for the rest. Raises Refused, Stale.
    """
    with transaction.atomic():
        intake, actor = _held(intake, by)
        require_version(had=version, now=intake.version)
        rows = list(intake.rows.filter(sound=True))
        known = same_as(intake.organisation, rows)
        fresh: list[Achievement] = []
        changed: list[int] = []
        done: list[int] = []
        left = 0
        for row in rows:
            there = known.get(row.pk)
            answer = answers.get(row.pk, otherwise) if there is not None else "add"
            try:
                if answer == "add":
                    fresh.append(_entered(intake.organisation, row, at))
                elif answer == "change" and there is not None and there.row is not None:
                    changed += _changed(there.row.pk, row, actor, at)
                else:
                    left += 1
            except Unfit as unfit:
                _spoil(row, unfit.flaws)
                continue
            done.append(row.pk)
        Achievement.objects.bulk_create(fresh)
        intake.rows.filter(pk__in=done).delete()
        intake.taken += len(fresh) + len(changed)
        intake.dropped += left
        _closed(intake, at)
        details = {"intake": intake.pk, "added": [row.pk for row in fresh], "changed": changed}
        record(subject=intake.organisation.subject, actor=actor, act="ledger.imported", details=details, at=at)
        _TAKEN()
        return Taken(len(fresh), len(changed), left)


def drop(*, intake: Intake, rows: Collection[int] | None = None, by: User, at: datetime) -> int:
    """Let go of rows (None: of all that are left); how many they were. Raises Refused."""
    with transaction.atomic():
        intake, _actor = _held(intake, by)
        going = intake.rows.all() if rows is None else intake.rows.filter(pk__in=rows)
        number = going.delete()[0]
        intake.dropped += number
        _closed(intake, at)
        return number


def _held(intake: Intake, by: User) -> tuple[Intake, Actor]:
    found = Intake.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=intake.pk)
    return found, keeper(by, found.organisation)


def _closed(intake: Intake, at: datetime) -> None:
    intake.version += 1
    if not intake.rows.exists():
        intake.finished_at = at
    intake.save()


def _new_row(intake: Intake, row: Read) -> IntakeRow:
    return IntakeRow(
        intake=intake,
        sheet=row.sheet[:60],
        number=row.number,
        kind=row.kind,
        cells=dict(row.cells),
        values=dict(row.values),
        problems={name: said.as_data() for name, said in row.flaws.items()},
        sound=not row.flaws,
    )


def _entered(organisation: Organisation, row: IntakeRow, at: datetime) -> Achievement:
    kind = kind_named(row.kind)
    made = new(organisation, kind, at)
    fill(made, kind, _typed(row), at)
    return made


def _changed(pk: int, row: IntakeRow, actor: Actor, at: datetime) -> list[int]:
    kind = kind_named(row.kind)
    hold_event(pk)
    there = Achievement.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
    before = stored(there)
    fill(there, kind, split(there, kind, _typed(row), actor, at), at)
    if stored(there) == before:
        return []
    there.version += 1
    there.save()
    return [there.pk]


def _typed(row: IntakeRow) -> dict[str, object]:
    """The values as typed by the vocabulary as it is now. Raises Unfit where it has moved on since the row was read."""
    kind = kind_named(row.kind)
    try:
        values = as_typed(kind, row.values)
    except BadValue as error:
        raise Unfit({"title": flaw(error)}) from error
    sound, flaws = checked(kind, values)
    if flaws:
        raise Unfit(flaws)
    return sound


def _spoil(row: IntakeRow, flaws: Mapping[str, Flaw]) -> None:
    row.problems = {name: said.as_data() for name, said in flaws.items()}
    row.sound = False
    row.save(update_fields=["problems", "sound"])

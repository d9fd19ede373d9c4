"""Generated organisations put into the ledger's tables, and the query's answers held against the interpreter's."""

import datetime as dt

from django.db import connection
from stdnum.cn import uscc

from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.interpreter import Judge
from juli.engines.policy.overriding import overridden
from juli.engines.policy.population.bounds import bounds_under
from juli.engines.policy.population.compiler import ROOT, column_of, compilable
from juli.engines.policy.population.generate import generate
from juli.engines.policy.population.session import Session
from juli.registry.files.models import Attachment, StoredFile
from juli.stages.calls.shelf import shelf
from juli.stages.ledger.models import Achievement
from juli.stages.ledger.population.what_if import answers
from juli.stages.ledger.rows import fill, new
from juli.stages.organisations.models import ApplicantType, Organisation, Standing
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.vocabulary_values import kept_all
from tests.engines.policy.population.comparison import STATUS, nodes
from tests.people import SINCE


def drawn(programme, directory, *, organisations, seed, as_of):
    """Generated organisations as dossiers."""
    calendar = shelf().calendar
    generate(programme, directory, organisations=organisations, seed=seed, as_of=as_of, calendar=calendar, threads=1)
    with Session(programme, directory, as_of=as_of, calendar=calendar, threads=1) as session:
        return [found for _, found in session.dossiers()]


def known(values):
    return {name: value for name, value in values.items() if value is not UNKNOWN}


def code(number):
    """A credit code with its check digit."""
    bare = f"51110000{number:09d}"
    return bare + uscc.calc_check_digit(bare)


def enter(found, number):
    """A dossier as rows of the tables: what a ledger and a record hold of it."""
    words = vocabulary()
    record = kept_all(words.organisation, known(found.record))
    where = Organisation.objects.create(
        name=f"{found.name} {number}",
        uscc=code(number),
        state=Organisation.State.ACCEPTED,
        record={k: v for k, v in record.items() if k not in {"name", "uscc", "type"}},
        complete=sorted(found.standing)[::2],
        registered_at=SINCE,
        accepted_at=SINCE,
    )
    ApplicantType.objects.create(organisation=where, type=found.type, programme="", since=SINCE.date())
    for kind, rows in found.standing.items():
        for row in rows:
            fields = kept_all(words.kinds[kind].fields, known(row.values))
            Standing.objects.create(organisation=where, kind=kind, fields=fields, source="office", recorded_at=SINCE)
    made = []
    for row in found.achievements:
        kind = words.kinds[row.kind]
        entry = new(where, kind, SINCE)
        values = known(row.values)
        fill(entry, kind, values, SINCE)
        entry.shared_id = values.get("shared_id") or ""
        if values.get("filed_on"):
            entry.fields = {**entry.fields, "filed_on": values["filed_on"].isoformat()}
        made.append((entry, row.evidence))
    Achievement.objects.bulk_create([entry for entry, _ in made])
    file = StoredFile.objects.get_or_create(
        digest="0" * 64, defaults={"size": 1, "kind": "pdf", "previews": "none", "kept_at": SINCE}
    )[0]
    Attachment.objects.bulk_create(
        Attachment(file=file, subject_type="achievement", subject_id=str(entry.pk), tag=tag, name="a.pdf", by="user:1", role="staff", at=SINCE)
        for entry, evidence in made
        for tag in evidence
    )  # fmt: skip
    return where


def differences(programme, held, *, as_of, overrides=None):
    """How many answers were compared, and each that differs, told with its clause and organisation.

    ``held`` are organisations with their dossiers.
    """
    calendar = shelf().calendar
    compiles, reasons = compilable(programme)
    judged = overridden(programme, bounds_under(programme, overrides)) if overrides else programme
    judge = Judge(judged, calendar)
    found = answers(programme, as_of=as_of, calendar=calendar, overrides=overrides)
    compared, out = 0, []
    if set(found.lines) != {organisation.pk for organisation, _ in held}:
        out.append(f"organisations {sorted(found.lines)}")
    for organisation, of in held:
        verdict, line = judge.verdict(of, as_of), found.lines[organisation.pk]
        there = nodes(verdict)
        for clause in compiles:
            want = (None, None, None)
            if clause in there:
                want = (STATUS[there[clause].status], there[clause].actual.low, there[clause].actual.high)
            said = (line.get(column_of(clause, "status")), *(line.get(column_of(clause, s)) for s in ("low", "high")))
            compared += 1
            if said != want:
                out.append(f"{organisation}, {clause}: SQL says {said}, the interpreter {want}")
        if not reasons:
            compared += 1
            if line[column_of(ROOT, "status")] != STATUS[verdict.status]:
                out.append(f"{organisation}, root: SQL says {line[column_of(ROOT, 'status')]}, {verdict.status}")
    return compared, out


def columns_of(view):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{view}" ORDER BY organisation, position')
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def day_of(programme):
    """A day within the programme's year, before it closes."""
    return dt.date(programme.year, 8, 1)

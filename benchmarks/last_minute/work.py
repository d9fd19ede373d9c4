"""What the benchmark's site is made of: so many organisations, each with a final version ready to be handed in.

Run in the site's environment: ``work.py arrange COUNT`` makes them and prints what each applicant's browser knows;
``work.py close INSTANT`` amends the call, so that it closes then; ``work.py count`` tells what became of them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
from importlib import import_module
from pathlib import Path

import django

django.setup()

import bare  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from stdnum.cn import uscc  # noqa: E402

from juli.registry.files.actions import attach  # noqa: E402
from juli.registry.files.models import StoredFile  # noqa: E402
from juli.registry.journal.models import Entry as Recorded  # noqa: E402
from juli.registry.journal.verification import verify_all  # noqa: E402
from juli.registry.messages.models import Message  # noqa: E402
from juli.registry.parties import Actor, Subject  # noqa: E402
from juli.stages.accounts.models import User  # noqa: E402
from juli.stages.accounts.roles import Role  # noqa: E402
from juli.stages.applications import guards  # noqa: E402
from juli.stages.applications.actions import drafting, finalising, reviewing  # noqa: E402
from juli.stages.applications.models import Application, Seal, Submission, Turn  # noqa: E402
from juli.stages.applications.starting import Entry  # noqa: E402
from juli.stages.calls.models import Amendment, Call  # noqa: E402
from juli.stages.ledger.models import Achievement  # noqa: E402
from juli.stages.organisations.models import Membership, Organisation  # noqa: E402

EDITION = "cast-2023"
#: Entries of each ledger, and how many of them have a file.
ENTRIES, FILES = 25, 10
CSRF = "c" * 32


def arrange(count: int) -> None:
    """Make the tables, the call, the applicants. What the form says does not matter here."""
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(bare.TABLE)
    guards.form_complete = lambda _case: []
    finalising.require_printable = lambda _application, _at: None
    at = dt.datetime.now(dt.UTC)
    text = (Path(settings.PROGRAMMES) / EDITION / "programme.yaml").read_text(encoding="utf-8")
    text = text.replace("through: 2023-05-19", "through: 2999-12-31")
    call = Call.objects.create(
        edition=EDITION,
        programme="cast",
        year=2023,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        state=Call.State.PUBLISHED,
        created_at=at,
        published_at=at,
    )
    found = [applicant(call, number, at) for number in range(count)]
    json.dump(found, sys.stdout)


def close(closes: str) -> None:
    """Amend the call."""
    call = Call.objects.get()
    text = call.text.replace("through: 2999-12-31", f"before: {closes}")
    Amendment.objects.create(
        call=call,
        number=1,
        reason_zh="更正",
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        published_at=dt.datetime.now(dt.UTC),
    )
    json.dump(text != call.text, sys.stdout)


def applicant(call: Call, number: int, at: dt.datetime) -> dict[str, str]:
    """One organisation with its administrator, ledger, files and final version; what its browser sends."""
    body = f"51110000MJ{number:07d}"
    code = body + uscc.calc_check_digit(body)
    with transaction.atomic():
        ours = Organisation.objects.create(
            name=f"示例协会{number}", uscc=code, state=Organisation.State.ACCEPTED, registered_at=at, accepted_at=at
        )
        boss = User.objects.create_user(email=f"boss{number}@example.org", date_joined=at)
        Membership.objects.create(user=boss, organisation=ours, role=Role.ADMINISTRATOR, since=at)
        rows = [
            Achievement(
                organisation=ours,
                kind="activity",
                title=f"学术会议{i}",
                date=dt.date(2022, 1 + i % 12, 1),
                vocabulary=1,
                fields={"attendance": 60 + i, "scope": "national"},
                created_at=at,
                changed_at=at,
            )
            for i in range(ENTRIES)
        ]
        Achievement.objects.bulk_create(rows)
        for row in rows[:FILES]:
            digest = hashlib.sha256(f"{number}/{row.pk}".encode()).hexdigest()
            file = StoredFile.objects.create(digest=digest, size=9, kind="pdf", previews="none", kept_at=at)
            attach(
                file=file,
                subject=Subject("achievement", str(row.pk)),
                tag="photos",
                name="照片.pdf",
                by=Actor(boss.actor_id, "administrator"),
                at=at,
            )
    row = drafting.start(call=call, organisation=ours, entry=Entry("national_society", ("standards",)), by=boss, at=at)
    reviewing.send(application=row, by=boss, at=at)
    final = finalising.finalise(application=row, by=boss, at=at)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(boss.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = boss.get_session_auth_hash()
    session.create()
    cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: CSRF}
    return {
        "address": f"/organisations/{ours.pk}/applications/{row.pk}/life/submit/",
        "cookies": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "frozen": str(len(json.dumps(final.content))),
    }


def count() -> None:
    """What became of them."""
    call = Call.objects.get()
    made = Submission.objects.all()
    said = {
        "submissions": made.count(),
        "applications": made.values("application").distinct().count(),
        "numbers": Application.objects.exclude(number="").values("number").distinct().count(),
        "states": {s: Application.objects.filter(state=s).count() for s in ("finalised", "submitted")},
        "turns": Turn.objects.filter(event="submit").count(),
        "journal": Recorded.objects.filter(act="application.submitted").count(),
        "told": Message.objects.filter(kind="application.submitted", channel="site").count(),
        "sealed": Seal.objects.count(),
        "latest": max((s.at.isoformat() for s in made), default=""),
        "findings": [finding.say() for finding in verify_all().findings][:5],
        "bytes": _bytes(made.first()) if made.exists() else 0,
        "call": call.edition,
    }
    json.dump(said, sys.stdout)


def _bytes(one: Submission) -> int:
    """What the rows of one submission hold, as text: the peer writes as much."""
    rows = [one, *one.application.turns.filter(event="submit")]
    rows += Recorded.objects.filter(subject_type="application", subject_id=str(one.application_id), number=one.entry)
    rows += Message.objects.filter(subject_type="application", subject_id=str(one.application_id))
    from juli.registry.files.queries import attachments

    rows += attachments(one.subject)
    return sum(len(str(value)) for row in rows for value in vars(row).values())


if __name__ == "__main__":
    globals()[sys.argv[1]](*(int(a) if a.isdecimal() else a for a in sys.argv[2:]))

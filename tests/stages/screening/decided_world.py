"""An application in screening whose works the office has a word on: a standard, and a conference to be judged."""

import datetime as dt
import hashlib

from juli.registry.files.actions import attach
from juli.registry.files.actions.keeping import Kept
from juli.registry.files.models import StoredFile
from juli.registry.parties import SYSTEM
from juli.stages.ledger.models import Achievement
from tests.stages.applications.conftest import NOW
from tests.stages.screening.screened import AFTER, ZGC, in_screening

UNTIL = AFTER + dt.timedelta(days=5)


def work(world, kind, title, where=None, **fields):
    """A work of the year before the call."""
    return Achievement.objects.create(
        organisation=where or world.ours,
        kind=kind,
        title=title,
        date=dt.date(2021, 5, 1),
        fields=fields,
        vocabulary=1,
        created_at=NOW[ZGC],
        changed_at=NOW[ZGC],
    )


def standard(world, title="国家标准一", **changes):
    return work(world, "standard", title, **{"level": "national", "role": "lead", "stage": "published", **changes})


def conference(world, title="国际学术会议", **changes):
    said = {"form": "conference", "scope": "international", "nonprofit": True, "place": "beijing", "attendance": 80}
    return work(world, "activity", title, **{**said, "foreign_speakers": 3, **changes})


def kept(name="证明.pdf", text="proof"):
    """A kept file, as far as the database knows."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    given = {"size": 5, "kind": "pdf", "previews": "none", "kept_at": NOW[ZGC]}
    return Kept(StoredFile.objects.get_or_create(digest=digest, defaults=given)[0], name, ())


def proved(row, tag="standard_text"):
    """A work with a file."""
    from django.db import transaction

    with transaction.atomic():
        attach(file=kept().file, subject=row.subject, tag=tag, name="标准文本.pdf", by=SYSTEM, at=NOW[ZGC])
    return row


def screened(world, *, works=1):
    """In screening, with so many standards and a conference; the application, the works by what they are."""
    made = {"standard": proved(standard(world)), "conference": conference(world)}
    for number in range(1, works):
        standard(world, f"国家标准{number + 1}")
    return in_screening(world), {name: str(row.pk) for name, row in made.items()}


def node(verdict, clause):
    """A clause by itself."""
    return verdict.node(clause)

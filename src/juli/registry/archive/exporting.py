"""Exporting: gather, list, write; and a line in the journal that says who took what out, by its digest.

The line stands in a chain of its own (``archive``), so that exporting a file does not change the file: made again for
the same instant it is the same bytes.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from juli.registry.archive import composing
from juli.registry.archive.chains import add_roots
from juli.registry.archive.listing import add_list
from juli.registry.archive.writing import Written, write
from juli.registry.canonical import instant
from juli.registry.journal.actions import record
from juli.registry.journal.models import Entry
from juli.registry.journal.queries import entries
from juli.registry.parties import Actor, Subject
from juli.registry.transactions import one_instant


class About(NamedTuple):
    """What an archive is of: the subject, its number, its title, and its row for those who contribute."""

    subject: Subject
    number: str
    title: str
    row: Any


def export(*, about: About, to: Path, actor: Actor, at: datetime) -> Written:
    """Write the complete file of a subject, and note that in the journal. Raises OSError, PaperError.

    Everything is read as it is at one instant, so that it hangs together though acts go on. Where the journal takes no
    note, there is no archive.
    """
    with one_instant():
        contents = composing.gather(about.subject.type, about.row, at)
        add_roots(contents)
        add_list(contents, about.title, about.number, at)
        said = {"type": about.subject.type, "id": about.subject.id, "number": about.number, "title": about.title}
        chains = tuple(member.path for member in contents.in_order() if member.kind == "journal")
        written = write(contents, to, subject=said, at=instant(at), chains=chains)
    details = {"subject": str(about.subject), "digest": written.digest, "size": written.size,
               "members": written.members}  # fmt: skip
    try:
        with transaction.atomic():
            record(subject=of(about.subject), actor=actor, act="archive.exported", details=details, at=at)
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    return written


def of(subject: Subject) -> Subject:
    """What an archive is called in the journal."""
    return Subject("archive", f"{subject.type}-{subject.id}")


def exports(subject: Subject) -> list[Entry]:
    """Who took an archive of it out, the latest first."""
    return list(entries(of(subject)).filter(act="archive.exported").order_by("-number"))

"""The publication: drafted from the list, written, sent out, corrected, withdrawn (S0-105)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines.policy.interpreter.given import BEIJING
from juli.registry.journal.actions import record
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.applications.turning import turning
from juli.stages.awards import lists, periods, permissions, publications
from juli.stages.awards import publications_notices as notices
from juli.stages.awards.models import Objection, Publication, PublicationLine, RankedList
from juli.stages.awards.objections import UNSETTLED
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.calls.shelf import shelf

LONGEST: Final = 4000
#: What one part of a contact may have.
_PART: Final = 120
_FIRST_COLUMNS: Final = ("number", "name", "title")


class Written(NamedTuple):
    """A draft as it was typed. ``last`` None: worked out from the first day and the length, if the years are known."""

    title: str
    body: str
    columns: Sequence[str]
    length: int | None
    working: bool
    first: dt.date | None
    last: dt.date | None
    answer: str
    site: str
    contact: Mapping[str, str]
    supervision: Mapping[str, str]


def draft(*, call: Call, corrects: Publication | None = None, by: User, at: dt.datetime) -> Publication:
    """Begin a publication from the list that counts, or the correction of one that is out. Raises Refused, NotReady."""
    with transaction.atomic():
        actor = permissions.officer(by, at)
        Call.objects.select_for_update().get(pk=call.pk)
        if lists.standing(call) is None:
            raise NotReady([_("There is no list that counts; the head of office makes it first.")])
        mine = Publication.objects.filter(call=call)
        if mine.filter(state="draft").exists():
            raise NotReady([_("A publication of this call is being written already; go on with it.")])
        if corrects is not None and not mine.filter(pk=corrects.pk, state="out").exists():
            raise NotReady([_("It does not stand any more; it cannot be corrected.")])
        last = mine.order_by("-number").values_list("number", flat=True).first()
        made = Publication(
            call=call, number=(last or 0) + 1, corrects=corrects, by=by, at=at, **_beginning(call, corrects, at)
        )
        made.save()
        details = {"publication": made.number, "corrects": corrects.number if corrects else None}
        record(subject=call.subject, actor=actor, act="call.publication-drafted", details=details, at=at)
    return made


def write(*, publication: Publication, said: Written, had: int, by: User, at: dt.datetime) -> Publication:
    """Keep what was written; what is wrong with it is told before it goes out. Raises Refused, NotReady, Stale."""
    with transaction.atomic():
        permissions.officer(by, at)
        row = _draft(publication, had)
        wrong = []
        if set(said.columns) - set(publications.COLUMNS):
            wrong.append(_("Such a column is never published."))
        if len(said.body) > LONGEST or len(said.answer) > LONGEST:
            wrong.append(_("At most %(most)d characters fit here.") % {"most": LONGEST})
        if len(said.title) > 120 or len(said.site) > 120:
            wrong.append(_("At most %(most)d characters fit here.") % {"most": 120})
        if said.length is not None and not 1 <= said.length <= periods.LONGEST:
            wrong.append(_("Give between 1 and %(most)d days.") % {"most": periods.LONGEST})
        if said.first and said.last and not said.first <= said.last:
            wrong.append(_("The period ends before it begins."))
        if wrong:
            raise NotReady(wrong)
        row.title, row.body, row.answer = said.title.strip(), said.body.strip(), said.answer.strip()
        row.columns = [name for name in publications.COLUMNS if name in said.columns or name == publications.NEEDED]
        row.length, row.working, row.first, row.last = said.length, said.working, said.first, said.last
        if row.last is None and row.first is not None and row.length is not None:
            row.last = periods.last_of(row.first, periods.Length(row.length, row.working), shelf().calendar)
        row.site = said.site.strip()
        row.contact, row.supervision = _parts(said.contact), _parts(said.supervision)
        row.version += 1
        row.save()
    return row


def publish(*, publication: Publication, had: int, by: User, at: dt.datetime) -> Publication:
    """Send it out: everything on it takes the step ``publish``, and what it says is frozen.

    Raises Refused, Stale, and NotReady with everything that is wrong, of the text and of each application.
    """
    with transaction.atomic():
        actor = permissions.officer(by, at)
        call = Call.objects.select_for_update().get(pk=publication.call_id)
        row = _draft(publication, had)
        rows = publications.to_publish(call, row.corrects)
        said = publications.content(row, rows, at)
        found = publications.check(said, row, at)
        wrong = list(found.refusals)
        if row.corrects is not None and Objection.objects.filter(UNSETTLED, publication=row.corrects).exists():
            wrong.append(_("Objections to it are not settled yet."))
        if found.disagreements and not row.answer:
            wrong += [*found.disagreements, _("Write why the dates are right all the same, or put them right.")]
        if wrong:
            raise NotReady(wrong)
        row.text, row.digest = publications.frozen(said)
        row.state, row.published_by, row.published_at = Publication.State.OUT, by, at
        row.version += 1
        _step(rows, row, by, at)
        if row.corrects is not None:
            _end(row.corrects, Publication.State.CORRECTED, row.answer or row.title, by, at)
        row.save()
        PublicationLine.objects.bulk_create(
            PublicationLine(publication=row, application=one, place=place) for place, one in enumerate(rows, 1)
        )
        details = {
            "publication": row.number,
            "digest": row.digest,
            "applications": [one.number for one in rows],
            "first": said["first"],
            "last": said["last"],
            "answer": row.answer,
            "disagreements": list(found.disagreements),
        }
        record(subject=call.subject, actor=actor, act="call.list-published", details=details, at=at)
        for one in rows:
            notices.tell("published", one, said["last"], key=f"{one.pk}:{row.pk}", at=at)
        counts = lists.standing(call)
        if counts is not None and counts.release == RankedList.Release.PUBLICATION:
            notices.tell_unsuccessful(call, at=at)
    return row


def withdraw(*, publication: Publication, reason: str, by: User, at: dt.datetime) -> Publication:
    """Take a publication back: it stays readable with the reason; what is on it returns to the list.

    Raises Refused, NotReady.
    """
    with transaction.atomic():
        actor = permissions.lead(by, at)
        call = Call.objects.select_for_update().get(pk=publication.call_id)
        row = Publication.objects.select_for_update().get(pk=publication.pk)
        wrong = []
        if row.state != Publication.State.OUT:
            wrong.append(_("It does not stand any more."))
        if not reason.strip():
            wrong.append(_("Give the reason: it is shown with the publication."))
        if Objection.objects.filter(UNSETTLED, publication=row).exists():
            wrong.append(_("Objections to it are not settled yet."))
        if row.approvals.exists():
            wrong.append(_("Applications on it are approved already."))
        if wrong:
            raise NotReady(wrong)
        _end(row, Publication.State.WITHDRAWN, reason.strip(), by, at)
        on = Application.objects.filter(publication_lines__publication=row, state=State.PUBLICATION)
        for one in on.order_by("pk"):
            turning(application=one, event="unpublish", by=by, at=at, remarks=reason).done(
                details={"publication": row.number}
            )
            notices.tell("unpublished", one, reason.strip(), key=f"{one.pk}:{row.pk}", at=at)
        details = {"publication": row.number, "reason": reason.strip()}
        record(subject=call.subject, actor=actor, act="call.publication-withdrawn", details=details, at=at)
    return row


def discard(*, publication: Publication, had: int, by: User, at: dt.datetime) -> None:
    """Throw a draft away. Raises Refused, NotReady, Stale."""
    with transaction.atomic():
        actor = permissions.officer(by, at)
        row = _draft(publication, had)
        details = {"publication": row.number}
        record(subject=row.call.subject, actor=actor, act="call.publication-discarded", details=details, at=at)
        row.delete()


def _draft(publication: Publication, had: int) -> Publication:
    row = Publication.objects.select_for_update(of=("self",)).select_related("call").get(pk=publication.pk)
    if row.state != Publication.State.DRAFT:
        raise NotReady([_("It is out already, and stays as it is; write a correction.")])
    require_version(had=had, now=row.version)
    return row


def _step(rows: Sequence[Application], row: Publication, by: User, at: dt.datetime) -> None:
    """Everything on it that is not published yet. Raises NotReady with what holds back each of them."""
    wrong = []
    for one in rows:
        if one.state == State.PUBLICATION:
            continue
        try:
            turning(application=one, event="publish", by=by, at=at).done(details={"publication": row.number})
        except NotReady as error:
            wrong += [f"{one.number}：{reason}" for reason in error.reasons]
    if wrong:
        raise NotReady(wrong)


def _end(row: Publication, state: str, reason: str, by: User, at: dt.datetime) -> None:
    row.state, row.ended_by, row.ended_at, row.ended_why = Publication.State(state), by, at, reason
    row.save(update_fields=["state", "ended_by", "ended_at", "ended_why"])


def _beginning(call: Call, corrects: Publication | None, at: dt.datetime) -> dict[str, Any]:
    """What a draft begins with: the text before where it corrects one, else the call's words."""
    programme = current(call).programme
    first = at.astimezone(BEIJING).date() + periods.ONE_DAY
    if corrects is not None:
        kept = ("title", "body", "columns", "length", "working", "site", "contact", "supervision")
        found: dict[str, Any] = {name: getattr(corrects, name) for name in kept} | {"first": first}
        if corrects.length is not None:
            length = periods.Length(corrects.length, corrects.working)
            found["last"] = periods.last_of(first, length, shelf().calendar)
        return found
    stated = periods.stated(programme)
    issuer = programme.notice.issuer
    return {
        "title": f"关于《{programme.title.zh}》拟支持名单的公示"[:120],
        "body": publications.first_body(programme),
        "columns": list(_FIRST_COLUMNS),
        "length": stated.days if stated else None,
        "working": stated.working if stated else True,
        "first": first,
        "last": periods.last_of(first, stated, shelf().calendar) if stated else None,
        "site": periods.site(programme),
        "contact": {"unit": issuer.zh if issuer else ""},
        "supervision": {},
    }


def _parts(said: Mapping[str, str]) -> dict[str, str]:
    return {name: said.get(name, "").strip()[:_PART] for name in publications.PARTS}

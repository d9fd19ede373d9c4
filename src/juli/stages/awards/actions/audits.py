"""The audit: opened and given, lines brought, decided, signed off, taken up again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from juli.registry.canonical import canonical
from juli.registry.files.actions import attach
from juli.registry.files.actions.keeping import Kept
from juli.registry.journal.actions import record
from juli.registry.parties import Actor
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, roles_of
from juli.stages.accounts.roles import Role
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.applications.turning import turning
from juli.stages.awards import auditing, audits, audits_notices, permissions
from juli.stages.awards.models import AuditCase, AuditLine, AuditReport

#: Lines of one case, characters of an item, the largest amount in 分.
MOST, LONGEST, LARGEST = 2_000, 200, 10**13
VOUCHER = "voucher"


class Spent(NamedTuple):
    """One line of spending; ``amount`` in 分."""

    item: str
    amount: int
    vouchers: str = ""
    achievement: str = ""


def open_case(*, application: Application, auditor: User, due: dt.date | None, by: User, at: dt.datetime) -> AuditCase:
    """Begin an application's audit and give it to an auditor (S0-99, S0-104). Raises Refused, NotReady."""
    with transaction.atomic():
        step = turning(application=application, event="audit", by=by, at=at)
        _auditor(auditor, at)
        made, _new = AuditCase.objects.get_or_create(
            application=step.application,
            defaults={"auditor": auditor, "due": due, "opened_by": by, "opened_at": at},
        )
        if made.auditor_id != auditor.pk or made.due != due:
            made.auditor, made.due = auditor, due
            made.version += 1
            made.save(update_fields=["auditor", "due", "version"])
        step.done(details={"auditor": auditor.actor_id, "due": due.isoformat() if due else None})
        audits_notices.tell_opened(made, at=at)
        audits_notices.tell_given(made, at=at)
    return made


def give(*, case: AuditCase, auditor: User, by: User, at: dt.datetime) -> AuditCase:
    """Give an open case to another auditor. Raises Refused, NotReady."""
    with transaction.atomic():
        actor = permissions.officer(by, at)
        row = _held(case)
        _auditor(auditor, at)
        row.auditor = auditor
        row.version += 1
        row.save(update_fields=["auditor", "version"])
        _record(row, actor, "application.audit-given", {"auditor": auditor.actor_id}, at)
        audits_notices.tell_given(row, at=at)
    return row


def bring(*, case: AuditCase, spent: Sequence[Spent], by: User, at: dt.datetime) -> list[AuditLine]:
    """Add lines of spending: all of them, or none where one cannot be. Raises Refused, NotReady."""
    with transaction.atomic():
        row = _held(case)
        actor = auditing.filler(by, row, at)
        last = row.lines.aggregate(last=Max("seq", default=0))["last"]
        wrong = list(_wrong(row, spent))
        if row.lines.filter(removed_at=None).count() + len(spent) > MOST:
            wrong.append(_("At most %(most)d lines fit in one audit.") % {"most": MOST})
        if wrong:
            raise NotReady(wrong)
        made = [
            AuditLine(
                case=row, seq=n, item=one.item.strip(), vouchers=one.vouchers.strip(), amount=one.amount,
                achievement=one.achievement, by=by, at=at,
            )
            for n, one in enumerate(spent, last + 1)
        ]  # fmt: skip
        AuditLine.objects.bulk_create(made)
        _touch(row)
        details = {"lines": len(made), "amount": sum(one.amount for one in made)}
        _record(row, actor, "application.audit-lines-brought", details, at)
    return made


def remove(*, line: AuditLine, by: User, at: dt.datetime) -> None:
    """Take a line out that is not decided yet. Raises Refused, NotReady."""
    with transaction.atomic():
        case = _held(line.case)
        actor = auditing.filler(by, case, at)
        row = AuditLine.objects.get(pk=line.pk)
        if row.word:
            raise NotReady([_("This line is decided already; the auditor changes the decision.")])
        row.removed_at = at
        row.save(update_fields=["removed_at"])
        _touch(case)
        _record(case, actor, "application.audit-line-removed", {"line": row.seq}, at)


def add_voucher(*, line: AuditLine, kept: Kept, by: User, at: dt.datetime) -> None:
    """Put a voucher to a line, in the transaction that keeps the file. Raises Refused, NotReady."""
    case = _held(line.case)
    actor = auditing.filler(by, case, at)
    attach(file=kept.file, subject=line.subject, tag=VOUCHER, name=kept.name, by=actor, at=at)
    _record(case, actor, "application.voucher-brought", {"line": line.seq, "sha256": kept.file.digest}, at)


def decide_lines(
    *,
    case: AuditCase,
    lines: Iterable[int],
    word: str,
    reason: str,
    accepted: int | None = None,
    had: int,
    by: User,
    at: dt.datetime,
) -> list[AuditLine]:
    """Decide lines, by their numbers. ``accepted`` in 分: less than the whole of one line in scope; None: the whole.

    Raises Refused, NotReady, Stale.
    """
    with transaction.atomic():
        row = _held(case)
        actor = auditing.auditor(by, row, at)
        require_version(had=had, now=row.version)
        wanted = set(lines)
        found = list(row.lines.filter(seq__in=wanted, removed_at=None).order_by("seq"))
        if not found or len(found) != len(wanted):
            raise NotReady([_("Tick the lines that are decided.")])
        if word not in AuditLine.Word.values or not word:
            raise NotReady([_("Say what is decided.")])
        short = word == AuditLine.Word.IN_SCOPE and accepted is not None
        if (word != AuditLine.Word.IN_SCOPE or short) and not reason.strip():
            raise NotReady([_("A decision of this kind needs a reason.")])
        if short and len(found) > 1:
            raise NotReady([_("A part is accepted of one line at a time.")])
        if accepted is not None and not 0 <= accepted <= found[0].amount:
            raise NotReady([_("No more can be accepted than was spent.")])
        for line in found:
            line.word, line.reason, line.by, line.at = word, reason.strip(), by, at
            whole = line.amount if accepted is None else accepted
            line.accepted = whole if word == AuditLine.Word.IN_SCOPE else 0
        AuditLine.objects.bulk_update(found, ["word", "reason", "by", "at", "accepted"])
        _touch(row)
        details = {"lines": [line.seq for line in found], "word": word, "accepted": accepted, "reason": reason.strip()}
        _record(row, actor, "application.audit-decided", details, at)
    return found


def sign_off(*, case: AuditCase, conclusion: str, had: int, by: User, at: dt.datetime) -> AuditReport:
    """Sign the report off: frozen, with what counts in the end. Raises Refused, NotReady, Stale."""
    with transaction.atomic():
        held = AuditCase.objects.select_for_update().get(pk=case.pk)
        require_version(had=had, now=held.version)
        if not conclusion.strip():
            raise NotReady([_("Write the conclusion.")])
        step = turning(application=held.application, event="sign_off", by=by, at=at)
        lines = list(held.lines.filter(removed_at=None).order_by("seq"))
        programme = step.ruling.rules.programme
        track = next(iter(step.application.tracks), "")
        total = audits.cost(lines)
        cuts = audits.limits(programme, track, total)
        accepted = cuts[-1].remains if cuts else total
        content = {
            "number": step.application.number,
            "call": {"zh": programme.title.zh, "en": programme.title.en},
            "project": step.application.title,
            "applicant": step.application.organisation.name,
            "auditor": auditing.firm(by, at),
            "signed_by": str(by),
            "conclusion": conclusion.strip(),
            "lines": [
                {
                    "seq": line.seq, "item": line.item, "vouchers": line.vouchers, "amount": line.amount,
                    "achievement": line.achievement, "word": line.word, "accepted": line.accepted,
                    "reason": line.reason,
                }
                for line in lines
            ],
            "limits": [
                {"zh": cut.label.zh, "en": cut.label.en, "remains": cut.remains, "cite": cut.cite} for cut in cuts
            ],
            "accepted": accepted,
        }  # fmt: skip
        last = held.reports.aggregate(last=Max("number", default=0))["last"]
        made = AuditReport.objects.create(
            case=held,
            number=last + 1,
            content=content,
            digest=hashlib.sha256(canonical(content).encode()).hexdigest(),
            accepted=accepted,
            cost=total,
            by=by,
            at=at,
        )
        held.conclusion = conclusion.strip()
        held.version += 1
        held.save(update_fields=["conclusion", "version"])
        step.done(details={"report": made.number, "digest": made.digest, "accepted": accepted})
    return made


def reopen_audit(*, case: AuditCase, reason: str, by: User, at: dt.datetime) -> None:
    """Take a signed audit up again, with a reason; the report stays. Raises Refused, NotReady."""
    with transaction.atomic():
        turning(application=case.application, event="reaudit", by=by, at=at, remarks=reason).done()


def _held(case: AuditCase) -> AuditCase:
    row = AuditCase.objects.select_for_update(of=("self",)).select_related("application").get(pk=case.pk)
    if row.application.state != State.AUDIT:
        raise NotReady(
            [
                _("The audit is closed (%(state)s); the head of office takes it up again.")
                % {"state": row.application.get_state_display()}
            ]
        )
    return row


def _auditor(user: User, at: dt.datetime) -> None:
    if Role.AUDITOR not in roles_of(user, at):
        raise Refused(_("An audit is given to somebody with an auditor's post."))


def _touch(case: AuditCase) -> None:
    case.version += 1
    case.save(update_fields=["version"])


def _wrong(case: AuditCase, spent: Sequence[Spent]) -> Iterable[str]:
    copy = audits.copy_of(case.application)
    known = {row.id for row in copy.dossier.achievements} if copy is not None else set()
    if not spent:
        yield _("There is no line to add.")
    for n, one in enumerate(spent, 1):
        if not one.item.strip():
            yield _("Line %(number)d: say what was paid for.") % {"number": n}
        if len(one.item) > LONGEST or len(one.vouchers) > LONGEST:
            yield _("Line %(number)d: at most %(most)d characters fit here.") % {"number": n, "most": LONGEST}
        if not 0 < one.amount <= LARGEST:
            yield _("Line %(number)d: the amount is above 0 and within reason.") % {"number": n}
        if one.achievement and one.achievement not in known:
            yield _("Line %(number)d: no work “%(work)s” was handed in.") % {"number": n, "work": one.achievement}


def _record(case: AuditCase, actor: Actor, act: str, details: Mapping[str, object], at: dt.datetime) -> None:
    record(subject=case.application.subject, actor=actor, act=act, details=details, at=at)

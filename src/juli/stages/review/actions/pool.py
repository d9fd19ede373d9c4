"""The pool: experts put in, described, taken out; their ties and absences; their invitation to review."""

from __future__ import annotations

import datetime as dt
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from juli.registry.journal.actions import record
from juli.registry.parties import Actor
from juli.registry.transactions import require_version
from juli.stages.accounts.actions import appoint
from juli.stages.accounts.models import Post, User
from juli.stages.accounts.roles import Role
from juli.stages.organisations.codes import checked
from juli.stages.review import sealing
from juli.stages.review.facts import TEXTS, Facts
from juli.stages.review.identities import last
from juli.stages.review.models import Away, Expert, ExpertField, Tie
from juli.stages.review.numbers import context, known, matched
from juli.stages.review.permissions import keeper, leading


def enrol(*, facts: Facts, by: User, at: datetime, source: str = "") -> Expert:
    """Put an expert into the pool. Raises Refused; ValidationError by field, and where the person is there already."""
    facts = facts.checked()
    with transaction.atomic():
        actor = keeper(by, at)
        row = Expert(created_at=at)
        _write(row, facts, at)
        _recorded(row, actor, "expert.enrolled", at, {"source": source} if source else {})
        return row


def describe(*, expert: Expert, facts: Facts, had: int, by: User, at: datetime, source: str = "") -> Expert:
    """Change what is said of an expert; an employer that is left stays as a former one.

    Raises Refused, Stale; ValidationError as ``enrol``.
    """
    facts = facts.checked()
    with transaction.atomic():
        row, actor = _held(expert, by, at)
        require_version(had=had, now=row.version)
        before, code = row.employer, row.employer_code
        changed = _write(row, facts, at)
        if before and not _same(before, code, row):
            Tie.objects.create(
                expert=row,
                kind=Tie.Kind.EMPLOYER,
                unit=before,
                code=code,
                until=at.date(),
                source=_("Employer until it was changed here"),
                by=actor.id,
                at=at,
            )
        _recorded(row, actor, "expert.described", at, {"changed": changed, **({"source": source} if source else {})})
        return row


def remove_expert(*, expert: Expert, reason: str, by: User, at: datetime) -> Expert:
    """Ask an expert no more; what they did stays. Raises Refused; ValidationError without a reason."""
    with transaction.atomic():
        row, actor = _held(expert, by, at)
        if not reason.strip():
            raise ValidationError({"reason": _("Say why; it stays in the journal.")})
        if row.removed_at is None:
            row.removed_at = at
            _bumped(row, at)
            _recorded(row, actor, "expert.removed", at, {"reason": reason.strip()})
        return row


def restore_expert(*, expert: Expert, by: User, at: datetime) -> Expert:
    """Take an expert into the pool again. Raises Refused."""
    with transaction.atomic():
        row, actor = _held(expert, by, at)
        if row.removed_at is not None:
            row.removed_at = None
            _bumped(row, at)
            _recorded(row, actor, "expert.restored", at, {})
        return row


def add_tie(*, expert: Expert, tie: Tie, by: User, at: datetime) -> Tie:
    """Note what binds an expert to a unit. Raises Refused; ValidationError by field."""
    with transaction.atomic():
        row, actor = _held(expert, by, at)
        tie.expert, tie.by, tie.at = row, actor.id, at
        tie.unit = " ".join(tie.unit.split())
        if not tie.unit and not tie.code.strip():
            raise ValidationError({"unit": _("Name the unit, or its code.")})
        if not tie.source.strip():
            raise ValidationError({"source": _("Say where this is known from.")})
        if tie.since and tie.until and tie.until < tie.since:
            raise ValidationError({"until": _("This is before the first day.")})
        try:
            tie.code = checked(tie.code) if tie.code.strip() else ""
        except ValidationError as error:
            raise ValidationError({"code": error}) from error
        tie.save(force_insert=True)
        _bumped(row, at)
        details = {"tie": tie.pk, "kind": tie.kind, "since": _iso(tie.since), "until": _iso(tie.until)}
        _recorded(row, actor, "expert.tied", at, details, {"unit": tie.unit or tie.code, "source": tie.source})
        return tie


def remove_tie(*, tie: Tie, by: User, at: datetime) -> None:
    """Strike a tie that was never there; one that ended gets its last day instead. Raises Refused."""
    with transaction.atomic():
        row, actor = _held(tie.expert, by, at)
        if Tie.objects.filter(pk=tie.pk).delete()[0]:
            _bumped(row, at)
            _recorded(
                row, actor, "expert.untied", at, {"tie": tie.pk, "kind": tie.kind}, {"unit": tie.unit or tie.code}
            )


def add_absence(*, expert: Expert, since: dt.date, until: dt.date, by: User, at: datetime) -> Away:
    """Note days on which an expert is away. Raises Refused; ValidationError where they are in the wrong order."""
    with transaction.atomic():
        row, actor = _held(expert, by, at)
        if until < since:
            raise ValidationError({"until": _("This is before the first day.")})
        away, new = Away.objects.get_or_create(expert=row, since=since, until=until)
        if new:
            _bumped(row, at)
            _recorded(row, actor, "expert.away", at, {"since": _iso(since), "until": _iso(until)})
        return away


def remove_absence(*, away: Away, by: User, at: datetime) -> None:
    """Strike days of absence. Raises Refused."""
    with transaction.atomic():
        row, actor = _held(away.expert, by, at)
        if Away.objects.filter(pk=away.pk).delete()[0]:
            _bumped(row, at)
            _recorded(row, actor, "expert.back", at, {"since": _iso(away.since), "until": _iso(away.until)})


def invite(*, expert: Expert, by: User, site: str = "", at: datetime) -> str:
    """Give an expert an account with which they review; the path to set a password, where they have none yet.

    Raises Refused (it is the head of office who gives posts); ValidationError without an address, or where the account
    is another expert's.
    """
    with transaction.atomic():
        leading(by, at)
        row, actor = _held(expert, by, at)
        if row.removed_at is not None:
            raise ValidationError(_("This expert was taken out of the pool."))
        if not row.email:
            raise ValidationError(_("Write the expert's e-mail address first: the invitation goes there."))
        user = User.objects.filter(email__iexact=row.email).first()
        if user is not None and Expert.objects.filter(user=user).exclude(pk=row.pk).exists():
            raise ValidationError(_("The account with this address is another expert's."))
        path = ""
        if user is None or not _expert_now(user, at):
            post, path = appoint(email=row.email, name=row.name, role=Role.EXPERT, by=by, site=site, at=at)
            user = post.user
        if row.user_id != user.pk:
            row.user = user
            _bumped(row, at)
            _recorded(row, actor, "expert.invited", at, {"user": user.pk})
        return path


def reseal(*, at: datetime) -> int:
    """Seal every number anew under the first key, and match by its digest; how many experts. The operator's act."""
    del at
    done = 0
    for pk in Expert.objects.exclude(identity="", account="").order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Expert.objects.select_for_update().get(pk=pk)
            stale = [
                name for name in ("identity", "account") if getattr(row, name) and not sealing.fresh(getattr(row, name))
            ]
            for name in stale:
                number = sealing.opened(getattr(row, name), context(name))
                setattr(row, name, sealing.seal(number, context(name)))
                if name == "identity":
                    row.identity_digest = sealing.digest(matched(row.document, number))
            if stale:
                row.save(update_fields=["identity", "account", "identity_digest"])
                done += 1
    return done


def _write(row: Expert, facts: Facts, at: datetime) -> list[str]:
    """What was said, into the row and its fields; the names of what changed."""
    before = {name: getattr(row, name) for name in (*TEXTS, "employer_code", "document", "identity_digest")}
    for name in (*TEXTS, "employer_code"):
        setattr(row, name, getattr(facts, name))
    if facts.number:
        there = known(facts.document, facts.number)
        if there is not None and there.pk != row.pk:
            raise ValidationError(
                {
                    "number": _("This number is that of %(name)s (No. %(id)d), who is in the pool.")
                    % {"name": there.name, "id": there.pk}
                }
            )
        row.document = facts.document
        row.identity = sealing.seal(facts.number, context("identity"))
        row.identity_digest = sealing.digest(matched(facts.document, facts.number))
        row.identity_last = last(facts.number)
    changed = {name for name, value in before.items() if getattr(row, name) != value}
    if facts.account:
        row.account, row.account_last = sealing.seal(facts.account, context("account")), last(facts.account)
        changed.add("account")
    row.version += 1 if row.pk else 0
    row.changed_at = at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError(
            {"number": _("Somebody put this person into the pool at this moment; look for them.")}
        ) from error
    had = set(row.fields.values_list("name", flat=True))
    if had != set(facts.fields):
        changed.add("fields")
        row.fields.exclude(name__in=facts.fields).delete()
        ExpertField.objects.bulk_create(ExpertField(expert=row, name=name) for name in facts.fields if name not in had)
    return sorted("identity" if name == "identity_digest" else name for name in changed)


def _same(name: str, code: str, row: Expert) -> bool:
    return row.employer_code == code if row.employer_code and code else row.employer == name


def _held(expert: Expert, by: User, at: datetime) -> tuple[Expert, Actor]:
    actor = keeper(by, at)
    return Expert.objects.select_for_update().get(pk=expert.pk), actor


def _bumped(row: Expert, at: datetime) -> None:
    row.version += 1
    row.changed_at = at
    row.save(update_fields=["version", "changed_at", "removed_at", "user"])


def _expert_now(user: User, at: datetime) -> bool:
    held = Post.objects.filter(user=user, role=Role.EXPERT)
    return any(post.held(at) for post in held)


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _recorded(
    row: Expert,
    actor: Actor,
    act: str,
    at: datetime,
    details: dict[str, object],
    personal: dict[str, str] | None = None,
) -> None:
    record(
        subject=row.subject,
        actor=actor,
        act=act,
        details=details,
        personal={"name": row.name, **(personal or {})},
        at=at,
    )

"""The random draw: a plan is fixed, office and supervisor commit to secrets, both are revealed, the panel is drawn.

What a party committed to stays with the party: the site keeps a digest, and neither the secret nor the nonce, until
they are revealed. Nobody enters the other party's secret.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines import panel as engine
from juli.engines.panel.draw import NONCE_DIGITS, Party
from juli.registry.journal.actions import record
from juli.registry.language import language
from juli.registry.parties import Actor
from juli.stages.accounts.models import User
from juli.stages.review.actions.panels import held, next_draw, seated
from juli.stages.review.conflicting import institution
from juli.stages.review.eligible import field_of
from juli.stages.review.models import Assignment, Draw, Panel
from juli.stages.review.permissions import leading, party
from juli.stages.review.plans import plan_of, written

S = Panel.State


def plan_draw(*, panel: Panel, by: User, at: datetime) -> Draw:
    """Fix who is in the pool of a draw, who is not and why, and how many are drawn. Raises Refused, ValidationError."""
    with transaction.atomic():
        row, actor = held(panel, by, at, S.FORMING)
        if row.how != Panel.How.DRAW:
            raise ValidationError(_("The experts of this panel are matched, not drawn."))
        if row.draws.filter(state=Draw.State.PLANNED).exists():
            raise ValidationError(_("A draw is under way; draw, or break it off with a reason."))
        if not row.entries.exists():
            raise ValidationError(_("There is no application before this panel yet."))
        number = next_draw(row)
        plan = _plan(row, number)
        try:
            _fits(plan)
        except engine.PanelError as error:
            raise ValidationError(error.said.say(language())) from error
        draw = Draw.objects.create(panel=row, number=number, plan=written(plan), digest=plan.digest, planned_at=at)
        details = {"draw": str(draw), "plan": plan.digest, "pool": len(plan.pool), "kept_out": len(plan.exclusions)}
        record(subject=row.subject, actor=actor, act="draw.planned", details=details, at=at)
        return draw


def commit_secret(*, draw: Draw, secret: str, by: User, at: datetime) -> str:
    """Commit to a secret, for the party that one is; the nonce to keep with it, which is shown this once.

    A party may commit anew while nothing is revealed. Raises Refused, ValidationError.
    """
    with transaction.atomic():
        row, who, actor = _party(draw, by, at)
        if row.office_secret or row.supervisor_secret:
            raise ValidationError(_("A secret has been revealed; nobody commits anew."))
        nonce = secrets.token_hex(NONCE_DIGITS // 2)
        try:
            promise = engine.commit(plan_of(row), who, engine.Secret(secret, nonce))
        except engine.PanelError as error:
            raise ValidationError({"secret": error.said.say(language())}) from error
        setattr(row, f"{who}_commitment", promise.digest)
        setattr(row, f"{who}_by", actor.id)
        row.save()
        details = {"draw": str(row), "party": who, "commitment": promise.digest}
        record(subject=row.panel.subject, actor=actor, act="draw.committed", details=details, at=at)
        return nonce


def reveal_secret(*, draw: Draw, secret: str, nonce: str, by: User, at: datetime) -> Draw:
    """Reveal one's secret; with the second one the panel is drawn.

    Raises Refused, ValidationError where it is not what was committed to, or where the plan no longer holds: somebody
    of the pool is in conflict by now.
    """
    with transaction.atomic():
        row, who, actor = _party(draw, by, at)
        if not (row.office_commitment and row.supervisor_commitment):
            raise ValidationError(_("Both parties commit before anybody reveals."))
        plan, said = plan_of(row), engine.Secret(secret, nonce.strip().lower())
        try:
            engine.reveal(plan, engine.Commitment(who, getattr(row, f"{who}_commitment")), said)
        except engine.PanelError as error:
            raise ValidationError({"secret": error.said.say(language())}) from error
        setattr(row, f"{who}_secret", said.secret)
        setattr(row, f"{who}_nonce", said.nonce)
        details = {"draw": str(row), "party": who}
        record(subject=row.panel.subject, actor=actor, act="draw.revealed", details=details, at=at)
        if row.office_secret and row.supervisor_secret:
            _draw(row, plan, actor, at)
        row.save()
        return row


def break_off(*, draw: Draw, reason: str, by: User, at: datetime) -> Draw:
    """Give up a draw that was begun; it stays to be seen. The head of office's. Raises Refused, ValidationError."""
    with transaction.atomic():
        actor = leading(by, at)
        row = Draw.objects.select_for_update().get(pk=draw.pk)
        if row.state != Draw.State.PLANNED:
            raise ValidationError(_("This draw has ended."))
        if not reason.strip():
            raise ValidationError({"reason": _("Say why; it stays in the journal.")})
        row.state, row.remark, row.ended_at = Draw.State.BROKEN, reason.strip()[:300], at
        row.save()
        details = {"draw": str(row), "reason": row.remark}
        record(subject=row.panel.subject, actor=actor, act="draw.broken_off", details=details, at=at)
        return row


def _draw(row: Draw, plan: engine.DrawPlan, actor: Actor, at: datetime) -> None:
    panel = Panel.objects.select_for_update().get(pk=row.panel_id)
    if _plan(panel, row.number).digest != plan.digest:
        raise ValidationError(
            _("Pool, conflicts or applications have changed since the plan. Break this draw off, and plan anew.")
        )
    commitments = (
        engine.Commitment("office", row.office_commitment),
        engine.Commitment("supervisor", row.supervisor_commitment),
    )
    both = {
        "office": engine.Secret(row.office_secret, row.office_nonce),
        "supervisor": engine.Secret(row.supervisor_secret, row.supervisor_nonce),
    }
    drawn = engine.draw(plan, commitments, both)  # type: ignore[arg-type]  # The keys are the parties.
    row.record, row.state, row.ended_at = drawn.to_bytes().decode(), Draw.State.DRAWN, at
    seated(panel, [int(pk) for pk in drawn.drawn], [int(pk) for pk in drawn.reserves], Assignment.Origin.DRAW, at)
    panel.state = S.FORMED
    panel.version += 1
    panel.save()
    record(
        subject=panel.subject, actor=actor, act="draw.drawn", details={"draw": str(row), "record": row.record}, at=at
    )


def _plan(panel: Panel, number: int) -> engine.DrawPlan:
    found = field_of(panel)
    out = found.kept_out()
    return engine.DrawPlan(
        panel.call.edition,
        f"{panel.pk}-{number}",
        tuple(
            engine.Candidate(key, tuple(sorted(f.name for f in row.fields.all())), institution(row))
            for key, row in sorted(found.experts.items())
            if key not in out
        ),
        panel.size,
        panel.reserves,
        exclusions=tuple(engine.Exclusion(key, why) for key, why in sorted(out.items())),
        per_institution=1 if panel.one_per_institution else None,
    )


def _fits(plan: engine.DrawPlan) -> None:
    """Raises PanelError where the pool can't fill the draw: known before anybody commits."""
    secret = engine.Secret("-", "0" * NONCE_DIGITS)
    promises = (engine.commit(plan, "office", secret), engine.commit(plan, "supervisor", secret))
    engine.draw(plan, promises, {"office": secret, "supervisor": secret})


def _party(draw: Draw, by: User, at: datetime) -> tuple[Draw, Party, Actor]:
    who, actor = party(by, at)
    row = Draw.objects.select_for_update().get(pk=draw.pk)
    if row.state != Draw.State.PLANNED:
        raise ValidationError(_("This draw has ended."))
    other = row.supervisor_by if who == "office" else row.office_by
    if other == actor.id:
        raise ValidationError(_("One person is not both parties."))
    return row, who, actor

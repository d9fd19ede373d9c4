"""The list: what persons decide about the order, making the list, taking it up again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from juli.engines import panel
from juli.registry.journal.actions import record
from juli.registry.language import language
from juli.stages.accounts.models import User
from juli.stages.applications import verdicts
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.queries.weighing import Said
from juli.stages.applications.transitions import State
from juli.stages.applications.turning import turning
from juli.stages.awards import audited, lists, permissions, publications_notices, ranked, unfinished
from juli.stages.awards.models import ListLine, ListReopened, ListVerdict, OrderDecision, RankedList
from juli.stages.calls.models import Call

#: The longest reason that is kept.
LONGEST = 2000


def decide(
    *, call: Call, kind: str, track: str, value: Mapping[str, Any], reason: str, by: User, at: datetime
) -> OrderDecision:
    """Decide what the rule leaves to a person: an order of equals, the line, an exception, an amount (O-8, O-20).

    Raises Refused, and NotReady where the decision does not fit the order as it stands.
    """
    with transaction.atomic():
        actor = permissions.lead(by, at)
        _held(call)
        _require(reason)
        made = OrderDecision(
            call=call, track=track, kind=kind, value=dict(value), reason=reason.strip(), by=by, by_name=str(by), at=at
        )
        standing = [row for row in lists.decisions(call) if not _replaces(made, row)]
        _try(call, [*standing, made])
        for row in lists.decisions(call):
            if _replaces(made, row):
                row.taken_back_at = at
                row.save(update_fields=["taken_back_at"])
        made.save()
        details = {"kind": kind, "track": track, "value": dict(value), "reason": made.reason}
        record(subject=call.subject, actor=actor, act="call.order-decided", details=details, at=at)
    return made


def take_back(*, decision: OrderDecision, by: User, at: datetime) -> None:
    """Take a decision back: the rule says again what it says. Raises Refused, NotReady."""
    with transaction.atomic():
        actor = permissions.lead(by, at)
        _held(decision.call)
        row = OrderDecision.objects.get(pk=decision.pk)
        if row.taken_back_at is not None:
            raise NotReady([_("This decision was taken back before.")])
        row.taken_back_at = at
        row.save(update_fields=["taken_back_at"])
        details = {"decision": row.pk, "kind": row.kind}
        record(subject=row.call.subject, actor=actor, act="call.order-decision-taken-back", details=details, at=at)


def make(*, call: Call, release: str, had: str, by: User, at: datetime) -> RankedList:
    """Make the list, and tell the applications apart by it. ``had``: the digest of the inputs that the maker saw.

    Raises Refused, and NotReady where something is undecided, unfinished, or has changed since.
    """
    with transaction.atomic():
        actor = permissions.lead(by, at)
        _held(call)
        if reasons := unfinished.reasons(call):
            raise NotReady(reasons)
        found = ranked.inputs(call, audited.costs(call))
        if found.digest != had:
            raise NotReady([_("What the order stands on has changed since the page was loaded; look at it again.")])
        rows = lists.decisions(call)
        result = _ranked(found, rows)
        if ties := [one for one in result.unresolved if one.kind == "tie"]:
            names = "、".join(name for one in ties for name in one.applications)
            raise NotReady(
                [_("The line falls among equals: put them in order, with a reason: %(names)s") % {"names": names}]
            )
        made = _kept(call, found, result, rows, release, by, at)
        on = set(made.lines.filter(on_list=True).values_list("application", flat=True))
        for one in found.candidates:
            if one.application.state in {State.ACCEPTED, State.REVIEW}:
                event = "shortlist" if one.application.pk in on else "pass_over"
                turning(application=one.application, event=event, by=by, at=at).done(details={"list": made.number})
        details = {
            "number": made.number,
            "digest": made.digest,
            "inputs": made.inputs_digest,
            "decisions": hashlib.sha256(made.decisions.encode()).hexdigest(),
            "verdicts": _stood_on(made, found, at),
            "release": release,
        }
        record(subject=call.subject, actor=actor, act="call.list-made", details=details, at=at)
        if made.release == RankedList.Release.NOW:
            publications_notices.tell_unsuccessful(call, at=at)
    return made


def reopen(*, ranked_list: RankedList, reason: str, by: User, at: datetime) -> ListReopened:
    """Take a list up again while nothing has followed from it; it stays readable. Raises Refused, NotReady."""
    with transaction.atomic():
        actor = permissions.lead(by, at)
        _require(reason)
        call = ranked_list.call
        _held(call)
        if lists.standing(call) != ranked_list:
            raise NotReady([_("Another list counts by now; look at it.")])
        on = Application.objects.filter(call=call, list_lines__ranked_list=ranked_list).distinct()
        later = on.exclude(state__in=ranked.COMPETING)
        if later.exists():
            names = "、".join(later.order_by("number").values_list("number", flat=True)[:5])
            raise NotReady([_("It cannot be taken up again: these have gone on: %(names)s") % {"names": names}])
        made = ListReopened.objects.create(ranked_list=ranked_list, reason=reason.strip(), by=by, at=at)
        for row in on.filter(state__in=(State.SHORTLISTED, State.NOT_SHORTLISTED)).order_by("pk"):
            event = "relist" if ranked.scored(call) else "unlist"
            turning(application=row, event=event, by=by, at=at, remarks=reason).done(
                details={"list": ranked_list.number}
            )
        details = {"number": ranked_list.number, "reason": made.reason}
        record(subject=call.subject, actor=actor, act="call.list-reopened", details=details, at=at)
    return made


def _kept(
    call: Call,
    found: ranked.Inputs,
    result: panel.Ranking,
    rows: list[OrderDecision],
    release: str,
    by: User,
    at: datetime,
) -> RankedList:
    last = RankedList.objects.filter(call=call).order_by("-number").values_list("number", flat=True).first()
    text = result.to_bytes().decode()
    made = RankedList.objects.create(
        call=call,
        number=(last or 0) + 1,
        inputs=found.to_bytes().decode(),
        inputs_digest=found.digest,
        decisions=panel.canonical(ranked.decisions_of(rows)).decode(),
        result=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        release=RankedList.Release(release),
        by=by,
        at=at,
    )
    known = {one.application.number: one.application for one in found.candidates}
    why = {(row.track, row.value.get("application")): row.reason for row in rows if row.kind == "exception"}
    ListLine.objects.bulk_create(
        ListLine(
            ranked_list=made,
            application=known[line.application],
            track=line.track,
            place=place,
            rank=line.rank,
            value="" if line.value is None else str(line.value),
            on_list=line.state == "in",
            amount=None if line.grant is None or line.grant.amount is None else int(line.grant.amount * 100),
            reason=why.get((line.track, line.application), line.out),
        )
        for place, line in enumerate(result.lines, 1)
    )
    return made


def _stood_on(made: RankedList, found: ranked.Inputs, at: datetime) -> str:
    """Keep the verdict that each had, and name them all by one digest."""
    kept = verdicts.keep_all(said=[Said(one.submission, one.decided) for one in found.candidates], at=at)
    ListVerdict.objects.bulk_create(
        ListVerdict(ranked_list=made, application=one.application, verdict=row)
        for one, row in zip(found.candidates, kept, strict=True)
    )
    return lists.verdicts_digest(made)


def _try(call: Call, rows: list[OrderDecision]) -> None:
    _ranked(ranked.inputs(call, audited.costs(call)), rows)


def _ranked(found: ranked.Inputs, rows: list[OrderDecision]) -> panel.Ranking:
    try:
        return found.ranked(ranked.decisions_of(rows))
    except panel.PanelError as error:
        raise NotReady([error.said.say(language())]) from error


def _replaces(new: OrderDecision, old: OrderDecision) -> bool:
    """A later word on the same takes the place of the earlier."""
    if (new.kind, new.track) != (old.kind, old.track):
        return False
    if new.kind == OrderDecision.Kind.TIE:
        return bool(set(new.value["order"]) & set(old.value["order"]))
    same = "field" if new.kind == OrderDecision.Kind.LINE else "application"
    return bool(new.value.get(same, "") == old.value.get(same, ""))


def _held(call: Call) -> None:
    """Whoever decides about a call's order waits for the others. In the order that steps of applications take it."""
    Call.objects.select_for_update().get(pk=call.pk)


def _require(reason: str) -> None:
    if not reason.strip():
        raise NotReady([_("Give the reason: it is kept with the decision.")])
    if len(reason) > LONGEST:
        raise NotReady([_("At most %(most)d characters fit here.") % {"most": LONGEST}])

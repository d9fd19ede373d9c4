"""Where clauses stand: confirmed one by one, or all those that are sure."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from juli.registry.journal.actions import record
from juli.registry.transactions import require_version
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.calls.models import Anchor, Notice
from juli.stages.calls.notices import queries
from juli.stages.calls.notices.marks import mark
from juli.stages.calls.notices.permissions import editor
from juli.stages.calls.notices.proposals import Proposal, Sureness
from juli.stages.calls.rulebook import current


def anchor_clause(
    *, notice: Notice, clause: str, first: int, last: int, version: int, by: User, at: datetime
) -> Anchor:
    """Confirm the passage of a clause, as proposed or another one; ``first`` 0 says that the notice has none.

    ``version`` is that of the anchor on the screen, 0 where there was none. Raises Refused, Stale.
    """
    with transaction.atomic():
        actor = editor(by, at)
        notice = _taken(notice)
        proposal = _proposals(notice).get(clause)
        if proposal is None:
            raise Refused(_("The rules have no such clause with a citation any more; load the page again."))
        old = notice.anchors.filter(clause=clause).first()
        require_version(had=version, now=old.version if old else 0)
        first, last = _checked(notice, first, last)
        anchor = _anchored(notice, proposal, first, last, by, at)
        if old is not None:
            anchor.pk, anchor.version = old.pk, old.version + 1
        anchor.save()
        details = {"clause": clause, "text": notice.text_digest, "lines": [first, last], **_proposed(proposal)}
        record(subject=notice.call.subject, actor=actor, act="notice.anchored", details=details, at=at)
        return anchor


def anchor_sure(*, notice: Notice, by: User, at: datetime) -> int:
    """Confirm all proposals that are sure and not decided yet. How many. Raises Refused."""
    with transaction.atomic():
        actor = editor(by, at)
        notice = _taken(notice)
        decided = set(notice.anchors.values_list("clause", flat=True))
        sure = [
            proposal
            for clause, proposal in _proposals(notice).items()
            if clause not in decided and proposal.sureness is Sureness.SURE and proposal.first
        ]
        Anchor.objects.bulk_create(_anchored(notice, p, p.first, p.last, by, at) for p in sure)
        if sure:
            places = {p.target.id: [p.first, p.last] for p in sure}
            details = {"text": notice.text_digest, "clauses": places}
            record(subject=notice.call.subject, actor=actor, act="notice.anchored-sure", details=details, at=at)
        return len(sure)


def release_anchor(*, notice: Notice, clause: str, version: int, by: User, at: datetime) -> None:
    """Take a confirmation back: the clause stands open again. Raises Refused, Stale."""
    with transaction.atomic():
        actor = editor(by, at)
        notice = _taken(notice)
        anchor = notice.anchors.filter(clause=clause).first()
        require_version(had=version, now=anchor.version if anchor else 0)
        if anchor is None:
            return
        details = {"clause": clause, "text": notice.text_digest, "lines": [anchor.first, anchor.last]}
        record(subject=notice.call.subject, actor=actor, act="notice.released", details=details, at=at)
        anchor.delete()


def _proposals(notice: Notice) -> dict[str, Proposal]:
    return {p.target.id: p for p in queries.proposals_for(notice, current(notice.call).programme)}


def _proposed(proposal: Proposal) -> dict[str, object]:
    return {"proposed": [proposal.first, proposal.last], "sureness": int(proposal.sureness)}


def _anchored(notice: Notice, proposal: Proposal, first: int, last: int, by: User, at: datetime) -> Anchor:
    line = next((x for x in queries.outline(notice).lines if x.number == first), None)
    start, end = mark(line.text, proposal.target) if line is not None and first == last else (0, 0)
    return Anchor(
        notice=notice,
        clause=proposal.target.id,
        first=first,
        last=last,
        cite=proposal.target.cite,
        proposed_first=proposal.first,
        proposed_last=proposal.last,
        sureness=int(proposal.sureness),
        mark_start=start,
        mark_end=end,
        by=by.actor_id,
        at=at,
    )


def _checked(notice: Notice, first: int, last: int) -> tuple[int, int]:
    if not first:
        return 0, 0
    read = {line.number for line in queries.outline(notice).lines if not line.left_out}
    if first > last:
        raise Refused(_("The passage ends before it begins; the first paragraph comes first."))
    if first not in read or last not in read:
        raise Refused(_("The notice has no such paragraph, or it is left out; take the numbers beside the text."))
    return first, last


def _taken(notice: Notice) -> Notice:
    found = Notice.objects.select_for_update().filter(pk=notice.pk).first()
    newest = None if found is None else queries.in_force(found.call)
    if found is None or newest is None or newest.pk != found.pk:
        raise Refused(_("Another text of the notice has been taken meanwhile; load the page again."))
    return found

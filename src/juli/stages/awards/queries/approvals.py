"""Approvals: the result that everybody sees, and the letters."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from juli.engines.policy.rules import Programme
from juli.stages.accounts.models import User
from juli.stages.awards import approvals, permissions
from juli.stages.awards.models import Approval, ApprovalLine
from juli.stages.awards.queries.publications import own
from juli.stages.calls.rulebook import current


def approval(publication: int, approval: int) -> tuple[Approval, list[ApprovalLine]]:
    """An approval with its lines. Raises Http404."""
    rows = Approval.objects.select_related("publication__call")
    row = rows.filter(pk=approval, publication=publication).first()
    if row is None:
        raise Http404(f"publication {publication} has no approval {approval}")
    return row, approvals.lines_of(row)


def programme(row: Approval) -> Programme:
    """The rules of its call."""
    return current(row.publication.call).programme


def letters(user: User | AnonymousUser, approval: int, at: dt.datetime) -> tuple[Approval, list[ApprovalLine]]:
    """An approval with what its letters need. Raises Refused, Http404."""
    permissions.officer(user, at)
    row = Approval.objects.select_related("publication__call").filter(pk=approval).first()
    if row is None:
        raise Http404(f"there is no approval {approval}")
    lines = approvals.lines_of(row)
    for line in lines:
        line.approval = row
    return row, lines


def own_letter(user: User | AnonymousUser, organisation: int, application: int, at: dt.datetime) -> ApprovalLine:
    """The line that an applicant's letter is printed from. Raises Refused, Http404."""
    found = own(user, organisation, application, at).approved
    if found is None:
        raise Http404(f"application {application} is not approved")
    return found

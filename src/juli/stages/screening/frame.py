"""What every office page of an application has around it: which one it is, where it stands, whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.translation import gettext as _

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused, roles_of
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application, Submission
from juli.stages.applications.queries.submitted import standing
from juli.stages.applications.ruling import once
from juli.stages.calls.rulebook import Rules
from juli.stages.screening import tabs

#: Who reads any application that the office has.
READERS = frozenset({Role.OFFICER, Role.LEAD, Role.TRUSTEE, Role.SUPERVISOR, Role.DIVISIONAL_LEADER})


@dataclass(frozen=True)
class Frame:
    """One application before the office. ``submission`` is the one that counts; its rules are those it stands under."""

    application: Application
    submission: Submission
    rules: Rules
    roles: frozenset[Role]
    tabs: list[tabs.Link]
    tracks: tuple[Label, ...]

    @property
    def programme(self) -> Programme:
        """The rules that it stands under."""
        return self.rules.programme


def found(application: int) -> Application:
    """An application by its row. Raises Http404."""
    row = Application.objects.select_related("call", "organisation").filter(pk=application).first()
    if row is None:
        raise Http404(f"there is no application {application}")
    return row


def frame(user: User | AnonymousUser, application: int, tab: str, at: datetime) -> Frame:
    """The frame for somebody who reads what the office has. Raises Http404, Refused, ProgrammeUnusable."""
    roles = roles_of(user, at)
    if not roles & READERS:
        raise Refused(_("Applications are read by the programme's office."))
    return around(found(application), roles, tab)


def around(row: Application, roles: frozenset[Role], tab: str) -> Frame:
    """The frame of an application for somebody who may see it. Raises Refused while it is still the applicant's."""
    submission = standing(row)
    if submission is None:
        raise Refused(_("It has not been handed in; until then it is the applicant's alone."))
    rules = once(row.call.edition, submission.rules.text, submission.rules_id)
    programme = rules.programme
    return Frame(
        application=row,
        submission=submission,
        rules=rules,
        roles=roles,
        tabs=tabs.links(row, roles, tab),
        tracks=tuple(track.label for track in programme.tracks if track.id in row.tracks),
    )

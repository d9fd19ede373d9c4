"""What has to be done before a call's list can be made."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards import ranked, rules
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.review import results

#: Still with the applicant, the recommender or screening.
_UNDECIDED = (
    State.SUBMITTED, State.RECOMMENDATION, State.RECOMMENDED, State.SCREENING, State.RETURNED, State.CORRECTED,
)  # fmt: skip


def _unscored(call: Call, tracks: list[str]) -> list[str]:
    """One panel for the whole call will do; else every track that somebody applies in has its own."""
    whole = results.finished(call)
    if not whole or not tracks:
        return whole
    applied = {
        track
        for row in Application.objects.filter(call=call, state__in=ranked.COMPETING).values_list("tracks", flat=True)
        for track in row
    }
    return [reason for track in tracks if track in applied for reason in results.finished(call, track)]


def reasons(call: Call) -> list[str]:
    """Why the list cannot be made yet; empty where it can."""
    found = []
    waiting = Application.objects.filter(call=call, state__in=_UNDECIDED).count()
    if waiting:
        found.append(
            ngettext(
                "%(number)d application is not screened yet.", "%(number)d applications are not screened yet.", waiting
            )
            % {"number": waiting}
        )
    programme = current(call).programme
    for track in rules.unstated(programme):
        name = next((t.label.zh for t in programme.tracks if t.id == track), "")
        found.append(_("The call does not state how many are supported %(track)s; amend it first.") % {"track": name})
    if ranked.scored(call):
        accepted = Application.objects.filter(call=call, state=State.ACCEPTED).count()
        if accepted:
            found.append(
                ngettext(
                    "%(number)d accepted application is with no expert yet.",
                    "%(number)d accepted applications are with no expert yet.",
                    accepted,
                )
                % {"number": accepted}
            )
        found += _unscored(call, [track for track in rules.supports(programme) if track])
    if not Application.objects.filter(call=call, state__in=ranked.COMPETING).exists():
        found.append(_("No application of this call competes."))
    return found

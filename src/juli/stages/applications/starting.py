"""What a call asks of an application at its start: type, tracks, choices, joint applicants (S4-5, S4-44)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from juli.engines.policy.dossier import JointApplicant
from juli.engines.policy.interpreter.given import choice_nodes, combination_node, joint_node
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import MET
from juli.registry.language import language
from juli.stages.applications.models import Application
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.queries.types import applicant_types


@dataclass(frozen=True)
class Entry:
    """What somebody wants to apply as: the applicant type, tracks, what the tracks let choose, other bodies in it."""

    applicant_type: str
    tracks: tuple[str, ...] = ()
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    joint: tuple[Mapping[str, Any], ...] = ()


class Unfit(Exception):
    """The call does not take such an entry; ``reasons`` says why, each with what would do, for the reader."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


def say(label: Label) -> str:
    """A label in the reader's language."""
    return label.say(language())


def require_fit(programme: Programme, entry: Entry, organisation: Organisation, on: dt.date) -> None:
    """Go on where the call takes such an entry of the organisation on a day. Raises Unfit with all reasons.

    Where the organisation's record names types under this family of programmes, it applies as one of them: to change
    it, the record is changed, and audited.
    """
    own = applicant_types(organisation, programme.family, on)
    reasons = [*_type(programme, entry), *_tracks(programme, entry), *_joint(programme, entry)]
    if own and entry.applicant_type in programme.applicants.types and entry.applicant_type not in own:
        words = programme.vocabulary.applicant_types
        names = "、".join(say(words[name]) if name in words else name for name in own)
        reasons.append(
            _("Your organisation's record says that it applies as: %(types)s. To change that, change the record.")
            % {"types": names}
        )
    if reasons:
        raise Unfit(reasons)


def _type(programme: Programme, entry: Entry) -> Iterator[str]:
    types = programme.applicants.types
    if entry.applicant_type not in types:
        names = programme.vocabulary.applicant_types
        known = "、".join(say(names[name]) if name in names else name for name in types)
        yield _("This call takes applications of: %(types)s.") % {"types": known}


def _tracks(programme: Programme, entry: Entry) -> Iterator[str]:
    tracks = {track.id: track for track in programme.tracks}
    unknown = [name for name in entry.tracks if name not in tracks]
    if unknown:
        yield _("The call has no sub-project “%(name)s”; choose from the list.") % {"name": unknown[0]}
        return
    if tracks and not entry.tracks:
        yield _("Choose the sub-project to apply for.")
        return
    if entry.tracks and combination_node(programme, entry.tracks).status != MET:
        names = "、".join(say(tracks[name].label) for name in entry.tracks)
        yield _("These sub-projects cannot be applied for together: %(names)s. Start one application for each.") % {
            "names": names
        }
    for name in entry.tracks:
        track = tracks[name]
        nodes = choice_nodes(track, entry.choices)
        for node, (_id, _values, exactly) in zip(nodes, track.choose, strict=True):
            if node.status != MET:
                words = {"track": say(track.label), "what": say(track.choice or track.label), "number": exactly}
                yield _("“%(track)s” asks for %(number)d choice of %(what)s.") % words


def _joint(programme: Programme, entry: Entry) -> Iterator[str]:
    bodies = tuple(joint_applicants(entry.joint))
    if not bodies:
        return
    if any(not body.name for body in bodies):
        yield _("Write the name of each joint applicant.")
    refused = [body for body in bodies if joint_node(programme, (body,), entry.tracks).status != MET]
    if refused:
        yield _("The call does not allow this joint applicant, or not in these clauses: %(names)s.") % {
            "names": "、".join(body.name or "—" for body in refused)
        }


def joint_applicants(rows: Sequence[Mapping[str, Any]]) -> Iterator[JointApplicant]:
    """The joint applicants of an application as the engine takes them."""
    for row in rows:
        yield JointApplicant(
            str(row.get("name", "")), str(row.get("type", "")), tuple(str(c) for c in row.get("clauses", ()))
        )


def joint_rules(programme: Programme) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Where joint applicants may take part: track id (empty: anywhere), types, clauses (none: all)."""
    if programme.applicants.joint is not None:
        yield "", programme.applicants.joint.with_, programme.applicants.joint.clauses
    for track in programme.tracks:
        if track.joint is not None:
            yield track.id, track.joint.with_, track.joint.clauses


def rival(
    programme: Programme, organisation: Organisation, call: int, entry: Entry, *, but: int | None = None
) -> str | None:
    """Why this would be one application too many (``applicants.one_per``); None where it is not.

    Withdrawn ones do not count. ``but`` leaves one application out: itself, when it is changed.
    """
    live = Application.objects.filter(call_id=call).exclude(state=Application.State.WITHDRAWN)
    if but is not None:
        live = live.exclude(pk=but)
    per = programme.applicants.one_per
    if per == "organisation" and live.filter(organisation=organisation).exists():
        return _("Your organisation has an application in this call already, and the call takes one of each.")
    if per == "track":
        taken = {
            name
            for tracks in live.filter(organisation=organisation).values_list("tracks", flat=True)
            for name in tracks
        }
        both = [track for track in programme.tracks if track.id in taken and track.id in entry.tracks]
        if both:
            words = _("Your organisation has an application for “%(track)s” already, and the call takes one of each.")
            return words % {"track": say(both[0].label)}
    if per == "park":
        park = organisation.record.get("park") or ""
        same = Q(organisation=organisation) | (Q(organisation__record__park=park) if park else Q())
        if live.filter(same).exists():
            return _("There is an application of your park in this call already, and the call takes one of each.")
    return None

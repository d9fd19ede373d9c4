"""Who may come to a panel, and who may not, with the reason: conflicts, absence, identity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from juli.engines import panel as engine
from juli.engines.panel.assignment import fields_matched
from juli.engines.panel.conflicts import spelt
from juli.stages.applications.models import Application
from juli.stages.calls.rulebook import current
from juli.stages.organisations.models import Activity
from juli.stages.review.conflicting import RULES, conflicts
from juli.stages.review.models import Expert, Panel
from juli.stages.review.queries.conflicts import pooled


class Field(NamedTuple):
    """The people and the applications of a panel, by the ids that the engine is given."""

    experts: Mapping[str, Expert]
    applications: Mapping[str, Application]
    conflicts: engine.Conflicts

    def kept_out(self) -> dict[str, tuple[str, ...]]:
        """Experts who can't be drawn at all → why, as codes: a drawn expert scores everything."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for barred in self.conflicts.barred:
            found[barred.expert].add(barred.why)
        for pair in self.conflicts.pairs:
            for reason in pair.reasons:
                found[pair.expert].add(f"{reason.kind}:{pair.application}")
        return {expert: tuple(sorted(why)) for expert, why in found.items()}


def field_of(panel: Panel) -> Field:
    """Everybody and everything that counts for a panel, as of now. A constant number of queries."""
    pool = pooled()
    if panel.field:
        pool = pool.filter(fields__name=panel.field)
    rows = Application.objects.filter(panel_entries__panel=panel).select_related("organisation__host").order_by("pk")
    experts, applications = {str(e.pk): e for e in pool}, {str(a.pk): a for a in rows}
    found = conflicts(
        experts.values(),
        applications.values(),
        first_day=panel.first_day,
        last_day=panel.last_day,
        rules=RULES._replace(former_years=panel.former_years),
        track=panel.track,
    )
    return Field(experts, applications, found)


def affinities(panel: Panel, found: Field) -> dict[str, dict[str, int]]:
    """How well each expert's fields fit each application, in thousandths: tracks, choices, what it is active in."""
    programme = current(panel.call).programme
    words: dict[str, str] = {}
    tokens: defaultdict[str, set[str]] = defaultdict(set)

    def known(token: str, *names: str) -> str:
        for name in (token, *names):
            words[spelt(name)] = token
        return token

    tracks = {track.id: track for track in programme.tracks}
    for key, row in found.applications.items():
        for track in row.tracks:
            if track in tracks:
                tokens[key].add(known(track, tracks[track].label.zh, tracks[track].label.en))
        for choices in row.choices.values():
            for value in choices.values() if isinstance(choices, dict) else ():
                tokens[key].add(known(str(value)))
    of: defaultdict[int, list[str]] = defaultdict(list)
    for key, row in found.applications.items():
        of[row.organisation_id].append(key)
    for activity in Activity.objects.filter(organisation__in=list(of), until__isnull=True):
        for key in of[activity.organisation_id]:
            tokens[key].add(known(spelt(activity.name)))
    experts = [
        engine.Expert(key, fields=tuple(words.get(spelt(f.name), spelt(f.name)) for f in row.fields.all()))
        for key, row in found.experts.items()
    ]
    return fields_matched(experts, [engine.Application(key, fields=tuple(tokens[key])) for key in found.applications])

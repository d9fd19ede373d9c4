"""Who may not review what, and why: the engine's answer on pool, applications and records as they are now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from juli.engines import panel as engine
from juli.engines.panel.conflicts import spelt
from juli.stages.applications.models import Answer, Application, Author
from juli.stages.organisations.models import Membership, Officer
from juli.stages.review.models import Conflict, Expert, Tie

#: Columns of the form's tables that hold people's names; anything else that stands in one is nobody's name.
_NAMES: Final = frozenset({"name", "person", "leader", "contact"})
#: Years that a former employer, and an office given up, go on counting, where a panel says nothing else.
RULES: Final = engine.ConflictRules(former_years=3, office_years=3)


def conflicts(
    experts: Iterable[Expert],
    applications: Iterable[Application],
    *,
    first_day: dt.date,
    last_day: dt.date,
    rules: engine.ConflictRules = RULES,
    track: str = "",
) -> engine.Conflicts:
    """All pairs in conflict, with every reason, and who can't take part at all. A constant number of queries.

    ``experts`` come with ``fields``, ``ties`` and ``away`` fetched, ``applications`` with their organisation and its
    host. Raises BadInput where the days are in the wrong order.
    """
    pool, called = list(experts), list(applications)
    records, avoiding, cleared = _recorded(pool, called)
    people = _people(called)
    for one in pool:
        for application in called:
            part = people[application.pk].get(spelt(one.name))
            if (
                part
                and (one.pk, application.pk) not in cleared
                and (one.pk, f"o{application.organisation_id}") not in cleared
            ):
                records.append(
                    engine.ConflictRecord(
                        "officer_or_member",
                        str(one.pk),
                        str(application.pk),
                        source=_("Of the same name: %(part)s") % {"part": part},
                    )
                )
    return engine.find_conflicts(
        [expert_value(one) for one in pool],
        [
            engine.Application(
                str(application.pk),
                units=tuple(sorted(units_of(application))),
                avoid=tuple(avoiding[application.pk]),
                track=track,
            )
            for application in called
        ],
        records,
        rules,
        first_day=first_day,
        last_day=last_day,
    )


def expert_value(row: Expert) -> engine.Expert:
    """An expert as the engine takes them: units by code and by name, so that either will tell."""
    employers = [engine.Tie(unit, source=_("Employer")) for unit in units(row.employer, row.employer_code)]
    former, offices = [], []
    for tie in row.ties.all():
        for unit in units(tie.unit, tie.code):
            if tie.kind == Tie.Kind.OFFICE:
                # An office that is over nobody knows since when counts on.
                offices.append(engine.Tie(unit, tie.since, tie.until, tie.source))
            elif tie.over:
                former.append(engine.Former(unit, tie.until, tie.source))
            else:
                employers.append(engine.Tie(unit, tie.since, tie.until, tie.source))
    return engine.Expert(
        str(row.pk),
        name=row.name,
        identity=row.identity_digest,
        settled=row.settled,
        employers=tuple(employers),
        former=tuple(former),
        offices=tuple(offices),
        away=tuple(engine.Away(away.since, away.until) for away in row.away.all()),
        institution=institution(row),
    )


def institution(row: Expert) -> str:
    """What an expert's employer is called where one expert of each is let in."""
    return row.employer_code or spelt(row.employer)


def units(name: str, code: str) -> list[str]:
    """A unit by what is known of it."""
    return [unit for unit in (code, f"name:{spelt(name)}" if spelt(name) else "") if unit]


def units_of(application: Application) -> set[str]:
    """The units that an application is of: the applicant, whose code it uses, the other bodies in it."""
    own = application.organisation
    found = {*units(own.name, own.uscc or "")}
    if own.host is not None:
        found |= {*units(own.host.name, own.host.uscc or "")}
    for body in application.joint:
        found |= {*units(str(body.get("name", "")), str(body.get("uscc", "")))}
    return found


def _recorded(
    pool: Sequence[Expert], called: Sequence[Application]
) -> tuple[list[engine.ConflictRecord], Mapping[int, list[engine.Avoid]], set[tuple[int, Any]]]:
    """What was written down: records, names to avoid by application, pairs of namesakes."""
    there, own = {one.pk for one in pool}, {one.pk: one for one in called}
    records: list[engine.ConflictRecord] = []
    avoiding: defaultdict[int, list[engine.Avoid]] = defaultdict(list)
    cleared: set[tuple[int, Any]] = set()
    for row in Conflict.objects.filter(ended_at__isnull=True).order_by("pk"):
        mine = units(row.unit, row.code)
        if row.kind == Conflict.Kind.NAMESAKE:
            cleared.add((row.expert_id or 0, row.application_id))
            cleared |= {(row.expert_id or 0, f"o{a.organisation_id}") for a in called if units_of(a) & {*mine}}
        elif row.expert_id is None:
            for application in (
                [row.application_id] if row.application_id else [a.pk for a in called if units_of(a) & {*mine}]
            ):
                if application in own:
                    # The unit is a hint for people: a name alone keeps all who bear it out.
                    avoiding[application].append(engine.Avoid(name=row.named, source=row.source))
        elif row.expert_id in there:
            if row.application_id is not None:
                about: list[tuple[str, str]] = [(str(row.application_id), "application")]
            else:
                about = [(unit, "unit") for unit in mine]
            for subject, of in about:
                records.append(
                    engine.ConflictRecord(
                        row.kind,  # type: ignore[arg-type]
                        str(row.expert_id),
                        subject,
                        of,  # type: ignore[arg-type]
                        row.since,
                        row.until,
                        row.source,
                    )
                )
    return records, avoiding, cleared


def _people(called: Sequence[Application]) -> Mapping[int, dict[str, str]]:
    """The people of each application by the name as it is compared → what they are there."""
    found: dict[int, dict[str, str]] = {application.pk: {} for application in called}
    of: defaultdict[int, list[int]] = defaultdict(list)
    for application in called:
        of[application.organisation_id].append(application.pk)

    def add(pks: Iterable[int], name: str, part: str) -> None:
        if spelt(name):
            for pk in pks:
                found[pk].setdefault(spelt(name), part)

    for application in called:
        add([application.pk], application.organisation.legal_representative, _("legal representative"))
    for officer in Officer.objects.filter(organisation__in=list(of)):
        add(of[officer.organisation_id], officer.person, str(officer.get_post_display()))
    for place in Membership.objects.filter(organisation__in=list(of)).select_related("user"):
        add(of[place.organisation_id], place.user.name, _("acts for the applicant"))
    pks = list(found)
    for author in Author.objects.filter(application__in=pks).select_related("user"):
        add([author.application_id], author.user.name, _("writes the application"))
    for answer in Answer.objects.filter(application__in=pks):
        for name in _names(answer.value):
            add([answer.application_id], name, _("named in the form"))
    return found


def _names(value: Any) -> Iterator[str]:
    """Whatever the form calls a name in a row of a table."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in _NAMES and isinstance(inner, str):
                yield inner
            else:
                yield from _names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner)

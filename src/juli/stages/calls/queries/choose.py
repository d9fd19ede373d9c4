"""Whom to hold against the rules, and how one organisation stands with every call."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.contrib.sessions.backends.base import SessionBase

from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.labels import Label
from juli.engines.policy.problems import DossierUnusable, Problem
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Status
from juli.stages.calls.candidates import Candidate
from juli.stages.calls.judging import verdict as judged
from juli.stages.calls.library import library
from juli.stages.calls.queries.candidates import candidate as find_candidate
from juli.stages.calls.queries.candidates import own_candidate, sample_candidates
from juli.stages.calls.queries.check import Headline, day_for, headline, own_terms, reasons
from juli.stages.calls.queries.rules import programme_or_unknown
from juli.stages.calls.shelf import Shelf, shelf
from juli.stages.calls.uploads import Sound, parsed, sound


class Choice(NamedTuple):
    """Who may be chosen, and for which ``calls`` there is a workbook to fill in.

    ``programme`` None: not for one call in particular.
    """

    programme: Programme | None
    calls: tuple[Programme, ...]
    own: Candidate | None
    fitting: tuple[Candidate, ...]
    others: tuple[Candidate, ...]
    types: dict[str, Label]


class Standing(NamedTuple):
    """How an organisation stands with one call; ``status`` None where its dossier can't be judged there."""

    programme: Programme
    may_apply: bool
    status: Status | None
    headline: Headline | None
    reasons: tuple[tuple[Label, Label], ...]
    day: dt.date | None


class Brought(NamedTuple):
    """A file that a visitor brings: everything that is wrong with it, and what is left without the rows that are."""

    problems: tuple[Problem, ...]
    sound: Sound | None


class Overview(NamedTuple):
    """One organisation and every call, those it may apply for first."""

    candidate: Candidate
    type: Label
    standings: tuple[Standing, ...]


def choose(name: str | None, session: SessionBase) -> Choice:
    """The page to choose on. Raises Unknown or ProgrammeUnusable."""
    found = shelf() if name is None else library()
    programme = None if name is None else programme_or_unknown(found, name)
    everyone = sample_candidates(found, name)
    may = everyone if programme is None else tuple(c for c in everyone if c.dossier.type in programme.applicants.types)
    others = tuple(c for c in everyone if c not in may)
    types = {c.id: found.vocabulary.applicant_types[c.dossier.type] for c in everyone}
    calls = found.calls if programme is None else (programme,)
    return Choice(programme, calls, own_or_none(found, session), may, others, types)


def bring(name: str, content: bytes, *, sound_only: bool) -> Brought:
    """Read a file as it would be kept; no problems where it can be."""
    found = shelf()
    try:
        parsed(name, content, found, sound_only=sound_only)
    except DossierUnusable as error:
        return Brought(error.problems, sound(name, content, found))
    return Brought((), None)


def own_or_none(found: Shelf, session: SessionBase) -> Candidate | None:
    """The visitor's own dossier; none also where it can't be read any more."""
    try:
        return own_candidate(found, session)
    except DossierUnusable:
        return None


def overview(who: str, session: SessionBase, now: dt.datetime) -> Overview:
    """How one organisation stands with every call. Raises Unknown."""
    found = shelf()
    today = now.astimezone(BEIJING).date()
    candidate = find_candidate(found, who, session, today)
    standings = [_standing(found, p, find_candidate(found, who, session, today, p.id), now) for p in found.calls]
    standings.sort(key=lambda s: not s.may_apply)
    return Overview(candidate, found.vocabulary.applicant_types[candidate.dossier.type], tuple(standings))


def _standing(found: Shelf, programme: Programme, candidate: Candidate, now: dt.datetime) -> Standing:
    if candidate.dossier.type not in programme.applicants.types:
        return Standing(programme, False, None, None, (), None)
    day = day_for(programme, candidate.dossier, now)
    try:
        # What concerns another call only is left to that call's page.
        verdict = judged(found, programme.id, candidate, own_terms(programme, candidate.dossier), day)
    except DossierUnusable:
        return Standing(programme, True, None, None, (), day)
    return Standing(programme, True, verdict.status, headline(verdict), tuple(reasons(verdict))[:2], day)

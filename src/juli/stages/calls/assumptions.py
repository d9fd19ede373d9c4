"""What a visitor supposes: another day, other tracks, a question answered, a work left out, another reading.

It all stands in the address, so that it can be shared, bookmarked and undone; nothing is stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from juli.engines.policy.dossier import Dossier, Judgement, Row
from juli.engines.policy.rules import OneReading, Programme

#: Between a clause and the achievement that is asked about.
AT = "@"
_ANSWERS = {"yes": True, "no": False}


class Unreadable(ValueError):
    """The address supposes something that can't be read; the message says what, in the language of the page."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Everything supposed. ``tracks`` None: as the dossier has them."""

    day: dt.date | None = None
    tracks: tuple[str, ...] | None = None
    answers: tuple[tuple[str, str | None, bool], ...] = ()
    without: tuple[str, ...] = ()
    readings: tuple[tuple[str, str], ...] = ()

    @property
    def departs(self) -> bool:
        """Whether the verdict under these differs from one on the dossier as it is."""
        return bool(self.answers or self.without or self.readings)

    @property
    def count(self) -> int:
        """How many things are supposed."""
        return len(self.answers) + len(self.without) + len(self.readings)

    def query(self) -> str:
        """The address's query, ``?`` included; a bare ``?`` where nothing is supposed."""
        terms: list[tuple[str, str]] = []
        if self.day is not None:
            terms.append(("day", self.day.isoformat()))
        if self.tracks is not None:
            terms += [("tracks", "chosen"), *(("track", t) for t in self.tracks)]
        return "?" + urlencode([*terms, *self.pairs()])

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Names and values of everything but day and tracks, as the address holds them."""
        pairs: list[tuple[str, str]] = []
        for clause, achievement, answer in self.answers:
            about = clause if achievement is None else f"{clause}{AT}{achievement}"
            pairs.append(("yes" if answer else "no", about))
        pairs += [("without", w) for w in self.without]
        pairs += [("reading", f"{clause}{AT}{child}") for clause, child in self.readings]
        return tuple(pairs)

    def plain(self) -> Assumptions:
        """The same day and tracks, with nothing else supposed."""
        return Assumptions(self.day, self.tracks)

    def answering(self, clause: str, achievement: str | None, *, answer: bool | None) -> Assumptions:
        """With a question answered; None takes the answer back."""
        kept = tuple(a for a in self.answers if a[:2] != (clause, achievement))
        return replace(self, answers=kept if answer is None else (*kept, (clause, achievement, answer)))

    def answer(self, clause: str, achievement: str | None) -> bool | None:
        """The answer supposed to a question; None where none is."""
        return next((a[2] for a in self.answers if a[:2] == (clause, achievement)), None)

    def toggled(self, achievement: str) -> Assumptions:
        """With a work left out, or back in."""
        if achievement in self.without:
            return replace(self, without=tuple(w for w in self.without if w != achievement))
        return replace(self, without=(*self.without, achievement))

    def read_as(self, clause: str, child: str, *, default: str) -> Assumptions:
        """With another reading in force."""
        kept = tuple(r for r in self.readings if r[0] != clause)
        return replace(self, readings=kept if child == default else (*kept, (clause, child)))

    def on(self, dossier: Dossier) -> Dossier:
        """The dossier as it would be."""
        asked = {a[:2] for a in self.answers}
        judgements = [j for j in dossier.judgements if (j.clause, j.achievement) not in asked]
        judgements += [Judgement(clause, answer, achievement) for clause, achievement, answer in self.answers]
        application = dossier.application
        if self.day is not None:
            application = replace(application, day=self.day)
        if self.tracks is not None:
            application = replace(application, tracks=self.tracks)
        return replace(
            dossier,
            achievements=self._kept(dossier.achievements),
            plan=self._kept(dossier.plan),
            claims={k: v for k, v in dossier.claims.items() if k not in self.without},
            judgements=tuple(judgements),
            application=application,
        )

    def _kept(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        return tuple(row for row in rows if row.id not in self.without)


def read(query: QueryDict, programme: Programme, dossier: Dossier) -> Assumptions:
    """What an address supposes. Raises Unreadable for what the programme or the dossier doesn't have."""
    tracks = None
    if "tracks" in query:
        tracks = tuple(
            dict.fromkeys(_known(query.getlist("track"), {t.id for t in programme.tracks}, gettext("track")))
        )
    rows = {row.id for row in (*dossier.achievements, *dossier.plan)}
    answers = Assumptions()
    for name, answer in _ANSWERS.items():
        for about in query.getlist(name):
            clause, at, achievement = about.partition(AT)
            _known([clause], set(programme.clauses), gettext("clause"))
            answers = answers.answering(clause, achievement if at else None, answer=answer)
    readings = []
    for about in query.getlist("reading"):
        clause, _, child = about.partition(AT)
        found = programme.clauses.get(clause)
        if found is None or not isinstance(found.test, OneReading) or child not in {c.id for c in found.children}:
            raise Unreadable(gettext('There is no reading "{name}" here.').format(name=about))
        readings.append((clause, child))
    return Assumptions(
        day=as_day(query.get("day", "")),
        tracks=tracks,
        answers=answers.answers,
        without=tuple(dict.fromkeys(_known(query.getlist("without"), rows, gettext("work")))),
        readings=tuple(dict(readings).items()),
    )


def _known(names: list[str], known: set[str], what: str) -> list[str]:
    for name in names:
        if name not in known:
            raise Unreadable(gettext('There is no {what} "{name}" here.').format(what=what, name=name))
    return names


def as_day(text: str) -> dt.date | None:
    """A day as the address writes it; None where it writes none. Raises Unreadable."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(gettext('"{text}" is not a day; write YYYY-MM-DD.').format(text=text)) from error

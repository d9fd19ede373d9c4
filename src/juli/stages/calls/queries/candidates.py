"""Which dossiers there are to hold against the rules: the samples, the visitor's own, those other stages provide."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from django.contrib.sessions.backends.base import SessionBase

from juli.engines.policy.labels import Label
from juli.stages.calls import visits
from juli.stages.calls.candidates import OWN, Candidate, digest, provided
from juli.stages.calls.populations import Population, member, sizes
from juli.stages.calls.queries.moments import usual_day
from juli.stages.calls.queries.rules import Unknown
from juli.stages.calls.samples import Sample, files_for, samples
from juli.stages.calls.shelf import Shelf
from juli.stages.calls.uploads import parsed

#: The address of an organisation of a generated population: its size, its seed, the number.
_MEMBER = re.compile(r"p(\d{1,6})-(\d{1,7})-(\d{1,6})\Z", re.ASCII)


def sample_candidates(found: Shelf, programme: str | None = None) -> tuple[Candidate, ...]:
    """The samples, in the order they are offered, each as it stands for a programme."""
    return tuple(_sample(s, programme, found) for s in samples().all)


def sample_candidate(found: Shelf, name: str, programme: str) -> Candidate | None:
    """One sample as it stands for a programme; None where there is none of this name."""
    sample = samples().get(name)
    return None if sample is None else _sample(sample, programme, found)


def everyone(found: Shelf, programme: str) -> tuple[Candidate, ...]:
    """Every sample dossier that is there for one programme, for counting them together."""
    return tuple(_file(path, path.stem, None, Label("", ""), found) for path in files_for(programme))


def own_candidate(found: Shelf, session: SessionBase) -> Candidate | None:
    """The visitor's own dossier; None where none is kept. Raises DossierUnusable when it can't be read any more."""
    kept = visits.kept(session)
    if kept is None:
        return None
    dossier = parsed(kept.name, kept.content, found, sound_only=kept.sound_only)
    key = digest(kept.content) + str(kept.sound_only)
    return Candidate(OWN, key, Label.both(dossier.name), Label.both(kept.name), dossier)


def candidate(found: Shelf, who: str, session: SessionBase, today: dt.date, programme: str | None = None) -> Candidate:
    """One dossier by its address, as it stands on a day for a programme. Raises Unknown where there is none."""
    if who == OWN:
        own = own_candidate(found, session)
        if own is None:
            raise Unknown(who)
        return own
    given = provided(who, session, programme, today)
    if given is not None:
        return given
    sample = samples().get(who)
    if sample is not None:
        return _sample(sample, programme, found)
    drawn = _MEMBER.match(who)
    if drawn is None or programme is None:
        raise Unknown(who)
    return _member(found, programme, today, *(int(n) for n in drawn.groups()))


def _member(found: Shelf, programme: str, today: dt.date, size: int, seed: int, number: int) -> Candidate:
    """One organisation of a generated population. Raises Unknown where there is none."""
    p = found.programmes[programme]
    name = f"p{size}-{seed}-{number}"
    if size not in sizes(p):
        raise Unknown(name)
    population = Population(programme, p.digest, size, seed, usual_day(p, today))
    dossier = member(found, population, number)
    if dossier is None:
        raise Unknown(name)
    about = Label(f"按种子 {seed} 生成的 {size} 家单位之一", f"one of {size} organisations drawn with seed {seed}")
    return Candidate(name, digest(f"{population}{number}".encode()), Label.both(dossier.name), about, dossier)


def _sample(sample: Sample, programme: str | None, found: Shelf) -> Candidate:
    return _file(sample.file(programme), sample.id, sample.name, sample.shows(programme), found)


def _file(path: Path, name: str, label: Label | None, about: Label, found: Shelf) -> Candidate:
    content = path.read_bytes()
    dossier = parsed(path.name, content, found)
    return Candidate(name, digest(content), label or Label.both(dossier.name), about, dossier)

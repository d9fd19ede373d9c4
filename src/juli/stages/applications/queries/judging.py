"""An application judged: its dossier with the verdict on it, worked out once for all that it hangs on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db.models import CharField, Count, Max, Sum
from django.db.models.functions import Cast

from juli.engines.policy.dossier import Dossier
from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.verdict import Verdict
from juli.registry.files.models import Attachment
from juli.stages.applications.models import Application
from juli.stages.applications.placing import Placing
from juli.stages.applications.queries import checking
from juli.stages.applications.queries.checking import Known
from juli.stages.calls.rulebook import Rules
from juli.stages.ledger.models import Achievement
from juli.stages.organisations.models import Standing

#: Applications whose verdicts are kept, in one process.
_MOST = 48


@dataclass(frozen=True, eq=False)
class Judged:
    """An application with its verdict; the same one is the same object."""

    known: Known
    verdict: Verdict

    @cached_property
    def placing(self) -> Placing:
        """What could go where."""
        return Placing(self.known.rules.programme, self.known.context)


def judged(application: Application, rules: Rules, at: dt.datetime) -> Judged:
    """The verdict on an application as it stands. Raises DossierUnusable."""
    return _judged(_Key(application, rules, at))


def dossier_of(application: Application, rules: Rules, at: dt.datetime) -> Dossier:
    """The application as the engine takes it. Raises DossierUnusable."""
    return judged(application, rules, at).known.dossier


def signature(application: Application, rules: Rules, at: dt.datetime) -> tuple[object, ...]:
    """What a verdict hangs on, told by a few numbers: versions, digests, counts, the last change of each.

    Claims, answers and documents raise the application's own version.
    """
    organisation = application.organisation
    rows = Achievement.objects.filter(organisation=organisation, removed_at=None)
    ids = rows.annotate(id_text=Cast("pk", CharField(max_length=20))).values("id_text")
    files = Attachment.objects.filter(subject_type="achievement", subject_id__in=ids)
    standing = Standing.objects.filter(organisation=organisation, removed_at=None)
    return (
        application.pk,
        application.version,
        organisation.pk,
        organisation.version,
        tuple(rows.aggregate(n=Count("pk"), versions=Sum("version"), last=Max("changed_at")).values()),
        tuple(files.aggregate(n=Count("pk"), last=Max("pk")).values()),
        tuple(standing.aggregate(n=Count("pk"), last=Max("pk"), at=Max("recorded_at")).values()),
        rules.digest,
        rules.amendment,
        at.astimezone(BEIJING).date(),
    )


class _Key:
    """An application as a key: by all that its verdict hangs on."""

    def __init__(self, application: Application, rules: Rules, at: dt.datetime) -> None:
        self.application, self.rules, self.at = application, rules, at
        self._key = signature(application, rules, at)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._key == other._key


@lru_cache(maxsize=_MOST)
def _judged(key: _Key) -> Judged:
    known = checking.known(key.application, key.rules, key.at)
    return Judged(known, key.rules.judge.verdict(known.dossier, known.day))


def forget() -> None:
    """Let go of every verdict kept, for tests that make the same things anew."""
    _judged.cache_clear()

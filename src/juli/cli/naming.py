"""What to call a clause away from its tree."""

from __future__ import annotations

from juli.engines.policy.describe import heading
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import OneReading, Programme


class ClauseNames:
    """Names for the clauses of one programme; a reading goes by the clause it is a reading of."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        several = [c for c in programme.clauses.values() if isinstance(c.test, OneReading)]
        self.readings = {below.id: c for c in several for below in c.children}

    def __getitem__(self, clause: str) -> Label:
        """The name of a clause; its id where the programme has no such clause."""
        found = self.readings.get(clause) or self.programme.clauses.get(clause)
        return Label.both(clause) if found is None else heading(found, self.programme)

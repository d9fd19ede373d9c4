"""What a name's rows add up to is decided exactly, never by a solver's tolerance."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.dossier_reader import read_dossier
from juli.engines.policy.interpreter.judge import Judge
from juli.engines.policy.verdict import Span

HERE = Path(__file__).parent
CATALOGUE = open_catalogue(HERE.parents[3] / "programmes")


def test_a_third_of_a_cent_is_not_made_up() -> None:
    rules = CATALOGUE.load("zgc-2025")
    text = (HERE / "minimums_per_name.yaml").read_text(encoding="utf-8")
    dossier = read_dossier(text, "minimums_per_name.yaml", CATALOGUE.vocabulary)
    found = Judge(rules, CATALOGUE.calendar).verdict(dossier, dt.date(2025, 10, 31)).assignment
    assert found is not None
    # Taking the unit for one that has ten million, the search steered for ten points that weren't there.
    assert (found.proven, found.gap, found.points) == (True, 0, Span(Decimal(25), Decimal(35)))

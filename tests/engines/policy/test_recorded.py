"""A verdict comes out again from what was kept of it; what a dossier may hold is kept without loss."""

import dataclasses
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from juli.engines.policy import recorded
from juli.engines.policy.catalogue import open_catalogue
from juli.engines.policy.dossier import Bare
from juli.engines.policy.dossier_reader import read_dossier
from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.interpreter import Judge

ROOT = Path(__file__).parents[3]
CATALOGUE = open_catalogue(ROOT / "programmes")
FILES = sorted((ROOT / "src/juli/demo/dossiers").glob("*/*.yaml"))
DAY = dt.date(2025, 6, 1)


def text(name):
    return (ROOT / "programmes" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [p for p in FILES if p.parent.name != "juli-2022"], ids=lambda p: p.stem)
def test_every_sample_is_judged_again_to_the_same_bytes(path):
    programme = CATALOGUE.load(path.parent.name)
    dossier = read_dossier(path.read_text(encoding="utf-8"), path.name, CATALOGUE.vocabulary)
    dossier = dataclasses.replace(
        dossier,
        form={"rows": [{"n": Decimal("1.50"), "m": None}], "pledges": ["a"], "n": Bare(3), "u": UNKNOWN},
        baseline={"a": Decimal("0.1"), "b": 2},
    )
    verdict = Judge(programme, CATALOGUE.calendar).verdict(dossier, DAY, {})
    inputs = recorded.inputs_text(dossier, DAY, {})
    rules = CATALOGUE.path(programme.id).read_text(encoding="utf-8")
    again = recorded.judged_again(rules, text("vocabulary.yaml"), text("calendar.yaml"), inputs)
    assert again == recorded.verdict_text(verdict)
    # Nothing is lost on the way there and back.
    assert recorded.inputs_text(recorded.read_back(recorded.written(dossier)), DAY, {}) == inputs


@pytest.mark.parametrize("inputs", ["", "[]", '{"version":99}', '{"version":1,"day":"x","readings":{},"dossier":1}'])
def test_what_is_no_record_is_told(inputs):
    rules = CATALOGUE.path("zgc-2022").read_text(encoding="utf-8")
    with pytest.raises(recorded.Unreadable):
        recorded.judged_again(rules, text("vocabulary.yaml"), text("calendar.yaml"), inputs)

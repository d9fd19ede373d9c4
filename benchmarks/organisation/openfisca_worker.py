"""OpenFisca-core with trace, one simulation for each organisation.

``openfisca_worker.py calculate`` times the calculation alone, on simulations that are already built and filled;
``openfisca_worker.py build`` times building and filling them too, from arrays.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from fragment import CATEGORIES, LEAVES
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_rules import ACHIEVEMENT_INPUTS, CODES, PERIOD, met, number, system
from worker import Answers, serve

SYSTEM = system()
BUILDS = sys.argv[1] == "build"


def arrays(dossier: dict[str, Any]) -> dict[str, Any]:
    """The organisation's rows as columns."""
    out = {}
    for name, type_ in ACHIEVEMENT_INPUTS.items():
        values = [_value(name, row) for row in dossier["achievements"]]
        out[name] = np.array(values, dtype=type_)
    return out


def _value(name: str, row: dict[str, Any]) -> Any:
    if name == "in_park":
        return row.get("park", "") != ""
    if name == "date":
        return int(row["date"].replace("-", ""))
    value = row.get(name)
    return CODES[name][value or ""] if name in CODES else (value or 0)


def build(columns: dict[str, Any]) -> Any:
    rows = len(columns["kind"])
    builder = SimulationBuilder()
    builder.create_entities(SYSTEM)
    builder.declare_person_entity("achievement", range(rows))
    organisation = builder.declare_entity("organisation", [0])
    builder.join_with_persons(organisation, np.zeros(rows, dtype=int), roles=np.array(["work"] * rows))
    simulation = builder.build(SYSTEM)
    simulation.trace = True
    for name, values in columns.items():
        simulation.set_input(name, PERIOD, values)
    return simulation


def prepare(dossiers: list[dict[str, Any]]) -> list[Any]:
    columns = [arrays(d) for d in dossiers]
    return columns if BUILDS else [build(c) for c in columns]


def judge(one: Any) -> Any:
    simulation = build(one) if BUILDS else one
    simulation.calculate("met_qualification", PERIOD)
    return simulation


def answers(simulation: Any) -> Answers:
    """From the trace."""
    said = {}
    for node in simulation.tracer.browse_trace():
        said[node.name] = node.value[0]
    out: Answers = {c: (int(said[number(c)]), bool(said[met(c)])) for c in LEAVES}
    out.update({c: (None, bool(said[met(c)])) for c in CATEGORIES if c not in LEAVES})
    out["qualification"] = (int(said["categories"]), bool(said["met_qualification"]))
    return out


if __name__ == "__main__":
    serve(prepare, judge, answers, fresh=not BUILDS)

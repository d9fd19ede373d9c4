"""OpenFisca-core, a whole population: Parquet read into arrays, a simulation built and filled, everything calculated.

    openfisca_population.py FOLDER [ANSWERS]

Without trace. Prints seconds and memory as JSON; with ANSWERS, writes every clause's number and status there.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from memory import peak

sys.path.insert(0, str(Path(__file__).parent.parent / "organisation"))

from fragment import CATEGORIES, LEAVES
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_rules import (
    ACHIEVEMENT_INPUTS,
    CHOICES,
    CODES,
    NUMBERS,
    PERIOD,
    met,
    number,
    system,
)

FIELDS = {
    "activity": (
        "form",
        "scope",
        "nonprofit",
        "place",
        "attendance",
        "foreign_speakers",
        "foreign_attendees",
        "park",
        "purpose",
    ),
    "standard": ("level", "stage"),
    "research": ("nature", "commissioner"),
    "platform": ("type", "views", "services"),
    "patent_pool": ("patents",),
    "rnd_project": ("nature", "role"),
}


def main() -> None:
    folder = Path(sys.argv[1])
    rules = system()
    pa.set_cpu_count(2)
    wall, cpu = time.perf_counter(), time.process_time()
    count, owner, columns = read(folder)
    reading = time.perf_counter() - wall
    simulation = build(rules, count, owner, columns)
    building = time.perf_counter() - wall
    simulation.calculate("met_qualification", PERIOD)
    seconds = (time.perf_counter() - wall, time.process_time() - cpu)
    if len(sys.argv) > 2:
        write(simulation, count, sys.argv[2])
    parts = {"reading": reading, "building": building - reading, "calculating": seconds[0] - building}
    print(json.dumps({"wall": seconds[0], "cpu": seconds[1], "memory": peak(), **parts}))


def read(folder: Path) -> tuple[int, Any, dict[str, Any]]:
    """How many organisations, whose each achievement is, and the achievements' columns; the kinds one after another."""
    count = pq.read_metadata(folder / "organisations.parquet").num_rows
    tables = {}
    for kind, fields in FIELDS.items():
        texts = [f for f in fields if f in CHOICES or f == "park"]
        wanted = ["organisation", "date", *fields]
        tables[kind] = pq.read_table(folder / f"{kind}.parquet", columns=wanted, read_dictionary=texts)
    # One more that counts nowhere, for the last organisation: sums reach as far as the last one that has a member.
    total = sum(t.num_rows for t in tables.values()) + 1
    owner = np.empty(total, dtype=np.int64)
    columns = {name: np.zeros(total, dtype=type_) for name, type_ in ACHIEVEMENT_INPUTS.items()}
    first = 0
    for kind, table in tables.items():
        rows = slice(first, first + table.num_rows)
        first += table.num_rows
        owner[rows] = table["organisation"].to_numpy()
        columns["kind"][rows] = CODES["kind"][kind]
        columns["date"][rows] = _day_number(table["date"])
        for field in FIELDS[kind]:
            if field == "park":
                columns["in_park"][rows] = _coded(table[field], lambda value: value != "")
            elif field in CHOICES:
                codes = CODES[field]
                # Values that no rule asks for count as none.
                columns[field][rows] = _coded(table[field], lambda value, codes=codes: codes.get(value, 0))
            else:
                assert field in NUMBERS or field == "nonprofit"
                columns[field][rows] = table[field].to_numpy()
    owner[first] = count - 1
    return count, owner, columns


def _day_number(dates: Any) -> Any:
    """20210630 for 30 June 2021."""
    days = pc.cast(dates, pa.int32()).to_numpy().astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    month_numbers = months.astype(np.int64) + 1970 * 12
    return month_numbers // 12 * 10000 + (month_numbers % 12 + 1) * 100 + (days - months).astype(np.int64) + 1


def _coded(texts: Any, code: Any) -> Any:
    """A dictionary column as numbers."""
    parts = []
    for chunk in texts.chunks:
        codes = np.array([code(value) for value in chunk.dictionary.to_pylist()])
        parts.append(codes[chunk.indices.to_numpy(zero_copy_only=False)])
    return np.concatenate(parts)


def build(rules: Any, count: int, owner: Any, columns: dict[str, Any]) -> Any:
    builder = SimulationBuilder()
    builder.create_entities(rules)
    # What declare_entity and join_with_persons come to where numbers are places already; they go through lists.
    achievements, organisations = builder.populations["achievement"], builder.populations["organisation"]
    achievements.ids, achievements.count = np.arange(len(owner)), len(owner)
    organisations.ids, organisations.count = np.arange(count), count
    organisations.members_entity_id = owner
    simulation = builder.build(rules)
    for name, values in columns.items():
        simulation.set_input(name, PERIOD, values)
    return simulation


def write(simulation: Any, count: int, target: str) -> None:
    out = {"organisation": np.arange(count)}
    for clause in LEAVES:
        out[f"{clause} number"] = simulation.calculate(number(clause), PERIOD)
    out["qualification number"] = simulation.calculate("categories", PERIOD)
    for clause in (*LEAVES, *CATEGORIES, "qualification"):
        out[f"{clause} met"] = simulation.calculate(met(clause), PERIOD)
    pq.write_table(pa.table(out), target)


if __name__ == "__main__":
    main()

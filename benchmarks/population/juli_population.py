"""Juli, a whole population: the tables opened, the programme compiled to one query, the query run.

    juli_population.py whole|fragment counts|lines FOLDER [ANSWERS]

``counts`` is what a question "what if" needs: of every clause, how many organisations have it, meet it, are decided.
``lines`` keeps the status and the bounds of every clause for every organisation in a table of the database's.
Prints seconds and memory as JSON; with ANSWERS, writes the table there.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from data import AS_OF, MET, PROGRAMMES, catalogue
from memory import peak

from juli.engines.policy.population.compiler import ROOT, column_of
from juli.engines.policy.population.session import Session


def main() -> None:
    what, how, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    found = catalogue()
    programme = found.load(PROGRAMMES[what])
    wall, cpu = time.perf_counter(), time.process_time()
    with Session(programme, folder, as_of=AS_OF, calendar=found.calendar, threads=2) as session:
        compiled = session.compiled(only_statuses=how == "counts")
        if how == "counts":
            statement = session.execute(compiled.counts())
            names = [column[0] for column in statement.description or ()]
            counted = dict(zip(names, statement.fetchone() or (), strict=True))
        else:
            session.execute(f"CREATE TEMP TABLE verdicts AS {compiled.lines()}")
        seconds = time.perf_counter() - wall, time.process_time() - cpu
        if how == "lines":
            met = f'count(*) FILTER ("{column_of(ROOT, "status")}" = {MET})'
            counted = {f"0 {ROOT} met": session.execute(f"SELECT {met} FROM verdicts").fetchall()[0][0]}  # noqa: S608
        if len(sys.argv) > 4:
            session.execute(f"COPY verdicts TO '{sys.argv[4]}' (FORMAT parquet)")
    said = {"wall": seconds[0], "cpu": seconds[1], "memory": peak(), "clauses": len(compiled.variants[0]) - 1}
    print(json.dumps({**said, "met": counted[f"0 {ROOT} met"]}))


if __name__ == "__main__":
    main()

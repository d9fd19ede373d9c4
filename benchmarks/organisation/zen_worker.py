"""zen-engine 2, with trace. Content is given to a static loader, which compiles it once; input is JSON text, which is
faster for it than a dict. ``zen_worker.py policy | policy-rows | graph``."""

from __future__ import annotations

import json
import sys
from typing import Any

import zen
from fragment import CATEGORIES, LEAVES, QUALIFYING
from worker import Answers, serve
from zen_rules import FIELDS, graph, met, name, policy

FORM = sys.argv[1]
CONTENT = graph() if FORM == "graph" else policy(names_rows=FORM == "policy-rows")
ENGINE = zen.ZenEngine({"loader": {"type": "static", "content": {"fragment": CONTENT}}})
TRACED = {"trace": True}


def prepare(dossiers: list[dict[str, Any]]) -> list[str]:
    out = []
    for dossier in dossiers:
        rows: dict[str, list[dict[str, Any]]] = {kind: [] for kind in FIELDS}
        for row in dossier["achievements"]:
            day = int(row["date"].replace("-", ""))
            rows[row["kind"]].append({k: v for k, v in row.items() if k != "kind"} | {"date": day})
        out.append(json.dumps({"organisation": rows}))
    return out


def judge(text: str) -> Any:
    return ENGINE.evaluate("fragment", text, TRACED)


def answers(response: Any) -> Answers:
    """From the trace; a policy's has numbers in its expressions, statuses in its assertions."""
    if FORM == "graph":
        node = next(n for n in response["trace"].values() if n["id"] == "rules")
        said = {key: found["result"] for key, found in node["traceData"].items()}
        holds = {c: said[name(c)] >= n for c, n in LEAVES.items()} | {"qualification": said["qualified"]}
        reached = {c: said[met(c)] for c in CATEGORIES}
    else:
        said, holds, reached = {}, {}, {}
        for execution in response["trace"]["executions"]:
            found = execution["trace"]
            if found["kind"] == "expression":
                said[found["property"].removeprefix("organisation.")] = found["value"]
            else:
                reached[execution["blockId"].removeprefix("met_")] = found["result"]
                holds.update({c["id"]: c["result"] for c in found["conditions"]})
        if FORM == "policy-rows":
            counts = [c for c in LEAVES if c not in ("platforms.views", "platforms.services", "brands.coverage")]
            assert all(len(said[f"used_{name(c)}"]) == said[name(c)] for c in counts)
    assert holds["qualification"] == (said["categories"] >= QUALIFYING)
    out: Answers = {c: (int(said[name(c)]), holds[c]) for c in LEAVES}
    out.update({c: (None, reached[c]) for c in CATEGORIES if c not in LEAVES})
    out["qualification"] = (int(said["categories"]), holds["qualification"])
    return out


if __name__ == "__main__":
    serve(prepare, judge, answers)

"""The fragment for zen-engine 2: as a policy document, and as a decision graph.

Rows stand in one list for each kind, and dates are whole numbers (20210630): both are the fastest form there is for it.
Numbers are expressions, statuses are assertions, whose trace says of every condition whether it held.
"""

from __future__ import annotations

from typing import Any

from fragment import CATEGORIES, LEAVES, QUALIFYING

FIELDS = {
    "activity": {
        "form": "string",
        "scope": "string",
        "nonprofit": "boolean",
        "place": "string",
        "attendance": "number",
        "foreign_speakers": "number",
        "foreign_attendees": "number",
        "park": "string",
        "purpose": "string",
    },
    "standard": {"level": "string", "stage": "string"},
    "research": {"nature": "string", "commissioner": "string"},
    "platform": {"type": "string", "views": "number", "services": "number"},
    "patent_pool": {"patents": "number"},
    "rnd_project": {"nature": "string", "role": "string"},
}
LAST_YEAR = "r.date >= 20210101 and r.date <= 20211231"
TWO_YEARS = "r.date >= 20200101 and r.date <= 20211231"
CONFERENCE = (
    "r.form in ['conference', 'forum'] and r.scope == 'international' and r.nonprofit"
    " and r.place in ['beijing', 'overseas'] and r.attendance >= 60"
    " and (r.foreign_speakers >= 2 or r.foreign_attendees >= 5)"
)
#: By clause: the kind, the window, the filter, and the field that is added up.
ROWS = {
    "standards.published": (
        "standard",
        LAST_YEAR,
        "r.level in ['national', 'industry', 'local', 'zgc'] and r.stage == 'published'",
        None,
    ),
    "standards.association": ("standard", LAST_YEAR, "r.level == 'association' and r.stage == 'published'", None),
    "innovation.pool": ("patent_pool", LAST_YEAR, "r.patents >= 10", None),
    "innovation.plan": (
        "rnd_project",
        LAST_YEAR,
        "r.nature in ['national_plan', 'provincial_plan'] and r.role == 'undertake'",
        None,
    ),
    "international.standards": (
        "standard",
        TWO_YEARS,
        "r.level == 'international' and r.stage in ['proposed', 'published']",
        None,
    ),
    "international.conference": ("activity", LAST_YEAR, CONFERENCE, None),
    "parks": ("activity", LAST_YEAR, "r.park != '' and r.purpose in ['enterprise_service', 'park_service']", None),
    "research.government": (
        "research",
        LAST_YEAR,
        "r.nature == 'commissioned' and r.commissioner in ['ministry', 'province']",
        None,
    ),
    "research.topics": ("research", LAST_YEAR, None, None),
    "platforms.views": ("platform", LAST_YEAR, "r.type == 'internet_plus'", "views"),
    "platforms.services": ("platform", LAST_YEAR, "r.type == 'internet_plus'", "services"),
    "brands.events": ("activity", LAST_YEAR, None, None),
    "brands.coverage": ("activity", LAST_YEAR, None, "attendance"),
}


def name(clause: str) -> str:
    """A clause's id as a property."""
    return "n_" + clause.replace(".", "_")


def met(category: str) -> str:
    """The property that holds a category's status."""
    return "met_" + category


def _number(clause: str) -> str:
    kind, window, where, added = ROWS[clause]
    condition = window if where is None else f"{window} and {where}"
    if added is None:
        return f"count(organisation.{kind} as r, {condition})"
    return f"sum(map(filter(organisation.{kind} as r, {condition}) as r, r.{added}))"


def _used(clause: str) -> str:
    kind, window, where, _ = ROWS[clause]
    condition = window if where is None else f"{window} and {where}"
    return f"map(filter(organisation.{kind} as r, {condition}) as r, r.id)"


def _block(kind: str, id_: str, **data: Any) -> dict[str, Any]:
    return {"type": kind, "id": id_, "props": {"data": data}}


def _expression(key: str, value: str) -> dict[str, Any]:
    return _block("expression", key, key=f"organisation.{key}", value=value)


def _assertion(output: str, conditions: dict[str, str], operator: str) -> dict[str, Any]:
    listed = [{"id": k, "expression": e, "operator": operator, "depth": 0} for k, e in conditions.items()]
    return _block("assertion", output, output=f"organisation.{output}", conditions=listed)


def _models() -> list[dict[str, Any]]:
    links = [{"id": k, "name": k, "type": "relationship", "target": k, "array": True} for k in FIELDS]
    out = [_block("dataModel", "organisation", name="organisation", properties=links)]
    for kind, fields in FIELDS.items():
        typed = {"id": "string", "date": "number", **fields}
        properties = [{"id": f"{kind}.{n}", "name": n, "type": t} for n, t in typed.items()]
        out.append(_block("dataModel", kind, name=kind, properties=properties))
    return out


def policy(*, names_rows: bool) -> dict[str, Any]:
    """The policy document. ``names_rows``: the trace also says which rows count under each clause, as Juli's does."""
    blocks = _models()
    for clause in LEAVES:
        value = _number(clause)
        if names_rows:
            blocks.append(_expression(f"used_{name(clause)}", _used(clause)))
            if ROWS[clause][3] is None:
                value = f"len(organisation.used_{name(clause)})"
        blocks.append(_expression(name(clause), value))
    for category, (how, clauses) in CATEGORIES.items():
        conditions = {c: f"organisation.{name(c)} >= {LEAVES[c]}" for c in clauses}
        blocks.append(_assertion(met(category), conditions, "or" if how == "any" else "and"))
    listed = ", ".join(f"organisation.{met(c)}" for c in CATEGORIES)
    blocks.append(_expression("categories", f"count([{listed}], #)"))
    blocks.append(_assertion("qualified", {"qualification": f"organisation.categories >= {QUALIFYING}"}, "and"))
    return {"contentType": "application/vnd.gorules.policy", "blocks": blocks}


def graph() -> dict[str, Any]:
    """The decision graph: one node of expressions, each reading those above it; its trace holds the result of each."""
    expressions = {name(c): _number(c) for c in LEAVES}
    for category, (how, clauses) in CATEGORIES.items():
        joined = (" or " if how == "any" else " and ").join(f"$.{name(c)} >= {LEAVES[c]}" for c in clauses)
        expressions[met(category)] = joined
    expressions["categories"] = f"count([{', '.join(f'$.{met(c)}' for c in CATEGORIES)}], #)"
    expressions["qualified"] = f"$.categories >= {QUALIFYING}"
    listed = [{"id": k, "key": k, "value": v} for k, v in expressions.items()]
    place = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": place},
        {
            "id": "rules",
            "name": "rules",
            "type": "expressionNode",
            "position": place,
            "content": {"expressions": listed},
        },
        {"id": "out", "name": "out", "type": "outputNode", "position": place},
    ]
    edges = [
        {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b} for a, b in (("in", "rules"), ("rules", "out"))
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}

"""The rules of ``programme.yaml`` as every worker names them: the clauses, and the trees above them."""

from __future__ import annotations

#: Rules over rows, with the number that each asks for.
LEAVES = {
    "standards.published": 1,
    "standards.association": 2,
    "innovation.pool": 1,
    "innovation.plan": 1,
    "international.standards": 1,
    "international.conference": 1,
    "parks": 4,
    "research.government": 1,
    "research.topics": 2,
    "platforms.views": 5000,
    "platforms.services": 1000,
    "brands.events": 10,
    "brands.coverage": 600,
}
#: Categories: "any" or "all" of their rules.
CATEGORIES = {
    "standards": ("any", ("standards.published", "standards.association")),
    "innovation": ("any", ("innovation.pool", "innovation.plan")),
    "international": ("any", ("international.standards", "international.conference")),
    "parks": ("all", ("parks",)),
    "research": ("any", ("research.government", "research.topics")),
    "platforms": ("all", ("platforms.views", "platforms.services")),
    "brands": ("all", ("brands.events", "brands.coverage")),
}
QUALIFYING = 3

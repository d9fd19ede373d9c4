"""Verdicts, programmes, differences, advice and indicators as plain data, for JSON and for other programs.

Everything is dict, list, str, bool, None, int or ``Decimal``; ``json_text`` writes a Decimal as an exact JSON number.
"""

from juli.engines.policy.as_data.advice import advice_data, simulation_data
from juli.engines.policy.as_data.exact import Data, json_text, number_data, span_data
from juli.engines.policy.as_data.programmes import clause_data, clause_tree, difference_data, programme_data
from juli.engines.policy.as_data.verdicts import (
    allocation_data,
    assignment_data,
    finding_data,
    indicators_data,
    node_data,
    points_data,
    verdict_data,
)

__all__ = [
    "Data",
    "advice_data",
    "allocation_data",
    "assignment_data",
    "clause_data",
    "clause_tree",
    "difference_data",
    "finding_data",
    "indicators_data",
    "json_text",
    "node_data",
    "number_data",
    "points_data",
    "programme_data",
    "simulation_data",
    "span_data",
    "verdict_data",
]

"""Experts and the list: conflicts, draw, assignment, scores, ranking, and what would change it (docs/panel.md)."""

from juli.engines.panel.aggregation import (
    AggregationRules,
    Card,
    Combined,
    Counted,
    Item,
    Leaning,
    RoundRules,
    Score,
    aggregate,
    card_total,
    check_mark,
    check_rules,
    combine,
    leanings,
    working,
)
from juli.engines.panel.amounts import AmountRule, Band, Cost, Grant, Money, Support, amount_of
from juli.engines.panel.assignment import (
    Assignment,
    AssignmentProblem,
    Demand,
    Pair,
    Repair,
    Reviewer,
    assign,
    fields_matched,
    repair,
)
from juli.engines.panel.blocking import Blocked, Infeasible
from juli.engines.panel.canonical import canonical
from juli.engines.panel.conflicts import (
    Application,
    Avoid,
    Away,
    Barred,
    Conflict,
    ConflictRecord,
    ConflictRules,
    Conflicts,
    Expert,
    Former,
    Person,
    Reason,
    Tie,
    Unmatched,
    find_conflicts,
)
from juli.engines.panel.draw import (
    Candidate,
    Commitment,
    DrawPlan,
    DrawRecord,
    Exclusion,
    Panel,
    Replacement,
    Secret,
    Stratum,
    Withdrawal,
    commit,
    draw,
    panel_after,
    replay,
    reveal,
)
from juli.engines.panel.lines import Exceptional, LineDecision, Quota, Unresolved
from juli.engines.panel.problems import BadInput, PanelError, Said, Tampered, TooFew
from juli.engines.panel.ranking import (
    NO_DECISIONS,
    AmountDecision,
    Decisions,
    Entry,
    Line,
    Ranking,
    RankRules,
    TieDecision,
    TieKey,
    TrackResult,
    rank,
    with_values,
)
from juli.engines.panel.sensitivity import (
    Change,
    Margin,
    alternatives,
    compare,
    margins,
    nearest,
    without_each_expert,
)

__all__ = [
    "NO_DECISIONS", "AggregationRules", "AmountDecision", "AmountRule", "Application", "Assignment",
    "AssignmentProblem", "Avoid", "Away", "BadInput", "Band", "Barred", "Blocked", "Candidate", "Card", "Change",
    "Combined", "Commitment", "Conflict", "ConflictRecord", "ConflictRules", "Conflicts", "Cost", "Counted",
    "Decisions", "Demand", "DrawPlan", "DrawRecord", "Entry", "Exceptional", "Exclusion", "Expert", "Former",
    "Grant", "Infeasible", "Item", "Leaning", "Line", "LineDecision", "Margin", "Money", "Pair", "Panel",
    "PanelError", "Person", "Quota", "RankRules", "Ranking", "Reason", "Repair", "Replacement", "Reviewer",
    "RoundRules", "Said", "Score", "Secret", "Stratum", "Support", "Tampered", "Tie", "TieDecision", "TieKey",
    "TooFew", "TrackResult", "Unmatched", "Unresolved", "Withdrawal", "aggregate", "alternatives", "amount_of",
    "assign", "canonical", "card_total", "check_mark", "check_rules", "combine", "commit", "compare", "draw",
    "fields_matched", "find_conflicts", "leanings", "margins", "nearest", "panel_after", "rank", "repair", "replay",
    "reveal", "with_values", "without_each_expert", "working",
]  # fmt: skip

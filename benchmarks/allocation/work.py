"""Dossiers of 500 achievements that spread over every category of zgc-2025, the same every time.

A large organisation each, that does mostly one thing. Events, research and adoptions of standards could count in two or
three categories; some numbers are not filled in, and some questions that only a person can answer are not answered yet.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

SEED = 20251031
AS_OF = dt.date(2025, 10, 31)
ROWS = 500
TYPES = ("hub", "industry", "factor")
#: How much of each kind there is, about; what an organisation mostly does it does several times as much of.
KINDS = {
    "activity": 40,
    "enterprise_survey": 14,
    "research": 8,
    "recognition": 6,
    "listing": 5,
    "enterprise_revenue": 5,
    "new_enterprise": 5,
    "standard": 5,
    "standard_adoption": 4,
    "investment": 4,
    "contract_registration": 3,
    "park_service": 3,
    "transfer": 3,
    "rnd_project": 3,
    "platform": 2,
    "expo": 2,
    "intl_cooperation": 2,
    "brand": 1,
    "scenario": 1,
    "foreign_guest": 1,
    "integrity_work": 1,
    "intl_post": 1,
}
MOSTLY = ("activity", "enterprise_survey", "research", "recognition", "new_enterprise", "standard_adoption")
#: Works of these kinds may still be ahead, and how often they are.
PLANNED = {"enterprise_survey": 0.25, "enterprise_revenue": 0.3, "contract_registration": 0.25, "research": 0.15}
#: By kind, the questions that only a person answers.
ASKED = {
    "activity": ("forum.forum.events", "forum.region", "international.conference"),
    "foreign_guest": ("forum.forum.guest",),
    "research": ("other-work.research", "research.own"),
    "expo": ("international.expo.total",),
}
#: What every second organisation does little of: there every place matters.
FEW = ("activity", "research", "standard_adoption")
#: What events are for; most are of a purpose that some category besides the event series counts.
PURPOSES = {
    "park_service": 5,
    "joint_service": 3,
    "policy_briefing": 3,
    "tech_exchange": 3,
    "industry_cooperation": 3,
    "member_training": 2,
    "self_discipline": 1,
    "enterprise_service": 2,
    "needs": 1,
    "other": 1,
}
Fields = dict[str, Any]


def dossiers(count: int) -> list[dict[str, Any]]:
    """``count`` organisations with 500 achievements each, done and planned."""
    return [_dossier(random.Random(SEED + number), number) for number in range(count)]  # noqa: S311


def _dossier(draw: random.Random, number: int) -> dict[str, Any]:
    own = MOSTLY[number % len(MOSTLY)]
    few = FEW if number % 2 else ()
    weights = [w * (5 if kind == own else 0.25 if kind in few else 1) for kind, w in KINDS.items()]
    rows: dict[bool, list[Fields]] = {False: [], True: []}
    judgements = []
    # One of every kind, so that every category has something.
    kinds = [*KINDS, *draw.choices(list(KINDS), weights, k=ROWS - len(KINDS))]
    draw.shuffle(kinds)
    for i, kind in enumerate(kinds):
        planned = draw.random() < PLANNED.get(kind, 0)
        row = {"id": f"w{i}", "kind": kind, **_when(draw, kind, planned=planned), **FIELDS[kind](draw)}
        rows[planned].append({key: value for key, value in row.items() if value is not None})
        # One question in five is still open.
        asked = [clause for clause in ASKED.get(kind, ()) if draw.random() < 0.8]
        judgements += [{"clause": c, "achievement": row["id"], "answer": draw.random() < 0.8} for c in asked]
    signed = {"by": "office", "on": "2025-10-30", "reason": "from the file"}
    return {
        "organisation": {"name": f"单位{number}", "type": TYPES[number % len(TYPES)]},
        "achievements": rows[False],
        "plan": rows[True],
        "judgements": [{**j, **signed} for j in judgements],
    }


def _when(draw: random.Random, kind: str, *, planned: bool) -> Fields:
    if kind == "brand":
        return {"date": f"{draw.randint(2020, 2024)}-05-01"}
    if kind == "enterprise_revenue":
        year = "2026-01-01", "2026-02-28"
        first, last = year if planned else ("2025-01-01", f"2025-{draw.randint(3, 9):02}-30")
        return {"date": first, "until": last}
    if planned and kind == "research":
        return {"until": f"2026-{draw.randint(1, 6):02}-15"}
    if planned:
        return {"date": f"2025-{draw.choice([11, 12])}-{draw.randint(1, 28):02}"}
    # Two in three within the past period, which begins in August 2024, or more of late.
    first = draw.choice([dt.date(2024, 4, 1), dt.date(2024, 8, 1), dt.date(2025, 1, 1)])
    return {"date": str(first + dt.timedelta(draw.randrange((dt.date(2025, 10, 28) - first).days)))}


def _enterprise(draw: random.Random, most: int = 160) -> str:
    return f"企业{draw.randint(1, most)}"


def _number(draw: random.Random, low: int, high: int) -> int | None:
    """A number that one in twenty didn't fill in."""
    return None if draw.random() < 0.05 else draw.randint(low, high)


def _activity(draw: random.Random) -> Fields:
    return {
        "form": draw.choice(["conference", "conference", "forum", "training", "exchange", "briefing", "matchmaking"]),
        "scope": draw.choice(["local", "regional", "national", "international"]),
        "nonprofit": draw.random() < 0.9,
        "place": draw.choice(["beijing", "beijing", "beijing", "domestic", "overseas"]),
        "role": draw.choice(["host", "organise", "co_organise"]),
        "purpose": draw.choices(list(PURPOSES), list(PURPOSES.values()))[0],
        "attendance": _number(draw, 30, 200),
        "foreign_speakers": draw.choice([0, 0, 1, 2, 3]),
        "foreign_attendees": draw.choice([0, 0, 3, 5, 8]),
        "park": draw.choice(["", "海淀园", "西城园", "昌平园"]),
        "regions": draw.choice([["beijing"], ["beijing", "tianjin"], ["beijing", "hebei"]]),
        "forum": draw.choice([None] * 9 + ["zgc_forum", "tech_trade", "scifi"]),
        "permanent_venue": draw.random() < 0.05,
        "series": draw.choice(["", "系列"]),
    }


def _research(draw: random.Random) -> Fields:
    return {
        "nature": draw.choice(["commissioned", "own"]),
        "commissioner": draw.choice(["ministry", "province", "local", "enterprise"]),
        "topic": draw.choice(["industry", "industry_plan", "park_plan", "park_upgrade", "internationalisation"])
        if draw.random() < 0.7
        else "frontier",
    }


def _new_enterprise(draw: random.Random) -> Fields:
    return {
        "enterprise": _enterprise(draw),
        "foreign": draw.choice([True, False, False, False, None]),
        "capital": draw.choice([1_000_000, 3_000_000, 5_000_000, 20_000_000]),
        "filed_on": draw.choice(["2024-06-03", "2024-10-08", "2025-03-03", None]),
    }


#: By kind, what a row of it says; None where nobody filled it in.
FIELDS: dict[str, Callable[[random.Random], Fields]] = {
    "activity": _activity,
    "research": _research,
    "new_enterprise": _new_enterprise,
    "enterprise_survey": lambda d: {"enterprise": _enterprise(d), "tech_service": d.choice([True, True, False, None])},
    "recognition": lambda d: {
        "enterprise": _enterprise(d),
        "scheme": d.choice(["high_tech", "advanced_service"]),
        "first_time": d.random() < 0.7,
        "offshore": d.random() < 0.5,
        "approved": d.choice([True, True, False, None]),
    },
    "listing": lambda d: {
        "enterprise": _enterprise(d, 60),
        "annual_revenue": d.choice([9_999_999, 10_000_000, 12_000_000, 80_000_000, None]),
        "above_scale": d.random() < 0.8,
        "recommended": d.random() < 0.8,
    },
    "enterprise_revenue": lambda d: {
        "enterprise": _enterprise(d, 60),
        "amount": d.randint(1, 90) * 100_000,
        "prior_amount": d.randint(1, 60) * 100_000,
    },
    "standard": lambda d: {
        "level": d.choice(["international", "national", "industry", "local", "association", "zgc"]),
        "stage": d.choice(["proposed", "drafting", "published"]),
    },
    "standard_adoption": lambda d: {"level": d.choice(["international", "national", "association"])},
    "investment": lambda d: {
        "unit": f"单位{d.randint(1, 12)}",
        "type": d.choice(["construction", "equipment"]),
        "amount": d.choice([Decimal("3333333.33"), 4_000_000, Decimal("9999999.99"), 15_000_000, None]),
        "in_statistics": d.random() < 0.8,
    },
    "contract_registration": lambda d: {"amount": d.randint(20, 400) * 1_000_000},
    "park_service": lambda d: {"park": "海淀园", "type": d.choice(["resources", "needs", "space"])},
    "transfer": lambda d: {"enterprise": d.choice(["", _enterprise(d)]), "park": "海淀园"},
    "rnd_project": lambda d: {
        "nature": d.choice(["common_technology", "national_plan", "provincial_plan"]),
        "role": d.choice(["undertake", "organise", "recommend"]),
    },
    "platform": lambda d: {
        "type": d.choice(["common_technology", "internet_plus"]),
        "services": _number(d, 10, 900),
        "views": _number(d, 500, 4000),
    },
    "expo": lambda d: {"enterprises": [f"企业{n}" for n in d.sample(range(1, 60), d.randint(3, 20))]},
    "intl_cooperation": lambda d: {"domestic_party": _enterprise(d), "foreign_party": f"外企{d.randint(1, 30)}"},
    "brand": lambda d: {"years_running": _number(d, 1, 5)},
    "scenario": lambda d: {"commissioner": _enterprise(d)},
    "foreign_guest": lambda d: {"person": f"嘉宾{d.randint(1, 40)}", "event": d.choice(["forum_opening", "other"])},
    "integrity_work": lambda d: {"members": [_enterprise(d)]},
    "intl_post": lambda d: {"person": "某人", "post_here": d.choice(["chair", "secretary_general"])},
}

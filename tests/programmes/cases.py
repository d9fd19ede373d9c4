"""Case files: one clause, dossiers on both sides of it, and what must come out (design §5, OpenFisca's habit)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from juli.engines.policy.source import read

ROOT = Path(__file__).parents[2] / "programmes"
DOSSIER_KEYS = (
    "organisation", "application", "achievements", "plan", "judgements", "verifications", "claims", "claims_submitted",
    "documents", "form", "baseline",
)  # fmt: skip
EXPECTATIONS = ("expect", "also", "absent", "verdict", "findings", "name", "as_of", "dossiers", "points")


@dataclass(frozen=True)
class Case:
    """One case of a file."""

    programme: str
    file: str
    number: int
    clause: str
    as_of: dt.date
    data: Mapping[str, Any]

    def __str__(self) -> str:
        """Shown by the test runner."""
        return f"{self.programme}/{self.file}/{self.number}-{self.data['name']['en'].replace(' ', '-')[:60]}"

    def dossiers(self, default_type: str) -> list[dict[str, Any]]:
        """The dossiers of the case with defaults filled in (indicators take several)."""
        written = self.data.get("dossiers") or [{k: self.data[k] for k in DOSSIER_KEYS if k in self.data}]
        every = [{**_numbered_all(e, n), "times": 1} for e in written for n in range(1, e.get("times", 1) + 1)]
        return [_filled(entry, default_type, i) for i, entry in enumerate(every, 1)]


def _filled(entry: Mapping[str, Any], default_type: str, number: int) -> dict[str, Any]:
    organisation = {"name": f"样例协会{number}", "type": default_type, **(entry.get("organisation") or {})}
    out = {**{k: v for k, v in entry.items() if k != "times"}, "organisation": organisation}
    for key, prefix in (("achievements", "a"), ("plan", "p")):
        if key in entry:
            out[key] = list(_rows(entry[key] or [], prefix))
    return out


def _rows(rows: list[Mapping[str, Any]], prefix: str) -> Iterator[dict[str, Any]]:
    number = 0
    for row in rows:
        for n in range(1, row.get("times", 1) + 1):
            number += 1
            values = {k: _numbered(v, n) for k, v in row.items() if k != "times"}
            yield {"id": f"{prefix}{number}", **values}


def _numbered_all(entry: Mapping[str, Any], n: int) -> Mapping[str, Any]:
    """One of several dossiers that are alike but for their number."""
    return entry if entry.get("times", 1) == 1 else {**entry, "organisation": _numbered(entry.get("organisation"), n)}


def _numbered(value: Any, n: int) -> Any:
    if isinstance(value, str):
        return value.replace("{n}", str(n))
    if isinstance(value, Mapping):
        return {k: _numbered(v, n) for k, v in value.items()}
    return [_numbered(v, n) for v in value] if isinstance(value, list) else value


def mistakes(case: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a case as written."""
    unknown = set(case) - {*DOSSIER_KEYS, *EXPECTATIONS}
    if unknown:
        yield f"unknown keys {sorted(unknown)}"
    name = case.get("name")
    if not isinstance(name, Mapping) or set(name) != {"zh", "en"} or not all(isinstance(v, str) for v in name.values()):
        # An unquoted comma ends the words and begins another key.
        yield f"its name is {{zh: …, en: …}}, with quotes around a comma; here it is {name}"
    if not set(case) & set(EXPECTATIONS) - {"name", "as_of", "dossiers"}:
        yield "it expects nothing; say what must come out, as `expect: met`"


def cases() -> Iterator[Case]:
    """Every case of every programme."""
    for path in sorted(ROOT.glob("*/cases/*.yaml")):
        data = read(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))).data
        for number, case in enumerate(data["cases"], 1):
            for mistake in mistakes(case):
                raise ValueError(f"{path.relative_to(ROOT)}, case {number}: {mistake}")
            as_of = dt.date.fromisoformat(case.get("as_of") or data["as_of"])
            yield Case(path.parts[-3], path.stem, number, data["clause"], as_of, case)

"""Juli: frozen values in, the assignment with its pairs out."""

from __future__ import annotations

from typing import Any

from serving import Answer, serve

from juli.engines.panel import AssignmentProblem, Demand, Reviewer, assign


def prepare(data: dict[str, Any]) -> AssignmentProblem:
    return AssignmentProblem(
        tuple(Reviewer(f"{j:04}", data["most"], 0, f"u{g}") for j, g in enumerate(data["institution"])),
        tuple(Demand(f"{i:04}", data["need"]) for i in range(len(data["scores"]))),
        {f"{i:04}": {f"{j:04}": s for j, s in enumerate(row)} for i, row in enumerate(data["scores"])},
        frozenset((f"{i:04}", f"{j:04}") for i, j in data["conflicts"]),
        one_per_institution=len(set(data["institution"])) < len(data["institution"]),
    )


def answer(problem: AssignmentProblem) -> Answer:
    found = assign(problem)
    assert found.floor is not None
    pairs = [(int(p.application), int(p.expert)) for p in found.pairs]
    plain = assign(problem, floor=False)
    return int(found.floor), int(found.total), int(plain.total), pairs, int(min(p.score for p in plain.pairs))


if __name__ == "__main__":
    serve(prepare, assign, answer)

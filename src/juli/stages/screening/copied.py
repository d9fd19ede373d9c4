"""The works of a frozen copy, as the office looks at them: what was declared, which files prove it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from juli.engines.policy.filters.evaluate import UNKNOWN
from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Node, Verdict
from juli.engines.policy.vocabulary import Kind
from juli.registry.canonical import canonical
from juli.registry.files.models import Attachment
from juli.registry.files.queries import attachments
from juli.stages.applications.contents import CLAIMS
from juli.stages.applications.models import Submission
from juli.stages.applications.queries.submitted import Copy
from juli.stages.ledger.columns import COLUMNS
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.vocabulary_values import kept
from juli.stages.organisations.wording import shown


@dataclass(frozen=True)
class Work:
    """One work of a submission; ``data`` is its row in the copy."""

    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its id, as claims, judgements and verifications name it."""
        return str(self.data["id"])

    @property
    def kind(self) -> Kind:
        """What kind of thing it is."""
        return vocabulary().kinds[self.data["kind"]]

    @cached_property
    def declared(self) -> dict[str, Any]:
        """Its values, as JSON keeps them; empty ones left out."""
        found = {name: self.data.get(name) for name in COLUMNS} | self.data["fields"]
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.data["title"]) or self.id

    @property
    def when(self) -> str:
        """Its day, or its span."""
        day, until = self.data.get("date"), self.data.get("until")
        return f"{day} – {until}" if day and until else str(day or self.data.get("year") or "")

    @cached_property
    def digest(self) -> str:
        """The sha256 of what it says and of its files."""
        return hashlib.sha256(canonical({**self.data, "version": 0}).encode()).hexdigest()

    @property
    def facts(self) -> list[tuple[Any, str]]:
        """Its own values in words: label and text, title and days left out."""
        fields = self.kind.fields
        told = [(fields[name].label, shown(fields[name], value)) for name, value in self.declared.items()
                if name in fields and name not in {"title", "date", "until", "year"}]  # fmt: skip
        return [(label, text) for label, text in told if text]


def works(submission: Submission) -> dict[str, Work]:
    """The works of a submission by id; none where its content was erased."""
    content = submission.final.content or {"achievements": ()}
    return {str(row["id"]): Work(row) for row in content["achievements"]}


def promised(copy: Copy) -> dict[str, Work]:
    """The works that the form promises, by the ids that the engine gave them."""
    found = {}
    for row in copy.dossier.plan:
        fields = vocabulary().kinds[row.kind].fields
        said = {n: kept(fields[n], value) for n, value in row.values.items() if n in fields and value is not UNKNOWN}
        shared = {name: said.get(name) for name in COLUMNS}
        own = {name: value for name, value in said.items() if name not in COLUMNS}
        title = {"title": str(said.get("title") or "")}
        found[row.id] = Work({"id": row.id, "kind": row.kind, **shared, **title, "fields": own, "files": []})
    return found


def files(submission: Submission) -> dict[str, Attachment]:
    """The files of a submission by digest, through which they are handed out."""
    return {link.file.digest: link for link in attachments(submission.subject)}


def claimed(submission: Submission, programme: Programme, verdict: Verdict) -> dict[str, str]:
    """Work → the category that it counts under: as the applicant claimed it, else as the assignment has it."""
    said = (submission.final.version.content or {}).get(CLAIMS) or {}
    found = dict(verdict.assignment.claims) if verdict.assignment is not None else {}
    known = {category.id for category in programme.categories}
    return {row: category for row, category in {**found, **said}.items() if category in known}


def concerned(verdict: Verdict, held: Iterable[str]) -> dict[str, list[Node]]:
    """Work → the clauses that use it or could, each once, in the file's order; only works of ``held``."""
    found: dict[str, dict[str, Node]] = {}
    there = set(held)
    for node in verdict.walk():
        waiting = node.judgement.waiting if node.judgement is not None else ()
        for row in (*node.used, *node.pending, *waiting, *node.missed):
            if row in there:
                found.setdefault(row, {}).setdefault(node.id, node)
    return {row: list(nodes.values()) for row, nodes in found.items()}

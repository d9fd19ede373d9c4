"""What a correction changed: the two frozen copies compared, and what became of each finding of before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.registry.language import language
from juli.stages.applications.models import Submission
from juli.stages.applications.queries.versions import Changed, compared
from juli.stages.screening.findings import Settled, Sheet, part_label
from juli.stages.screening.models import Decision

What = Literal["new", "gone", "changed"]


@dataclass(frozen=True)
class Other:
    """A work, a document, or the record that is not as it was; ``lines``: field, before, after."""

    what: What
    name: str
    lines: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Became:
    """A finding of before, and how it stands now; ``now`` None where nothing asks about it any more."""

    label: Label
    cite: str
    text: str
    now: Settled | None

    @property
    def mended(self) -> bool:
        """Whether it is in order now."""
        return self.now is None or self.now.standing in {"met", "mended", "dismissed"}


@dataclass(frozen=True)
class Changes:
    """Two submissions of one application, the older one returned by ``decision``."""

    decision: Decision
    older: Submission
    form: tuple[Changed, ...]
    works: tuple[Other, ...]
    documents: tuple[Other, ...]
    record: tuple[Other, ...]
    became: tuple[Became, ...]

    @property
    def none(self) -> bool:
        """Nothing at all was changed."""
        return not (self.form or self.works or self.documents or self.record)


def changes(sheet: Sheet, decision: Decision | None) -> Changes | None:
    """What the submission that counts changed since ``decision`` returned the one before; None where it is that one."""
    if decision is None or decision.submission_id == sheet.submission.pk:
        return None
    rows = Submission.objects.select_related("final__version", "scan__file")
    older = rows.get(pk=decision.submission_id)
    before, after = older.final.content, sheet.copy.content
    said, says = older.final.version.content, sheet.copy.said
    if before is None or said is None:
        return None
    programme = sheet.programme
    return Changes(
        decision=decision,
        older=older,
        form=tuple(compared(programme, sheet.application, dict(said), dict(says))),
        works=tuple(_works(programme, before["achievements"], after["achievements"])),
        documents=tuple(_documents(programme, before, after)),
        record=tuple(_record(before, after)),
        became=tuple(_became(sheet, decision)),
    )


def _works(
    programme: Programme, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Iterator[Other]:
    old, new = ({row["id"]: row for row in rows} for rows in (before, after))
    for id_ in [*old, *(key for key in new if key not in old)]:
        name = (new.get(id_) or old[id_])["title"] or str(id_)
        if id_ not in old:
            yield Other("new", name)
        elif id_ not in new:
            yield Other("gone", name)
        elif old[id_] != new[id_] and (lines := tuple(_fields(programme, old[id_], new[id_]))):
            yield Other("changed", name, lines)


def _fields(programme: Programme, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    kind = programme.vocabulary.kinds.get(new["kind"])
    known = kind.fields if kind is not None else {}

    def flat(row: Mapping[str, Any]) -> dict[str, Any]:
        files = [f"{file['tag']} {file['name']} {file['sha256'][:8]}" for file in row["files"]]
        rest = {name: value for name, value in row.items() if name not in {"fields", "files", "version", "vocabulary"}}
        return {**rest, **row["fields"], "evidence": files}

    one, other = flat(old), flat(new)
    for name in [*one, *(key for key in other if key not in one)]:
        if one.get(name) != other.get(name):
            label = known[name].label.say(language()) if name in known else name
            yield label, _said(one.get(name)), _said(other.get(name))


def _documents(programme: Programme, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Other]:
    def keyed(content: Mapping[str, Any]) -> dict[tuple[Any, ...], Mapping[str, Any]]:
        found = {}
        for row in content["application"]["materials"]:
            place = (row["attachment"] or row["section"], row["year"], row["achievement"], row["field"], row["sha256"])
            found[place] = row
        return found

    old, new = keyed(before), keyed(after)
    for key in [*old, *(key for key in new if key not in old)]:
        row = new.get(key) or old[key]
        part = f"documents:{row['attachment']}" if row["attachment"] else row["section"]
        name = " · ".join(
            filter(None, (part_label(programme, part).say(language()), str(row["year"] or ""), row["name"]))
        )
        if key not in old:
            yield Other("new", name)
        elif key not in new:
            yield Other("gone", name)
        elif lines := tuple(
            (term, _said(old[key][term]), _said(new[key][term]))
            for term in ("dated", "valid_until", "sealed")
            if old[key][term] != new[key][term]
        ):
            yield Other("changed", name, lines)


def _record(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Other]:
    old, new = before["organisation"]["record"], after["organisation"]["record"]
    lines = tuple(
        (name, _said(old.get(name)), _said(new.get(name)))
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    )
    if lines:
        yield Other("changed", after["organisation"]["name"], lines)
    known, is_ = ({row["id"]: row for row in content["standing"]} for content in (before, after))
    for id_ in sorted({*known, *is_}):
        if known.get(id_) != is_.get(id_):
            row = is_.get(id_) or known[id_]
            what: What = "new" if id_ not in known else "gone" if id_ not in is_ else "changed"
            yield Other(what, f"{row['kind']} {row['fields'].get('year', '')}".strip())


def _became(sheet: Sheet, decision: Decision) -> Iterator[Became]:
    for reason in decision.content["reasons"]:
        if "label" in reason:
            label = Label(reason["label"]["zh"], reason["label"]["en"])
            text = reason["text"] or reason["saw"][language()]
            yield Became(label, reason["cite"], text, sheet.find(reason["key"]))


def _said(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "—"
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, (list, tuple)):
        return "、".join(map(str, value))
    return str(value)

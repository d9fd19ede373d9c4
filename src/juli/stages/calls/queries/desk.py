"""What stands on the desk of an officer who writes a call: the text, its tree, one part's form, and what is wrong."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from juli.engines.policy.json_schema import programme_schema
from juli.engines.policy.problems import Problem, ProgrammeUnusable
from juli.registry.language import language
from juli.stages.calls import drafts
from juli.stages.calls.drafts import Draft
from juli.stages.calls.editing import outline, posted
from juli.stages.calls.editing.outline import Field, Node, Sheet
from juli.stages.calls.editing.shapes import Shapes
from juli.stages.calls.editing.spans import Path, Uneditable
from juli.stages.calls.editing.splices import said
from juli.stages.calls.models import Call, Proposal, Revision
from juli.stages.calls.readiness import mistakes
from juli.stages.calls.shelf import Shelf, shelf


class Trouble(NamedTuple):
    """A mistake in the text: where it is written, and the part of the tree that it is in (empty: nowhere)."""

    problem: Problem
    path: Path
    address: str

    @property
    def line(self) -> int:
        """Its line, from 1."""
        return self.problem.place.line


class Shown(NamedTuple):
    """A field as the form shows it. ``theirs`` is what stands in the draft where the sender wrote something else."""

    field: Field
    text: str
    other: str
    wrong: tuple[str, ...]
    theirs: str


class Desk(NamedTuple):
    """The page. ``tree`` and ``sheet`` are None where the text is no YAML: then it is mended as text."""

    call: Call
    draft: Draft
    amending: bool
    tree: Node | None
    sheet: Sheet | None
    here: tuple[Shown, ...]
    more: tuple[Shown, ...]
    troubles: tuple[Trouble, ...]
    troubled: frozenset[Path]
    #: The names that windows of this file have: what ``within`` may say.
    windows: tuple[str, ...]
    revision: Revision | None
    can_undo: bool
    can_redo: bool

    @property
    def text(self) -> str:
        """The draft's text."""
        return self.draft.text

    @property
    def opened(self) -> frozenset[Path]:
        """The parts of the tree that stand open: the way to the one whose form is shown."""
        path = self.sheet.node.path if self.sheet is not None else ()
        return frozenset(path[:i] for i in range(len(path) + 1))


def shapes(lang: str | None = None) -> Shapes:
    """What may stand in a programme file, with titles in the language of the page."""
    return _shapes(shelf(), lang or language())


@functools.lru_cache(maxsize=4)
def _shapes(found: Shelf, lang: str) -> Shapes:
    return Shapes(programme_schema(found.vocabulary, lang))


def desk(
    call: Call, place: str, *, form: Mapping[str, str] | None = None, base: int | None = None, line: int | None = None
) -> Desk:
    """The page of the part at an address, or of what stands in a line.

    ``form`` is what somebody sent that was not taken, on the version ``base``: it is shown again, beside what stands
    there by now. Raises Refused where nothing is being written.
    """
    draft = drafts.draft_of(call)
    text = draft.text
    found = troubles(text, call.edition)
    revision = drafts.revision(draft)
    tree = sheet = None
    here: tuple[Shown, ...] = ()
    more: tuple[Shown, ...] = ()
    try:
        tree = outline.tree(text, shapes())
        path = outline.path_of(text, place) if line is None else outline.path_at(text, line)
        sheet = outline.sheet(text, path, shapes())
        before = _base(draft, base, sheet.node.path) if form is not None else {}
        here, more = (tuple(_shown(f, form, before, found, sheet) for f in of) for of in (sheet.fields, sheet.more))
    except (ProgrammeUnusable, Uneditable):
        tree = sheet = None
    return Desk(
        call=call,
        draft=draft,
        amending=isinstance(draft, Proposal),
        tree=tree,
        sheet=sheet,
        here=here,
        more=more,
        troubles=found,
        troubled=frozenset(t.path[:i] for t in found for i in range(len(t.path) + 1)) if found else frozenset(),
        windows=_windows(text) if tree is not None else (),
        revision=revision,
        can_undo=bool(revision and revision.before and drafts.revision(draft, revision.before)),
        can_redo=bool(revision and revision.after and drafts.revision(draft, revision.after)),
    )


def troubles(text: str, edition: str) -> tuple[Trouble, ...]:
    """Everything that is wrong in a text, each with its place in the tree."""
    return tuple(_troubles(text, mistakes(text, edition)))


def located(text: str, problems: Iterable[Problem]) -> tuple[Trouble, ...]:
    """Problems with their places in the tree."""
    return tuple(_troubles(text, problems))


def _troubles(text: str, problems: Iterable[Problem]) -> Iterable[Trouble]:
    for problem in problems:
        path: Path = ()
        if problem.place.line:
            # A text that is no YAML has no tree; the mistake is told all the same.
            with contextlib.suppress(Uneditable):
                path = outline.path_at(text, problem.place.line, problem.place.column)
        yield Trouble(problem, path, outline.address(path))


def candidate(call: Call, place: str, form: Mapping[str, str]) -> tuple[str, tuple[posted.Mistake, ...]]:
    """The text that a form would make, without keeping it. Raises Refused, Uneditable, ProgrammeUnusable."""
    draft = drafts.draft_of(call)
    found = posted.edited(draft.text, outline.path_of(draft.text, place), form, shapes())
    return found.text, found.mistakes


def _base(draft: Draft, base: int | None, path: Path) -> dict[str, str]:
    """What the sender's form showed before they changed it."""
    kept = drafts.revision(draft, base) if base else None
    if kept is None:
        return {}
    try:
        sheet = outline.sheet(kept.text, path, shapes())
    except (ProgrammeUnusable, Uneditable):
        return {}
    return {name: text for field in (*sheet.fields, *sheet.more) for name, text in _controls(field)}


def _controls(field: Field) -> list[tuple[str, str]]:
    if field.kind == "label":
        return [(f"{field.control}.zh", field.shown), (f"{field.control}.en", field.other)]
    return [(field.control, field.shown)]


def _shown(
    field: Field, form: Mapping[str, str] | None, before: Mapping[str, str], found: Iterable[Trouble], sheet: Sheet
) -> Shown:
    path = (*sheet.node.path, field.key)
    lang = language()
    wrong = tuple(
        " ".join(filter(None, (t.problem.text.say(lang), t.problem.remedy.say(lang))))
        for t in found
        if t.path[: len(path)] == path
    )
    texts, theirs = [], []
    for name, now in _controls(field):
        sent = form.get(name) if form is not None else None
        if sent is None or sent.replace("\r\n", "\n") == before.get(name, now):
            texts.append(now)
            continue
        texts.append(sent)
        if name in before and before[name] != now and sent.replace("\r\n", "\n") != now:
            theirs.append(now or "–")
    return Shown(field, texts[0], texts[1] if len(texts) > 1 else "", wrong, " / ".join(theirs))


def _windows(text: str) -> tuple[str, ...]:
    found = said(text).get("windows")
    return tuple(found) if isinstance(found, dict) else ()


__all__ = ["Desk", "Shown", "Trouble", "candidate", "desk", "located", "shapes", "troubles"]

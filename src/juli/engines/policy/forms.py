"""What a form and the paper beside it must satisfy: every part named once, and of a type that can be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from juli.engines.policy import blocks, rules
from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import nearest
from juli.engines.policy.source import Path

Trouble = tuple[Path, Label, Label]
_ADDED = ("money", "number")
_ROWS = ("table", "numbered")


def check_form(p: rules.Programme) -> Iterator[Trouble]:
    """What is wrong with the form and the paper of ``p``."""
    yield from _form(p)
    yield from _paper(p)


def twice(names: Iterable[str]) -> set[str]:
    """The names that stand more than once."""
    seen: set[str] = set()
    return {n for n in names if n in seen or seen.add(n)}  # type: ignore[func-returns-value]


def _form(p: rules.Programme) -> Iterator[Trouble]:
    if p.form is None:
        return
    for name in twice(s.id for s in p.form.sections):
        yield ("form", "sections"), told('the section "{}" stands twice', name), told("section ids are unique")
    for name in twice(x.id for x in p.form.pledges):
        yield ("form", "pledges"), told('the pledge "{}" stands twice', name), told("pledge ids are unique")
    sections = [s.id for s in p.form.sections]
    for i, section in enumerate(p.form.sections):
        path: Path = ("form", "sections", i)
        if section.id == "pledges":
            yield (*path, "id"), told('"pledges" is the name of the pledges'), told("call the section otherwise")
        known = [*sections, *p.clauses]
        for j, name in enumerate(section.needs):
            if name not in known:
                yield (*path, "needs", j), told('no section or clause "{}"', name), nearest(name, known)
        yield from _section(p, section, path)
        yield from _sums(section, path)


def _section(p: rules.Programme, section: blocks.Section, path: Path) -> Iterator[Trouble]:
    if section.within and section.within not in p.windows:
        yield (
            (*path, "within"),
            told('no window "{}"', section.within),
            nearest(section.within, p.windows, otherwise=told("declare it under `windows`")),
        )
    if (section.type == "fields") != bool(section.fields):
        yield (
            path,
            told("a section of type `fields` lists them, others have none"),
            told("add `fields`, or change the type"),
        )
    if (section.type == "table") != bool(section.columns):
        yield (
            path,
            told("a section of type `table` lists its columns, others have none"),
            told("add `columns`, or change it"),
        )
    for name in twice(c.id for c in (*section.fields, *section.columns)):
        yield path, told('"{}" stands twice', name), told("ids are unique within a section")
    if section.at_least is not None and section.type != "table":
        yield (
            (*path, "at_least"),
            told("`at_least` counts the rows of a table"),
            told("drop it, or make the section a table"),
        )
    for j, column in enumerate(section.columns):
        yield from _choice(column, (*path, "columns", j))
    for j, found in enumerate(section.fields):
        yield from _field(found, (*path, "fields", j))
    for found in section.fields:
        known = p.vocabulary.organisation
        if found.from_ and found.from_ != "organisation" and found.from_ not in known:
            yield path, told('no field "{}" of the organisation', found.from_), nearest(found.from_, known)
    for name in section.applies_to:
        if name not in p.applicants.types:
            remedy = nearest(name, p.applicants.types)
            yield (*path, "for"), told('"{}" is not an applicant type of this programme', name), remedy


def _field(found: blocks.FormField, path: Path) -> Iterator[Trouble]:
    yield from _choice(found, path)
    if (found.type == "table") != bool(found.columns):
        yield (
            path,
            told("a field of type `table` lists its columns, others have none"),
            told("add `columns`, or change the type"),
        )
    if found.at_least is not None and found.type not in _ROWS:
        yield (*path, "at_least"), told("`at_least` counts rows, of a table or a numbered list"), told("drop it")
    for name in twice(c.id for c in found.columns):
        yield (*path, "columns"), told('the column "{}" stands twice', name), told("column ids are unique")
    for j, column in enumerate(found.columns):
        yield from _choice(column, (*path, "columns", j))


def _choice(found: blocks.Column, path: Path) -> Iterator[Trouble]:
    if (found.type == "choice") != bool(found.of):
        yield (
            path,
            told("a `choice` lists its values under `of`, others have none"),
            told("add `of`, or change the type"),
        )


def _sums(section: blocks.Section, path: Path) -> Iterator[Trouble]:
    types = {c.id: c.type for c in (*section.fields, *section.columns)}
    types |= {f"{found.id}.{c.id}": c.type for found in section.fields for c in found.columns}
    ids = set(types)
    for total in section.sums:
        if not total.parts:
            yield (*path, "sums"), told('nothing adds up to "{}"', total.total), told("name its parts")
        for name in (total.total, *total.parts):
            if name in ids and types[name] not in _ADDED:
                yield (
                    (*path, "sums"),
                    told('"{}" is {}, which adds up to nothing', name, types[name]),
                    told("make it money or number"),
                )
        for name in (total.total, *total.parts):
            if name not in ids:
                yield (*path, "sums"), told('no field "{}" in this section', name), nearest(name, ids)


def _paper(p: rules.Programme) -> Iterator[Trouble]:
    if p.paper is None:
        return
    if p.paper.copies == 0:
        yield ("paper", "copies"), told("no copies"), told("leave `paper` out, or write how many")
    known = ["form", *(a.clause.id for a in p.attachments)]
    for i, name in enumerate(p.paper.parts):
        if name not in known:
            yield ("paper", "parts", i), told('no attachment "{}"', name), nearest(name, known)

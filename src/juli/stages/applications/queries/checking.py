"""Everything that is missing or wrong in an application, at once, each with the way to it (S4-47, S4-71).

The engine judges; this puts its word beside the places. What is missing or wrong in the form and among the documents
blocks handing in; clauses that are not met, or that a person has to judge, warn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from juli.engines.policy.context import Context
from juli.engines.policy.dossier import Dossier
from juli.engines.policy.interpreter.form import form_node
from juli.engines.policy.interpreter.form_gaps import Gap, gaps, section_gaps
from juli.engines.policy.interpreter.given import BEIJING, attachment_node
from juli.engines.policy.rules import Attachment
from juli.engines.policy.verdict import MET, OPEN, UNMET, Node
from juli.stages.applications.contents import answers as answers_of
from juli.stages.applications.form import judged, record
from juli.stages.applications.form.complaints import complaints
from juli.stages.applications.form.layout import COVER, PLEDGES, Part, label_of, parts
from juli.stages.applications.form.places import control_id, name_of, words_of
from juli.stages.applications.form.reading import ROWS
from juli.stages.applications.form.telling import reason
from juli.stages.applications.models import Application, Material
from juli.stages.applications.queries import dossiers
from juli.stages.applications.starting import say
from juli.stages.calls.rulebook import Rules

Status = Literal["met", "open", "unmet"]
#: Documents that are the form itself, printed and scanned back; they come with the final version.
_OF_THE_FORM: Final = "form"


@dataclass(frozen=True)
class Item:
    """One thing: where (section and place in words), what, the way to it. ``control``: the name of the control."""

    section: str
    heading: str
    place: str
    reason: str
    url: str
    blocks: bool
    control: str = ""
    #: Nothing stands there yet; else what stands there is wrong.
    empty: bool = False


@dataclass
class Mark:
    """How one section stands: ``met`` when nothing is missing, ``open`` when begun, ``unmet`` when empty."""

    status: Status
    wanted: bool
    problems: int = 0


@dataclass
class Check:
    """What a check found. ``done`` of ``wanted`` required parts say all that is asked."""

    items: list[Item] = field(default_factory=list)
    marks: dict[str, Mark] = field(default_factory=dict)
    documents: Mark = field(default_factory=lambda: Mark(MET, wanted=False))
    done: int = 0
    wanted: int = 0

    @property
    def share(self) -> int:
        """Percent of the required parts that are done, rounded down: 100 is all of them."""
        return 100 if not self.wanted else self.done * 100 // self.wanted

    @property
    def blocking(self) -> list[Item]:
        """What stands in the way of handing in."""
        return [item for item in self.items if item.blocks]

    @property
    def short(self) -> list[Item]:
        """The same in short: what is wrong before what is missing; a section that is still empty is one item."""
        found: list[Item] = []
        told = set()
        blocking = sorted(self.blocking, key=lambda item: item.empty)
        for item in [*blocking, *self.warnings]:
            mark = self.marks.get(item.section)
            if mark is None or mark.status != UNMET:
                found.append(item)
            elif item.section not in told:
                told.add(item.section)
                url = item.url.partition("#")[0]
                found.append(replace(item, place="", reason=_("not filled in"), url=url, control=""))
        return found

    @property
    def warnings(self) -> list[Item]:
        """What does not stand in the way, but should be known."""
        return [item for item in self.items if not item.blocks]


@dataclass(frozen=True)
class Known:
    """What a check is made from, read once: several pages show parts of it."""

    application: Application
    rules: Rules
    parts: tuple[Part, ...]
    answers: Mapping[str, Any]
    materials: Sequence[Material]
    dossier: Dossier
    context: Context
    day: dt.date

    @property
    def files(self) -> judged.Places:
        """The places of the form that hold files."""
        return dossiers.places(self.materials)


def known(application: Application, rules: Rules, at: dt.datetime, **rest: Any) -> Known:
    """Read what a check needs. Raises DossierUnusable where ledger or record do not hold together.

    ``rest`` are further parts of the dossier.
    """
    found = parts(rules.programme, application.applicant_type, tuple(application.tracks))
    said = answers_of(application)
    materials = list(Material.objects.filter(application=application).select_related("link__file"))
    dossier = dossiers.of(application, rules, at, found, said, materials, **rest)
    day = dossier.application.day or at.astimezone(BEIJING).date()
    return Known(application, rules, found, said, materials, dossier, rules.judge.context(dossier, day), day)


def check(given: Known) -> Check:
    """What is missing or wrong in the form and among the documents."""
    found = Check()
    told: dict[str, list[Item]] = {part.id: [] for part in given.parts}
    for item in _form_items(given):
        told[item.section].append(item)
    nodes = _nodes(given)
    for part in given.parts:
        items = told[part.id]
        found.items += items
        met = not any(i.blocks for i in items) and all(n.status == MET for n in nodes.get(part.id, ()))
        wanted = part.required or part.id in {COVER, PLEDGES}
        begun = given.answers.get(part.id) is not None
        complete: Status = MET if met and (begun or wanted) else (OPEN if begun else UNMET)
        found.marks[part.id] = Mark(complete, wanted, sum(i.blocks for i in items))
        found.wanted += wanted
        found.done += wanted and met
    _documents(given, found)
    return found


def clause_items(given: Known) -> list[Item]:
    """The clauses that decide and are not met, or wait for a person: they warn. Slower than the rest of the check."""
    verdict = given.rules.judge.verdict(given.dossier, given.day)
    found = []
    for node in verdict.children:
        if node.status != MET:
            words = _("not met") if node.status == UNMET else _("a person will judge this, or facts are missing")
            found.append(Item("", _("Conditions"), say(node.clause.label), words, "", blocks=False))
    return found


def _nodes(given: Known) -> dict[str, list[Node]]:
    """The engine's nodes of each section: the section itself, its sums, its window."""
    form = given.rules.programme.form
    found: dict[str, list[Node]] = {}
    for node in form_node(form, given.context).children if form else ():
        found.setdefault(node.clause.id.split(".")[1], []).append(node)
    return found


def _form_items(given: Known) -> Iterator[Item]:
    """The items of the form, without those that only repeat another one's place."""
    form = given.rules.programme.form
    by_id = {part.id: part for part in given.parts}
    found = list(gaps(form, given.context)) if form else []
    if COVER in by_id:
        cover = by_id[COVER]
        found += section_gaps(cover.section, judged.section(cover, given.answers.get(COVER)), given.context)
    complained = set()
    for part in given.parts:
        for complaint in complaints(part, given.answers.get(part.id)):
            complained.add(complaint.name)
            place = words_of(part, complaint.field, complaint.row, complaint.column)
            yield _item(given, part, place, complaint.text, complaint.name)
        filled = record.filled(given.rules.programme, given.application, part)
        for one in part.section.fields:
            if one.id in filled and not filled[one.id]:
                text = _("your organisation's record does not say this; add it there")
                item = _item(given, part, say(label_of(one)), text, f"f.{one.id}")
                yield replace(item, url=reverse("organisations:record", args=[given.application.organisation_id]))
    for gap in found:
        part = by_id[gap.section]
        name = name_of(part, gap, _rows(given, part, gap))
        if name not in complained:
            place = words_of(part, gap.field if gap.field != ROWS else "", gap.row, gap.part)
            empty = gap.why in {"missing", "rows", "pledge"} or (gap.why == "sum" and gap.off is None)
            yield _item(given, part, place, reason(given.rules.programme, part, gap), name, empty=empty)
    yield from _unfounded(given)


def _rows(given: Known, part: Part, gap: Gap) -> list[str]:
    """The ids of the rows of a gap's table, as the engine counts them."""
    value = given.answers.get(part.id)
    rows = value if part.shape == "table" else (value or {}).get(gap.field) if isinstance(value, Mapping) else None
    return [str(row.get("#")) for row in judged.spoken(rows, (part.id, gap.field or ROWS), given.files)]


def _unfounded(given: Known) -> Iterator[Item]:
    """Lines of a budget without a basis of calculation, where the call wants one for each (S4-48, S4-99); they warn."""
    budget = given.rules.programme.budget
    if budget is None or not budget.basis_required:
        return
    for part in given.parts:
        added = {p.partition(".")[0] for total in part.section.sums for p in total.parts if "." in p}
        lines = next((f for f in part.section.fields if f.id in added), None)
        bases = next((f for f in part.section.fields if f.type == "numbered"), None)
        value = given.answers.get(part.id)
        if lines is None or bases is None or not isinstance(value, Mapping):
            continue
        count = [len(judged.spoken(value.get(f.id), (part.id, f.id))) for f in (lines, bases)]
        for i in range(count[1], count[0]):
            text = _("this line has no %(basis)s of its own") % {"basis": say(label_of(bases))}
            item = _item(given, part, words_of(part, lines.id, i), text, f"table.{bases.id}")
            yield replace(item, blocks=False)


def _item(given: Known, part: Part, place: str, text: str, name: str, *, empty: bool = False) -> Item:
    where = {"organisation": given.application.organisation_id, "application": given.application.pk, "section": part.id}
    url = f"{reverse('applications:form', kwargs=where)}#{control_id(name)}"
    return Item(part.id, say(part.label), place, text, url, blocks=True, control=name, empty=empty)


def applicable(given: Known) -> list[Attachment]:
    """The call's attachments that this applicant hands in: not those of others, nor the form itself."""
    return [
        a
        for a in given.rules.programme.attachments
        if (a.clause.applies_to is None or given.application.applicant_type in a.clause.applies_to)
        and a.by in {None, "applicant"}
        and a.clause.id.split("-")[0] != _OF_THE_FORM
    ]


def _documents(given: Known, found: Check) -> None:
    """Which documents are missing, by the engine."""
    where = {"organisation": given.application.organisation_id, "application": given.application.pk}
    problems, wanted, begun = 0, 0, False
    for attachment in applicable(given):
        node = attachment_node(attachment, given.context)
        required = int(node.required or 0)
        if not required:
            continue
        wanted += 1
        begun = begun or node.actual.low > 0 or any(m.attachment == attachment.clause.id for m in given.materials)
        if node.status == UNMET:
            problems += 1
            lacking = required - int(node.actual.high if node.actual.high is not None else node.actual.low)
            text = _("missing") if required == 1 else _("%(number)d of %(all)d missing") % {
                "number": lacking, "all": required
            }  # fmt: skip
        elif node.status == OPEN:
            text = _("there, but the office will look at seal, date or validity")
        else:
            found.done += 1
            continue
        found.done += node.status == OPEN
        url = f"{reverse('applications:materials', kwargs=where)}#{control_id(attachment.clause.id)}"
        label = say(attachment.clause.label)
        found.items.append(Item("", _("Documents"), label, text, url, blocks=node.status == UNMET))
    found.wanted += wanted
    status: Status = MET if not problems else (OPEN if begun else UNMET)
    found.documents = Mark(status, wanted=bool(wanted), problems=problems)

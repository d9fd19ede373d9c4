"""What a publication says: chosen columns alone, from what was handed in and what was decided; and what is wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from juli.engines.paper.document import Document
from juli.engines.paper.papers.listing import Column, Listing
from juli.engines.paper.papers.public_notice import Contact, PublicNotice, public_notice
from juli.engines.paper.problems import Language
from juli.engines.policy.interpreter.given import BEIJING
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme
from juli.registry.canonical import canonical
from juli.registry.language import language
from juli.stages.applications.models import Application
from juli.stages.applications.paper import issuer
from juli.stages.applications.queries.submitted import standing_of
from juli.stages.applications.transitions import State, events
from juli.stages.awards import granted, lists, periods
from juli.stages.awards.leaks import leaks
from juli.stages.awards.models import Publication, PublicationLine
from juli.stages.awards.money import from_cents
from juli.stages.calls import deadlines
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.calls.shelf import shelf
from juli.stages.organisations.vocabulary import vocabulary

#: What may be published of an application, in the order of the columns; nothing else can be chosen.
COLUMNS: Final[Mapping[str, Label]] = {
    "number": Label("申报编号", "Number"),
    "name": Label("单位名称", "Organisation"),
    "title": Label("项目名称", "Project"),
    "track": Label("子项目", "Track"),
    "park": Label("所在园区", "Park"),
    "level": Label("登记层级", "Registered at"),
    "amount": Label("拟支持金额（万元）", "Amount, 万元"),
}
#: Always there.
NEEDED: Final = "name"
PARTS: Final = ("unit", "person", "phone", "email", "address")
OBJECTIONS: Final = (
    "公示期内，任何单位和个人对名单有异议的，均可在线提出，也可书面送交受理单位，并附证明材料。",
    "个人提出的，写明真实姓名和联系方式；单位提出的，加盖公章，写明联系人和联系方式。匿名异议不予受理。",
    "受理单位对异议人的身份保密。",
)


@dataclass(frozen=True)
class Checked:
    """What stands in the way of a publication. ``refusals`` have to be put right, ``disagreements`` answered."""

    refusals: tuple[str, ...]
    disagreements: tuple[str, ...]


def to_publish(call: Call, corrects: Publication | None = None) -> list[Application]:
    """Whose turn it is, in the order of the list: at the step before it, or in the publication that is corrected."""
    rules = current(call).programme
    on = Application.objects.filter(call=call, list_lines__on_list=True, list_lines__ranked_list__reopened__isnull=True)
    rows = [row for row in on.distinct().select_related("call", "organisation") if "publish" in events(row, rules)]
    if corrects is not None:
        again = Application.objects.filter(publication_lines__publication=corrects, state=State.PUBLICATION)
        rows += again.select_related("call", "organisation")
    places = _places(rows)
    return sorted(rows, key=lambda row: (places.get(row.pk, 0), row.number))


def first_body(programme: Programme) -> str:
    """The text that a new publication begins with, from the words of the call."""
    used = {stage.name: stage for stage in programme.workflow.stages} if programme.workflow is not None else {}
    steps = ["形式审查"] if "screening" in used else []
    if "review" in used:
        steps.append("专家评审" if used["review"].by == "experts" else "综合排序")
    steps += [word for name, word in (("audit", "经费审核"), ("meeting", "会议审议")) if name in used]
    after = f"，经{'、'.join(steps)}" if steps else ""
    return f"根据《{programme.title.zh}》要求{after}，形成拟支持名单，现予公示。"


def content(draft: Publication, rows: Sequence[Application], at: dt.datetime) -> dict[str, Any]:
    """All that a publication says, as it is frozen."""
    programme = current(draft.call).programme
    values = _values(rows, programme)
    columns = [name for name in COLUMNS if name in draft.columns or name == NEEDED]
    # A call whose form asks for no project name has none to publish.
    if not any(one["title"] for one in values.values()):
        columns = [name for name in columns if name != "title"]
    length = None if draft.length is None else periods.Length(draft.length, draft.working)
    return {
        "call": draft.call.edition,
        "number": draft.number,
        "title": draft.title,
        "issuer": {"zh": issuer(programme, "zh"), "en": issuer(programme, "en")},
        "body": draft.body,
        "columns": [{"name": name, "zh": COLUMNS[name].zh, "en": COLUMNS[name].en} for name in columns],
        "rows": [[values[row.pk][name] for name in columns] for row in rows],
        "first": draft.first.isoformat() if draft.first else "",
        "last": draft.last.isoformat() if draft.last else "",
        "length": {"zh": length.say("zh"), "en": length.say("en")} if length else {"zh": "", "en": ""},
        "answer": draft.answer,
        "objections": list(OBJECTIONS),
        "contact": draft.contact,
        "supervision": draft.supervision,
        "site": draft.site,
        "dated": at.astimezone(BEIJING).date().isoformat(),
    }


def frozen(said: Mapping[str, Any]) -> tuple[str, str]:
    """The canonical text of a content, and its sha256 in hex."""
    text = canonical(said)
    return text, hashlib.sha256(text.encode()).hexdigest()


def said_of(row: Publication) -> dict[str, Any]:
    """What a publication that is out said."""
    return dict(json.loads(row.text))


def check(said: Mapping[str, Any], draft: Publication, at: dt.datetime) -> Checked:
    """What is wrong with a content before it goes out."""
    return Checked(tuple(_refusals(said, draft, at)), tuple(_disagreements(said, draft)))


def notice(said: Mapping[str, Any], lang: Language = "zh") -> Document:
    """The publication on the page of GB/T 9704 (S0-105). Raises PaperError."""
    dated = dt.datetime.combine(dt.date.fromisoformat(said["dated"]), dt.time(), BEIJING)
    first_head = Column("序号" if lang == "zh" else "No.", "center", whole=True)
    heads = (first_head, *(_head(column, lang) for column in said["columns"]))
    first, last = (dt.date.fromisoformat(said[name] or said["dated"]) for name in ("first", "last"))
    return public_notice(
        PublicNotice(
            title=said["title"],
            issuer=said["issuer"][lang],
            dated=dated,
            paragraphs=tuple(line for line in said["body"].splitlines() if line.strip()),
            listings=(Listing(heads, tuple((str(n), *row) for n, row in enumerate(said["rows"], 1))),),
            first=first,
            last=last,
            length=said["length"][lang],
            objections=tuple(said["objections"]),
            contacts=tuple(_contact(said["contact"])),
            supervision=tuple(_contact(said["supervision"])),
        ),
        language=lang,
    )


def begins(row: Publication) -> dt.datetime | None:
    """The first instant of its period."""
    return deadlines.moment(row.first) if row.first is not None else None


def ends(row: Publication) -> dt.datetime | None:
    """The first instant after its period."""
    return deadlines.moment(row.last + periods.ONE_DAY) if row.last is not None else None


def open_at(row: Publication, at: dt.datetime) -> bool:
    """Whether objections are taken."""
    begin, end = begins(row), ends(row)
    return row.state == Publication.State.OUT and begin is not None and end is not None and begin <= at < end


def latest_of(application: Application) -> PublicationLine | None:
    """Its line in the publication that stands; None where it is in none."""
    lines = PublicationLine.objects.filter(application=application, publication__state=Publication.State.OUT)
    return lines.select_related("publication").order_by("-publication__number").first()


def _head(column: Mapping[str, str], lang: Language) -> Column:
    narrow = column["name"] in {"number", "level", "amount"}
    return Column(column[lang], "center" if narrow else "left", whole=narrow)


def _contact(said: Mapping[str, str]) -> Iterator[Contact]:
    if any(said.get(name) for name in PARTS):
        yield Contact(**{name: said.get(name, "") for name in PARTS})


def _places(rows: Sequence[Application]) -> dict[int, int]:
    lines = lists.lines_of(rows)
    return {key: min((line.place for line in mine if line.on_list), default=0) for key, mine in lines.items()}


def _values(rows: Sequence[Application], programme: Programme) -> dict[int, dict[str, str]]:
    """What may be published of each, as text, from the frozen submission."""
    handed, money, lines = standing_of(rows), granted.amounts(rows), lists.lines_of(rows)
    levels = vocabulary().organisation["registered_level"].choices
    tracks = {track.id: track.label.zh for track in programme.tracks}
    found = {}
    for row in rows:
        copy = handed[row.pk].final.content if row.pk in handed else None
        applicant = (copy or {}).get("organisation", {"name": row.organisation.name, "record": {}})
        level = applicant["record"].get("registered_level")
        mine = [line.track for line in lines[row.pk] if line.on_list and line.track] or row.tracks
        found[row.pk] = {
            "number": row.number,
            "name": applicant["name"],
            "title": row.title,
            "track": "、".join(tracks.get(track, track) for track in mine),
            "park": str(applicant["record"].get("park") or ""),
            "level": levels[level].zh if level in levels else "",
            "amount": from_cents(money[row.pk]),
        }
    return found


def _refusals(said: Mapping[str, Any], draft: Publication, at: dt.datetime) -> Iterator[str]:
    if not said["title"].strip() or not said["body"].strip():
        yield _("Write the title and the text.")
    if not said["rows"]:
        yield _("Nobody on the list has come to this step.")
    if draft.first is None or draft.last is None or draft.length is None:
        yield _("Give the period: how long it is, its first and its last day.")
    elif draft.last < draft.first:
        yield _("The period ends before it begins.")
    elif draft.first < at.astimezone(BEIJING).date():
        yield _("The period begins on %(day)s, before the list is out: put its first day right.") % {"day": draft.first}
    for name, label in (("contact", _("who takes objections")), ("supervision", _("who supervises"))):
        given = said[name]
        if not given.get("unit") or not any(given.get(way) for way in ("phone", "email", "address")):
            yield _("Say %(who)s: the unit, and how it is reached.") % {"who": label}
    yield from _given_away(said)


def _given_away(said: Mapping[str, Any]) -> Iterator[str]:
    """Where it shows what no publication shows; telephones and addresses may stand in the text, not in the list."""
    for n, row in enumerate(said["rows"], 1):
        for column, value in zip(said["columns"], row, strict=True):
            for leak in leaks(value):
                yield _("Line %(line)d, “%(column)s”: “%(found)s” looks like %(what)s. It is not published.") % {
                    "line": n, "column": column[language()], "found": leak.found, "what": leak.label.say(language()),
                }  # fmt: skip
    for part, text in (("title", said["title"]), ("body", said["body"])):
        for leak in leaks(text):
            if leak.kind in {"identity", "account"}:
                place = _("the title") if part == "title" else _("the text")
                yield _("In %(place)s “%(found)s” looks like %(what)s. It is not published.") % {
                    "place": place, "found": leak.found, "what": leak.label.say(language()),
                }  # fmt: skip


def _disagreements(said: Mapping[str, Any], draft: Publication) -> Iterator[str]:
    if draft.first is None or draft.last is None or draft.length is None or draft.last < draft.first:
        return
    length = periods.Length(draft.length, draft.working)
    file = periods.stated(current(draft.call).programme)
    texts = f"{said['title']}。{said['body']}"
    yield from periods.disagreements(draft.first, draft.last, length, texts, file, shelf().calendar, language())

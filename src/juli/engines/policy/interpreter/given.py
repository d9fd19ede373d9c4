"""What is judged from other data than rows: applicant type, tracks, joint applicants, attachments, dates, paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from juli.engines.policy import blocks
from juli.engines.policy.context import Context
from juli.engines.policy.dossier import Document, JointApplicant
from juli.engines.policy.filters.evaluate import compile_filter
from juli.engines.policy.interpreter.trees import all_of
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Attachment, Clause, Duty, Given, Programme, Track
from juli.engines.policy.verdict import MET, OPEN, UNMET, Node, Span, Status
from juli.engines.policy.vocabulary import Kind
from juli.engines.policy.windows import FIRST, LAST, Interval, call_date, contains, row_dates
from juli.engines.policy.windows import Span as DateSpan
from juli.engines.policy.wording import GIVEN

#: Dates are read in the zone the offices work in; an instant without a zone is taken to be there already.
BEIJING = dt.timezone(dt.timedelta(hours=8))


@lru_cache(maxsize=10_000)
def given(id_: str, label: Label, cite: str = "", req: tuple[str, ...] = ()) -> Clause:
    """A clause for something no clause of the file says."""
    return Clause(id_, label, Given(id_.split(".", maxsplit=1)[0]), cite=cite, req=req)


def yes_no(clause: Clause, answer: bool | None) -> Node:
    """A node that is met, unmet, or open where the answer is None."""
    status: Status = OPEN if answer is None else (MET if answer else UNMET)
    return Node(clause, status, Span(int(answer is True), int(answer is not False)), 1, None if answer else 1)


def counted(clause: Clause, low: int, high: int | None, required: int) -> Node:
    """A node that asks for a number of things."""
    status = MET if low >= required else (UNMET if high is not None and high < required else OPEN)
    return Node(clause, status, Span(low, high), required, None if status == MET else required - low)


def group(clause: Clause, children: tuple[Node, ...]) -> Node:
    """A heading over nodes, all of which are wanted."""
    met = sum(n.status == MET for n in children)
    possible = met + sum(n.status == OPEN for n in children)
    return Node(clause, all_of(children), Span(met, possible), len(children), None, children=children)


def applicant_node(programme: Programme, type_: str) -> Node:
    """Whether the applicant is of a type that may apply."""
    a = programme.applicants
    return yes_no(given("applicant", GIVEN["applicant"], a.cite, a.req), type_ in a.types)


# -- tracks ------------------------------------------------------------------------------------------------------------


def combination_node(programme: Programme, chosen: tuple[str, ...]) -> Node:
    """Whether the tracks of one application may stand together."""
    tracks = {t.id: t for t in programme.tracks}
    stated = any(t.combine_with for t in tracks.values())

    def may(a: Track, b: Track) -> bool:
        if b.id in a.exclusive or a.id in b.exclusive:
            return False
        return not stated or b.id in a.combine_with or a.id in b.combine_with

    pairs = [(tracks[a], tracks[b]) for i, a in enumerate(chosen) for b in chosen[i + 1 :]]
    first = tracks[chosen[0]]
    return yes_no(given("tracks", GIVEN["tracks"], first.cite), all(may(a, b) for a, b in pairs))


def choice_nodes(track: Track, choices: Mapping[str, Mapping[str, str]]) -> Iterator[Node]:
    """What the track lets the applicant choose, chosen the right number of times."""
    for name, values, exactly in track.choose:
        clause = given(f"track.{track.id}.{name}", track.label, track.cite, track.req)
        written = choices.get(track.id, {}).get(name)
        picked = [] if written is None else written.split(",")
        answer = None if written is None else len(set(picked)) == exactly and set(picked) <= set(values)
        yield yes_no(clause, answer)


def joint_node(programme: Programme, joint: tuple[JointApplicant, ...], chosen: tuple[str, ...]) -> Node:
    """Whether every joint applicant is of a type, and takes part in a piece, that the file allows."""
    rules_ = [t.joint for t in programme.tracks if t.id in chosen and t.joint is not None]
    if programme.applicants.joint is not None:
        rules_.append(programme.applicants.joint)

    def may(body: JointApplicant) -> bool:
        return any(
            body.type in rule.with_ and (not rule.clauses or (body.clauses and set(body.clauses) <= set(rule.clauses)))
            for rule in rules_
        )

    source = rules_[0] if rules_ else programme.applicants
    clause = given("joint", GIVEN["joint"], source.cite or programme.applicants.cite, source.req)
    return counted(clause, sum(may(b) for b in joint), sum(may(b) for b in joint), len(joint))


# -- attachments -------------------------------------------------------------------------------------------------------


def attachment_node(attachment: Attachment, context: Context) -> Node:
    """One attachment: how many are asked for (none, where there is nothing to prove), how many are there.

    Years before the founding are not asked for where the file says ``from_founding``. Seals, dates and validity count
    as lacking only where the dossier says so; what it leaves out is for the eye at screening, and open.
    """
    wanted = wanted_keys(attachment, context)
    if wanted is None:
        return counted(attachment.clause, 0, None, 1)
    documents = context.dossier.documents
    if documents is None:
        return counted(attachment.clause, 0, None if wanted else 0, len(wanted))
    own = [d for d in documents if _is(d, attachment)]
    answers = [_handed_in(attachment, key, own, context) for key in wanted]
    low = sum(a is True for a in answers)
    return counted(attachment.clause, low, low + sum(a is None for a in answers), len(wanted))


Key = int | str | None


def wanted_keys(attachment: Attachment, context: Context) -> list[Key] | None:
    """What is asked for: a year each, a row each, or one; None while an anchor is unknown, empty where nothing is."""
    if attachment.each_year_of is not None:
        interval = context.windows[attachment.each_year_of]
        if interval is None or interval.start in (FIRST, LAST) or interval.end == LAST:
            # The years are not known before the contract is dated.
            return None
        first = interval.start.year
        if attachment.from_founding and context.dossier.founded is not None:
            first = max(first, context.dossier.founded.year)
        return list(range(first, interval.end.year + 1))
    if attachment.each_of is not None:
        test = attachment.each_of
        selection = context.select(Clause(attachment.clause.id, attachment.clause.label, test))
        rows = [row.id for row in selection.sure]
        return list(rows) if rows or attachment.if_any else [None]
    if attachment.if_any and not any(_is(d, attachment) for d in context.dossier.documents or ()):
        return []
    return [None]


def _is_needless(attachment: Attachment, context: Context) -> bool:
    """Whether this application has nothing that the attachment would prove."""
    types = attachment.clause.applies_to
    return (types is not None and context.dossier.type not in types) or wanted_keys(attachment, context) == []


def _is(document: Document, attachment: Attachment) -> bool:
    return document.name == attachment.clause.id.replace("-", "_")


def _handed_in(attachment: Attachment, key: Key, documents: Iterable[Document], context: Context) -> bool | None:
    found = [d for d in documents if key is None or key in (d.year, d.achievement)]
    answers = [_sound(attachment, d, context) for d in found]
    return True if True in answers else (None if None in answers else False)


def _sound(attachment: Attachment, document: Document, context: Context) -> bool | None:
    out: bool | None = True
    if attachment.sealed:
        out = document.sealed
    if attachment.type and document.type != attachment.type:
        out = None if document.type is None and out is not False else False
    if attachment.dated and document.date is None and out:
        out = None
    if attachment.valid_on and out is not False:
        day = context.date(attachment.valid_on)
        if document.valid_until is None or day is None:
            out = None
        elif document.valid_until < day:
            out = False
    return out


# -- dates, paper, duties ----------------------------------------------------------------------------------------------


def date_nodes(programme: Programme, context: Context) -> Iterator[Node]:
    """Every date of the call that an application can miss, held against when it came in."""
    application = context.dossier.application
    came = {"server": application.submitted, "posting_date": application.posted, "receipt": application.received}
    for name, rule in programme.dates.items():
        if rule.always_open or (rule.at is None and rule.before is None and rule.through is None):
            continue
        if name not in ("opens", "closes", "paper"):
            continue
        label = rule.label or GIVEN.get("paper-date" if name == "paper" else name, Label.both(name))
        clause = given(f"date.{name}", label, rule.cite, rule.req)
        yield yes_no(clause, _in_time(name, rule, call_date(programme, name, application), came[rule.judged_by]))


def _in_time(
    name: str, rule: blocks.DateRule, limit: dt.date | dt.datetime | None, came: dt.date | dt.datetime | None
) -> bool | None:
    if limit is None or came is None:
        return None
    if not isinstance(limit, dt.datetime) or not isinstance(came, dt.datetime):
        day = _day_of(came)
        last = limit.date() if isinstance(limit, dt.datetime) else limit
        return day >= last if name == "opens" else (day < last if rule.before is not None else day <= last)
    zoned = [t if t.tzinfo else t.replace(tzinfo=BEIJING) for t in (limit, came)]
    if name == "opens":
        return zoned[1] >= zoned[0]
    return zoned[1] < zoned[0] if rule.before is not None else zoned[1] <= zoned[0]


def _day_of(moment: dt.date | dt.datetime) -> dt.date:
    if not isinstance(moment, dt.datetime):
        return moment
    return moment.astimezone(BEIJING).date() if moment.tzinfo else moment.date()


def paper_node(paper: blocks.Paper, context: Context) -> Node:
    """Copies, parts, seals and signatures of what came on paper.

    A part that is an attachment which this application need not have (of another type of applicant, or ``if_any`` and
    there is none) is not asked for on paper either.
    """
    came = context.dossier.application.paper
    needless = {a.clause.id for a in context.programme.attachments if _is_needless(a, context)}
    nodes = []
    if paper.copies is not None:
        copies = None if came is None else came.get("copies")
        nodes.append(
            counted(given("paper.copies", GIVEN["copies"], paper.cite, paper.req), copies or 0, copies, paper.copies)
        )
    wanted = {
        "parts": tuple(name for name in paper.parts if name not in needless),
        "seals": tuple(s.place for s in paper.seals),
        "signatures": paper.signatures,
    }
    for name, names in wanted.items():
        if names:
            clause = given(f"paper.{name}", GIVEN[name], paper.cite, paper.req)
            there = None if came is None else came.get(name)
            low = 0 if there is None else len(set(there) & set(names))
            nodes.append(counted(clause, low, None if there is None else low, len(names)))
    return group(given("paper", GIVEN["paper"], paper.cite, paper.req), tuple(nodes))


def duty_node(duty: Duty, context: Context) -> Node:
    """Every row of the kinds is on the platform, with its address where that is the proof; open while there is nothing
    to publish.

    Counted in the window ``period`` where the file has one, on done rows: a promise publishes nothing.
    """
    interval = context.windows.get("period")
    kinds = [context.vocabulary.kinds[name] for name in duty.of]
    rows = [r for kind in kinds for r in context.done.get(kind.name, ()) if _inside(r.values, kind, interval)]
    bare = duty.proof is None
    done = [
        r for r in rows if any(p == duty.platform and (url or bare) for p, url, *_ in r.values.get("published", ()))
    ]
    ids = tuple(r.id for r in done)
    if not rows:
        return Node(duty.clause, OPEN, Span(0, 0), 0, None)
    node = counted(duty.clause, len(done), len(done), len(rows))
    return node._replace(used=ids)


def _inside(values: Mapping[str, object], kind: Kind, interval: Interval | None) -> bool:
    """Whether a row may lie in the window, its dates read as its kind's are."""
    if interval is None:
        return True
    state = kind.state_when is not None and compile_filter(kind.state_when, kind.fields)(values, {})
    span: DateSpan = "state" if state else kind.span
    if span == "event" and values.get("date") is None:
        # A row that only names a year is that whole year.
        span = "period"
    return contains(interval, row_dates(values), span) is not False

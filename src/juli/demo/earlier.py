"""Calls that have closed, before the office: screened, reviewed, ranked, audited, each by the acts that users take.

The stories of the open calls are told once more, forty days earlier, to their handing in; then the office takes over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from stdnum.cn import ric

from juli.demo.applications import FORMS, Happening, Story
from juli.demo.switching import DOMAIN, who
from juli.engines.policy.interpreter.given import BEIJING
from juli.stages.accounts.models import User
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards import ranked
from juli.stages.awards.actions import audits, following, meetings, objections, publications, rankings
from juli.stages.awards.models import Objection, Publication
from juli.stages.awards.objections import Sealed
from juli.stages.calls.models import Call
from juli.stages.review import matching, reading
from juli.stages.review.actions import matching as matches
from juli.stages.review.actions import panels, pool, scoring
from juli.stages.review.facts import Facts
from juli.stages.review.models import Assignment, Expert, Panel, Seat
from juli.stages.screening.actions import answering, deciding
from juli.stages.screening.actions import overlaps as duplicates
from juli.stages.screening.findings import asked_of, sheet
from juli.stages.screening.overlaps import looked_for

#: How much earlier the stories are told: they close 24 days ago, the recommenders 14.
SHIFT: Final = dt.timedelta(days=40)
EXPERTS: Final = 9
#: How often a sheet is read anew while it is answered; what still waits then stops the acceptance.
_TURNS: Final = 3
_FIELDS: Final = ("标准化", "科技服务", "园区运营", "产业研究", "技术转移")
#: The usual way to the office, in days before now within a story's own time.
_HANDED_IN: Final = (
    {"act": "send", "ago": 5.5},
    {"act": "finalise", "ago": 5.0},
    {"act": "scan", "ago": 4.8},
    {"act": "submit", "ago": 4.5},
    {"act": "take", "ago": -12.0},
    {"act": "recommend", "ago": -14.0, "text": "材料齐全，基础扎实，同意推荐。"},
)
#: What a story leaves out that is still being written in the open call.
_WRITTEN: Final = {
    "points-intelligence": {
        "growth": "服务种类由五类增至七类，企业调研由六十家次增至八十家次，新增检测认证对接与国际标准辅导两项服务。"
    }
}
_BY_RECOMMENDER: Final = frozenset({"take", "recommend"})


class Earlier(NamedTuple):
    """A call that has closed: from which file, its id and title, which stories apply, what the file leaves open."""

    source: str
    edition: str
    title: Mapping[str, str]
    stories: tuple[str, ...]
    support: Mapping[str, Any] | None = None
    scanned: bool = False
    recommended: bool = False


EARLIER: Final = (
    Earlier(
        "zgc-2025",
        "closed-points",
        {
            "zh": "中关村社会组织支持项目·量化积分（往期示例）",
            "en": "Zhongguancun programme, by points (closed sample)",
        },
        ("points-federation", "points-intelligence"),
        {"quota": 1, "amount": 300000, "total": 600000},
    ),
    Earlier(
        "zgc-2022",
        "closed-capabilities",
        {
            "zh": "中关村社会组织支持项目·七类能力（往期示例）",
            "en": "Zhongguancun programme, capabilities (closed sample)",
        },
        ("capabilities-property",),
        {"quota": 3, "amount": 300000},
    ),
    Earlier(
        "zgc-2022",
        "closed-audited",
        {"zh": "中关村社会组织支持项目·经费审核（往期示例）", "en": "Zhongguancun programme, audited (closed sample)"},
        ("capabilities-property",),
        {"quota": 3, "amount": {"share": "0.5", "of": "audited_cost", "at_most": 300000}},
    ),
    Earlier(
        "bast-2024",
        "closed-parks",
        {"zh": "服务中关村园区高质量发展项目（往期示例）", "en": "Services to parks (closed sample)"},
        ("parks-software", "parks-building", "parks-makerspace"),
        scanned=True,
        recommended=True,
    ),
    Earlier(
        "cast-2023",
        "closed-societies",
        {"zh": "学会公共服务能力提升项目（往期示例）", "en": "Public services of societies (closed sample)"},
        ("societies-automation", "societies-materials"),
    ),
)


def earlier(year: int) -> Iterator[Happening]:
    """Everything that becomes of the closed calls, with how many days ago it happens."""
    for call in EARLIER:
        for name in call.stories:
            life = [
                step
                for step in _HANDED_IN
                if (call.scanned or step["act"] != "scan") and (call.recommended or step["act"] not in _BY_RECOMMENDER)
            ]
            story = Story(FORMS / f"{name}.yaml", year, call=call.edition, life=life, form=_WRITTEN.get(name))
            for one in story.happenings():
                yield Happening(one.ago + SHIFT.days, one.act)
        yield Happening(12.0, partial(_screen, call.edition))
    yield Happening(13.0, _enrol)
    reviewed = ("closed-audited", "closed-parks", "closed-societies")
    for n, edition in enumerate(("closed-capabilities", *reviewed)):
        yield Happening(9.0 - n / 10, partial(_convene, edition))
    yield Happening(8.5, partial(_score, "closed-capabilities", among=2))
    for n, edition in enumerate(reviewed):
        yield Happening(8.0 - n / 10, partial(_score, edition))
        yield Happening(7.0 - n / 10, partial(_close, edition))
        yield Happening(6.0 - n / 10, partial(_list, edition))
    yield Happening(5.0, partial(_audit, "closed-audited"))
    for n, edition in enumerate(("closed-parks", "closed-societies")):
        yield Happening(4.5 - n / 10, partial(_credit, edition))
        yield Happening(4.0 - n / 10, partial(_publish, edition))
    for call in EARLIER:
        yield Happening(3.0, partial(_follow, call.edition))
    yield Happening(1.6, partial(_object, "closed-societies"))
    yield Happening(1.2, partial(_look_into, "closed-societies"))


def _follow(edition: str, at: dt.datetime) -> None:
    """Whoever follows projects sees them once they are approved."""
    call, tracker = Call.objects.get(edition=edition), who("tracker")
    following.follow(call=call, track="", tracker=tracker, by=who("officer"), at=at)


def _rows(edition: str, *states: str) -> list[Application]:
    found = Application.objects.filter(call__edition=edition, state__in=states)
    return list(found.select_related("call", "organisation").order_by("pk"))


def _screen(edition: str, at: dt.datetime) -> None:
    """Every finding is answered by the officer; what is complete is accepted."""
    officer = who("officer")
    for row in _rows(edition, State.SUBMITTED, State.RECOMMENDED):
        deciding.begin(application=row, by=officer, at=at)
        _answer(row, officer, at)
        deciding.accept(application=Application.objects.get(pk=row.pk), by=officer, at=at)
        if looked_for(sheet(row).programme):
            duplicates.record_overlap(application=row, word="clear", text="", had=0, by=officer, at=at)


def _answer(row: Application, officer: User, at: dt.datetime) -> None:
    """What the eye has to see is seen, all else dismissed; what an answer brings to light is answered in its turn."""
    for _turn in range(_TURNS):
        for one in sheet(row).waiting:
            if asked_of(one.item) != one.item.key:
                seen = {"sealed": True}
                document = asked_of(one.item)
                answering.see(application=row, document=document, seen=seen, had=one.had, by=officer, at=at)
                continue
            answering.answer(
                application=row,
                finding=one.item.key,
                word="dismissed",
                had=one.had,
                by=officer,
                at=at,
                reason="已核对原件与证明材料，符合要求。",
            )


def _enrol(at: dt.datetime) -> None:
    """A pool of experts, each with an account; the numbers are made up."""
    lead = who("lead")
    for n in range(EXPERTS):
        body = f"11010519700101{n + 1:03d}"
        name = "陈专家" if n == 0 else f"示例专家{'甲乙丙丁戊己庚辛壬'[n]}"
        email = f"expert@{DOMAIN}" if n == 0 else f"expert-{n + 1}@{DOMAIN}"
        facts = Facts(
            name=name,
            number=body + ric.calc_check_digit(body + "0"),
            employer=f"示例大学第{n + 1}学院",
            title="教授",
            email=email,
            fields=(_FIELDS[n % len(_FIELDS)],),
        )
        expert = pool.enrol(facts=facts, by=lead, at=at)
        pool.invite(expert=expert, by=lead, at=at)


def _tracks(edition: str) -> Iterable[str]:
    """The tracks that somebody applies in; the call itself where it has none."""
    return sorted({track for row in _rows(edition, State.ACCEPTED) for track in row.tracks}) or [""]


def _convene(edition: str, at: dt.datetime) -> None:
    """A panel for each track and round, matched and opened."""
    officer, call = who("officer"), Call.objects.get(edition=edition)
    # An application in two tracks is before two panels: both are formed before either opens.
    made = [_matched(_made(call, track, "online", at), officer, at) for track in _tracks(edition)]
    for panel in made:
        panels.open_panel(panel=panel, had=panel.version, by=officer, at=at)


def _made(call: Call, track: str, round_: str, at: dt.datetime) -> Panel:
    today = at.astimezone(BEIJING).date()
    making = panels.Making(
        round=round_,
        name="第一组",
        how="match",
        size=5,
        first_day=today,
        last_day=today + dt.timedelta(days=14),
        closes_at=at + dt.timedelta(days=14),
        track=track,
        load=10,
        fee=80_000,
    )
    return panels.make_panel(call=call, making=making, by=who("officer"), at=at)


def _matched(panel: Panel, officer: User, at: dt.datetime) -> Panel:
    matches.confirm_match(panel=panel, fingerprint=matching.proposal(panel).fingerprint, by=officer, at=at)
    return Panel.objects.get(pk=panel.pk)


def _score(edition: str, at: dt.datetime, *, among: int | None = None) -> None:
    """Every expert (the first ``among``) pledges, declares, scores and hands in; each leans a little his own way."""
    for panel in Panel.objects.filter(call__edition=edition, state=Panel.State.OPEN).order_by("pk"):
        seats = Seat.objects.filter(panel=panel, withdrawn_at=None).select_related("expert__user").order_by("pk")
        for seat in list(seats)[:among]:
            user = seat.expert.user
            assert user is not None  # noqa: S101  # Everybody in the demonstration's pool was invited.
            scoring.pledge(seat=seat, text="承诺客观公正、保守秘密。", by=user, at=at)
            mine = Assignment.objects.filter(seat=seat, ended_at=None).select_related("entry").order_by("pk")
            for assignment in mine:
                scoring.declare(assignment=assignment, interest="", by=user, at=at)
                marks = _marks(panel, seat.expert, assignment.entry.application_id)
                card = scoring.mark(
                    assignment=assignment,
                    had=0,
                    marks=marks,
                    comments={},
                    opinion="基础较好，目标可考核。",
                    by=user,
                    at=at,
                )
                scoring.hand_in(assignment=assignment, had=card.version, by=user, at=at)


def _marks(panel: Panel, expert: Expert, application: int) -> dict[str, str]:
    found = {}
    for n, line in enumerate(reading.reading(panel).lines):
        share = 70 + (expert.pk * 7 + application * 5 + n * 3) % 25
        found[line.item.id] = str(int(line.item.most) * share // 100)
    return found


def _close(edition: str, at: dt.datetime) -> None:
    """The online round ends; a meeting follows where the file has one."""
    officer, call = who("officer"), Call.objects.get(edition=edition)
    online = list(Panel.objects.filter(call=call, state=Panel.State.OPEN).order_by("pk"))
    for panel in online:
        panels.close_panel(panel=panel, by=officer, at=at)
    stage = reading.review_of(ranked.inputs(call).programme)
    if stage is not None and "meeting" in reading.rounds(stage):
        met = [_matched(_made(call, panel.track, "meeting", at), officer, at) for panel in online]
        for panel in met:
            panels.open_panel(panel=panel, had=panel.version, by=officer, at=at)
        _score(edition, at)
        for panel in Panel.objects.filter(call=call, state=Panel.State.OPEN).order_by("pk"):
            panels.close_panel(panel=panel, by=officer, at=at)


def _list(edition: str, at: dt.datetime) -> None:
    call = Call.objects.get(edition=edition)
    rankings.make(call=call, release="publication", had=ranked.inputs(call).digest, by=who("lead"), at=at)


def _audit(edition: str, at: dt.datetime) -> None:
    """A case given to the auditor, with lines that wait for a decision."""
    officer, auditor = who("officer"), who("auditor")
    for row in _rows(edition, State.SHORTLISTED):
        due = at.astimezone(BEIJING).date() + dt.timedelta(days=20)
        case = audits.open_case(application=row, auditor=auditor, due=due, by=officer, at=at)
        spent: Sequence[audits.Spent] = (
            audits.Spent("团体标准研制专家咨询费", 12_800_000, "示例凭证 018"),
            audits.Spent("国际会议场地与同传", 23_560_050, "示例凭证 044"),
            audits.Spent("收费培训教材印制", 1_980_000, "示例凭证 051"),
            audits.Spent("产业研究报告委托费", 15_000_000, "示例凭证 067"),
        )
        audits.bring(case=case, spent=spent, by=auditor, at=at)


def _credit(edition: str, at: dt.datetime) -> None:
    officer, day = who("officer"), at.astimezone(BEIJING).date()
    for row in _rows(edition, State.SHORTLISTED):
        meetings.check_credit(
            application=row, outcome="clear", source="信用中国（示例）", checked_on=day, note="", by=officer, at=at
        )


def _publish(edition: str, at: dt.datetime) -> None:
    """The list goes out, from today for ten calendar days."""
    officer, day = who("officer"), at.astimezone(BEIJING).date()
    row = publications.draft(call=Call.objects.get(edition=edition), by=officer, at=at)
    said = publications.Written(
        title=row.title,
        body=row.body,
        columns=("number", "name", "title", "amount"),
        length=10,
        working=False,
        first=day,
        last=None,
        answer="",
        site="",
        contact={"unit": "示例处", "person": "王经办", "phone": "010-00000099"},
        supervision={"unit": "示例监督处", "person": "冯监督", "phone": "010-00000098"},
    )
    row = publications.write(publication=row, said=said, had=row.version, by=officer, at=at)
    publications.publish(publication=row, had=row.version, by=officer, at=at)


def _object(edition: str, at: dt.datetime) -> None:
    """Somebody objects by name; who it is, the handler alone will read."""
    row = Publication.objects.get(call__edition=edition, state=Publication.State.OUT)
    said = Sealed("万示例", "", "010-00000097", "", "该项目的团队成员与另一在研项目重复，请核查。")
    about = row.lines.order_by("place").first()
    objections.receive(
        publication=row, application=about.application if about else None, kind="person", said=said, at=at
    )


def _look_into(edition: str, at: dt.datetime) -> None:
    """The officer takes it up, admits it and looks into it."""
    officer = who("officer")
    row = Objection.objects.get(publication__call__edition=edition)
    row = objections.take(objection=row, had=row.version, by=officer, at=at)
    row = objections.step(
        objection=row, event="admit", reason="", summary="团队成员重复", had=row.version, by=officer, at=at
    )
    objections.step(objection=row, event="investigate", reason="", had=row.version, by=officer, at=at)

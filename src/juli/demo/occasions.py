"""What else happens in the demonstration, so that each desk has something to do; each by the acts that users take."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Final

from django.conf import settings

from juli.demo.applications import Happening
from juli.demo.cast import NEWCOMER
from juli.demo.moving import moved_text
from juli.demo.organisations import register
from juli.demo.papers import paper
from juli.demo.switching import DOMAIN, who
from juli.engines.policy.labels import Label
from juli.registry.canonical import SHANGHAI
from juli.stages.calls.actions import asking, editing, publishing
from juli.stages.calls.models import Call
from juli.stages.calls.notices.actions import anchors, annexes, contacts, texts
from juli.stages.calls.shelf import shelf
from juli.stages.ledger.actions import filings, intakes, listed, sharing
from juli.stages.ledger.entries import kind_named
from juli.stages.ledger.models import Achievement, Listed, Party
from juli.stages.ledger.sheets.reading import from_text
from juli.stages.organisations.actions import changes, people
from juli.stages.organisations.models import Organisation

_NOTICES: Final = Path(__file__).parent / "notices"
_PARKS, _CAPABILITIES, _SOCIETIES = "sample-parks", "sample-capabilities", "sample-societies"
#: How many days later the amended call closes.
_LONGER: Final = dt.timedelta(days=5)
#: An export of somebody's own spreadsheet: two of its rows cannot be read as they are.
_SHEET: Final = """\
名称	日期	活动形式	活动范围	承担角色	参与人数
知识产权诊所进园专场	{year}-02-18	座谈	本市	主办	36
专利导航成果发布会	{year}年二月三十日	展示	本市	主办	80
商标保护线上课	{year}-03-11	培训	本市	主办	约二百
显示产业专利圆桌	{year}-03-24	交流研讨	区域性	承办	42
"""


def occasions() -> list[Happening]:
    """Everything, with how many days ago it happens."""
    return [
        Happening(13.8, _import_notice),
        Happening(12.5, _ask),
        Happening(11.5, _answer),
        Happening(20.0, _file_first),
        Happening(3.3, _match_first),
        Happening(2.6, _file_second),
        Happening(7.4, _share),
        Happening(7.0, _confirm),
        Happening(4.5, _amend),
        Happening(1.8, _import_rows),
        Happening(1.5, _register),
        Happening(1.3, _invite),
        Happening(0.9, _ask_again),
        Happening(0.8, _ask_change),
    ]


def _call(edition: str) -> Call:
    return Call.objects.get(edition=edition)


def _organisation(key: str) -> Organisation:
    return Organisation.objects.get(memberships__user=who(f"{key}-administrator"), memberships__until=None)


# --------------------------------------------------------------------------------------------------------- the office


def _import_notice(at: dt.datetime) -> None:
    """A notice with broken numbering: what is sure is anchored, the rest waits for the officer."""
    by, call = who("officer"), _call(_PARKS)
    years = call.year - shelf().programmes["bast-2024"].year
    text = moved_text((_NOTICES / f"{_PARKS}.txt").read_text(encoding="utf-8"), years)
    notice = texts.import_notice(call=call, blocks=[text.encode()], name="申报通知（示例）.txt", by=by, at=at)
    texts.take_notice(notice=notice, version=notice.version, by=by, at=at)
    notice.refresh_from_db()
    anchors.anchor_sure(notice=notice, by=by, at=at)
    annexes.add_annex_version(
        call=call,
        number=1,
        title_zh="申报书（示例）",
        title_en="Application form (sample)",
        note="",
        blocks=[paper("application_form")[1]],
        name="附件1 申报书（示例）.pdf",
        by=by,
        at=at,
    )
    for role, values in {
        "business": {"person": "示例甲", "unit": "示例处", "phone": "010-00000000", "email": f"officer@{DOMAIN}"},
        "paper": {
            "person": "孙收件",
            "unit": "示例材料接收点",
            "phone": "010-00000009",
            "address": "示例市示例区收件路8号",
        },
    }.items():
        contacts.enter_contact(call=call, role=role, values=values, entry=None, version=0, by=by, at=at)


def _ask(at: dt.datetime) -> None:
    text = "园区科协的批复写的是管委会，由运营公司申报时，批复是否需要另附说明？"
    asking.ask(call=_call(_PARKS), text=text, by=who("software-park-staff"), at=at)


def _answer(at: dt.datetime) -> None:
    question = _call(_PARKS).questions.get(answered_at=None)
    text = "需要。请在“其他证明材料”中附管委会与运营公司的委托关系说明，并加盖双方公章。"
    asking.answer(question=question, text=text, version=question.version, by=who("officer"), at=at)


def _ask_again(at: dt.datetime) -> None:
    text = "单位自筹经费能否用会费支出？申报书里归入哪一栏？"
    asking.ask(call=_call(_SOCIETIES), text=text, by=who("materials-staff"), at=at)


def _amend(at: dt.datetime) -> None:
    by, call = who("officer"), _call(_CAPABILITIES)
    proposal = publishing.propose(call=call, by=by, at=at)
    closing = next(line for line in proposal.text.splitlines() if line.lstrip().startswith("closes:"))
    text = proposal.text.replace(closing, _later(closing))
    draft = editing.save_text(call=call, text=text, version=proposal.version, by=by, at=at)
    reason = Label(
        "部分单位反映上一年度审计结论尚未取得，申报截止延后五天，其余不变。",
        "Some applicants still wait for last year's audit: the closing is five days later, nothing else changes.",
    )
    publishing.amend(call=call, reason=reason, version=draft.version, knowing=True, by=by, at=at)


def _later(line: str) -> str:
    """The line of the closing with a later day."""
    start = next(i for i in range(len(line)) if line[i : i + 2] == "20" and line[i + 4 : i + 5] == "-")
    day = dt.date.fromisoformat(line[start : start + 10])
    return line[:start] + (day + _LONGER).isoformat() + line[start + 10 :]


# ------------------------------------------------------------------------------------------------- the organisations


def _share(at: dt.datetime) -> None:
    """An event of ours in spring that two others held with us: one will have confirmed it, the other is asked."""
    ours, by = _organisation("intelligence"), who("intelligence-staff")
    row = Achievement.objects.get(organisation=ours, kind="activity", title__contains="春季供需对接会")
    for key in ("property", "federation"):
        sharing.invite(achievement=row, whom=_organisation(key).name, by=by, at=at)


def _confirm(at: dt.datetime) -> None:
    party = Party.objects.get(organisation=_organisation("property"), state=Party.State.INVITED)
    sharing.confirm(party=party, values={"role": "co_organise"}, by=who("property-staff"), at=at)


def _file_first(at: dt.datetime) -> None:
    _file("样例光栅科技公司", "光学编码器研发", at)


def _file_second(at: dt.datetime) -> None:
    _file("样例柔性传感公司", "柔性触觉传感器研发与生产", at)


def _file(enterprise: str, scope: str, at: dt.datetime) -> None:
    """A new enterprise filed before it is registered; its licence comes later."""
    filings.file(
        organisation=_organisation("intelligence"),
        notice=filings.Notice(
            enterprise=enterprise,
            place="示例市示例区",
            capital=Decimal(5_000_000),
            business_scope=scope,
            foreign=False,
            planned_on=(at + dt.timedelta(days=21)).astimezone(SHANGHAI).date(),
        ),
        by=who("intelligence-staff"),
        at=at,
    )


def _match_first(at: dt.datetime) -> None:
    ours, by = _organisation("intelligence"), who("intelligence-staff")
    registered = filings.Registered(name="样例光栅科技公司", registered_on=at.astimezone(SHANGHAI).date())
    filings.match(filing=ours.filings.earliest("pk"), registered=registered, by=by, at=at)
    facts = listed.Facts(name="样例光栅科技公司", size=Listed.Size.MICRO)
    listed.enlist(organisation=ours, register="enterprise", facts=facts, by=by, at=at)


def _import_rows(at: dt.datetime) -> None:
    ours, by = _organisation("property"), who("property-staff")
    table = from_text(_SHEET.format(year=at.astimezone(SHANGHAI).year), kind_named("activity"))
    intake = intakes.bring(organisation=ours, name="一季度活动.xlsx", table=table, by=by, at=at)
    intakes.take(intake=intake, version=intake.version, answers={}, by=by, at=at)


def _invite(at: dt.datetime) -> None:
    people.invite(
        organisation=_organisation("materials"),
        email=f"materials-colleague@{DOMAIN}",
        site=settings.JULI_ADDRESS,
        by=who("materials-administrator"),
        at=at,
    )


def _register(at: dt.datetime) -> None:
    register(NEWCOMER, year=at.astimezone(SHANGHAI).year, at=at)


def _ask_change(at: dt.datetime) -> None:
    changes.ask_change(
        organisation=_organisation("federation"),
        wanted={"legal_representative": "孔会长"},
        reason="本月换届，会长由理事会选举产生，登记机关已备案。",
        by=who("federation-administrator"),
        at=at,
    )

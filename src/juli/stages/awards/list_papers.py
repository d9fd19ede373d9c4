"""The ranking 综合排序表 and the minutes 会议纪要 on paper, from what their pages show."""

from __future__ import annotations

from datetime import datetime

from juli.engines.paper.document import Document
from juli.engines.paper.papers import minutes as minutes_paper
from juli.engines.paper.papers.listing import Column, Listing
from juli.engines.paper.papers.ranking_sheet import GivenMark, Ranked, RankingSheet, ranking_sheet
from juli.engines.paper.problems import Language
from juli.engines.policy.labels import Label
from juli.registry.canonical import SHANGHAI
from juli.stages.applications.paper import issuer
from juli.stages.awards.models import MeetingDecision
from juli.stages.awards.money import from_cents
from juli.stages.awards.queries.meetings import Sheet
from juli.stages.awards.queries.rankings import Page, Row, Track

#: Of a meeting's decisions, in its papers' words.
_WORDS = {
    MeetingDecision.Word.SUPPORT: Label("支持", "supported"),
    MeetingDecision.Word.NOT: Label("不予支持", "not supported"),
    MeetingDecision.Word.DEFER: Label("暂缓", "deferred"),
}
_AMONG = Label("线上同分", "among equals at the line")
_COLUMNS = (
    Label("申报编号", "Number"),
    Label("申报单位", "Applicant"),
    Label("决定", "Decision"),
    Label("万元", "万元"),
)
_TITLE = Label("{name}纪要", "Minutes: {name}")


def ranking(page: Page, track: Track, at: datetime, language: Language) -> Document:
    """One track's ranking as it stood at ``at``. Raises PaperError."""
    ranked = [row for row in track.rows if row.line.rank is not None]
    above = sum(row.line.state == "in" for row in ranked)
    whole = track.result is not None and not track.result.by_field
    # The line is one line only where those on the list stand above all others.
    straight = whole and all(row.line.state == "in" for row in ranked[:above])
    return ranking_sheet(
        RankingSheet(
            call=page.programme.title.say(language),
            rows=tuple(_ranked(row, language) for row in ranked),
            rule=page.order.say(language),
            issuer=issuer(page.programme, language),
            dated=at.astimezone(SHANGHAI),
            cut=above if straight and 0 < above < len(ranked) else None,
            line=track.support.say(language),
            track="" if track.label is None else track.label.say(language),
            stamp=page.had[:16],
        ),
        language=language,
    )


def _ranked(row: Row, language: Language) -> Ranked:
    marks = () if row.score is None else row.score.counted
    notes = [_AMONG.say(language)] if row.line.state == "at_line" else []
    if row.decision is not None:
        notes.append(row.decision.reason)
    return Ranked(
        rank=row.line.rank or 0,
        number=row.application.number,
        applicant=row.application.organisation.name,
        project=row.application.title,
        score=row.line.value,
        marks=tuple(GivenMark(row.places(mark.total), mark.used != "counted") for mark in marks),
        tied=bool(row.line.tied),
        note="；".join(notes),
    )


def minutes(sheet: Sheet, language: Language) -> Document:
    """A signed meeting's minutes. Raises PaperError."""
    meeting = sheet.meeting
    name = Label(meeting.label_zh, meeting.label_en).say(language)
    rows = tuple(
        (
            row.number,
            row.organisation.name,
            _WORDS[MeetingDecision.Word(said.word)].say(language),
            _amount(said, granted),
        )
        for row, said, granted in sheet.rows
        if said is not None
    )
    return minutes_paper.minutes(
        minutes_paper.Minutes(
            title=_TITLE.say(language).format(name=name),
            held=meeting.held_on.isoformat(),
            place=meeting.place,
            chair=meeting.chair,
            present=tuple(part.strip() for part in meeting.present.splitlines() if part.strip()),
            decisions=tuple(said.note for _row, said, _granted in sheet.rows if said is not None and said.note),
            issuer=issuer(sheet.programme, language),
            dated=(meeting.signed_at or meeting.at).astimezone(SHANGHAI),
            discussed=tuple(part for part in meeting.minutes.splitlines() if part.strip()),
            listings=(Listing(tuple(Column(label.say(language)) for label in _COLUMNS), rows),) if rows else (),
        ),
        language=language,
    )


def _word(said: MeetingDecision) -> Label:
    return _WORDS[MeetingDecision.Word(said.word)]


def _amount(said: MeetingDecision, granted: int | None) -> str:
    return from_cents(granted if said.amount is None else said.amount)

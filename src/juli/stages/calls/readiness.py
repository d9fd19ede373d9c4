"""Whether a draft may be published: its file holds together, its dates fit, and nothing is left unstated unnoticed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from juli.engines.policy.labels import Label
from juli.engines.policy.problems import Place, Problem, ProgrammeUnusable
from juli.engines.policy.rules import Programme
from juli.engines.policy.source import Path, Source, read
from juli.stages.calls import deadlines
from juli.stages.calls.editing.keys import key_label
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import read_rules

#: What a call may be named in an address.
EDITION = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
#: Dates that nobody can apply without.
_NEEDED = ("opens", "closes", "recommendation")


class NotReady(Exception):
    """It may not be published: ``problems`` says what to change, each with its place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class Readiness(NamedTuple):
    """How far a draft is: ``mistakes`` and what keeps it back; ``unstated``, which the office may knowingly leave."""

    mistakes: tuple[Problem, ...]
    obstacles: tuple[Problem, ...]
    unstated: tuple[Problem, ...]

    @property
    def ready(self) -> bool:
        """It may be published, what is unstated being known."""
        return not self.mistakes and not self.obstacles


class Identity(NamedTuple):
    """What a file calls itself."""

    edition: str
    programme: str
    year: int


def file_name(edition: str) -> str:
    """What errors call a call's file."""
    return f"{edition}/programme.yaml"


def identity(text: str) -> Identity | None:
    """What a text calls itself; None where that can't be used, or can't be read."""
    try:
        data = read(text, "").data
    except ProgrammeUnusable:
        return None
    if not isinstance(data, dict):
        return None
    name, year = data.get("id"), data.get("year")
    family = data.get("programme", name)
    if not isinstance(name, str) or not EDITION.fullmatch(name) or not isinstance(family, str):
        return None
    if not isinstance(year, int) or isinstance(year, bool) or not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    return Identity(name, family[:60], year)


def mistakes(text: str, edition: str) -> tuple[Problem, ...]:
    """Everything that is wrong in a text, in the order of its lines."""
    try:
        read_rules(edition, text)
    except ProgrammeUnusable as error:
        return error.problems
    return ()


def readiness(call: Call, text: str, at: dt.datetime) -> Readiness:
    """How far a text is from being published as this call, or as an amendment of it, at an instant."""
    found = mistakes(text, call.edition)
    if found:
        return Readiness(found, (), ())
    programme = read_rules(call.edition, text).programme
    source = read(text, file_name(call.edition))
    obstacles = [*_identity(call, programme, source), *_dates(programme, source, at)]
    left = list(_unstated(source))
    obstacles += [problem for needed, problem in left if needed]
    return Readiness((), tuple(obstacles), tuple(problem for needed, problem in left if not needed))


def _identity(call: Call, programme: Programme, source: Source) -> Iterator[Problem]:
    def problem(path: Path, zh: str, en: str, remedy: Label) -> Problem:
        return Problem(source.place(path), Label(zh, en), remedy)

    if programme.what != "call":
        yield problem(
            ("what",),
            "计划不能作为申报批次发布",
            "a plan is not published as a call",
            Label("写 what: call", "write what: call"),
        )
    if programme.id == call.edition and (programme.family, programme.year) == (call.programme, call.year):
        return
    if call.state == Call.State.DRAFT:
        remedy = Label(
            "用小写字母、数字和连字符另起一个，至多60字",
            "choose another of lower-case letters, digits and hyphens, at most 60",
        )
        yield problem(
            ("id",),
            f"编号“{programme.id}”已被另一申报批次使用，或不能用作网址",
            f'the id "{programme.id}" is another call\'s, or cannot stand in an address',
            remedy,
        )
    else:
        remedy = Label("改回原值；另一批次请另建", "put them back; another edition is another call")
        yield problem(("id",), "更正不得改动编号、支持项目和年度", "an amendment keeps id, programme and year", remedy)


def _dates(programme: Programme, source: Source, at: dt.datetime) -> Iterator[Problem]:
    opens, closes = deadlines.opens(programme), deadlines.closes(programme)
    recommended = deadlines.closes(programme, "recommendation")
    for name in ("opens", "closes"):
        if name not in programme.dates:
            said = "开始申报" if name == "opens" else "申报截止"
            text = Label(f"未写{said}日期", f"no date for {name}")
            yield Problem(source.place(("dates",)), text, Label("在“日期”下填写", "add it under dates"))
    if closes is not None and closes <= at:
        remedy = Label("改为将来的日期", "choose a date that lies ahead")
        yield Problem(source.place(("dates", "closes")), Label("申报截止已过", "the closing has passed"), remedy)
    if opens is not None and closes is not None and closes <= opens:
        remedy = Label("核对两个日期", "check the two dates")
        yield Problem(
            source.place(("dates", "closes")), Label("截止不晚于开始", "the call closes before it opens"), remedy
        )
    if recommended is not None and closes is not None and recommended < closes:
        remedy = Label("推荐截止应不早于申报截止", "recommenders close with the applicants or later")
        text = Label("推荐截止早于申报截止", "recommenders close before the applicants do")
        yield Problem(source.place(("dates", "recommendation")), text, remedy)
    paper = deadlines.closes(programme, "paper")
    if paper is not None and opens is not None and paper <= opens:
        # A copy took it over, and nobody moved it.
        remedy = Label("核对两个日期", "check the two dates")
        text = Label("纸质材料截止早于开始申报", "paper is due before the call opens")
        yield Problem(source.place(("dates", "paper")), text, remedy)


def _unstated(source: Source) -> Iterator[tuple[bool, Problem]]:
    """What the file leaves unstated, and whether nobody can be judged without it."""
    for path in _paths(source.data, ()):
        needed = (path[:1] == ("dates",) and path[1] in _NEEDED) or path[-1] in ("at_least", "at_most", "up_to")
        remedy = Label("发布前填写", "enter it before publishing")
        if not needed:
            remedy = Label("发布前填写，或确认本次不写明", "enter it, or confirm that this call leaves it open")
        named = [key_label(part) for part in path if isinstance(part, str)][-3:]
        zh, en = " › ".join(n.zh for n in named), " › ".join(n.en for n in named)
        yield needed, Problem(source.place(path), Label(f"{zh}：待填", f"{en}: not stated"), remedy)


def _paths(data: Any, path: Path) -> Iterator[Path]:
    if data == "unstated":
        yield path
    elif isinstance(data, dict):
        for key, inner in data.items():
            yield from _paths(inner, (*path, key))
    elif isinstance(data, list):
        for i, inner in enumerate(data):
            yield from _paths(inner, (*path, i))


__all__ = ["Identity", "NotReady", "Place", "Readiness", "identity", "mistakes", "readiness"]

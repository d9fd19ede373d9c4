"""The minutes of a meeting 会议纪要: who was there, what was discussed, what was decided, and the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.papers.listing import Listing
from juli.engines.paper.papers.notice import Notice, Passage, annexes, listed, notice, sections
from juli.engines.paper.papers.speaking import ordinal, speaker
from juli.engines.paper.problems import Language, Said

_WORDS: Final = {
    "held": Said("时间：{text}", "Held: {text}"),
    "place": Said("地点：{text}", "Place: {text}"),
    "chair": Said("主持：{text}", "Chair: {text}"),
    "present": Said("出席：{text}", "Present: {text}"),
    "absent": Said("请假：{text}", "Excused: {text}"),
    "observers": Said("列席：{text}", "Attending: {text}"),
    "recorder": Said("记录：{text}", "Recorded by: {text}"),
    "discussed": Said("会议情况", "Discussion"),
    "decided": Said("会议决定", "Decisions"),
    "list": Said("会议审定名单", "The list"),
    "annexed": Said("会议审定的名单见附件。", "The list is attached."),
    "decision": Said("（{n}）{text}", "({n}) {text}"),
    "between": Said("、", ", "),
}


@dataclass(frozen=True, slots=True)
class Minutes:
    """One meeting (S2-3). ``held`` is its time in words; ``dated`` carries its zone, its day stands under the issuer.

    A list may stand in the text or, ``annexed``, start a page after it.
    """

    title: str
    held: str
    place: str
    chair: str
    present: tuple[str, ...]
    decisions: tuple[str, ...]
    issuer: str
    dated: dt.datetime
    number: str = ""
    absent: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    recorder: str = ""
    discussed: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    annexed: bool = False
    attachments: tuple[str, ...] = ()
    copied_to: str = ""
    printed_by: str = ""
    printed_on: dt.date | None = None


def minutes(content: Minutes, furniture: Furniture | None = None, *, language: Language = "zh") -> Document:
    """The minutes, on the page of a notice; they carry no seal."""
    say = speaker(_WORDS, language)

    def facts() -> Iterator[Passage]:
        for name in ("held", "place", "chair", "present", "absent", "observers", "recorder"):
            value = getattr(content, name)
            text = value if isinstance(value, str) else say("between").join(value)
            if text:
                yield Passage(say(name, text=text))

    decisions = [
        Passage(say("decision", n=ordinal(n, language), text=text)) for n, text in enumerate(content.decisions, 1)
    ]
    lists = [Passage(say("annexed"))] if content.annexed and content.listings else list(listed(content.listings))
    parts = [
        (say("discussed"), [Passage(text) for text in content.discussed]),
        (say("decided"), decisions),
        (say("list"), lists),
    ]
    return notice(
        Notice(
            content.title,
            (*facts(), *sections(parts, language)),
            content.issuer,
            content.dated,
            number=content.number,
            attachments=content.attachments,
            annexes=annexes(content.listings) if content.annexed else (),
            copied_to=content.copied_to,
            printed_by=content.printed_by,
            printed_on=content.printed_on,
            seal=False,
        ),
        furniture,
        language=language,
    )

"""What an entry of the ledger has to be: every value typed by the vocabulary, and what holds between values.

All that is wrong is told at once, each with its remedy, in both languages.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from juli.engines.policy.dossier import Bare
from juli.engines.policy.labels import Label
from juli.engines.policy.problems import BadValue
from juli.engines.policy.values import typed
from juli.engines.policy.vocabulary import Field, Kind
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.vocabulary_forms import LONGEST_NAME, LONGEST_TEXT, MOST_NAMES

#: Filled by Juli itself: by a shared event that is confirmed, by a filing that is matched with its licence (S1-33).
CLOSED: Final = frozenset({"shared_id", "filed_on"})
#: Characters that the columns hold.
_LONGEST: Final = {"title": 300, "url": 500}
#: What PostgreSQL's integers of eight bytes hold, less what sums need.
_LARGEST: Final = 10**15


class Flaw(NamedTuple):
    """One thing that is wrong with a value, and what would be right."""

    text: Label
    remedy: Label

    def as_data(self) -> dict[str, str]:
        """For a row of JSON."""
        return {"zh": self.text.zh, "en": self.text.en, "remedy_zh": self.remedy.zh, "remedy_en": self.remedy.en}

    @classmethod
    def from_data(cls, data: Mapping[str, str]) -> Flaw:
        """As it was kept."""
        return cls(Label(data["zh"], data["en"]), Label(data["remedy_zh"], data["remedy_en"]))

    def say(self, lang: str) -> str:
        """Both, as one line."""
        text, remedy = self.text.say(lang), self.remedy.say(lang)
        between = "；" if lang == "zh" else "; "
        return f"{text}{between}{remedy}" if remedy else text


class Unfit(ValueError):
    """An entry can't be kept; ``flaws`` by field."""

    def __init__(self, flaws: Mapping[str, Flaw]) -> None:
        super().__init__("; ".join(f"{name}: {flaw.say('en')}" for name, flaw in flaws.items()))
        self.flaws = dict(flaws)


def flaw(error: BadValue) -> Flaw:
    """What the engine says of a value."""
    return Flaw(error.text, error.remedy)


class UnknownKind(LookupError):
    """The vocabulary has no such kind of achievement."""


def kind_named(name: str) -> Kind:
    """A kind that a ledger holds. Raises UnknownKind."""
    found = next((kind for kind in vocabulary().achievements if kind.name == name), None)
    if found is None:
        raise UnknownKind(name)
    return found


def open_fields(kind: Kind) -> Mapping[str, Field]:
    """The fields of a kind that the organisation's people enter, title and dates first.

    Not those that Juli fills in itself, nor those that are the office's word (S1-37, S1-40, S1-52).
    """
    first = ("title", "date", "until", "year")
    names = [*(n for n in first if n in kind.fields), *(n for n in kind.fields if n not in first)]
    order = sorted(names, key=lambda n: (n not in first, n in _SHARED_LAST))
    return {name: kind.fields[name] for name in order if name not in CLOSED and not kind.fields[name].office_only}


#: Shared fields that stand behind the kind's own in a form.
_SHARED_LAST: Final = frozenset({"fiscal_funding", "charged", "partners", "joint", "published", "url"})


def checked(kind: Kind, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Flaw]]:
    """The values that fit, typed, empty ones left out; and what is wrong with the others, by field."""
    fields = open_fields(kind)
    sound: dict[str, Any] = {}
    flaws: dict[str, Flaw] = {}
    for name, value in values.items():
        if name in kind.fields and kind.fields[name].office_only:
            flaws[name] = office_word(kind.fields[name])
            continue
        if name not in fields:
            words = Label(f"“{kind.label.zh}”没有“{name}”这一项", f'"{name}" is no field of {kind.name}')
            flaws[name] = Flaw(words, Label("去掉这一项", "leave it out"))
            continue
        try:
            found = typed(fields[name], value)
        except BadValue as error:
            flaws[name] = flaw(error)
            continue
        if found is None or found == ():
            continue
        wrong = _limits(name, found)
        if wrong is None:
            sound[name] = found
        else:
            flaws[name] = wrong
    if "title" not in sound and "title" not in flaws:
        flaws["title"] = Flaw(Label("没有填写名称", "the title is missing"), Label("请补上", "add it"))
    if "until" in sound and "date" in sound and sound["until"] < sound["date"]:
        flaws["until"] = Flaw(
            Label(
                f"截止日期 {sound['until']} 早于开始日期 {sound['date']}",
                f"it ends on {sound['until']}, before it begins on {sound['date']}",
            ),
            Label("请对调或更正", "swap or correct them"),
        )
        del sound["until"]
    return sound, flaws


def office_word(field: Field) -> Flaw:
    """What is said where somebody fills in what only the office may."""
    return Flaw(
        Label(f"“{field.label.zh}”由受理方登记", f'"{field.label.en}" is filled in by the office'),
        Label("请留空，并把认可文件作为证明材料上传", "leave it empty, and bring the letter as evidence"),
    )


def sound(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The typed values. Raises Unfit with everything that is wrong."""
    found, flaws = checked(kind, values)
    if flaws:
        raise Unfit(flaws)
    return found


def _limits(name: str, value: Any) -> Flaw | None:
    """What no database or page could hold, or nobody could read."""
    texts = [value] if isinstance(value, str) else list(_texts(value))
    most = _LONGEST.get(name, LONGEST_TEXT) if isinstance(value, str) else LONGEST_NAME
    for text in texts:
        if len(text) > most:
            return Flaw(
                Label(f"有 {len(text)} 个字符，最多 {most} 个", f"{len(text)} characters; at most {most}"),
                Label("请写短些", "shorten it"),
            )
        if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\r\t" for c in text):
            return Flaw(
                Label("含有不可见的控制字符", "there is a character that cannot be shown"),
                Label("请重新输入这段文字", "type the text anew"),
            )
    if isinstance(value, tuple) and len(value) > MOST_NAMES:
        return Flaw(
            Label(f"有 {len(value)} 个，最多 {MOST_NAMES} 个", f"{len(value)} names; at most {MOST_NAMES}"),
            Label("请只填数量", "write how many there are"),
        )
    if not isinstance(value, bool | str | tuple | Bare) and not hasattr(value, "year") and value >= _LARGEST:
        return Flaw(Label("数字过大", "the number is too large"), Label("请核对位数", "check its digits"))
    return None


def _texts(value: Any) -> list[str]:
    if not isinstance(value, tuple):
        return []
    return [text for item in value for text in (item[:2] if isinstance(item, tuple) else (item,))]

"""Kinds of message, each with its words in both languages. A stage registers its own when it starts."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from juli.engines.policy.labels import LANGUAGES, Label
from juli.registry.messages.models import Channel

_LONGEST_TITLE = 200
_LONGEST_TEXT_MESSAGE = 300
#: Controls and line breaks: nothing that could begin a new header, or hide a word.
_BREAKS = frozenset({"Cc", "Zl", "Zp"})


class Unsayable(ValueError):
    """A kind or a message that cannot be put into words; the message names the kind and the remedy."""


class Kind(NamedTuple):
    """One kind of message. Texts hold parameters as ``{name}``; both languages hold the same ones.

    ``channels``: the ways it takes unless the reader switched them off. ``required``: in the site and by e-mail it
    cannot be switched off. ``short``: what a text message says; without it none is sent.
    """

    key: str
    label: Label
    title: Label
    body: Label
    short: Label | None = None
    channels: tuple[Channel, ...] = (Channel.SITE, Channel.EMAIL)
    required: bool = False

    @property
    def parameters(self) -> frozenset[str]:
        """The names that have to be given."""
        return frozenset(name for text in self._texts() for lang in LANGUAGES for name in _names(text.say(lang)))

    def _texts(self) -> list[Label]:
        return [text for text in (self.title, self.body, self.short) if text is not None]

    def checked(self) -> Kind:
        """The kind. Raises Unsayable where it does not hold together."""
        for text in self._texts():
            zh, en = set(_names(text.zh)), set(_names(text.en))
            if zh != en:
                odd = ", ".join(sorted(zh ^ en))
                raise Unsayable(f"{self.key}: {odd} stands in one language only; name the same parameters in both")
        if Channel.SMS in self.channels and self.short is None:
            raise Unsayable(f"{self.key}: say what a text message says (short=)")
        return self


class Words(NamedTuple):
    """A message put into words."""

    title: str
    body: str
    short: str


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known. Raises Unsayable; a key that is taken by another kind, too."""
    kind.checked()
    if _kinds.setdefault(kind.key, kind) != kind:
        raise Unsayable(f"{kind.key}: there is another kind with this key")
    return kind


def kind_of(key: str) -> Kind:
    """The kind with a key. Raises Unsayable."""
    try:
        return _kinds[key]
    except KeyError:
        raise Unsayable(f"no kind of message is called {key!r}; register it where the stage starts") from None


def kinds() -> list[Kind]:
    """All kinds, for a reader's page of switches."""
    return [_kinds[key] for key in sorted(_kinds)]


def worded(kind: Kind, params: Mapping[str, str | int], lang: str) -> Words:
    """A message in ``zh`` or ``en``. Raises Unsayable where a parameter is missing, unknown or unfit."""
    if lang not in LANGUAGES:
        raise Unsayable(f"{kind.key}: language {lang!r}; use {' or '.join(LANGUAGES)}")
    if missing := kind.parameters - set(params):
        raise Unsayable(f"{kind.key}: {_listed(missing)} missing; give every parameter of the text")
    if unknown := set(params) - kind.parameters:
        raise Unsayable(f"{kind.key}: {_listed(unknown)} unknown; the text has {_listed(kind.parameters) or 'none'}")
    for name, value in params.items():
        if type(value) not in {str, int}:
            raise Unsayable(f"{kind.key}: {name} is a {type(value).__name__}; write it as text")
    title = _one_line(kind.title.say(lang).format(**params))
    short = _one_line(kind.short.say(lang).format(**params)) if kind.short is not None else ""
    return Words(_cut(title, _LONGEST_TITLE), kind.body.say(lang).format(**params), _cut(short, _LONGEST_TEXT_MESSAGE))


def _names(text: str) -> Iterable[str]:
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise Unsayable(f"{{{name}}}: write a plain name in braces")
        yield name


def _one_line(text: str) -> str:
    return " ".join("".join(" " if unicodedata.category(c) in _BREAKS else c for c in text).split())


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))

"""The sections of an application's whole file, in the order of its life. Each stage registers its own when it starts.

A section is what counts of one stage, in two to eight lines, with a link to the page on which that stage is worked on.
Heavy ones are fetched once the page is there. Nobody sees a section whose posts they do not hold (deny by default).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.functional import Promise

from juli.engines.policy.rules import Programme
from juli.engines.policy.verdict import Verdict
from juli.registry.language import language
from juli.stages.accounts.models import User
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application, Submission
from juli.stages.applications.queries import submitted
from juli.stages.screening.decided import decided
from juli.stages.screening.frame import READERS, Frame

Words = str | Promise


@dataclass(frozen=True)
class Matter:
    """One application before one reader; what several sections need is worked out once. ``at``: when they asked."""

    frame: Frame
    user: User
    at: datetime

    @property
    def application(self) -> Application:
        """Which one."""
        return self.frame.application

    @property
    def submission(self) -> Submission:
        """What counts of it."""
        return self.frame.submission

    @property
    def programme(self) -> Programme:
        """The rules that it stands under."""
        return self.frame.programme

    @property
    def roles(self) -> frozenset[Role]:
        """The posts with which the reader opened it."""
        return self.frame.roles

    def holds(self, *roles: Role) -> bool:
        """Whether the reader opened it with one of these posts."""
        return bool(self.roles & set(roles))

    @property
    def reads(self) -> bool:
        """Whether the reader is one of those who read all that the office has of it."""
        return bool(self.roles & READERS)

    @cached_property
    def verdict(self) -> Verdict:
        """With all that the office decided. Raises DossierUnusable, Refused where the copy was erased."""
        return submitted.verdict(self.submission, decided(self.application))

    def say(self, label: Any) -> str:
        """A label in the language of the page."""
        return str(label.say(language()))


def joined(names: Iterable[str]) -> str:
    """Names in a row, as the page's language sets them apart."""
    return ("、" if language() == "zh" else ", ").join(names)


class Line(NamedTuple):
    """One thing that counts. ``status``: a phase beside the text; ``late``: something is overdue or amiss."""

    label: Words
    text: Words
    url: str = ""
    note: Words = ""
    status: str = ""
    late: bool = False


@dataclass(frozen=True)
class Glance:
    """What a section shows. ``state`` is its state in words, ``status`` its phase where it has one.

    ``page`` is the address of the page it is worked on (empty: none for this reader), ``page_label`` what that is
    called. ``empty`` is said where there are no lines. ``template`` draws what lines do not, with ``context``.
    """

    state: Words = ""
    status: str = ""
    lines: tuple[Line, ...] = ()
    who: str = ""
    when: datetime | None = None
    page: str = ""
    page_label: Words = ""
    empty: Words = ""
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


def _always(_matter: Matter) -> bool:
    return True


class Section(NamedTuple):
    """A section: who sees it, whether this application has it, what it shows. ``place`` orders them.

    ``lazy``: it asks the engine or reads long texts, so that it is fetched once the page is there.
    """

    name: str
    label: Words
    place: int
    read: Callable[[Matter], Glance]
    roles: frozenset[Role] = READERS
    there: Callable[[Matter], bool] = _always
    lazy: bool = False


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Make a section known; once, where its stage starts. Raises ValueError where another one has its name."""
    if _sections.setdefault(section.name, section) != section:
        raise ValueError(f"there is another section called {section.name}")


def sections(matter: Matter) -> list[Section]:
    """Those that the reader sees of this application, in the order of its life."""
    seen = [one for one in _sections.values() if one.roles & matter.roles and one.there(matter)]
    return sorted(seen, key=lambda one: (one.place, one.name))

"""What an application says, as one value: the content of a version, and of what is handed in.

Other parts of the stage add what they hold (claims) by ``add``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.utils import translation

from juli.engines.policy.rules import Programme
from juli.registry.canonical import canonical
from juli.stages.accounts.models import User
from juli.stages.applications.form import record
from juli.stages.applications.form.layout import COVER, parts, title_section
from juli.stages.applications.models import Answer, Application

_TITLE: Final = "project_name"
_LONGEST_TITLE: Final = 200


class Held(NamedTuple):
    """Something more that an application says: ``of`` gives it as JSON, ``restore`` puts it back in a transaction."""

    of: Callable[[Application], Any]
    restore: Callable[[Application, Any, User, datetime], None]


#: The key of the claims: achievement → category.
CLAIMS: Final = "claims"
#: Key in the content → what is held there.
HELD: Final[dict[str, Held]] = {}


def add(key: str, held: Held) -> None:
    """Let versions hold something more, from an AppConfig's ``ready``."""
    HELD[key] = held


def answers(application: Application) -> dict[str, Any]:
    """Every section's answer as it stands, by section; empty ones are left out."""
    rows = Answer.objects.filter(application=application).values_list("section", "value")
    return {section: value for section, value in rows if value is not None}


def content(programme: Programme, application: Application) -> dict[str, Any]:
    """All that the application says, what it takes from the organisation's record included (in Chinese, as printed)."""
    found = answers(application)
    with translation.override("zh-hans"):
        taken = {
            part.id: dict(filled)
            for part in parts(programme, application.applicant_type, tuple(application.tracks))
            if (filled := record.filled(programme, application, part))
        }
    return {
        "applicant_type": application.applicant_type,
        "tracks": application.tracks,
        "choices": application.choices,
        "joint": application.joint,
        "title": title(programme, found),
        "answers": found,
        "record": taken,
        **{key: held.of(application) for key, held in HELD.items()},
    }


def digest(value: Mapping[str, Any]) -> str:
    """The sha256 of a content, in hex: the same words always have the same."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def title(programme: Programme, said: Mapping[str, Any]) -> str:
    """What the project is called: the form's own line for it, else the cover's; empty while neither says."""
    section = title_section(programme)
    found = said.get(section) if section else (said.get(COVER) or {}).get(_TITLE)
    return found[:_LONGEST_TITLE] if isinstance(found, str) else ""

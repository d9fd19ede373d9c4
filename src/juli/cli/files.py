"""What a file is, by its name and its top-level keys."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from juli.cli.desk import Desk
from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import Place, Problem, ProgrammeUnusable

Kind = Literal["programme", "dossier", "vocabulary", "calendar"]
_KEY = re.compile(r"^[\"']?([a-z_]+)[\"']?\s*:", re.MULTILINE)


def kind_of(name: str, desk: Desk) -> Kind:
    """A workbook, or a text with ``organisation`` at its top, is a dossier; what is no file, a programme's id."""
    path = Path(name)
    if path.suffix.lower() == ".xlsx":
        return "dossier"
    if not path.is_file():
        # A path that leads nowhere is the catalogue's to complain of; a dossier's ending says what was meant.
        return "programme" if desk.catalogue.path(name) else "dossier"
    if path.suffix.lower() == ".json":
        return "dossier"
    keys = set(_KEY.findall(text_of(name)))
    if "organisation" in keys and "kinds" not in keys:
        return "dossier"
    if {"kinds", "applicant_types"} & keys:
        return "vocabulary"
    return "calendar" if "years" in keys and "id" not in keys else "programme"


def text_of(name: str) -> str:
    """The text of a file. Raises ProgrammeUnusable when it can't be read."""
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(name, error.object[: error.start].count(b"\n") + 1, 1)
        raise ProgrammeUnusable([Problem(place, told("not UTF-8 text"), told("save the file as UTF-8"))]) from error
    except OSError as error:
        raise ProgrammeUnusable(
            [Problem(Place(name), told("it can't be read: {}", error.strerror), told("check the path and its rights"))]
        ) from error

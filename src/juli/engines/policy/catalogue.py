"""The folder of programmes: vocabulary, calendar, one folder each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from juli.engines.policy.calendar import Calendar, load_calendar
from juli.engines.policy.loader import load_programme
from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import Place, Problem, ProgrammeUnusable, nearest
from juli.engines.policy.rules import Programme
from juli.engines.policy.vocabulary import Vocabulary
from juli.engines.policy.vocabulary_file import load_vocabulary

FILE = "programme.yaml"


@dataclass(frozen=True)
class Catalogue:
    """Programmes by id under ``root``; files anywhere else use the same vocabulary and calendar."""

    root: Path
    vocabulary: Vocabulary
    calendar: Calendar

    def ids(self) -> tuple[str, ...]:
        """The programmes there are, newest edition of a name first by id order."""
        return tuple(sorted(p.parent.name for p in self.root.glob(f"*/{FILE}")))

    def path(self, name: str) -> Path:
        """The file of a programme: an id, or a path. Raises ProgrammeUnusable when there is none."""
        inside = self.root / name / FILE
        if inside.is_file():
            return inside
        outside = Path(name)
        if outside.is_dir():
            if (outside / FILE).is_file():
                return outside / FILE
            remedy = told("name a file, or a folder that holds a {}", FILE)
            raise ProgrammeUnusable([Problem(Place(name), told("a folder without {}", FILE), remedy)])
        if outside.is_file():
            return outside
        remedy = nearest(name, self.ids(), otherwise=told("give an id or a path to a file"))
        raise ProgrammeUnusable([Problem(Place(name), told('no programme or file "{}"', name), remedy)])

    def load(self, name: str) -> Programme:
        """The programme with this id or at this path. Raises ProgrammeUnusable with all that is wrong."""
        path = self.path(name)
        return load_programme(_text(path), self.shown(path), self.vocabulary)

    def shown(self, path: Path) -> str:
        """How errors name a file: from the programmes' parent folder where it lies there."""
        try:
            return str(path.resolve().relative_to(self.root.resolve().parent))
        except ValueError:
            return str(path)


def open_catalogue(root: Path) -> Catalogue:
    """Read vocabulary and calendar under ``root``. Raises ProgrammeUnusable with all that is wrong in them."""
    names = [root / "vocabulary.yaml", root / "calendar.yaml"]
    for path in names:
        if not path.is_file():
            raise ProgrammeUnusable(
                [Problem(Place(str(path)), told("no such file"), told("programmes live beside these two files"))]
            )
    parent = root.resolve().parent
    vocabulary, calendar = (path.resolve().relative_to(parent) for path in names)
    return Catalogue(
        root, load_vocabulary(_text(names[0]), str(vocabulary)), load_calendar(_text(names[1]), str(calendar))
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        place = Place(str(path), 1, error.start + 1)
        raise ProgrammeUnusable([Problem(place, told("not UTF-8 text"), told("save the file as UTF-8"))]) from error
    except OSError as error:
        raise ProgrammeUnusable(
            [
                Problem(
                    Place(str(path)),
                    told("it can't be read: {}", error.strerror),
                    told("check the path and its rights"),
                )
            ]
        ) from error

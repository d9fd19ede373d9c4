"""The recorded fonts: where they lie, whether they are the recorded ones, and which characters they have."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from juli.engines.paper import cmap
from juli.engines.paper.problems import MissingFont, Problem, Said

if TYPE_CHECKING:
    import typst

_RECORD: Final = Path(__file__).with_name("typefaces.toml")
#: Faces are set in these roles, each with the rest as its fallback, in this order.
_FALLBACK: Final = ("song", "hei", "symbols", "rare")
REMEDY: Final = Said("请运行 make setup，或安装软件包 {package}", "run `make setup`, or install the package {package}")


@dataclass(frozen=True, slots=True)
class Font:
    """One recorded font: its role, its name, where its package puts it, and the digests it may have."""

    role: str
    family: str
    weight: int
    index: int
    file: str
    package: str
    sha256: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Installed:
    """A recorded font that was found, and the digest of the file."""

    font: Font
    path: Path
    sha256: str


class Typefaces:
    """The recorded fonts that are installed; ``missing`` says what is wrong with the others."""

    def __init__(self, found: Sequence[Installed], missing: dict[str, Problem], absent: Sequence[Font]) -> None:
        self.found = tuple(found)
        self.missing = missing
        #: Optional fonts that aren't installed: their packages are the remedy for a character nothing else has.
        self.absent = tuple(absent)
        self._typst: typst.Fonts | None = None

    def families(self, role: str) -> tuple[str, ...]:
        """The families to set ``role`` in: its own, then those that fill in.

        Raises MissingFont when the font of the role, or one of those that always fill in, is missing.
        """
        wrong = [self.missing[r] for r in dict.fromkeys((role, *_FALLBACK)) if r in self.missing]
        if wrong:
            raise MissingFont(wrong)
        named = {i.font.role: i.font.family for i in self.found}
        return tuple(dict.fromkeys(named[r] for r in (role, *_FALLBACK) if r in named))

    def characters(self, role: str) -> frozenset[int]:
        """The code points that ``role`` can show in every weight it has."""
        sets: dict[str, frozenset[int]] = {}
        for item in self.found:
            if item.font.role in {role, *_FALLBACK}:
                own = _characters(item.path, item.font.index)
                family = item.font.family
                sets[family] = sets[family] & own if family in sets else own
        return frozenset().union(*sets.values())

    def for_typst(self) -> typst.Fonts:
        """The fonts as the typesetter takes them: no system fonts, none of its own.

        Raises MissingFont when a folder holds a second font of the same name and weight, for then nothing says which of
        the two would be taken.
        """
        if self._typst is None:
            import typst

            folders = sorted({str(i.path.parent) for i in self.found})
            fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))
            self._check_alone(fonts)
            self._typst = fonts
        return self._typst

    def _check_alone(self, fonts: typst.Fonts) -> None:
        listed: dict[tuple[str, int], set[str]] = {}
        for face in fonts.fonts():
            if face.style == "normal" and face.stretch == 1.0:
                listed.setdefault((face.family, face.weight), set()).add(str(Path(face.path or "").resolve()))
        twice = [
            Problem(
                i.font.family,
                Said("同名字体有多个文件", "several files hold a font of this name"),
                Said(f"只保留 {i.path}", f"keep only {i.path}"),
            )
            for i in self.found
            if listed.get((i.font.family, i.font.weight)) != {str(i.path.resolve())}
        ]
        if twice:
            raise MissingFont(twice)


def recorded() -> tuple[tuple[str, ...], tuple[Font, ...]]:
    """The folders and fonts of the record."""
    data: dict[str, Any] = tomllib.loads(_RECORD.read_text(encoding="utf-8"))
    fonts = tuple(Font(**{**entry, "sha256": tuple(entry["sha256"])}) for entry in data["font"])
    return tuple(data["folders"]), fonts


@cache
def typefaces(folders: tuple[str, ...] = ()) -> Typefaces:
    """The recorded fonts found in ``folders`` (those of the record where none are given), each checked by its digest.

    A font is looked for where its package puts it below a folder, and by its bare file name. Reads each file once a
    process. What is missing or another file is told by ``missing`` and raised only when a document needs it.
    """
    usual, fonts = recorded()
    found: list[Installed] = []
    missing: dict[str, Problem] = {}
    absent: list[Font] = []
    for font in fonts:
        path = _locate(font, folders or usual)
        digest = _digest(path) if path else ""
        if path and digest in font.sha256:
            found.append(Installed(font, path, digest))
        elif font.optional:
            absent.append(font)
        else:
            missing.setdefault(font.role, _missing(font, path, digest))
    return Typefaces(found, missing, absent)


def _locate(font: Font, folders: Iterable[str]) -> Path | None:
    relative = Path(font.file)
    places = (Path(folder, name) for folder in folders for name in (relative, relative.name))
    return next((p for p in places if p.is_file()), None)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _missing(font: Font, path: Path | None, digest: str) -> Problem:
    place = f"{font.family} {font.weight}"
    remedy = Said(REMEDY.zh.format(package=font.package), REMEDY.en.format(package=font.package))
    if path is None:
        return Problem(place, Said("未安装该字体", "this font is not installed"), remedy)
    return Problem(
        place,
        Said(
            f"{path} 不是登记的字体文件（sha256 {digest[:12]}…）",
            f"{path} is not the recorded file (sha256 {digest[:12]}…)",
        ),
        Said(f"{remedy.zh}；确需换用的，登记其摘要", f"{remedy.en}; to use this one, record its digest"),
    )


_characters = cache(cmap.characters)

"""The front-end files that come from npm: a short list, served from ``node_modules`` under ``/static/vendor/``."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.core.files.storage import FileSystemStorage, Storage

#: Package → the files of it that a page may load. Everything else in node_modules stays out of reach.
FILES = {
    "htmx.org": ("dist/htmx.min.js",),
    "@alpinejs/csp": ("dist/cdn.min.js",),
    "echarts": ("dist/echarts.common.min.js",),
    "@fontsource-variable/noto-serif-sc": ("index.css", "files/*.woff2"),
}
PREFIX = "vendor"


class VendorFinder(BaseFinder):
    """Finds ``vendor/PACKAGE/FILE`` for the files named in :data:`FILES`."""

    def check(self, **_: Any) -> list[CheckMessage]:
        """A warning for every named file that is not installed."""
        return [
            CheckWarning(
                f"{package}/{pattern} is not installed.",
                hint="Run `make setup`: it installs the packages.",
                id="juli.W001",
            )
            for package, patterns in FILES.items()
            for pattern in patterns
            if not any(_folder(package).glob(pattern))
        ]

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:  # noqa: FBT001, FBT002  # Django calls it so.
        """Where ``path`` lies on disk; an empty list when it is none of the named files."""
        wanted = PurePosixPath(path)
        for package, patterns in FILES.items():
            folder = PurePosixPath(PREFIX, package)
            if wanted.is_relative_to(folder):
                name = wanted.relative_to(folder)
                file = _folder(package) / name
                if any(_matches(name, pattern) for pattern in patterns) and file.is_file():
                    return [str(file)] if find_all else str(file)
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Every named file with the storage that reads it."""
        for package, name in _named():
            storage = FileSystemStorage(location=_folder(package))
            storage.prefix = f"{PREFIX}/{package}"  # type: ignore[attr-defined]  # How finders say where files appear.
            yield name.as_posix(), storage


def _matches(name: PurePosixPath, pattern: str) -> bool:
    """Unlike PurePath.match, the whole of ``name``: part by part, so that a star never spans a slash or ``..``."""
    parts = PurePosixPath(pattern).parts
    return len(name.parts) == len(parts) and all(map(fnmatchcase, name.parts, parts))


def _folder(package: str) -> Path:
    return Path(settings.NODE_MODULES) / package


def _named() -> Iterator[tuple[str, Path]]:
    for package, patterns in FILES.items():
        folder = _folder(package)
        for pattern in patterns:
            for file in sorted(folder.glob(pattern)):
                yield package, file.relative_to(folder)

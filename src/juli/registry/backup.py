"""The whole of Juli's memory as one archive: every row, every file, the roots; and back into an empty database.

A backup is taken on SQLite or PostgreSQL and restored into either. It holds ``manifest.json`` (what is in it, with the
sha256 of every member), ``rows/APP.MODEL.jsonl``, ``files/DIGEST`` and ``roots.jsonl``. Sign-in sessions are not in it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from juli.registry.files.guard import while_keeping
from juli.registry.files.models import Preview, StoredFile
from juli.registry.files.store import store
from juli.registry.journal.roots import roots_file

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
ROOTS: Final = "roots.jsonl"
#: Made anew by migrating, or of no use elsewhere.
_LEFT_OUT: Final = frozenset({"contenttypes", "auth", "sessions"})
_BLOCK: Final = 1 << 20
_BATCH: Final = 500


class Unfit(RuntimeError):
    """A backup that can't be restored, or a place it can't be restored into; the message says why, and the remedy."""


class Contents(NamedTuple):
    """How much was written or read back."""

    rows: int
    files: int


class _Encoder(DjangoJSONEncoder):
    """Instants to the microsecond: the journal's hashes are over them."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, dt.datetime) else super().default(o)


def backup(*, to: Path, at: dt.datetime) -> Contents:
    """Write an archive that is whole or not there: one snapshot of the rows, and every file that they name.

    Writers go on meanwhile on PostgreSQL, and wait on SQLite. Raises OSError, FileNotFoundError for content that a row
    names and the store has lost.
    """
    unfinished = to.with_name(f".{to.name}.unfinished")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            contents = _written(archive, at)
        unfinished.replace(to)
    finally:
        unfinished.unlink(missing_ok=True)
    return contents


def restore(*, source: Path) -> Contents:
    """Read an archive back into an empty, migrated database, and its files into the store.

    Everything is checked against the manifest first. Raises Unfit, zipfile.BadZipFile.
    """
    with zipfile.ZipFile(source) as archive:
        manifest = _checked(archive)
        _require_fitting(manifest)
        digests = _files_back(archive)
        with transaction.atomic():
            rows = sum(_rows_back(archive, model) for model in _models())
        _sequences_follow()
        _roots_back(archive)
    return Contents(rows, digests)


def _models() -> list[type[models.Model]]:
    """Every table, what is referred to before what refers to it."""
    found = [m for m in apps.get_models() if m._meta.app_label not in _LEFT_OUT and m._meta.managed]  # noqa: SLF001  # Django documents _meta as public.
    return list(serializers.sort_dependencies([(None, found)], allow_cycles=True))


def _member(model: type[models.Model]) -> str:
    return f"rows/{model._meta.label}.jsonl"  # noqa: SLF001  # As above.


def _written(archive: zipfile.ZipFile, at: dt.datetime) -> Contents:
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        # Nothing that a row of this snapshot names is swept away until it is in the archive.
        while_keeping()
        for model in _models():
            name = _member(model)
            counts[name], digests[name] = _add(archive, name, partial(_dump, model))
        kept = sorted({*_digests(StoredFile), *_digests(Preview)})
        for digest in kept:
            with store().open(digest) as content:
                name = f"files/{digest}"
                _, digests[name] = _add(archive, name, partial(_copy, content))
        if roots_file().exists():
            with roots_file().open("rb") as content:
                _, digests[ROOTS] = _add(archive, ROOTS, partial(_copy, content))
    manifest = {
        "format": FORMAT,
        "at": at.isoformat(),
        "migrations": sorted(f"{app}.{name}" for app, name in _migrations()),
        "rows": counts,
        "sha256": digests,
    }
    archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))
    return Contents(sum(counts.values()), len(kept))


def _add(archive: zipfile.ZipFile, name: str, write: Callable[[IO[bytes]], int]) -> tuple[int, str]:
    with tempfile.TemporaryFile() as scratch:
        count = write(scratch)
        scratch.seek(0)
        found = hashlib.sha256()
        with archive.open(name, "w", force_zip64=True) as out:
            while block := scratch.read(_BLOCK):
                found.update(block)
                out.write(block)
    return count, found.hexdigest()


def _dump(model: type[models.Model], out: IO[bytes]) -> int:
    rows = model._default_manager.order_by("pk")  # noqa: SLF001  # As above.
    text = io.TextIOWrapper(out, encoding="utf-8", newline="\n", write_through=True)
    serializers.serialize("jsonl", rows.iterator(chunk_size=2000), stream=text, cls=_Encoder, ensure_ascii=False)
    text.detach()
    return rows.count()


def _copy(content: IO[bytes], out: IO[bytes]) -> int:
    shutil.copyfileobj(content, out, _BLOCK)
    return 1


def _digests(model: type[models.Model]) -> Iterator[str]:
    yield from model._default_manager.values_list("digest", flat=True).iterator()  # noqa: SLF001  # As above.


def _migrations() -> list[tuple[str, str]]:
    return [key for key in MigrationRecorder(connection).applied_migrations() if key[0] not in _LEFT_OUT]


def _checked(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, once every member gives its digest."""
    try:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError) as error:
        raise Unfit("this is no backup of Juli: it has no readable manifest.json") from error
    if manifest.get("format") != FORMAT:
        raise Unfit(
            f"the backup has format {manifest.get('format')}, this Juli reads {FORMAT}: restore it with its own"
        )
    if unnamed := set(archive.namelist()) - set(manifest["sha256"]) - {MANIFEST}:
        raise Unfit(f"{min(unnamed)} is in the backup, and its manifest does not know it; take another copy of it")
    for name, digest in manifest["sha256"].items():
        found = hashlib.sha256()
        try:
            with archive.open(name) as content:
                while block := content.read(_BLOCK):
                    found.update(block)
        except KeyError as error:
            raise Unfit(f"{name} is missing in the backup; take another copy of it") from error
        if found.hexdigest() != digest:
            raise Unfit(f"{name} is damaged in the backup; take another copy of it")
    return manifest


def _require_fitting(manifest: dict[str, Any]) -> None:
    here = {f"{app}.{name}" for app, name in _migrations()}
    there = set(manifest["migrations"])
    if here != there:
        odd = ", ".join(sorted(here ^ there)[:5])
        raise Unfit(f"the database and the backup are of different versions of Juli ({odd}); use the backup's version")
    for model in _models():
        if model._default_manager.exists():  # noqa: SLF001  # As above.
            raise Unfit(
                f"the database is not empty (it has {model._meta.verbose_name_plural}); "  # noqa: SLF001  # As above.
                "name an empty one, so that nothing is lost"
            )
    if roots_file().exists() and roots_file().stat().st_size:
        raise Unfit(f"{roots_file()} holds roots of another journal; name an empty JULI_ROOTS_DIR")


def _files_back(archive: zipfile.ZipFile) -> int:
    names = [name for name in archive.namelist() if name.startswith("files/")]
    for name in names:
        with tempfile.NamedTemporaryFile(prefix="juli-restore-") as copy, archive.open(name) as content:
            shutil.copyfileobj(content, copy, _BLOCK)
            copy.flush()
            store().put(Path(copy.name), name.removeprefix("files/"))
    return len(names)


def _rows_back(archive: zipfile.ZipFile, model: type[models.Model]) -> int:
    count = 0
    with archive.open(_member(model)) as content:
        batch: list[models.Model] = []
        for found in serializers.deserialize("jsonl", io.TextIOWrapper(content, encoding="utf-8")):
            batch.append(found.object)
            if len(batch) == _BATCH:
                count += len(model._default_manager.bulk_create(batch))  # noqa: SLF001  # As above.
                batch = []
        count += len(model._default_manager.bulk_create(batch))  # noqa: SLF001  # As above.
    return count


def _sequences_follow() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _roots_back(archive: zipfile.ZipFile) -> None:
    if ROOTS not in archive.namelist():
        return
    roots_file().parent.mkdir(parents=True, exist_ok=True)
    with archive.open(ROOTS) as content, roots_file().open("wb") as out:
        shutil.copyfileobj(content, out, _BLOCK)

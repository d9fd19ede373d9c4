"""Populations to judge, generated once and kept in a cache: the same seed gives the same tables.

``whole``: everything that zgc-2022 asks about, with fields that nobody has filled in, days at the edges of windows,
judgements, documents and standing. ``fragment``: what the rules of ``organisation/programme.yaml`` read, complete,
since the other engine has no third value.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import sys
from pathlib import Path

import duckdb

from juli.engines.policy.catalogue import Catalogue, open_catalogue
from juli.engines.policy.population import columns, generate
from juli.engines.policy.rules import Programme

HERE = Path(__file__).parent
CACHE = HERE.parent / ".cache"
AS_OF = dt.date(2022, 8, 30)
SEED = 20220830
PROGRAMMES = {"whole": "zgc-2022", "fragment": str(HERE.parent / "organisation" / "programme.yaml")}
#: Statuses as the query writes them.
UNMET, OPEN, MET = 0, 1, 2
#: What stands in for a number or a yes that the generator left empty.
STAND_IN = {"DATE": "DATE '2021-07-01'", "BOOLEAN": "false", "BIGINT": "50", "VARCHAR": "''"}


def catalogue() -> Catalogue:
    return open_catalogue(HERE.parent.parent / "programmes")


def population(what: str, organisations: int) -> Path:
    """The folder of tables with so many organisations and about twelve times as many achievements."""
    programme = catalogue().load(PROGRAMMES[what])
    target = CACHE / f"{what}-{organisations}-{_digest(programme)}"
    if target.is_dir():
        return target
    print(f"Generating {what}, {organisations:,} organisations", file=sys.stderr)
    for old in CACHE.glob(f"{what}-{organisations}-*"):
        shutil.rmtree(old)
    making = CACHE / "making"
    shutil.rmtree(making, ignore_errors=True)
    generate.generate(
        programme, making, organisations=organisations, seed=SEED, as_of=AS_OF, calendar=catalogue().calendar
    )
    if what == "fragment":
        _complete(making, programme)
    making.rename(target)
    return target


def _digest(programme: Programme) -> str:
    """Of everything that the tables depend on."""
    out = hashlib.sha256(f"{programme.digest} {SEED} {AS_OF} {duckdb.__version__}".encode())
    package = Path(generate.__file__).parent
    names = ("aiming", "columns", "draws", "generate", "people", "pursuing", "pursuits", "solutions", "usage")
    makers = (package / f"{name}.py" for name in names)
    for path in (*makers, catalogue().root / "vocabulary.yaml", Path(__file__)):
        out.update(path.read_bytes())
    return out.hexdigest()[:12]


def _complete(folder: Path, programme: Programme) -> None:
    """Fill in what is unknown, and take every row as done on one day."""
    for kind in programme.vocabulary.achievements:
        file = folder / f"{kind.name}.parquet"
        if not file.is_file():
            continue
        parts = []
        for column in columns.kind_table(kind).columns:
            value = f'"{column.name}"'
            if column.name == "planned":
                value = "false"
            elif column.name in ("until", "year"):
                value = "NULL"
            elif column.type in STAND_IN:
                value = f"coalesce({value}, {STAND_IN[column.type]})"
            parts.append(f'({value})::{column.type} AS "{column.name}"')
        finished = file.with_suffix(".complete")
        with duckdb.connect() as connection:
            text = f"SELECT {', '.join(parts)} FROM read_parquet('{file}')"  # noqa: S608
            connection.execute(f"COPY ({text}) TO '{finished}' (FORMAT parquet)")
        finished.rename(file)
    (folder / f"{columns.JUDGEMENTS}.parquet").unlink()

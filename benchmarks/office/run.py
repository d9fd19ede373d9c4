"""The office's pages with 2,000 applications in each of two calls, 300 experts and 10,000 scorecards. No peer.

Measured as the busiest pages are (``benchmarks/pages``): gunicorn, two clients, SQLite and PostgreSQL.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "pages")]
HOUSE = (20, 10, 3) if "--quick" in sys.argv else (2000, 300, 5)
#: Some of these pages take seconds.
ROUNDS = 5 if "--quick" in sys.argv else 12


def main() -> int:
    from office_pages import PAGES

    found = importlib.util.spec_from_file_location("pages_run", HERE.parent / "pages" / "run.py")
    assert found is not None
    assert found.loader is not None
    pages = importlib.util.module_from_spec(found)
    found.loader.exec_module(pages)
    return int(pages.measured(HERE / "house.py", HOUSE, PAGES, ROUNDS))


if __name__ == "__main__":
    raise SystemExit(main())

"""Fills the office's house and says what its pages are asked with: ids, sessions, queries of each page."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

sys.path.append(str(Path(__file__).parents[1] / "pages"))


def main() -> None:
    django.setup()
    from asking import counted, session
    from django.core.management import call_command
    from django.utils import timezone
    from multiplying import multiply
    from office_pages import PAGES

    from juli.demo.filling import fill

    call_command("migrate", verbosity=0)
    at = timezone.now()
    fill(at=at)
    applications, experts, each = map(int, sys.argv[1:4])
    ids, counts = multiply(applications=applications, experts=experts, each=each, at=at)
    cookies = {who: session(ids[who]) for who in ("officer", "lead", "expert")}
    queries = {page: counted(address.format(**ids), cookies[who]) for page, (who, address) in PAGES.items()}
    print(json.dumps({"ids": ids, "cookies": cookies, "queries": queries, "counts": counts}))


if __name__ == "__main__":
    main()

"""Fills the office's house and says what its pages are asked with: ids, sessions, queries of each page."""

from __future__ import annotations

import json
import sys
import time
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
    counts += weighed(ids["points"]) + weighed(ids["scored"])
    cookies = {who: session(ids[who]) for who in ("officer", "lead", "expert")}
    queries = {page: counted(address.format(**ids), cookies[who]) for page, (who, address) in PAGES.items()}
    print(json.dumps({"ids": ids, "cookies": cookies, "queries": queries, "counts": counts}))


def weighed(call: int) -> str:
    """Judge every application of a call once, as the first readers of its ranking have it done; how long it took."""
    from juli.stages.awards import ranked
    from juli.stages.calls.models import Call

    began = time.perf_counter()
    ranked.prepare(Call.objects.get(pk=call), most=sys.maxsize)
    return f"; all of call {call} judged in {time.perf_counter() - began:.0f} s"


if __name__ == "__main__":
    main()

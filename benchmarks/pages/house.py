"""Fills the house and says what the pages are asked with: ids, sessions, the number of queries of each page."""

from __future__ import annotations

import json
import sys

import django


def main() -> None:
    django.setup()
    from asking import counted, session
    from django.apps import apps
    from django.core.management import call_command
    from django.utils import timezone
    from filling import fill
    from run import PAGES

    call_command("migrate", verbosity=0)
    organisations, per_ledger, long_ledger = map(int, sys.argv[1:4])
    ids = fill(organisations=organisations, per_ledger=per_ledger, long_ledger=long_ledger, at=timezone.now())
    cookies = {who: session(ids[who]) for who in ("member", "long_member", "officer")}
    queries = {page: counted(address.format(**ids), cookies[who]) for page, (who, address) in PAGES.items()}
    models = {"organisations.Organisation", "ledger.Achievement", "applications.Application"}
    counts = ", ".join(f"{apps.get_model(m).objects.count():,} {m.split('.')[1].lower()}s" for m in sorted(models))
    print(json.dumps({"ids": ids, "cookies": cookies, "queries": queries, "counts": counts}))


if __name__ == "__main__":
    main()

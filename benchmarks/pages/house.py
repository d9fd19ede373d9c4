"""Fills the house and says what the pages are asked with: ids, sessions, the number of queries of each page."""

from __future__ import annotations

import json
import sys
from typing import Any

import django


def main() -> None:
    django.setup()
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


def session(user: int) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from juli.stages.accounts.models import User

    found = User.objects.get(pk=user)
    store: Any = SessionStore()
    store[SESSION_KEY] = str(found.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = found.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def counted(address: str, cookie: str) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    client.cookies["juli_session"] = cookie
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code} {answer.headers.get('Location', '')}")
    return len(found)


if __name__ == "__main__":
    main()

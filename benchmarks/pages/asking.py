"""What a page is asked with: a session, and how many queries it takes."""

from __future__ import annotations

from typing import Any


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

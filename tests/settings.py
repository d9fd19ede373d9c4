"""The site's settings for tests: with a second database where a PostgreSQL server answers."""

import os
from functools import cache

import environ
import psycopg

from juli.site.settings import *

#: Where a server is looked for. It needs the right to create databases; tests make one of their own and drop it.
POSTGRESQL_URL = os.environ.get("JULI_TEST_POSTGRESQL", "postgres://postgres@127.0.0.1:5432/postgres")


#: The test database's name there. Two runs at once on one server have two databases; a run's workers add their suffix.
POSTGRESQL_NAME = os.environ.setdefault("JULI_TEST_DATABASE", f"test_juli_{os.getpid()}")


@cache
def postgresql_refusal() -> str:
    """Why the PostgreSQL tests cannot run; empty when they can."""
    try:
        psycopg.connect(POSTGRESQL_URL, connect_timeout=2).close()
    except psycopg.OperationalError as error:
        return f"no PostgreSQL at {POSTGRESQL_URL.rpartition('@')[2]} (JULI_TEST_POSTGRESQL): {error}".strip()
    return ""


DATABASES = {"default": {**environ.Env.db_url_config("sqlite://:memory:"), "OPTIONS": SQLITE_OPTIONS}}
if not postgresql_refusal():
    DATABASES["postgresql"] = {**environ.Env.db_url_config(POSTGRESQL_URL), "TEST": {"NAME": POSTGRESQL_NAME}}

DEBUG = False
DEMO = False
SAMPLES = None
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
# Slow on purpose in production.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
JULI_IDENTITY_KEYS = ["of the tests alone, and of nothing else at all"]

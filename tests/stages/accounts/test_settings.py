"""Settings of the accounts, from the environment."""

import json
import os
import subprocess
import sys

import pytest

ASK = "import json, juli.site.settings as s; print(json.dumps([s.CACHES['default']['BACKEND'], s.CACHES['default'].get('LOCATION'), s.SESSION_COOKIE_AGE]))"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["django.core.cache.backends.locmem.LocMemCache", "", 7200]),
        (
            {"JULI_CACHE": "filecache:///srv/juli/cache", "JULI_REST_MINUTES": "15"},
            ["django.core.cache.backends.filebased.FileBasedCache", "/srv/juli/cache", 900],
        ),
        ({"JULI_CACHE": "dbcache://juli_cache"}, ["django.core.cache.backends.db.DatabaseCache", "juli_cache", 7200]),
    ],
)
def test_where_failures_are_counted_and_how_long_one_may_rest(given, expected, tmp_path):
    usual = {k: v for k, v in os.environ.items() if not k.startswith("JULI_")}
    environment = usual | {"JULI_SECRET_KEY": "of a test", "JULI_VAR": str(tmp_path)} | given
    said = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    assert json.loads(said.stdout) == expected

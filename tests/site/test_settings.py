"""The settings, as other environments see them: each in a process of its own."""

import os
import re
import subprocess
import sys

import pytest

#: For processes that are given nothing else to sign with.
KEY = "for this test"
MINE = {name: value for name, value in os.environ.items() if not name.startswith("JULI_") and name != "DATABASE_URL"}


def python(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**MINE, "DJANGO_SETTINGS_MODULE": "juli.site.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def setting(expression, **environment):
    code = f"from django.conf import settings; print({expression})"
    answer = python(code, **{"JULI_SECRET_KEY": KEY, **environment})
    assert answer.stderr == ""
    return answer.stdout.strip()


def test_without_a_key_nothing_starts(tmp_path):
    answer = python("import django; django.setup()", JULI_VAR=str(tmp_path))
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1].endswith(
        "There is no key to sign cookies with: set JULI_SECRET_KEY, or run `make setup`, "
        f"which keeps one in {tmp_path}/secret-key."
    )


def test_the_key_of_this_machine_is_kept_to_its_owner():
    from django.conf import settings

    assert (settings.VAR / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("environment", "https"),
    [
        ({}, "False"),
        ({"JULI_HOSTS": "localhost"}, "False"),
        ({"JULI_HOSTS": "juli.example,localhost"}, "True"),
        ({"JULI_HOSTS": "juli.example", "JULI_HTTPS": "0"}, "False"),
    ],
)
def test_a_public_name_is_served_securely(environment, https):
    names = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"]
    listed = ", ".join(f"settings.{name}" for name in names)
    assert setting(f"{{{listed}}}", **environment) == f"{{{https}}}"


def test_tracebacks_and_examples_are_shown_when_asked_for_alone():
    assert setting("settings.DEBUG, settings.DEMO") == "False False"
    assert setting("settings.DEBUG, settings.DEMO", JULI_DEBUG="1", JULI_DEMO="1") == "True True"


def test_another_database_is_a_matter_of_its_address():
    database = "settings.DATABASES['default']"
    assert setting(
        f"{database}['ENGINE'], {database}['NAME']", DATABASE_URL="postgres://juli:word@db.example/juli"
    ) == ("django.db.backends.postgresql juli")


def test_collected_files_are_served_under_their_digests(tmp_path):
    """As in production: every file that the frame names is there, and may be kept for ever."""
    code = """
import django, re
django.setup()
from django.core.management import call_command
call_command("collectstatic", verbosity=0, interactive=False)
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
client = Client(SERVER_NAME="localhost")
page = render_to_string("juli/errors/404.html", request=RequestFactory().get("/"))
for url in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
    answer = client.get(url)
    print(answer.status_code, answer.headers["Cache-Control"], url)
"""
    answer = python(code, JULI_SECRET_KEY=KEY, JULI_STATIC_ROOT=str(tmp_path))
    assert answer.stderr == ""
    lines = answer.stdout.splitlines()
    assert len(lines) == 10
    digest = re.compile(r"200 max-age=315360000, public, immutable /static/\S+\.[0-9a-f]{12}\.(?:css|js|svg)")
    assert [line for line in lines if not digest.fullmatch(line)] == []

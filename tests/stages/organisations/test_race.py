"""Two at the same moment: one organisation per code, one administrator per organisation (S4-57), by the database."""

import os
import subprocess
import sys
import time
import uuid
from pathlib import Path

import psycopg
import pytest

from tests.conftest import REFUSAL
from tests.settings import POSTGRESQL_URL

ROOT = Path(__file__).parents[3]
PEOPLE = ["a@example.org", "b@example.org", "c@example.org"]
SETTING = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.people import person
for email in {people!r}:
    person(email, email[0])
"""
STAFF = """
import django; django.setup()
from tests.people import belongs
from juli.stages.accounts.models import User
from juli.stages.organisations.models import Membership, Organisation
place = Membership.objects.get()
for user in User.objects.exclude(pk=place.user_id):
    belongs(user, place.organisation, "staff")
"""
STATE = """
import django; django.setup()
from juli.stages.organisations.models import Membership, Organisation
print(Organisation.objects.count(), Membership.objects.filter(role="administrator", until=None).count(), Membership.objects.filter(until=None).count())
"""

#: One of several processes that act at the same moment.
RACER = """
import sys, time, django; django.setup()
from datetime import UTC, datetime
from django.core.exceptions import ValidationError
from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.organisations.actions.people import hand_over
from juli.stages.organisations.actions.registration import register
from juli.stages.organisations.models import Membership
from tests.people import CODES
what, moment, argument = sys.argv[1:]
if what == "register":
    by = User.objects.get(email=argument)
    act = lambda: register(name="样例协会", uscc=CODES[0], by=by, at=datetime.now(UTC))
else:
    # Whoever was the administrator before any of them acted.
    by_email, to_email = argument.split(":")
    by = User.objects.get(email=by_email)
    to = Membership.objects.get(user__email=to_email, until=None)
    act = lambda: hand_over(to=to, by=by, at=datetime.now(UTC))
time.sleep(max(0, float(moment) - time.time()))
try:
    act()
except (ValidationError, Refused):
    print("refused")
else:
    print("done")
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.skipif(bool(REFUSAL), reason=REFUSAL))])
def environment(request, tmp_path):
    """A database of its own, with three people in it, and the environment that leads there."""
    name = f"juli_race_{uuid.uuid4().hex[:10]}"
    url = f"sqlite:///{tmp_path / 'race.sqlite3'}"
    if request.param == "postgresql":
        with psycopg.connect(POSTGRESQL_URL, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        url = POSTGRESQL_URL.rpartition("/")[0] + f"/{name}"
    usual = {k: v for k, v in os.environ.items() if not k.startswith("JULI_")}
    found = usual | {
        "DATABASE_URL": url,
        "JULI_VAR": str(tmp_path),
        "JULI_SECRET_KEY": "of a test",
        "DJANGO_SETTINGS_MODULE": "juli.site.settings",
    }
    run(found, "-c", SETTING.format(people=PEOPLE))
    yield found
    if request.param == "postgresql":
        with psycopg.connect(POSTGRESQL_URL, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(environment, *arguments):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def race(environment, what, arguments):
    moment = str(time.time() + 6)
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, what, moment, argument],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for argument in arguments
    ]
    said = [racer.communicate(timeout=120) for racer in racers]
    assert [error for _, error in said if "Traceback" in error] == []
    return sorted(answer.split()[0] for answer, _ in said)


def test_a_code_is_registered_once_and_its_administration_handed_over_once(environment):
    assert race(environment, "register", PEOPLE) == ["done", "refused", "refused"]
    assert run(environment, "-c", STATE) == "1 1 1"
    run(environment, "-c", STAFF)
    staff = run(
        environment,
        "-c",
        "import django; django.setup()\nfrom juli.stages.organisations.models import Membership\n"
        'print(*Membership.objects.filter(role="staff").values_list("user__email", flat=True))',
    ).split()
    assert len(staff) == 2
    administrator = next(email for email in PEOPLE if email not in staff)
    assert race(environment, "hand_over", [f"{administrator}:{one}" for one in staff]) == ["done", "refused"]
    assert run(environment, "-c", STATE) == "1 1 3"

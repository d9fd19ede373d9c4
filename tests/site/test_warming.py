"""A server's process loads beforehand what its first visitors would wait for; no other does."""

import subprocess
import sys

import pytest

from juli.engines.policy.problems import ProgrammeUnusable
from juli.site import warming
from juli.stages.calls import rulebook
from tests.stages.applications.conftest import published


@pytest.mark.django_db
def test_published_calls_are_read_beforehand():
    call = published("bast-2024")
    rulebook._read.cache_clear()
    warming.warm()
    read = rulebook._read.cache_info().misses
    rulebook.current(call)
    assert (read, rulebook._read.cache_info().misses) == (1, 1)


@pytest.mark.django_db
def test_a_shelf_that_cannot_be_read_stops_no_server(monkeypatch):
    def unreadable(*_given):
        raise ProgrammeUnusable([])

    published("bast-2024")
    monkeypatch.setattr(warming, "shelf", unreadable)
    monkeypatch.setattr(warming, "current", unreadable)
    warming.warm()


def test_commands_load_none_of_it():
    code = (
        "import django; django.setup(); import sys; print({'highspy', 'typst', 'juli.site.warming'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"

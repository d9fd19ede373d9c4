"""``make run``: a server that starts on an empty machine."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

SCRIPT = str(Path(__file__).parents[2] / "scripts/run.py")


@pytest.fixture
def environment(tmp_path):
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    own = {"JULI_VAR": str(tmp_path / "var"), "JULI_SECRET_KEY": "for this test", "JULI_DEMO": "1"}
    # Unbuffered, so that what the server says comes through the pipe as it says it.
    return {**kept, **own, "PYTHONUNBUFFERED": "1"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def refusal(*arguments, environment):
    answer = subprocess.run(
        [sys.executable, SCRIPT, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert answer.returncode == 1
    return answer.stderr.strip()


def test_the_site_opens_with_a_database_of_its_own(environment, tmp_path):
    port = free_port()
    # A session of its own, because the reloader keeps a second process.
    server = subprocess.Popen(
        [sys.executable, SCRIPT, str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        lines = iter(server.stdout.readline, "")
        assert next(line.strip() for line in lines if line.strip()) == f"聚力 Juli  http://127.0.0.1:{port}/"
        # The line that Django prints just before it listens.
        next(line for line in lines if line.startswith("Quit the server"))
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert "单位均为虚构" in page.read().decode()
        assert (tmp_path / "var/juli.sqlite3").exists()
        assert f"Choose another one: make run PORT={port + 1}" in refusal(str(port), environment=environment)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
        server.stdout.close()


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "８０００"])
def test_what_is_no_port_is_refused(environment, port):
    assert refusal(port, environment=environment) == (
        f'"{port}" is not a port; write a number up to 65535, for example: make run PORT=8001'
    )

"""A line that breaks at 60 %, a server that is killed: the upload goes on from what lies safely on the disk."""

import base64
import hashlib
import http.client
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest

from juli.registry.files.actions.uploads import CHECKPOINT
from tests.registry.conftest import ROOT
from tests.registry.corpus import picture

TOKEN = "t" * 32
HEADERS = {
    "Tus-Resumable": "1.0.0",
    "X-Actor": "user:1",
    "X-CSRFToken": TOKEN,
    "Cookie": f"juli_csrf={TOKEN}",
}
#: More than a checkpoint in its first 60 %.
CONTENT = picture("BMP", (1700, 1700))
CUT = len(CONTENT) * 6 // 10


def wait_until(happened):
    for _ in range(600):
        if happened():
            return
        time.sleep(0.05)
    pytest.fail("it never happened")


@contextmanager
def served(site) -> Iterator[tuple[int, subprocess.Popen]]:
    """The site by gunicorn; its port and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # Without the site's own start, which loads stages that are not there.
    application = "django.core.wsgi:get_wsgi_application()"
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--threads", "2"]
    quiet = ["--log-level", "critical", "--no-control-socket"]
    process = subprocess.Popen(
        command + quiet, cwd=ROOT, env=site.environment(), start_new_session=True, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: answers(port))
        yield port, process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def ask(port, method, place, body=None, **headers):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, place, body, {**HEADERS, **headers})
        answer = connection.getresponse()
        answer.read()
        return answer


def begin(port):
    name = base64.b64encode("位图.bmp".encode()).decode()
    answer = ask(
        port, "POST", "/evidence/", **{"Upload-Length": str(len(CONTENT)), "Upload-Metadata": f"filename {name}"}
    )
    assert answer.status == 201
    return urlsplit(answer.headers["Location"]).path


def patch(port, place, offset):
    headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
    return ask(port, "PATCH", place, CONTENT[offset:], **headers)


def went_through(port, place):
    """Whether the rest was taken now. A server that refuses it, the cut line's request being still at work, may close
    before it has read everything: then the sender is cut off, as any client is, and asks again."""
    try:
        return patch(port, place, offset(port, place)).status == 204
    except (BrokenPipeError, ConnectionResetError):
        return False


def half_sent(port, place):
    """A connection on which a PATCH has got as far as 60 %."""
    line = socket.create_connection(("127.0.0.1", port))
    headers = {
        **HEADERS,
        "Host": f"127.0.0.1:{port}",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(len(CONTENT)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    line.sendall(f"PATCH {place} HTTP/1.1\r\n{head}\r\n".encode() + CONTENT[:CUT])
    return line


def offset(port, place):
    return int(ask(port, "HEAD", place).headers["Upload-Offset"])


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_a_cut_line_goes_on_where_it_was(sqlite_site, reset):
    with served(sqlite_site) as (port, _):
        place = begin(port)
        line = half_sent(port, place)
        # The first checkpoint is noted while the line is still open.
        wait_until(lambda: offset(port, place) >= CHECKPOINT)
        if reset:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()
        if not reset:
            wait_until(lambda: offset(port, place) == CUT)
        at = offset(port, place)
        assert CHECKPOINT <= at <= CUT
        wait_until(lambda: went_through(port, place))
        assert offset(port, place) == len(CONTENT)
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert sqlite_site.does("files")["before"] == {
        "rows": [digest],
        "contents": [digest],
        "links": 1,
        "damaged": [],
        "uploads": [["kept", len(CONTENT)]],
        "arriving": 0,
    }


def test_a_killed_server_goes_on_from_its_last_note(sqlite_site):
    with served(sqlite_site) as (port, process):
        place = begin(port)
        with half_sent(port, place):
            wait_until(lambda: offset(port, place) >= CHECKPOINT)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    with served(sqlite_site) as (port, _):
        at = offset(port, place)
        assert CHECKPOINT <= at <= CUT
        assert patch(port, place, at).status == 204
    assert sqlite_site.does("files")["before"]["rows"] == [hashlib.sha256(CONTENT).hexdigest()]

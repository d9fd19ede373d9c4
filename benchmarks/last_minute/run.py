"""200 applicants hand in during the last minute, over HTTP, on SQLite and on PostgreSQL. See docs/benchmarks.md.

The site runs as in production (gunicorn, threads, its own settings); each applicant is a browser of its own that
presses the button once, most of them near the end; twenty more press just after it. The peer is a bare INSERT of as
many bytes through the same server, at the same moments.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))

from measure import NOT_AS_CLAIMED, load, machine, table  # noqa: E402

POSTGRESQL = os.environ.get("JULI_TEST_POSTGRESQL", "postgres://postgres@127.0.0.1:5432/postgres")
BEIJING = dt.timezone(dt.timedelta(hours=8))
CSRF = "c" * 32
#: Processes and threads of the server. A request begins when a thread takes it up, and that instant counts: there are
#: more threads than the crowd needs, waiting for the database rather than in front of the door.
WORKERS, THREADS = 2, 32
LATE = 20
#: Seconds before the end within which somebody may press and be told that the server began it after the end.
NEAR = 1.0


class Answer(NamedTuple):
    """What one browser saw: when it pressed, how long it waited, the status (0: a broken line), where it was sent."""

    pressed: float
    seconds: float
    status: int
    to: str


class Run(NamedTuple):
    """One minute of one side."""

    answers: list[Answer]
    late: list[Answer]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="20 applicants in ten seconds")
    options = parser.parse_args()
    applicants, seconds = (20, 10) if options.quick else (200, 60)
    print(
        f"{machine()}\n\n{applicants} applicants in the last {seconds} s, {LATE} after it; gunicorn with {WORKERS} "
        f"processes of {THREADS} threads.\n"
    )
    rows, right = [], True
    for name in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder, database(name, Path(folder)) as url:
            if url is None:
                print(f"{name}: not measured, no server at {POSTGRESQL.rpartition('@')[2]}.\n")
                continue
            found, agrees = measured(name, url, Path(folder), applicants, seconds)
            rows += found
            right = right and agrees
    head = [
        "database",
        "what",
        "with a receipt",
        "began after the end",
        "refused late",
        "errors",
        "p50 (ms)",
        "p95 (ms)",
        "longest (ms)",
        "times",
        "load",
    ]
    print(table(head, rows))
    return 0 if right else NOT_AS_CLAIMED


def measured(name: str, url: str, folder: Path, applicants: int, seconds: int) -> tuple[list[list[str]], bool]:
    """The lines of one database, and whether none was lost, doubled or late."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("JULI_")},
        "DJANGO_SETTINGS_MODULE": "settings",
        "PYTHONPATH": str(HERE),
        "JULI_SECRET_KEY": "for this benchmark",
        "JULI_VAR": str(folder),
        "DATABASE_URL": url,
    }
    people = asked(environment, "arrange", str(applicants + LATE))
    with served(environment) as port:
        closes = dt.datetime.now(BEIJING).replace(microsecond=0) + dt.timedelta(seconds=seconds + 90)
        end = closes.timestamp()
        asked(environment, "close", f"{closes:%Y-%m-%dT%H:%M:%S}")
        warm(port, people)
        if time.time() > end - seconds:
            raise SystemExit(f"{name}: the server took too long to start; the machine is too busy to measure on")
        ours = minute(port, people[:applicants], people[applicants:], end, seconds)
        load_then = load()
        said = asked(environment, "count")
        bare_end = time.time() + seconds + 3
        rows = [
            {"address": "/bare/", "cookies": person["cookies"], "form": {"id": i, "bytes": said["bytes"]}}
            for i, person in enumerate(people)
        ]
        peer = minute(port, rows[:applicants], [], bare_end, seconds)
    good = [a for a in ours.answers if a.status == 302 and a.to.endswith("/life/")]
    refused = [a for a in ours.late if a.status == 422]
    # Pressed before the end, taken up by the server after it: told so, and in nobody's list.
    waited = [end - a.pressed for a in ours.answers if a.status == 422]
    wanted = {
        "submissions": len(good),
        "applications": len(good),
        "turns": len(good),
        "journal": len(good),
        "told": len(good),
        "sealed": len(good),
        "numbers": applicants + LATE,
        "findings": [],
    }
    wrong = {key: (said[key], value) for key, value in wanted.items() if said[key] != value}
    late = said["latest"] >= closes.astimezone(dt.UTC).isoformat()
    lost = applicants - len(good) - len(waited)
    agrees = not wrong and not late and not lost and len(refused) == len(ours.late) and max(waited, default=0) < NEAR
    if waited:
        print(
            f"{name}: {len(waited)} pressed up to {max(waited):.2f} s before the end and began after it; "
            "they were told that they were late.\n"
        )
    print(
        f"{name}: {len(good)} of {applicants} answered with a receipt, {said['submissions']} in the database, "
        f"{len(refused)} of {len(ours.late)} refused after the end; the latest began at {said['latest']}, the end was "
        f"{closes.astimezone(dt.UTC).isoformat()}; one submission writes {said['bytes']} bytes. "
        f"{'None lost, none doubled, none late.' if agrees else f'NOT AS CLAIMED: {wrong}, late: {late}'}\n"
    )
    return [line(name, "hand in", ours, load_then, peer), line(name, "bare INSERT", peer, load(), peer)], agrees


def line(name: str, what: str, run: Run, load_then: str, peer: Run) -> list[str]:
    """One line of the table; ``times`` is the median by the peer's."""
    waited = sorted(a.seconds * 1000 for a in run.answers)
    by = statistics.median(waited) / statistics.median(a.seconds * 1000 for a in peer.answers)
    told = sum(a.status == 422 for a in run.answers)
    errors = sum(a.status not in {302, 303, 422} for a in run.answers)
    shown = [f"{statistics.median(waited):.0f}", f"{waited[int(len(waited) * 0.95)]:.0f}", f"{waited[-1]:.0f}"]
    late = str(sum(a.status == 422 for a in run.late)) if run.late else "–"
    return [
        name,
        what,
        str(len(run.answers) - errors - told),
        str(told),
        late,
        str(errors),
        *shown,
        f"{by:.1f}",
        load_then,
    ]


def minute(port: int, people: list[Any], late: list[Any], end: float, seconds: int) -> Run:
    """Everybody presses once: one in three anywhere in the minute, the others towards its end; then the late."""
    chance = random.Random(1)  # noqa: S311  # The same moments in every run.
    moments = [
        end - seconds * (chance.random() if i % 3 == 0 else min(chance.expovariate(12), 0.99)) - 0.02
        for i in range(len(people))
    ]
    after = [end + 0.05 + chance.random() for _ in late]
    answers: list[Answer | None] = [None] * (len(people) + len(late))

    def browser(place: int, person: dict[str, Any], moment: float) -> None:
        time.sleep(max(0.0, moment - time.time()))
        answers[place] = press(port, person)

    threads = [
        threading.Thread(target=browser, args=(i, person, moment))
        for i, (person, moment) in enumerate(zip([*people, *late], [*moments, *after], strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [a for a in answers if a is not None]
    return Run(found[: len(people)], found[len(people) :])


def press(port: int, person: dict[str, Any]) -> Answer:
    """One request, as the browser of one applicant."""
    body = urlencode({"csrfmiddlewaretoken": CSRF, **person.get("form", {})})
    headers = {
        "Cookie": person["cookies"],
        "Content-Type": "application/x-www-form-urlencoded",
        "Host": f"127.0.0.1:{port}",
    }
    pressed = time.time()
    begun = time.perf_counter()
    try:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
            connection.request("POST", person["address"], body, headers)
            answer = connection.getresponse()
            answer.read()
            return Answer(pressed, time.perf_counter() - begun, answer.status, answer.headers.get("Location", ""))
    except OSError:
        return Answer(pressed, time.perf_counter() - begun, 0, "")


def warm(port: int, people: list[Any]) -> None:
    """Every process has read its templates and the call's rules before the minute begins."""
    for person in people[:6]:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
            connection.request("GET", person["address"].removesuffix("submit/"), headers={"Cookie": person["cookies"]})
            connection.getresponse().read()


def asked(environment: dict[str, str], *command: str) -> Any:
    done = subprocess.run(
        [sys.executable, HERE / "work.py", *command],
        env=environment,
        cwd=HERE,
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


@contextlib.contextmanager
def served(environment: dict[str, str]) -> Iterator[int]:
    """The site by gunicorn, as docs/operating.md runs it; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "juli.site.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        str(WORKERS),
        "--threads",
        str(THREADS),
        "--log-level",
        "critical",
        "--no-control-socket",
    ]
    process = subprocess.Popen(command, cwd=HERE, env=environment, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def database(name: str, folder: Path) -> Iterator[str | None]:
    """An empty database of the kind; None where no server answers."""
    if name == "SQLite":
        yield f"sqlite:///{folder}/juli.sqlite3"
        return
    import psycopg

    mine = f"bench_last_minute_{os.getpid()}"
    try:
        connection = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        yield None
        return
    with connection:
        connection.execute(f"CREATE DATABASE {mine}")
        try:
            yield f"{POSTGRESQL.rpartition('/')[0]}/{mine}"
        finally:
            connection.execute(f"DROP DATABASE {mine} WITH (FORCE)")


if __name__ == "__main__":
    raise SystemExit(main())

"""The busiest pages over a full house: median, p95, requests a second, queries. No peer: nobody serves these pages.

A real server (gunicorn, two processes with two threads) on SQLite, and on PostgreSQL where one answers; two clients ask
page after page, keeping their connections. Queries are counted in a process of their own. --quick fills a small house.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "benchmarks"), str(Path(__file__).parent)]
POSTGRESQL = os.environ.get("JULI_TEST_POSTGRESQL", "postgres://postgres@127.0.0.1:5432/postgres")
QUICK = "--quick" in sys.argv
HOUSE = (20, 20, 60) if QUICK else (500, 100, 2000)
ROUNDS = 5 if QUICK else 60
CLIENTS = 2

#: Page → (who asks, its address).
PAGES = {
    "front page": ("member", "/"),
    "calls": ("member", "/calls/"),
    "a call": ("member", "/calls/{edition}/"),
    "ledger of 100": ("member", "/organisations/{organisation}/ledger/"),
    "ledger of 2,000": ("long_member", "/organisations/{long}/ledger/"),
    "what the ledger meets": ("member", "/organisations/{organisation}/ledger/outlook/"),
    "my applications": ("member", "/organisations/{organisation}/applications/"),
    "an application": ("member", "/organisations/{organisation}/applications/{application}/"),
    "its clause board": ("member", "/organisations/{organisation}/applications/{application}/board/"),
    "its check": ("member", "/organisations/{organisation}/applications/{application}/check/"),
    "the organisation's record": ("member", "/organisations/{organisation}/"),
    "the office's organisations": ("officer", "/office/organisations/"),
    "the office's calls": ("officer", "/office/calls/"),
}


def main() -> int:
    return measured(Path(__file__).with_name("house.py"), HOUSE, PAGES)


def measured(house: Path, size: tuple[int, ...], pages: dict[str, tuple[str, str]], rounds: int = ROUNDS) -> int:
    """Measure pages of a house filled by a script, on every database there is."""
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores\n")
    for name, url in databases():
        measure(name, url, house, size, pages, rounds)
    return 0


def databases() -> list[tuple[str, str]]:
    found = [("SQLite", "")]
    try:
        import psycopg

        with closing(psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=2)) as connection:
            connection.execute("DROP DATABASE IF EXISTS bench_juli_pages")
            connection.execute("CREATE DATABASE bench_juli_pages")
        found.append(("PostgreSQL", f"{POSTGRESQL.rpartition('/')[0]}/bench_juli_pages"))
    except Exception as error:
        print(f"PostgreSQL is not measured: {error}\n")
    return found


def measure(
    name: str, url: str, house: Path, size: tuple[int, ...], pages: dict[str, tuple[str, str]], rounds: int
) -> None:
    with tempfile.TemporaryDirectory(prefix="juli-pages-") as folder:
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("JULI_") and k != "DATABASE_URL"},
            "JULI_VAR": folder,
            "JULI_SECRET_KEY": "for this measurement",
            "JULI_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "juli.site.settings",
            "DATABASE_URL": url or f"sqlite:///{folder}/juli.sqlite3",
        }
        started = time.monotonic()
        asked = [sys.executable, str(house), *map(str, size)]
        said = json.loads(
            subprocess.run(asked, env=environment, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
        )
        print(f"### {name}\n\n{said['counts']}; filled in {time.monotonic() - started:.0f} s\n")
        with Server(environment) as port:
            print("| page | median (ms) | p95 (ms) | requests a second | queries | KiB |")
            print("| --- | --- | --- | --- | --- | --- |")
            for page, (who, address) in pages.items():
                place = address.format(**said["ids"])
                line(page, port, place, said["cookies"][who], said["queries"][page], rounds)
    print()


class Server:
    def __init__(self, environment: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "juli.site.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        quiet = ["--workers", "2", "--threads", "2", "--log-level", "critical", "--no-control-socket"]
        self.process = subprocess.Popen(command + quiet, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)

    def __enter__(self) -> int:
        for _ in range(200):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self.port
            time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


def line(page: str, port: int, place: str, cookie: str, queries: int, rounds: int) -> None:
    # Each of the server's processes has read the rules and compiled its templates before anything counts.
    together(port, place, cookie, min(5, rounds))
    took, size, whole = together(port, place, cookie, rounds)
    took.sort()
    p95 = took[min(len(took) - 1, int(len(took) * 0.95))]
    print(
        f"| {page} | {statistics.median(took) * 1e3:.0f} | {p95 * 1e3:.0f} | {len(took) / whole:.0f} "
        f"| {queries} | {size / 1024:.0f} |",
        flush=True,
    )


def together(port: int, place: str, cookie: str, times: int) -> tuple[list[float], int, float]:
    """What all clients took, request by request; the page's bytes; the whole."""
    found: list[tuple[list[float], int]] = []
    threads = [threading.Thread(target=lambda: found.append(asked(port, place, cookie, times))) for _ in range(CLIENTS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - begun
    return [one for took, _ in found for one in took], found[0][1], whole


def asked(port: int, place: str, cookie: str, times: int) -> tuple[list[float], int]:
    took, size = [], 0
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        for _ in range(times):
            begun = time.perf_counter()
            connection.request("GET", place, headers={"Cookie": f"juli_session={cookie}"})
            answer = connection.getresponse()
            size = len(answer.read())
            took.append(time.perf_counter() - begun)
            if answer.status != 200:
                raise RuntimeError(f"{place} answered {answer.status}")
    return took, size


if __name__ == "__main__":
    raise SystemExit(main())

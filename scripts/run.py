"""Serves the site on this machine: updates the database, clears out old visits, works beside it, opens a browser.

Usage: run.py [PORT]
"""

import atexit
import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

HOST = "127.0.0.1"


def main() -> None:
    """Serve until interrupted."""
    port = _port(sys.argv[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juli.site.settings")
    os.environ.setdefault("DJANGO_RUNSERVER_HIDE_WARNING", "true")
    # So that links in letters and codes on paper lead here, whatever the port.
    os.environ.setdefault("JULI_ADDRESS", f"http://{HOST}:{port}")
    django.setup()
    # The autoreloader starts this file once more for every change; only the first time is a start.
    if "RUN_MAIN" not in os.environ:
        _refuse_if_taken(port)
        settings.VAR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        call_command("clearsessions")
        _beside(str(Path(sys.executable).with_name("juli")), "work")
        if settings.DEMO:
            _beside(sys.executable, "-m", "juli.demo")
        address = f"http://{HOST}:{port}/"
        print(f"\n  聚力 Juli  {address}\n", flush=True)
        if _has_display():
            threading.Thread(target=_open_when_ready, args=(address, port), daemon=True).start()
    call_command("runserver", f"{HOST}:{port}")


def _port(arguments: list[str]) -> int:
    text = arguments[0] if arguments else "8000"
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 2**16:
        sys.exit(f'"{text}" is not a port; write a number up to 65535, for example: make run PORT=8001')
    return int(text)


def _answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex((HOST, port)) == 0


def _refuse_if_taken(port: int) -> None:
    if _answers(port):
        sys.exit(f"Something else answers on port {port} already. Choose another one: make run PORT={port + 1}")


def _beside(*command: str) -> None:
    """Start a process that ends with this one."""
    process = subprocess.Popen(command)
    atexit.register(process.terminate)


def _has_display() -> bool:
    return sys.platform in {"darwin", "win32"} or any(name in os.environ for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _open_when_ready(address: str, port: int) -> None:
    for _ in range(100):
        if _answers(port):
            webbrowser.open(address)
            return
        time.sleep(0.1)


if __name__ == "__main__":
    main()

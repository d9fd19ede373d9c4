"""An environment of its own for every peer, made from its pinned requirements once and kept beside this file."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
HOME = HERE / ".venvs"


def interpreter(peer: str) -> Path:
    """The Python in which ``peer`` is installed as ``peers/PEER.txt`` says, which is done where it has not been."""
    wanted = HERE / "peers" / f"{peer}.txt"
    place = HOME / peer
    python, done = place / "bin" / "python", place / "installed.txt"
    if done.is_file() and done.read_bytes() == wanted.read_bytes():
        return python
    print(f"Installing {peer} into {place.relative_to(HERE.parent)}", file=sys.stderr)
    if place.exists():
        shutil.rmtree(place)
    uv = Path(sys.executable).parent / "uv"
    if uv.is_file():
        run([uv, "venv", "--quiet", "--python", sys.executable, place])
        run([uv, "pip", "install", "--quiet", "--no-deps", "--python", python, "-r", wanted])
    else:
        run([sys.executable, "-m", "venv", place])
        run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check", "-r", wanted])
    shutil.copyfile(wanted, done)
    return python


def run(command: list[Path | str]) -> None:
    subprocess.run([str(part) for part in command], check=True)

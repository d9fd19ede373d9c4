"""The lock files: complete, and free of addresses, so that each place installs from the registry it reaches."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def locked(name):
    pins = re.findall(r"^(\S+)==(\S+) \\$", (ROOT / name).read_text(), re.MULTILINE)
    return {canonicalize_name(package): version for package, version in pins}


def test_every_python_requirement_is_locked_within_its_bounds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(line for group in project["optional-dependencies"].values() for line in group)]
    pins = locked("requirements.lock")
    unmet = [
        line
        for line in asked
        if not Requirement(line).specifier.contains(pins.get(canonicalize_name(Requirement(line).name), "0"))
    ]
    assert unmet == []


def test_every_front_end_requirement_is_locked():
    asked = json.loads((ROOT / "package.json").read_text())["dependencies"]
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


@pytest.mark.parametrize("name", ["requirements.lock", "node.lock"])
def test_every_pin_has_a_digest(name):
    for block in re.split(r"\n(?=\S)", (ROOT / name).read_text().strip()):
        assert re.fullmatch(r"\S+==\S+( \\\n    --hash=sha256:[0-9a-f]{64})+", block), block


def test_no_lock_file_names_an_address():
    assert "://" not in (ROOT / "requirements.lock").read_text()
    assert "://" not in (ROOT / "node.lock").read_text()
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()

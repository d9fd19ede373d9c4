"""Every module of the engines can be the first that is imported."""

import json
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
# A fresh interpreter, in which nothing of Juli is there yet whenever the next module is imported; what comes from
# elsewhere stays, for it never imports Juli.
ALONE = """
import importlib, json, sys
import pydantic
# Models are built when they are first used: here they are only defined, over and over.
pydantic.BaseModel.model_config["defer_build"] = True
failed = {}
for name in json.loads(sys.stdin.read()):
    for there in [n for n in sys.modules if n.partition(".")[0] == "juli"]:
        del sys.modules[there]
    try:
        importlib.import_module(name)
    except Exception as error:
        failed[name] = repr(error)
print(json.dumps(failed))
"""


def modules() -> list[str]:
    """The engines' modules and packages, by their dotted names."""
    found = (path.relative_to(SOURCE).with_suffix("") for path in (SOURCE / "juli" / "engines").rglob("*.py"))
    return sorted(".".join(path.parts).removesuffix(".__init__") for path in found)


def test_every_module_of_the_engines_imports_alone() -> None:
    names = modules()
    assert "juli.engines.policy.optimise.goals" in names
    ran = subprocess.run(
        [sys.executable, "-c", ALONE], input=json.dumps(names), capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout) == {}

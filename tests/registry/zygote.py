"""Starts processes quickly: Django's modules are loaded once, and each act runs in a fork with settings of its own.

Lines of JSON come in: ``{"act", "given", "environment", "answer"}`` starts a process and is answered by its id;
``{"wait": ID}`` is answered by its exit code, negative for the signal that killed it. An act is a function of
``tests.registry.acts``, or ``module:function``.
"""

import importlib
import json
import os
import sys
import traceback
from pathlib import Path

#: What takes long to load and asks for no settings.
LOADED = [
    "django.db.models",
    "django.core.mail",
    "django.core.management",
    "django.db.backends.postgresql.base",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "environ",
    "PIL.Image",
    "juli.engines.policy.loader",
    "juli.engines.policy.dossier_reader",
    "juli.engines.policy.population.run",
    "juli.engines.paper.pdf",
    "juli.engines.paper.word",
]


#: What every site reads: its forks find it parsed.
PROGRAMMES = Path(__file__).parents[2] / "programmes"


def act(name, given, environment, answer):
    """Do one act as a process of its own."""
    os.environ.clear()
    os.environ.update(environment)
    import django

    django.setup()
    from django.db import connections

    module, _, function = name.rpartition(":")
    said = getattr(importlib.import_module(module or "tests.registry.acts"), function)(*given)
    connections.close_all()
    Path(answer).write_text(json.dumps(said), encoding="utf-8")


def start(wanted):
    """The id of a new process that does what is wanted and ends."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        act(wanted["act"], wanted["given"], wanted["environment"], wanted["answer"])
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def main():
    for name in LOADED:
        importlib.import_module(name)
    from juli.engines.policy.source import composed

    for path in (*PROGRAMMES.glob("*.yaml"), *PROGRAMMES.glob("*/programme.yaml")):
        composed(path.read_text(encoding="utf-8"))
    for line in sys.stdin:
        wanted = json.loads(line)
        if "wait" in wanted:
            said = os.waitstatus_to_exitcode(os.waitpid(wanted["wait"], 0)[1])
        else:
            said = start(wanted)
        sys.stdout.write(f"{said}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

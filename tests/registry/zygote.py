"""Starts processes quickly: a site is loaded once, and each act runs in a fork of it with an environment of its own.

Lines of JSON come in: ``{"act", "given", "environment", "answer"}`` starts a process and is answered by its id;
``{"wait": ID}`` is answered by its exit code, negative for the signal that killed it. An act is a function of
``tests.registry.acts``, or ``module:function``.

For each settings module there is a breeder: one fork in which Django is set up, and which no act ever runs in. It opens
no database; what its forks find loaded is code, and the programmes of the shelf.
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
#: What acts load, once there are settings.
LOADED_WITH_SETTINGS = [
    "django.test.signals",
    "juli.registry.backup",
    "juli.registry.files.actions",
    "juli.registry.journal.verification",
    "juli.registry.messages.delivery",
    "juli.registry.worker",
]


class Breeder:
    """A process with one site's code in it; it starts the processes of that site, and waits for them."""

    def __init__(self, environment):
        (asked, self._ask), (self._said, saying) = os.pipe(), os.pipe()
        if os.fork() == 0:
            code = 1
            try:
                os.close(self._ask)
                os.close(self._said)
                load(environment)
                serve(os.fdopen(asked), os.fdopen(saying, "w"), start, wait)
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        os.close(asked)
        os.close(saying)
        self._answers = os.fdopen(self._said)

    def ask(self, wanted):
        os.write(self._ask, (json.dumps(wanted) + "\n").encode())
        return int(self._answers.readline())


def load(environment):
    """Load a site's code."""
    os.environ.clear()
    os.environ.update({name: value for name, value in environment.items() if name != "JULI_FAULT"})
    import django

    django.setup()
    from django.apps import apps
    from django.urls import get_resolver, set_urlconf

    for name in LOADED_WITH_SETTINGS:
        importlib.import_module(name)
    set_urlconf(None)
    assert get_resolver().reverse_dict is not None
    if apps.is_installed("juli.stages.calls"):
        from juli.stages.calls.shelf import shelf

        shelf()


def become(environment):
    """Be a process that was started with this environment: settings, databases and the point to die at are its own."""
    from django.conf import empty, settings
    from django.core.signals import setting_changed
    from django.db import connections

    from juli.registry import faults

    before = settings._wrapped
    os.environ.clear()
    os.environ.update(environment)
    for name in {"juli.site.settings", before.SETTINGS_MODULE}:
        sys.modules.pop(name, None)
    settings._wrapped = empty
    for name in dir(settings):
        value = getattr(settings, name)
        # Databases are forgotten below, and Django would rather not hear of them.
        if name.isupper() and name != "DATABASES" and value != getattr(before, name, None):
            setting_changed.send(sender=None, setting=name, value=value, enter=True)
    connections.__dict__.pop("settings", None)
    connections.__init__()
    # As juli.registry.faults reads it when it is loaded.
    faults._armed, _, faults._count = environment.get("JULI_FAULT", "").partition(":")
    if faults._armed in faults.known():
        faults._points[faults._armed]._left = int(faults._count or "1")


def act(name, given, environment, answer):
    """Do one act as a process of its own."""
    become(environment)
    from django.db import connections

    module, _, function = name.rpartition(":")
    said = getattr(importlib.import_module(module or "tests.registry.acts"), function)(*given)
    connections.close_all()
    Path(answer).write_text(json.dumps(said), encoding="utf-8")


def start(wanted):
    """The id of a new process that does what is wanted and ends."""
    # Its forks find it loaded.
    importlib.import_module(wanted["act"].rpartition(":")[0] or "tests.registry.acts")
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


def wait(process):
    """The exit code of a process, when it has ended."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def serve(asked, said, start, wait):
    """Do what is asked, line by line."""
    for line in asked:
        wanted = json.loads(line)
        said.write(f"{wait(wanted['wait']) if 'wait' in wanted else start(wanted)}\n")
        said.flush()


def main():
    for name in LOADED:
        importlib.import_module(name)
    breeders, parents = {}, {}

    def start_there(wanted):
        settings = wanted["environment"]["DJANGO_SETTINGS_MODULE"]
        if settings not in breeders:
            breeders[settings] = Breeder(wanted["environment"])
        process = breeders[settings].ask(wanted)
        parents[process] = breeders[settings]
        return process

    serve(sys.stdin, sys.stdout, start_there, lambda process: parents.pop(process).ask({"wait": process}))


if __name__ == "__main__":
    main()

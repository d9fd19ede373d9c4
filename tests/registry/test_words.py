"""What the records office says of itself holds: examples in its modules, and how to check the journal without it."""

import doctest
import importlib
import pkgutil
import re

import pytest

import juli.registry
from juli.registry.canonical import instant
from juli.registry.journal.actions import record
from juli.registry.journal.models import Entry
from juli.registry.journal.roots import publish_root, roots_file
from juli.registry.parties import Actor, Subject
from tests.registry.acts import AT
from tests.registry.conftest import ROOT

MODULES = [
    module.name
    for module in pkgutil.walk_packages(juli.registry.__path__, "juli.registry.")
    if not module.name.endswith("__main__") and "migrations" not in module.name
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_journal_can_be_checked_without_juli(database, places):
    said = {}
    for example in re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "journal.md").read_text("utf-8"), re.DOTALL):
        exec(example, said)  # noqa: S102  # The page's own code is what is tested.
    given = {"details": {"题目": "喆\u2028", "n": [1, None]}, "personal": {"phone": "138"}}
    record(subject=Subject("call", "聚-7"), actor=Actor("user:1", "lead"), act="call.publish", at=AT, **given)
    root = publish_root(at=AT, reason="示例")
    row = Entry.objects.get()
    assert said["entry_hash"]({**row.__dict__, "at": instant(row.at)}) == row.hash
    assert said["root"](roots_file().read_text(encoding="utf-8")) == root.root

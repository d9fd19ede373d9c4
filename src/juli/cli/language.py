"""Which language the command speaks: ``--lang``, else the terminal's, else Chinese."""

from __future__ import annotations

import os
from collections.abc import Mapping


def of_environment(environment: Mapping[str, str] = os.environ) -> str:
    """``zh`` or ``en``, from LC_ALL, LC_MESSAGES, LANG in that order; Chinese where they name neither.

    >>> of_environment({"LANG": "en_GB.UTF-8"}), of_environment({"LANG": "C.UTF-8"})
    ('en', 'zh')
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"


def told(zh: str, en: str) -> str:
    """Help text in the terminal's language; read once, when the command starts."""
    return en if of_environment() == "en" else zh

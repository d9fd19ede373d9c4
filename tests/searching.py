"""How many examples a test tries that is dear: few in every run, many where somebody looks for new ones."""

import os

#: JULI_HYPOTHESIS=search, as the profile in tests/conftest.py.
SEARCHING = os.environ.get("JULI_HYPOTHESIS") == "search"


def examples(usually: int, searching: int = 1000) -> int:
    """``usually`` so many, ``searching`` where new ones are looked for."""
    return searching if SEARCHING else usually

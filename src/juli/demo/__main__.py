"""``python -m juli.demo``: makes the demonstration beside the site, which is open meanwhile."""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    """Make it, unless it is there; each step is a line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "juli.site.settings")
    django.setup()
    from django.utils import timezone

    from juli.demo.filling import Interrupted, fill

    try:
        if fill(at=timezone.now()):
            sys.stdout.write("  The examples are ready: look through other eyes at /demo/\n\n")
    except Interrupted as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()

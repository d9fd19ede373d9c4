"""Which share of the clauses is led to the right passage, beside a plain lookup of the printed citation.

Right means: the first and the last line of the passage are those that were found by hand. ``apart`` are notices that
were written after the recognition was finished; nothing was changed on account of them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parents[1])]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from measure import NOT_AS_CLAIMED
from plain import lookup

from juli.engines.policy.catalogue import open_catalogue
from juli.stages.calls.notices.proposals import Sureness, proposals
from juli.stages.calls.notices.targets import targets
from tests.stages.calls.notices.samples.reading import APART, BUILT, sample

#: What is claimed of the notices set apart: the share, and how many times the peer's.
SHARE, TIMES = 0.90, 1.5


def main() -> int:
    vocabulary = open_catalogue(ROOT / "programmes").vocabulary
    print("| notices | clauses | right | right of those called sure | plain lookup: own text | whole section | times |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    claimed = True
    for name, folders in (("built with", BUILT), ("set apart", APART)):
        total = right = own = whole = sure = sure_right = 0
        for folder in folders:
            found = sample(folder, vocabulary)
            lines = [(line.number, line.shown) for line in found.outline.lines if not line.left_out]
            for proposal in proposals(found.outline, targets(found.programme)):
                true = found.anchors[proposal.target.id]
                good = (proposal.first, proposal.last) == true
                total += 1
                right += good
                sure += proposal.sureness is Sureness.SURE
                sure_right += good and proposal.sureness is Sureness.SURE
                own += lookup(lines, proposal.target.cite, whole=False) == true
                whole += lookup(lines, proposal.target.cite, whole=True) == true
        times = right / max(own, whole)
        print(
            f"| {name}: {len(folders)} | {total} | {right} ({right / total:.1%}) | {sure_right} of {sure} "
            f"| {own} ({own / total:.1%}) | {whole} ({whole / total:.1%}) | {times:.2f} |"
        )
        if folders is APART:
            claimed = right / total >= SHARE and times >= TIMES
    return 0 if claimed else NOT_AS_CLAIMED


if __name__ == "__main__":
    raise SystemExit(main())

"""Measure what the project claims about speed, each against a named peer in the same run. Prints Markdown.

make bench                                  all of it
make bench ARGS="--quick"                   small sizes and few rounds: does it run, do the answers agree
make bench ARGS="organisation population"   some of it
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from measure import NOT_AS_CLAIMED

HERE = Path(__file__).parent
TITLES = {
    "organisation": "One organisation, with its trace",
    "population": "A whole population",
    "allocation": "500 achievements to categories",
    "assignment": "Experts to applications",
    "last_minute": "200 applicants in the last minute",
    "pages": "The busiest pages over a full house",
    "office": "The office's pages over a full house",
    "anchoring": "Clauses to their passages in the notice",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", nargs="*", metavar="|".join(TITLES), help="which benchmarks (all unless given)")
    parser.add_argument("--quick", action="store_true", help="small sizes and few rounds")
    options = parser.parse_args()
    for name in options.which:
        if name not in TITLES:
            parser.error(f'no benchmark "{name}"; there are {", ".join(TITLES)}')
    ended = {}
    for name in options.which or TITLES:
        print(f"## {TITLES[name]}\n", flush=True)
        script = HERE / name / "run.py"
        if not script.is_file():
            print(f"Not measured: there is no {script.relative_to(HERE.parent)}.\n", flush=True)
            continue
        command = [sys.executable, str(script), *(["--quick"] if options.quick else [])]
        ended[name] = subprocess.run(command, check=False).returncode
        print(flush=True)
    slow = [name for name, code in ended.items() if code == NOT_AS_CLAIMED]
    broken = [name for name, code in ended.items() if code not in (0, NOT_AS_CLAIMED)]
    if broken:
        print(f"Failed: {', '.join(broken)}")
    # Small sizes show that it runs and that the answers agree; they say nothing about what is claimed.
    if slow and not options.quick:
        print(f"Not as claimed: {', '.join(slow)}")
    return int(bool(broken or (slow and not options.quick)))


if __name__ == "__main__":
    raise SystemExit(main())

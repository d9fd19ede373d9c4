"""Results worked out again from what was kept with them, by kind. A stage with a kind of its own adds its line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from juli.engines.panel import recorded as panel
from juli.engines.policy import recorded as policy


class Outcome(NamedTuple):
    """What was looked at, as it was then and as it comes out now."""

    kind: str
    was: bytes
    now: bytes


Parts = Mapping[str, bytes]


def _verdict(parts: Parts, result: bytes) -> Iterator[Outcome]:
    """The whole verdict; its points apart; and whether it was judged on the frozen copy."""
    texts = [parts[name].decode() for name in ("programme", "vocabulary", "calendar", "inputs")]
    now = policy.judged_again(*texts).encode()
    yield Outcome("verdict", result, now)
    if any(_points(one) != b"[null,null]" for one in (result, now)):
        yield Outcome("points", _points(result), _points(now))
    if "copy" in parts:
        yield Outcome("copy", *_copied(json.loads(parts["copy"]), json.loads(parts["inputs"])))


def _points(text: bytes) -> bytes:
    said = json.loads(text)
    return _plain([said["points"], said["verified_points"]])


def _copied(copy: Any, inputs: Any) -> tuple[bytes, bytes]:
    """The applicant and its works as the frozen copy has them, and as they were judged."""
    dossier = inputs["dossier"]
    works = sorted([str(row["id"]), row["kind"]] for row in copy["achievements"])
    judged = sorted([row["id"], row["kind"]] for row in dossier["achievements"]["is"])
    return _plain([copy["organisation"]["name"], works]), _plain([dossier["name"], judged])


def _ranking(parts: Parts, result: bytes) -> Iterator[Outcome]:
    now = panel.ranked_again(parts["inputs"], parts["decisions"])
    yield Outcome("ranking", result, now)
    yield Outcome("amounts", _grants(result), _grants(now))


def _grants(text: bytes) -> bytes:
    said = json.loads(text)
    return _plain([[line["track"], line["application"], line["grant"]] for line in said["lines"]])


def _plain(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


#: Kind → what comes out of its parts, beside what came out then. Raises what the engines raise.
REPLAYS: Final[dict[str, Callable[[Parts, bytes], Iterator[Outcome]]]] = {
    "verdict": _verdict,
    "draw": lambda parts, result: iter([Outcome("draw", result, panel.drawn_again(parts["record"]))]),
    "replacement": lambda parts, result: iter(
        [Outcome("replacement", result, panel.replaced_again(parts["record"], parts["inputs"]))]
    ),
    "assignment": lambda parts, result: iter([Outcome("assignment", result, panel.matched_again(parts["inputs"]))]),
    "scores": lambda parts, result: iter([Outcome("scores", result, panel.scored_again(parts["inputs"]))]),
    "ranking": _ranking,
}


def first_difference(was: bytes, now: bytes) -> str:
    """Where two results part first: a path into their JSON, else a byte.

    >>> first_difference(b'{"a":[1,2]}', b'{"a":[1,3]}')
    'a[1]: 2 → 3'
    """
    try:
        found = _parted(json.loads(was), json.loads(now), "")
    except (ValueError, RecursionError):
        found = None
    if found is not None:
        return found
    place = next((n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    return f"byte {place}"


def _parted(was: Any, now: Any, at: str) -> str | None:
    if isinstance(was, dict) and isinstance(now, dict):
        for name in [*was, *(name for name in now if name not in was)]:
            found = _parted(was.get(name), now.get(name), f"{at}.{name}" if at else name)
            if found is not None:
                return found
        return None
    if isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        return next((f for n, (a, b) in enumerate(zip(was, now, strict=True))
                     if (f := _parted(a, b, f"{at}[{n}]")) is not None), None)  # fmt: skip
    return None if was == now else f"{at or '$'}: {_short(was)} → {_short(now)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}…"

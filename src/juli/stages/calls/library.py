"""The shelf, and beside its files the published calls: what an organisation can be held against."""

from __future__ import annotations

import functools
import logging
from dataclasses import replace

from juli.engines.policy.problems import ProgrammeUnusable
from juli.stages.calls.models import Amendment, Call
from juli.stages.calls.rulebook import current
from juli.stages.calls.shelf import Shelf, shelf

_log = logging.getLogger(__name__)


def library() -> Shelf:
    """The programmes of the shelf and the published calls under their rules as they stand.

    A call goes before a file of the same id: it is what one applies under. The same object for as long as nothing was
    published, amended or withdrawn and the shelf stands, so that what is worked out from it can be kept.
    """
    calls = Call.objects.filter(state=Call.State.PUBLISHED).order_by("edition").values_list("edition", "digest")
    amended = Amendment.objects.filter(call__state=Call.State.PUBLISHED).order_by("pk").values_list("pk", flat=True)
    standing = tuple(calls)
    return _library(shelf(), standing, tuple(amended)) if standing else shelf()


@functools.lru_cache(maxsize=4)
def _library(found: Shelf, standing: tuple[tuple[str, str], ...], _amended: tuple[int, ...]) -> Shelf:
    programmes, judges = dict(found.programmes), dict(found.judges)
    for call in Call.objects.filter(edition__in=[edition for edition, _ in standing]):
        try:
            rules = current(call)
        except ProgrammeUnusable:
            _log.exception("the rules of the published call %s cannot be read any more", call.edition)
            continue
        programmes[call.edition], judges[call.edition] = rules.programme, rules.judge
    return replace(found, programmes=programmes, judges=judges)

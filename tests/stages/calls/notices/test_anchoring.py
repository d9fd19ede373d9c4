"""The share of clauses that are led to the right passage, and what the recognition makes of faulty numbers.

S0-5, S1-109, O-1.
"""

from dataclasses import replace

import pytest

from juli.engines.policy.catalogue import open_catalogue
from juli.stages.calls.notices.citations import located
from juli.stages.calls.notices.proposals import Sureness, proposals
from juli.stages.calls.notices.shown import citation
from juli.stages.calls.notices.targets import targets
from tests.stages.calls.notices.samples.reading import APART, BUILT, sample


@pytest.fixture(scope="module")
def vocabulary(request):
    return open_catalogue(request.config.rootpath / "programmes").vocabulary


def share(folders, vocabulary):
    right = total = 0
    for folder in folders:
        found = sample(folder, vocabulary)
        for p in proposals(found.outline, targets(found.programme)):
            total += 1
            right += (p.first, p.last) == found.anchors[p.target.id]
    return right, total


def test_of_the_notices_it_was_built_with_nearly_all_is_right(vocabulary):
    assert share(BUILT, vocabulary) == (154, 155)


def test_of_the_notices_set_apart_nine_in_ten_are_right(vocabulary):
    assert share(APART, vocabulary) == (82, 87)


@pytest.mark.parametrize(
    ("folder", "faults"),
    [
        ("outreach", [("一", "1、", "misformed"), ("二.3", "", "unnumbered")]),
        ("parks", [("三.3", "（二）", "repeated"), ("三.4", "（五）", "skipped")]),
        ("prizes", [("二.2", "第五条", "skipped"), ("三.4", "", "unnumbered")]),
    ],
)
def test_faulty_numbers_are_counted_by_position_and_told(vocabulary, folder, faults):
    found = sample(next(p for p in BUILT if p.name == folder), vocabulary)
    assert [(citation(h), h.marker.printed, h.fault) for h in found.outline.faults] == faults


def test_every_proposal_says_why_and_a_wrong_citation_makes_it_unsure(vocabulary):
    found = sample(next(p for p in BUILT if p.name == "prizes"), vocabulary)
    every = proposals(found.outline, targets(found.programme))
    assert [p.target.id for p in every if not p.reasons] == []
    astray = targets(found.programme)[4]
    moved = replace(astray, cite="二.1.1")
    (proposal,) = proposals(found.outline, [moved])
    assert (proposal.sureness, "disagree" in [r.code for r in proposal.reasons]) == (Sureness.UNSURE, True)


@pytest.mark.parametrize(
    ("cite", "starts"),
    [
        ("标题", "样例省科技奖项"),
        ("附件.二", "二、申报单位情况"),
        ("附件.说明.1", "1．申报书用A4"),
        ("附件.封面", "附件"),
        ("二.1.3", "（三）专职"),
        ("九.9", None),
    ],
)
def test_citations_by_name_and_by_number(vocabulary, cite, starts):
    outline = sample(next(p for p in BUILT if p.name == "prizes"), vocabulary).outline
    found = located(outline, cite)
    first = None if found is None else next(x.shown for x in outline.lines if x.number == found.start)
    assert first is None if starts is None else first.startswith(starts)

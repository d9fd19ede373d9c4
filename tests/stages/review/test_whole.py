"""The review in an application's whole file: how many cards are in until the panel is closed, then scores."""

from types import SimpleNamespace

from juli.stages.accounts.roles import Role
from juli.stages.review import whole
from juli.stages.review.actions import panels
from juli.stages.screening.whole.sections import Matter
from tests.stages.review.panels import opened
from tests.stages.review.pool import NOW
from tests.stages.review.test_scoring import assignments, scored


def test_no_score_before_the_panel_is_closed(world):
    panel = opened(world)
    rows = assignments(panel)
    scored(rows[0])
    row = rows[0].entry.application
    # What is handed in has no part in it: the frame of a page is left out.
    around = SimpleNamespace(application=row, roles=frozenset({Role.LEAD}), programme=SimpleNamespace(tracks=()))
    matter = Matter(around, world.users["lead"], NOW)
    before = whole.review(matter)
    assert before.status == "open"
    assert "100" not in "".join(f"{one.text}{one.note}" for one in before.lines)
    assert "1" in str(before.lines[0].text)
    for one in rows[1:]:
        scored(one)
    panel.refresh_from_db()
    panels.close_panel(panel=panel, by=world.users["officer"], at=NOW)
    after = whole.review(matter)
    assert after.lines[0].text == "100.00"
    assert "100" in after.lines[0].note

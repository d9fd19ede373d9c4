"""What was handed in, judged on its frozen copy: as it was judged while it was written, whatever happens later."""

import datetime as dt
import shutil

import pytest

from juli.stages.applications import unlocking
from juli.stages.applications.models import Application
from juli.stages.applications.queries import judging, submitted
from juli.stages.applications.queries.submitted import UNDECIDED, Decided
from juli.stages.calls.rulebook import current
from juli.stages.ledger.models import Achievement
from tests.people import people
from tests.stages.applications.conftest import NOW, published
from tests.stages.applications.life.conftest import _blank, _places, the_check  # noqa: F401  # Fixtures.
from tests.stages.applications.life.conftest import submitted as handed_in

EDITION = "zgc-2022"
#: The days that the printed call leaves open.
DAYS = {"opens: {at: unstated}\n  closes: {at: unstated}": "opens: {at: 2022-08-01}\n  closes: {through: 2022-09-30}"}
pytestmark = pytest.mark.django_db


def worked(world):
    """A standard issued in the year before the call, in our ledger."""
    return Achievement.objects.create(
        organisation=world.ours,
        kind="standard",
        title="团体标准一",
        date=dt.date(NOW[EDITION].year - 1, 5, 1),
        fields={"level": "association", "role": "lead", "stage": "published", "number": "T/X 1-2021"},
        vocabulary=1,
        created_at=NOW[EDITION],
        changed_at=NOW[EDITION],
    )


def clauses(verdict):
    return {node.clause.id: (node.status, node.actual) for node in verdict.walk()}


def test_it_says_what_was_said_while_it_was_written():
    world = people()
    worked(world)
    published(EDITION, words=DAYS)
    made = handed_in(EDITION, world)
    live = judging.judged(made.application, current(made.application.call), made.at).verdict
    # When it was handed in is known now, and was not before.
    dates = ["date.closes", "date.opens"]
    now, then = clauses(submitted.verdict(made)), clauses(live)
    assert [now.pop(name)[0] for name in dates] == ["met", "met"]
    assert [then.pop(name)[0] for name in dates] == ["open", "open"]
    assert now == then


def test_what_the_ledger_says_later_changes_nothing():
    world = people()
    row = worked(world)
    published(EDITION, words=DAYS)
    made = handed_in(EDITION, world)
    before = clauses(submitted.verdict(made))
    Achievement.objects.filter(pk=row.pk).update(removed_at=made.at)
    submitted.forget()
    assert clauses(submitted.verdict(made)) == before


def test_a_work_that_the_office_strikes_counts_declared_and_not_verified():
    world = people()
    row = worked(world)
    published(EDITION, words=DAYS)
    made = handed_in(EDITION, world)
    struck = Decided(verifications=({"achievement": str(row.pk), "strike": True, "reason": "非本单位工作"},))
    assert submitted.fingerprint(made, struck) != submitted.fingerprint(made, UNDECIDED)
    verdict = submitted.verdict(made, struck)
    assert clauses(verdict) == clauses(submitted.verdict(made))
    counting = [node for node in verdict.walk() if str(row.pk) in node.used]
    assert counting
    assert [node.id for node in counting if str(row.pk) in node.verified.used] == []


def test_only_the_parts_that_were_named_open():
    assert unlocking.unlocked(Application(state=Application.State.DRAFT)) is None
    assert unlocking.opens({"team"}, "team")
    assert not unlocking.opens({"team"}, "budget")
    assert not unlocking.opens(set(), "claims")


def test_a_correction_keeps_what_stayed_locked():
    before = {"organisation": {"v": 1}, "standing": [1], "achievements": [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}]}
    now = {"organisation": {"v": 2}, "standing": [2], "achievements": [{"id": 2, "t": "B"}, {"id": 3, "t": "c"}]}
    assert unlocking.kept_locked(now, before, {"record", "work:2"}) == {
        "organisation": {"v": 2},
        "standing": [1],
        "achievements": [{"id": 1, "t": "a"}, {"id": 2, "t": "B"}],
    }
    assert unlocking.kept_locked(now, before, {"work"})["achievements"] == now["achievements"]


def test_another_vocabulary_or_calendar_is_another_verdict(settings, tmp_path):
    world = people()
    published(EDITION, words=DAYS)
    made = handed_in(EDITION, world)
    settings.PROGRAMMES = shutil.copytree(settings.PROGRAMMES, tmp_path / "programmes")
    for name in submitted.BESIDE:
        before = submitted.verdict(made)
        assert submitted.verdict(made) is before
        file = settings.PROGRAMMES / name
        file.write_text(file.read_text(encoding="utf-8") + "# Another day.\n", encoding="utf-8")
        assert submitted.verdict(made) is not before

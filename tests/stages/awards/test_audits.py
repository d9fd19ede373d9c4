"""The expenditure audit: opened and given, decided line by line, signed off to the cent (S0-99…S0-104)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from juli.registry.transactions import Stale
from juli.stages.accounts.permissions import Refused
from juli.stages.applications.cases import NotReady
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards import audits, granted
from juli.stages.awards.actions import audits as acts
from juli.stages.awards.actions.audits import Spent
from juli.stages.awards.models import AuditCase, AuditReport, ListLine, RankedList
from juli.stages.ledger.models import Achievement
from juli.stages.screening.models import OverlapResult
from tests.people import holds, people, person
from tests.stages.applications.conftest import NOW, published
from tests.stages.applications.life.conftest import _blank, _places, submitted  # noqa: F401  # Fixtures.

pytestmark = pytest.mark.django_db
DAYS = {"opens: {at: unstated}\n  closes: {at: unstated}": "opens: {at: 2022-08-01}\n  closes: {through: 2022-09-30}"}
AT = NOW["zgc-2022"] + dt.timedelta(days=60)


@pytest.fixture
def world():
    return people()


def work(world, title, **fields):
    return Achievement.objects.create(
        organisation=world.ours, kind="activity", title=title, date=dt.date(2021, 5, 1), vocabulary=1,
        created_at=NOW["zgc-2022"], changed_at=NOW["zgc-2022"], **fields,
    )  # fmt: skip


@pytest.fixture
def row(world):
    """Shortlisted, with a work that the nation paid, one that charged, one of its own."""
    words = {
        **DAYS,
        "  quota: unstated\n  amount: unstated": "  quota: 1\n  amount: {share: 0.5, of: audited_cost, at_most: 300000}",
    }
    published("zgc-2022", words=words)
    work(world, "国家财政支持的论坛", fiscal_funding=["national"])
    work(world, "收费培训", charged=True)
    work(world, "自办沙龙")
    found = submitted("zgc-2022", world).application
    Application.objects.filter(pk=found.pk).update(state=State.SHORTLISTED)
    found.refresh_from_db()
    return found


def settled(row, world):
    OverlapResult.objects.create(
        application=row, word=OverlapResult.Word.CLEAR, text="未见重复", by=world.users["officer"], at=AT
    )


def opened(row, world):
    settled(row, world)
    case = acts.open_case(application=row, auditor=world.users["auditor"], due=None, by=world.users["officer"], at=AT)
    row.refresh_from_db()
    return case


def version(case):
    return AuditCase.objects.get(pk=case.pk).version


def decided(case, world, lines, word="in_scope", **rest):
    given = {"reason": "" if word == "in_scope" else "理由", "had": version(case), **rest}
    return acts.decide_lines(case=case, lines=lines, word=word, by=world.users["auditor"], at=AT, **given)


def brought(case, world, *amounts):
    spent = [Spent(f"支出{n}", amount) for n, amount in enumerate(amounts, 1)]
    return acts.bring(case=case, spent=spent, by=world.users["administrator"], at=AT)


def test_the_look_for_duplicates_comes_before_the_audit(row, world):
    """S0-99."""
    with pytest.raises(NotReady):
        acts.open_case(application=row, auditor=world.users["auditor"], due=None, by=world.users["officer"], at=AT)
    opened(row, world)
    assert row.state == State.AUDIT


def test_an_audit_is_given_to_an_auditor_and_is_theirs_alone(row, world):
    settled(row, world)
    with pytest.raises(Refused):
        acts.open_case(application=row, auditor=world.users["expert"], due=None, by=world.users["officer"], at=AT)
    case = opened(row, world)
    brought(case, world, 100)
    from juli.stages.accounts.roles import Role

    other = person("auditor2@example.org", "别的审计")
    holds(other, Role.AUDITOR)
    with pytest.raises(Refused):
        acts.decide_lines(case=case, lines=[1], word="in_scope", reason="", had=version(case), by=other, at=AT)


def test_the_ledger_suggests_and_decides_nothing(row, world):
    """S0-101, S0-102."""
    copy = audits.copy_of(row)
    titles = {one.id: one.title for one in copy.dossier.achievements}
    found = {titles[key]: one.word for key, one in audits.suggestions(copy).items()}
    assert found == {"国家财政支持的论坛": "national_money", "收费培训": "commercial"}


def test_lines_come_all_or_none_with_every_mistake_named(row, world):
    case = opened(row, world)
    wrong = [Spent("会场", 100), Spent(" ", 100), Spent("印刷", 0), Spent("交通", 5, "", "999999")]
    with pytest.raises(NotReady) as error:
        acts.bring(case=case, spent=wrong, by=world.users["administrator"], at=AT)
    assert len(error.value.reasons) == 3
    assert not case.lines.exists()


def test_a_report_comes_to_the_cent_through_share_and_cap(row, world):
    """S0-100: half of what counts, at most 30 万元."""
    case = opened(row, world)
    brought(case, world, 10_000_001, 70_000_000, 333)
    decided(case, world, [1], accepted=10_000_000, reason="一分无票")
    decided(case, world, [2])
    decided(case, world, [3], "commercial")
    made = acts.sign_off(case=case, conclusion="属实", had=version(case), by=world.users["auditor"], at=AT)
    assert (made.cost, [cut["remains"] for cut in made.content["limits"]], made.accepted) == (
        80_000_000,
        [40_000_000, 30_000_000],
        30_000_000,
    )
    assert Application.objects.get(pk=row.pk).state == State.AUDITED
    assert audits.costs(row.call) == {row.pk: 80_000_000}
    # A list made before the audit leaves the amount to it, as the notice has it; the list's own amount goes first.
    row.refresh_from_db()
    listed = RankedList.objects.create(
        call=row.call, number=1, inputs="{}", inputs_digest="0" * 64, decisions="{}", result="{}", digest="0" * 64,
        release="now", by=world.users["lead"], at=AT,
    )  # fmt: skip
    assert granted.amounts([row]) == {row.pk: None}
    ListLine.objects.create(ranked_list=listed, application=row, place=1, rank=1, value="1", on_list=True)
    assert granted.amounts([row]) == {row.pk: 30_000_000}
    acts.reopen_audit(case=case, reason="漏票", by=world.users["lead"], at=AT)
    row.refresh_from_db()
    assert granted.amounts([row]) == {row.pk: None}


@pytest.mark.parametrize(
    ("word", "rest"),
    [
        ("out_of_scope", {"reason": " "}),
        ("in_scope", {"accepted": 101, "reason": "多"}),
        ("in_scope", {"accepted": 50, "reason": ""}),
        ("fine", {"reason": "x"}),
    ],
)
def test_a_decision_that_cannot_be_is_refused(row, world, word, rest):
    case = opened(row, world)
    brought(case, world, 100)
    with pytest.raises(NotReady):
        decided(case, world, [1], word, **rest)
    assert case.lines.get().word == ""


def test_nothing_is_signed_while_a_line_is_undecided(row, world):
    case = opened(row, world)
    with pytest.raises(NotReady):
        acts.sign_off(case=case, conclusion="属实", had=version(case), by=world.users["auditor"], at=AT)
    brought(case, world, 100, 200)
    decided(case, world, [1])
    with pytest.raises(NotReady, match="2"):
        acts.sign_off(case=case, conclusion="属实", had=version(case), by=world.users["auditor"], at=AT)


def test_two_at_once_the_second_is_told(row, world):
    case = opened(row, world)
    brought(case, world, 100)
    had = version(case)
    decided(case, world, [1], had=had)
    with pytest.raises(Stale):
        decided(case, world, [1], "commercial", had=had)


def test_a_signed_report_stays_and_the_head_of_office_takes_the_audit_up_again(row, world):
    case = opened(row, world)
    brought(case, world, 100)
    decided(case, world, [1])
    first = acts.sign_off(case=case, conclusion="属实", had=version(case), by=world.users["auditor"], at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditReport.objects.filter(pk=first.pk).update(accepted=1)
    with pytest.raises(Refused):
        acts.reopen_audit(case=case, reason="漏票", by=world.users["officer"], at=AT)
    acts.reopen_audit(case=case, reason="漏票", by=world.users["lead"], at=AT)
    decided(case, world, [1], "out_of_scope")
    second = acts.sign_off(case=case, conclusion="调整", had=version(case), by=world.users["auditor"], at=AT)
    assert [(one.number, one.cost) for one in (first, second)] == [(1, 100), (2, 0)]

"""From the tables to a verdict: what is stored is what is judged."""

import datetime as dt
from decimal import Decimal

import pytest

from juli.engines.policy.problems import DossierUnusable
from juli.registry.files.models import Attachment, StoredFile
from juli.stages.ledger.models import Achievement
from juli.stages.ledger.queries.dossiers import dossier
from juli.stages.organisations.models import Standing
from tests.people import CODES, SINCE, organisation


def achieved(where, kind, **columns):
    return Achievement.objects.create(
        organisation=where, kind=kind, vocabulary=1, created_at=SINCE, changed_at=SINCE, **columns
    )


def test_a_ledger_is_a_dossier(database):
    where = organisation("样例智能产业协会", CODES[0])
    where.record = {"founded": "2015-03-01", "legal_person": True}
    where.complete = ["sanction"]
    where.save()
    Standing.objects.create(
        organisation=where,
        kind="inspection",
        fields={"year": 2021, "result": "pass"},
        source="office",
        recorded_at=SINCE,
    )
    row = achieved(
        where,
        "contract_registration",
        title="样例合同",
        date=dt.date(2021, 6, 1),
        published=[{"platform": "site", "on": "2021-06-02"}],
        partners=["样例公司"],
        fields={"amount": 56789012345678989},
    )
    achieved(where, "brand", title="撤回的", removed_at=SINCE)
    file = StoredFile.objects.create(digest="0" * 64, size=1, kind="pdf", previews="none", kept_at=SINCE)
    Attachment.objects.create(
        file=file, subject_type="achievement", subject_id=str(row.pk), tag="agreement", name="a.pdf", by="user:1", role="staff", at=SINCE
    )  # fmt: skip
    found = dossier(where, "industry", claims={str(row.pk): "innovation"})
    assert (found.name, found.uscc, found.type, found.founded) == (
        where.name,
        CODES[0],
        "industry",
        dt.date(2015, 3, 1),
    )
    assert [dict(r.values) for r in found.standing["inspection"]] == [{"year": 2021, "result": "pass"}]
    assert found.standing["sanction"] == ()
    assert "project" not in found.standing
    (work,) = found.achievements
    assert (work.id, work.kind, work.evidence) == (str(row.pk), "contract_registration", {"agreement"})
    assert work.values["amount"] == Decimal("567890123456789.89")
    assert work.values["published"] == (("site", "", dt.date(2021, 6, 2)),)
    assert work.values["partners"] == ("样例公司",)


@pytest.mark.django_db
def test_what_does_not_hold_together_is_named():
    where = organisation("样例智能产业协会", CODES[0])
    achieved(where, "activity", title="反了", date=dt.date(2021, 6, 2), until=dt.date(2021, 6, 1))
    with pytest.raises(DossierUnusable, match="before it begins"):
        dossier(where, "industry")


@pytest.mark.parametrize(
    ("until", "day", "grade"),
    [
        (None, "2024-05-01", "4A"),
        ("2024-05-01", "2024-05-01", "4A"),
        ("2024-04-30", "2024-05-01", ""),
    ],
)
def test_the_evaluation_grade_is_that_of_the_evaluation_while_it_is_valid(database, until, day, grade):
    where = organisation("样例智能产业协会", CODES[0])
    for said in ({"grade": "5A", "valid_until": "2020-01-01"}, {"grade": "4A", "valid_until": until}):
        fields = {name: value for name, value in said.items() if value}
        Standing.objects.create(
            organisation=where, kind="evaluation", fields=fields, source="office", recorded_at=SINCE
        )
    found = dossier(where, "industry", application={"day": day})
    assert found.record.get("evaluation_grade", "") == grade
    by_today = dossier(where, "industry", today=dt.date.fromisoformat(day))
    assert by_today.record.get("evaluation_grade", "") == grade

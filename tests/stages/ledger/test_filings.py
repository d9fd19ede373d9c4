"""Pre-filing (S1-33, S1-34, O-11): dated, frozen, with the last safe day by working days; the licence added later."""

import datetime as dt
from decimal import Decimal

import pypdfium2
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from juli.engines.policy.quantities import Duration
from juli.registry.files.models import Attachment
from juli.stages.accounts.permissions import Refused
from juli.stages.calls.shelf import shelf
from juli.stages.ledger import filing_codes, papers
from juli.stages.ledger.actions import achievements, filings
from juli.stages.ledger.leadtimes import UnknownYear, earliest_registration, last_safe
from juli.stages.ledger.models import Achievement, Filing
from juli.stages.ledger.queries.dossiers import dossier
from juli.stages.ledger.queries.filings import asked, line
from tests.people import people
from tests.stages.ledger.test_evidence import photo

TEN = Duration(10, "working days")
#: Eleven at night in Beijing on 18 September.
AT = dt.datetime(2025, 9, 18, 15, 0, 0, 250, tzinfo=dt.UTC)
NOTICE = filings.Notice(
    "样例芯片公司", "海淀区样例路 1 号", Decimal("5000000.50"), "集成电路设计", False, dt.date(2025, 10, 9)
)


@pytest.fixture
def world(database):
    return people()


@pytest.mark.parametrize(
    ("registration", "safe"),
    [(dt.date(2025, 10, 9), dt.date(2025, 9, 18)), (dt.date(2026, 2, 24), dt.date(2026, 2, 3))],
)
def test_the_last_safe_day(registration, safe):
    """O-11 and the check values of practice."""
    calendar = shelf().calendar
    assert last_safe(registration, TEN, calendar) == safe
    assert earliest_registration(safe, TEN, calendar) <= registration
    assert earliest_registration(safe + dt.timedelta(days=1), TEN, calendar) > registration


def test_days_and_months_are_reckoned_too_and_a_year_nobody_entered_is_said():
    calendar = shelf().calendar
    assert last_safe(dt.date(2025, 3, 31), Duration(1, "months"), calendar) == dt.date(2025, 2, 28)
    assert last_safe(dt.date(2025, 3, 31), Duration(30, "days"), calendar) == dt.date(2025, 3, 1)
    assert last_safe(dt.date(2025, 3, 31), Duration(2, "years"), calendar) == dt.date(2023, 3, 31)
    with pytest.raises(UnknownYear, match="2041"):
        last_safe(dt.date(2041, 3, 1), TEN, calendar)
    with pytest.raises(UnknownYear):
        earliest_registration(dt.date(2041, 3, 1), TEN, calendar)


def test_what_is_asked_is_read_from_the_programmes():
    assert [(rule.programme.id, rule.lead) for rule in asked()] == [("zgc-2025", TEN)]


def filed(world, notice=NOTICE, at=AT):
    return filings.file(organisation=world.ours, notice=notice, by=world.users["staff"], at=at)


def matched(world, filing, day, **more):
    registered = filings.Registered(more.pop("name", filing.enterprise), day)
    return filings.match(filing=filing, registered=registered, by=world.users["staff"], at=AT, **more)


def test_filed_and_never_changed(world):
    filing = filed(world)
    assert (filing.filed_on, filing.number) == (dt.date(2025, 9, 18), f"BB20250918-{filing.pk:05d}")
    for change in (
        lambda: Filing.objects.filter(pk=filing.pk).update(enterprise="别的"),
        lambda: Filing.objects.filter(pk=filing.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    with pytest.raises(Refused):
        filings.file(organisation=world.ours, notice=NOTICE, by=world.users["other"], at=AT)


def test_the_licence_makes_an_entry_that_counts(world):
    filing = filed(world)
    licence = matched(world, filing, dt.date(2025, 10, 9))
    (work,) = dossier(world.ours, "industry").achievements
    assert work.values["filed_on"] == dt.date(2025, 9, 18)
    assert work.values["capital"] == Decimal("5000000.50")
    assert line(Filing.objects.get()).in_time is True
    with pytest.raises(Refused):
        matched(world, filing, dt.date(2025, 10, 9))
    # Whoever edits the entry can't touch the day of the filing.
    row = licence.achievement
    row = achievements.change(
        achievement=row, values={"title": "样例芯片公司", "date": "2025-10-09"}, version=row.version, by=world.users["staff"], at=AT
    )  # fmt: skip
    assert row.fields["filed_on"] == "2025-09-18"
    back = filings.unmatch(filing=filing, by=world.users["staff"], at=AT)
    assert "filed_on" not in back.fields
    with pytest.raises(Refused):
        filings.unmatch(filing=filing, by=world.users["staff"], at=AT)
    matched(world, filing, dt.date(2025, 10, 9), existing=back)
    assert Achievement.objects.count() == 1
    for act in (
        lambda: filings.unmatch(filing=filing, by=world.users["other"], at=AT),
        lambda: filings.match(
            filing=filing, registered=filings.Registered("x", dt.date(2025, 10, 9)), by=world.users["other"], at=AT
        ),
    ):
        with pytest.raises(Refused):
            act()


def test_a_day_too_late_is_seen(world):
    filing = filed(world, at=AT + dt.timedelta(days=1))
    matched(world, filing, dt.date(2025, 10, 9))
    assert line(Filing.objects.get()).in_time is False


def test_an_entry_of_another_kind_does_not_match(world):
    filing = filed(world)
    row = achievements.add(
        organisation=world.ours, kind="brand", values={"title": "品牌"}, by=world.users["staff"], at=AT
    )
    with pytest.raises(Refused):
        matched(world, filing, dt.date(2025, 10, 9), existing=row)


@pytest.mark.django_db
def test_the_receipt_says_what_was_filed_when():
    world = people()
    filing = filed(world)
    content = papers.receipt(filing, "zh")
    assert content == papers.receipt(Filing.objects.get(), "zh")
    document = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    printed = "".join(text.split())
    for words in (filing.number, "样例芯片公司", "2025年9月18日23:00:00", "5,000,000.5", world.ours.name):
        assert words in printed


@pytest.mark.django_db
def test_over_the_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "JULI_FILES_DIR", tmp_path)
    world = people()
    client = world.client("staff")
    where = world.ours.pk
    page = client.get(reverse("ledger:filings", args=[where]), {"day": "2025-10-09"}).content.decode()
    assert "2025-09-18" in page
    assert "2041" in client.get(reverse("ledger:filings", args=[where]), {"day": "2041-03-01"}).content.decode()
    said = {
        "enterprise": "样例公司",
        "place": "海淀",
        "capital": "1,000,000",
        "foreign": "no",
        "business_scope": "研发",
    }
    wrong = client.post(reverse("ledger:file_enterprise", args=[where]), {**said, "capital": "一百万"})
    assert wrong.status_code == 422
    assert "样例公司" in wrong.content.decode()
    made = client.post(reverse("ledger:file_enterprise", args=[where]), said)
    filing = Filing.objects.get()
    assert (made.headers["Location"], filing.capital) == (
        reverse("ledger:filing", args=[where, filing.pk]),
        100_000_000,
    )
    assert client.get(reverse("ledger:filing_receipt", args=[where, filing.pk])).content[:4] == b"%PDF"
    renamed = {"name": "样例科技公司", "registered_on": "2040-01-02"}
    assert client.post(made.headers["Location"], renamed).status_code == 422
    file = SimpleUploadedFile("执照.jpg", photo())
    client.post(made.headers["Location"], {**renamed, "difference": "核名时更名", "file": file})
    assert Attachment.objects.get().tag == "licence"
    assert Achievement.objects.get().fields["filed_on"] == filing.filed_on.isoformat()
    other = world.client("other")
    assert other.get(reverse("ledger:filing_receipt", args=[world.theirs.pk, filing.pk])).status_code == 404


@pytest.mark.django_db
def test_anybody_can_verify_a_receipt_and_learns_what_it_says():
    """S1-33: the QR code leads to a public page; a wrong code, or another's, says nothing."""
    world = people()
    first, second = (
        filings.file(organisation=world.ours, notice=NOTICE._replace(enterprise=name), by=world.users["staff"], at=AT)
        for name in ("样例甲公司", "样例乙公司")
    )
    nobody = world.client("nobody")
    page = reverse("ledger:filing_receipts")
    address = filing_codes.address_of(first)
    said = nobody.get(address.removeprefix(settings.JULI_ADDRESS.rstrip("/")))
    assert (said.status_code, said.context["filing"]) == (200, first)
    text = said.content.decode()
    assert [word in text for word in (first.number, "样例甲公司", first.digest, "集成电路设计", "5000000")] == [
        True, True, True, False, False
    ]  # fmt: skip
    typed = {"number": first.number.lower(), "code": filing_codes.code_of(first).replace("-", " ").lower()}
    assert nobody.get(page, typed).context["filing"] == first
    for number, code in (
        (second.number, filing_codes.code_of(first)),
        (first.number, "0000-0000-0"),
        (first.number, ""),
        ("BB20250918-99999", filing_codes.code_of(first)),
        (f"BB20250917-{first.pk:05d}", filing_codes.code_of(first)),
        ("x", "x"),
    ):
        refused = nobody.get(page, {"number": number, "code": code})
        assert (refused.status_code, refused.context["filing"]) == (404, None)
    assert nobody.get(page).status_code == 200
    document = pypdfium2.PdfDocument(papers.receipt(first, "zh"))
    assert filing_codes.code_of(first) in document[0].get_textpage().get_text_range()

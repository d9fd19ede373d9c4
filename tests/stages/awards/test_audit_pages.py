# ruff: noqa: F811  # Fixtures are imported and asked for by name.
"""The pages of the expenditure audit: whose they are, what they do, what a bad row is told (S0-99…S0-104)."""

import datetime as dt
import io

import pytest
import xlsxwriter
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.registry.files.models import Attachment
from juli.registry.messages.models import Message
from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from juli.stages.awards import audit_lines, audit_paper
from juli.stages.awards.actions import audits as acts
from juli.stages.awards.models import AuditCase
from juli.stages.screening.desks import waiting
from tests.people import holds, person
from tests.stages.awards.test_audits import AT, _blank, _places, brought, decided, opened, row, settled, world  # noqa: F401  # Fixtures.

A_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def other(world):
    """Another auditor, of the same call."""
    found = person("auditor2@example.org", "别的审计")
    holds(found, Role.AUDITOR)
    client = Client()
    client.force_login(found)
    return client


def own_page(row):
    return reverse("awards:own_audit", args=[row.organisation_id, row.pk])


def in_english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def lines(case):
    rows = case.lines.filter(removed_at=None).order_by("seq")
    return [(one.item, one.vouchers, one.amount) for one in rows]


def workbook(*rows):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet("支出")
        for n, cells in enumerate(rows):
            page.write_row(n, 0, cells)
    return SimpleUploadedFile("支出.xlsx", target.getvalue())


def test_opening_tells_the_applicant_and_the_auditor(row, world):
    settled(row, world)
    body = {"auditor": world.users["auditor"].pk, "due": "2022-12-31"}
    answer = world.client("officer").post(reverse("awards:open_audit", args=[row.pk]), body)
    assert answer.status_code == 302
    case = AuditCase.objects.get(application=row)
    assert (case.auditor, case.due) == (world.users["auditor"], dt.date(2022, 12, 31))
    told = Message.objects.filter(kind__startswith="awards.audit").values_list("kind", "recipient").distinct()
    people = {user.actor_id: who for who, user in world.users.items()}
    assert {(kind, people[recipient]) for kind, recipient in told} == {
        ("awards.audit_opened", "administrator"), ("awards.audit_opened", "staff"), ("awards.audit_given", "auditor"),
    }  # fmt: skip


def test_an_auditor_sees_their_own_cases_alone(row, world, other):
    case = opened(row, world)
    mine = world.client("auditor").get(reverse("awards:audits"))
    assert [one.pk for one, _title, _late in mine.context["cases"]] == [case.pk]
    assert other.get(reverse("awards:audits")).context["cases"] == []
    assert other.get(reverse("awards:audit", args=[case.pk])).status_code == 403
    acts.give(case=case, auditor=_user(other), by=world.users["officer"], at=AT)
    assert world.client("auditor").get(reverse("awards:audit", args=[case.pk])).status_code == 403
    assert other.get(reverse("awards:audit", args=[case.pk])).status_code == 200


def test_vouchers_are_for_the_auditor_the_applicant_and_the_office(row, world, other):
    case = opened(row, world)
    (line,) = brought(case, world, 100)
    sent = {"file": SimpleUploadedFile("发票.pdf", A_PDF)}
    where = reverse("awards:add_voucher", args=[case.pk, line.pk])
    assert other.post(where, {"file": SimpleUploadedFile("x.pdf", A_PDF)}).status_code == 403
    assert world.client("staff").post(where, sent).status_code == 302
    link = Attachment.objects.get(subject_type="audit_line", subject_id=str(line.pk))
    file = reverse("awards:voucher", args=[case.pk, link.pk])
    for who, status in {"auditor": 200, "staff": 200, "officer": 200, "lead": 200, "expert": 403, "other": 403}.items():
        answer = world.client(who).get(file)
        answer.close()
        assert (who, answer.status_code) == (who, status)
    assert other.get(file).status_code == 403


def test_a_voucher_that_is_no_file_of_a_kind_is_refused_with_its_name(row, world):
    case = opened(row, world)
    (line,) = brought(case, world, 100)
    where = reverse("awards:add_voucher", args=[case.pk, line.pk])
    answer = world.client("auditor").post(where, {"file": SimpleUploadedFile("坏.pdf", b"MZ\x90nothing")})
    assert answer.status_code == 422
    assert answer.context["reasons"][0].startswith("坏.pdf: ")
    assert not Attachment.objects.filter(subject_type="audit_line").exists()


def test_lines_are_typed_pasted_and_brought_in_a_workbook(row, world):
    case = opened(row, world)
    where = reverse("awards:bring_lines", args=[case.pk])
    staff = world.client("staff")
    form = {"item": ["会场", ""], "vouchers": ["记-1", ""], "amount": ["1,200.50", ""], "work": ["自办沙龙", ""]}
    assert staff.post(where, form)["Location"] == own_page(row)
    assert staff.post(where, {"pasted": "支出事项\t金额（元）\r\n印刷\t３０元\r\n"}).status_code == 302
    sent = workbook(["支出事项", "凭证号", "金额（元）", "工作事项"], ["交通", 12, 0.1 + 0.2, "国家财政支持的论坛"])
    assert world.client("auditor").post(where, {"file": sent})["Location"] == reverse("awards:audit", args=[case.pk])
    assert lines(case) == [("会场", "记-1", 120_050), ("印刷", "", 3_000), ("交通", "12", 30)]
    page = world.client("auditor").get(reverse("awards:audit", args=[case.pk])).context["page"]
    assert [(one.work, one.suggestion and one.suggestion.word) for one in page.rows] == [
        ("自办沙龙", None), ("", None), ("国家财政支持的论坛", "national_money"),
    ]  # fmt: skip


def test_every_bad_row_is_named_with_its_remedy_and_nothing_is_lost(row, world):
    case = opened(row, world)
    sent = workbook(["会场", "", 100], ["", "", 5], ["印刷", "", "约三千"], ["交通", "", 1, "没有的活动", "多"])
    client = in_english(world.client("staff"))
    answer = client.post(reverse("awards:bring_lines", args=[case.pk]), {"file": sent})
    assert answer.status_code == 422
    assert [reason.split(":")[0] for reason in answer.context["reasons"]] == ["支出 2", "支出 3", "支出 4"]
    assert answer.context["pasted"].splitlines() == [
        "会场\t\t100", "\t\t5", "印刷\t\t约三千", "交通\t\t1\t没有的活动\t多",
    ]  # fmt: skip
    assert lines(case) == []


def test_what_is_no_workbook_is_told_so(row, world):
    case = opened(row, world)
    sent = SimpleUploadedFile("支出.xlsx", b"nothing")
    answer = world.client("staff").post(reverse("awards:bring_lines", args=[case.pk]), {"file": sent})
    assert (answer.status_code, len(answer.context["reasons"])) == (422, 1)


def test_the_template_is_read_back_with_its_own_headings(row, world):
    for client in (world.client("staff"), in_english(world.client("staff"))):
        answer = client.get(reverse("awards:audit_template"))
        assert audit_lines.brought(answer.content, "x.xlsx") == ([], [])


def test_ticked_lines_are_decided_at_once_and_the_total_runs(row, world):
    case = opened(row, world)
    brought(case, world, 10_000_001, 70_000_000, 333)
    auditor, where = world.client("auditor"), reverse("awards:decide_lines", args=[case.pk])
    had = AuditCase.objects.get(pk=case.pk).version
    assert auditor.post(where, {"line": ["1", "2"], "word": "in_scope", "had": had}).status_code == 302
    page = auditor.get(reverse("awards:audit", args=[case.pk])).context["page"]
    assert (page.decided, page.cost, [limit.remains for limit in page.limits], page.accepted) == (
        2, 80_000_001, [40_000_001, 30_000_000], 30_000_000,
    )  # fmt: skip
    stale = auditor.post(where, {"line": ["3"], "word": "commercial", "reason": "收费", "had": had})
    assert (stale.status_code, stale.context["ticked"], stale.context["reason"]) == (422, {3}, "收费")
    part = auditor.post(where, {"line": ["3"], "word": "commercial", "reason": "收费", "accepted": "1", "had": had + 1})
    assert (part.status_code, part.context["part"]) == (422, "1")


def test_lines_that_the_ledger_speaks_of_are_ticked_with_its_reason(row, world):
    """S0-101: a suggestion, taken over by the auditor or not."""
    case = opened(row, world)
    form = {
        "item": ["论坛", "沙龙"],
        "vouchers": ["", ""],
        "amount": ["1", "1"],
        "work": ["国家财政支持的论坛", "自办沙龙"],
    }
    world.client("staff").post(reverse("awards:bring_lines", args=[case.pk]), form)
    answer = world.client("auditor").get(reverse("awards:audit", args=[case.pk]) + "?tick=national_money")
    assert (answer.context["ticked"], answer.context["word"]) == ({1}, "national_money")
    assert answer.context["reason"] != ""
    assert [one.line.word for one in answer.context["page"].rows] == ["", ""]


def test_the_applicant_sees_decisions_when_the_report_is_signed(row, world):
    case = opened(row, world)
    brought(case, world, 100)
    decided(case, world, [1])
    assert world.client("staff").get(own_page(row)).context["signed"] is False
    body = {"conclusion": "属实", "had": AuditCase.objects.get(pk=case.pk).version}
    assert world.client("auditor").post(reverse("awards:sign_audit", args=[case.pk]), body).status_code == 302
    shown = world.client("staff").get(own_page(row))
    assert (shown.context["signed"], shown.context["page"].open) == (True, False)
    life = world.client("staff").get(reverse("applications:life", args=[row.organisation_id, row.pk]))
    assert own_page(row) in life.content.decode()


def test_a_signed_report_is_printed_from_what_was_frozen(row, world):
    case = opened(row, world)
    brought(case, world, 10_000_001, 70_000_000)
    decided(case, world, [1])
    decided(case, world, [2], "city_money")
    signed = acts.sign_off(
        case=case, conclusion="属实", had=AuditCase.objects.get(pk=case.pk).version, by=world.users["auditor"], at=AT
    )
    first = audit_paper.report(signed, "zh")
    Application.objects.filter(pk=row.pk).update(title="改了")
    signed.refresh_from_db()
    assert audit_paper.report(signed, "zh") == first
    for form, begins in (("pdf", b"%PDF"), ("word", b"PK")):
        answer = world.client("lead").get(reverse("awards:audit_report", args=[case.pk, 1, form]))
        assert answer.content[: len(begins)] == begins


def test_the_head_of_office_takes_a_signed_audit_up_again(row, world):
    case = opened(row, world)
    brought(case, world, 100)
    decided(case, world, [1])
    had = AuditCase.objects.get(pk=case.pk).version
    acts.sign_off(case=case, conclusion="属实", had=had, by=world.users["auditor"], at=AT)
    where = reverse("awards:reopen_audit", args=[row.pk])
    assert world.client("lead").post(where, {"reason": " "}).status_code == 422
    assert world.client("lead").post(where, {"reason": "漏票"}).status_code == 302
    row.refresh_from_db()
    assert row.state == State.AUDIT


def test_what_waits_for_the_office_and_the_auditor(row, world):
    settled(row, world)

    def counts(who, role, at):
        queues = waiting(world.users[who], frozenset({role}), at)
        return {str(one.url): (one.count, one.late) for one in queues if "audit" in one.url}

    assert counts("officer", Role.OFFICER, AT) == {reverse("awards:office_audits"): (1, 0)}
    acts.open_case(application=row, auditor=world.users["auditor"], due=AT.date(), by=world.users["officer"], at=AT)
    assert counts("officer", Role.OFFICER, AT) == {}
    assert counts("auditor", Role.AUDITOR, AT) == {reverse("awards:audits"): (1, 0)}
    later = AT + dt.timedelta(days=2)
    assert counts("auditor", Role.AUDITOR, later) == {reverse("awards:audits"): (1, 1)}
    assert counts("officer", Role.OFFICER, later) == {reverse("awards:office_audits"): (1, 1)}


@pytest.mark.parametrize("who", ["auditor", "staff", "officer"])
def test_queries_do_not_grow_with_the_lines(row, world, who):
    case = opened(row, world)
    brought(case, world, 100)
    address = {
        "auditor": reverse("awards:audit", args=[case.pk]),
        "staff": own_page(row),
        "officer": reverse("awards:audit_tab", args=[row.pk]),
    }[who]
    client = world.client(who)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    brought(case, world, 200, 300)
    with CaptureQueriesContext(connection) as three:
        assert len(client.get(address).context["page"].rows) == 3
    assert len(three) == len(one)


def _user(client):
    from juli.stages.accounts.models import User

    return User.objects.get(pk=client.session["_auth_user_id"])

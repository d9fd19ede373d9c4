"""The audit: the auditor's own cases, the applicant's lines, the office that opens and follows."""

import datetime as dt

from juli.stages.awards.permissions import READERS
from tests.permissions.rows import OFFICE, OURS, SIGNED_IN, Row
from tests.permissions.screening_facts import screened

SEES = tuple(sorted(READERS))
LEAD = ("lead",)
AUDITOR = ("auditor",)
FILLS = ("auditor", *OURS)


def application(people, state="shortlisted"):
    return {"application": screened(people, state=state).pk}


def case(people, state="audit"):
    from juli.stages.awards.models import AuditCase
    from tests.stages.applications.conftest import NOW

    where = application(people, state)
    made = AuditCase.objects.create(
        application_id=where["application"], auditor=people.users["auditor"], opened_by=people.users["officer"],
        opened_at=NOW["zgc-2022"],
    )  # fmt: skip
    return {"case": made.pk}


def of_application(state="audit"):
    def arrange(people):
        from juli.stages.awards.models import AuditCase

        return {"application": AuditCase.objects.get(pk=case(people, state)["case"]).application_id}

    return arrange


def own(people):
    return {"organisation": people.ours.pk, **of_application()(people)}


def line(people):
    from juli.stages.awards.models import AuditLine
    from tests.stages.applications.conftest import NOW

    where = case(people)
    row = AuditLine.objects.create(
        case_id=where["case"], seq=1, item="会场", amount=100, by=people.users["staff"], at=NOW["zgc-2022"]
    )
    return {**where, "line": row.pk}


def one_line(people):
    return {"case": line(people)["case"]}


def link(people):
    from juli.registry.files.models import Attachment
    from tests.stages.applications.conftest import NOW
    from tests.stages.applications.life.conftest import stored

    where = line(people)
    row = Attachment.objects.create(
        file=stored("voucher"), subject_type="audit_line", subject_id=str(where["line"]), tag="voucher",
        name="发票.pdf", by="user:1", role="staff", at=NOW["zgc-2022"],
    )  # fmt: skip
    return {"case": where["case"], "link": row.pk}


def report(people):
    from juli.stages.awards.models import AuditReport
    from tests.stages.applications.conftest import NOW

    where = case(people, "audited")
    content = {
        "number": "X", "call": {"zh": "批次", "en": "Call"}, "project": "项目", "applicant": "单位", "auditor": "所",
        "signed_by": "审", "conclusion": "属实", "lines": [], "limits": [], "accepted": 0,
    }  # fmt: skip
    AuditReport.objects.create(
        case_id=where["case"], number=1, content=content, digest="0" * 64, accepted=0, cost=0,
        by=people.users["auditor"], at=NOW["zgc-2022"] + dt.timedelta(days=1),
    )  # fmt: skip
    return {**where, "number": 1, "form": "word"}


def given(people):
    return {"auditor": str(people.users["auditor"].pk)}


ROWS = [
    Row("awards:audits", AUDITOR),
    Row("awards:audit", AUDITOR, arrange=case),
    Row(
        "awards:decide_lines", AUDITOR, "POST", arrange=one_line, body=lambda _p: {"line": "1", "word": "in_scope"},
        action="awards.decide_lines",
    ),
    Row("awards:sign_audit", AUDITOR, "POST", arrange=one_line, action="awards.sign_off"),
    Row("awards:audit_template", SIGNED_IN),
    Row(
        "awards:bring_lines", FILLS, "POST", arrange=case, body=lambda _p: {"pasted": "会场\t\t1"},
        action="awards.bring",
    ),
    Row("awards:remove_line", FILLS, "POST", arrange=line, action="awards.remove"),
    Row("awards:add_voucher", FILLS, "POST", arrange=line, action="awards.add_voucher"),
    Row("awards:voucher", (), arrange=link, hides=(*FILLS, *SEES), state="content lost"),
    Row("awards:audit_report", ("auditor", *SEES), arrange=report),
    Row("awards:own_audit", OURS, arrange=own),
    Row("awards:office_audits", SEES),
    Row("awards:audit_tab", SEES, arrange=application),
    Row("awards:open_audit", OFFICE, "POST", arrange=application, body=given, action="awards.open_case"),
    Row("awards:give_audit", OFFICE, "POST", arrange=of_application(), body=given, action="awards.give"),
    Row(
        "awards:reopen_audit", LEAD, "POST", arrange=of_application("audited"), body=lambda _p: {"reason": "r"},
        action="awards.reopen_audit",
    ),
]  # fmt: skip

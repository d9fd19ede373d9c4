"""经费审核报告: the report of an audit, printed from what was signed; the same report, the same bytes."""

from __future__ import annotations

from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.papers.audit_report import AuditLine, AuditReport, Limit, audit_report
from juli.engines.paper.problems import Language
from juli.registry.canonical import SHANGHAI
from juli.stages.awards.models import AuditReport as Signed
from juli.stages.awards.money import yuan_of


def report(signed: Signed, language: Language) -> Document:
    """A signed report on paper (S0-100…S0-102). Raises PaperError."""
    content = signed.content
    return audit_report(
        AuditReport(
            call=content["call"][language],
            number=content["number"],
            project=content["project"],
            applicant=content["applicant"],
            auditor=content["auditor"],
            lines=tuple(
                AuditLine(
                    line["item"], line["vouchers"], yuan_of(line["amount"]), line["word"], yuan_of(line["accepted"]),
                    line["reason"],
                )
                for line in content["lines"]
            ),
            accepted=yuan_of(content["accepted"]),
            conclusion=content["conclusion"],
            dated=signed.at.astimezone(SHANGHAI),
            limits=tuple(Limit(one[language], yuan_of(one["remains"]), one["cite"]) for one in content["limits"]),
            signed_by=content["signed_by"],
        ),
        Furniture(number=content["number"], version=signed.number),
        language=language,
    )  # fmt: skip

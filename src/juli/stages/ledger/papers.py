"""The receipt of a filing, as PDF: what was filed, when the server took it."""

from __future__ import annotations

from decimal import Decimal

from juli.engines.paper.blocks import Field, FieldGrid, Prose, SignOff, Title
from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.forms.values import amount, day, moment
from juli.engines.paper.papers.receipt import grouped
from juli.engines.paper.pdf import pdf
from juli.engines.paper.problems import Language
from juli.engines.policy.labels import Label
from juli.registry.canonical import SHANGHAI
from juli.stages.ledger.filing_codes import address_of, code_of
from juli.stages.ledger.models import Filing

_WORDS = {
    "title": Label("新注册企业提前报备回执", "Receipt of a filing before registration"),
    "opening": Label(
        "下列企业注册前的报备信息已由系统收到。报备时间以服务器开始处理该次提交的时刻为准；报备内容不可更改，如需更正应重新报备。",
        "The notice of an enterprise to be registered was received. The time is the moment the server began the "
        "request; the notice can't be changed, a correction is a new one.",
    ),
    "by": Label("报备单位", "Filed by"),
    "uscc": Label("统一社会信用代码", "Credit code"),
    "number": Label("报备编号", "Number"),
    "at": Label("报备时间", "Filed at"),
    "person": Label("经办人", "Handed in by"),
    "enterprise": Label("企业名称", "Enterprise"),
    "place": Label("注册地", "Place of registration"),
    "capital": Label("注册资本（元）", "Registered capital (yuan)"),
    "foreign": Label("是否外资企业", "Foreign-funded"),
    "scope": Label("业务范围", "Business scope"),
    "planned": Label("拟注册日期", "Registration planned for"),
    "digest": Label("内容摘要", "Digest"),
    "check": Label("校验码", "Check code"),
    "yes": Label("是", "yes"),
    "no": Label("否", "no"),
    "issuer": Label("聚力申报系统", "Juli"),
}


def receipt(filing: Filing, language: Language) -> bytes:
    """The receipt; the same filing gives the same bytes. Raises what ``engines.paper.pdf`` raises."""

    def say(name: str) -> str:
        return _WORDS[name].say(language)

    where = filing.organisation
    fields = (
        Field(say("number"), filing.number),
        Field(say("at"), moment(filing.filed_at.astimezone(SHANGHAI), language)),
        Field(say("by"), where.name, wide=True),
        Field(say("uscc"), where.uscc or ""),
        Field(say("person"), filing.by_name),
        Field(say("enterprise"), filing.enterprise, wide=True),
        Field(say("place"), filing.place, wide=True),
        Field(say("capital"), amount(Decimal(filing.capital) / 100, "元")),
        Field(say("foreign"), say("yes" if filing.foreign else "no")),
        *([Field(say("planned"), day(filing.planned_on, language), wide=True)] if filing.planned_on else []),
        Field(say("scope"), filing.business_scope, wide=True),
        Field(say("digest"), grouped(filing.digest), wide=True),
        Field(say("check"), code_of(filing), wide=True),
    )
    blocks = (
        Title(say("title")),
        Prose(say("opening")),
        FieldGrid(fields),
        SignOff(say("issuer"), day(filing.filed_on, language), seal=False),
    )
    furniture = Furniture(number=filing.number, scan=address_of(filing))
    # The file carries whole seconds.
    dated = filing.filed_at.astimezone(SHANGHAI).replace(microsecond=0)
    return pdf(Document(say("title"), blocks, dated, "form", language, None, furniture, say("issuer")))

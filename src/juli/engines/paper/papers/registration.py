"""The registration sheet: an organisation's data to print, sign, stamp and upload, before the office audits them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from juli.engines.paper.blocks import Block, Field, FieldGrid, Heading, Opinion, Pledge, Pledges, Sign, Title
from juli.engines.paper.document import Document, Furniture
from juli.engines.paper.forms.values import day, moment
from juli.engines.paper.problems import Language, Said
from juli.engines.paper.words import printed

_WORDS: Final = {
    "title": Said("单位注册登记表", "Registration of an organisation"),
    "unit": Said("一、单位基本信息", "1. The organisation"),
    "name": Said("单位名称", "Name"),
    "uscc": Said("统一社会信用代码", "Credit code"),
    "kind": Said("单位性质", "Kind"),
    "founded": Said("成立日期", "Founded on"),
    "registrar": Said("登记管理机关", "Registered with"),
    "level": Said("登记层级", "Level"),
    "address": Said("住所", "Address"),
    "legal": Said("法定代表人", "Legal\nrepresentative"),
    "host": Said("依托单位", "Host"),
    "administrator": Said("二、单位管理员", "2. The administrator"),
    "person": Said("姓名", "Name"),
    "mobile": Said("手机", "Mobile"),
    "email": Said("电子邮箱", "E-mail"),
    "post": Said("职务", "Post"),
    "applied": Said("三、申请与授权", "3. Request and authority"),
    "request": Said("本单位申请注册，并授权上列人员为唯一的单位管理员。", "We ask to be registered as above."),
    "truth": Said("以上信息真实有效，变更后及时更新。", "The above is true, and will be kept up to date."),
    "sign": Said("法定代表人（签名）", "Legal representative (signature)"),
    "seal": Said("单位公章", "Seal of the organisation"),
    "audit": Said("四、审核意见", "4. Audit by the office"),
    "auditor": Said("审核人（签名）", "Audited by (signature)"),
    "office seal": Said("审核单位盖章", "Seal of the office"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Administrator:
    """The one administrator account an organisation has (S4-57)."""

    name: str
    mobile: str
    email: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class RegistrationSheet:
    """An organisation as it asks to be registered. ``host`` is set for associations without a code of their own."""

    name: str
    uscc: str
    kind: str
    legal_representative: str
    administrator: Administrator
    printed_at: dt.datetime
    founded: dt.date | None = None
    registrar: str = ""
    level: str = ""
    address: str = ""
    host: str = ""


def registration_sheet(content: RegistrationSheet, furniture: Furniture, *, language: Language = "zh") -> Document:
    """The sheet, with places for signatures and both seals."""

    def say(name: str) -> str:
        return _WORDS[name].say(language)

    date = Sign(printed("date", language), "date")
    person = content.administrator
    founded = day(content.founded, language) if content.founded else ""
    blocks: list[Block] = [
        Title(say("title"), moment(content.printed_at, language)),
        Heading(say("unit")),
        FieldGrid(
            (
                Field(say("name"), content.name, wide=True),
                Field(say("uscc"), content.uscc, wide=True),
                *([Field(say("host"), content.host, wide=True)] if content.host else []),
                Field(say("kind"), content.kind),
                Field(say("founded"), founded),
                Field(say("legal"), content.legal_representative),
                Field(say("level"), content.level),
                Field(say("registrar"), content.registrar, wide=True),
                Field(say("address"), content.address, wide=True),
            )
        ),
        Heading(say("administrator")),
        FieldGrid(
            (
                Field(say("person"), person.name),
                Field(say("post"), person.post),
                Field(say("mobile"), person.mobile, wide=True),
                Field(say("email"), person.email, wide=True),
            )
        ),
        Heading(say("applied")),
        Pledges(
            (Pledge(say("request"), given=True), Pledge(say("truth"), given=True)),
            (Sign(say("sign"), "signature"), Sign(say("seal"), "seal"), date),
        ),
        Heading(say("audit")),
        Opinion("", (Sign(say("auditor"), "signature"), Sign(say("office seal"), "seal"), date), least=1),
    ]
    return Document(say("title"), tuple(blocks), content.printed_at, "form", language, None, furniture)

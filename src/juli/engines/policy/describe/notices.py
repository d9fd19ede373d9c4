"""The document that a programme comes from, fact by fact."""

from __future__ import annotations

from juli.engines.policy.blocks import Contact, Notice
from juli.engines.policy.labels import Label

_ENTERED = {
    "address": Label("地址", "address"),
    "phone": Label("电话", "telephone"),
    "email": Label("邮箱", "e-mail"),
}

#: What a published notice prints about itself, by the keys of ``meta`` that are usual (S3-1…7, S3-59).
_META = {
    "breadcrumb": Label("所在栏目", "Section of the site"),
    "theme": Label("主题分类", "Subject"),
    "joint_issuers": Label("联合发文单位", "Joint issuers"),
    "in_force_from": Label("实施日期", "In force from"),
    "repealed_on": Label("废止日期", "Repealed on"),
    "validity": Label("有效性", "Validity"),
    "series": Label("文件来源", "Published in"),
}


def notice_facts(n: Notice) -> list[tuple[Label, list[Label]]]:
    """All that the file says about the document itself but its issuer, its basis, whom one may ask and with what."""
    days = (
        (Label("成文", "written"), n.written),
        (Label("公布", "published"), n.published),
        (Label("印发", "printed"), n.printed),
    )
    approved = None if n.approved_by is None else n.approved_by.body
    if n.approved_by is not None and n.approved_by.number is not None:
        number, body = n.approved_by.number, n.approved_by.body
        approved = Label(f"{body.zh}（第 {number} 次）", f"{body.en} (no. {number})")
    ordinal = None if n.attachment is None else Label(f"附件 {n.attachment}", f"attachment {n.attachment}")
    facts: list[tuple[Label, list[Label]]] = [
        (Label("文种", "Kind"), [x for x in (n.kind, ordinal) if x is not None]),
        (Label("文号", "Number"), [n.number] if n.number is not None else []),
        (
            Label("日期", "Days"),
            [Label(f"{name.zh} {day}", f"{name.en} {day}") for name, day in days if day is not None],
        ),
        (Label("承办", "Carried out by"), [n.executor] if n.executor is not None else []),
        (Label("印发机关", "Printed by"), [n.printed_by] if n.printed_by is not None else []),
        (Label("审议通过", "Passed by"), [approved] if approved is not None else []),
        (Label("主送", "Addressed to"), list(n.addressed_to)),
        (Label("抄送", "Copied to"), list(n.copied_to)),
        (Label("目的", "Purpose"), list(n.purpose)),
        (Label("相关", "See also"), list(n.links)),
        (Label("附件", "Attachments"), [a.label for a in n.attachments if a.label is not None]),
        *((_META.get(name, Label.both(name)), [said]) for name, said in n.meta.items()),
    ]
    return [(name, said) for name, said in facts if said]


def contact_words(contact: Contact) -> list[Label]:
    """What is known of someone to ask, and what is entered with the call."""
    known = [contact.unit] if contact.unit is not None else []
    known += [
        Label(f"{word.zh}待填", f"{word.en} to be entered") for key, word in _ENTERED.items() if getattr(contact, key)
    ]
    if contact.rights is not None:
        known.append(Label("可登记收件", "may log paper"))
    return known

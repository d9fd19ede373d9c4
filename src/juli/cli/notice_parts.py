"""The document that a programme comes from, as branches: what it is, whom it addresses, whom one may ask."""

from __future__ import annotations

from collections.abc import Iterator

from juli.cli.desk import Desk
from juli.cli.programme_parts import tail
from juli.cli.tree import DIM, Branch
from juli.engines.policy.describe import contact_words, notice_facts
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Programme


def notice(p: Programme, desk: Desk) -> Iterator[Branch]:
    """All that the file says about the document itself."""
    n = p.notice
    for name, said in notice_facts(n):
        yield Branch(desk.word(name), notes=[(desk.say("、", "; ").join(desk.word(x) for x in said), "")])
    for contact in n.contacts:
        known = desk.say("，", ", ").join(desk.word(x) for x in contact_words(contact))
        label = desk.word(contact.label or Label.both(contact.role))
        yield Branch(
            desk.say(f"咨询：{label}", f"Contact: {label}"),
            tail=tail(contact.role, contact.cite, contact.req),
            notes=[(known, DIM)] if known else [],
        )
    for system in n.systems:
        label = desk.word(system.label)
        notes = [(system.url, DIM)] if system.url else []
        yield Branch(
            desk.say(f"系统：{label}", f"System: {label}"), tail=tail(system.role, system.cite, system.req), notes=notes
        )
    if p.source is not None:
        yield Branch(desk.say("文件", "File"), tail=p.source.file, notes=[(f"sha256 {p.source.sha256}", DIM)])

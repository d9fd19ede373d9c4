"""The notice: officers and their lead look after it; everybody reads that of a published call."""

import hashlib

from juli.registry.files.models import Attachment, StoredFile
from juli.stages.calls.models import Anchor, Annex, AnnexVersion, ContactEntry, Notice, Paragraph
from tests.people import SINCE
from tests.permissions.rows import EVERYBODY, OFFICE, Row
from tests.stages.calls.notices.world import call

LINES = ("一、申报条件", "（一）近两年年度检查结论为不合格的，不受理。", "二、其他")


def published(_people):
    return {"call": call().pk}


def draft(_people):
    return {"call": call(published=False).pk}


def text(where, state):
    content, _ = StoredFile.objects.get_or_create(
        digest="f" * 64, defaults={"size": 9, "kind": "text", "previews": "none", "kept_at": SINCE}
    )
    link = Attachment.objects.create(
        file=content,
        subject_type="call",
        subject_id=str(where.pk),
        tag="notice-1",
        name="notice.txt",
        by="user:1",
        role="officer",
        at=SINCE,
    )
    notice = Notice.objects.create(
        call=where,
        number=1,
        state=state,
        file=link,
        name="notice.txt",
        digest="f" * 64,
        text_digest=hashlib.sha256("".join(LINES).encode()).hexdigest(),
        kind="text",
        imported_by="user:1",
        imported_at=SINCE,
        taken_at=SINCE if state == "taken" else None,
    )
    Paragraph.objects.bulk_create(Paragraph(notice=notice, number=n, raw=raw) for n, raw in enumerate(LINES, 1))
    return notice


def read(_people):
    where = call()
    text(where, Notice.State.READ)
    return {"call": where.pk, "number": 1}


def taken(_people):
    where = call()
    text(where, Notice.State.TAKEN)
    return {"call": where.pk}


def anchored(people):
    given = taken(people)
    notice = Notice.objects.get(call=given["call"])
    Anchor.objects.create(notice=notice, clause="penalty", first=2, last=2, by="user:1", at=SINCE)
    return given


def entered(people):
    given = published(people)
    ContactEntry.objects.create(pk=7, call_id=given["call"], role="business", person="样甲")
    return given


def public(_people):
    where = call()
    text(where, Notice.State.TAKEN)
    return {"edition": where.edition}


def unpublished(_people):
    where = call(published=False)
    text(where, Notice.State.TAKEN)
    return {"edition": where.edition}


def annexed(_people):
    where = call()
    annex = Annex.objects.create(call=where, number=1, title_zh="申报书")
    AnnexVersion.objects.create(annex=annex, number=1, file=text(where, Notice.State.TAKEN).file, at=SINCE)
    return {"edition": where.edition, "number": 1, "version": 1}


def line(_people):
    return {"line": "2", "decision": "dropped", "version": "1"}


def version(_people):
    return {"version": "1"}


def clause(_people):
    return {"clause": "penalty", "first": "2", "last": "2", "version": "0"}


def confirmed(_people):
    return {"clause": "penalty", "version": "1"}


def person(_people):
    return {"role": "business", "person": "样甲", "entry": "0", "version": "0"}


def entry(_people):
    return {"entry": "7", "version": "1"}


NOT_OFFICE = tuple(who for who in EVERYBODY if who not in OFFICE)

ROWS = [
    Row("notices:overview", OFFICE, arrange=published),
    Row("notices:overview", OFFICE, state="draft", arrange=draft),
    Row("notices:import", OFFICE, "POST", arrange=published, action="calls.import_notice"),
    Row("notices:preview", OFFICE, arrange=read),
    Row("notices:line", OFFICE, "POST", arrange=read, body=line, action="calls.decide_line"),
    Row("notices:take", OFFICE, "POST", arrange=read, body=version, action="calls.take_notice"),
    Row("notices:discard", OFFICE, "POST", arrange=read, action="calls.discard_notice"),
    # The table's file has no content on the disk: whoever may have it learns that it is lost (404).
    Row("notices:file", (), arrange=read, hides=OFFICE),
    Row("notices:anchors", OFFICE, arrange=taken),
    Row("notices:confirm", OFFICE, "POST", arrange=taken, body=clause, action="calls.anchor_clause"),
    Row("notices:confirm_sure", OFFICE, "POST", arrange=taken, action="calls.anchor_sure"),
    Row("notices:release", OFFICE, "POST", arrange=anchored, body=confirmed, action="calls.release_anchor"),
    Row("notices:annex", OFFICE, "POST", arrange=published, action="calls.add_annex_version"),
    Row("notices:contact", OFFICE, "POST", arrange=published, body=person, action="calls.enter_contact"),
    Row("notices:remove_contact", OFFICE, "POST", arrange=entered, body=entry, action="calls.remove_contact"),
    Row("notices:public", EVERYBODY, arrange=public),
    Row("notices:public", OFFICE, state="draft", arrange=unpublished, hides=NOT_OFFICE),
    Row("notices:annex_file", (), arrange=annexed, hides=EVERYBODY),
]

"""From looking for an organisation to its acceptance: no duplicates, one administrator, an audit with reasons.

S4-56.
"""

import datetime as dt
import io

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from juli.registry.files.actions import attach
from juli.registry.files.models import StoredFile
from juli.registry.journal.models import Entry
from juli.registry.messages.models import Message
from juli.stages.accounts.permissions import Refused, acting
from juli.stages.accounts.roles import Role
from juli.stages.organisations.actions.record import describe
from juli.stages.organisations.actions.registration import accept, hand_in, refuse, register, take_back
from juli.stages.organisations.codes import checked, kind_of_body
from juli.stages.organisations.models import Membership, Organisation
from juli.stages.organisations.queries.registration import SHEET, lacking
from juli.stages.organisations.queries.search import lookup
from tests.people import CODES, SINCE, holds, people, person
from tests.registry.corpus import pdf

NOW = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


def acts(organisation):
    return list(
        Entry.objects.filter(subject_type="organisation", subject_id=str(organisation.pk)).values_list("act", flat=True)
    )


def office():
    user = person("officer@example.org", "经办")
    holds(user, Role.OFFICER)
    return user


def complete(organisation, by):
    """Everything that the audit asks for."""
    describe(
        organisation=organisation,
        texts={"legal_representative": "王样例", "address": "样例路 1 号"},
        fields=["founded", "registrar", "registered_level"],
        values={"founded": "2015-03-01", "registrar": "样例民政局", "registered_level": "municipal"},
        by=by,
        at=NOW,
    )
    file = StoredFile.objects.create(
        digest=f"{organisation.pk:064d}", size=1, kind="pdf", previews="none", kept_at=SINCE
    )
    from django.db import transaction

    with transaction.atomic():
        attach(
            file=file,
            subject=organisation.subject,
            tag=SHEET,
            name="登记表.pdf",
            by=acting(by, Role.ADMINISTRATOR),
            at=NOW,
        )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("5111", "4 位"),
        ("51110000MJ00000018", "校验位不符"),
        ("51110000MJ0000001I", "不使用的字符"),
        ("51110000MJ000000１９", None),
        (" 5111 0000 MJ00-0000 19 ", None),
    ],
)
def test_a_code_is_checked_and_says_what_is_wrong_with_it(code, words):
    from django.utils import translation

    if words is None:
        assert checked(code) == CODES[0]
        return
    with translation.override("zh-hans"), pytest.raises(ValidationError) as refused:
        checked(code)
    assert words in refused.value.messages[0]


def test_the_kind_of_body_is_read_from_the_code():
    assert [kind_of_body(start + "110000").zh for start in ("51", "53", "91", "12", "59")] == [
        "社会团体",
        "基金会",
        "企业",
        "事业单位",
        "民政部门登记的单位",
    ]


def test_the_whole_way_to_the_acceptance(database):
    user, officer = person("a@example.org", "李管理"), office()
    found = register(name="样例协会", uscc=CODES[0], by=user, at=NOW)
    assert Membership.objects.get(organisation=found).role == "administrator"
    assert len(lacking(found)) == 6
    with pytest.raises(ValidationError) as missing:
        hand_in(organisation=found, by=user, at=NOW)
    assert len(missing.value.messages) == 6
    complete(found, user)
    hand_in(organisation=found, by=user, at=NOW)
    # What is on the sheet does not change under the auditor's eyes.
    with pytest.raises(Refused):
        describe(organisation=found, texts={"name": "别的协会"}, by=user, at=NOW)
    take_back(organisation=found, by=user, at=NOW)
    hand_in(organisation=found, by=user, at=NOW)
    with pytest.raises(ValidationError):
        refuse(organisation=found, reason=" ", by=officer, at=NOW)
    refuse(organisation=found, reason="公章不清", by=officer, at=NOW)
    found.refresh_from_db()
    assert (found.state, found.remark) == ("refused", "公章不清")
    assert "公章不清" in Message.objects.get(kind="organisations.decided", channel="site").body
    hand_in(organisation=found, by=user, at=NOW)
    accept(organisation=found, by=officer, at=NOW)
    found.refresh_from_db()
    assert (found.state, found.accepted_at) == ("accepted", NOW)
    assert acts(found) == [
        "organisation.begun",
        "organisation.described",
        "organisation.handed_in",
        "organisation.taken_back",
        "organisation.handed_in",
        "organisation.refused",
        "organisation.handed_in",
        "organisation.accepted",
    ]
    with pytest.raises(ValidationError):
        accept(organisation=found, by=officer, at=NOW)
    assert Message.objects.filter(kind="organisations.waiting", recipient=officer.actor_id, channel="site").count() == 3


def test_a_registered_code_is_refused_and_a_stranger_learns_whom_to_ask(database):
    first, second = person("a@example.org", "李管理"), person("b@example.org", "乙")
    register(name="样例协会", uscc=CODES[0], by=first, at=NOW)
    with pytest.raises(ValidationError):
        register(name="另一个名称", uscc=CODES[0], by=second, at=NOW)
    assert Organisation.objects.count() == 1
    for words in (CODES[0], "样例", " 5111 0000MJ00000019"):
        assert [tuple(one) for one in lookup(words)] == [("样例协会", False, "李**")]
    assert lookup("样") == []
    assert lookup("没有的") == []


def test_an_association_without_a_code_stands_under_its_hosts(database):
    user = person("a@example.org", "甲")
    with pytest.raises(ValidationError) as refused:
        register(name="样例企业科协", host_uscc=CODES[0], by=user, at=NOW)
    assert "host_name" in refused.value.error_dict
    found = register(name="样例企业科协", host_uscc=CODES[0], host_name="样例公司", by=user, at=NOW)
    assert (found.uscc, found.host.uscc, found.host.state) == (None, CODES[0], "draft")
    with pytest.raises(ValidationError):
        register(name="样例企业科协", host_uscc=CODES[0], by=person("b@example.org"), at=NOW)
    # The host's own people register it themselves, and take the row over.
    host = register(name="样例公司", uscc=CODES[0], by=person("c@example.org"), at=NOW)
    assert host.pk == found.host_id


def test_somebody_who_registered_what_is_not_theirs_gives_way(database):
    stranger, rightful, officer = person("a@example.org"), person("b@example.org", "乙"), office()
    found = register(name="样例协会", uscc=CODES[0], by=stranger, at=NOW)
    complete(found, stranger)
    hand_in(organisation=found, by=stranger, at=NOW)
    refuse(organisation=found, reason="并非本单位人员", release=True, by=officer, at=NOW)
    again = register(name="样例协会", uscc=CODES[0], by=rightful, at=NOW)
    assert again.pk == found.pk
    assert Membership.objects.get(organisation=found, until=None).user == rightful


def test_nobody_holds_the_codes_of_many(database):
    user = person("a@example.org")
    for number in range(5):
        register(name=f"样例{number}", host_uscc=CODES[0], host_name="样例公司", by=user, at=NOW)
    with pytest.raises(ValidationError):
        register(name="样例协会", uscc=CODES[1], by=user, at=NOW)
    assert not Organisation.objects.filter(uscc=CODES[1]).exists()


def test_nobody_audits_their_own_organisation(database):
    officer = office()
    found = register(name="样例协会", uscc=CODES[0], by=officer, at=NOW)
    complete(found, officer)
    hand_in(organisation=found, by=officer, at=NOW)
    with pytest.raises(Refused):
        accept(organisation=found, by=officer, at=NOW)


@pytest.mark.django_db
def test_the_sheet_prints_what_is_registered_and_the_same_bytes_for_the_same_second():
    world = people()
    world.ours.legal_representative, world.ours.address = "王样例", "样例路 1 号"
    world.ours.record = {"founded": "2015-03-01", "registrar": "样例民政局", "registered_level": "municipal"}
    world.ours.save()
    from juli.stages.organisations.papers import sheet

    content = sheet(world.ours, NOW)
    assert content == sheet(world.ours, NOW)
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    plain = "".join(text.split())
    for words in ("单位注册登记表", CODES[0], "社会团体", "王样例", "administrator@example.org", "2015年3月1日"):
        assert "".join(words.split()) in plain, words


@pytest.mark.django_db(transaction=True)
def test_the_sheet_is_uploaded_and_what_is_no_scan_is_told(settings, tmp_path):
    settings.JULI_FILES_DIR = tmp_path
    world = people()
    world.ours.state = "draft"
    world.ours.save()
    client = world.client("administrator")
    address = reverse("organisations:registration", args=[world.ours.pk])

    def send(name, content):
        file = io.BytesIO(content)
        file.name = name
        return client.post(address, {"file": file, "tag": SHEET})

    refused = send("登记表.docx", b"no document at all")
    assert refused.status_code == 422
    assert "请" in refused.content.decode()
    assert send("登记表.pdf", b"%PDF-1.4 broken").status_code == 422
    assert send("登记表.pdf", pdf(1)).status_code == 302
    assert "登记表.pdf" in client.get(address).content.decode()
    link = world.ours.subject
    from juli.registry.files.queries import attachments

    kept = attachments(link, tag=SHEET).get()
    theirs = world.client("other").get(reverse("organisations:file", args=[world.theirs.pk, kept.pk]))
    assert theirs.status_code == 404
    assert world.client("other").get(reverse("organisations:file", args=[world.ours.pk, kept.pk])).status_code == 403

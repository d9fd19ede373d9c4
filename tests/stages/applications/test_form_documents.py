"""Documents of an application: what the call asks for, who may have them, what the check makes of them."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from juli.registry.files.models import Attachment
from juli.registry.journal.models import Entry
from juli.stages.applications.models import Material
from juli.stages.applications.queries import checking
from juli.stages.calls.rulebook import current
from tests.registry.corpus import picture
from tests.stages.applications.conftest import NOW, begun
from tests.stages.applications.test_form_fields import told

pytestmark = pytest.mark.django_db(transaction=True)
PICTURE = picture("PNG", (60, 60))


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    settings.JULI_FILES_DIR = tmp_path / "files"


def a_file(name="证书.png", content=PICTURE):
    return SimpleUploadedFile(name, content, "image/png")


def bring(client, row, attachment, **more):
    address = f"/organisations/{row.organisation_id}/applications/{row.pk}/documents/"
    return client.post(address, {"attachment": attachment, "file": a_file(), **more})


def missing(row, edition):
    found = checking.check(checking.known(row, current(row.call), NOW[edition]))
    return {item.place for item in found.blocking if not item.section}


def test_each_year_is_asked_for_and_found(world):
    """S0-75, S0-77, S0-80."""
    told(world)
    row, client = begun("zgc-2022", world), world.client("staff")
    assert missing(row, "zgc-2022") == {"社会团体法人登记证书", "近2年年检结论书或官网截图", "2022年度诚信报告"}
    assert bring(client, row, "registration").status_code == 302
    bring(client, row, "inspections", year="2020")
    assert "近2年年检结论书或官网截图" in missing(row, "zgc-2022")
    bring(client, row, "inspections", year="2021")
    # The same content once, however often it proves something.
    assert Attachment.objects.values("file").distinct().count() == 1
    assert missing(row, "zgc-2022") == {"2022年度诚信报告"}
    page = client.get(f"/organisations/{world.ours.pk}/applications/{row.pk}/documents/").content.decode()
    assert page.count("证书.png") >= 3
    assert Entry.objects.filter(act="application.material-brought").count() == 3


def test_only_what_is_asked_of_this_applicant(world):
    """S0-82: the list of members is for hub organisations."""
    row, client = begun("zgc-2022", world), world.client("staff")
    assert bring(client, row, "members").status_code == 404
    assert bring(client, row, "nothing").status_code == 404
    assert not Material.objects.exists()


def test_a_disguised_file_is_not_taken_and_said_so(world):
    row, client = begun("zgc-2022", world), world.client("staff")
    address = f"/organisations/{world.ours.pk}/applications/{row.pk}/documents/"
    file = a_file("证书.pdf", PICTURE)
    answer = client.post(address, {"attachment": "registration", "file": file}, follow=True)
    assert "未能接收" in answer.content.decode()
    assert not Material.objects.exists()


def test_nobody_else_gets_it_by_its_address(world):
    row = begun("zgc-2022", world, by="administrator")
    bring(world.client("administrator"), row, "registration")
    address = f"/organisations/{world.ours.pk}/applications/{row.pk}/documents/{Material.objects.get().pk}/"
    answer = world.client("administrator").get(address)
    assert b"".join(answer.streaming_content) == PICTURE
    for who in ("staff", "other", "stranger", "officer", "expert"):
        assert world.client(who).get(address).status_code == 403, who
    theirs = address.replace(f"/{world.ours.pk}/", f"/{world.theirs.pk}/", 1)
    assert world.client("other").get(theirs).status_code == 404


def test_it_is_described_and_taken_away(world):
    """S3-30, S3-52: a dated report; a hub's grade is valid on the day."""
    told(world)
    row, client = begun("bast-2024", world), world.client("staff")
    bring(client, row, "credit-report")
    one = Material.objects.get()
    address = f"/organisations/{world.ours.pk}/applications/{row.pk}/documents/{one.pk}/"
    client.post(address, {"act": "describe", "dated": "2024-03-01", "sealed": "on"})
    one.refresh_from_db()
    assert (one.dated, one.sealed) == (dt.date(2024, 3, 1), True)
    assert "信用信息报告" not in missing(row, "bast-2024")
    client.post(address, {"act": "take-away"})
    assert not Material.objects.exists()
    assert not Attachment.objects.exists()
    assert "信用信息报告" in missing(row, "bast-2024")


def test_a_file_in_a_row_of_the_form(world):
    """S1-26, S1-91: pictures of events."""
    told(world)
    row, client = begun("zgc-2025", world), world.client("staff")
    address = f"/organisations/{world.ours.pk}/applications/{row.pk}/form/park-events/"
    data = {"had": "0", "r.-": ["aa11", "bb22"], "c.-.aa11.park": "示例园", "c.-.aa11.topic": "路演", "c.-.aa11.on": "2025-06-01", "c.-.bb22.picture": a_file("照片.png")}  # fmt: skip
    assert client.post(address, data).status_code == 302
    material = Material.objects.get()
    assert (material.section, material.field, material.row, material.column) == ("park-events", "-", "bb22", "picture")
    found = checking.check(checking.known(row, current(row.call), NOW["zgc-2025"]))
    places = [item.place for item in found.blocking if item.section == "park-events"]
    # The first row lacks its picture, the second everything but it.
    assert places == ["1 › 图片", "2 › 园区", "2 › 活动主题", "2 › 时间"]
    assert "照片.png" in client.get(address).content.decode()

"""The switch of roles: there in the demonstration alone, and for the demonstration's own people alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from juli.demo import clock
from juli.demo.switching import DOMAIN
from juli.stages.accounts.roles import Role
from tests.people import CODES, belongs, holds, organisation, person


@pytest.fixture
def cast(db):
    officer = person(f"officer@{DOMAIN}", "王经办")
    holds(officer, Role.OFFICER, "示例处")
    staff = person(f"staff@{DOMAIN}", "李填报")
    belongs(staff, organisation("样例智能产业协会", CODES[0]), Role.STAFF)
    return {"officer": officer, "staff": staff, "real": person("real@example.org", "真人")}


def test_one_looks_through_the_eyes_of_each(client, cast, settings):
    settings.DEMO = True
    text = client.get("/demo/").content.decode()
    assert [words for words in ("王经办", "经办人", "示例处", "李填报", "样例智能产业协会") if words not in text] == []
    assert "真人" not in text
    answer = client.post(f"/demo/{cast['officer'].pk}/")
    assert answer.headers["Location"] == "/office/"
    answer = client.post(f"/demo/{cast['staff'].pk}/", {"next": "/messages/"})
    assert answer.headers["Location"] == "/messages/"
    assert "样例智能产业协会" in client.get("/messages/").content.decode()
    client.post(f"/demo/{cast['officer'].pk}/", {"next": "https://elsewhere.example/"})
    assert client.get("/messages/").context["reader"].roles == {Role.OFFICER}


def test_nobody_real_can_be_looked_through(client, cast, settings):
    settings.DEMO = True
    assert client.post(f"/demo/{cast['real'].pk}/").status_code == 404
    assert client.get("/messages/").status_code == 302


def test_without_the_demonstration_there_is_no_switch(client, cast, settings):
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.post(f"/demo/{cast['staff'].pk}/").status_code == 404
    assert client.get("/messages/").status_code == 302


def test_days_can_be_let_pass_in_the_demonstration_alone(client, cast, settings, tmp_path):
    settings.JULI_DEMO_DAYS = tmp_path / "days"
    settings.JULI_CLOCK = "juli.demo.clock.now"
    settings.DEMO = False
    assert client.post("/demo/days/", {"days": "1"}).status_code == 404
    settings.DEMO = True
    before = timezone.now()
    for days in ("7", "1"):
        assert client.post("/demo/days/", {"days": days}).status_code == 302
    assert [client.post("/demo/days/", {"days": days}).status_code for days in ("-1", "0", "30", "")] == [400] * 4
    shown = client.get("/demo/").context["now"]
    assert before + timedelta(days=8) <= shown <= timezone.now() + timedelta(days=8)
    (tmp_path / "days").write_text("someday")
    assert clock.passed() == 0


def test_time_comes_to_an_end(settings, tmp_path):
    settings.JULI_DEMO_DAYS = tmp_path / "days"
    assert {clock.let_pass(7) for _ in range(40)} == {*range(7, clock.MOST, 7), clock.MOST}
    with pytest.raises(ValueError, match="forward"):
        clock.let_pass(-1)
    clock.reset()
    assert clock.passed() == 0

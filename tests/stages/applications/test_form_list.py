"""The list of an organisation's applications: what somebody works on, how complete each is, in few queries."""

import re

import pytest

from juli.stages.applications.actions import writing
from juli.stages.applications.queries import checking, mine
from juli.stages.applications.starting import Entry
from juli.stages.calls.rulebook import current
from tests.stages.applications.conftest import EDITIONS, NOW, begun
from tests.stages.applications.test_form_fields import fill, told


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_list_shows_the_share_that_the_form_shows(world, edition):
    told(world)
    row = begun(edition, world)
    at = NOW[edition]
    shown = []
    for part, _data in fill(world, row, world.client("staff")):
        (line,) = mine.mine(world.users["staff"], world.ours.pk, at, "", "").lines
        assert line.share == checking.check(checking.known(row, current(row.call), at)).share, part.id
        shown.append(line.share)
    assert shown == sorted(shown)
    assert shown[0] < shown[-1]


def test_queries_do_not_grow_with_the_rows(world, django_assert_max_num_queries):
    client = world.client("administrator")
    address = f"/organisations/{world.ours.pk}/applications/"
    begun("zgc-2022", world)
    begun("cast-2023", world)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for track in ("awards", "evaluation"):
        row = begun("cast-2023", world, entry=Entry("national_society", (track,)))
        writing.save(application=row, section="name", value=track, had=0, by=world.users["staff"], at=NOW["cast-2023"])
    with CaptureQueriesContext(connection) as more:
        page = client.get(address).content.decode()
    assert len(more) == len(few) > 5
    assert len(re.findall("cast|学会公共服务能力提升项目", page)) >= 3


def test_it_is_searched_and_empty_where_there_is_nothing(world):
    client = world.client("staff")
    address = f"/organisations/{world.ours.pk}/applications/"
    assert "还没有申报书" in client.get(address).content.decode()
    row = begun("cast-2023", world)
    writing.save(
        application=row, section="name", value="智能传感标准", had=0, by=world.users["staff"], at=NOW["cast-2023"]
    )
    assert "智能传感标准" in client.get(address + "?q=传感").content.decode()
    assert "没有找到" in client.get(address + "?q=无关").content.decode()

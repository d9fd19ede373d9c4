"""Numbers that are none, in an address or in a form, are said to be none."""

import pytest

from tests.people import people
from tests.stages.calls.making import draft

pytestmark = [pytest.mark.usefixtures("root"), pytest.mark.django_db]


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-1", "1e999", "9" * 5000, "²"])
@pytest.mark.parametrize("name", ["size", "seed", None])
def test_a_what_if_of_no_number_is_refused(client, settings, tmp_path, name, text):
    settings.WHAT_IF = tmp_path / "what-if"
    found = client.get("/programmes/small/what-if/").context["result"].asking
    name = name or next(t.name for group in found.groups for t in group.thresholds)
    assert client.get("/programmes/small/what-if/", {name: text}).status_code == 400


@pytest.mark.parametrize("version", ["²", "9" * 5000, "-1", ""])
def test_a_version_of_no_number_is_none_that_there_is(version):
    world = people()
    call = draft(world)
    answer = world.client("officer").post(f"/office/calls/{call.pk}/publish/", {"version": version})
    assert answer.status_code == 409


@pytest.mark.parametrize("place", ["clauses/²", "clauses/" + "9" * 5000, "²/²"])
def test_a_place_that_no_text_has_is_as_far_as_it_leads(place):
    world = people()
    call = draft(world)
    assert world.client("officer").get(f"/office/calls/{call.pk}/rules/", {"at": place}).status_code == 200

"""The expert's place (S0-103): nothing before pledge and declaration, the file beside the rubric, blind where asked."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from juli.stages.review.actions import scoring
from juli.stages.review.blinding import BLANK, Mask, key
from juli.stages.review.models import Conflict, Panel, Scorecard, Seat
from juli.stages.screening.desks import waiting
from tests.people import holds, person
from tests.stages.review.handed import FILE, handed_in, serving
from tests.stages.review.pool import NOW

FULL = {"mark-foundation": "20", "mark-goals": "25", "mark-measures": "25", "mark-team": "15", "mark-money": "15"}
HTMX = {"HX-Request": "true"}


def at(name, row, **more):
    return reverse(f"review:{name}", kwargs={"name": key(row.seat_id, row.entry_id), **more})


def ready(world, row):
    """Pledged and declared."""
    user = world.users["expert"]
    scoring.pledge(seat=row.seat, text="承诺", by=user, at=NOW)
    scoring.declare(assignment=row, interest="", by=user, at=NOW)


@pytest.fixture
def client(worlds):
    """The expert's browser."""
    return worlds.client("expert")


def page_of(client, *address):
    answer = client.get(*address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_is_seen_before_the_pledge_and_the_declaration(worlds, client):
    row = serving(worlds)[0]
    name = row.entry.application.organisation.name
    assert name not in page_of(client, reverse("review:mine"))
    assert client.get(at("card", row)).status_code == 403
    pledge = reverse("review:pledge", args=[row.seat_id])
    client.post(pledge)
    assert Seat.objects.get(pk=row.seat_id).pledged_at is None
    client.post(pledge, {"agreed": "yes"})
    assert Seat.objects.get(pk=row.seat_id).pledged_at is not None
    assert name in page_of(client, reverse("review:mine"))
    assert client.get(at("card", row)).status_code == 403
    client.post(at("declare", row), {"has": "yes", "interest": " "})
    assert not Conflict.objects.exists()
    client.post(at("declare", row), {"has": "no"})
    assert client.get(at("card", row)).status_code == 200


def test_an_interest_takes_the_application_away(worlds, client):
    row = serving(worlds, applications=2)[0]
    ready(worlds, row)
    client.post(at("declare", row), {"has": "yes", "interest": "合作论文"})
    assert Conflict.objects.get().source == "合作论文"
    assert client.get(at("card", row)).status_code == 404
    (place,) = client.get(reverse("review:mine")).context["places"]
    assert [(item.number, item.state) for item in place.items] == [(1, "interest"), (2, "declare")]


def test_another_expert_finds_nothing(worlds, client):
    row = serving(worlds)[0]
    ready(worlds, row)
    other = person("e2@example.org")
    holds(other, "expert")
    client.force_login(other)
    assert client.get(at("card", row)).status_code == 404
    assert client.post(at("mark", row), {"had": "0"}).status_code == 404
    assert client.post(reverse("review:pledge", args=[row.seat_id]), {"agreed": "yes"}).status_code == 404
    assert client.get(reverse("review:mine")).context["places"] == []


def test_the_page_of_a_closed_panel_is_gone(worlds, client):
    row = serving(worlds)[0]
    ready(worlds, row)
    Panel.objects.update(state="closed")
    assert client.get(at("card", row)).status_code == 404
    assert at("card", row) not in page_of(client, reverse("review:mine"))


def test_marks_are_saved_as_they_are_typed(worlds, client):
    row = serving(worlds)[0]
    ready(worlds, row)
    said = {"had": "0", "mark-foundation": "18", "comment-foundation": "扎实", "opinion": "同意"}
    answer = client.post(at("mark", row), said, headers=HTMX).content.decode()
    assert re.search(r'id="had" name="had" value="(\d+)"', answer)[1] == "1"
    assert re.search(r'id="total"[^>]*>(\d+)<', answer)[1] == "18"
    card = Scorecard.objects.get()
    assert (card.marks, card.comments, card.opinion) == ({"foundation": "18"}, {"foundation": "扎实"}, "同意")
    shown = page_of(client, at("card", row))
    field = re.search(r'<input id="mark-foundation"[^>]*>', shown)[0]
    assert [re.search(f'{a}="([^"]*)"', field)[1] for a in ("type", "min", "max", "step", "value")] == [
        "number", "0", "20", "1", "18",
    ]  # fmt: skip


def test_what_is_off_the_scale_is_named_and_nothing_typed_is_lost(worlds, client):
    row = serving(worlds)[0]
    ready(worlds, row)
    said = {"had": "0", "mark-foundation": "21", "mark-goals": "3", "opinion": "同意"}
    answer = client.post(at("mark", row), said)
    assert answer.status_code == 422
    assert [(one.line.item.id, one.mark) for one in answer.context["marks"] if one.wrong] == [("foundation", "21")]
    assert (answer.context["marks"][1].mark, answer.context["opinion"]) == ("3", "同意")
    assert client.post(at("mark", row), said, headers=HTMX).status_code == 200
    assert not Scorecard.objects.exists()


def test_another_window_is_told_and_may_write_over_it_knowingly(worlds, client):
    row = serving(worlds)[0]
    ready(worlds, row)
    client.post(at("mark", row), {"had": "0", "mark-foundation": "1"})
    mine = {"had": "0", "mark-foundation": "2"}
    answer = client.post(at("mark", row), mine)
    assert (answer.status_code, answer.context["marks"][0].mark, answer.context["over"]) == (409, "2", 1)
    assert 'name="over" value="1"' in client.post(at("mark", row), mine, headers=HTMX).content.decode()
    assert Scorecard.objects.get().marks == {"foundation": "1"}
    client.post(at("mark", row), {**mine, "over": "1"})
    assert Scorecard.objects.get().marks == {"foundation": "2"}


def test_handing_in_keeps_what_is_typed_and_names_what_lacks(worlds, client):
    row = serving(worlds)[0]
    ready(worlds, row)
    answer = client.post(at("hand_in", row), {"had": "0", "mark-goals": "3"})
    assert answer.status_code == 422
    assert [one.line.item.id for one in answer.context["marks"] if not one.wrong] == ["goals"]
    assert Scorecard.objects.get().marks == {"goals": "3"}
    # What the page kept by itself just before is no other window's.
    client.post(at("mark", row), {"had": "1", **FULL}, headers=HTMX)
    assert client.post(at("hand_in", row), {"had": "1", **FULL}).status_code == 302
    assert Scorecard.objects.get().state == "submitted"
    assert 'id="card"' not in page_of(client, at("card", row))
    assert client.post(at("mark", row), {"had": "3", **FULL}).status_code == 403


def test_all_are_handed_in_together_and_the_desk_counts_them(worlds, client):
    rows = serving(worlds, applications=2)
    user = worlds.users["expert"]
    for row in rows:
        ready(worlds, row)
    client.post(at("mark", rows[0]), {"had": "0", **FULL})
    everything = reverse("review:hand_in_all", args=[rows[0].seat_id])
    client.post(everything)
    assert set(Scorecard.objects.values_list("state", flat=True)) == {"draft"}
    client.post(at("mark", rows[1]), {"had": "0", **FULL})
    assert [(one.url, one.count) for one in waiting(user, frozenset({"expert"}), NOW)] == [(reverse("review:mine"), 2)]
    client.post(everything)
    assert set(Scorecard.objects.values_list("state", flat=True)) == {"submitted"}
    assert waiting(user, frozenset({"expert"}), NOW) == []


def test_abstaining_needs_a_reason(worlds, client):
    row = serving(worlds)[0]
    ready(worlds, row)
    assert client.post(at("abstain", row), {"had": "0", "reason": " "}).status_code == 422
    client.post(at("abstain", row), {"had": "0", "reason": "不熟悉"})
    card = Scorecard.objects.get()
    assert (card.state, card.reason, card.marks) == ("abstained", "不熟悉", {})


def test_the_file_is_beside_the_rubric(worlds, client):
    made = handed_in(worlds)
    row = serving(worlds, applications=0)[0]
    ready(worlds, row)
    shown = page_of(client, at("card", row))
    digest = made.final.content["application"]["materials"][0]["sha256"]
    file = at("scored_file", row, digest=digest)
    assert ("样例智能 产业协会的团体标准" in shown, file in shown, FILE in shown) == (True, True, True)
    answer = client.get(file)
    assert answer.headers["Content-Disposition"].startswith("inline")
    answer.close()
    assert client.get(at("scored_file", row, digest="0" * 64)).status_code == 404


def test_a_blind_review_names_nobody(worlds, client):
    made = handed_in(worlds)
    row = serving(worlds, applications=0, blind=True)[0]
    number = made.application.number
    told = [page_of(client, reverse("review:mine"))]
    ready(worlds, row)
    told += [page_of(client, reverse("review:mine")), page_of(client, at("card", row))]
    for shown in told:
        plain = re.sub(r"\s", "", shown)
        names = ("样例智能产业协会", worlds.ours.uscc, number, FILE, worlds.users["staff"].email)
        assert [name for name in names if name in plain] == []
    assert f"{BLANK}的团体标准" in told[-1]
    digest = made.final.content["application"]["materials"][0]["sha256"]
    assert client.get(at("scored_file", row, digest=digest)).status_code == 404


def test_a_blind_order_is_each_experts_own_and_stays(worlds, client):
    rows = serving(worlds, applications=3, blind=True)
    scoring.pledge(seat=rows[0].seat, text="承诺", by=worlds.users["expert"], at=NOW)

    def order():
        (place,) = client.get(reverse("review:mine")).context["places"]
        return [item.assignment.pk for item in place.items]

    assert order() == [row.pk for row in sorted(rows, key=lambda row: key(row.seat_id, row.entry_id))]
    assert order() == order()
    orders = {tuple(sorted(range(6), key=lambda n, seat=seat: key(seat, n))) for seat in range(6)}
    assert len(orders) > 1


def test_a_mask_takes_words_out_however_they_are_written():
    hide = Mask(["样例协会", "ABC", "", None, "x"])
    assert hide("样例 协会 abc 其他x") == f"{BLANK} {BLANK} 其他x"


@pytest.mark.parametrize("address", ["mine", "card"])
def test_queries_do_not_grow_with_the_applications(worlds, client, address):
    counts = []
    rows = serving(worlds, applications=3)
    for row in rows:
        ready(worlds, row)
    where = reverse("review:mine") if address == "mine" else at("card", rows[0])
    kept = [row.entry for row in rows]
    for number in (3, 1):
        for entry in kept[number:]:
            entry.assignments.update(ended_at=NOW)
        client.get(where)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(where)
        counts.append(len(asked))
    assert counts[0] == counts[1]

"""Whom an amendment concerns: those who apply in the call, and nobody else (S4-59)."""

from juli.engines.policy.labels import Label
from juli.registry.messages.models import Message
from juli.stages.applications.models import Application
from juli.stages.calls.actions import editing, publishing
from juli.stages.calls.affected import recipients
from tests.people import belongs, people, person
from tests.stages.applications.conftest import NOW, begun

EDITION = "cast-2023"


def test_those_who_apply_are_told_of_an_amendment(database):
    world = people()
    row = begun(EDITION, world)
    idle = person("idle@example.org")
    belongs(idle, world.ours, "staff")
    call, by, at = row.call, world.users["officer"], NOW[EDITION]
    proposal = publishing.propose(call=call, by=by, at=at)
    text = proposal.text.replace("through: 2023-05-19", "through: 2023-05-26")
    draft = editing.save_text(call=call, text=text, version=proposal.version, by=by, at=at)
    publishing.amend(call=call, reason=Label("延期", "later"), version=draft.version, knowing=True, by=by, at=at)
    told = {world.users[name].actor_id for name in ("administrator", "staff")}
    assert set(Message.objects.filter(kind="calls.amended").values_list("recipient", flat=True)) == told
    Application.objects.update(state="withdrawn")
    assert {to.id for to in recipients(call)} == told


def test_as_many_queries_for_any_number_of_applications(world, django_assert_num_queries):
    row = begun(EDITION, world)
    with django_assert_num_queries(1):
        recipients(row.call)

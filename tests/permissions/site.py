"""The site's own pages: a reader's messages are theirs alone."""

from datetime import UTC, datetime

from juli.registry.messages.models import Channel, Message
from juli.stages.accounts.roles import Role
from tests.permissions.rows import EVERYBODY, SIGNED_IN, Row

AT = datetime(2024, 3, 13, tzinfo=UTC)


def letter(people):
    mine = people.users[Role.STAFF.value]
    return {
        "letter": Message.objects.create(
            recipient=mine.actor_id,
            channel=Channel.SITE,
            key="k",
            kind="k",
            title="标题",
            body="正文",
            at=AT,
            next_at=AT,
        ).pk
    }


ROWS = [
    Row("text_size", EVERYBODY, "POST", body=lambda _people: {"size": "large", "next": "/"}),
    Row("inbox", SIGNED_IN),
    Row("messages_read", SIGNED_IN, "POST"),
    Row("message_ways", SIGNED_IN),
    Row("message_ways", SIGNED_IN, "POST"),
    Row(
        "open_message",
        (Role.STAFF.value,),
        "POST",
        arrange=letter,
        hides=tuple(who for who in SIGNED_IN if who != Role.STAFF.value),
    ),
]

"""The accounts: one's own for everybody who has signed in; posts for the head of office alone."""

from juli.stages.accounts.models import Post
from juli.stages.accounts.roles import Role
from tests.permissions.rows import SIGNED_IN, Row

LEAD = (Role.LEAD.value,)


def a_post(people):
    return {"post": Post.objects.get(user=people.users["expert"]).pk}


ROWS = [
    Row("landing", SIGNED_IN),
    Row("accounts:profile", SIGNED_IN),
    Row(
        "accounts:profile",
        SIGNED_IN,
        "POST",
        body=lambda _people: {"name": "新名", "language": "zh"},
        action="accounts.describe_oneself",
    ),
    Row("accounts:posts", LEAD),
    Row(
        "accounts:posts",
        LEAD,
        "POST",
        body=lambda _people: {"email": "new@example.org", "name": "新人", "role": "expert"},
        action="accounts.appoint",
    ),
    Row("accounts:end_post", LEAD, "POST", arrange=a_post, action="accounts.end_post"),
]
BY_OTHER_WAYS = {
    "accounts.take_off_second_factor": "the operator's, at the command line",
    "accounts.note_visit": "follows signing in and out, by whoever tries",
    "accounts.note_strangers": "follows signing in, by whoever tries",
    "accounts.lead": "a question that acts ask, no act",
    "accounts.verify_address": "follows a password set by a link from the mail",
}

"""What the processes of a race do; tests.registry.zygote starts them."""

from datetime import UTC, datetime
from pathlib import Path

from django.core.exceptions import ValidationError

from juli.stages.accounts.models import User
from juli.stages.accounts.permissions import Refused
from juli.stages.organisations.actions.people import hand_over
from juli.stages.organisations.actions.registration import register
from juli.stages.organisations.models import Membership, Organisation
from tests.people import CODES, belongs, person


def arrange(people):
    """Three people without an organisation."""
    for email in people:
        person(email, email[0])


def join():
    """Whoever is not the administrator joins the staff; their addresses."""
    place = Membership.objects.get()
    others = User.objects.exclude(pk=place.user_id)
    for user in others:
        belongs(user, place.organisation, "staff")
    return [user.email for user in others]


def state():
    """How many organisations there are, administrators, and people who belong to one."""
    there = Membership.objects.filter(until=None)
    return [Organisation.objects.count(), there.filter(role="administrator").count(), there.count()]


def _at_the_same_moment(line, act, **given):
    # The starter is told that this one is ready, and lets all of them go by closing its end of the line.
    with Path(f"{line}.go").open() as go:
        Path(f"{line}.ready").write_text(".")
        go.read()
    try:
        act(**given, at=datetime.now(UTC))
    except (ValidationError, Refused):
        return "refused"
    return "done"


def race_to_register(line, email):
    """Register the organisation that the others register too."""
    by = User.objects.get(email=email)
    return _at_the_same_moment(line, register, name="样例协会", uscc=CODES[0], by=by)


def race_to_hand_over(line, by, to):
    """Hand over to somebody, as the administrator that there was before any of them acted."""
    by = User.objects.get(email=by)
    to = Membership.objects.get(user__email=to, until=None)
    return _at_the_same_moment(line, hand_over, to=to, by=by)

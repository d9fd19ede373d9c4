"""People and organisations for tests: one of each role, and two organisations that must not see each other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.test import Client

from juli.stages.accounts.models import Post, User
from juli.stages.accounts.roles import OFFICE, POSTS, Role
from juli.stages.organisations.models import Membership, Organisation

#: Everybody's, in tests.
PASSPHRASE = "correct horse battery"  # noqa: S105  # Of people who are made up.
SINCE = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
#: Valid by the check digit of GB 32100; fictional.
CODES = ("51110000MJ00000019", "51110000MJ0000002C")


@dataclass
class People:
    """Everybody a permission can turn away. ``users`` by role; ``stranger`` has signed in and is nothing at all."""

    ours: Organisation
    theirs: Organisation
    users: dict[str, User] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """A browser as somebody's: a role's value, ``other`` (the other organisation's administrator), ``stranger``,
        ``nobody`` (not signed in)."""
        client = Client()
        if who != "nobody":
            client.force_login(self.users[who])
        return client


def person(email: str, name: str = "") -> User:
    """Somebody who can sign in."""
    return User.objects.create_user(email=email, password=PASSPHRASE, name=name, date_joined=SINCE)


def organisation(name: str, uscc: str) -> Organisation:
    """An accepted organisation."""
    return Organisation.objects.create(
        name=name, uscc=uscc, state=Organisation.State.ACCEPTED, registered_at=SINCE, accepted_at=SINCE
    )


def belongs(user: User, where: Organisation, role: Role) -> Membership:
    """Somebody's place in an organisation."""
    return Membership.objects.create(user=user, organisation=where, role=role, since=SINCE)


def holds(user: User, role: Role, unit: str = "") -> Post:
    """Somebody's post for the office; with the second factor that some posts need."""
    if role in OFFICE:
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}})
    return Post.objects.create(user=user, role=role, unit=unit, since=SINCE)


def people() -> People:
    """One of each role; the administrator and the staff are of ``ours``."""
    found = People(organisation("样例智能产业协会", CODES[0]), organisation("样例集成电路学会", CODES[1]))
    for role in Role:
        user = person(f"{role.value}@example.org", str(role.value))
        found.users[role.value] = user
        if role in POSTS:
            holds(user, role)
        else:
            belongs(user, found.ours, role)
    found.users["other"] = person("other@example.org", "other")
    belongs(found.users["other"], found.theirs, Role.ADMINISTRATOR)
    found.users["stranger"] = person("stranger@example.org", "stranger")
    return found

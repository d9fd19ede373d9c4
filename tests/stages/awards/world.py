"""Several organisations that apply in one call and are accepted."""

import datetime as dt
from types import SimpleNamespace

from stdnum.cn import uscc

from juli.stages.accounts.roles import Role
from juli.stages.applications.models import Application
from juli.stages.applications.transitions import State
from tests.people import belongs, organisation, person
from tests.stages.applications.conftest import NOW, published
from tests.stages.applications.life.conftest import submitted

AT = NOW["zgc-2025"]
LATER = AT + dt.timedelta(days=40)
#: Days, a quota and an amount, which the printed call leaves open.
OPEN = {
    "  opens: {at: unstated}\n  closes: {at: unstated}": "  opens: {at: 2025-08-01}\n  closes: {through: 2025-09-20}",
    "  quota: unstated\n  amount: unstated": "  quota: 2\n  amount: 200000\n  total: 400000",
}


def world_of(world, n):
    """The same people, with an organisation of its own that applies."""
    code = f"51110000MJ00001{n:02d}"
    row = organisation(f"样例单位{n}", code + uscc.calc_check_digit(code))
    users = dict(world.users)
    for role in (Role.ADMINISTRATOR, Role.STAFF):
        users[role.value] = person(f"{role.value}{n}@example.org")
        belongs(users[role.value], row, role)
    return SimpleNamespace(ours=row, theirs=world.theirs, users=users)


def accepted(world, n, **rest):
    """An application of an organisation of its own, accepted."""
    where = world_of(world, n)
    made = submitted("zgc-2025", where)
    Application.objects.filter(pk=made.application_id).update(state=State.ACCEPTED, **rest)
    return Application.objects.select_related("call", "organisation").get(pk=made.application_id)


def call(**words):
    """The call that they apply in."""
    return published("zgc-2025", words={**OPEN, **words})

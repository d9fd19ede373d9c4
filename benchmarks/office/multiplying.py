"""A full house for the office: applications of the demonstration's closed calls, many times, with panels and cards.

Rows are written in bulk, because what is measured is reading them. Each copy is an application of an organisation of
its own, with its whole frozen copy and what the office said of it; each keeps others of its works, so points differ.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Sequence
from typing import Any

#: What belongs to an application and is copied with it: model → its links to what was copied before.
_COPIED = (
    ("applications.Answer", "application"),
    ("applications.Version", "application"),
    ("applications.FinalVersion", "application version"),
    ("applications.Submission", "application final"),
    ("applications.Turn", "application"),
    ("screening.Screening", "application"),
    ("screening.Decision", "application"),
    ("screening.FindingAnswer", "application"),
    ("screening.Judgement", "application"),
    ("screening.OverlapResult", "application"),
    ("screening.Parcel", "application"),
    ("screening.Verification", "application"),
)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def multiply(*, applications: int, experts: int, each: int, at: dt.datetime) -> tuple[dict[str, Any], str]:
    """Copies of the applications of two closed calls until each has ``applications``; one of them with cards."""
    from juli.demo.switching import who
    from juli.stages.applications.models import Application
    from juli.stages.calls.models import Call

    chance = random.Random(2024)  # noqa: S311  # The same house each time.
    found = {}
    for edition in ("closed-points", "closed-capabilities"):
        call = Call.objects.get(edition=edition)
        first = list(Application.objects.filter(call=call).order_by("pk"))
        made = [*first, *_copies(first, applications - len(first), chance, at)]
        found[edition] = call, made
    call, made = found["closed-capabilities"]
    cards, expert = _reviewed(call, made, experts, each, chance, at)
    points = found["closed-points"][0]
    ids = {
        "points": points.pk,
        "points_edition": points.edition,
        "scored": call.pk,
        "scored_edition": call.edition,
        "application": made[0].pk,
        "copy": made[-1].pk,
        "panel": made[0].panel_entries.order_by("-pk").first().panel_id,
        "officer": who("officer").pk,
        "lead": who("lead").pk,
        "expert": expert,
    }
    return ids, f"2 × {applications:,} applications, {experts:,} experts, {cards:,} scorecards"


def _copies(first: Sequence[Any], many: int, chance: random.Random, at: dt.datetime) -> list[Any]:
    from django.apps import apps
    from stdnum.cn import uscc

    from juli.stages.applications.models import Application
    from juli.stages.applications.models import Sequence as Numbers
    from juli.stages.organisations.models import Organisation

    call = first[0].call
    bodies = [f"511100{call.pk:02d}{i:06d}MA"[:17].ljust(17, "1") for i in range(many)]
    organisations = Organisation.objects.bulk_create(
        [
            Organisation(
                name=f"样例第{call.pk}-{i}协会",
                uscc=body + uscc.calc_check_digit(body),
                state=Organisation.State.ACCEPTED,
                record=first[i % len(first)].organisation.record,
                registered_at=at,
                accepted_at=at,
            )
            for i, body in enumerate(bodies)
        ]
    )
    patterns = [first[i % len(first)] for i in range(many)]
    made = []
    for i, (pattern, own) in enumerate(zip(patterns, organisations, strict=True)):
        row = _again(pattern)
        row.organisation, row.number, row.title = own, f"{call.edition.upper()}-{i + 1001:05d}", f"样例申报{i}"
        made.append(row)
    made = Application.objects.bulk_create(made)
    Numbers.objects.filter(call=call).update(last=many + 1001)
    known: dict[tuple[str, int, int], Any] = {
        ("application", i, pattern.pk): row for i, (pattern, row) in enumerate(zip(patterns, made, strict=True))
    }
    for label, links in _COPIED:
        _copy_rows(apps.get_model(label), links.split(), patterns, known, chance)
    return made


def _copy_rows(
    model: Any, links: list[str], patterns: Sequence[Any], known: dict[tuple[str, int, int], Any], chance: random.Random
) -> None:
    name = model._meta.model_name  # noqa: SLF001  # Public in Django, whatever its name.
    rows = {}
    for row in model.objects.filter(application__in={one.pk for one in patterns}).order_by("pk"):
        rows.setdefault(row.application_id, []).append(row)
    made, keys = [], []
    for i, pattern in enumerate(patterns):
        for row in rows.get(pattern.pk, ()):
            again = _again(row)
            for link in links:
                target = "finalversion" if link == "final" else link
                setattr(again, link, known[target, i, getattr(row, f"{link}_id")])
            _differ(again, chance)
            made.append(again)
            keys.append((name, i, row.pk))
    known |= dict(zip(keys, model.objects.bulk_create(made, batch_size=500), strict=True))


def _differ(row: Any, chance: random.Random) -> None:
    """What no two rows share: check codes, digests, and which works a copy keeps."""
    if hasattr(row, "check_code"):
        row.check_code = "".join(chance.choices(_ALPHABET, k=12))
    if hasattr(row, "digest"):
        row.digest = hashlib.sha256(chance.randbytes(16)).hexdigest()
    content = getattr(row, "content", None)
    if content and "achievements" in content:
        left = [work for work in content["achievements"] if chance.random() < 0.8]
        row.content = {**content, "achievements": left}


def _again(row: Any) -> Any:
    kept = {f.attname: getattr(row, f.attname) for f in type(row)._meta.concrete_fields if not f.primary_key}  # noqa: SLF001  # As above.
    return type(row)(**kept)


def _reviewed(
    call: Any, applications: Sequence[Any], experts: int, each: int, chance: random.Random, at: dt.datetime
) -> tuple[int, int]:
    """A closed panel over all applications; the number of its scorecards, and the user of one of its experts."""
    from juli.stages.accounts.models import User
    from juli.stages.review.models import Assignment, Declaration, Entry, Expert, Panel, Scorecard, Seat

    before = Panel.objects.get(call=call)
    panel = _again(before)
    panel.name, panel.state, panel.size, panel.closed_at = "全部", Panel.State.CLOSED, each, at
    panel.save()
    before.state = Panel.State.DISSOLVED
    before.save()
    user = User.objects.create_user(email="one-of-many@example.org", name="样例专家", date_joined=at)
    post = User.objects.get(expert__isnull=False, email__startswith="expert@")
    for right in post.posts.all():
        again = _again(right)
        again.user = user
        again.save()
    pool = Expert.objects.bulk_create(
        [
            Expert(
                name=f"样例专家{i}",
                identity=f"sealed {i}",
                identity_digest=hashlib.sha256(str(i).encode()).hexdigest(),
                employer=f"样例大学第{i % 60}学院",
                created_at=at,
                changed_at=at,
                user=user if i == 0 else None,
            )
            for i in range(experts)
        ]
    )
    seats = Seat.objects.bulk_create(Seat(panel=panel, expert=one, since=at, pledged_at=at) for one in pool)
    entries = Entry.objects.bulk_create(Entry(panel=panel, application=one) for one in applications)
    pairs = [
        Assignment(entry=entry, seat=seats[(n * each + k) % len(seats)], origin=Assignment.Origin.MATCH, at=at)
        for n, entry in enumerate(entries)
        for k in range(each)
    ]
    pairs = Assignment.objects.bulk_create(pairs, batch_size=500)
    Declaration.objects.bulk_create([Declaration(assignment=one, at=at) for one in pairs], batch_size=500)
    rubric = panel.rules["rubric"]
    cards = Scorecard.objects.bulk_create(
        [
            Scorecard(
                assignment=one,
                state=Scorecard.State.SUBMITTED,
                marks={line["id"]: str(chance.randint(int(line["max"]) // 2, int(line["max"]))) for line in rubric},
                opinion="基础扎实，方案可行。",
                changed_at=at,
                submitted_at=at,
            )
            for one in pairs
        ],
        batch_size=500,
    )
    return len(cards), user.pk

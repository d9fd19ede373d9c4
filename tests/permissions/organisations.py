"""The organisations: their own people, the office that audits them, nobody else."""

import datetime as dt

from juli.registry.files.models import Attachment, StoredFile, Upload
from juli.stages.accounts.roles import Role
from juli.stages.organisations.models import Activity, Change, Invitation, Liaison, Membership, Organisation, Standing
from juli.stages.organisations.queries.people import digest_of
from juli.stages.organisations.roster import template
from tests.people import CODES, SINCE
from tests.permissions.rows import EVERYBODY, OFFICE, OURS, SIGNED_IN, Row

ADMINISTRATOR = (Role.ADMINISTRATOR.value,)
READERS = (*OURS, *OFFICE, Role.SUPERVISOR.value, Role.DIVISIONAL_LEADER.value, Role.TRUSTEE.value)
FAR = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
TOKEN = "a-token-of-a-letter"  # noqa: S105  # Of nobody.


def ours(people):
    return {"organisation": people.ours.pk}


def waiting(people):
    people.ours.state = Organisation.State.WAITING
    people.ours.save()
    return ours(people)


def draft(people):
    people.ours.state = Organisation.State.DRAFT
    people.ours.save()
    return ours(people)


def link(people):
    file = StoredFile.objects.create(digest="0" * 64, size=1, kind="pdf", previews="none", kept_at=SINCE)
    subject = people.ours.subject
    made = Attachment.objects.create(
        file=file,
        subject_type=subject.type,
        subject_id=subject.id,
        tag="registration",
        name="a.pdf",
        by="user:1",
        role="staff",
        at=SINCE,
    )
    return {**ours(people), "link": made.pk}


def activity(people):
    row = Activity.objects.create(organisation=people.ours, name="芯片", since=dt.date(2020, 1, 1))
    return {**ours(people), "kind": "activity", "row": row.pk}


def standing(people):
    row = Standing.objects.create(
        organisation=people.ours, kind="inspection", fields={"year": 2021}, source="organisation", recorded_at=SINCE
    )
    return {**ours(people), "row": row.pk}


def officially(people):
    made = standing(people)
    Standing.objects.update(source="office")
    return made


def kind(people):
    return {**ours(people), "kind": "inspection"}


def staff(people):
    return {**ours(people), "place": Membership.objects.get(user=people.users["staff"]).pk}


def liaison(people):
    made = Liaison.objects.create(organisation=people.ours, unit="示例业务处", by=people.users["officer"], since=SINCE)
    return {**ours(people), "liaison": made.pk}


def invitation(people, email="new@example.org"):
    made = Invitation.objects.create(
        organisation=people.ours,
        email=email,
        digest=digest_of(TOKEN),
        invited_by=people.users["administrator"],
        at=SINCE,
        expires_at=FAR,
    )
    return {**ours(people), "invitation": made.pk}


def token(people):
    invitation(people)
    return {"token": TOKEN}


def token_for_stranger(people):
    invitation(people, "stranger@example.org")
    return {"token": TOKEN}


def change(people):
    made = Change.objects.create(
        organisation=people.ours,
        wanted={"name": "新名"},
        before={"name": "旧名"},
        reason="更名",
        asked_by=people.users["administrator"],
        asked_at=SINCE,
    )
    return {"change": made.pk}


def own_change(people):
    return {**ours(people), **change(people)}


def kept_list(_people):
    import hashlib

    from juli.registry.files.store import arrivals, store

    data = template("zh")
    path = arrivals() / "list.xlsx"
    path.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    store().put(path, digest)
    file = StoredFile.objects.create(digest=digest, size=len(data), kind="xlsx", previews="none", kept_at=SINCE)
    made = Attachment.objects.create(
        file=file, subject_type="standing_list", subject_id="1", name="a.xlsx", by="user:1", role="officer", at=SINCE
    )
    return {"link": made.pk}


def say(**fields):
    return lambda _people: fields


DAY = {"since": "2021-01-01"}
STAGE = "organisations"
ROWS = [
    Row(f"{STAGE}:start", SIGNED_IN),
    Row(f"{STAGE}:register", SIGNED_IN),
    Row(
        f"{STAGE}:register",
        SIGNED_IN,
        "POST",
        body=say(name="第三家", uscc="51110000MJ0000003F"),
        action=f"{STAGE}.register",
    ),
    Row(f"{STAGE}:accept", EVERYBODY, arrange=token),
    Row(f"{STAGE}:accept", EVERYBODY, "POST", arrange=token, action=f"{STAGE}.join"),
    Row(
        f"{STAGE}:accept_as_me", ("stranger",), "POST", arrange=token_for_stranger, action=f"{STAGE}.accept_invitation"
    ),
    Row(f"{STAGE}:record", READERS, arrange=ours),
    Row(f"{STAGE}:edit", OURS, arrange=lambda people: {**ours(people), "part": "basic"}),
    Row(
        f"{STAGE}:edit",
        OURS,
        "POST",
        arrange=lambda people: {**ours(people), "part": "plan"},
        body=lambda people: {"development_plan": "三年", "version": people.ours.version},
        action=f"{STAGE}.describe",
    ),
    Row(f"{STAGE}:add_paper", OURS, "POST", arrange=ours, action=f"{STAGE}.add_file"),
    Row(f"{STAGE}:remove_file", OURS, "POST", arrange=link, action=f"{STAGE}.remove_file"),
    Row(
        f"{STAGE}:add_activity",
        OURS,
        "POST",
        arrange=ours,
        body=say(name="芯片", **DAY),
        action=f"{STAGE}.add_activity",
    ),
    Row(
        f"{STAGE}:add_officer",
        OURS,
        "POST",
        arrange=ours,
        body=say(person="李", post="chair", **DAY),
        action=f"{STAGE}.add_officer",
    ),
    Row(
        f"{STAGE}:add_type",
        OURS,
        "POST",
        "draft",
        arrange=draft,
        body=say(type="industry", **DAY),
        action=f"{STAGE}.add_type",
    ),
    Row(f"{STAGE}:add_type", (), "POST", "accepted", arrange=ours, body=say(type="industry", **DAY)),
    Row(f"{STAGE}:end_row", OURS, "POST", arrange=activity, body=say(until="2022-01-01"), action=f"{STAGE}.end_row"),
    Row(f"{STAGE}:strike_row", OURS, "POST", arrange=activity, action=f"{STAGE}.strike_row"),
    Row(f"{STAGE}:registration", OURS, arrange=ours),
    Row(f"{STAGE}:sheet", OURS, arrange=ours),
    Row(f"{STAGE}:hand_in", ADMINISTRATOR, "POST", "draft", arrange=draft, action=f"{STAGE}.hand_in"),
    Row(f"{STAGE}:take_back", ADMINISTRATOR, "POST", "waiting", arrange=waiting, action=f"{STAGE}.take_back"),
    Row(f"{STAGE}:people", OURS, arrange=ours),
    Row(
        f"{STAGE}:people",
        ADMINISTRATOR,
        "POST",
        arrange=ours,
        body=say(email="new@example.org"),
        action=f"{STAGE}.invite",
    ),
    Row(f"{STAGE}:leave", OURS, "POST", arrange=ours, action=f"{STAGE}.leave"),
    Row(f"{STAGE}:hand_over", ADMINISTRATOR, "POST", arrange=staff, action=f"{STAGE}.hand_over"),
    Row(f"{STAGE}:remove_member", ADMINISTRATOR, "POST", arrange=staff, action=f"{STAGE}.remove_member"),
    Row(
        f"{STAGE}:withdraw_invitation", ADMINISTRATOR, "POST", arrange=invitation, action=f"{STAGE}.withdraw_invitation"
    ),
    Row(f"{STAGE}:standing", READERS, arrange=ours),
    Row(f"{STAGE}:add_standing", READERS, arrange=kind),
    Row(
        f"{STAGE}:add_standing",
        (*OURS, *OFFICE),
        "POST",
        arrange=kind,
        body=say(year="2021"),
        action=f"{STAGE}.add_standing",
    ),
    Row(
        f"{STAGE}:declare_complete",
        OURS,
        "POST",
        arrange=kind,
        body=say(complete="1"),
        action=f"{STAGE}.declare_complete",
    ),
    Row(f"{STAGE}:remove_standing", OURS, "POST", "own", arrange=standing, action=f"{STAGE}.remove_standing"),
    Row(f"{STAGE}:remove_standing", OFFICE, "POST", "of the office", arrange=officially),
    Row(f"{STAGE}:prove_standing", OURS, "POST", "own", arrange=standing),
    Row(f"{STAGE}:prove_standing", (), "POST", "of the office", arrange=officially),
    Row(f"{STAGE}:change", OURS, arrange=ours),
    Row(
        f"{STAGE}:change",
        ADMINISTRATOR,
        "POST",
        arrange=ours,
        body=say(name="新名", uscc=CODES[0], legal_representative="李", reason="更名"),
        action=f"{STAGE}.ask_change",
    ),
    Row(f"{STAGE}:withdraw_change", ADMINISTRATOR, "POST", arrange=own_change, action=f"{STAGE}.withdraw_change"),
    Row(f"{STAGE}:office", OFFICE),
    Row(f"{STAGE}:office_page", OFFICE, arrange=ours),
    Row(f"{STAGE}:accept_registration", OFFICE, "POST", "waiting", arrange=waiting, action=f"{STAGE}.accept"),
    Row(
        f"{STAGE}:refuse_registration",
        OFFICE,
        "POST",
        "waiting",
        arrange=waiting,
        body=say(reason="不符"),
        action=f"{STAGE}.refuse",
    ),
    Row(f"{STAGE}:bring_together", OFFICE, "POST", arrange=ours, action=f"{STAGE}.bring_together"),
    Row(f"{STAGE}:part", OFFICE, "POST", arrange=liaison, action=f"{STAGE}.part"),
    Row(f"{STAGE}:install", OFFICE, "POST", arrange=staff, body=say(reason="原管理员离职"), action=f"{STAGE}.install"),
    Row(f"{STAGE}:accept_change", OFFICE, "POST", arrange=change, action=f"{STAGE}.accept_change"),
    Row(
        f"{STAGE}:refuse_change",
        OFFICE,
        "POST",
        arrange=change,
        body=say(reason="不符"),
        action=f"{STAGE}.refuse_change",
    ),
    Row(f"{STAGE}:lists", OFFICE),
    Row(f"{STAGE}:lists", OFFICE, "POST", action=f"{STAGE}.bring_list"),
    Row(f"{STAGE}:list_template", OFFICE),
    Row(f"{STAGE}:list", OFFICE, arrange=kept_list),
    Row(f"{STAGE}:list", OFFICE, "POST", arrange=kept_list, action=f"{STAGE}.import_standing"),
]


def kept_file(people):
    """A paper whose content lies in the store."""
    import hashlib

    from juli.registry.files.store import arrivals, store

    data = "证书".encode()
    path = arrivals() / "paper.txt"
    path.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    store().put(path, digest)
    made = link(people)
    StoredFile.objects.update(digest=digest, kind="text")
    return made


ROWS.append(Row(f"{STAGE}:file", READERS, arrange=kept_file))


TUS = {"Tus-Resumable": "1.0.0"}
BEGIN = {**TUS, "Upload-Length": "5", "Upload-Metadata": "filename YS5wZGY="}


def begun(door, arrange):
    """An upload that a member of staff has begun at a door."""

    def arranged(people):
        found = Upload.objects.create(
            endpoint=door,
            owner=people.users["staff"].actor_id,
            role="staff",
            name="a.pdf",
            length=5,
            begun_at=SINCE,
            expires_at=FAR,
        )
        return {**arrange(people), "key": found.pk}

    return arranged


def paper(people):
    return {**ours(people), "tag": "members"}


for _door, _where in (("paper", paper), ("sheet", draft), ("proof", standing)):
    ROWS += [
        Row(f"{STAGE}:{_door}-uploads", OURS, "POST", arrange=_where, headers=BEGIN, action=f"{STAGE}.link_file"),
        *(
            Row(
                f"{STAGE}:{_door}-upload",
                ("staff",),
                method,
                arrange=begun(_door, _where),
                headers=TUS,
                hides=("administrator",),
            )
            for method in ("HEAD", "DELETE")
        ),
    ]
ROWS.append(Row(f"{STAGE}:proof-uploads", (), "POST", "of the office", arrange=officially, headers=BEGIN))

"""The demonstration's organisations: registered, audited, staffed, with a ledger; each by the acts that users take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings
from ruamel.yaml import YAML

from juli.demo.cast import Player
from juli.demo.moving import moved
from juli.demo.papers import paper
from juli.demo.switching import DOMAIN
from juli.registry.files.actions import take
from juli.registry.files.models import StoredFile
from juli.stages.accounts.models import User
from juli.stages.calls.shelf import shelf
from juli.stages.ledger.actions.achievements import add
from juli.stages.ledger.actions.evidence import prove
from juli.stages.organisations.actions import files, people, record, registration, standing
from juli.stages.organisations.models import Organisation
from juli.stages.organisations.papers import sheet
from juli.stages.organisations.queries.registration import SHEET
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.vocabulary_values import kept

#: Samples that anybody can try a call with, and those that only play here.
_DOSSIERS = (Path(__file__).parent / "dossiers", Path(__file__).parent / "neighbours")
#: What a registration sheet and a form print, where a sample does not say it.
_USUAL = {
    "registrar": "样例市登记机关",
    "registered_level": "municipal",
    "fields": ["科技服务"],
    "superior": "样例主管单位",
}
#: Of an achievement, what a ledger's form does not ask: a filing says itself when it was handed in.
_NOT_TYPED = frozenset({"id", "kind", "evidence", "filed_on"})
#: Of the dossier's organisation, what is no field of the record.
_OWN = ("name", "uscc", "type")


class Sample(NamedTuple):
    """One dossier of a player, moved to the present, and the programme family that it was made for."""

    family: str
    edition: str
    data: Mapping[str, Any]


def samples(player: Player, year: int) -> list[Sample]:
    """The player's dossiers, in their order."""
    found = []
    for name in player.samples:
        edition = name.partition("/")[0]
        programme = shelf().programmes[edition]
        file = next(path for folder in _DOSSIERS if (path := folder / f"{name}.yaml").exists())
        data = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        found.append(Sample(programme.family, edition, moved(data, year - programme.year)))
    return found


def person(key: str, name: str, at: dt.datetime) -> User:
    """Somebody of the demonstration; nobody can sign in as them, one looks through their eyes."""
    user = User.objects.create_user(email=f"{key}@{DOMAIN}", name=name, date_joined=at)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def register(player: Player, *, year: int, at: dt.datetime) -> User:
    """Register a player and hand the registration in; who administers it."""
    administrator = person(f"{player.key}-administrator", player.administrator, at)
    found = samples(player, year)
    written = found[0].data["organisation"]
    organisation = registration.register(name=written["name"], uscc=written["uscc"], by=administrator, at=at)
    _describe(organisation, player, found, by=administrator, at=at)
    printed = sheet(Organisation.objects.get(pk=organisation.pk), at)
    files.add_file(
        organisation=organisation, tag=SHEET, name="登记表（盖章）.pdf", blocks=[printed], by=administrator, at=at
    )
    registration.hand_in(organisation=Organisation.objects.get(pk=organisation.pk), by=administrator, at=at)
    return administrator


def enter(player: Player, *, officer: User, year: int, at: dt.datetime) -> Organisation:
    """Register a player, have the registration audited, bring in staff, standing and ledger."""
    administrator = register(player, year=year, at=at)
    organisation = Organisation.objects.get(memberships__user=administrator)
    registration.accept(organisation=organisation, by=officer, at=at)
    staff = person(f"{player.key}-staff", player.staff, at)
    found = samples(player, year)
    site = settings.JULI_ADDRESS
    path = people.invite(organisation=organisation, email=staff.email, site=site, by=administrator, at=at)
    people.accept_invitation(token=path.strip("/").rpartition("/")[2], by=staff, at=at)
    organisation = Organisation.objects.get(pk=organisation.pk)
    _stand(organisation, found, by=administrator, at=at)
    _fill_ledger(organisation, found, by=staff, at=at)
    return organisation


def _describe(organisation: Organisation, player: Player, found: list[Sample], *, by: User, at: dt.datetime) -> None:
    fields = vocabulary().organisation
    standing_keys = {kind.key for kind in vocabulary().standing}
    values: dict[str, Any] = dict(_USUAL)
    for sample in found:
        written = sample.data["organisation"]
        values |= {k: v for k, v in written.items() if k not in _OWN and k not in standing_keys and k in fields}
    record.describe(
        organisation=organisation,
        texts={"legal_representative": player.representative, "address": player.address},
        fields=list(values),
        values={name: kept(fields[name], _typed(fields[name], value)) for name, value in values.items()},
        by=by,
        at=at,
    )
    for sample in found:
        since = dt.date.fromisoformat(str(values["founded"])) if "founded" in values else at.date()
        _type(organisation, sample, since, by=by, at=at)


def _typed(field: Any, value: Any) -> Any:
    from juli.engines.policy.values import typed

    return typed(field, value)


def _type(organisation: Organisation, sample: Sample, since: dt.date, *, by: User, at: dt.datetime) -> None:
    found = Organisation.objects.get(pk=organisation.pk)
    if not found.types.filter(programme=sample.family).exists():
        record.add_type(
            organisation=found,
            programme=sample.family,
            applicant_type=sample.data["organisation"]["type"],
            since=since,
            by=by,
            at=at,
        )


def _stand(organisation: Organisation, found: list[Sample], *, by: User, at: dt.datetime) -> None:
    seen: set[tuple[str, str]] = set()
    for sample in found:
        written = sample.data["organisation"]
        for kind in vocabulary().standing:
            if kind.key is None or kind.key not in written:
                continue
            rows = written[kind.key]
            for row in [rows] if isinstance(rows, Mapping) else rows or []:
                values = {"year": row} if isinstance(row, int) else dict(row)
                said = {name: kept(kind.fields[name], _typed(kind.fields[name], v)) for name, v in values.items()}
                if (kind.name, str(sorted(said.items()))) not in seen:
                    seen.add((kind.name, str(sorted(said.items()))))
                    standing.add_standing(organisation=organisation, kind=kind.name, fields=said, by=by, at=at)
            if not kind.one:
                standing.declare_complete(organisation=organisation, kind=kind.name, complete=True, by=by, at=at)


def _fill_ledger(organisation: Organisation, found: list[Sample], *, by: User, at: dt.datetime) -> None:
    seen: set[tuple[str, str]] = set()
    for sample in found:
        for entry in sample.data.get("achievements", []):
            key = (entry["kind"], str(entry.get("title")))
            if key in seen:
                continue
            seen.add(key)
            fields = vocabulary().kinds[entry["kind"]].fields
            # What the office alone may say comes with its verification.
            closed = {*_NOT_TYPED, *(name for name, field in fields.items() if field.office_only)}
            values = {name: value for name, value in entry.items() if name not in closed}
            row = add(organisation=organisation, kind=entry["kind"], values=values, by=by, at=at)
            for tag in entry.get("evidence", []):
                file, name = _file(tag, at)
                prove(achievement=row, file=file, name=name, tag=tag, by=by, at=at)


def _file(tag: str, at: dt.datetime) -> tuple[StoredFile, str]:
    name, content = paper(tag)
    return take(blocks=[content], name=name, at=at).file, name


def require_demo() -> None:
    """Go on in the demonstration alone. Raises RuntimeError."""
    if not settings.DEMO:
        raise RuntimeError("the demonstration is made only where JULI_DEMO=1 asks for it")

"""A random draw that nobody can steer and anybody can repeat (随机抽取).

The plan (who is in the pool, who isn't and why, how many) is fixed first. Office and supervisor then each commit to a
secret: the commitment binds the plan, so that nothing can be changed once a secret is known. At the draw both are
revealed; the seed is made of both. The order of the pool is that of HMAC-SHA256(seed, expert id): it depends on no
library and on no order of input. ``replay`` repeats the draw from its record, byte for byte.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from juli.engines.panel.canonical import canonical
from juli.engines.panel.places import Limits, first_that_fit, fits
from juli.engines.panel.problems import BadInput, Said, Tampered, TooFew, unique

VERSION = 1
Party = Literal["office", "supervisor"]
PARTIES: tuple[Party, Party] = ("office", "supervisor")
#: Hexadecimal digits of a nonce: 128 bits, so that a short secret can't be guessed from its commitment.
NONCE_DIGITS = 32


class Candidate(NamedTuple):
    """Somebody in the pool; ``institution`` may be empty."""

    id: str
    fields: tuple[str, ...] = ()
    institution: str = ""


class Exclusion(NamedTuple):
    """Somebody who was kept out of the pool, and why (codes or words, in the caller's order)."""

    id: str
    reasons: tuple[str, ...]


class Stratum(NamedTuple):
    """At least ``least`` of the drawn, and ``reserves`` of the reserves, are there for ``field``. An expert of several
    fields stands for one of them."""

    field: str
    least: int
    reserves: int = 0


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """What is drawn: of ``pool``, ``size`` experts and ``reserves`` more in order. ``per_institution`` is how many of
    one institution may be drawn (None: any number)."""

    call: str
    session: str
    pool: tuple[Candidate, ...]
    size: int
    reserves: int
    exclusions: tuple[Exclusion, ...] = ()
    strata: tuple[Stratum, ...] = ()
    per_institution: int | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the plan, the same whatever order it lists anybody in."""
        return hashlib.sha256(canonical(_sorted(self))).hexdigest()


class Secret(NamedTuple):
    """What a party keeps until the draw: words or digits of its own, and a random nonce of 32 hexadecimal digits."""

    secret: str
    nonce: str


class Commitment(NamedTuple):
    """A party's promise, made before the draw."""

    party: Party
    digest: str


def _sorted(plan: DrawPlan) -> DrawPlan:
    return DrawPlan(
        plan.call,
        plan.session,
        tuple(sorted(c._replace(fields=tuple(sorted(set(c.fields)))) for c in plan.pool)),
        plan.size,
        plan.reserves,
        tuple(sorted(plan.exclusions)),
        tuple(sorted(plan.strata)),
        plan.per_institution,
    )


def commit(plan: DrawPlan, party: Party, secret: Secret) -> Commitment:
    """The commitment to ``secret`` for this plan. Raises BadInput where the secret is empty or the nonce is short."""
    if not secret.secret:
        raise BadInput("密值为空；请填写", "the secret is empty; write something")
    if len(secret.nonce) != NONCE_DIGITS or any(c not in "0123456789abcdef" for c in secret.nonce):
        raise BadInput(
            f"随机数须为{NONCE_DIGITS}位十六进制数字（小写）",
            f"the nonce has {NONCE_DIGITS} hexadecimal digits in lower case",
        )
    said = ["juli.panel.commitment", VERSION, plan.call, plan.session, plan.digest, party, secret.nonce, secret.secret]
    return Commitment(party, hashlib.sha256(canonical(said)).hexdigest())


def reveal(plan: DrawPlan, commitment: Commitment, secret: Secret) -> None:
    """Checks a secret against its commitment. Raises Tampered where the secret or the plan is another."""
    if not hmac.compare_digest(commit(plan, commitment.party, secret).digest.encode(), commitment.digest.encode()):
        who = {"office": Said("主办方", "office"), "supervisor": Said("监督方", "supervisor")}[commitment.party]
        raise Tampered(
            f"{who.zh}公布的密值与事先承诺不符，或抽取方案已被改动",
            f"the {who.en}'s secret isn't the one committed to, or the plan has changed since",
        )


def seed_of(plan: DrawPlan, secrets: Mapping[Party, Secret]) -> str:
    """The seed, as 64 hexadecimal digits, of both secrets, the call, the session and the plan."""
    said: list[object] = ["juli.panel.seed", VERSION, plan.call, plan.session, plan.digest]
    for party in PARTIES:
        said += [party, secrets[party].nonce, secrets[party].secret]
    return hashlib.sha256(canonical(said)).hexdigest()


def order_of(seed: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids in drawn order: by HMAC-SHA256 under ``seed`` of each id in UTF-8 (NFC)."""
    key = bytes.fromhex(seed)

    def place(one: str) -> tuple[bytes, str]:
        return hmac.digest(key, unicodedata.normalize("NFC", one).encode(), "sha256"), one

    return tuple(sorted(ids, key=place))


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """A draw with all that is needed to repeat it. ``order`` is the whole pool as drawn, ``drawn`` and ``reserves``
    are in that order."""

    version: int
    plan: DrawPlan
    commitments: tuple[Commitment, ...]
    secrets: tuple[tuple[Party, Secret], ...]
    seed: str
    order: tuple[str, ...]
    drawn: tuple[str, ...]
    reserves: tuple[str, ...]

    def to_bytes(self) -> bytes:
        """The record as canonical JSON."""
        return canonical(self)


def draw(plan: DrawPlan, commitments: Iterable[Commitment], secrets: Mapping[Party, Secret]) -> DrawRecord:
    """Draws. Raises Tampered where a secret isn't the one committed to, BadInput for a plan that can't be meant, TooFew
    where the pool can't fill it.

    The first of the drawn order are taken who can be part of a panel that has everything asked for; then, of the rest,
    the reserves in the same way.
    """
    plan = _checked(plan)
    by_party = {c.party: c for c in commitments}
    for party in PARTIES:
        if party not in by_party or party not in secrets:
            raise BadInput("须有主办方和监督方两方的承诺与密值", "both parties' commitments and secrets are needed")
        reveal(plan, by_party[party], secrets[party])
    seed = seed_of(plan, secrets)
    order = order_of(seed, (c.id for c in plan.pool))
    people = {c.id: c for c in plan.pool}
    drawn = first_that_fit([people[i] for i in order], plan.size, _limits(plan))
    if drawn is None:
        raise _too_few(plan)
    left = [people[i] for i in order if i not in set(drawn)]
    wanted = Limits(tuple((s.field, s.reserves) for s in plan.strata if s.reserves), None)
    reserves = first_that_fit(left, plan.reserves, wanted)
    if reserves is None:
        raise _too_few(plan)
    both = tuple((party, secrets[party]) for party in PARTIES)
    sealed = tuple(by_party[party] for party in PARTIES)
    return DrawRecord(VERSION, plan, sealed, both, seed, order, drawn, reserves)


def _limits(plan: DrawPlan) -> Limits:
    return Limits(tuple((s.field, s.least) for s in plan.strata if s.least), plan.per_institution)


def _checked(plan: DrawPlan) -> DrawPlan:
    unique(Said("专家", "expert"), (c.id for c in plan.pool))
    unique(Said("领域", "field"), (s.field for s in plan.strata))
    if plan.size < 1 or plan.reserves < 0 or (plan.per_institution is not None and plan.per_institution < 1):
        raise BadInput(
            "抽取人数须为正整数，备选人数不能为负", "draw at least one expert, and no negative number of reserves"
        )
    for stratum in plan.strata:
        if stratum.least < 0 or stratum.reserves < 0:
            raise BadInput("各领域人数不能为负", "the numbers for a field can't be negative")
    if sum(s.least for s in plan.strata) > plan.size or sum(s.reserves for s in plan.strata) > plan.reserves:
        raise BadInput("各领域人数之和超过总人数", "the fields ask for more experts than are drawn")
    both = {c.id for c in plan.pool} & {e.id for e in plan.exclusions}
    if both:
        raise BadInput(f"专家“{min(both)}”既在库中又被排除", f'the expert "{min(both)}" is in the pool and excluded')
    return _sorted(plan)


def _too_few(plan: DrawPlan) -> TooFew:
    need = plan.size + plan.reserves
    there = [(s.field, s.least + s.reserves, sum(s.field in c.fields for c in plan.pool)) for s in plan.strata]
    short = [(field, n, have) for field, n, have in there if have < n]
    zh = "；".join(f"领域“{f}”需{n}人，只有{h}人" for f, n, h in short)
    en = "; ".join(f'the field "{f}" needs {n} and has {h}' for f, n, h in short)
    if not short:
        limit = plan.per_institution
        zh = "" if limit is None else f"每单位至多{limit}人"
        en = "" if limit is None else f"at most {limit} of one institution"
    return TooFew(
        f"需抽取{need}人，库中{len(plan.pool)}人不足" + (f"：{zh}" if zh else "") + "；请增加专家或减少人数",
        f"{need} are to be drawn and the pool of {len(plan.pool)} can't fill that"
        + (f": {en}" if en else "")
        + "; add experts or ask for fewer",
    )


def replay(record: bytes) -> DrawRecord:
    """Repeats a draw from its record. Raises Tampered where anything differs from what the secrets give, with the first
    part that does."""
    try:
        said = _read(json.loads(record))
        if said.version != VERSION:
            raise Tampered(f"未知的记录版本{said.version}", f"the record has version {said.version}, which isn't known")
        again = draw(said.plan, said.commitments, dict(said.secrets))
    except (BadInput, TooFew) as error:
        raise Tampered(error.said.zh, error.said.en) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Tampered(f"记录无法读取：{error}", f"the record can't be read: {error}") from error
    for part in ("plan", "commitments", "secrets", "seed", "order", "drawn", "reserves"):
        if getattr(again, part) != getattr(said, part):
            raise Tampered(f"重演结果与记录不符：{part}", f"repeating the draw gives another result: {part}")
    if again.to_bytes() != record:
        raise Tampered("重演结果与记录的字节不符", "repeating the draw gives other bytes")
    return again


def _read(data: Any) -> DrawRecord:
    p = data["plan"]
    plan = DrawPlan(
        p["call"],
        p["session"],
        tuple(Candidate(c["id"], tuple(c["fields"]), c["institution"]) for c in p["pool"]),
        p["size"],
        p["reserves"],
        tuple(Exclusion(e["id"], tuple(e["reasons"])) for e in p["exclusions"]),
        tuple(Stratum(s["field"], s["least"], s["reserves"]) for s in p["strata"]),
        p["per_institution"],
    )
    return DrawRecord(
        data["version"],
        plan,
        tuple(Commitment(c["party"], c["digest"]) for c in data["commitments"]),
        tuple((party, Secret(s["secret"], s["nonce"])) for party, s in data["secrets"]),
        data["seed"],
        tuple(data["order"]),
        tuple(data["drawn"]),
        tuple(data["reserves"]),
    )


class Withdrawal(NamedTuple):
    """A drawn expert, or a reserve, who can't take part, and why."""

    expert: str
    reason: str


class Replacement(NamedTuple):
    """Who went, who came in the place (None: no reserve is left who fits), and why."""

    out: str
    came: str | None
    reason: str


class Panel(NamedTuple):
    """Who is on the panel after withdrawals, the reserves still left in order, and every replacement in order."""

    members: tuple[str, ...]
    reserves: tuple[str, ...]
    replacements: tuple[Replacement, ...]


def panel_after(record: DrawRecord, withdrawals: Sequence[Withdrawal]) -> Panel:
    """The panel after these withdrawals, in the order in which they were made.

    A member's place goes to the first reserve with whom the panel still has what the plan asks for (fields, limit per
    institution). Raises BadInput for a withdrawal of somebody who is neither.
    """
    people = {c.id: c for c in record.plan.pool}
    members, reserves = list(record.drawn), list(record.reserves)
    done = []
    for withdrawal in withdrawals:
        gone = withdrawal.expert
        if gone in reserves:
            reserves.remove(gone)
            continue
        if gone not in members:
            raise BadInput(f"“{gone}”既非成员也非备选", f'"{gone}" is neither a member nor a reserve')
        place = members.index(gone)
        rest = [people[m] for m in members if m != gone]
        # Once a place stays empty the fields can't all be there; then the first reserve within the limit will do.
        whole = len(members) == record.plan.size
        limits = _limits(record.plan) if whole else Limits((), record.plan.per_institution)
        came = next((r for r in reserves if fits([*rest, people[r]], limits)), None)
        if came is None:
            del members[place]
        else:
            members[place] = came
            reserves.remove(came)
        done.append(Replacement(gone, came, withdrawal.reason))
    return Panel(tuple(members), tuple(reserves), tuple(done))

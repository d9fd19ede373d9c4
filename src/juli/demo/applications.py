"""The demonstration's applications: begun, written, sent, handed in and recommended by the acts that users take.

Each file in ``forms`` tells one: who applies to which call with which sample, what the form says beyond the sample, and
what became of it, each act with how many days ago.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from ruamel.yaml import YAML

from juli.demo.answering import answer
from juli.demo.cast import PLAYERS, RECOMMENDED
from juli.demo.moving import moved
from juli.demo.organisations import Sample, samples
from juli.demo.papers import paper
from juli.demo.switching import who
from juli.registry.files.actions import take
from juli.registry.files.actions.keeping import Kept
from juli.stages.accounts.models import User
from juli.stages.applications import claims, printing
from juli.stages.applications import paper as papers
from juli.stages.applications.actions import (
    claiming,
    drafting,
    finalising,
    materials,
    recommending,
    reviewing,
    submitting,
    writing,
)
from juli.stages.applications.form import promises
from juli.stages.applications.form.layout import Part, parts
from juli.stages.applications.guards import final_at
from juli.stages.applications.models import Application
from juli.stages.applications.queries.checking import applicable, known
from juli.stages.applications.starting import Entry
from juli.stages.calls.models import Call
from juli.stages.calls.rulebook import current
from juli.stages.ledger.models import Achievement
from juli.stages.organisations.models import Membership, Organisation

FORMS: Final = Path(__file__).parent / "forms"
#: How many days ago an application was begun, where its file tells nothing earlier; and how long writing took.
_BEGUN, _WRITTEN = 9.0, 0.3
#: When the office said who recommends whom: before any call.
_ASSIGNED: Final = 58.0


class Happening(NamedTuple):
    """Something that happens in the demonstration, ``ago`` days before now."""

    ago: float
    act: Callable[[dt.datetime], object]


def happenings(year: int) -> list[Happening]:
    """Everything that becomes of the applications."""
    return [one for path in sorted(FORMS.glob("*.yaml")) for one in Story(path, year).happenings()]


def assignments() -> list[Happening]:
    """The office lets the recommender's unit recommend the operators of parks."""
    return [Happening(_ASSIGNED, _assign)]


def _assign(at: dt.datetime) -> None:
    officer, unit = who("officer"), RECOMMENDED.unit
    for organisation in Organisation.objects.filter(types__programme=RECOMMENDED.family).distinct().order_by("pk"):
        recommending.assign(organisation=organisation, unit=unit, by=officer, at=at)


class Story:
    """One application, from its file."""

    def __init__(
        self,
        path: Path,
        year: int,
        *,
        call: str = "",
        life: Sequence[Mapping[str, Any]] | None = None,
        form: Mapping[str, Any] | None = None,
    ) -> None:
        told = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        if call:
            told["call"] = call
        if form is not None:
            told["form"] = {**told["form"], **form}
        if life is not None:
            told["life"] = list(life)
        self.player = next(player for player in PLAYERS if player.key == told["player"])
        self.sample = self._sample(told["sample"], year)
        edition = int(told["sample"].partition("/")[0][-4:])
        self.told: Mapping[str, Any] = moved(told, year - edition)

    def _sample(self, name: str, year: int) -> Sample:
        return samples(self.player, year)[self.player.samples.index(name)]

    @property
    def application(self) -> Application:
        """As it is now."""
        found = Application.objects.select_related("call", "organisation")
        return found.get(organisation=self.organisation, call__edition=self.told["call"])

    @property
    def organisation(self) -> Organisation:
        """Who applies."""
        return Membership.objects.get(user=self.staff, until=None).organisation

    @property
    def staff(self) -> User:
        """Who fills in the form."""
        return who(f"{self.player.key}-staff")

    @property
    def administrator(self) -> User:
        """Who finalises it and hands it in."""
        return who(f"{self.player.key}-administrator")

    def happenings(self) -> Iterator[Happening]:
        """The beginning, the writing in two goes, the documents, and what became of it."""
        life = self.told["life"]
        begun = max((step["ago"] for step in life), default=_BEGUN - 6) + 1
        yield Happening(begun, self.begin)
        yield Happening(begun - _WRITTEN / 2, partial(self.write, half=0))
        yield Happening(begun - _WRITTEN, partial(self.write, half=1))
        yield Happening(begun - _WRITTEN - 0.1, self.bring)
        for step in life:
            yield Happening(step["ago"], partial(self.step, step["act"], step.get("text", "")))

    # ------------------------------------------------------------------------------------------------------ writing

    def begin(self, at: dt.datetime) -> None:
        """Start it, and name its leader."""
        entry = {**self.sample.data.get("application", {}), **self.told.get("entry", {})}
        row = drafting.start(
            call=Call.objects.get(edition=self.told["call"]),
            organisation=self.organisation,
            entry=Entry(
                self.sample.data["organisation"]["type"],
                tuple(entry.get("tracks", ())),
                {track: dict(chosen) for track, chosen in entry.get("choices", {}).items()},
                tuple(entry.get("joint", ())),
            ),
            by=self.staff,
            at=at,
        )
        drafting.let_in(application=row, user=self.staff, leads=True, by=self.administrator, at=at)

    def write(self, at: dt.datetime, *, half: int) -> None:
        """Save one half of the sections, and claim the ledger's works the best way where the file says so."""
        row = self.application
        programme = current(row.call).programme
        said = {**self.sample.data.get("form", {}), **self.told.get("form", {})}
        works = self.works()
        found = parts(programme, row.applicant_type, tuple(row.tracks))
        middle = len(found) // 2
        for number, part in enumerate(found[:middle] if half == 0 else found[middle:]):
            value = answer(programme, part, self._asked(part, said.get(part.id)), works)
            if value is not None:
                when = at + dt.timedelta(minutes=2 * number)
                writing.save(application=row, section=part.id, value=value, had=0, by=self.staff, at=when)
        if half and self.told.get("best") and claims.uses_claims(programme):
            had = claims.state(self.application)
            claiming.take_best(application=self.application, had=had, keep=False, by=self.staff, at=at)

    def _asked(self, part: Part, said: Any) -> Any:
        """What the file says; of targets, the least that the call asks for where it says nothing."""
        if part.origin != "targets" or said is None:
            return said
        row = self.application
        clauses = promises.targets(current(row.call).programme, row.applicant_type, tuple(row.tracks))
        least = {leaf.id: promises.required(leaf) for clause in clauses for leaf in promises.leaves(clause)}
        return {name: number for name, number in least.items() if number} | dict(said)

    def works(self) -> dict[str, str]:
        """The ledger's entries by the names that the sample has for them."""
        rows = Achievement.objects.filter(organisation=self.organisation, removed_at=None)
        known_rows = {(kind, title): str(pk) for pk, kind, title in rows.values_list("pk", "kind", "title")}
        entries = self.sample.data.get("achievements", [])
        return {e["id"]: known_rows[e["kind"], e["title"]] for e in entries if (e["kind"], e["title"]) in known_rows}

    def bring(self, at: dt.datetime) -> None:
        """Hand in the documents that the sample has and the call asks for."""
        row, works = self.application, self.works()
        attachments = {a.clause.id: a for a in applicable(known(row, current(row.call), at))}
        for said in self.told.get("documents", self.sample.data.get("documents", [])):
            if said["id"] not in attachments:
                continue
            place = materials.Place(
                attachment=said["id"], year=said.get("year"), achievement=works.get(said.get("achievement", ""), "")
            )
            drawn, content = paper(said["id"])
            name = f"{attachments[said['id']].clause.label.zh}（示例）{Path(drawn).suffix}"
            made = materials.bring(application=row, place=place, name=name, blocks=[content], by=self.staff, at=at)
            materials.describe(
                material=made,
                dated=_day(said.get("date")),
                valid_until=_day(said.get("valid_until")),
                sealed=bool(said.get("sealed")),
                by=self.staff,
                at=at,
            )

    # --------------------------------------------------------------------------------------------------------- life

    def step(self, name: str, text: str, at: dt.datetime) -> None:
        """Take one step of the application's life."""
        row, boss = self.application, self.administrator
        match name:
            case "send":
                reviewing.send(application=row, by=self.staff, at=at)
            case "give_back":
                reviewing.give_back(application=row, remarks=text, by=boss, at=at)
            case "finalise":
                finalising.finalise(application=row, by=boss, at=at)
            case "scan":
                self._scan(row, at)
            case "submit":
                submitting.submit(application=row, by=boss, at=at)
            case "withdraw":
                submitting.withdraw(application=row, by=boss, at=at)
            case _:
                self._recommender(name, text, row, at)

    def _scan(self, row: Application, at: dt.datetime) -> None:
        final, by = final_at(row), self.staff

        def then(kept: Kept) -> None:
            finalising.add_scan(application=row, kept=kept, code=final.check_code, by=by, at=at)

        name = "申报书（盖章扫描件，示例）.pdf"
        take(blocks=[printing.pdf_of(papers.final(final))], name=name, at=at, then=then)

    def _recommender(self, name: str, text: str, row: Application, at: dt.datetime) -> None:
        by = who("recommender")
        match name:
            case "take":
                recommending.take(application=row, by=by, at=at)
            case "recommend":
                recommending.recommend(application=row, opinion=text, by=by, at=at)
            case "send_back":
                recommending.send_back(application=row, remarks=text, by=by, at=at)
            case "decline":
                recommending.decline(application=row, remarks=text, by=by, at=at)
            case _:
                raise ValueError(f"{self.told['player']}: no act is called {name}")


def _day(said: Any) -> dt.date | None:
    return None if said is None else dt.date.fromisoformat(str(said))

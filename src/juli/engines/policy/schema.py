"""The shape of a programme file as written (language §1 and §2). Meaning is given to it by the loader."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, Strict, model_validator

from juli.engines.policy.blocks import (
    Budget,
    Claims,
    Content,
    DateRule,
    Form,
    Item,
    Joint,
    Notice,
    Paper,
    Settings,
    SourceFile,
    SupportBlock,
)
from juli.engines.policy.cited import Cited, Ids, Words
from juli.engines.policy.fields import (
    Block,
    BoundField,
    DurationField,
    Flag,
    LabelField,
    NumberField,
    SpanEnd,
    Text,
    Whole,
)
from juli.engines.policy.mistakes import series, told
from juli.engines.policy.problems import BadValue
from juli.engines.policy.workflow import STAGES, Workflow

RelativeYear = Annotated[int, Strict()]
Names = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.\-]*$"), Strict()]


class WrittenJudge(Block):
    """``judge``."""

    question: LabelField
    by: Text
    known: Text | None = None
    record: Text | None = None


class WrittenSpacing(Block):
    """``apart``."""

    from_: Text = Field(alias="from")
    to: Text
    at_least: DurationField


class WrittenEach(Block):
    """``each``."""

    sum: Text
    at_least: NumberField


class WrittenOrJudged(Block):
    """``or_judged``."""

    at_least: Whole
    for_: Ids = Field(default=(), alias="for")
    question: LabelField
    by: Text


class WrittenBaseline(Block):
    """``more_than_baseline`` in its long form."""

    key: Text
    within: Text | None = None


def _baseline(value: Any) -> Any:
    return {"key": value} if isinstance(value, str) else value


ROW_TESTS = ("count", "sum", "distinct", "max", "longest_run")
TREE_TESTS = ("any_of", "all_of", "of", "one_reading_of")
MODIFIERS = ("within", "dated", "where", "each", "whose", "about", "split_by")


class WrittenClause(Cited):
    """A clause."""

    id: Names
    label: LabelField | None = None
    for_: Ids = Field(default=(), alias="for")
    unit: LabelField | None = None
    group: Text | None = None
    content: Content | None = None
    measures: tuple[WrittenMeasure, ...] = ()
    split_by: Text | None = None
    mark: Literal["assumption"] | None = None

    count: Text | None = None
    sum: Words = ()
    distinct: Text | None = None
    max: Text | None = None
    longest_run: Text | None = None
    any_of: tuple[WrittenClause, ...] = ()
    all_of: tuple[WrittenClause, ...] = ()
    of: tuple[WrittenClause, ...] | Text = ()
    one_reading_of: tuple[WrittenClause, ...] = ()
    holds: Text | None = None
    apart: WrittenSpacing | None = None
    judge: WrittenJudge | None = None

    within: Text | None = None
    dated: Text | None = None
    where: Text | None = None
    each: WrittenEach | None = None
    rows: Literal["done", "plan", "both"] | None = None
    whose: Literal["organisation", "team", "leader"] | None = None
    about: dict[str, NumberField] = Field(default_factory=dict)

    at_least: BoundField | None = None
    at_most: BoundField | None = None
    up_to: BoundField | None = None
    more_than_baseline: Annotated[WrittenBaseline | None, BeforeValidator(_baseline)] = None
    or_judged: WrittenOrJudged | None = None
    #: All of the entries: a name, a list (any one of it), or ``{NAME: FILTER}`` (of rows that pass).
    evidence: tuple[Text | tuple[Text, ...] | dict[str, Text], ...] | None = None
    evidence_optional: Ids = ()


class WrittenMeasure(WrittenClause):
    """A clause under ``measures``, which needs no id of its own."""

    id: Names = "measure"


class WrittenWindow(Cited):
    """A named span."""

    label: LabelField | None = None
    years: RelativeYear | tuple[RelativeYear, RelativeYear] | None = None
    from_: SpanEnd | None = Field(default=None, alias="from")
    to: SpanEnd | None = None
    length: DurationField | None = None
    first_day: Literal["counts", "does_not_count"] = "counts"
    each: Literal["year"] | None = None
    counts_as: Literal["none", "past", "plan"] | None = None
    must_start_in: Text | None = None

    @model_validator(mode="after")
    def _one_form(self) -> WrittenWindow:
        if (self.years is None) == (self.from_ is None):
            raise BadValue(told("a window has either `years` or `from`"))
        if self.years is not None and (self.to is not None or self.length is not None):
            raise BadValue(told("a window of `years` has no other end"))
        if self.counts_as is not None and (self.from_ is None or self.to is None):
            raise BadValue(told("a window that `counts_as` something has `from` and `to`"))
        if self.from_ is not None and (self.to is None) == (self.length is None):
            raise BadValue(told("a window `from` needs either `to` or `length`"))
        return self


class WrittenList(Cited):
    """A named set."""

    label: LabelField | None = None
    values: Ids = ()
    distinct: Text | None = None
    within: Text | None = None
    where: Text | None = None

    @model_validator(mode="after")
    def _one_form(self) -> WrittenList:
        if bool(self.values) == (self.distinct is not None):
            raise BadValue(told("a list has either `values` or `distinct`"))
        if self.values and (self.within is not None or self.where is not None):
            raise BadValue(told("a list of `values` reads no rows"))
        return self


class WrittenGroup(Cited):
    """A heading."""

    id: Names
    label: LabelField


class WrittenApplicants(Cited):
    """Who may apply."""

    types: Annotated[Ids, Field(min_length=1)]
    one_per: Literal["organisation", "track", "park"] = "organisation"
    conditions: tuple[WrittenClause, ...] = ()
    limits: tuple[WrittenClause, ...] = ()
    joint: Joint | None = None
    administrators: Whole | None = None


class WrittenDuty(Cited):
    """A duty to publish."""

    id: Names
    label: LabelField | None = None
    platform: Text
    of: Ids
    proof: Literal["url"] | None = None


class WrittenTrack(Cited):
    """A sub-project."""

    id: Names
    label: LabelField
    content: Content | None = None
    conditions: tuple[WrittenClause, ...] = ()
    exclusions: tuple[WrittenClause, ...] = ()
    targets: tuple[WrittenClause, ...] = ()
    duties: tuple[WrittenDuty, ...] = ()
    support: SupportBlock | None = None
    combine_with: Ids = ()
    exclusive: Ids = ()
    choose: dict[str, Any] = Field(default_factory=dict)
    joint: Joint | None = None


class WrittenItem(Cited):
    """One line of the points table."""

    clause: Text
    base: NumberField = 0
    each: NumberField = 0
    over: NumberField = 0
    up_to: NumberField | None = None


class WrittenPoints(Cited):
    """The points table."""

    rank: Flag = False
    plan_worth: NumberField = 1
    ties: Ids = ()
    of: tuple[WrittenItem, ...] = ()


class WrittenAttachment(Cited):
    """An attachment."""

    id: Names
    label: LabelField | None = None
    for_: Ids = Field(default=(), alias="for")
    each_year_of: Text | None = None
    each_of: Text | None = None
    within: Text | None = None
    where: Text | None = None
    from_founding: Flag = False
    valid_on: Text | None = None
    if_any: Flag = False
    dated: Flag = False
    type: Text | None = None
    sealed: Flag = False
    personal: Flag = False
    by: Text | None = None


def _stages(value: Any) -> Any:
    """``stages`` is a list of one-key maps; the key becomes ``name``."""
    if not isinstance(value, dict) or not isinstance(value.get("stages"), list):
        return value
    stages = []
    for stage in value["stages"]:
        if not isinstance(stage, dict) or len(stage) != 1 or not isinstance(next(iter(stage.values())) or {}, dict):
            raise BadValue(
                told("a stage is a map of one key, like `- screening: {}`", "{}"),
                told("the keys are {}", series(STAGES)),
            )
        name, terms = next(iter(stage.items()))
        stages.append({"name": name, **(terms or {})})
    return {**value, "stages": stages}


def _qualification(value: Any) -> Any:
    """The one clause whose id the language fixes."""
    return {"id": "qualification", **value} if isinstance(value, dict) else value


class ProgrammeFile(Block):
    """The whole file as written."""

    id: Names
    title: LabelField
    what: Literal["call", "plan"]
    year: Whole
    programme: Text | None = None
    previous: Text | None = None
    source: SourceFile | None = None
    notice: Notice = Notice()
    costs: dict[str, NumberField] = Field(default_factory=dict)
    settings: Settings = Settings()
    windows: dict[str, WrittenWindow] = Field(default_factory=dict)
    lists: dict[str, WrittenList] = Field(default_factory=dict)
    dates: dict[str, DateRule] = Field(default_factory=dict)
    applicants: WrittenApplicants | None = None
    exclusions: tuple[WrittenClause, ...] = ()
    groups: tuple[WrittenGroup, ...] = ()
    categories: tuple[WrittenClause, ...] = ()
    claims: Claims | None = None
    qualification: Annotated[WrittenClause | Literal["none"] | None, BeforeValidator(_qualification)] = None
    tracks: tuple[WrittenTrack, ...] = ()
    commitments: tuple[WrittenClause, ...] = ()
    targets: tuple[WrittenClause, ...] = ()
    duties: tuple[WrittenDuty, ...] = ()
    points: WrittenPoints | None = None
    support: SupportBlock | None = None
    attachments: tuple[WrittenAttachment, ...] = ()
    form: Form | None = None
    paper: Paper | None = None
    budget: Budget | None = None
    workflow: Annotated[Workflow | None, BeforeValidator(_stages)] = None
    indicators: tuple[WrittenClause, ...] = ()
    items: tuple[Item, ...] = ()

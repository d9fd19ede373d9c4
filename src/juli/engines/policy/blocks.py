"""The parts of a file that don't judge: source, notice, dates, form, paper, budget, workflow (language §2)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from juli.engines.policy.cited import Cited, Ids, Labels
from juli.engines.policy.fields import (
    AmountField,
    Block,
    Day,
    Flag,
    LabelField,
    Moment,
    NumberField,
    Text,
    Whole,
)
from juli.engines.policy.mistakes import both, told
from juli.engines.policy.problems import BadValue


class Content(Cited):
    """What the notice lets one report under a heading, beside what it asks."""

    label: LabelField | None = None


class SourceFile(Block):
    """The notice's file, by name and digest; its text is never stored."""

    file: Text
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class System(Cited):
    """A system outside Juli that the notice names."""

    role: Text
    label: LabelField
    url: Text = ""


class Contact(Cited):
    """A role that answers questions; persons and numbers are entered with the call."""

    role: Text
    label: LabelField | None = None
    unit: LabelField | None = None
    address: Literal["entered"] | None = None
    phone: Literal["entered"] | None = None
    email: Literal["entered"] | None = None
    rights: Literal["receipt"] | None = None


class Approval(Block):
    """The meeting that passed the document."""

    body: LabelField
    number: Whole | None = None


class Notice(Cited):
    """The document the programme comes from."""

    issuer: LabelField | None = None
    executor: LabelField | None = None
    attachment: Whole | None = None
    number: LabelField | None = None
    written: Day | None = None
    published: Day | None = None
    printed: Day | None = None
    printed_by: LabelField | None = None
    kind: LabelField | None = None
    approved_by: Approval | None = None
    addressed_to: Labels = ()
    copied_to: Labels = ()
    basis: Labels = ()
    purpose: Labels = ()
    links: Labels = ()
    attachments: tuple[Content, ...] = ()
    meta: dict[str, LabelField] = Field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    systems: tuple[System, ...] = ()


class Settings(Block):
    """Choices the notice leaves to the office. ``tolerance``: the share by which ``about`` may be missed (O-20)."""

    tolerance: NumberField | None = None
    source: Literal["assumption"] | None = None
    costs: Literal["assumption"] | None = None
    req: Ids = ()
    note: LabelField | None = None


#: The dates that Juli acts on; a call may have others, with a label of their own.
DATES = ("publication", "opens", "closes", "recommendation", "paper", "filing", "correction")


class DateRule(Cited):
    """One date of the call: at a moment, strictly before one, or through the end of a day."""

    label: LabelField | None = None
    at: Moment | None = None
    before: Moment | None = None
    through: Moment | None = None
    judged_by: Literal["server", "posting_date", "receipt"] = "server"
    always_open: Flag = False
    after_closing: Flag | None = None

    @model_validator(mode="after")
    def _one_form(self) -> DateRule:
        given = [f for f in ("at", "before", "through") if getattr(self, f) is not None]
        if len(given) > 1:
            raise BadValue(told("give one of at, before, through, not {}", both(given)))
        return self


class Joint(Cited):
    """With whom one may apply jointly, and for which clauses (none named: for all)."""

    with_: Ids = Field(alias="with")
    clauses: Ids = ()


class Claims(Cited):
    """Whether claiming an achievement under one category excludes the others."""

    exclusive: Literal["categories"] | None = None


class Column(Cited):
    """One column of a table in the form; ``from`` fills it from the organisation's record."""

    id: Text
    label: LabelField | None = None
    type: Literal[
        "text",
        "long",
        "number",
        "money",
        "date",
        "month",
        "months",
        "phone",
        "email",
        "person",
        "choice",
        "clause",
        "achievement",
        "file",
        "boolean",
    ] = "text"
    of: tuple[LabelField, ...] = ()
    required: Flag = True


class FormField(Column):
    """One field of a section; a table or a numbered list may stand as a field."""

    type: Literal[
        "text",
        "line",
        "long",
        "number",
        "money",
        "date",
        "month",
        "months",
        "phone",
        "email",
        "person",
        "choice",
        "clause",
        "achievement",
        "file",
        "boolean",
        "table",
        "numbered",
    ] = "text"  # type: ignore[assignment]
    from_: Text | None = Field(default=None, alias="from")
    parts: Ids = ()
    columns: tuple[Column, ...] = ()
    at_least: Whole | None = None


class Sum(Cited):
    """``total`` equals the sum of ``parts`` (field ids, or ``table.column``)."""

    total: Text
    parts: Ids


class Section(Cited):
    """One section of the form."""

    id: Text
    label: LabelField | None = None
    type: Literal["line", "long", "fields", "table", "claims", "plan", "targets", "opinion"]
    fields: tuple[FormField, ...] = ()
    columns: tuple[Column, ...] = ()
    sums: tuple[Sum, ...] = ()
    at_least: Whole | None = None
    within: Text | None = None
    personal: Flag = False
    required: Flag = True
    needs: Ids = ()
    hint: LabelField | None = None
    applies_to: Ids = Field(default=(), alias="for")
    parts: tuple[Content, ...] = ()


class Cover(Cited):
    """The form's cover page."""

    title: LabelField
    fields: Ids
    maker: Text = ""


class Pledge(Cited):
    """A statement that the applicant signs."""

    id: Text
    label: LabelField | None = None


class Form(Cited):
    """The application form."""

    cover: Cover | None = None
    sections: tuple[Section, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    notes: tuple[Content, ...] = ()


class Seal(Block):
    """A seal on paper: where, and whose."""

    place: Text
    by: Text = "applicant"
    req: Ids = ()


class Paper(Cited):
    """The paper that goes with an application."""

    size: Text = "A4"
    copies: Whole | None = None
    to: Text = ""
    after: Text = ""
    scan_due: Text = ""
    bound: Flag = False
    extra_pages: Flag = False
    parts: Ids = ()
    seals: tuple[Seal, ...] = ()
    signatures: Ids = ()


class LeaveOut(Cited):
    """Expenses that do not count."""

    id: Text
    label: LabelField | None = None
    where: Text


class Budget(Cited):
    """How money is figured: audited cost of a window, or the amount applied for."""

    rule: Literal["audited_cost", "applied_amount", "fixed", "unstated"]
    unit: LabelField | None = None
    window: Text | None = None
    applied: Text | None = None
    basis_required: Flag = False
    rules: LabelField | None = None
    leave_out: tuple[LeaveOut, ...] = ()


class Item(Cited):
    """A task, a measure or a direction of a plan, to which a call may link."""

    id: Text
    label: LabelField
    group: Text = ""


class SupportBlock(Cited):
    """Quota and money as written."""

    quota: AmountField | None = None
    amount: AmountField | None = None
    total: AmountField | None = None
    prefer: Text | None = None


#: The dates of a call that a document may have to be valid on.
CALL_ANCHORS = ("application", "contract", "opens", "closes", "publication")

"""Nothing that a programme file may say is silently ignored: every key of the schema, and who reads it.

The table is kept by hand. ``"file: words"`` names a module of the engine (``/file`` elsewhere) that reads the key, and words
that stand in it; a key whose reader isn't built yet says which stage of the product it is kept for: until then ``juli show``
tells it (``tests/cli/test_show.py`` changes one word after another and looks for the difference). A key that the table lacks fails the test, so that
whoever adds one decides who reads it.
"""

import inspect
from pathlib import Path

import pytest
from pydantic import BaseModel

from juli.engines.policy import blocks, cited, schema, workflow

SOURCE = Path(__file__).parents[3] / "src" / "juli"
POLICY = "engines/policy"


class Later(str):
    """Kept as written for a stage of the product that reads it once it is there."""

    __slots__ = ()


CALLS, APPLICATIONS, SCREENING, REVIEW, AWARDS, DELIVERY = map(
    Later, ("calls", "applications", "screening", "review", "awards", "delivery")
)

READERS = {
    # Anything that goes back to a place in the notice.
    "Cited": {
        "cite": "as_data/programmes.py: clause.cite",
        "req": "as_data/programmes.py: clause.req",
        "note": "as_data/programmes.py: clause.note",
        "source": "loader.py: w.source",
    },
    "ProgrammeFile": {
        "id": "loader.py: id=w.id",
        "title": "as_data/programmes.py: p.title",
        "what": "consistency.py: p.what",
        "year": "windows.py: programme.year",
        "programme": "loader.py: w.programme",
        "previous": "as_data/programmes.py: p.previous",
        "source": CALLS,
        "notice": "windows.py: programme.notice.published",
        "costs": "optimise/supply.py: programme.costs",
        "settings": "interpreter/leaves.py: settings.tolerance",
        "windows": "windows.py: programme.windows",
        "lists": "context.py: programme.lists",
        "dates": "interpreter/given.py: programme.dates",
        "applicants": "interpreter/given.py: programme.applicants",
        "exclusions": "interpreter/judge.py: p.exclusions",
        "groups": "clauses.py: self.groups",
        "categories": "interpreter/judge.py: programme.categories",
        "claims": "loader.py: w.claims.exclusive",
        "qualification": "interpreter/joint.py: programme.qualification",
        "tracks": "interpreter/judge.py: p.tracks",
        "commitments": "interpreter/judge.py: p.commitments",
        "targets": "interpreter/judge.py: p.targets",
        "duties": "interpreter/judge.py: p.duties",
        "points": "points.py: programme.points",
        "support": "/stages/calls/queries/rules.py: p.support",
        "attachments": "interpreter/judge.py: p.attachments",
        "form": "interpreter/judge.py: form_node",
        "paper": "interpreter/judge.py: paper_node",
        "budget": "consistency.py: p.budget",
        "workflow": "difference.py: p.workflow",
        "indicators": "indicators.py: programme.indicators",
        "items": "loader.py: items=w.items",
    },
    "WrittenClause": {
        "id": "clauses.py: id=w.id",
        "label": "as_data/programmes.py: clause.label",
        "for": "interpreter/trees.py: applies_to",
        "unit": "as_data/programmes.py: clause.unit",
        "group": "points.py: c.group",
        "content": "clauses.py: content=w.content",
        "measures": "interpreter/trees.py: clause.measures",
        "split_by": "interpreter/leaves.py: clause.split_by",
        "mark": "as_data/programmes.py: clause.assumption",
        "count": 'aggregates.py: how == "count"',
        "sum": 'aggregates.py: how == "sum"',
        "distinct": 'aggregates.py: how == "distinct"',
        "max": 'aggregates.py: how == "max"',
        "longest_run": "aggregates.py: _longest_run",
        "any_of": "interpreter/trees.py: AnyOf",
        "all_of": "interpreter/trees.py: AllOf",
        "of": "interpreter/trees.py: KOf",
        "one_reading_of": "interpreter/trees.py: OneReading",
        "holds": "interpreter/leaves.py: holds_node",
        "apart": "context.py: aggregate.apart",
        "judge": "context.py: aggregate.judge",
        "within": "context.py: aggregate.within",
        "dated": "context.py: aggregate.dated",
        "where": "selectors.py: aggregate.where",
        "each": "aggregates.py: aggregate.each",
        "rows": "context.py: aggregate.rows",
        "whose": "context.py: aggregate.whose",
        "about": "interpreter/leaves.py: test.about",
        "at_least": "shortfall.py: bound.at_least",
        "at_most": "shortfall.py: bound.at_most",
        "up_to": "interpreter/leaves.py: bound.up_to",
        "more_than_baseline": "interpreter/leaves.py: bound.baseline",
        "or_judged": "interpreter/trees.py: test.or_judged",
        "evidence": "interpreter/leaves.py: clause.evidence",
        "evidence_optional": "clauses.py: w.evidence_optional",
    },
    "WrittenJudge": {
        "question": "interpreter/leaves.py: judge.question",
        "by": "interpreter/leaves.py: judge.by",
        "known": "context.py: selector.known",
        "record": "context.py: judge.record",
    },
    "WrittenSpacing": {
        "from": "context.py: spacing.start",
        "to": "context.py: spacing.end",
        "at_least": "context.py: spacing.at_least",
    },
    "WrittenEach": {"sum": "aggregates.py: amount_field", "at_least": "aggregates.py: minimum"},
    "WrittenOrJudged": {
        "at_least": "interpreter/trees.py: alternative.at_least",
        "for": "interpreter/trees.py: alternative.applies_to",
        "question": "clauses.py: j.question",
        "by": "clauses.py: j.by",
    },
    "WrittenBaseline": {"key": "interpreter/leaves.py: baseline.key", "within": "interpreter/leaves.py: baseline.within"},
    "WrittenWindow": {
        "label": "interpreter/findings.py: .label",
        "years": "windows.py: w.years",
        "from": "windows.py: w.start",
        "to": "windows.py: w.end",
        "length": "windows.py: w.length",
        "first_day": "windows.py: w.first_day_counts",
        "each": "indicators.py: window.each_year",
        "counts_as": "windows.py: counts_as",
        "must_start_in": "interpreter/findings.py: must_start_in",
    },
    "WrittenList": {
        "label": "loader.py: w.label or Label.both(name)",
        "values": "selection.py: named.values",
        "distinct": "selection.py: named.reads",
        "within": "selectors.py: named.within",
        "where": "selectors.py: named.where",
    },
    "WrittenGroup": {"id": "clauses.py: self.groups", "label": "loader.py: g.label"},
    "WrittenApplicants": {
        "types": "interpreter/given.py: a.types",
        "one_per": APPLICATIONS,
        "conditions": "interpreter/judge.py: p.applicants.conditions",
        "limits": "interpreter/judge.py: p.applicants.limits",
        "joint": "interpreter/given.py: programme.applicants.joint",
        "administrators": Later("accounts"),
    },
    "WrittenDuty": {
        "id": "loader.py: w.id",
        "label": "loader.py: w.label",
        "platform": "interpreter/given.py: duty.platform",
        "of": "interpreter/given.py: duty.of",
        "proof": "interpreter/given.py: duty.proof",
    },
    "WrittenTrack": {
        "id": "interpreter/judge.py: t.id",
        "label": "interpreter/judge.py: t.label",
        "content": "loader.py: content=w.content",
        "conditions": "interpreter/judge.py: track.conditions",
        "exclusions": "interpreter/judge.py: track.exclusions",
        "targets": "interpreter/judge.py: t.targets",
        "duties": "interpreter/judge.py: t.duties",
        "support": "loader.py: self.support(w.support",
        "combine_with": "interpreter/given.py: combine_with",
        "exclusive": "interpreter/given.py: a.exclusive",
        "choose": "interpreter/given.py: track.choose",
        "joint": "interpreter/given.py: t.joint",
    },
    "WrittenItem": {
        "clause": "points.py: item.clause",
        "base": "points.py: item.base",
        "each": "points.py: item.each",
        "over": "points.py: item.over",
        "up_to": "points.py: item.up_to",
    },
    "WrittenPoints": {
        "rank": "difference.py: points.rank",
        "plan_worth": "points.py: plan_worth",
        "ties": "points.py: points.ties",
        "of": "points.py: points.items",
    },
    "WrittenAttachment": {
        "id": "interpreter/given.py: attachment.clause.id",
        "label": "loader.py: w.label",
        "for": "interpreter/judge.py: w.applies(a.clause)",
        "each_year_of": "interpreter/given.py: attachment.each_year_of",
        "each_of": "interpreter/given.py: attachment.each_of",
        "within": "loader.py: within=w.within",
        "where": "loader.py: where=where",
        "from_founding": "interpreter/given.py: attachment.from_founding",
        "valid_on": "interpreter/given.py: attachment.valid_on",
        "if_any": "interpreter/given.py: attachment.if_any",
        "dated": "interpreter/given.py: attachment.dated",
        "type": "interpreter/given.py: attachment.type",
        "sealed": "interpreter/given.py: attachment.sealed",
        "personal": "describe/givens.py: a.personal",
        "by": "describe/givens.py: a.by",
    },
    # -- what doesn't judge
    "Content": {"label": CALLS},
    "SourceFile": {"file": CALLS, "sha256": CALLS},
    "System": {"role": CALLS, "label": CALLS, "url": CALLS},
    "Contact": dict.fromkeys(("role", "label", "unit", "address", "phone", "email", "rights"), CALLS),
    "Approval": {"body": CALLS, "number": CALLS},
    "Notice": {
        "published": "windows.py: notice.published",
        "basis": "difference.py: notice.basis",
        **dict.fromkeys(
            ("issuer", "executor", "attachment", "number", "written", "printed", "printed_by", "kind", "approved_by",
             "addressed_to", "copied_to", "purpose", "links", "attachments", "meta", "contacts", "systems"),
            CALLS,
        ),
    },
    "Settings": {
        "tolerance": "interpreter/leaves.py: settings.tolerance",
        **dict.fromkeys(("source", "costs", "req", "note"), CALLS),
    },
    "DateRule": {
        "label": "interpreter/given.py: rule.label",
        "at": "windows.py: rule.at",
        "before": "interpreter/given.py: rule.before",
        "through": "windows.py: rule.through",
        "judged_by": "interpreter/given.py: rule.judged_by",
        "always_open": "interpreter/given.py: rule.always_open",
        "after_closing": "describe/spans.py: after_closing",
    },
    "Joint": {"with": "interpreter/given.py: rule.with_", "clauses": "interpreter/given.py: rule.clauses"},
    "Claims": {"exclusive": "loader.py: w.claims.exclusive"},
    "Column": {
        "id": "interpreter/form.py: column",
        "label": APPLICATIONS,
        "type": APPLICATIONS,
        "of": "interpreter/form.py: column.of",
        "required": "interpreter/form.py: required",
    },
    "FormField": {
        "id": "interpreter/form.py: f.id",
        "label": APPLICATIONS,
        "type": "interpreter/form.py: field.type",
        "of": "interpreter/form.py: column.of",
        "required": "interpreter/form.py: f.required",
        "from": "interpreter/form.py: field.from_",
        "parts": "interpreter/form.py: field.parts",
        "columns": "forms.py: found.columns",
        "at_least": "interpreter/form.py: field.at_least",
    },
    "Sum": {"total": "interpreter/form.py: total.total", "parts": "interpreter/form.py: total.parts"},
    "Section": {
        "id": "interpreter/form.py: section.id",
        "label": "interpreter/form.py: section.label",
        "type": "interpreter/form.py: section.type",
        "fields": "interpreter/form.py: section.fields",
        "columns": "interpreter/form.py: section.columns",
        "sums": "interpreter/form.py: section.sums",
        "at_least": "interpreter/form.py: section.at_least",
        "within": "interpreter/form.py: section.within",
        "personal": APPLICATIONS,
        "required": "interpreter/form.py: section.required",
        "needs": APPLICATIONS,
        "hint": APPLICATIONS,
        "for": "interpreter/form.py: section.applies_to",
        "parts": APPLICATIONS,
    },
    "Cover": dict.fromkeys(("title", "fields", "maker"), APPLICATIONS),
    "Pledge": {"id": "interpreter/form.py: p.id", "label": "describe/givens.py: p.label"},
    "Form": {
        "cover": APPLICATIONS,
        "sections": "interpreter/form.py: form.sections",
        "pledges": "interpreter/form.py: form.pledges",
        "notes": APPLICATIONS,
    },
    "Seal": {"place": "interpreter/given.py: s.place", "by": APPLICATIONS, "req": APPLICATIONS},
    "Paper": {
        "copies": "interpreter/given.py: paper.copies",
        "parts": "interpreter/given.py: paper.parts",
        "seals": "interpreter/given.py: paper.seals",
        "signatures": "interpreter/given.py: paper.signatures",
        **dict.fromkeys(("size", "to", "after", "scan_due", "bound", "extra_pages"), APPLICATIONS),
    },
    "LeaveOut": {"id": AWARDS, "label": AWARDS, "where": "consistency.py: rule.where"},
    "Budget": {
        "window": "consistency.py: p.budget.window",
        "leave_out": "consistency.py: p.budget.leave_out",
        "applied": "consistency.py: p.budget.applied",
        **dict.fromkeys(("rule", "unit", "basis_required", "rules"), AWARDS),
    },
    "RubricItem": dict.fromkeys(("id", "label", "max", "step", "weight"), REVIEW),
    "Aggregation": {
        **dict.fromkeys(("how", "least", "decimals", "spread"), REVIEW),
        "trim": "procedure.py: found.trim",
        "trim_from": "procedure.py: found.trim_from",
        "rounds": "procedure.py: found.rounds",
    },
    "Ranking": {
        "by": "procedure.py: found.by",
        "points": "procedure.py: found.points",
        "scores": "procedure.py: found.scores",
        "ties": "procedure.py: found.ties",
    },
    "Stage": {
        "name": "procedure.py: stage.name",
        "after": "procedure.py: stage.after",
        "within": "procedure.py: stage.within",
        "tracked_by": "procedure.py: stage.tracked_by",
        **dict.fromkeys(("letter", "ranks", "refuse_on", "of"), SCREENING),
        **dict.fromkeys(("by", "blind", "experts", "rounds", "rubric", "aggregate", "ranking", "score"), REVIEW),
        **dict.fromkeys(("label", "site", "length", "meetings", "fixes"), AWARDS),
        **dict.fromkeys(("tracking", "every", "at", "reuses"), DELIVERY),
    },
    "Workflow": {"stages": "procedure.py: workflow.stages"},
    "Item": dict.fromkeys(("id", "label", "group"), Later("insight")),
    "SupportBlock": {
        "quota": "loader.py: quota",
        "amount": "loader.py: self.amount",
        "total": "loader.py: total",
        "prefer": "loader.py: w.prefer",
    },
}  # fmt: skip


def models():
    """The models of the schema, each once."""
    for module in (schema, blocks, workflow, cited):
        for model in vars(module).values():
            if inspect.isclass(model) and issubclass(model, BaseModel) and model.__module__ == module.__name__:
                yield model


def keys(model):
    """The keys a model adds to those of ``Cited`` and of the model it refines, as the file writes them."""
    taken = set()
    if model is not blocks.Cited and issubclass(model, blocks.Cited):
        taken = set(blocks.Cited.model_fields)
    if model is schema.WrittenMeasure:
        taken = set(schema.WrittenClause.model_fields)
    return {found.alias or name for name, found in model.model_fields.items() if name not in taken}


@pytest.mark.parametrize("model", list(models()), ids=lambda m: m.__name__)
def test_every_key_is_in_the_table_and_nothing_else(model):
    own = keys(model) - ({"for"} if model is schema.WrittenMeasure else set())
    assert own == set(READERS.get(model.__name__, {}))


ENTRIES = [
    (name, key, reader)
    for name, entries in READERS.items()
    for key, reader in entries.items()
    if not isinstance(reader, Later)
]


@pytest.mark.parametrize(("model", "key", "reader"), ENTRIES, ids=[f"{m}.{k}" for m, k, _ in ENTRIES])
def test_its_reader_reads_it(model, key, reader):
    file, _, words = reader.partition(": ")
    path = SOURCE / file.removeprefix("/") if file.startswith("/") else SOURCE / POLICY / file
    assert words in path.read_text(encoding="utf-8"), f"{file} no longer reads {model}.{key}"


def test_no_key_is_kept_for_a_stage_that_never_comes():
    stages = {"accounts", "organisations", "calls", "ledger", "overlap", "applications", "screening", "review", "awards",
              "delivery", "insight"}  # fmt: skip
    assert {str(r) for entries in READERS.values() for r in entries.values() if isinstance(r, Later)} <= stages

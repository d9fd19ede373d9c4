"""A programme file to a Programme: every mistake in it is reported at once, with its place and a remedy."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from typing import Any

from juli.engines.policy import blocks, rules, schema
from juli.engines.policy.clauses import ClauseCompiler, Inherited
from juli.engines.policy.consistency import check_consistency
from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import told
from juli.engines.policy.problems import Problem, ProgrammeUnusable, nearest
from juli.engines.policy.quantities import UNSTATED, Amount
from juli.engines.policy.remarks import remarks
from juli.engines.policy.salvage import salvage
from juli.engines.policy.source import Path, Source, read
from juli.engines.policy.structure import shaped
from juli.engines.policy.vocabulary import Vocabulary


def load_programme(text: str, file: str, vocabulary: Vocabulary) -> rules.Programme:
    """Read a programme file (language §1, §2). Raises ProgrammeUnusable with everything that is wrong."""
    source = read(text, file)
    problems: list[Problem] = []
    written = shaped(schema.ProgrammeFile, source.data, source, (), problems)
    if written is None:
        problems.extend(_beside(source, text, vocabulary))
        raise ProgrammeUnusable(problems)
    programme = _Loader(written, source, vocabulary, problems).programme(text)
    problems.extend(check_consistency(programme, source))
    if problems:
        raise ProgrammeUnusable(problems)
    return programme


def _beside(source: Source, text: str, vocabulary: Vocabulary) -> list[Problem]:
    """What else is wrong in a file of which some parts have the wrong shape: in the parts that don't."""
    saved = salvage(schema.ProgrammeFile, source)
    if saved is None:
        return []
    problems: list[Problem] = []
    programme = _Loader(saved.model, saved.source, vocabulary, problems).programme(text)
    return saved.unaffected([*problems, *check_consistency(programme, saved.source, whole=False)])


class _Loader:
    def __init__(
        self, written: schema.ProgrammeFile, source: Source, vocabulary: Vocabulary, problems: list[Problem]
    ) -> None:
        self.w, self.source, self.vocabulary, self.problems = written, source, vocabulary, problems
        self.clauses = ClauseCompiler(
            source=source,
            vocabulary=vocabulary,
            windows=written.windows,
            lists=written.lists,
            groups=frozenset(g.id for g in written.groups),
            types=written.applicants.types if written.applicants else (),
            is_plan=written.what == "plan",
            tolerance=written.settings.tolerance,
            problems=problems,
        )

    def programme(self, text: str) -> rules.Programme:
        w = self.w
        applicants = self.applicants()
        exclusions = self.clauses.all(w.exclusions, ("exclusions",))
        categories = self.clauses.all(w.categories, ("categories",))
        self.clauses.categories = categories
        qualification = None
        if isinstance(w.qualification, schema.WrittenClause):
            qualification = self.clauses.one(w.qualification, ("qualification",), Inherited())
            if qualification.id != "qualification":
                self.clauses.wrong(
                    ("qualification", "id"), told("the qualification is called qualification"), told("drop its id")
                )
        return rules.Programme(
            id=w.id,
            title=w.title,
            what=w.what,
            year=w.year,
            family=w.programme or w.id,
            previous=w.previous,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            vocabulary=self.vocabulary,
            source=w.source,
            notice=w.notice,
            costs=dict(w.costs),
            settings=w.settings,
            windows={name: self.window(name, win) for name, win in w.windows.items()},
            lists={name: self.named_list(name, li) for name, li in w.lists.items()},
            dates=dict(w.dates),
            applicants=applicants,
            exclusions=exclusions,
            groups=tuple(rules.Group(g.id, g.label, g.cite, g.req) for g in w.groups),
            categories=categories,
            exclusive_claims=w.claims is not None and w.claims.exclusive is not None,
            claims=w.claims,
            qualification=qualification,
            tracks=tuple(self.track(t, ("tracks", i)) for i, t in enumerate(w.tracks)),
            commitments=self.clauses.all(w.commitments, ("commitments",), Inherited(rows="plan")),
            targets=self.clauses.all(w.targets, ("targets",), self.targeted()),
            duties=self.duties(w.duties, ("duties",)),
            points=self.points(w.points),
            support=self.support(w.support, ("support",)),
            attachments=tuple(self.attachment(a, ("attachments", i)) for i, a in enumerate(w.attachments)),
            form=w.form,
            paper=w.paper,
            budget=w.budget,
            workflow=w.workflow,
            indicators=self.clauses.all(w.indicators, ("indicators",), Inherited(rows="done")),
            items=w.items,
            clauses=self.clauses.index,
            remarks=remarks(w, self.clauses.index),
        )

    # -- windows and lists ---------------------------------------------------------------------------------------------

    def window(self, name: str, w: schema.WrittenWindow) -> rules.Window:
        years = (w.years, w.years) if isinstance(w.years, int) else w.years
        if years and years[0] > years[1]:
            self.clauses.wrong(
                ("windows", name, "years"), told("the first year comes after the last"), told("swap them")
            )
        if w.must_start_in:
            self.clauses.window(w.must_start_in, ("windows", name, "must_start_in"))
        if w.from_ is UNSTATED:
            self.clauses.wrong(("windows", name, "from"), told("only an end may be unstated"), told("name an anchor"))
        return rules.Window(
            id=name,
            label=w.label or Label.both(name),
            cite=w.cite,
            req=w.req,
            years=years,
            start=w.from_ if isinstance(w.from_, str) else None,
            end=w.to,
            length=w.length,
            first_day_counts=w.first_day == "counts",
            each_year=w.each is not None,
            counts_as=w.counts_as,
            must_start_in=w.must_start_in,
        )

    def named_list(self, name: str, w: schema.WrittenList) -> rules.NamedList:
        path: Path = ("lists", name)
        reading, where = None, None
        if name in self.vocabulary.kinds or any(name in k.fields for k in self.vocabulary.kinds.values()):
            self.clauses.wrong(
                path, told('"{}" is the name of a field or kind', name), told("call the list something else")
            )
        if w.distinct:
            reading, kind = self.clauses.reading(w.distinct, "distinct", (*path, "distinct"))
            if kind is not None and w.where:
                # One level: a list's own filter may not ask about lists.
                plain = replace(self.clauses, lists={})
                where = plain.filter(w.where, (*path, "where"), [(kind.fields, told("kind {}", kind.name))])
        if w.within:
            self.clauses.window(w.within, (*path, "within"))
        values = frozenset(w.values) or None
        return rules.NamedList(name, w.label or Label.both(name), values, reading, w.within, where, w.cite, w.req)

    # -- blocks with clauses -------------------------------------------------------------------------------------------

    def applicants(self) -> rules.Applicants:
        w = self.w.applicants
        if w is None:
            if self.w.what == "call":
                self.clauses.wrong(
                    (), told("`applicants` is missing"), told("say who may apply: applicants: {types: […]}")
                )
            return rules.Applicants((), "organisation")
        for i, name in enumerate(w.types):
            if name not in self.vocabulary.applicant_types:
                known = nearest(name, self.vocabulary.applicant_types)
                self.clauses.wrong(("applicants", "types", i), told('unknown applicant type "{}"', name), known)
        base = Inherited(cite=w.cite)
        return rules.Applicants(
            w.types,
            w.one_per,
            self.clauses.all(w.conditions, ("applicants", "conditions"), base),
            self.clauses.all(w.limits, ("applicants", "limits"), base),
            w.joint,
            w.administrators,
            w.cite,
            w.req,
            w.note,
        )

    def track(self, w: schema.WrittenTrack, path: Path) -> rules.Track:
        base = Inherited(cite=w.cite)
        return rules.Track(
            id=w.id,
            label=w.label,
            cite=w.cite,
            req=w.req,
            note=w.note,
            conditions=self.clauses.all(w.conditions, (*path, "conditions"), base),
            exclusions=self.clauses.all(w.exclusions, (*path, "exclusions"), base),
            targets=self.clauses.all(w.targets, (*path, "targets"), self.targeted(w.cite)),
            duties=self.duties(w.duties, (*path, "duties"), w.cite),
            support=self.support(w.support, (*path, "support")),
            combine_with=w.combine_with,
            exclusive=w.exclusive,
            choose=self.choices(w, path),
            joint=w.joint,
            content=w.content,
            choice=self.choice(w, path),
        )

    def targeted(self, cite: str = "") -> Inherited:
        """What targets inherit: promised rows, counted in the period."""
        return Inherited(cite=cite, rows="promised", within="period" if "period" in self.w.windows else None)

    def choices(self, w: schema.WrittenTrack, path: Path) -> tuple[tuple[str, tuple[str, ...], int], ...]:
        """``choose: {FIELD: [values], exactly: N, label: what the field is called}``."""
        exactly = w.choose.get("exactly", 1)
        out = []
        for name, values in w.choose.items():
            if name in ("exactly", "label"):
                continue
            if (
                not isinstance(values, list)
                or not all(isinstance(v, str) for v in values)
                or not isinstance(exactly, int)
            ):
                remedy = told("write choose: {FIELD: [a, b], exactly: 1}")
                self.clauses.wrong((*path, "choose", name), told("a choice is a list of names"), remedy)
                continue
            out.append((name, tuple(values), exactly))
        return tuple(out)

    def choice(self, w: schema.WrittenTrack, path: Path) -> Label | None:
        """What the field is called that the applicant chooses."""
        at: Path = (*path, "choose", "label")
        if "label" not in w.choose:
            return None
        if len(w.choose.keys() - {"exactly", "label"}) != 1:
            self.clauses.wrong(
                at, told("one label, and not one choice"), told("write one FIELD, or leave the label out")
            )
        named = {"label": w.choose["label"]}
        found = shaped(blocks.Content, named, self.source, (*path, "choose"), self.problems)
        return None if found is None else found.label

    def duties(self, written: tuple[schema.WrittenDuty, ...], path: Path, cite: str = "") -> tuple[rules.Duty, ...]:
        out = []
        for i, w in enumerate(written):
            at: Path = (*path, i)
            for j, kind in enumerate(w.of):
                if kind not in self.vocabulary.kinds:
                    known = nearest(kind, self.vocabulary.kinds)
                    self.clauses.wrong((*at, "of", j), told('unknown kind "{}"', kind), known)
            out.append(rules.Duty(self.given(w, "duty", at, cite), w.platform, w.of, w.proof))
        return tuple(out)

    def given(self, w: Any, what: str, path: Path, cite: str = "") -> rules.Clause:
        """A clause for something the engine judges from other data than rows."""
        for name in getattr(w, "for_", ()):
            if self.w.applicants and name not in self.w.applicants.types:
                remedy = nearest(name, self.w.applicants.types)
                self.clauses.wrong(
                    (*path, "for"), told('"{}" is not an applicant type of this programme', name), remedy
                )
        key = str(w.id)
        clause = rules.Clause(
            id=key,
            label=w.label or self.vocabulary.evidence.get(w.id.replace("-", "_")) or Label.both(w.id),
            test=rules.Given(what),
            cite=w.cite or cite,
            req=w.req,
            note=w.note,
            applies_to=frozenset(getattr(w, "for_", ())) or None,
            assumption=w.source == "assumption",
            place=self.source.place(path),
        )
        if key in self.clauses.index:
            self.clauses.wrong(
                (*path, "id"), told('the id "{}" stands twice', w.id), told("ids are unique in the file")
            )
        self.clauses.index[key] = clause
        return clause

    def attachment(self, w: schema.WrittenAttachment, path: Path) -> rules.Attachment:
        each_of = None
        for key in ("each_year_of", "within"):
            name = getattr(w, key)
            if name:
                self.clauses.window(name, (*path, key))
        spanned = self.w.windows.get(w.each_year_of or "")
        if spanned is not None and spanned.from_ == "always":
            self.clauses.wrong(
                (*path, "each_year_of"), told('"{}" has no first year', w.each_year_of), told("use a window of years")
            )
        if w.each_of:
            reading, kind = self.clauses.reading(w.each_of, "count", (*path, "each_of"))
            where = None
            if kind is not None and w.where:
                where = self.clauses.filter(w.where, (*path, "where"), [(kind.fields, told("kind {}", kind.name))])
            each_of = rules.Aggregate("count", (reading,), within=w.within, where=where)
        elif w.where or w.within:
            self.clauses.wrong(
                (*path, "where" if w.where else "within"), told("no rows are asked about"), told("add each_of: KIND")
            )
        if w.valid_on and w.valid_on not in blocks.CALL_ANCHORS:
            remedy = nearest(w.valid_on, blocks.CALL_ANCHORS)
            self.clauses.wrong((*path, "valid_on"), told('"{}" is no date of the call', w.valid_on), remedy)
        if w.from_founding and not w.each_year_of:
            self.clauses.wrong((*path, "from_founding"), told("no years are asked for"), told("add each_year_of"))
        return rules.Attachment(
            self.given(w, "attachment", path),
            w.each_year_of,
            each_of,
            w.from_founding,
            w.valid_on,
            w.if_any,
            w.dated,
            w.type,
            w.sealed,
            w.personal,
            w.by,
        )

    # -- money and points ----------------------------------------------------------------------------------------------

    def points(self, w: schema.WrittenPoints | None) -> rules.Points | None:
        if w is None:
            return None
        known = [c.id for top in self.clauses.categories for c in top.walk()]
        named = [*(g.id for g in self.w.groups), *(c.id for c in self.clauses.categories)]
        for i, item in enumerate(w.of):
            if item.clause not in known:
                text = told('no clause "{}" under categories', item.clause)
                self.clauses.wrong(("points", "of", i, "clause"), text, nearest(item.clause, known))
            if item.clause in [before.clause for before in w.of[:i]]:
                self.clauses.wrong(
                    ("points", "of", i, "clause"),
                    told('the clause "{}" stands twice', item.clause),
                    told("keep one line"),
                )
        for i, tie in enumerate(w.ties):
            if tie not in named:
                self.clauses.wrong(("points", "ties", i), told('no group or category "{}"', tie), nearest(tie, named))
        if w.plan_worth > 1:
            self.clauses.wrong(
                ("points", "plan_worth"), told("a plan is worth at most what is done"), told("a share from 0 to 1")
            )
        items = tuple(
            rules.PointsItem(
                i.clause, Decimal(i.base), Decimal(i.each), i.over, None if i.up_to is None else Decimal(i.up_to)
            )
            for i in w.of
        )
        return rules.Points(w.source is not None, w.rank, Decimal(w.plan_worth), w.ties, items, w.req, w.cite)

    def support(self, w: blocks.SupportBlock | None, path: Path) -> rules.Support | None:
        if w is None:
            return None
        prefer = None
        if w.prefer:
            scope = (self.vocabulary.organisation, told("the applicant's record"))
            prefer = self.clauses.filter(w.prefer, (*path, "prefer"), [scope])
        quota, amount, total = (self.amount(getattr(w, k), (*path, k)) for k in ("quota", "amount", "total"))
        return rules.Support(quota, amount, total, prefer, w.cite, w.req, w.note)

    def amount(self, written: Amount | None, path: Path) -> Amount:
        if written is None:
            return Amount()
        if written.about is None:
            return written
        tolerance = self.w.settings.tolerance
        if tolerance is None:
            self.clauses.wrong(path, told("how far off is still about?"), told("state settings.tolerance"))
            return written
        return replace(written, tolerance=Decimal(tolerance))

"""Written clauses to compiled ones: inheritance resolved, filters parsed, every name checked (language §1)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from juli.engines.policy import rules, schema
from juli.engines.policy.labels import Label
from juli.engines.policy.mistakes import both, told
from juli.engines.policy.problems import nearest
from juli.engines.policy.quantities import Number, Unstated
from juli.engines.policy.references import References
from juli.engines.policy.source import Path
from juli.engines.policy.vocabulary import NUMERIC, ORGANISATION_KIND, Kind


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a clause takes from the one above unless it says otherwise."""

    cite: str = ""
    req: tuple[str, ...] = ()
    applies_to: frozenset[str] | None = None
    evidence: rules.Evidence = ()
    evidence_if: tuple[tuple[str, str], ...] = ()
    rows: rules.Rows = "done"
    group: str | None = None
    #: The window of targets that name none; windows are otherwise never inherited.
    within: str | None = None


@dataclass(slots=True)
class ClauseCompiler(References):
    """Compiles the clauses of one file; ``index`` every clause by id."""

    groups: frozenset[str]
    types: tuple[str, ...]
    tolerance: Number | None
    index: dict[str, rules.Clause] = field(default_factory=dict)
    #: Categories compiled so far, which ``of: categories`` and ``of: GROUP`` refer to.
    categories: tuple[rules.Clause, ...] = ()

    def all(
        self, written: tuple[schema.WrittenClause, ...], path: Path, inherited: Inherited = Inherited()
    ) -> tuple[rules.Clause, ...]:
        """Compile a list of clauses standing at ``path``."""
        return tuple(self.one(w, (*path, i), inherited) for i, w in enumerate(written))

    def one(self, w: schema.WrittenClause, path: Path, inherited: Inherited) -> rules.Clause:
        """Compile one clause and all below it."""
        own = Inherited(
            w.cite or inherited.cite,
            w.req or inherited.req,
            self._types(w, path) if w.for_ else inherited.applies_to,
            _evidence(w) if w.evidence is not None else inherited.evidence,
            _evidence_if(w) if w.evidence is not None else inherited.evidence_if,
            w.rows or inherited.rows,
            w.group or inherited.group,
            inherited.within,
        )
        if w.group and w.group not in self.groups:
            self.wrong((*path, "group"), told('no group "{}"', w.group), nearest(w.group, self.groups))
        test = self._test(w, path, own)
        self._misplaced(w, test, path)
        clause = rules.Clause(
            id=w.id,
            label=w.label or Label.both(w.id),
            test=test,
            bound=self._bound(w, test, path),
            cite=own.cite,
            req=own.req,
            note=w.note,
            applies_to=own.applies_to,
            unit=w.unit or self._unit(test),
            group=own.group,
            content=w.content,
            measures=self._measures(w, path, own),
            split_by=w.split_by,
            evidence=own.evidence,
            evidence_if=self._conditional(own.evidence_if, test, (*path, "evidence")),
            evidence_optional=w.evidence_optional,
            assumption=w.mark == "assumption" or w.source == "assumption",
            place=self.source.place(path),
        )
        self._check_names(w, clause, path)
        if clause.id in self.index:
            where = self.index[clause.id].place
            self.wrong(
                (*path, "id"), told('the id "{}" stands twice', clause.id), told("the other is at line {}", where.line)
            )
        self.index[clause.id] = clause
        return clause

    # -- tests ---------------------------------------------------------------------------------------------------------

    def _test(self, w: schema.WrittenClause, path: Path, own: Inherited) -> rules.Test:
        given = [t for t in (*schema.ROW_TESTS, *schema.TREE_TESTS, "holds") if getattr(w, t)]
        if not given and w.apart is not None and w.judge is None:
            return rules.Apart(self.spacing(w.apart, (*path, "apart"), None))
        if not given and w.judge is not None and w.apart is None:
            if w.judge.known or w.judge.record:
                self.wrong(
                    (*path, "judge"), told("`known` and `record` are about rows"), told("count rows, or drop them")
                )
            return rules.Judged(self.judge(w.judge, (*path, "judge"), ()))
        if len(given) != 1:
            text = told("a clause needs one test") if not given else told("a clause has one test, not {}", both(given))
            self.wrong(
                path,
                text,
                told("one of count, sum, distinct, max, longest_run, any_of, all_of, of, holds, judge, apart"),
            )
            return rules.AllOf(())
        if given[0] in schema.ROW_TESTS:
            return self._aggregate(w, given[0], path, own)
        if given[0] == "holds":
            fields = self.vocabulary.organisation
            return rules.Holds(self.filter(str(w.holds), (*path, "holds"), [(fields, told("the applicant's record"))]))
        return self._tree(w, given[0], path, own)

    def _tree(self, w: schema.WrittenClause, key: str, path: Path, own: Inherited) -> rules.Test:
        below = own
        if key == "any_of":
            return rules.AnyOf(self.all(w.any_of, (*path, key), below))
        if key == "all_of":
            return rules.AllOf(self.all(w.all_of, (*path, key), below))
        if key == "one_reading_of":
            return rules.OneReading(self.all(w.one_reading_of, (*path, key), below))
        judged = None
        if w.or_judged is not None:
            j = w.or_judged
            for name in j.for_:
                self._type(name, (*path, "or_judged", "for"))
            by = schema.WrittenJudge(question=j.question, by=j.by)
            judge = self.judge(by, (*path, "or_judged"), ())
            judged = rules.OrJudged(j.at_least, frozenset(j.for_) or None, judge)
        if isinstance(w.of, str):
            return rules.KOf(self._referred(w.of, (*path, "of")), w.of, judged)
        return rules.KOf(self.all(w.of, (*path, key), below), None, judged)

    def _referred(self, name: str, path: Path) -> tuple[rules.Clause, ...]:
        if name == "categories":
            return self.categories
        if name not in self.groups:
            self.wrong(path, told('no group "{}"', name), nearest(name, [*self.groups, "categories"]))
        return tuple(c for c in self.categories if c.group == name)

    def _aggregate(self, w: schema.WrittenClause, how: str, path: Path, own: Inherited) -> rules.Aggregate:
        reads: list[rules.Reading] = []
        kinds: list[Kind] = []
        for i, text in enumerate(w.sum if how == "sum" else (str(getattr(w, how)),)):
            at: Path = (*path, how, i) if how == "sum" and len(w.sum) > 1 else (*path, how)
            reading, kind = self.reading(text, how, at)
            if kind is not None:
                reads.append(reading)
                kinds.append(kind)
        scopes = [(k.fields, told("kind {}", k.name)) for k in kinds]
        if w.rows and w.rows != "done" and any(k.is_standing for k in kinds):
            self.wrong((*path, "rows"), told("standing can't be planned"), told("drop `rows`"))
        each = None
        if w.each is not None:
            self.field(w.each.sum, kinds, (*path, "each", "sum"), NUMERIC, told("a number to add up"))
            each = (w.each.sum, w.each.at_least)
            if how != "distinct":
                self.wrong(
                    (*path, "each"), told("`each` goes with `distinct`"), told("count the values that reach the sum")
                )
        for name in w.about:
            self.field(name, kinds, (*path, "about", name), NUMERIC, told("a number"))
            if self.tolerance is None:
                self.wrong((*path, "about"), told("how far off is still about?"), told("state settings.tolerance"))
        if w.dated:
            self.field(w.dated, kinds, (*path, "dated"), frozenset({"date"}), told("a date"))
        if w.whose == "leader" or w.whose == "team":
            self.field("leader", kinds, (*path, "whose"), frozenset({"reference"}), told("the leader's name"))
        return rules.Aggregate(
            how=how,  # type: ignore[arg-type]
            reads=tuple(reads),
            within=self.window(w.within, (*path, "within")) if w.within else own.within,
            dated=w.dated,
            where=self.filter(w.where, (*path, "where"), scopes) if w.where else None,
            judge=self.judge(w.judge, (*path, "judge"), tuple(kinds)) if w.judge else None,
            apart=self.spacing(w.apart, (*path, "apart"), kinds) if w.apart else None,
            each=each,
            rows=own.rows if not any(k.is_standing or k.name == ORGANISATION_KIND for k in kinds) else "done",
            whose=w.whose or "organisation",
            about=tuple(w.about.items()),
        )

    # -- what goes with a test -----------------------------------------------------------------------------------------

    def _bound(self, w: schema.WrittenClause, test: rules.Test, path: Path) -> rules.Bound:
        given = [b for b in ("at_least", "at_most", "up_to", "more_than_baseline") if getattr(w, b) is not None]
        baseline = None
        if w.more_than_baseline is not None:
            within = w.more_than_baseline.within
            if within:
                self.window(within, (*path, "more_than_baseline"))
            baseline = rules.Baseline(w.more_than_baseline.key, within)
        if isinstance(test, rules.KOf) and w.at_least is None:
            self.wrong((*path, "of"), told("how many of them?"), told("add at_least"))
        if baseline is not None and len(given) > 1 and isinstance(test, rules.Aggregate):
            self.wrong(
                (*path, "more_than_baseline"), told("a baseline is a bound of its own"), told("drop {}", given[0])
            )
        low, high = w.at_least, w.at_most
        if isinstance(low, int | Decimal) and isinstance(high, int | Decimal) and low > high:
            self.wrong((*path, "at_least"), told("at_least is above at_most"), told("swap them"))
        if given and not isinstance(test, rules.Aggregate | rules.KOf):
            self.wrong(
                (*path, given[0]),
                told("`{}` needs something to count", given[0]),
                told("use count, sum, distinct or of"),
            )
        if isinstance(test, rules.KOf) and w.more_than_baseline is not None:
            self.wrong(
                (*path, "more_than_baseline"), told("a baseline is about rows"), told("use count, sum or distinct")
            )
        if isinstance(test, rules.KOf) and isinstance(w.at_least, int):
            if w.at_least > len(test.children) and (test.children or not test.refers):
                self.wrong((*path, "at_least"), told("{} of {} can't be met", w.at_least, len(test.children)))
            if test.or_judged is not None and test.or_judged.at_least >= w.at_least:
                self.wrong((*path, "or_judged"), told("`or_judged` asks for fewer than at_least"))
        bounds: list[Number | Unstated | None] = [w.at_least, w.at_most, w.up_to]
        return rules.Bound(bounds[0], bounds[1], bounds[2], baseline)

    def _misplaced(self, w: schema.WrittenClause, test: rules.Test, path: Path) -> None:
        if not isinstance(test, rules.Aggregate):
            extra = [m for m in schema.MODIFIERS if getattr(w, m)]
            if not isinstance(test, rules.Apart) and w.apart is not None:
                extra.append("apart")
            if not isinstance(test, rules.Judged) and w.judge is not None:
                extra.append("judge")
            for name in extra:
                self.wrong(
                    (*path, name),
                    told("`{}` is about rows; this clause reads none", name),
                    told("move it to a clause that does"),
                )
        if w.or_judged is not None and not isinstance(test, rules.KOf):
            self.wrong((*path, "or_judged"), told("`or_judged` goes with `of`"))

    def _measures(self, w: schema.WrittenClause, path: Path, own: Inherited) -> tuple[rules.Clause, ...]:
        out = []
        for i, measure in enumerate(w.measures):
            at: Path = (*path, "measures", i)
            named = measure if measure.id != "measure" else measure.model_copy(update={"id": f"{w.id}.measure-{i + 1}"})
            below = replace(own, evidence=(), evidence_if=())
            clause = self.one(named, at, below)
            if not clause.bound.is_measure:
                self.wrong(at, told("a measure asks for nothing"), told("drop its bound, or make it a clause"))
            out.append(clause)
        return tuple(out)

    def _unit(self, test: rules.Test) -> Label | None:
        if isinstance(test, rules.Aggregate) and test.how == "count" and test.reads:
            return self.vocabulary.kinds[test.reads[0].kind].unit
        if isinstance(test, rules.Aggregate) and test.how == "sum" and test.reads:
            kind = self.vocabulary.kinds[test.reads[0].kind]
            found = kind.fields.get(test.reads[0].field or "")
            return found.unit if found else None
        return None

    def _types(self, w: schema.WrittenClause, path: Path) -> frozenset[str]:
        for name in w.for_:
            self._type(name, (*path, "for"))
        return frozenset(w.for_)

    def _type(self, name: str, path: Path) -> None:
        if name not in self.types:
            known = self.types or tuple(self.vocabulary.applicant_types)
            self.wrong(path, told('"{}" is not an applicant type of this programme', name), nearest(name, known))

    def _conditional(
        self, written: tuple[tuple[str, str], ...], test: rules.Test, path: Path
    ) -> tuple[tuple[str, rules.Filter], ...]:
        """Evidence asked of some rows only; it waits for the clause below that reads them."""
        if not isinstance(test, rules.Aggregate):
            return ()
        scopes = [(self.vocabulary.kinds[r.kind].fields, told("kind {}", r.kind)) for r in test.reads]
        return tuple((name, self.filter(text, path, scopes)) for name, text in written)

    def _check_names(self, w: schema.WrittenClause, clause: rules.Clause, path: Path) -> None:
        for key, entries in (("evidence", w.evidence or ()), ("evidence_optional", w.evidence_optional)):
            for i, entry in enumerate(entries):
                for name in (entry,) if isinstance(entry, str) else entry:
                    if name not in self.vocabulary.evidence:
                        known = nearest(name, self.vocabulary.evidence)
                        self.wrong((*path, key, i), told('unknown evidence "{}"', name), known)
        if _evidence_if(w) and not isinstance(clause.test, rules.Aggregate) and not clause.children:
            self.wrong(
                (*path, "evidence"),
                told("evidence with a filter is about rows; this clause reads none"),
                told("drop the filter"),
            )
        if w.split_by and isinstance(clause.test, rules.Aggregate):
            for reading in clause.test.reads:
                kind = self.vocabulary.kinds[reading.kind]
                types = frozenset({"text", "choice", "choices", "reference", "references", "year", "boolean"})
                self.field(w.split_by, [kind], (*path, "split_by"), types, told("a field to split by"))


def _evidence(w: schema.WrittenClause) -> rules.Evidence:
    return tuple((e,) if isinstance(e, str) else e for e in w.evidence or () if not isinstance(e, dict))


def _evidence_if(w: schema.WrittenClause) -> tuple[tuple[str, str], ...]:
    return tuple(item for e in w.evidence or () if isinstance(e, dict) for item in e.items())

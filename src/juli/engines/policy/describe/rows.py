"""Clauses over rows as sentences: ``上一年度，标准（级别为团体标准，且阶段为已发布）不少于 2 项``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from juli.engines.policy.describe.bounds import baseline_words, bound_parts
from juli.engines.policy.describe.figures import duration_words, number_words, singular
from juli.engines.policy.describe.filtering import filter_words
from juli.engines.policy.describe.joining import NOTHING, bracketed, clauses, every, inside, lower, quoted
from juli.engines.policy.describe.spans import ANCHOR_WORDS, window_words
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import Aggregate, Clause, Judge, Programme, Reading, Spacing
from juli.engines.policy.vocabulary import Field, Kind

_ROWS = {
    "done": NOTHING,
    "plan": Label("计划的", "planned "),
    "both": Label("已完成和计划的", "done or planned "),
    "promised": Label("承诺的", "promised "),
}
_WHOSE = {
    "organisation": NOTHING,
    "team": Label("项目组成员的", " of the project team"),
    "leader": Label("项目负责人的", " of the project leader"),
}


def aggregate_sentence(clause: Clause, test: Aggregate, programme: Programme) -> Label:
    """The whole sentence of a clause that reads rows."""
    said = _Rows(clause, test, programme)
    main = said.main()
    when, tails = said.when(), said.tails()
    return Label(
        clauses([Label(when.zh, ""), Label(main.zh, ""), *(Label(t.zh, "") for t in tails)]).zh,
        clauses([Label("", main.en), Label("", when.en), *(Label("", t.en) for t in tails)]).en,
    )


class _Rows:
    def __init__(self, clause: Clause, test: Aggregate, programme: Programme) -> None:
        self.clause, self.test, self.programme = clause, test, programme
        self.kinds: Sequence[Kind] = [programme.vocabulary.kinds[r.kind] for r in test.reads]
        self.condition = self.where()

    def fields(self) -> Mapping[str, Field]:
        return {name: field for kind in reversed(self.kinds) for name, field in kind.fields.items()}

    def where(self) -> Label:
        if self.test.where is None:
            return NOTHING
        owner = self.kinds[0].label if len(self.kinds) == 1 else None
        p = self.programme
        return bracketed(filter_words(self.test.where, self.fields(), p.lists, owner, p.family))

    def subject(self, kind: Kind, *, one: bool = False) -> Label:
        """The rows read, with whose they are and what is asked of each: 标准（…） / standards (…)."""
        whose, rows = _WHOSE[self.test.whose], _ROWS[self.test.rows]
        noun = kind.label.en if one else kind.plural.en
        en = f"{rows.en}{noun}{whose.en}" + (f" {self.condition.en}" if self.condition.en else "")
        return Label(f"{whose.zh}{rows.zh}{kind.label.zh}{self.condition.zh}", en)

    def field(self, reading: Reading, kind: Kind) -> Label:
        return inside(kind.fields[reading.field or ""].label)

    # -- the sentence --------------------------------------------------------------------------------------------------

    def main(self) -> Label:
        how = {
            "count": self.count,
            "sum": self.sum,
            "distinct": self.distinct,
            "max": self.max,
            "longest_run": self.run,
        }
        return how[self.test.how]()

    def count(self) -> Label:
        kind, bound = self.kinds[0], self.clause.bound
        subject = self.subject(kind)
        if bound.at_most == 0:
            return Label(f"不得有{subject.zh}", f"no {subject.en}")
        unit = self.clause.unit
        asked, cap = bound_parts(bound, Label(unit.zh if unit else "", ""), self.programme)
        if not asked.zh:
            return self.capped(Label(f"{subject.zh}的数量", f"number of {subject.en}"), cap)
        if bound.baseline is not None:
            return self.capped(Label(f"{subject.zh}{asked.zh}", f"more {subject.en} {self.than()}"), cap)
        # "at least 1 standard", "at least 2 standards": the noun follows its number.
        one = bound.at_least == 1 or (bound.at_least is None and bound.at_most == 1)
        noun = self.subject(kind, one=one)
        return self.capped(Label(f"{subject.zh}{asked.zh}", f"{asked.en} {noun.en}"), cap)

    def sum(self) -> Label:
        each = [(self.subject(k), self.field(r, k)) for r, k in zip(self.test.reads, self.kinds, strict=True)]
        subject = every([Label(f"{s.zh}的{f.zh}", f"{f.en} over {s.en}") for s, f in each])
        asked, cap = bound_parts(self.clause.bound, self.clause.unit, self.programme)
        if not asked.zh:
            return self.capped(Label(f"{subject.zh}合计", f"total {subject.en}"), cap)
        if self.clause.bound.baseline is not None:
            return self.capped(Label(f"{subject.zh}合计{asked.zh}", f"total {subject.en}: more {self.than()}"), cap)
        return self.capped(Label(f"{subject.zh}合计{asked.zh}", f"{asked.en} in all, adding up {subject.en}"), cap)

    def distinct(self) -> Label:
        kind = self.kinds[0]
        subject, field = self.subject(kind), self.field(self.test.reads[0], kind)
        asked, cap = bound_parts(self.clause.bound, self.clause.unit, self.programme)
        zh = f"{subject.zh}中不重复的{field.zh}"
        over = f"{quoted(field).en} over {subject.en}"
        if not asked.zh:
            return self.capped(Label(f"{zh}数", f"number of different {over}"), cap)
        unit = self.clause.unit
        if self.clause.bound.baseline is not None:
            en = f"more different {over} {self.than()}"
        elif unit is None or not unit.en:
            en = f"{asked.en} different {over}"
        elif singular(unit.en) == field.en:
            en = f"{asked.en}, each counted once, over {subject.en}"
        else:
            en = f"{asked.en}, each counted once: {over}"
        return self.capped(Label(zh + asked.zh, en), cap)

    def max(self) -> Label:
        kind = self.kinds[0]
        subject, field = self.subject(kind), self.field(self.test.reads[0], kind)
        asked, cap = bound_parts(self.clause.bound, self.clause.unit, self.programme)
        en = f"largest {field.en} over {subject.en}" + (f": {asked.en}" if asked.en else "")
        return self.capped(Label(f"{subject.zh}中最大的{field.zh}{asked.zh}", en), cap)

    def run(self) -> Label:
        subject = self.subject(self.kinds[0])
        asked, cap = bound_parts(self.clause.bound, self.clause.unit, self.programme)
        en = f"longest run of years with {subject.en}" + (f": {asked.en}" if asked.en else "")
        return self.capped(Label(f"{subject.zh}的连续年数{asked.zh}", en), cap)

    def than(self) -> str:
        """Against what a baseline is held, in English, where it follows the noun."""
        return "than " + baseline_words(self.clause.bound, self.programme).en

    def capped(self, said: Label, cap: Label) -> Label:
        return Label(f"{said.zh}，{cap.zh}", f"{said.en}, {cap.en}") if cap.zh else said

    # -- around it -----------------------------------------------------------------------------------------------------

    def when(self) -> Label:
        if self.test.within is None:
            return NOTHING
        window = self.programme.windows.get(self.test.within)
        if window is None:
            # A window of every year, told year by year: its name is WINDOW.YEAR.
            year = self.test.within.rpartition(".")[2]
            return Label(f"{year}年", f"in {year}")
        said = window_words(window)
        if self.test.dated is None:
            return said
        field = inside(self.kinds[0].fields[self.test.dated].label)
        return Label(f"{said.zh}（按{field.zh}）", f"{said.en} (by its date “{field.en}”)")

    def tails(self) -> list[Label]:
        test = self.test
        out = []
        if test.each is not None:
            field = self.fields()[test.each[0]]
            n = number_words(test.each[1], field.unit)
            label = inside(field.label)
            out.append(
                Label(
                    f"单个{self.field(test.reads[0], self.kinds[0]).zh}的{label.zh}合计达到 {n.zh}才计",
                    f"counting those whose {label.en} adds up to {n.en} or more",
                )
            )
        if test.apart is not None:
            out.append(spacing_words(test.apart, self.fields()))
        for name, wanted in test.about:
            field = self.fields()[name]
            n = number_words(wanted, field.unit)
            out.append(Label(f"{field.label.zh}约 {n.zh}", f"{lower(field.label.en)} about {n.en}"))
        if test.judge is not None:
            out.append(judge_words(test.judge, self.programme))
            if test.judge.known is not None:
                known = filter_words(test.judge.known, self.fields(), self.programme.lists, None, self.programme.family)
                out.append(Label(f"{known.zh}的不必认定", f"not asked where {known.en}"))
            if test.judge.record is not None:
                record = quoted(self.fields()[test.judge.record].label)
                out.append(Label(f"依{record.zh}登记", f"as filed under {record.en}"))
        if self.clause.split_by is not None:
            split = inside(self.fields()[self.clause.split_by].label)
            out.append(Label(f"按{split.zh}分列", f"by {split.en}"))
        return out


def judge_words(judge: Judge, programme: Programme) -> Label:
    """The question and who answers it."""
    by, question = programme.vocabulary.judges[judge.by], quoted(judge.question)
    return Label(f"{question.zh}由{by.zh}认定", f"{question.en} answered yes by {by.en}")


def spacing_words(spacing: Spacing, fields: Mapping[str, Field]) -> Label:
    """At least a length of time from one date to another."""

    def date(name: str) -> Label:
        return quoted(fields[name].label) if name in fields else ANCHOR_WORDS[name]

    start, end, length = date(spacing.start), date(spacing.end), duration_words(spacing.at_least)
    return Label(f"{start.zh}至{end.zh}不少于 {length.zh}", f"at least {length.en} from {start.en} to {end.en}")

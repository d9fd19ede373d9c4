"""A gap of the form in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juli.engines.policy.interpreter.form_gaps import Gap
from juli.engines.policy.rules import Programme
from juli.stages.applications.form.cells import FEN
from juli.stages.applications.form.layout import Part, label_of, unit_of
from juli.stages.applications.form.reading import table_columns
from juli.stages.applications.starting import say


def reason(programme: Programme, part: Part, gap: Gap) -> str:
    """What is missing or wrong, without the place."""
    if gap.why == "rows":
        return ngettext("one more row is needed", "%(number)d more rows are needed", gap.lacking) % {
            "number": gap.lacking
        }
    if gap.why == "sum":
        return _sum(programme, part, gap)
    if gap.why == "within":
        window = programme.windows.get(part.section.within or "")
        return _("lies outside the period allowed: %(window)s") % {"window": say(window.label) if window else ""}
    if gap.why == "pledge":
        return _("not promised yet")
    if gap.why == "choice":
        return _("is none of the choices; choose from the list")
    if part.origin == "claims":
        return _("the ledger has nothing that could be claimed yet")
    if part.origin in {"plan", "targets"}:
        return _("nothing is planned yet")
    return _("not filled in")


def _sum(programme: Programme, part: Part, gap: Gap) -> str:
    total = part.section.sums[gap.sum or 0]
    names = "、".join(_name(part, name) for name in total.parts)
    if gap.off is None:
        return _("cannot be compared with the sum of %(parts)s until all are filled in") % {"parts": names}
    column = next((f for f in part.section.fields if f.id == total.total), None)
    unit = unit_of(programme, part.section, column) if column is not None else "元"
    off = abs(gap.off) * FEN["元"] / FEN[unit]
    text = f"{off:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    words = {"parts": names, "off": text, "unit": _("10,000 yuan") if unit == "万元" else _("yuan")}
    if gap.off > 0:
        return _("%(off)s %(unit)s more than the sum of %(parts)s") % words
    return _("%(off)s %(unit)s less than the sum of %(parts)s") % words


def _name(part: Part, name: str) -> str:
    table, _dot, column = name.partition(".")
    field = next((f for f in (*part.section.fields, *part.section.columns) if f.id == table), None)
    if field is None:
        return name
    found = next((c for c in table_columns(part, table) if c.id == column), None)
    return say(label_of(field)) if found is None else f"{say(label_of(field))} › {say(label_of(found))}"

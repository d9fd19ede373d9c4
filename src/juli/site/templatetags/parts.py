"""The parts that pages are built from: ``{% load parts %}``.

``{% mark "met" %}`` · ``{% tag "open" %}`` · ``{% moons statuses %}`` · ``{% gauge low high … %}`` ·
``{% card "Title" %}…{% endcard %}`` · ``{% empty "Nothing here" %}…{% endempty %}`` · ``{{ number|quantity }}`` ·
``{{ label|say }}`` · ``{% field form.name %}`` · ``{% problems form %}`` · ``{% pager page %}``
"""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Protocol

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy

from juli.registry.language import language
from juli.site.gauges import Number, geometry

register = template.Library()

#: The three values, in the order of their phases: full, half, empty.
STATUS_WORDS: dict[str, str | Promise] = {
    "met": pgettext_lazy("verdict", "Met"),
    "open": pgettext_lazy("verdict", "Open"),
    "unmet": pgettext_lazy("verdict", "Unmet"),
}


class Sayable(Protocol):
    """A text in both languages."""

    def say(self, lang: str) -> str:
        """The text in ``lang``: ``zh`` or ``en``."""


def _word(status: str) -> str | Promise:
    if status not in STATUS_WORDS:
        raise template.TemplateSyntaxError(f'"{status}" is not a status; there are {", ".join(STATUS_WORDS)}')
    return STATUS_WORDS[status]


@register.filter
def say(label: Sayable) -> str:
    """The words of a two-language label in the language of the page."""
    return label.say(language())


@register.filter
def quantity(number: Number) -> str:
    """A number for reading: thousands apart, no idle zeros.

    >>> quantity(Decimal("1234567.50")), quantity(600)
    ('1,234,567.5', '600')
    """
    text = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,d}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.inclusion_tag("juli/parts/mark.html")
def mark(status: str, *, silent: bool = False) -> dict[str, Any]:
    """One of the three phases. ``silent`` where the word stands beside it already."""
    return {"status": status, "word": _word(status), "silent": silent}


@register.inclusion_tag("juli/parts/tag.html")
def tag(status: str, text: str = "") -> dict[str, Any]:
    """A status as a pill, with its word or with ``text``."""
    return {"status": status, "text": text or _word(status)}


@register.inclusion_tag("juli/parts/moons.html")
def moons(statuses: Iterable[str], label: str = "", *, small: bool = False) -> dict[str, Any]:
    """A row of phases, one for each status; the reader who cannot see it hears how many there are of each."""
    row = list(statuses)
    counts = Counter(row)
    counted = gettext("{met} met, {open} open, {unmet} unmet").format(
        met=counts["met"], open=counts["open"], unmet=counts["unmet"]
    )
    for status in counts:
        _word(status)
    return {
        "statuses": row,
        "small": small,
        "label": gettext("{what}: {counted}").format(what=label, counted=counted) if label else counted,
    }


@register.inclusion_tag("juli/parts/gauge.html")
def gauge(
    low: Number,
    high: Number | None,
    required: Number | None = None,
    *,
    status: str | None = None,
    at_most: bool = False,
    planned: Number = 0,
    shortfall: Number | None = None,
    unit: str = "",
) -> dict[str, Any]:
    """How far a count has come: what is done, what is planned, what is undecided, against what is required.

    Nothing required is a measure, shown as a number without a bar.

    ``low`` and ``high`` are the count without and with what is undecided (None: without limit); ``planned`` is the part
    of ``low`` not done yet; ``at_most`` turns the bound into a ceiling; ``shortfall`` is what is lacking, or too much.
    """
    if status is not None:
        _word(status)
    return {
        "geometry": None if required is None else geometry(low=low, high=high, required=required, planned=planned),
        "status": status,
        "actual": _actual(low, high),
        "planned": quantity(planned) if planned else "",
        "unit": unit,
        "bound": _bound(required, shortfall, at_most=at_most),
    }


def _actual(low: Number, high: Number | None) -> str:
    if high is None:
        return f"≥ {quantity(low)}"
    return quantity(low) if low == high else f"{quantity(low)}–{quantity(high)}"


def _bound(required: Number | None, shortfall: Number | None, *, at_most: bool) -> str:
    if required is None:
        return ""
    off = quantity(shortfall) if shortfall else ""
    if at_most:
        text = gettext("at most {number}, {off} over") if off else gettext("at most {number}")
    else:
        text = gettext("needs {number}, {off} short") if off else gettext("needs {number}")
    return text.format(number=quantity(required), off=off)


@register.simple_block_tag
def card(content: SafeString, title: str, kind: str = "") -> SafeString:
    """A sheet with a heading. ``kind`` adds a class."""
    return render_to_string("juli/parts/card.html", {"content": content, "title": title, "kind": kind})


@register.simple_block_tag
def empty(content: SafeString, title: str) -> SafeString:
    """What stands where a list has nothing: what would be here, and within it how to get there."""
    return render_to_string("juli/parts/empty.html", {"content": content, "title": title})


@register.inclusion_tag("juli/parts/field.html")
def field(bound: BoundField, *, optional: bool = False) -> dict[str, Any]:
    """One field of a form: label, what to mind, control, what is wrong. ``optional`` says so beside the label."""
    about = [f"{bound.auto_id}-hint"] if bound.help_text else []
    about += [f"{bound.auto_id}-wrong"] if bound.errors else []
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(about)} if about else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    widget = bound.field.widget
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attributes),
        "kind": getattr(widget, "input_type", "area"),
        "grouped": getattr(widget, "use_fieldset", False),
        "optional": optional and not bound.field.required,
    }


@register.inclusion_tag("juli/parts/problems.html")
def problems(form: BaseForm) -> dict[str, Any]:
    """Everything that is wrong with a form, each with a jump to its field; nothing where nothing is."""
    wrong = [(bound.auto_id, bound.label, error) for bound in form for error in bound.errors]
    return {"wrong": wrong, "whole": form.non_field_errors()}


@register.inclusion_tag("juli/parts/pager.html", takes_context=True)
def pager(context: dict[str, Any], page: Page[Any], of: str | None = None) -> dict[str, Any]:
    """The way through a list of several pages, filters kept. Nothing where one page holds all.

    ``of`` names the list where the page has several: it is sent as ``track``.
    """
    query = context["request"].GET.copy()
    query.pop("page", None)
    if of is not None:
        query["track"] = of
    return {"page": page, "query": query.urlencode(), "range": page.paginator.get_elided_page_range(page.number)}

"""What the template parts say, to eyes and to ears."""

import re
from decimal import Decimal

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from juli.engines.policy.labels import Label


def render(text, language="zh-hans", **context):
    with translation.override(language):
        return Template("{% load parts %}" + text).render(Context(context))


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


@pytest.mark.parametrize(
    ("gauge", "chinese", "english"),
    [
        ('3 3 required=2 unit="项"', "3 项 需 2", "3 项 needs 2"),
        ('0 1 required=1 unit="场"', "0–1 场 需 1", "0–1 场 needs 1"),
        ("590 590 required=600 shortfall=10", "590 需 600，差 10", "590 needs 600, 10 short"),
        ("4 4 required=5 planned=3 shortfall=1", "4 其中计划 3 需 5，差 1", "4 of these planned: 3 needs 5, 1 short"),
        ("2 None required=3", "≥ 2 需 3", "≥ 2 needs 3"),
        ("2 2 required=1 at_most=True shortfall=1", "2 至多 1，超 1", "2 at most 1, 1 over"),
        ("1 1 required=1 at_most=True", "1 至多 1", "1 at most 1"),
        ('4120 4120 unit="次"', "4,120 次", "4,120 次"),
    ],
)
def test_a_gauge_reads_as_a_sentence(gauge, chinese, english):
    template = "{% gauge " + gauge + " %}"
    assert words(render(template)) == chinese
    assert words(render(template, "en")) == english


def test_a_measure_has_no_bar():
    assert "<svg" not in render("{% gauge 1 2 %}")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (600, "600"),
        (0, "0"),
        (4120, "4,120"),
        (Decimal("1234567.50"), "1,234,567.5"),
        (Decimal("100.00"), "100"),
        (Decimal("1E+3"), "1,000"),
        (Decimal("0.05"), "0.05"),
    ],
)
def test_a_number_reads_without_idle_zeros(number, text):
    assert render("{{ number|quantity }}", number=number) == text


def test_a_row_of_phases_is_counted_for_the_ear():
    template = "{% moons row name %}"
    row = ["met", "met", "open", "unmet"]
    assert 'aria-label="七类能力：2 项符合，1 项待认定，1 项不符合"' in render(template, row=row, name="七类能力")
    assert 'aria-label="2 met, 1 open, 1 unmet"' in render(template, "en", row=row, name="")


def test_a_mark_is_named_unless_its_word_stands_beside_it():
    assert 'role="img" aria-label="待认定"' in render('{% mark "open" %}')
    assert "aria-label" not in render('{% mark "open" silent=True %}')


@pytest.mark.parametrize("part", ['mark "maybe"', 'tag "maybe"', "moons row", 'gauge 1 1 status="maybe"'])
def test_a_status_that_is_none_of_the_three_is_an_error(part):
    with pytest.raises(TemplateSyntaxError, match='"maybe" is not a status; there are met, open, unmet'):
        render("{% " + part + " %}", row=["maybe"])


def test_what_comes_from_outside_is_escaped():
    html = render("{% card title %}{{ body }}{% endcard %}{% empty title %}{% endempty %}", title="<b>", body="<i>")
    assert ("<b>" in html, "<i>" in html, html.count("&lt;b&gt;"), html.count("&lt;i&gt;")) == (False, False, 2, 1)


def test_a_label_speaks_the_language_of_the_page():
    label = Label("标准", "standard")
    assert render("{{ label|say }}", label=label) == "标准"
    assert render("{{ label|say }}", "en", label=label) == "standard"

"""Forms made from the vocabulary accept what the engine accepts, and say what would fit where they don't."""

import datetime as dt
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from juli.engines.policy.dossier import Bare
from juli.engines.policy.labels import Label
from juli.engines.policy.values import typed
from juli.engines.policy.vocabulary import Field
from juli.stages.organisations.vocabulary import vocabulary
from juli.stages.organisations.vocabulary_forms import VocabularyForm, form_field
from juli.stages.organisations.vocabulary_values import given, kept
from juli.stages.organisations.wording import shown


def field(type_, **choices):
    labels = {code: Label(zh, code) for code, zh in choices.items()}
    return Field("x", type_, Label("某项", "something"), labels, None, None, True)


CASES = [
    ("text", " 协会 ", "协会"),
    ("integer", "１２,345", 12345),
    ("year", "2021", 2021),
    ("money", "1,234.50", Decimal("1234.50")),
    ("boolean", "yes", True),
    ("boolean", "no", False),
    ("boolean", "", None),
    ("date", "2021-06-01", dt.date(2021, 6, 1)),
    ("date", "2021年6月1日", dt.date(2021, 6, 1)),
    ("references", "甲公司\n乙公司\n甲公司", ("甲公司", "乙公司")),
    ("references", "12", Bare(12)),
    ("references", "91110000MA01234567", ("91110000MA01234567",)),
    ("links", [("网站", "https://example.org", "2021/6/1")], (("网站", "https://example.org", dt.date(2021, 6, 1)),)),
    ("links", [], None),
]


@pytest.mark.parametrize(("type_", "typed_in", "expected"), CASES)
def test_what_is_typed_is_the_engines_value_and_survives_being_kept(type_, typed_in, expected):
    about = field(type_)
    found = form_field(about).clean(typed_in)
    assert found == expected
    assert type(found) is type(expected)
    json = kept(about, found)
    assert typed(about, given(about, json)) == expected
    # What the form shows next time, sent back unchanged, is the same again.
    again = form_field(about)
    sent = again.prepared(json)
    sent = (
        [(row.get("platform"), row.get("url", ""), row.get("on", "")) for row in sent or ()]
        if type_ == "links"
        else sent
    )
    assert again.clean(sent) == expected


REFUSED = [
    ("integer", "12人", "请填写 0 或更大的整数，不带单位。"),
    ("integer", "-1", "请填写 0 或更大的整数，不带单位。"),
    ("year", "21", "请用四位数字填写年份。"),
    ("money", "12.345", "请以元为单位填写金额：只写数字，最多两位小数，不小于零。"),
    ("money", "9" * 16, "金额过大，请核对位数。"),
    ("money", "9" * 5000, "金额过大，请核对位数。"),
    ("boolean", "maybe", "请选择“是”“否”或“尚不清楚”。"),
    ("date", "2021-02-30", "没有这一天，请按“年-月-日”填写。"),
    ("choice", "z", "请从列表中选择一项。"),
    ("choices", ["z"], "请从列表中选择。"),
    ("links", [("", "https://example.org", "")], "请写明每一行的平台名称。"),
    (
        "links",
        [("网站", "javascript:alert(1)", "")],
        "“javascript:alert(1)”不是网址，网址以 https:// 或 http:// 开头。",
    ),
    ("text", "a\x00b", "含有无法显示的字符，请重新输入。"),
    ("text", "字" * 200_000, "200000 个字过长，最多 1000 个字。"),
]


@pytest.mark.parametrize(("type_", "typed_in", "words"), REFUSED)
def test_what_does_not_fit_is_told_with_its_remedy(type_, typed_in, words):
    from django.core.exceptions import ValidationError

    with translation.override("zh-hans"), pytest.raises(ValidationError) as refused:
        form_field(field(type_, a="甲")).clean(typed_in)
    assert refused.value.messages == [words]


def test_every_field_of_the_vocabulary_has_a_form_in_both_languages():
    words = vocabulary()
    groups = [words.organisation, words.shared, *(kind.fields for kind in words.kinds.values())]
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for fields in groups:
                form = VocabularyForm(fields, QueryDict(""))
                assert form.is_valid(), form.errors
                assert form.kept() == {}
                assert all(bound.label for bound in form)
                str(form)


def test_a_form_reads_its_rows_of_links_and_shows_what_was_typed_when_it_comes_back():
    sent = QueryDict(mutable=True)
    for platform, url, on in (("网站", "https://example.org", "2021-06-01"), ("", "", ""), ("公众号", "", "")):
        sent.appendlist("published-platform", platform)
        sent.appendlist("published-url", url)
        sent.appendlist("published-on", on)
    form = VocabularyForm(vocabulary().shared, sent, names=["published", "title"])
    assert form.is_valid(), form.errors
    assert form.kept() == {
        "published": [{"platform": "网站", "url": "https://example.org", "on": "2021-06-01"}, {"platform": "公众号"}]
    }
    assert 'value="https://example.org"' in str(form["published"])


def test_a_form_begins_with_the_values_that_are_kept():
    fields = vocabulary().organisation
    form = VocabularyForm(
        fields, names=["founded", "members", "legal_person"], values={"members": ["甲", "乙"], "legal_person": False}
    )
    assert "甲\n乙" in str(form["members"])
    assert 'value="no" id="id_legal_person_1" checked' in str(form["legal_person"]).replace(" required", "")
    assert form["founded"].value() is None


@pytest.mark.parametrize(
    ("type_", "json", "words"),
    [
        ("money", 123456789, "1,234,567.89 元"),
        ("money", 100, "1.00 元"),
        ("boolean", True, "是"),
        ("choices", ["a", "b"], "甲、乙"),
        ("references", ["甲公司", "乙公司"], "甲公司、乙公司"),
        ("references", 7, "7"),
        ("links", [{"platform": "网站", "on": "2021-06-01"}], "网站 2021-06-01"),
        ("date", None, ""),
    ],
)
def test_a_kept_value_reads_well(type_, json, words):
    with translation.override("zh-hans"):
        assert shown(field(type_, a="甲", b="乙"), json) == words

"""Filters in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from juli.engines.policy.describe import filter_words
from juli.engines.policy.filters.syntax import parse
from juli.engines.policy.labels import Label
from juli.engines.policy.rules import NamedList
from juli.engines.policy.vocabulary import Field
from juli.engines.policy.vocabulary_file import load_vocabulary

HOUSE = Path(__file__).parents[3] / "cli" / "house"
VOCABULARY = load_vocabulary((HOUSE / "vocabulary.yaml").read_text(encoding="utf-8"), "vocabulary.yaml")


def field(name: str, type_: str, zh: str, en: str, unit: tuple[str, str] | None = None, **choices: str) -> Field:
    labels = {code: Label(*text.split("/")) for code, text in choices.items()}
    return Field(name, type_, Label(zh, en), labels, Label(*unit) if unit else None, None, False)  # type: ignore[arg-type]


FIELDS = {
    f.name: f
    for f in (
        field("level", "choice", "标准级别", "Level", national="国家/national", local="地方/local", other="其他/other"),
        field("regions", "choices", "地区", "Regions", bj="北京/Beijing", tj="天津/Tianjin", hb="河北/Hebei"),
        field("size", "integer", "人数", "Attendance", ("人", "people")),
        field("years", "integer", "持续年数", "Years running", ("年", "years")),
        field("amount", "money", "本期收入", "Revenue", ("元", "yuan")),
        field("before", "money", "上年收入", "Revenue a year before", ("元", "yuan")),
        field("free", "boolean", "是否免费", "Free of charge"),
        field("rules", "boolean", "是否有规则", "Has rules"),
        field("foreign", "boolean", "是否外资企业", "Foreign-funded"),
        field("built", "boolean", "是否建立党组织", "Party organisation"),
        field("own", "boolean", "是否由本单位推荐", "Recommended here"),
        field("nonprofit", "boolean", "是否非营利性", "Non-profit"),
        field("park", "reference", "园区", "Park"),
        field("names", "references", "企业", "Enterprises"),
        field("title", "text", "名称", "Title"),
        field("year", "year", "年度", "Year"),
        field("start", "date", "开始日", "Start"),
        field("end", "date", "结束日", "End"),
        field("issn", "text", "刊号", "ISSN"),
    )
}
LISTS = {"performers": NamedList("performers", Label("绩效企业", "performance enterprises"))}

SAID = [
    ('level == "national"', "标准级别为国家", "level: national"),
    ('level != "national"', "标准级别不为国家", "level: not national"),
    ('level in ["national", "local", "other"]', "标准级别为国家、地方或其他", "level: national, local or other"),
    ('!(level in ["national", "local"])', "标准级别不为国家或地方", "level: not national or local"),
    ("size >= 60", "人数不少于 60 人", "attendance: at least 60 people"),
    ("60 <= size", "人数不少于 60 人", "attendance: at least 60 people"),
    ("size > 1", "人数超过 1 人", "attendance: more than 1 person"),
    ("size < 60", "人数少于 60 人", "attendance: less than 60 people"),
    ("size <= 1200", "人数不超过 1,200 人", "attendance: at most 1,200 people"),
    ("size == 60", "人数为 60 人", "attendance: 60 people"),
    ("!(size >= 60)", "人数少于 60 人", "attendance: less than 60 people"),
    ("years >= 2", "持续年数不少于 2 年", "years running: at least 2"),
    ("year == 2021", "年度为 2021 年", "year: 2021"),
    ("amount >= 10000000", "本期收入不少于 1,000 万元", "revenue: at least 10,000,000 yuan"),
    ("amount >= 123.45", "本期收入不少于 123.45 元", "revenue: at least 123.45 yuan"),
    ("amount > before", "本期收入高于上年收入", "revenue: more than revenue a year before"),
    ("amount == before", "本期收入与上年收入相同", "revenue: the same as revenue a year before"),
    ("names >= 20", "企业不少于 20", "enterprises: at least 20"),
    ("free", "免费", "free of charge"),
    ("!free", "并非免费", "not free of charge"),
    ("free == false", "并非免费", "not free of charge"),
    ("!rules", "没有规则", "without rules"),
    ("!foreign", "并非外资企业", "not foreign-funded"),
    ("!built", "未建立党组织", "not party organisation"),
    ("!own", "不由本单位推荐", "not recommended here"),
    ("!nonprofit", "不是非营利性", "not non-profit"),
    ('park != ""', "写明园区", "park: given"),
    ('park == ""', "未写明园区", "park: none"),
    ('title == "园区行"', "名称为“园区行”", "title: “园区行”"),
    ('title in ["甲", "乙"]', "名称为“甲”或“乙”", "title: “甲” or “乙”"),
    ("issn == title", "刊号与名称相同", "ISSN: the same as title"),
    ('"bj" in regions', "地区含北京", "regions: including Beijing"),
    ('!("bj" in regions)', "地区不含北京", "regions: without Beijing"),
    ('"bj" in regions && "tj" in regions', "地区含北京和天津", "regions: including Beijing and Tianjin"),
    ('"bj" in regions && ("tj" in regions || "hb" in regions)', "地区含北京，且地区含天津或河北",
     "regions: including Beijing, regions: including Tianjin or Hebei"),
    ("park in performers", "园区在“绩效企业”名单内", "park: one of the performance enterprises"),
    ("park in names", "园区在企业之中", "park: among enterprises"),
    ("start >= 2022-07-29", "开始日不早于2022年7月29日", "start: not before 2022-07-29"),
    ("start < end", "开始日早于结束日", "start: before end"),
    ('level == "local" && free && size >= 2', "标准级别为地方，免费，且人数不少于 2 人",
     "level: local, free of charge, attendance: at least 2 people"),
    ('free && (size >= 2 || years >= 5)', "免费，且（人数不少于 2 人，或持续年数不少于 5 年）",
     "free of charge, (attendance: at least 2 people, or years running: at least 5)"),
    ("free || (rules && own)", "免费，或（有规则，且由本单位推荐）", "free of charge, or (has rules, recommended here)"),
    ("!(free && rules)", "不满足（免费，且有规则）", "not (free of charge, has rules)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "zh", "en"), SAID, ids=lambda v: v[:40])
def test_filter(text: str, zh: str, en: str) -> None:
    assert tuple(filter_words(parse(text), FIELDS, LISTS)) == (zh, en)


def test_the_kinds_name_is_not_said_twice() -> None:
    found = filter_words(parse('level == "national"'), FIELDS, LISTS, Label("标准", "standard"))
    assert tuple(found) == ("级别为国家", "level: national")


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        ('programme == "family"', "属同一支持项目", "it is the same programme"),
        ('programme != "family"', "不属同一支持项目", "it is another programme"),
        ('!(programme == "family")', "不属同一支持项目", "it is another programme"),
        ('programme == "other"', "支持项目为“other”", "programme: “other”"),
        (
            'programme in ["family", "other"]',
            "支持项目为本支持项目或“other”",
            "programme: the same programme or “other”",
        ),
        ('title == "family"', "名称为“family”", "title: “family”"),
    ],
)
def test_the_programme_itself_is_not_told_by_its_id(condition: str, zh: str, en: str) -> None:
    fields = {
        name: Field(name, "text", label, {}, None, None, False)
        for name, label in (("programme", Label("支持项目", "Programme")), ("title", Label("名称", "Title")))
    }
    assert filter_words(parse(condition), fields, family="family") == Label(zh, en)

"""Editions side by side, and the indicators of a plan."""

import re
from urllib.parse import urlencode

from juli.stages.calls.shelf import shelf
from tests.stages.calls.reading import words

EDITIONS = "/programmes/zgc-2025/difference/zgc-2022/"


def test_editions_side_by_side_with_counts(visitor):
    shown = words(visitor.get(EDITIONS))
    for change in ("新增", "取消", "收紧", "放宽", "变化", "改写", "相同"):
        assert re.search(rf"\d+ {change}", shown)
    assert "不少于 10 场次 → 不少于 5 场次" in shown
    assert "一项工作只归一类" in shown


def test_one_kind_of_change_alone(visitor):
    text = visitor.get(EDITIONS + "?" + urlencode({"only": "loosened"})).content.decode()
    assert set(re.findall(r'<div class="pair (\w+) depth', text)) == {"loosened"}
    assert "总体安排" not in text
    assert words(visitor.get(EDITIONS + "?only=nonsense")) == words(visitor.get(EDITIONS))


def test_what_came_together_stands_together(visitor):
    text = visitor.get(EDITIONS + "?only=added").content.decode()
    block = text[text.index('id="clause-tech-services"') :]
    assert "企业调研" in block[: block.index('<div class="pair')]


def test_programmes_that_are_no_editions_can_be_compared_too(english):
    assert english.get("/programmes/bast-2024/difference/cast-2023/").status_code == 200


def test_nothing_of_a_kind_says_so(visitor, root):
    (root / "again").mkdir()
    text = (root / "small" / "programme.yaml").read_text(encoding="utf-8")
    (root / "again" / "programme.yaml").write_text(text.replace("id: small\n", "id: again\n"), encoding="utf-8")
    assert "没有这一类变化" in words(visitor.get("/programmes/again/difference/small/?only=added"))


def test_a_plan_counts_all_organisations_together(visitor, samples):
    answer = visitor.get("/plans/juli-2022/")
    shown = words(answer)
    for clause in shelf().programmes["juli-2022"].indicators:
        assert clause.label.zh in shown
    assert "5 家单位合计 示例" in shown
    assert "有目标值的指标" in shown


def test_a_plan_can_be_counted_on_another_day(visitor, samples):
    text = visitor.get("/plans/juli-2022/", {"day": "2023-06-30"}).content.decode()
    assert 'value="2023-06-30"' in text
    assert "2024年" not in text[text.index("visits") : text.index("Counted") if "Counted" in text else len(text)][:4000]
    assert visitor.get("/plans/juli-2022/", {"day": "x"}).status_code == 400


def test_a_plan_without_ledgers_says_so(visitor, settings):
    settings.SAMPLES = None
    assert "还没有台账" in words(visitor.get("/plans/juli-2022/"))


def test_a_plan_can_be_counted_over_many_generated_organisations(visitor, samples, settings, tmp_path):
    settings.WHAT_IF = tmp_path
    shown = words(visitor.get("/plans/juli-2022/", {"size": "100", "day": "2025-12-31"}))
    assert "100 家单位合计 随机生成" in shown
    by_type = re.search(r"按社会组织类别 三.1 (\d+) 家", shown)
    assert by_type is not None
    assert by_type[1] == "100"
    assert "5 家单位合计 示例" in words(visitor.get("/plans/juli-2022/", {"size": "0"}))
    for size in ("7", "many", "-1"):
        assert visitor.get("/plans/juli-2022/", {"size": size}).status_code == 400

"""One's own dossier: brought, refused with reasons, kept for the visit, let go."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.stages.calls.reading import status, words
from tests.stages.calls.test_uploads import YAML, filled


def bring(visitor, name, content, path="/check/"):
    return visitor.post(path, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.django_db
def test_a_file_is_kept_for_the_visit_and_judged(visitor):
    good = YAML.replace("2021-02-30", "2021-02-28").replace("atendance", "attendance")
    answer = bring(visitor, "台账.yaml", good.encode())
    assert (answer.status_code, answer.headers["Location"]) == (302, "/check/own/")
    assert "样例协会" in words(visitor.get("/check/own/"))
    answer = visitor.get("/programmes/zgc-2022/check/own/")
    assert status(answer) == "unmet"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "示例" not in words(answer)
    assert "台账.yaml" in words(visitor.get("/check/"))


@pytest.mark.django_db
def test_a_workbook_brought_for_one_call_is_judged_there(visitor):
    content = filled([{"id": "a1", "title": "对接会", "date": "2021-03-04", "attendance": 80}])
    answer = bring(visitor, "台账.xlsx", content, "/programmes/zgc-2022/check/")
    assert answer.headers["Location"] == "/programmes/zgc-2022/check/own/"
    assert "样例工作簿协会" in words(visitor.get(answer.headers["Location"]))


@pytest.mark.django_db
def test_answers_that_would_not_do_are_not_offered_as_enough(visitor):
    """One conference waits for a judgement, and two more capabilities are missing anyway."""
    text = """
organisation: {name: 样例协会, type: industry}
achievements:
  - {id: a1, kind: activity, title: 国际论坛, date: 2021-03-04, form: conference, scope: international, place: beijing,
     attendance: 80, foreign_speakers: 3, nonprofit: true}
"""
    bring(visitor, "台账.yaml", text.encode())
    shown = words(visitor.get("/programmes/zgc-2022/check/own/missing/"))
    assert "不等认定，最省的一步" in shown
    assert "其中一项认定为是就够" not in shown
    assert "由认定人答复“是否有影响力”" in shown, "a step among others"


@pytest.mark.django_db
def test_bad_rows_are_listed_and_the_sound_ones_can_go_on(visitor):
    rows = [
        {"id": "a1", "title": "好", "date": "2021-03-04", "attendance": 70},
        {"id": "a2", "title": "坏", "date": "昨天"},
    ]
    answer = bring(visitor, "台账.xlsx", filled(rows))
    shown = words(answer)
    assert answer.status_code == 422
    assert "“台账.xlsx”有 1 处问题" in shown
    assert re.search(r"活动 4 C", shown), shown
    assert "只用没有问题的 1 行继续" in shown
    assert visitor.get("/check/own/").status_code == 404, "nothing is kept yet"
    answer = visitor.post("/check/", {"sound_only": "1"})
    assert answer.headers["Location"] == "/check/own/"
    assert "样例工作簿协会" in words(visitor.get("/check/own/"))


@pytest.mark.django_db
def test_mistakes_in_both_languages(english):
    shown = words(bring(english, "d.yaml", YAML.encode()))
    assert "“d.yaml” has 2 mistakes" in shown
    assert "did you mean" in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "words_"),
    [
        ("d.exe", b"MZ", "“d.exe”无法读取"),
        ("d.yaml", b"", "文件是空的"),
        ("d.yaml", b"a" * 600_000, "文件超过 500 kB"),
        ("d" * 240 + ".yaml", b"a: b", "文件名太长"),
        ("d.xlsx", b"PK", "不是可读的工作簿"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_the_reason(visitor, name, content, words_):
    answer = bring(visitor, name, content)
    assert answer.status_code == 422
    assert words_ in words(answer)


@pytest.mark.django_db
def test_no_file_is_a_mistake_too(visitor):
    answer = visitor.post("/check/", {})
    assert (answer.status_code, "请先选择文件" in words(answer)) == (422, True)


@pytest.mark.django_db
def test_going_on_without_a_file_is_refused(visitor):
    answer = visitor.post("/check/", {"sound_only": "1"})
    assert (answer.status_code, "请重新上传" in words(answer)) == (422, True)


@pytest.mark.django_db
def test_a_file_can_be_let_go(visitor):
    bring(visitor, "d.yaml", YAML.replace("2021-02-30", "2021-02-28").replace("atendance", "attendance").encode())
    assert visitor.post("/check/forget/").headers["Location"] == "/check/"
    assert visitor.get("/check/own/").status_code == 404
    assert visitor.get("/check/forget/").status_code in (404, 405)


@pytest.mark.django_db
def test_a_dossier_for_another_call_is_judged_without_what_is_not_here(visitor):
    text = "organisation: {name: 样例学会, type: national_society}\napplication: {tracks: [awards]}\n"
    bring(visitor, "d.yaml", text.encode())
    assert visitor.get("/programmes/zgc-2022/check/own/").status_code == 200
    assert "样例学会" in words(visitor.get("/check/own/"))
    claims = (
        "organisation: {name: 样例协会, type: industry}\nachievements: [{id: a, kind: standard}]\nclaims: {a: moon}\n"
    )
    bring(visitor, "d.yaml", claims.encode())
    answer = visitor.get("/programmes/zgc-2025/check/own/")
    assert (answer.status_code, "这份材料无法在这里判定" in words(answer)) == (422, True)
    assert "材料中的归类在本批次里不存在" in words(visitor.get("/check/own/"))

"""Fonts and characters: a missing one is an error with its place and remedy, never a blank."""

import shutil
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont

from juli.engines.paper import cmap
from juli.engines.paper.blocks import Cell, Field, FieldGrid, Heading, LongText, Prose, Table
from juli.engines.paper.characters import breakable, unprintable, width
from juli.engines.paper.document import Cover, CoverField, Document
from juli.engines.paper.pdf import pdf
from juli.engines.paper.problems import MissingFont, MissingGlyph, PaperError, UnprintableText
from juli.engines.paper.typefaces import Typefaces, recorded, typefaces
from juli.engines.paper.word import word
from tests.engines.paper.reading import fonts, pages
from tests.engines.paper.sample import DATED, filled

SONG, FANG, SIGNS, RARE = "NotoSerifCJKsc-Regular", "FandolFang-Regular", "DejaVuSans", "HanaMinB"


def document(*blocks, style="form", **values):
    return Document("题目", blocks, DATED, style, **values)


def test_names_and_signs_that_fangsong_lacks_come_from_another_face():
    drawn = fonts(pdf(document(Prose("国家 喆堃珺镕䶮 ☑☐ ㎡ 2026"), style="notice")))
    assert drawn["国"] == {FANG}
    assert [drawn[c] for c in "喆堃珺镕䶮㎡"] == [{SONG}] * 6
    assert drawn["2"] == {SONG}
    assert [drawn[c] for c in "☑☐"] == [{SIGNS}] * 2


def test_a_character_beyond_the_usual_fonts_is_found_in_the_rare_one():
    assert "𠀀𬭚" in pages(pdf(document(Prose("𠀀𬭚"))))[0]


def test_a_sign_with_a_colour_selector_prints():
    assert "☑️已办" in pages(pdf(document(Prose("☑️已办"))))[0]


def test_a_character_no_font_has_is_named_with_its_place():
    head = (Cell("姓名", kind="head"), Cell("任务", kind="head"))
    made = document(
        Heading("八、团队"),
        Table((1, 1), (head, (Cell("张三"), Cell("好")), (Cell("李四"), Cell("🙂ok🙂🚀"))), head=1),
        Heading("三、单位"),
        FieldGrid((Field("简介", "\U0010fffd", group="负责人"),)),
        cover=Cover("封面", fields=(CoverField("联系人", "🀀"),)),
    )
    with pytest.raises(MissingGlyph) as caught:
        pdf(made)
    assert [(p.place, p.text.en) for p in caught.value.problems] == [
        ("封面 › 联系人", "no font has the characters U+1F000 🀀"),
        ("八、团队 › 2 › 任务", "no font has the characters U+1F642 🙂, U+1F680 🚀"),
        ("三、单位 › 负责人 › 简介", "no font has the characters U+10FFFD"),
    ]
    assert "改用其他写法" in caught.value.say("zh")


def test_without_the_rare_font_its_package_is_the_remedy():
    every = typefaces()
    without = Typefaces(
        [i for i in every.found if i.font.role != "rare"], {}, [i.font for i in every.found if i.font.role == "rare"]
    )
    with pytest.raises(MissingGlyph, match="fonts-hanazono"):
        pdf(document(Prose("𠀀")), without)
    assert pdf(document(Prose("国")), without) == pdf(document(Prose("国")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\x00b", "U+0000"),
        ("a\x1bb", "U+001B"),
        ("a\rb", "U+000D"),
        ("a\u200bb", "U+200B"),
        ("a\u202eb", "U+202E"),
        ("a\ufeffb", "U+FEFF"),
        ("a\u2028b", "U+2028"),
        ("a\ufffeb", "U+FFFE"),
        ("a\U0001ffffb", "U+1FFFF"),
        ("a\ud800b", "U+D800"),
        ("a\x85b", "U+0085"),
    ],
)
@pytest.mark.parametrize("print_", [pdf, word])
def test_control_and_invisible_characters_are_refused_with_the_fields_name(print_, text, said):
    with pytest.raises(UnprintableText) as caught:
        print_(filled(people={"head": {"name": text}}))
    (problem,) = caught.value.problems
    assert problem.place == "二、项目联系人 › 单位负责人 › 姓名"
    assert said in problem.text.en
    assert "删除" in problem.remedy.zh


def test_every_problem_is_told_at_once():
    with pytest.raises(UnprintableText) as caught:
        pdf(filled(name="\x00", basis="\x01\x02\x01"))
    assert [p.place for p in caught.value.problems] == ["一、项目名称", "四、立项依据及工作基础"]
    assert "U+0001, U+0002" in caught.value.problems[1].say("zh")


def test_forms_may_ask_before_the_day_of_printing():
    assert unprintable("一\n二\r\n\t三") == ()
    assert unprintable("a\u200bb\x00\u200b") == ("\u200b", "\x00")


def test_line_breaks_of_browsers_and_tabs_print():
    made = pdf(document(LongText("甲\r\n乙\t丙")))
    assert made == pdf(document(LongText("甲\n乙\u3000丙")))


def test_long_stretches_may_break_and_short_ones_do_not():
    assert breakable("010-00000002", 8.9) == "010-00000002"
    assert breakable("a" * 30, 8.9) == "\u200b".join("a" * 30)
    assert breakable("中文" * 30, 8.9) == "中文" * 30
    assert width("国标 GB") == 3.5


# ------------------------------------------------------------------------------------------------------------- the fonts


@pytest.mark.parametrize("item", typefaces().found, ids=lambda i: f"{i.font.family} {i.font.weight}")
def test_the_characters_of_a_font_are_read_right(item):
    with TTFont(item.path, fontNumber=item.font.index, lazy=True) as font:
        assert cmap.characters(item.path, item.font.index) == set(font.getBestCmap())


def test_every_recorded_font_is_installed_here():
    assert typefaces().missing == {}
    assert len(typefaces().found) == len(recorded()[1])


def test_a_missing_font_is_an_error_that_names_its_package(tmp_path):
    none = typefaces((str(tmp_path),))
    with pytest.raises(MissingFont) as caught:
        pdf(document(Prose("国")), none)
    said = caught.value.say("en")
    assert "fonts-noto-cjk" in said
    assert "fonts-dejavu-core" in said
    assert "make setup" in said
    assert "fonts-lxgw-wenkai" not in said, "a face the document doesn't use isn't asked for"


def test_only_the_faces_in_use_are_asked_for():
    every = typefaces()
    found = [i for i in every.found if i.font.role != "fang"]
    without = Typefaces(found, {"fang": next(iter_problem())}, ())
    assert pdf(filled(), without) == pdf(filled())
    with pytest.raises(MissingFont, match="texlive-lang-chinese"):
        pdf(document(Prose("国"), style="notice"), without)


def iter_problem():
    yield typefaces(("/nonexistent",)).missing["fang"]


def test_another_file_of_the_same_name_is_refused(tmp_path):
    song = next(i for i in typefaces().found if i.font.role == "song")
    (tmp_path / song.path.name).write_bytes(song.path.read_bytes()[:-1])
    with pytest.raises(MissingFont, match="not the recorded file"):
        pdf(document(Prose("国")), typefaces((str(tmp_path),)))


def test_fonts_are_found_by_bare_name_in_a_folder_of_their_own(tmp_path):
    for item in typefaces().found:
        (tmp_path / item.path.name).symlink_to(item.path)
    own = typefaces((str(tmp_path),))
    assert own.missing == {}
    assert pdf(document(Prose("国 喆☑"), style="notice"), own) == pdf(document(Prose("国 喆☑"), style="notice"))


def test_two_fonts_of_one_name_are_refused(tmp_path):
    sign = next(i for i in typefaces().found if i.font.family == "DejaVu Sans" and i.font.weight == 400)
    for name in (sign.path.name, "copy.ttf"):
        shutil.copyfile(sign.path, tmp_path / name)
    moved = replace(sign, path=tmp_path / sign.path.name)
    twice = Typefaces([moved if i == sign else i for i in typefaces().found], {}, ())
    with pytest.raises(MissingFont, match="several files"):
        pdf(document(Prose("国")), twice)


def test_errors_read_in_both_languages():
    with pytest.raises(PaperError) as caught:
        pdf(document(Heading("一、名称"), LongText("🙂")))
    (problem,) = caught.value.problems
    assert problem.say("zh").startswith("一、名称：字体中没有字符 U+1F642")
    assert str(caught.value) == problem.say("en")

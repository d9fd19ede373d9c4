"""The check code and the QR code."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from juli.engines.paper.check_code import ALPHABET, check_code, read_code, verify
from juli.engines.paper.problems import BadDocument, MistypedCode
from juli.engines.paper.qr import qr

KEY = b"a key of the site, of 32 bytes.."
numbers = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
versions = st.integers(1, 10**6)
digests = st.binary(max_size=8).map(lambda b: hashlib.sha256(b).hexdigest())
DIGEST = hashlib.sha256(b"").hexdigest()


def test_a_code_is_what_it_was():
    # Computed by hand: HMAC-SHA-256 of "12:SL-2026-0017:3:<digest>", its first 40 bits, five at a time.
    import hmac

    first = hmac.new(KEY, b"12:SL-2026-0017:3:" + DIGEST.encode(), "sha256").digest()[:5]
    bits = f"{int.from_bytes(first, 'big'):040b}"
    wanted = "".join(ALPHABET[int(bits[i : i + 5], 2)] for i in range(0, 40, 5))
    code = check_code("SL-2026-0017", 3, DIGEST, KEY)
    assert code.replace("-", "")[:8] == wanted
    assert [len(part) for part in code.split("-")] == [4, 4, 1]


@given(numbers, versions, digests)
def test_a_code_verifies_for_its_own_version_and_no_other(number, version, digest):
    code = check_code(number, version, digest, KEY)
    assert verify(code, number, version, digest, KEY)
    assert not verify(code, number, version + 1, digest, KEY)
    assert not verify(code, number + "0", version, digest, KEY)
    assert not verify(code, number, version, hashlib.sha256(digest.encode()).hexdigest(), KEY)
    assert not verify(code, number, version, digest, KEY + b"x")


@given(versions, st.data())
def test_it_may_be_typed_as_people_type(version, data):
    code = check_code("SL-1", version, DIGEST, KEY)
    look = {"0": "0Oo", "1": "1Il"}
    typed = "".join(data.draw(st.sampled_from(look.get(c, c + c.lower()))) for c in code)
    spaced = typed.replace("-", data.draw(st.sampled_from(["", " ", "-", "—", "－", " - "])))
    assert read_code(f" {spaced}\n") == code
    assert verify(spaced, "SL-1", version, DIGEST, KEY)


@given(versions, st.data())
def test_one_wrong_character_or_a_swap_is_a_typing_mistake(version, data):
    code = list(check_code("SL-1", version, DIGEST, KEY).replace("-", ""))
    first, second = data.draw(st.lists(st.integers(0, 8), min_size=2, max_size=2, unique=True))
    swapped = code[:]
    swapped[first], swapped[second] = code[second], code[first]
    wrong = code[:]
    wrong[first] = data.draw(st.sampled_from([c for c in ALPHABET if c != code[first]]))
    for mistaken in [wrong, *([swapped] if swapped != code else [])]:
        with pytest.raises(MistypedCode):
            read_code("".join(mistaken))
        assert not verify("".join(mistaken), "SL-1", version, DIGEST, KEY)


@given(st.text(max_size=30))
def test_anything_typed_is_a_code_or_a_mistake(typed):
    try:
        code = read_code(typed)
    except MistypedCode:
        return
    assert read_code(code) == code


def test_a_mistyped_code_says_what_to_do():
    with pytest.raises(MistypedCode) as caught:
        read_code("7K3M-9QXD")
    assert caught.value.say("zh") == "7K3M-9QXD：不是有效的校验码；请对照纸面逐字核对后重新输入"


@pytest.mark.parametrize(
    ("number", "version", "digest", "key"),
    [("", 1, DIGEST, KEY), ("a", 0, DIGEST, KEY), ("a", 1, DIGEST.upper(), KEY), ("a", 1, DIGEST, b"short")],
)
def test_what_cannot_make_a_code_is_refused(number, version, digest, key):
    with pytest.raises(BadDocument, match="check code"):
        check_code(number, version, digest, key)


@settings(max_examples=20)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=120))
def test_a_qr_code_is_the_same_each_time_and_well_formed(text):
    drawn = qr(text)
    assert drawn == qr(text)
    assert etree.fromstring(drawn).tag.endswith("svg")
    assert qr(text, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize("text", ["", "x" * 5000])
def test_what_no_qr_code_holds_is_refused(text):
    with pytest.raises(BadDocument, match="QR"):
        qr(text)

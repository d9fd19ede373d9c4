"""The short code on every page: says which version of which application a sheet is, and can be typed.

Eight characters of Crockford's base 32 from HMAC-SHA-256, and a ninth that finds typing mistakes: every single wrong
character and every swap of two. Forty bits are enough because a code is looked up by a server that counts tries.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Final

from juli.engines.paper.problems import BadDocument, MistypedCode, Problem, Said

#: Without I, L, O (read as 1, 1, 0) and U.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 8
_GROUP: Final = 4
_LEAST_KEY: Final = 16
_DIGEST: Final = re.compile(r"[0-9a-f]{64}\Z")
_ALIKE: Final = str.maketrans("OIL", "011")
#: x^5 + x^2 + 1, which is primitive, so the powers of x are all different.
_POLYNOMIAL: Final = 0b100101
_FIELD: Final = 32


def check_code(number: str, version: int, digest: str, key: bytes) -> str:
    """The code of ``version`` of application ``number`` whose content has ``digest`` (SHA-256, hex): ``7K3M-9QXD-W``.

    ``key`` is the site's own, 16 bytes or more. Raises BadDocument for a number, version, digest or key that can't be.
    """
    if not number or version < 1 or not _DIGEST.match(digest) or len(key) < _LEAST_KEY:
        raise BadDocument(
            [
                Problem(
                    "check",
                    Said(
                        "校验码的编号、版本、摘要或密钥不合要求",
                        "number, version, digest or key can't make a check code",
                    ),
                    Said(
                        f"编号非空，版本从 1 起，摘要为 64 位十六进制，密钥不少于 {_LEAST_KEY} 字节",
                        f"a number, a version from 1, a digest of 64 hex digits, a key of {_LEAST_KEY} bytes or more",
                    ),
                )
            ]
        )
    # The length in front keeps number and version apart.
    said = number.encode()
    message = b"%d:%s:%d:%s" % (len(said), said, version, digest.encode())
    value = int.from_bytes(hmac.digest(key, message, hashlib.sha256)[:5], "big")
    digits = [value >> 5 * place & _FIELD - 1 for place in reversed(range(_LENGTH))]
    return _grouped("".join(ALPHABET[d] for d in (*digits, _sum(digits))))


def read_code(typed: str) -> str:
    """``typed`` as it was printed: any case, with or without hyphens and spaces, O for 0, I and L for 1.

    Raises MistypedCode when it can't have been printed.
    """
    text = re.sub(r"[\s\-－—]", "", typed).upper().translate(_ALIKE)
    digits = [ALPHABET.find(c) for c in text]
    if len(digits) != _LENGTH + 1 or min(digits) < 0 or digits[-1] != _sum(digits[:-1]):
        raise MistypedCode(
            [
                Problem(
                    typed[:40],
                    Said("不是有效的校验码", "this is no check code"),
                    Said("请对照纸面逐字核对后重新输入", "compare it with the paper, character by character"),
                )
            ]
        )
    return _grouped(text)


def verify(typed: str, number: str, version: int, digest: str, key: bytes) -> bool:
    """Whether ``typed`` is the code of this version. A mistyped code isn't; :func:`read_code` tells the two apart."""
    try:
        read = read_code(typed)
    except MistypedCode:
        return False
    return hmac.compare_digest(read, check_code(number, version, digest, key))


def _grouped(text: str) -> str:
    return "-".join(text[i : i + _GROUP] for i in range(0, len(text), _GROUP))


def _sum(digits: list[int]) -> int:
    """The digits as a polynomial over GF(32), taken at x: each place counts differently, so swaps show."""
    total = 0
    for digit in digits:
        total = _times_x(total) ^ digit
    return _times_x(total)


def _times_x(value: int) -> int:
    shifted = value << 1
    return shifted ^ _POLYNOMIAL if shifted & _FIELD else shifted

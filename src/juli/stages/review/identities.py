"""身份证号 (GB 11643): whether one is right; and what a page shows of a number that it never shows whole."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.cn import ric

LENGTH: Final = 18
_LAST: Final = 4
#: Shorter numbers would be told by their last digits.
_SHORTEST: Final = 6
_LONGEST: Final = 40


def plain(text: str) -> str:
    """A number as it is compared: half width, capitals, without spaces and hyphens."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and c != "-").upper()


def resident(text: str) -> str:
    """An ID number, plain and right: 18 characters, a day that exists, the check digit. Raises ValidationError.

    The region is not looked up: regions come and go, and residence permits (81, 82, 83, 9) have none.

    >>> resident("11010519491231002x")
    '11010519491231002X'
    """
    number = plain(text)
    if len(number) != LENGTH:
        raise ValidationError(
            _("The ID number has %(number)d characters; it should have 18.") % {"number": len(number)}
        )
    if not (number.isascii() and number[:-1].isdigit() and (number[-1].isdigit() or number[-1] == "X")):
        raise ValidationError(_("An ID number has 17 digits, then a digit or X."))
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise ValidationError(_("The ID number's day of birth (characters 7 to 14) does not exist.")) from error
    if ric.calc_check_digit(number) != number[-1]:
        raise ValidationError(
            _("The ID number's check digit does not fit: one character is wrong. Compare them one by one.")
        )
    return number


def other(text: str) -> str:
    """The number of a passport or another document, plain. Raises ValidationError."""
    number = plain(text)
    if not (_SHORTEST <= len(number) <= _LONGEST and number.isascii() and number.isalnum()):
        raise ValidationError(_("The number of a document has 6 to 40 letters and digits."))
    return number


def account(text: str) -> str:
    """A bank account's number, plain. Raises ValidationError.

    >>> account("6222 0212 3456 7890 123")
    '6222021234567890123'
    """
    number = plain(text)
    if not (number.isascii() and number.isdigit() and 8 <= len(number) <= 32):  # What banks give out.
        raise ValidationError(_("A bank account has 8 to 32 digits."))
    return number


def last(number: str) -> str:
    """The last four characters, which is all that is ever shown."""
    return number[-_LAST:]

"""What makes the receipt of a filing verifiable: a code by the site's own key, and where anybody may try it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from juli.engines.paper.check_code import check_code, read_code
from juli.engines.paper.problems import MistypedCode
from juli.stages.ledger.models import Filing

_NUMBER: Final = re.compile(r"BB[0-9]{8}-([0-9]{5,18})\Z")


def code_of(filing: Filing) -> str:
    """The code that its receipt bears."""
    key = salted_hmac("juli.ledger.filing_codes", "filing", algorithm="sha256").digest()
    return check_code(filing.number, 1, filing.digest, key)


def address_of(filing: Filing) -> str:
    """The public page that says what the receipt says, as its QR code has it."""
    asked = urlencode({"number": filing.number, "code": code_of(filing)})
    return f"{settings.JULI_ADDRESS.rstrip('/')}{reverse('ledger:filing_receipts')}?{asked}"


def genuine(number: str, typed: str) -> Filing | None:
    """The filing whose receipt bears this number and this code; None where there is none."""
    said = _NUMBER.match(number.strip().upper())
    if said is None:
        return None
    found = Filing.objects.select_related("organisation").filter(pk=int(said[1])).first()
    try:
        code = read_code(typed)
    except MistypedCode:
        return None
    fits = found is not None and found.number == said[0] and constant_time_compare(code_of(found), code)
    return found if fits else None

"""Check codes of final versions and of receipts; the site's own key makes them (see docs/decisions/0023)."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from juli.engines.paper.check_code import check_code

_PAPER, _RECEIPT = "final version", "receipt"


def of_final(number: str, version: int, digest: str) -> str:
    """The code that is printed on each page of a final version."""
    return check_code(number, version, digest, _key(_PAPER))


def of_submission(number: str, submission: int, digest: str) -> str:
    """The code that is printed on a receipt."""
    return check_code(number, submission, digest, _key(_RECEIPT))


def _key(purpose: str) -> bytes:
    # Codes are looked up where they were kept: a site that changes its key goes on knowing those it has given.
    return salted_hmac("juli.applications.codes", purpose, algorithm="sha256").digest()

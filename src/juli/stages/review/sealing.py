"""What only a few may ever read again (ID and bank numbers): encrypted at rest, matched by a keyed digest.

The keys are a setting of their own (``JULI_IDENTITY_KEYS``): whoever has the database alone can neither read a number
nor try out all of them. The first key seals; the others still open what was sealed before, until it is sealed anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_NONCE: Final = 12
_SHORTEST: Final = 32


class Unsealable(RuntimeError):
    """None of the keys opens it: a key is missing, or the text was changed."""


def seal(text: str, context: str) -> str:
    """``text`` encrypted (AES-256-GCM) under the first key; it opens for the same ``context`` alone."""
    key = _keys()[0]
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_derived(key, "seal")).encrypt(nonce, text.encode(), context.encode())
    return f"{_name(key)}:{base64.b64encode(nonce + sealed).decode()}"


def opened(sealed: str, context: str) -> str:
    """What was sealed. Raises Unsealable."""
    name, _, text = sealed.partition(":")
    try:
        data = base64.b64decode(text, validate=True)
        for key in _keys():
            if _name(key) == name:
                return AESGCM(_derived(key, "seal")).decrypt(data[:_NONCE], data[_NONCE:], context.encode()).decode()
    except (ValueError, InvalidTag) as error:
        raise Unsealable(f"{context}: what is kept was changed") from error
    raise Unsealable(f"{context}: the key {name} is not among JULI_IDENTITY_KEYS")


def fresh(sealed: str) -> bool:
    """Whether it is sealed under the first key."""
    return sealed.partition(":")[0] == _name(_keys()[0])


def digest(text: str) -> str:
    """A keyed digest (HMAC-SHA256) under the first key: equal for equal numbers, useless without the key."""
    return digests(text)[0]


def digests(text: str) -> list[str]:
    """The digests under every key, the first key's first: what may be kept of a number while keys are changed."""
    return [hmac.new(_derived(key, "match"), text.encode(), "sha256").hexdigest() for key in _keys()]


def _derived(key: str, purpose: str) -> bytes:
    return hmac.new(key.encode(), f"juli.identity.{purpose}".encode(), "sha256").digest()


def _name(key: str) -> str:
    return hashlib.sha256(_derived(key, "name")).hexdigest()[:8]


def _keys() -> list[str]:
    given = [key.strip() for key in settings.JULI_IDENTITY_KEYS if key.strip()] or [_kept(settings.JULI_IDENTITY_FILE)]
    if any(len(key) < _SHORTEST for key in given):
        raise ImproperlyConfigured(f"JULI_IDENTITY_KEYS: write at least {_SHORTEST} characters for each key")
    return given


def _kept(path: Path) -> str:
    """The key of a machine that was given none, made when it is first needed."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            os.fsync(file.fileno())
        # Two processes at once: the first one's key stays.
        with suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_text(encoding="utf-8").strip()

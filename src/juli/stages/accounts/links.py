"""Links that let somebody in once: to set a first password."""

from __future__ import annotations

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from juli.stages.accounts.models import User


def password_path(user: User) -> str:
    """The path under which a person sets a password; it works once, for PASSWORD_RESET_TIMEOUT seconds."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})

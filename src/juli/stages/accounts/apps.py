"""The stage as Django knows it."""

from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The people and their posts."""

    name = "juli.stages.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the letters known, listen for visits, and for passwords set by a link from the mail."""
        from allauth.account.signals import password_reset

        from juli.stages.accounts import messages, visits

        messages.register_all()
        visits.listen()
        password_reset.connect(_address_is_theirs, dispatch_uid="juli.accounts")


def _address_is_theirs(user: Any, **_: Any) -> None:
    from juli.stages.accounts.actions import verify_address

    verify_address(user=user)

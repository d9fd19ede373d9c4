"""The stage as Django knows it."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledgers."""

    name = "juli.stages.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known what the ledger tells people of, and that it can be held against the rules."""
        from juli.stages.ledger import candidate, notices, standings

        notices.register_all()
        candidate.register()
        standings.register()

"""The stage as Django knows it."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The organisations."""

    name = "juli.stages.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds of message known."""
        from juli.stages.organisations import messages

        messages.register_all()

"""The stage as Django knows it."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """The screening."""

    name = "juli.stages.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"

"""The stage as Django knows it."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """The awards."""

    name = "juli.stages.awards"
    label = "awards"
    default_auto_field = "django.db.models.BigAutoField"

"""The stage as Django knows it."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The experts' review."""

    name = "juli.stages.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"

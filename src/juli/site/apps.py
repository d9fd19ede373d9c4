"""The site as a Django app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Holds the templates, the theme and the template parts; it has no tables."""

    name = "juli.site"
    label = "site"

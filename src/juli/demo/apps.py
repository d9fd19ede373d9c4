"""The demonstration as Django knows it; installed only where the examples are asked for."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Fictional people, organisations, calls and applications, and the switch of roles."""

    name = "juli.demo"
    label = "demo"

"""The analysis floor."""

from django.apps import AppConfig


class AnalyzeConfig(AppConfig):
    """Lenses over one text; no tables of its own."""

    name = "apps.analyze"
    label = "analyze"

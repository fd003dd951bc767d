"""The one Django app with models."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What is kept: models, migrations and read queries."""

    name = "hotline.records"
    label = "records"
    verbose_name = "记录"

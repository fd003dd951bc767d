"""The one Django app with models."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    """What is kept: models, migrations and read queries."""

    name = "hotline.records"
    label = "records"
    verbose_name = "记录"

    def ready(self) -> None:
        """Put the second wall around every connection, and raise it after every migration."""
        from hotline.records.scope import keep_to_scope  # noqa: PLC0415 - needs the models
        from hotline.records.walls import raise_walls  # noqa: PLC0415

        connection_created.connect(keep_to_scope)
        post_migrate.connect(raise_walls, sender=self)

"""Versions, journal and uses of articles are append-only as the journals are; their numbers."""

from django.db import migrations

TABLES = ("records_articleversion", "records_articleentry", "records_articleuse")


def trigger(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION records_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION records_append_only();
"""


def untrigger(table: str) -> str:
    return (
        f"DROP TRIGGER {table}_append_only ON {table};"
        f"DROP TRIGGER {table}_no_truncate ON {table};"
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE article_number_seq", "DROP SEQUENCE article_number_seq"
        ),
        *[migrations.RunSQL(trigger(t), untrigger(t)) for t in TABLES],
    ]

"""The journals, and texts and uses of articles, refuse UPDATE, DELETE and TRUNCATE themselves."""

from django.db import migrations

TABLES = (
    *("records_journalentry", "records_bulletinentry", "records_reveal", "records_staffentry"),
    *("records_articleversion", "records_articleentry", "records_articleuse"),
    "records_referenceentry",
    *("records_callevent", "records_missedentry"),
    *("records_suspicionruling", "records_hotissueentry"),
    "records_qualityscore",
    *("records_commenttext", "records_roadentry", "records_amendment", "records_engineentry"),
    "records_modelcall",
    *("records_bulletinitemtext", "records_bulletinclearing"),
)

FUNCTION = """
CREATE FUNCTION records_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


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
    dependencies = [("records", "0001_records")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION records_append_only()"),
        *[migrations.RunSQL(trigger(t), untrigger(t)) for t in TABLES],
    ]

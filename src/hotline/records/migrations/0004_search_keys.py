"""What cases and articles are found by: keys that the database computes, and the indexes on them."""

from django.db import migrations

# Every character of a text and every two neighbours. The high cost keeps the planner from
# computing keys row by row where it could ask the index.
GRAMS = """
CREATE FUNCTION records_grams(words text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT COST 100000
BEGIN ATOMIC
  SELECT array_agg(this) || array_agg(this || next) FILTER (WHERE next IS NOT NULL)
  FROM (SELECT string_to_array(words, NULL) AS parts) s,
    LATERAL unnest(parts, parts[2:]) AS u (this, next);
END
"""

# The same of all texts of a case; those of the title again after t:, of the place after a:, of the
# syllables of both after p:, with the first letters of two neighbours after i:. No key of a text
# looks like one of these: it has no more than two characters. The marks of the day and of the
# month let a search walk back in time, those of the units that may see the case within their own. One statement, for every saved text pays for it.
KEYS = """
CREATE FUNCTION records_case_keys(
  title text, place text, words text, answer text, sounds text, day date, units bigint[]
) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT COST 100000
BEGIN ATOMIC
  SELECT array_agg(tag || this) || array_agg(tag || this || next) FILTER (WHERE next IS NOT NULL)
    || array_agg('i:' || left(this, 1) || left(next, 1)) FILTER (WHERE tag = 'p:')
    || ARRAY['d:' || (day - DATE '2000-01-01'),
      'm:' || (extract(year FROM day)::int * 12 + extract(month FROM day)::int)]
    || ARRAY(SELECT 'u:' || unit FROM unnest(units) AS unit)
  FROM (VALUES
      ('', string_to_array(concat(title, E'\\n', place, E'\\n', words, E'\\n', answer), NULL)),
      ('t:', string_to_array(title, NULL)),
      ('a:', string_to_array(place, NULL)),
      ('p:', string_to_array(sounds, ' '))) AS s (tag, parts),
    LATERAL unnest(parts, parts[2:]) AS u (this, next);
END
"""

# New keys wait in a list that each search reads as well: taken in one by one, they would cost every
# case four milliseconds more (measured over 10,000; 0.9 with the list, of 1 MB at most).
CASE_INDEX = """
CREATE INDEX case_words_keys ON records_casewords
USING gin (records_case_keys(title, place, words, answer, sounds, day, units)) WITH (gin_pending_list_limit = 1024)
"""
ARTICLE_INDEX = "CREATE INDEX article_keys ON records_article USING gin (records_grams(words))"


class Migration(migrations.Migration):
    dependencies = [("records", "0003_ledger")]
    operations = [
        migrations.RunSQL(GRAMS, "DROP FUNCTION records_grams"),
        migrations.RunSQL(KEYS, "DROP FUNCTION records_case_keys"),
        migrations.RunSQL(CASE_INDEX, "DROP INDEX case_words_keys"),
        migrations.RunSQL(ARTICLE_INDEX, "DROP INDEX article_keys"),
    ]

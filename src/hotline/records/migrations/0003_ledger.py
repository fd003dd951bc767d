"""The one definition of the counted facts, and the function that posts them into the ledger."""

from django.db import migrations

# The facts of every accepted case after each entry of its journal, as of the entry's moment.
# Rows beside the journal are asked by their own moments (given, finished, tried), so that what
# comes later never shows.
COUNTED = """
CREATE VIEW records_counted WITH (security_invoker = true) AS
SELECT j.case_id, j.seq, j.at, c.accepted_at,
  CASE WHEN j.status = ANY (ARRAY['awaiting_signature', 'in_handling', 'awaiting_citizen',
    'return_requested', 'awaiting_ruling', 'awaiting_approval']) THEN j.due_at END AS due_at,
  (c.accepted_at AT TIME ZONE 'Asia/Shanghai')::date AS day,
  j.channel_id::int AS channel,
  COALESCE(j.kind_id, 0)::int AS kind,
  COALESCE(j.topic_id, 0)::int AS topic,
  COALESCE(j.campaign_id, 0)::int AS campaign,
  COALESCE(CASE WHEN j.lead_id IS NOT NULL THEN b.department_id END, j.lead_id, 0)::int AS unit,
  (CASE WHEN s.closed AND a.id IS NULL THEN 1 ELSE 0 END
    + CASE WHEN l.leads AND a.signed_at <= a.sign_due_at AND a.signed_at <= j.at
        THEN 2 ELSE 0 END
    + CASE WHEN o.reached THEN 4 ELSE 0 END
    + CASE WHEN l.finished AND a.replied_at <= a.due_at THEN 8 ELSE 0 END
    + CASE WHEN l.finished AND a.replied_at > a.due_at THEN 16 ELSE 0 END
    + CASE WHEN v.returned THEN 32 ELSE 0 END
    + CASE WHEN v.extended THEN 64 ELSE 0 END
    + CASE WHEN v.again THEN 128 ELSE 0 END
    + CASE WHEN v.urged THEN 256 ELSE 0 END
    + CASE WHEN v.supervised THEN 512 ELSE 0 END
    + CASE WHEN j.status = 'joined' OR (s.closed AND v.told > v.reopened)
        THEN 1024 ELSE 0 END
    + CASE WHEN r.tried THEN 2048 ELSE 0 END
    + CASE WHEN r.reached THEN 4096 ELSE 0 END) AS facts,
  (CASE WHEN s.closed THEN 1 WHEN j.status = 'withdrawn' THEN 3 ELSE 2 END)::smallint AS state,
  COALESCE(array_position(ARRAY['very_satisfied', 'satisfied', 'basically', 'dissatisfied',
    'no_rating'], r.rating), 0)::smallint AS rating,
  COALESCE(array_position(ARRAY['yes', 'partly', 'no'], r.solved), 0)::smallint AS solved,
  CASE WHEN l.finished AND a.replied_at IS NOT NULL
    THEN EXTRACT(EPOCH FROM a.replied_at - a.given_at)::int ELSE 0 END AS seconds
FROM records_journalentry j
JOIN records_case c ON c.id = j.case_id AND c.accepted_at <= j.at
CROSS JOIN LATERAL (SELECT j.status = ANY (ARRAY['closed', 'archived']) AS closed) s
LEFT JOIN LATERAL (
  SELECT x.id, x.department_id, x.given_at, x.sign_due_at, x.signed_at, x.due_at, x.replied_at,
    x.finished_at
  FROM records_assignment x
  WHERE x.case_id = j.case_id AND x.part = 'lead' AND x.given_at <= j.at
  ORDER BY x.round DESC, x.given_at DESC, x.id DESC LIMIT 1
) a ON true
LEFT JOIN LATERAL (
  SELECT x.department_id FROM records_assignment x
  WHERE x.case_id = j.case_id AND x.part = 'below'
    AND x.given_at >= a.given_at AND x.given_at <= j.at
  ORDER BY x.given_at DESC, x.id DESC LIMIT 1
) b ON true
CROSS JOIN LATERAL (
  SELECT a.department_id = j.lead_id AS leads, a.department_id = j.lead_id
    AND j.status <> 'awaiting_dispatch' AND a.finished_at <= j.at AS finished
) l
CROSS JOIN LATERAL (
  SELECT bool_or(x.verb = 'request_return') AS returned,
    bool_or(x.verb = 'grant_extension') AS extended,
    bool_or(x.verb = 'handle_again') AS again,
    bool_or(x.verb = 'urge') AS urged,
    bool_or(x.verb = 'supervise') AS supervised,
    COALESCE(max(x.seq) FILTER (WHERE x.verb = 'tell_progress'), -1) AS told,
    COALESCE(max(x.seq) FILTER (WHERE x.verb = 'reopen'), -1) AS reopened
  FROM records_journalentry x WHERE x.case_id = j.case_id AND x.seq <= j.seq
) v
CROSS JOIN LATERAL (
  SELECT count(*) > 0 AS tried, bool_or(x.reached) AS reached,
    (array_agg(x.handling_rating ORDER BY x.tried_at DESC, x.id DESC)
      FILTER (WHERE x.reached))[1] AS rating,
    (array_agg(x.solved ORDER BY x.tried_at DESC, x.id DESC) FILTER (WHERE x.reached))[1] AS solved
  FROM records_callback x WHERE x.case_id = j.case_id AND x.tried_at <= j.at
) r
CROSS JOIN LATERAL (
  SELECT EXISTS (SELECT FROM records_outreach x
    WHERE x.case_id = j.case_id AND x.reached AND x.at <= j.at) AS reached
) o
"""

TENTH = """
CREATE FUNCTION records_tenth(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT date_trunc('month', at AT TIME ZONE 'Asia/Shanghai')::date
    + LEAST((EXTRACT(DAY FROM at AT TIME ZONE 'Asia/Shanghai')::int - 1) / 10, 2) * 10
$$
"""

COLUMNS = "day, channel, kind, topic, campaign, unit, state, facts, rating, solved, seconds, due_at"

# Posts the entries with these numbers: off with what a case counted as, on with what it counts as
# now. Entries that change nothing post nothing, so posting twice does no harm. A function keeps
# its plan for the length of a connection, and its plan must fit a case as well as a batch.
POST = f"""
CREATE FUNCTION records_post(cases uuid[], seqs int[]) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan SET jit = off AS $$
BEGIN
WITH after AS (
  SELECT f.case_id, f.seq, f.at, {COLUMNS}
  FROM unnest(cases, seqs) w (case_id, seq)
  JOIN records_counted f ON f.case_id = w.case_id AND f.seq = w.seq
), before AS (
  SELECT p.case_id, -1 AS seq, NULL::timestamptz AS at, {COLUMNS}
  FROM (SELECT DISTINCT case_id AS of_case, day AS of_day FROM after) w
  JOIN records_posting p ON p.day = w.of_day AND p.case_id = w.of_case
  GROUP BY p.case_id, {COLUMNS} HAVING sum(p.sign) > 0
), marked AS (
  SELECT x.*, lag(ROW({COLUMNS})) OVER (PARTITION BY case_id ORDER BY seq)
    IS DISTINCT FROM ROW({COLUMNS}) AS is_new
  FROM (SELECT * FROM before UNION ALL SELECT * FROM after) x
), kept AS (
  SELECT m.*, lead(at) OVER (PARTITION BY case_id ORDER BY seq) AS until
  FROM marked m WHERE is_new
), posted AS (
  INSERT INTO records_posting (case_id, at, sign, {COLUMNS})
  SELECT case_id, at, 1, {COLUMNS} FROM kept WHERE seq >= 0
  UNION ALL SELECT case_id, until, -1, {COLUMNS} FROM kept WHERE until IS NOT NULL
  ORDER BY 2
  RETURNING *
)
INSERT INTO records_daycell (posted_from, n, fresh, day, channel, kind, topic, campaign, unit,
  state, facts, rating, solved, due_at, seconds)
SELECT records_tenth(at), sum(sign), true, day, channel, kind, topic, campaign, unit,
  state, facts, rating, solved, due_at, sum(sign * seconds)
FROM posted
GROUP BY 1, day, channel, kind, topic, campaign, unit, state, facts, rating, solved, due_at
HAVING sum(sign) <> 0 OR sum(sign * seconds) <> 0;
END $$
"""

APPEND_ONLY = """
CREATE TRIGGER records_posting_append_only BEFORE UPDATE OR DELETE ON records_posting
  FOR EACH ROW EXECUTE FUNCTION records_append_only();
CREATE TRIGGER records_posting_no_truncate BEFORE TRUNCATE ON records_posting
  FOR EACH STATEMENT EXECUTE FUNCTION records_append_only();
"""
UNPROTECTED = """
DROP TRIGGER records_posting_append_only ON records_posting;
DROP TRIGGER records_posting_no_truncate ON records_posting;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0002_append_only")]
    operations = [
        migrations.RunSQL(COUNTED, "DROP VIEW records_counted"),
        migrations.RunSQL(TENTH, "DROP FUNCTION records_tenth(timestamptz)"),
        migrations.RunSQL(POST, "DROP FUNCTION records_post(uuid[], int[])"),
        migrations.RunSQL(APPEND_ONLY, UNPROTECTED),
    ]

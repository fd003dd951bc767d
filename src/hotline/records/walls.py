"""The second wall: row-level security, so that SQL without a scope finds nobody's case.

Four things may be shown to a connection (`records/scope.py` says which is wanted):

- as it signed in, only the cases whose `seen_by` holds `hotline.unit`, and what hangs on them;
- in the role `…_office` everything. That policy is plain TRUE, because any other would keep the
  search for words from the trigram index (LIKE is not leakproof);
- in the role `…_receipt` a few columns of the case with the receipt code `hotline.receipt`;
- in the role `…_audit` who did what and when in every journal, and no word that anybody wrote into
  a case.

The wall is raised after every migration by the owner of the tables, and is the same when raised
twice. Tables are found by their foreign key to the case, so a new one cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from hotline.records.models import (
    ArticleUse,
    Call,
    CallPlan,
    Case,
    CasePrint,
    Citizen,
    CitizenWish,
    Comment,
    CommentText,
    Contact,
    Conversation,
    DayCell,
    DispatchLesson,
    HotIssueCase,
    Inbound,
    JournalEntry,
    MissedCaller,
    Notice,
    PublicAnswer,
    QualityCheck,
    QualityScore,
    Reveal,
    SameEventCase,
    SameMatter,
    SuspicionPiece,
)
from hotline.records.scope import as_signed_in

GRANT_WITHOUT_INHERITING = 160_000
ROLES = ("office", "receipt", "audit")
# What a receipt code opens: how far the case is, and nothing of what it is about.
SHOWN_BY_RECEIPT = ("id", "receipt", "status", "registered_at", "accepted_at", "closed_at")
# What the audit administrator reads; of these tables the first three are behind the wall.
AUDITED = (Case, JournalEntry, Reveal)
SHOWN_TO_AUDIT = {
    "records_case": ("id", "number"),
    "records_journalentry": ("id", "case_id", "at", "by_id", "verb", "status"),
    "records_reveal": (
        *("id", "citizen_id", "quarantined_id", "inbound_id", "case_id", "call_id"),
        *("field", "reason", "at", "by_id"),
    ),
    "records_staffentry": ("id", "at", "by_id", "whom_id", "verb", "before", "after"),
    "records_bulletinentry": ("id", "bulletin_id", "at", "by_id", "verb", "status"),
    "records_bulletin": ("id", "starts_on"),
    "records_staff": ("id", "username", "name"),
    "axes_accessfailurelog": ("id", "attempt_time", "username", "locked_out"),
}

OF_UNIT = "seen_by @> ARRAY[NULLIF(current_setting('hotline.unit', true), '')::bigint]"
OF_CASE = "EXISTS (SELECT 1 FROM records_case c WHERE c.id = {table}.{column})"
# Whose a confidential case is stays with the office; here `c` is already only the unit's own.
OF_OPEN_CASE = (
    "EXISTS (SELECT 1 FROM records_case c WHERE c.id = {table}.{column} AND NOT c.confidential)"
)
OF_CITIZEN = (
    "EXISTS (SELECT 1 FROM records_case c"
    " WHERE c.citizen_id = records_citizen.id AND NOT c.confidential)"
)
# An article is also used to answer somebody without a case, which tells nothing of any.
OF_NO_OTHER_CASE = "{table}.{column} IS NULL OR " + OF_CASE
# Who rang is the office's to know, whatever became of it.
OF_NO_UNIT = "false"
BY_RECEIPT = "receipt = NULLIF(current_setting('hotline.receipt', true), '')"
# What the office shows to everybody needs no scope; what it took back is a case's again.
OF_SHOWN = "{table}.withdrawn_at IS NULL OR " + OF_CASE
# What the office says among itself is no unit's; that somebody is called to it is not either.
OF_COMMENT = "EXISTS (SELECT 1 FROM records_comment m WHERE m.id = {table}.comment_id)"
OF_THE_OFFICE = (
    *(
        CallPlan,
        CasePrint,
        CitizenWish,
        Conversation,
        DispatchLesson,
        HotIssueCase,
        Inbound,
        QualityCheck,
        QualityScore,
        SameEventCase,
        SameMatter,
        SuspicionPiece,
    ),
)
OTHERWISE = {
    Contact: OF_OPEN_CASE,
    ArticleUse: OF_NO_OTHER_CASE,
    Comment: "{table}.for_units AND " + OF_CASE,
    CommentText: OF_COMMENT,
    PublicAnswer: OF_SHOWN,
    # Whom the office means to call, what it scores, decides and looks into is its own.
    **dict.fromkeys(OF_THE_OFFICE, OF_NO_UNIT),
    Notice: "({table}.comment_id IS NULL OR " + OF_COMMENT + ") AND " + OF_CASE,
}


# May act in the role, and has none of its rights without doing so.
MAY_ACT_ONLY = "SELECT pg_has_role(%s, %s, 'MEMBER') AND NOT pg_has_role(%s, %s, 'USAGE')"


class WallNotRaised(Exception):
    """The database does not let the wall be raised; its text says in Chinese what to do."""


def role(part: str) -> str:
    """The name of one of the wall's roles; other installations on the server have others."""
    return f"{settings.HOTLINE_ROLES}_{part}"


def walled() -> dict[str, str]:
    """Every table behind the wall, with what shows one of its rows to a unit."""
    shown = {Case._meta.db_table: OF_UNIT, Citizen._meta.db_table: OF_CITIZEN}
    officed = (Call, MissedCaller, DayCell)
    shown |= {model._meta.db_table: OF_NO_UNIT for model in officed}
    for model in apps.get_app_config("records").get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.related_model is Case and model is not Case:
                rule = OTHERWISE.get(model, OF_CASE)
                table = model._meta.db_table
                shown[table] = rule.format(table=table, column=field.column)
    return shown


def raise_walls(sender: object, using: str, **_: object) -> None:
    """Make roles, rights and policies as they should be (receiver of `post_migrate`)."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with as_signed_in(), transaction.atomic(using=using), connection.cursor() as cursor:
        owner = _asked(cursor, "SELECT current_user")
        web = settings.HOTLINE_WEB_ROLE or owner
        _ensure_roles(cursor, web, connection)
        for statement in _statements(web, is_own=web == owner):
            cursor.execute(statement.as_string(connection.connection))


def _ensure_roles(cursor: Any, web: str, connection: BaseDatabaseWrapper) -> None:
    """All roles; where the owner may not make them, says what a superuser has to do."""
    try:
        for part in ROLES:
            _ensure_role(cursor, role(part), web, connection)
    except ProgrammingError as error:
        made = "".join(f'CREATE ROLE "{role(part)}" NOLOGIN; ' for part in ROLES)
        raise WallNotRaised(
            f"数据表所有者不能创建或授予数据库角色,请由数据库管理员执行 ALTER ROLE … CREATEROLE,"
            f"或执行 {made}并授予网站账号“{web}”(NOINHERIT),然后重新运行 ./hotline migrate / "
            "the owner of the tables needs CREATEROLE to make the roles of the wall"
        ) from error


def _ensure_role(cursor: Any, name: str, web: str, connection: BaseDatabaseWrapper) -> None:
    """A role that `web` may act in, and does not act in by itself."""
    if not _asked(cursor, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", name):
        _execute(cursor, "CREATE ROLE {} NOLOGIN", name)
    if _asked(cursor, "SELECT rolsuper FROM pg_roles WHERE rolname = %s", web):
        return  # may act in any role, and is held by no wall
    if _asked(cursor, MAY_ACT_ONLY, web, name, web, name):
        return
    if connection.pg_version >= GRANT_WITHOUT_INHERITING:
        _execute(cursor, "GRANT {} TO {} WITH INHERIT FALSE, SET TRUE", name, web)
        return
    if _asked(cursor, "SELECT rolinherit FROM pg_roles WHERE rolname = %s", web):
        _execute(cursor, "ALTER ROLE {} NOINHERIT", web)
    _execute(cursor, "GRANT {} TO {}", name, web)


def _statements(web: str, *, is_own: bool) -> Iterator[sql.Composed]:
    """Rights and policies; where the site signs in as the owner, they are to hold for it too."""
    office, receipt, audit = (sql.Identifier(role(part)) for part in ROLES)
    rights = sql.SQL("SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public")
    for who in (sql.Identifier(web), office):
        yield sql.SQL("GRANT {} TO {}").format(rights, who)
        yield sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(who)
    yield _shown("records_case", SHOWN_BY_RECEIPT, receipt)
    for name, columns in SHOWN_TO_AUDIT.items():
        yield _shown(name, columns, audit)
    force = sql.SQL("FORCE" if is_own else "NO FORCE")
    for name, rule in walled().items():
        table = sql.Identifier(name)
        yield sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table)
        yield sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY").format(table, force)
        yield from _policy("office", table, sql.SQL("TO {} USING (true)").format(office))
        yield from _policy("unit", table, sql.SQL("USING ({})").format(sql.SQL(rule)))
    by_receipt = sql.SQL("FOR SELECT TO {} USING ({})").format(receipt, sql.SQL(BY_RECEIPT))
    yield from _policy("receipt", sql.Identifier(Case._meta.db_table), by_receipt)
    yield from _added_to(DayCell._meta.db_table)
    for model in AUDITED:
        every = sql.SQL("FOR SELECT TO {} USING (true)").format(audit)
        yield from _policy("audit", sql.Identifier(model._meta.db_table), every)


def _added_to(table: str) -> Iterator[sql.Composed]:
    """A policy for a table of sums over all units: a unit's moves add to it, and it reads none."""
    yield from _policy("unit", sql.Identifier(table), sql.SQL("FOR INSERT WITH CHECK (true)"))


def _shown(table: str, columns: Iterable[str], who: sql.Identifier) -> sql.Composed:
    """The right to read these columns and no others."""
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("GRANT SELECT ({}) ON {} TO {}").format(listed, sql.Identifier(table), who)


def _policy(name: str, table: sql.Identifier, rule: sql.Composed) -> Iterator[sql.Composed]:
    """A policy made anew; without a check of its own it also holds for what is written."""
    yield sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(sql.Identifier(name), table)
    yield sql.SQL("CREATE POLICY {} ON {} {}").format(sql.Identifier(name), table, rule)


def _execute(cursor: Any, statement: str, *names: str) -> None:
    cursor.execute(
        sql.SQL(statement).format(*map(sql.Identifier, names)).as_string(cursor.connection)
    )


def _asked(cursor: Any, query: str, *arguments: str) -> Any:
    cursor.execute(query, arguments)
    row = cursor.fetchone()
    return row[0] if row else None

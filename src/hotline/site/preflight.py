"""What must be right before the site starts; each failure is one line with its remedy."""

from __future__ import annotations

import stat
from collections.abc import Iterator

import psycopg
from django.contrib.auth import get_user_model
from django.db import OperationalError, ProgrammingError, connection

from hotline.documents.scanning import scanner_at
from hotline.records.walls import ROLES, role, walled
from hotline.site.environment import Environment
from hotline.site.keys import SHORTEST_SECRET
from hotline.site.refusals import NotReadyError

OLDEST_SERVER = 150_000
SAMPLE_WORD = "占道经营"


def check_before_migrating() -> None:
    """Refuses a server on which the tables would be made wrongly."""
    refuse(list(database_failures()))


def check_before_serving(environment: Environment) -> None:
    """Refuses to open an office to the public that is not fit for it."""
    refuse(list(production_failures(environment)))


def refuse(failures: list[str]) -> None:
    """Stops the start when anything failed, naming all of it at once."""
    if failures:
        raise NotReadyError("\n✗ ".join(failures))


def database_failures() -> Iterator[str]:
    """What is wrong with the server: reach, version, encoding, trigrams."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        yield _unreachable(error)
        return
    yield from version_failures(connection.pg_version)
    yield from encoding_failures(_asked("SHOW server_encoding"))
    yield from trigram_failures()


def version_failures(version: int) -> Iterator[str]:
    """A server that is too old, by its number (150004 is 15.4)."""
    if version < OLDEST_SERVER:
        yield (
            f"PostgreSQL 版本过低({version // 10_000}),需要 15 或以上:请升级数据库服务器 / "
            f"PostgreSQL 15 or later is needed"
        )


def encoding_failures(encoding: str) -> Iterator[str]:
    """A database that cannot hold every Chinese character."""
    if encoding != "UTF8":
        yield (
            f"数据库编码为 {encoding},应为 UTF8:请用 CREATE DATABASE … ENCODING 'UTF8' "
            f"TEMPLATE template0 重建 / the database must be encoded in UTF8"
        )


def trigram_failures() -> Iterator[str]:
    """A database in which a search for Chinese words would find nothing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        found = _asked(f"SELECT cardinality(show_trgm('{SAMPLE_WORD}'))")
    except (ProgrammingError, OperationalError):
        yield (
            "数据库缺少扩展 pg_trgm:请安装 postgresql-contrib,并由数据库管理员执行 "
            "CREATE EXTENSION pg_trgm / the extension pg_trgm is missing"
        )
        return
    if int(found) == 0:
        yield (
            "数据库的区域设置不识别汉字,中文检索无法使用:请用 LC_CTYPE 'C.UTF-8'(或 zh_CN.UTF-8)"
            "TEMPLATE template0 重建数据库 / trigrams of Chinese text are empty: create the "
            "database with LC_CTYPE 'C.UTF-8'"
        )


def check_wall() -> None:
    """Refuses to serve an office whose cases the database would show to any query."""
    refuse(list(wall_failures()))


def wall_failures() -> Iterator[str]:
    """Tables on which the second wall does not stand, as after a restored backup."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN_TABLES, [sorted(walled()), [role(part) for part in ROLES]])
        tables, rights = cursor.fetchone()
    if tables or not rights:
        yield (
            f"数据库的行级防护不完整({'、'.join(tables) or role('office')}),请运行 ./hotline "
            "migrate / row-level security is incomplete: run ./hotline migrate"
        )


def weaknesses() -> Iterator[str]:
    """What is weaker than it could be about the account that the site signs in with."""
    with connection.cursor() as cursor:
        cursor.execute(OWN_RIGHTS)
        superuser, bypasses, owns = cursor.fetchone()
    if superuser or bypasses:
        yield (
            "网站的数据库账号是超级用户(或可绕过行级防护),第二道防护对它不起作用:请在 "
            "DATABASE_URL 中换用普通账号,在 DATABASE_OWNER_URL 中写明所有者 / the site signs in "
            "as a superuser, whom row-level security does not hold"
        )
    elif owns:
        yield (
            "网站的数据库账号就是数据表的所有者,可以删表、停用流转记录的触发器:请另设普通账号写入 "
            "DATABASE_URL,所有者写入 DATABASE_OWNER_URL / the site owns its tables: name the "
            "owner apart in DATABASE_OWNER_URL"
        )


# Which of these tables have no row-level security or lack a policy, and whether all roles are
# ours to act in. A table that is not there yet is missing too.
OPEN_TABLES = """
SELECT array(SELECT name FROM unnest(%s::text[]) name WHERE NOT EXISTS (
         SELECT FROM pg_class t WHERE t.relname = name AND t.relrowsecurity
           AND pg_table_is_visible(t.oid)
           AND 2 <= (SELECT count(*) FROM pg_policy p WHERE p.polrelid = t.oid))),
       (SELECT bool_and(EXISTS (SELECT FROM pg_roles r WHERE r.rolname = name
                                AND pg_has_role(session_user, r.oid, 'MEMBER')))
          FROM unnest(%s::text[]) name)
"""
OWN_RIGHTS = """
SELECT r.rolsuper, r.rolbypassrls,
       EXISTS (SELECT FROM pg_class t WHERE t.relname = 'records_case' AND t.relowner = r.oid)
FROM pg_roles r WHERE r.rolname = session_user
"""


def production_failures(environment: Environment) -> Iterator[str]:
    """What is fine on a developer's machine and wrong in an office."""
    if not environment.in_production:
        return
    if len(environment.secret_key) < SHORTEST_SECRET:
        yield (
            f"HOTLINE_SECRET_KEY 少于 {SHORTEST_SECRET} 个字符,请改用随机长字符串 / "
            f"HOTLINE_SECRET_KEY is shorter than {SHORTEST_SECRET} characters"
        )
    ring = environment.keyring_path
    if ring.exists() and ring.stat().st_mode & stat.S_IROTH:
        yield (
            f"密钥文件任何人都能读取,请执行 chmod 600 {ring} / "
            f"the key ring can be read by everyone: chmod 600"
        )
    if "*" in environment.allowed_hosts:
        yield (
            "HOTLINE_ALLOWED_HOSTS 不能是 *,请写明主机名 / "
            "HOTLINE_ALLOWED_HOSTS must name the hosts"
        )
    yield from _scanner_failures(environment.scanner)
    samples = get_user_model().objects.filter(is_sample=True).count()
    if samples:
        yield (
            f"生产环境中存在 {samples} 个示例账号,拒绝启动:请换用空数据库,或停用并删除示例账号 / "
            f"there are sample accounts: start production with a database of its own"
        )


def _scanner_failures(address: str) -> Iterator[str]:
    """An address of a scanner that cannot be read: every attachment would be held for ever."""
    try:
        scanner_at(address)
    except ValueError:
        yield (
            f"HOTLINE_SCANNER={address!r} 无法识别,应为 tcp://主机:端口 或 unix:///路径 / "
            f"HOTLINE_SCANNER must be tcp://HOST:PORT or unix:///PATH"
        )


def serving_warnings(environment: Environment) -> Iterator[str]:
    """What an office may do, and should know that it does."""
    if environment.in_production and not environment.scanner:
        yield (
            "未设置 HOTLINE_SCANNER:附件不经查毒即可下载,并标为“未查毒” / "
            "HOTLINE_SCANNER is empty: attachments are given out unscanned"
        )


def _unreachable(error: OperationalError) -> str:
    """Why no connection came about, in the first line of the server's or the driver's words."""
    cause = error.__cause__ if isinstance(error.__cause__, psycopg.Error) else error
    reason = str(cause).strip().splitlines()
    return (
        f"无法连接数据库,请检查 DATABASE_URL 与数据库服务 / the database cannot be reached: "
        f"{reason[0] if reason else ''}"
    )


def _asked(query: str) -> str:
    """The single value that a query answers."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])

"""The one table of environment settings: name, type, default and help in two languages."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints

from hotline.rules.second_factor import WISHES

ROOT = Path(__file__).resolve().parents[3]
PRODUCTION = "production"
DEVELOPMENT = "development"
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"", "0", "false", "no", "off"})


class BadSettingError(ValueError):
    """Stops the start when a setting cannot be read; its text is the message to show."""


def setting(name: str, default: Any, zh: str, en: str, shown: str = "") -> Any:
    """Declares one row of the table; `shown` is the default as the docs print it."""
    row = {"name": name, "zh": zh, "en": en, "shown": shown or str(default)}
    return dataclasses.field(default=default, metadata=row)


@dataclass(frozen=True)
class Environment:
    """Everything that an installation can set from outside; the fields are the table."""

    database_url: str = setting(
        "DATABASE_URL",
        "",
        "数据库地址(PostgreSQL 15 及以上);留空则启动内置数据库",
        "PostgreSQL server (15 or later); empty starts the embedded one",
    )
    database_owner_url: str = setting(
        "DATABASE_OWNER_URL",
        "",
        "数据表所有者的数据库地址,只用于更新结构;留空则网站自己就是所有者(防护较弱)",
        "the same database signed in to as the owner of the tables, used to migrate only; "
        "empty makes the site its own owner, which is weaker",
    )
    env: str = setting(
        "HOTLINE_ENV",
        DEVELOPMENT,
        "运行环境:development 或 production",
        "development or production",
    )
    secret_key: str = setting(
        "HOTLINE_SECRET_KEY",
        "",
        "会话签名密钥;生产环境必须设置,至少 50 个字符",
        "key that signs sessions; must be set in production, at least 50 characters",
    )
    keyring: Path = setting(  # noqa: RUF009 - a field, not a shared value
        "HOTLINE_KEYRING",
        Path(),
        "个人信息密钥文件的路径;开发环境首次启动时自动生成",
        "path of the key ring for personal data; made at the first start in development",
        shown="HOTLINE_VAR/keys.json",
    )
    var: Path = setting(  # noqa: RUF009 - a field, not a shared value
        "HOTLINE_VAR",
        ROOT / "var",
        "运行数据目录(内置数据库、前端文件、密钥文件)",
        "directory for what the site makes: embedded database, front-end files, key ring",
        shown="var",
    )
    host: str = setting("HOTLINE_HOST", "127.0.0.1", "监听地址", "address to listen on")
    port: int = setting("HOTLINE_PORT", 8345, "监听端口", "port to listen on")
    allowed_hosts: tuple[str, ...] = setting(
        "HOTLINE_ALLOWED_HOSTS",
        ("localhost", "127.0.0.1"),
        "允许访问的主机名,以逗号分隔",
        "host names that may be asked for, separated by commas",
        shown="localhost,127.0.0.1",
    )
    behind_proxy: bool = setting(
        "HOTLINE_BEHIND_PROXY",
        False,
        "前面有反向代理时设为 1:信任 X-Forwarded-Proto 和 X-Forwarded-For 的最后一段",
        "1 when a reverse proxy stands in front: trust X-Forwarded-Proto, and of X-Forwarded-For "
        "the last address",
        shown="0",
    )
    idle_minutes: int = setting(
        "HOTLINE_IDLE_MINUTES",
        30,
        "多少分钟没有操作就自动退出",
        "minutes without a request after which a person is signed out",
    )
    session_hours: int = setting(
        "HOTLINE_SESSION_HOURS",
        12,
        "一次登录最长几小时",
        "hours after which a sign-in ends however much it is used",
    )
    second_factor: str = setting(
        "HOTLINE_SECOND_FACTOR",
        "offered",
        "二次验证:off 关闭、offered 自愿、required 人人必须",
        "second factor: off, offered, or required of everybody",
    )
    second_factor_roles: tuple[str, ...] = setting(
        "HOTLINE_SECOND_FACTOR_ROLES",
        (),
        "必须有二次验证的岗位代码,以逗号分隔,如 security_admin,system_admin,audit_admin",
        "codes of the roles that must have a second factor, such as "
        "security_admin,system_admin,audit_admin",
    )
    webauthn_host: str = setting(
        "HOTLINE_WEBAUTHN_HOST",
        "",
        "安全密钥绑定的主机名;留空则为访问所用的主机名",
        "host name that security keys are bound to; empty takes the one that is asked for",
    )
    oidc_issuer: str = setting(
        "HOTLINE_OIDC_ISSUER",
        "",
        "统一身份认证(OpenID Connect)的签发地址;留空则不用",
        "issuer of the city's own sign-in (OpenID Connect); empty turns it off",
    )
    oidc_client: str = setting(
        "HOTLINE_OIDC_CLIENT", "", "在统一身份认证登记的应用编号", "our client ID at the issuer"
    )
    oidc_secret_file: Path = setting(  # noqa: RUF009 - a field, not a shared value
        "HOTLINE_OIDC_SECRET_FILE",
        Path(),
        "存放应用密钥的文件;没有密钥的留空",
        "file with our client secret; empty for a client without one",
        shown="",
    )
    oidc_name: str = setting(
        "HOTLINE_OIDC_NAME",
        "统一身份认证",
        "登录页按钮上的名称",
        "what the button on the sign-in page calls it",
    )
    oidc_user_claim: str = setting(
        "HOTLINE_OIDC_USER_CLAIM",
        "preferred_username",
        "哪一项声明是本系统的用户名",
        "the claim that is the username here",
    )
    oidc_groups_claim: str = setting(
        "HOTLINE_OIDC_GROUPS_CLAIM",
        "groups",
        "哪一项声明列出所在的组",
        "the claim that lists a person's groups",
    )
    oidc_groups: tuple[str, ...] = setting(
        "HOTLINE_OIDC_GROUPS",
        (),
        "组=岗位代码,以逗号分隔;登录时按组设定岗位;留空则岗位只在本系统管",
        "GROUP=ROLE, separated by commas: roles follow the groups at each sign-in; empty leaves "
        "roles to this system",
    )
    model_url: str = setting(
        "HOTLINE_MODEL_URL",
        "",
        "语言模型服务的地址(与 OpenAI 接口兼容),如 http://127.0.0.1:8080/v1;留空则没有语言模型",
        "address of a language model (OpenAI-compatible), such as http://127.0.0.1:8080/v1; empty "
        "is none",
    )
    model_name: str = setting(
        "HOTLINE_MODEL_NAME", "", "语言模型的名称", "the model's name at that server"
    )
    model_key_file: Path = setting(  # noqa: RUF009 - a field, not a shared value
        "HOTLINE_MODEL_KEY_FILE",
        Path(),
        "存放语言模型服务密钥的文件;不用密钥的留空",
        "file with the key of that server; empty for one without",
        shown="",
    )
    speech_url: str = setting(
        "HOTLINE_SPEECH_URL",
        "",
        "语音识别服务的地址(与 OpenAI 音频接口兼容);留空则用本机安装的识别程序,没有则不显示",
        "address of a speech recogniser (OpenAI-compatible audio); empty takes the extra that is "
        "installed here, or shows nothing",
    )
    speech_model: str = setting(
        "HOTLINE_SPEECH_MODEL", "", "语音识别模型的名称", "the model's name at that server"
    )
    extras: tuple[str, ...] = setting(
        "HOTLINE_EXTRAS",
        (),
        "要一并安装的可选部件,以逗号分隔:paper 识别图片文字,speech 转写录音",
        "optional parts to install, separated by commas: paper reads pictures, speech recordings",
    )
    city: str = setting(
        "HOTLINE_CITY",
        "siping",
        "城市配置,即 cities/ 下的目录名",
        "the city profile: name of a directory under cities/",
    )
    web_workers: int = setting("HOTLINE_WEB_WORKERS", 1, "网页进程数", "number of web processes")
    web_threads: int = setting(
        "HOTLINE_WEB_THREADS", 4, "每个网页进程的线程数", "threads per web process"
    )
    database_pool: int = setting(
        "HOTLINE_DATABASE_POOL",
        0,
        "每个进程的数据库连接池大小;0 表示不用连接池",
        "pooled database connections per process; 0 turns the pool off",
    )
    attachments: str = setting(
        "HOTLINE_ATTACHMENTS",
        "",
        "附件存放位置:目录,或 s3://存储桶/前缀",
        "where attachments are kept: a directory, or s3://BUCKET/PREFIX",
        shown="HOTLINE_VAR/attachments",
    )
    exports: str = setting(
        "HOTLINE_EXPORTS",
        "",
        "导出文件的存放目录;网站和后台任务不在同一台机器时须为共享目录。附件在 s3:// 时留空即同存",
        "directory of exported files, shared where site and worker are two machines; empty goes "
        "into the bucket of the attachments where they have one",
        shown="HOTLINE_VAR/exports",
    )
    road_files: str = setting(
        "HOTLINE_ROAD_FILES",
        "",
        "与上级平台交换文件的目录,每条“文件交换”线路在其中有一个子目录;网站和后台任务不在同一台机器时须为共享目录",
        "directory in which files are exchanged with superiors' platforms, a folder per road; "
        "shared where site and worker are two machines",
        shown="HOTLINE_VAR/road-files",
    )
    export_rows: int = setting(
        "HOTLINE_EXPORT_ROWS", 1_000_000, "一次导出最多的行数", "most rows of one export"
    )
    export_days: int = setting(
        "HOTLINE_EXPORT_DAYS", 3, "导出文件保存的天数", "days for which an exported file is kept"
    )
    proof_bits: int = setting(
        "HOTLINE_PROOF_BITS",
        16,
        "市民网站防自动程序的计算难度(0 至 26,每加 1 计算量翻倍);老旧手机多的地方可调低",
        "how hard the arithmetic is that browsers do against robots (0 to 26, each doubles it)",
    )
    s3_endpoint: str = setting(
        "HOTLINE_S3_ENDPOINT",
        "",
        "S3 兼容存储的地址,例如 https://s3.example.cn",
        "address of the S3-compatible store, such as https://s3.example.cn",
    )
    s3_region: str = setting(
        "HOTLINE_S3_REGION", "us-east-1", "S3 兼容存储的区域", "region of the S3-compatible store"
    )
    s3_key: str = setting(
        "HOTLINE_S3_KEY",
        "",
        "S3 兼容存储的访问密钥:编号与密码之间用冒号",
        "access key of the S3-compatible store: ID and secret with a colon between",
    )
    scanner: str = setting(
        "HOTLINE_SCANNER",
        "",
        "查毒程序 clamd 的地址:tcp://主机:端口 或 unix:///路径;留空则附件标为“未查毒”",
        "clamd: tcp://HOST:PORT or unix:///PATH; empty marks attachments as not scanned",
    )
    picture_mb: int = setting(
        "HOTLINE_PICTURE_MB", 20, "一张图片的上限(MB)", "largest picture, in MB"
    )
    recording_mb: int = setting(
        "HOTLINE_RECORDING_MB", 50, "一段录音的上限(MB)", "largest recording, in MB"
    )
    film_mb: int = setting("HOTLINE_FILM_MB", 100, "一段视频的上限(MB)", "largest film, in MB")
    document_mb: int = setting(
        "HOTLINE_DOCUMENT_MB", 50, "一份文档的上限(MB)", "largest document, in MB"
    )
    case_attachments: int = setting(
        "HOTLINE_CASE_ATTACHMENTS",
        50,
        "一件工单最多的附件数",
        "most attachments that one case can have",
    )
    mail: str = setting(
        "HOTLINE_MAIL",
        "",
        "发提醒邮件的服务器:smtp://用户:密码@主机:端口?from=发件地址(smtps:// 为加密);"
        "留空则不发邮件",
        "mail server for notices: smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS (smtps:// for TLS, "
        "starttls:// to begin in the clear); empty sends no mail",
    )
    sms: str = setting(
        "HOTLINE_SMS",
        "",
        "短信网关的 HTTP 地址;留空则不发短信",
        "HTTP address of the SMS gateway (docs/sms-gateway.md); empty sends no text messages",
    )
    sms_key: str = setting(
        "HOTLINE_SMS_KEY", "", "短信网关的访问密钥", "key that the SMS gateway asks for"
    )
    softphone: str = setting(
        "HOTLINE_SOFTPHONE",
        "",
        "浏览器软电话的 SIP 服务地址,如 wss://pbx.example.cn:8089/ws;留空则不用软电话",
        "SIP over WebSocket server of the browser softphone; empty turns the softphone off",
    )
    softphone_domain: str = setting(
        "HOTLINE_SOFTPHONE_DOMAIN",
        "",
        "软电话账号的 SIP 域;留空则为服务地址的主机名",
        "SIP domain of the softphone accounts; empty takes the server's host name",
    )
    address: str = setting(
        "HOTLINE_ADDRESS",
        "",
        "网站的对外地址,写进邮件和短信,例如 https://12345.example.cn",
        "public address of the site, named in mails and text messages",
    )
    log_level: str = setting("HOTLINE_LOG_LEVEL", "INFO", "日志级别", "level of the log")
    debug: bool = setting(
        "HOTLINE_DEBUG",
        False,
        "调试页面;生产环境一律无效",
        "debug pages; never in production",
        shown="0",
    )

    @property
    def in_production(self) -> bool:
        """Says whether the strict rules of a real office apply."""
        return self.env == PRODUCTION

    @property
    def keyring_path(self) -> Path:
        """Where the key ring is, whether named or not."""
        return self.var / "keys.json" if self.keyring == Path() else self.keyring


def table() -> tuple[Mapping[str, str], ...]:
    """The rows as the docs print them: name, shown (default), zh, en."""
    return tuple(field.metadata for field in dataclasses.fields(Environment))


def load(environ: Mapping[str, str]) -> Environment:
    """Reads the table from an environment; raises BadSettingError with a message to show."""
    kinds = get_type_hints(Environment)
    given = {}
    for field in dataclasses.fields(Environment):
        name = field.metadata["name"]
        if name in environ:
            given[field.name] = _converted(name, environ[name].strip(), kinds[field.name])
    loaded = Environment(**given)
    if loaded.env not in (DEVELOPMENT, PRODUCTION):
        raise _refused("HOTLINE_ENV", loaded.env, f"{DEVELOPMENT} / {PRODUCTION}")
    if loaded.second_factor not in WISHES:
        raise _refused("HOTLINE_SECOND_FACTOR", loaded.second_factor, " / ".join(WISHES))
    return loaded


def _converted(name: str, text: str, kind: Any) -> Any:
    """Turns the text of one setting into its type."""
    if kind is bool:
        return _as_bool(name, text)
    if kind is int:
        return _as_int(name, text)
    if kind is Path:
        return Path(text).expanduser().absolute() if text else Path()
    if kind is str:
        return text
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _as_bool(name: str, text: str) -> bool:
    """Reads yes and no, and nothing else."""
    if text.lower() not in YES | NO:
        raise _refused(name, text, "0 / 1")
    return text.lower() in YES


def _as_int(name: str, text: str) -> int:
    """Reads a whole number that is not negative."""
    if not (text.isascii() and text.isdigit()):
        raise _refused(name, text, "0, 1, 2 …")
    return int(text)


def _refused(name: str, text: str, wanted: str) -> BadSettingError:
    """Says in one line what is wrong with a setting and what would be right."""
    return BadSettingError(f"设置 {name}={text!r} 无效,应为 {wanted} / {name} must be {wanted}")

"""`hotline import FILE`: takes a file of arrivals in, each row once, none lost."""

from __future__ import annotations

import sys
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from hotline.site.office import office_open, say_json
from hotline.site.refusals import FAILED, OK, RefusedError, WrongUsageError

if TYPE_CHECKING:
    from hotline.records.models import Channel, ImportRun
    from hotline.rules.column_mapping import ColumnMapping
    from hotline.steps.import_file import Source

QUIET_SECONDS = 3.0
COUNTS = {"read": "读取", "new": "新增", "repeated": "重复", "quarantined": "隔离"}


@click.command(
    help="批量导入来件(CSV 或 Excel)/ import a file of arrivals (CSV or Excel).\n\n"
    "读不出的行原样隔离,不影响退出码;只有整个文件读不出时退出码为 1 / Rows that cannot be read "
    "are kept in quarantine and do not change the exit code; it is 1 only when the whole file "
    "cannot be read."
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--channel", required=True, metavar="C", help="渠道代码或名称 / code or name")
@click.option(
    "--mapping",
    metavar="M",
    help="列对应表:文件路径,或城市资料 mappings 中的名称;默认按表头识别 / column mapping: a TOML "
    "file, or the name of one of the city's; found from the header when left out",
)
@click.option("--dry-run", is_flag=True, help="只试算,不写入 / count only, store nothing")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")
def command(file: Path, channel: str, mapping: str | None, dry_run: bool, as_json: bool) -> None:
    """Reads, counts and tells; a second run of the same file adds nothing."""
    with opened(file) as stream, office_open():
        from hotline.steps.import_file import Source  # noqa: PLC0415 - needs Django set up

        road = channel_called(channel)
        source = Source(stream, storable(file.name), mapping_called(mapping))
        begun = time.monotonic()
        try:
            run = imported(road, source, dry_run=dry_run)
        except KeyboardInterrupt:
            raise RefusedError(
                "已中断;已导入的保留,再次运行会从头核对、不会重复 / interrupted: what is in stays "
                "in, run it again"
            ) from None
        tell(run, road, time.monotonic() - begun, as_json=as_json)
    raise SystemExit(FAILED if run.status == "failed" else OK)


def opened(file: Path) -> BinaryIO:
    """The file for reading; a slip in its name is told in Chinese."""
    try:
        return file.open("rb")
    except OSError as error:
        raise WrongUsageError(
            f"打不开文件,请核对路径和权限 / cannot be opened ({error.strerror}): {file}"
        ) from error


def storable(name: str) -> str:
    """A file's name as text: bytes that are no text are shown as question marks."""
    return name.encode("utf-8", "replace").decode()


def channel_called(text: str) -> Channel:
    """The channel with this code, name or alias."""
    from hotline.records.queries.reference import channels  # noqa: PLC0415 - needs Django set up

    for channel in channels().values():
        if text in (channel.code, channel.name, *channel.aliases):
            return channel
    known = "、".join(f"{channel.code}（{channel.name}）" for channel in channels().values())
    raise WrongUsageError(f"没有渠道“{text}”,可用的有 / no such channel, there are: {known}")


def mapping_called(text: str | None) -> ColumnMapping | None:
    """The mapping in a file or of the city; None leaves it to the header."""
    from hotline.rules.column_mapping import MappingError, mapping_from  # noqa: PLC0415

    if text is None:
        return None
    path = Path(text)
    try:
        return mapping_from(_read_file(path) if path.is_file() else _of_the_city(text))
    except MappingError as error:
        raise WrongUsageError(f"列对应表“{text}”:{error}") from error


def _read_file(path: Path) -> dict[str, Any]:
    """A mapping file's content; its own name is for people."""
    try:
        body = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUsageError(
            f"列对应表 {path} 读不出,应为 UTF-8 的 TOML 文件 / is not a TOML file in UTF-8: {error}"
        ) from error
    return {part: value for part, value in body.items() if part != "name"}


def _of_the_city(text: str) -> dict[str, Any]:
    """The columns of one of the mappings that the city brought."""
    from hotline.records.models import ImportMapping  # noqa: PLC0415 - needs Django set up

    rows = {row.code: row for row in ImportMapping.objects.order_by("code")}
    if text in rows:
        return dict(rows[text].columns)
    known = "、".join(f"{row.code}（{row.name}）" for row in rows.values()) or "—"
    raise WrongUsageError(
        f"没有列对应表“{text}”,请写文件路径,或用 / no such mapping, give a file or one of: {known}"
    )


def imported(channel: Channel, source: Source, *, dry_run: bool) -> ImportRun:
    """Runs the import with a progress bar when it takes long."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.steps.import_file import import_or_tell, open_run  # noqa: PLC0415

    now = timezone.now()
    run = open_run(channel, source.name, by=None, at=now)
    with LateBar() as bar:
        return import_or_tell(run, source, at=now, progress=bar.show, dry_run=dry_run)


class LateBar:
    """A progress bar on standard error that appears only when the work takes more than 3 s."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._bar: Any = None

    def __enter__(self) -> LateBar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.render_finish()

    def show(self, run: ImportRun) -> None:
        """Moves the bar to where the run is."""
        if self._bar is None and time.monotonic() - self._begun > QUIET_SECONDS:
            self._bar = click.progressbar(
                length=run.size, label="导入 / importing", file=sys.stderr
            )
            self._bar.render_progress()
        if self._bar is not None:
            self._bar.update(run.position - self._bar.pos)


def tell(run: ImportRun, channel: Channel, seconds: float, *, as_json: bool) -> None:
    """Says what came in, and where to look for what did not."""
    counts = {name: getattr(run, name) for name in COUNTS}
    if as_json:
        facts = {"run": str(run.pk), "file": run.file_name, "channel": channel.code}
        outcome = {"status": run.status, "problem": run.problem, "seconds": round(seconds, 1)}
        say_json({**facts, **counts, **outcome})
        return
    if run.status == "failed":
        raise RefusedError(run.problem)
    shown = "，".join(f"{COUNTS[name]} {number}" for name, number in counts.items())
    trial = "（试算，没有写入 / dry run）" if run.status == "tried" else ""
    click.echo(f"{shown}{trial}（{seconds:.1f} s）")
    if run.quarantined and run.status != "tried":
        click.echo("  → 查看隔离的记录 / see what was kept aside: hotline quarantine list")

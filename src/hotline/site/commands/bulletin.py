"""`hotline bulletin [FAMILY] PERIOD -o FILE`: a bulletin of any family as Word, web page or PDF."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hotline.site.office import office_open
from hotline.site.refusals import NotReadyError, RefusedError, WrongUsageError, progress

if TYPE_CHECKING:
    from hotline.records.models import Bulletin

MONTHLY = "monthly"
FORMATS = ("docx", "xlsx", "html", "csv", "json", "pdf")


@click.command(
    help="写出通报文件 / write a bulletin to a file.\n\n"
    "已发布的按发布时的内容;未发布的按现在的数据写成草稿 / A published one as it was published, "
    "else a draft of this moment.\n\n"
    "种类不写就是月报 / without a family the monthly one: bulletin 2022-04 -o april.docx; "
    "bulletin weekly 2022-W14 -o week.docx; bulletin district 2022-04 --unit tiexi -o tiexi.docx"
)
@click.argument("family_and_period", nargs=-1, required=True, metavar="[FAMILY] PERIOD")
@click.option("--unit", default="", metavar="CODE", help="只写这个单位 / of this unit alone")
@click.option(
    "-o",
    "file",
    required=True,
    metavar="FILE.{docx,xlsx,html,csv,json,pdf}",
    type=click.Path(path_type=Path),
    help="写到哪个文件,后缀决定格式 / the file; its suffix says the format",
)
@click.option("--force", is_flag=True, help="覆盖已有文件 / overwrite an existing file")
def command(family_and_period: tuple[str, ...], unit: str, file: Path, force: bool) -> None:
    """Looks at the file's name first, so that a slip costs no time."""
    kind = format_of(file)
    refuse_unwritable(file, force=force)
    family, period = family_and_period_of(family_and_period)
    with office_open():
        bulletin = begun_or_empty(family, period, unit)
        content = written(bulletin, kind)
        is_out = bulletin.status == "published"
    put(file, content)
    state = "已发布 / published" if is_out else "草稿 / draft"
    click.echo(f"已写出 / written({state}): {file} ({len(content):,} B)")


def family_and_period_of(words: tuple[str, ...]) -> tuple[str, str]:
    """The family and the period that were typed; the monthly one where only a period was."""
    if len(words) > len(("family", "period")):
        raise WrongUsageError(
            f"多了一项“{words[2]}”,请只写种类和统计期 / write only a family and a period"
        )
    return (MONTHLY, words[0]) if len(words) == 1 else (words[0], words[1])


def format_of(file: Path) -> str:
    """The format that the file's suffix names."""
    kind = file.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise WrongUsageError(
            f"不认识后缀“{file.suffix}”,请用 .docx、.xlsx、.html、.csv、.json 或 .pdf / "
            f"the suffix must be .docx, .xlsx, .html, .csv, .json or .pdf"
        )
    return kind


def refuse_unwritable(file: Path, *, force: bool) -> None:
    """Stops before anything is counted when the file could not be written in the end."""
    if file.is_dir():
        raise WrongUsageError(f"{file} 是目录,请写文件名 / this is a directory")
    if file.exists() and not force:
        raise WrongUsageError(
            f"文件已存在,未覆盖;如需覆盖请加 --force / exists already, --force overwrites: {file}"
        )
    if not os.access(file.parent, os.W_OK):
        raise WrongUsageError(
            f"目录不存在或不能写入,请先建立或换一个 / no such directory, or not writable: "
            f"{file.parent}"
        )


def begun_or_empty(family: str, period: str, unit: str) -> Bulletin:
    """The bulletin of an edition; where none was begun, one without items that is not stored."""
    from hotline.records.models import Bulletin  # noqa: PLC0415 - needs Django set up
    from hotline.records.queries.bulletins import bulletin_of  # noqa: PLC0415
    from hotline.records.queries.editions import form_of  # noqa: PLC0415
    from hotline.records.queries.figures import NoForm  # noqa: PLC0415
    from hotline.records.queries.reference import departments_by_code  # noqa: PLC0415
    from hotline.rules.editions import read_where  # noqa: PLC0415

    try:
        place = read_where("/".join(filter(None, (family, period, unit))))
        first, last = place.period.starts_on, place.period.ends_on
        form = form_of(place.family, place.period)
        if unit and unit not in departments_by_code():
            raise ValueError(f"没有代码为“{unit}”的单位。")
        return bulletin_of(place) or Bulletin(
            form=form,
            family=place.family,
            starts_on=first,
            ends_on=last,
            unit=departments_by_code().get(unit),
        )
    except (ValueError, NoForm) as error:
        raise WrongUsageError(
            f"{error} / no such edition, write a period as 2022-04, families are at /desk/forms"
        ) from error


def written(bulletin: Bulletin, kind: str) -> bytes:
    """The file's bytes: those kept at publication, else made now; a PDF needs LibreOffice."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.documents.pdf import OfficeFailed, OfficeMissing  # noqa: PLC0415
    from hotline.steps.write_files import file_now  # noqa: PLC0415 - slow to import

    kept = bulletin.files.filter(format=kind).first()
    if kept is not None:
        return bytes(kept.content)
    if kind == "pdf":
        progress("用 LibreOffice 生成 PDF / making the PDF with LibreOffice")
    try:
        return file_now(bulletin, kind, at=timezone.now())
    except OfficeMissing as missing:
        raise NotReadyError(f"{missing} / LibreOffice is missing") from missing
    except OfficeFailed as failed:
        raise RefusedError(str(failed)) from failed


def put(file: Path, content: bytes) -> None:
    """Writes beside the file and renames, so that nobody ever opens half a bulletin."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise RefusedError(
            f"文件没有写成,请检查磁盘空间和权限 / could not be written ({error.strerror}): {file}"
        ) from error

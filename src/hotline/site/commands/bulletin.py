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
    from hotline.rules.pages import Page

MONTHLY = "monthly"
FORMATS = ("docx", "html", "pdf")


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
    metavar="FILE.{docx,html,pdf}",
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
        if family == MONTHLY and not unit:
            bulletin = begun_or_empty(period)
            content = written(bulletin, kind)
            is_out = bulletin.status == "published"
        else:
            content, is_out = made(edition_page(family, period, unit), kind), False
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


def edition_page(family: str, code: str, unit: str) -> Page:
    """The draft of any family's edition: the figures of this moment, no items picked."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.records.queries.editions import edition_page as page_of_edition  # noqa: PLC0415
    from hotline.records.queries.figures import NoForm  # noqa: PLC0415
    from hotline.rules.forms import FormBroken  # noqa: PLC0415

    try:
        return page_of_edition(family, code, timezone.now(), unit)
    except (ValueError, NoForm, FormBroken) as error:
        raise WrongUsageError(
            f"{error} / no such edition, families are listed at /desk/forms"
        ) from error


def format_of(file: Path) -> str:
    """The format that the file's suffix names."""
    kind = file.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise WrongUsageError(
            f"不认识后缀“{file.suffix}”,请用 .docx、.html 或 .pdf / "
            f"the suffix must be .docx, .html or .pdf"
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


def begun_or_empty(month: str) -> Bulletin:
    """The month's bulletin; where none was begun, one without items that is not stored."""
    from hotline.records.models import Bulletin  # noqa: PLC0415 - needs Django set up
    from hotline.records.queries.bulletins import bulletin_of  # noqa: PLC0415
    from hotline.records.queries.figures import NoForm, form_for, month_days  # noqa: PLC0415

    try:
        first, last = month_days(month)
        return bulletin_of(month) or Bulletin(form=form_for(first), starts_on=first, ends_on=last)
    except (ValueError, NoForm) as error:
        raise WrongUsageError(
            f"{error} / no bulletin for this month, write it as 2022-04"
        ) from error


def written(bulletin: Bulletin, kind: str) -> bytes:
    """The file's bytes: those kept at publication, else made now."""
    kept = bulletin.files.filter(format=kind).first()
    return bytes(kept.content) if kept is not None else made(page_of(bulletin), kind)


def page_of(bulletin: Bulletin) -> Page:
    """The page as it was published, else the draft of this moment."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django set up

    from hotline.records.queries.bulletins import PUBLISHED, draft, printed_page  # noqa: PLC0415

    if bulletin.status == PUBLISHED:
        return printed_page(bulletin)
    return draft(bulletin, timezone.now()).page


def made(page: Page, kind: str) -> bytes:
    """The page in one format; a PDF needs LibreOffice on this machine."""
    from hotline.documents.pdf import OfficeFailed, OfficeMissing, write_pdf  # noqa: PLC0415
    from hotline.documents.web import write_html  # noqa: PLC0415 - slow to import
    from hotline.documents.word import write_bulletin  # noqa: PLC0415

    if kind == "html":
        return write_html(page).encode()
    if kind == "docx":
        return write_bulletin(page)
    progress("用 LibreOffice 生成 PDF / making the PDF with LibreOffice")
    try:
        return write_pdf(write_bulletin(page))
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

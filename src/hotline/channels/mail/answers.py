"""Our letters: what a citizen is told of their matter, as an answer in their own thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.charset import BASE64, Charset
from email.utils import format_datetime, formataddr, make_msgid
from html import escape
from uuid import UUID

from django.core.mail import EmailMultiAlternatives

from hotline.channels.mail.box import MEGABYTE, Box
from hotline.channels.shape import NothingToSend
from hotline.records.models import Case, Delivery
from hotline.records.queries.reference import office
from hotline.records.queries.telling_roads import told
from hotline.rules.workdays import CHINA

TITLES = {
    "received": "已收到您的来信",
    "accepted": "您的来信已受理",
    "progress": "您来信的办理进展",
    "result": "您来信的办理结果",
    "refused": "您的来信不予受理",
    "withdrawn": "您的来信已撤销",
    "question": "请您补充情况",
    "answer": "对您询问的答复",
}
SENTENCES = {
    "received": "您的来信已收到，我们会尽快处理，并用邮件告诉您进展和结果。",
    "accepted": "您反映的事项已受理，正在安排办理。",
}
# Said by the program alone; a person's words are a letter, and may be answered by a program.
AUTOMATIC = frozenset({"received", "accepted", "progress", "withdrawn"})
CALLED_BACK = "回访诉求人："


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be written, to whom, in which thread."""

    identity: str
    to: str
    subject: str
    text: str
    at: datetime
    answers: str = ""
    references: str = ""
    is_automatic: bool = False


def letter_for(row: Delivery, box: Box, return_to: dict[str, str]) -> Letter:
    """The letter that a delivery is; raises NothingToSend where there is nothing to be said."""
    to = return_to.get("address", "")
    if not to:
        raise NothingToSend("来信没有可以回信的地址。")
    if row.kind not in TITLES:
        raise NothingToSend("这一步不必告诉来信人。")
    return Letter(
        identity=_identity(row.pk, box),
        to=formataddr((return_to.get("name", ""), to), "utf-8"),
        subject=f"【{office().hotline_name}】{TITLES[row.kind]}（受理编号 {row.case.receipt}）",
        text=_text(row, return_to),
        at=row.made_at,
        answers=return_to.get("message_id", ""),
        references=return_to.get("references", ""),
        is_automatic=row.kind in AUTOMATIC and not row.note,
    )


def _identity(pk: UUID, box: Box) -> str:
    """The letter's own identity: what answers it, or comes back, names our delivery."""
    return f"<{pk}@{box.domain}>"


def _text(row: Delivery, return_to: dict[str, str]) -> str:
    arrived = row.contact.arrived_at if row.contact is not None else row.case.registered_at
    day = arrived.astimezone(CHINA)
    subject = return_to.get("subject") or row.case.title
    return "\n\n".join(
        (
            "您好：",
            f"关于您 {day.year} 年 {day.month} 月 {day.day} 日的来信《{subject}》：",
            public_words(row.case, row),
            f"受理编号：{row.case.receipt}。如需补充，请直接回复本邮件，并保留主题中的编号。",
            office().hotline_name,
        )
    )


def public_words(case: Case, row: Delivery) -> str:
    """What a citizen is told: the public answer, never how it was handled inside."""
    if row.kind in SENTENCES and not row.note:
        return SENTENCES[row.kind]
    # A superior is also told what the citizen said when called back; they know it themselves.
    lines = told(case, row).text.split("\n")
    return "\n".join(line for line in lines if not line.startswith(CALLED_BACK))


def too_large_for(box: Box, to: str, message_id: str, at: datetime) -> Letter:
    """The polite refusal of a letter that is too large to be fetched."""
    most = box.most_bytes // MEGABYTE
    text = (
        f"您好：\n\n您发来的邮件超过 {most} MB，未能接收。请缩小或分次发送附件后重新来信；"
        f"也可以拨打 12345 反映。\n\n{office().hotline_name}"
    )
    return Letter(
        identity=make_msgid(domain=box.domain),
        to=to,
        subject=f"【{office().hotline_name}】您的来信太大，未能接收",
        text=text,
        at=at,
        answers=message_id,
        references=message_id,
        is_automatic=True,
    )


def bytes_of(letter: Letter, box: Box) -> bytes:
    """The letter as it goes out: plain text, and the same as a simple page."""
    charset = Charset("utf-8")
    charset.body_encoding = BASE64
    headers = {"Date": format_datetime(letter.at.astimezone(CHINA))}
    headers["X-Auto-Response-Suppress"] = "All"
    headers["Message-ID"] = letter.identity
    if letter.is_automatic:
        headers["Auto-Submitted"] = "auto-replied"
    if letter.answers:
        headers["In-Reply-To"] = f"<{letter.answers}>"
    if letter.references:
        headers["References"] = " ".join(f"<{each}>" for each in letter.references.split())
    mail = EmailMultiAlternatives(
        " ".join(letter.subject.split()),
        letter.text,
        formataddr((office().hotline_name, box.address), "utf-8"),
        [letter.to],
        headers=headers,
    )
    mail.encoding = charset
    mail.attach_alternative(_page(letter.text), "text/html")
    return mail.message().as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _page(text: str) -> str:
    paragraphs = (escape(each).replace("\n", "<br>") for each in text.split("\n\n"))
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><body>{body}</body></html>'

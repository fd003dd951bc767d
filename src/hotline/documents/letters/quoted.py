"""A letter's text apart: what is new, what is quoted of an earlier letter, the signature."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A line after which everything is an earlier letter, as the usual programs write it.
_EARLIER = re.compile(
    r"^(-{2,}\s*(原始邮件|原始郵件|转发邮件|回复的邮件|转发的邮件|原邮件|Original Message|Original|"
    r"Forwarded message|Forwarded by.*|Replied Message|答复邮件信息|回复邮件信息)\s*-{2,}"
    r"|-{3,}\s*(Original|Replied|Forwarded).{0,60}"
    r"|(在|于|At|On)\s?.{4,160}(写道|寫道|wrote)\s*[：:]?"
    r"|.{0,120}(写道|寫道)\s*[：:]"
    r"|_{20,})\s*$",
    re.IGNORECASE,
)
_HEAD = re.compile(r"^\W{0,4}(发件人|發件人|寄件者|From)\s*[：:]", re.IGNORECASE)
_HEAD_NEXT = re.compile(
    r"^\W{0,4}(发送时间|发送日期|日期|时间|寄件日期|收件人|主题|Sent|Date|To|Subject)\s*[：:]",
    re.IGNORECASE,
)
# Lines that a program puts below every letter; they say nothing.
_ADDED = re.compile(
    r"^\W{0,4}(发自我的.{1,30}|来自我的.{1,30}|发送自.{1,40}|从我的.{1,20}发送|"
    r"Sent from my .{1,40}|获取\s*Outlook.{0,40}|使用.{1,20}发送)\W{0,4}$",
    re.IGNORECASE,
)
LONGEST_SIGNATURE = 12
LONGEST_MARK = 200


@dataclass(frozen=True, slots=True)
class Said:
    """The three pieces of a letter; any may be empty."""

    new: str
    quoted: str = ""
    signature: str = ""


def taken_apart(text: str) -> Said:
    """What is new in a letter stands before, between or below what it quotes."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = _earlier_at(lines)
    quoted = lines[end:]
    new: list[str] = []
    above: list[str] = []
    for line in lines[:end]:
        (above if line.startswith(">") else new).append(line)
    said, signature = _signature(new)
    return Said(
        "\n".join(said).strip(),
        "\n".join(re.sub(r"^(> ?)+", "", line) for line in [*above, *quoted]).strip(),
        signature,
    )


def _earlier_at(lines: list[str]) -> int:
    """The line with which an earlier letter begins; one past the last where there is none."""
    for number, line in enumerate(lines):
        short = line.strip()
        if not short or len(short) > LONGEST_MARK:
            continue
        if _EARLIER.match(short):
            return number
        near = [each.strip() for each in lines[number + 1 : number + 5]]
        if _HEAD.match(short) and sum(bool(_HEAD_NEXT.match(each)) for each in near) > 1:
            return number
    return len(lines)


def _signature(lines: list[str]) -> tuple[list[str], str]:
    """What follows a line of two dashes, where that is as short as signatures are."""
    kept = [line for line in lines if not _ADDED.match(line.strip())]
    for number in range(len(kept) - 1, max(len(kept) - LONGEST_SIGNATURE, 0) - 1, -1):
        if kept[number].rstrip() == "--":
            below = [line.strip() for line in kept[number + 1 :] if line.strip()]
            return kept[:number], "\n".join(below)
    return kept, ""

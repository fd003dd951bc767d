"""A letter as a person reads it on the page of held originals: its bytes tell nobody anything."""

from __future__ import annotations

from collections.abc import Mapping

from hotline.channels.mail.box import Box
from hotline.channels.mail.judging import WORDS, written_by_program
from hotline.channels.mail.results import METHODS, RESULTS, results_of
from hotline.documents.letters.headers import addresses, header
from hotline.documents.letters.letter import open_letter
from hotline.documents.raw_records import UnreadableFile
from hotline.rules.masking import mask_name, mask_text

NO_VOUCHER = "没有核验结果"


def letter_in_words(box: Box, raw: bytes, *, is_whole: bool) -> str:
    """Who writes what to whom; masked unless the person may see it all. Empty where it does not
    open: then the bytes are all there is."""
    try:
        letter = open_letter(raw)
    except UnreadableFile:
        return ""
    head = letter.head
    senders = addresses(head, "From")
    program = written_by_program(head, box)
    lines = [
        "发信人：" + "、".join(_person(*each, is_whole=is_whole) for each in senders),
        "收信人：" + "、".join(address for _, address in addresses(head, "To", "Cc")[:10]),
        f"主题：{header(head, 'Subject')}",
        f"核验结果（仅供参考）：{vouched(results_of(head, box['trusted_server'])) or NO_VOUCHER}",
    ]
    if program:
        lines.append(f"这是{WORDS[program]}。")
    if letter.files:
        lines.append("附件：" + "、".join(each.name for each in letter.files))
    text = "\n\n".join([letter.text, *letter.inner])
    whole = "\n".join([*lines, "", text])
    return whole if is_whole else mask_text(whole)


def vouched(facts: Mapping[str, str]) -> str:
    """The results kept with an original, in words: SPF 通过、DKIM 不通过."""
    said = [
        f"{method.upper()} {RESULTS[facts[method]]}"
        for method in METHODS
        if facts.get(method) in RESULTS
    ]
    if facts.get("dkim_here") in RESULTS:
        said.append(f"自行核验 DKIM {RESULTS[facts['dkim_here']]}")
    return "、".join(said)


def _person(name: str, address: str, *, is_whole: bool) -> str:
    if is_whole:
        return f"{name} {address}".strip()
    local, at, domain = address.partition("@")
    return f"{mask_name(name)} {local[:1]}***{at}{domain}".strip()

"""What a letter is before it is what it says: a person's, a program's, one of ours, spam.

Sources: RFC 3834 (Auto-Submitted), RFC 2919 and 2369 (lists), RFC 3464 (reports of delivery), and
what the usual programs write instead. None of these is ever answered automatically.
"""

from __future__ import annotations

import re
from email.message import Message

from hotline.channels.mail.box import Box
from hotline.documents.letters.headers import addresses, header, plain_header, raw_header
from hotline.documents.letters.letter import kind_of
from hotline.rules.arrivals import Unreadable

# Headers that a program writes which answers by itself, whatever they say.
AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Mail-Autoreply", "X-Auto-Reply")
LISTS = ("List-Id", "List-Post", "List-Unsubscribe", "Mailing-List", "Feedback-ID")
PRECEDENCES = ("bulk", "list", "junk", "auto_reply")
# How answers begin that say of themselves nowhere else that no person wrote them.
SUBJECTS = re.compile(
    r"\s*[\[【(（]?\s*(自动回复|自動回覆|自动答复|自动应答|外出自动回复|Auto(matic)?[- ]?Reply|"
    r"Auto[- ]?Response|Out of( the)? Office)\s*([：:）)】\]]|$)",
    re.IGNORECASE,
)
DAEMONS = ("mailer-daemon@", "postmaster@", "mail-daemon@")
MACHINES = ("no-reply@", "noreply@", "donotreply@", "do-not-reply@")
MARKED_AS_SPAM = re.compile(r"\s*(yes|true|spam|1)\b", re.IGNORECASE)
SPAM_WORDS_NEEDED = 2

WORDS = {
    "auto_submitted": "自动发出的邮件",
    "auto_reply": "自动回复",
    "list": "群发邮件",
    "no_return": "没有回信地址的邮件",
    "machine": "不收回信的地址发出的邮件",
    "daemon": "邮件系统发出的邮件",
    "report": "邮件系统的回执",
    "ours": "本信箱自己发出的邮件",
}


def written_by_program(head: Message, box: Box) -> str:
    """Why no person wrote this, as a code of WORDS; empty for a letter."""
    said = plain_header(head, "Auto-Submitted").split(";")[0].strip()
    senders = [address for _, address in addresses(head, "From", "Sender")]
    signs = {
        "ours": any(address in box.own_addresses for address in senders),
        "report": kind_of(head) == "multipart/report",
        "daemon": any(address.startswith(DAEMONS) for address in senders),
        "auto_submitted": said not in ("", "no"),
        "list": any(raw_header(head, name) for name in LISTS)
        or plain_header(head, "Precedence").strip() in PRECEDENCES,
        "no_return": plain_header(head, "Return-Path").replace(" ", "") == "<>",
        "machine": any(address.startswith(MACHINES) for address in senders),
        "auto_reply": any(raw_header(head, name) for name in AUTOMATIC)
        or SUBJECTS.match(header(head, "Subject")) is not None,
    }
    return next((sign for sign, is_there in signs.items() if is_there), "")


def suspicion_of_spam(head: Message, text: str, box: Box) -> Unreadable | None:
    """Why a person should look at it first: the office's own filter, or words of advertisers."""
    for name in box["spam_headers"].replace("，", ",").split(","):
        if name.strip() and MARKED_AS_SPAM.match(plain_header(head, name.strip())):
            return Unreadable("spam", "", "邮件网关标为垃圾邮件；请核对，是来信就放行。")
    whole = header(head, "Subject") + text
    words = [word for word in re.split(r"[、,，\s]+", box["spam_words"]) if word and word in whole]
    if len(words) >= SPAM_WORDS_NEEDED:
        return Unreadable("spam", "", "含有推销用语，疑似垃圾邮件；请核对，是来信就放行。")
    return None

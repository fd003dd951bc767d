"""Hand a letter in at the office's mail server (RFC 5321)."""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Iterator

from hotline.channels.mail.box import STARTTLS, TLS, Box, Server
from hotline.rules.roads import NotTaken, RoadDown

SECONDS = 30
FOR_GOOD = 500

DOWN = "发信服务器没有应答，或连接中断，稍后自动再试。"
REFUSED = "发信服务器不接受用户名或密码，请在线路设置里核对。"


def hand_in(box: Box, letter: bytes, to: str) -> None:
    """Send it; raises RoadDown when it may be tried again, NotTaken when not."""
    with _in_words(), _connected(box.outgoing(), box.domain) as smtp:
        smtp.sendmail(box.address, [to], letter)


def knock(box: Box) -> None:
    """Sign in and leave; raises RoadDown."""
    with _in_words(), _connected(box.outgoing(), box.domain):
        pass


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """What a server refuses, and a line that breaks, as the roads know them."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise _refusal(code, "收件地址") from error
    except smtplib.SMTPAuthenticationError as error:
        raise RoadDown(REFUSED) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, "信件") from error
    except (smtplib.SMTPException, OSError) as error:
        raise RoadDown(DOWN) from error


def _refusal(code: int, what: str) -> Exception:
    """What a server's code means; its words may name the citizen and are not repeated."""
    if code >= FOR_GOOD:
        return NotTaken(f"发信服务器拒收（{what}，代码 {code}）。")
    return RoadDown(f"发信服务器暂时不收（{what}，代码 {code}），稍后自动再试。")


@contextlib.contextmanager
def _connected(server: Server, ours: str) -> Iterator[smtplib.SMTP]:
    """`ours` is what we call ourselves: no name server has to be asked for it."""
    smtp: smtplib.SMTP
    if server.security == TLS:
        smtp = smtplib.SMTP_SSL(
            server.host, server.port, ours, timeout=SECONDS, context=server.context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, ours, timeout=SECONDS)
    try:
        if server.security == STARTTLS:
            smtp.starttls(context=server.context)
        if server.user:
            smtp.login(server.user, server.password)
        yield smtp
        # The letter is handed over already: a farewell that fails does not send it twice.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            smtp.quit()
    finally:
        smtp.close()

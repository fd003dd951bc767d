"""A real mail server on loopback: Dovecot gives letters out, an SMTP server takes them in.

Both work on the same Maildir, as processes and sockets of their own. What a test needs besides is
a line that can be cut: `Cutting` stands before Dovecot and drops the connection after some bytes.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DOVECOT = shutil.which("dovecot") or (
    "/usr/sbin/dovecot" if Path("/usr/sbin/dovecot").exists() else ""
)
PASSWORD = "test-only"
NOBODY = 65534
OFFICE, CITIZEN = "szxx@example.cn", "zhen@citizen.invalid"
_names = count(1)

CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
protocols = imap pop3
mail_location = maildir:{home}/mail/%u
first_valid_uid = 1
auth_mechanisms = plain login
auth_failure_delay = 0
{users}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    address = 127.0.0.1
    port = {pop3}
  }}
  inet_listener pop3s {{
    address = 127.0.0.1
    port = {pop3s}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class MailServer:
    """Where it listens; its mailboxes as folders; what it was handed by SMTP, in order."""

    home: Path
    ports: dict[str, int]
    ca: str
    uid: int
    refusals: list[str] = field(default_factory=list)

    def deliver(self, raw: bytes, to: str = OFFICE) -> None:
        """Lay a letter into a mailbox, as its own server would."""
        folder = self.home / "mail" / to
        for name in ("cur", "new", "tmp"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        file = folder / "tmp" / f"{time.time_ns()}.{next(_names)}.test"
        file.write_bytes(raw)
        if os.getuid() == 0:
            for path in (folder, *folder.iterdir(), file):
                os.chown(path, self.uid, self.uid)
        file.rename(folder / "new" / file.name)

    def letters(self, who: str = CITIZEN) -> list[bytes]:
        """What lies in a mailbox, the oldest first."""
        folder = self.home / "mail" / who
        files = [*folder.glob("new/*"), *folder.glob("cur/*")]
        return [file.read_bytes() for file in sorted(files, key=lambda file: file.name)]

    def empty(self) -> None:
        """Throw away every letter, and forget what is refused."""
        shutil.rmtree(self.home / "mail", ignore_errors=True)
        (self.home / "mail").mkdir()
        self.refusals.clear()
        if os.getuid() == 0:
            os.chown(self.home / "mail", self.uid, self.uid)

    def renumber(self, who: str = OFFICE) -> None:
        """Have the server forget its numbers of letters: the next UIDVALIDITY is another."""
        folder = self.home / "mail" / who
        for file in folder.glob("dovecot*"):
            file.unlink()
        (folder / "dovecot-uidlist").write_text("3 V7 N1\n")
        (folder / "dovecot-uidlist").chmod(0o666)


@contextmanager
def mail_server(home: Path) -> Iterator[MailServer]:
    """A server that runs as long as the block."""
    uid = NOBODY if os.getuid() == 0 else os.getuid()
    ports = {name: _free_port() for name in ("imap", "imaps", "pop3", "pop3s", "smtp")}
    ca = _certificate(home)
    server = MailServer(home, ports, ca, uid)
    server.empty()
    me = f"default_internal_user = {uid}\ndefault_login_user = {uid}"
    users = "" if os.getuid() == 0 else me
    text = CONFIG.format(
        home=home,
        users=users,
        uid=uid,
        gid=uid,
        password=PASSWORD,
        **ports,
    )
    (home / "dovecot.conf").write_text(text)
    process = subprocess.Popen(  # noqa: S603
        [DOVECOT, "-F", "-c", str(home / "dovecot.conf")]
    )
    inbox = Controller(
        _Taking(server),
        hostname="127.0.0.1",
        port=ports["smtp"],
        server_hostname="localhost",
        authenticator=_known,
        auth_require_tls=False,
    )
    inbox.start()
    try:
        _wait_for(ports["imap"], home)
        yield server
    finally:
        inbox.stop(no_assert=True)
        process.terminate()
        process.wait(20)


class _Taking:
    """Lays what it is handed into the mailbox of each recipient."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_RCPT(  # noqa: N802
        self, smtp: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.server.refusals:
            return self.server.refusals.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, smtp: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        for to in envelope.rcpt_tos:
            self.server.deliver(envelope.content, to)
        return "250 OK"


def _known(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and given.password == PASSWORD.encode()
    return AuthResult(success=right)


class Cutting:
    """A line to a port that breaks when `most` bytes have come back."""

    def __init__(self, port: int, most: int) -> None:
        self.to, self.most = port, most
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            near, _ = self.listening.accept()
            far = socket.create_connection(("127.0.0.1", self.to))
            up = threading.Thread(target=self._up, args=(near, far), daemon=True)
            up.start()
            left = self.most
            while left > 0 and (piece := far.recv(min(left, 4096))):
                near.sendall(piece)
                left -= len(piece)
            for each in (near, far):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            up.join()
            near.close()
            far.close()

    def _up(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while piece := near.recv(4096):
                far.sendall(piece)

    def close(self) -> None:
        """Let nobody in any more."""
        self.listening.close()
        self.thread.join(5)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _wait_for(port: int, home: Path) -> None:
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError((home / "log").read_text() if (home / "log").exists() else "no dovecot")


def _certificate(home: Path) -> str:
    """A certificate for 127.0.0.1 that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    text = built.public_bytes(serialization.Encoding.PEM).decode()
    (home / "cert.pem").write_text(text)
    (home / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (home / "key.pem").chmod(0o600)
    return text

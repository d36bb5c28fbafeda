"""A real mail server on loopback for the tests: it keeps what it takes, and misbehaves as it is told."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config.settings import MailSecurity, Settings

PASSWORD = "a-mail-password-of-nobody"


@dataclass
class Mailbox:
    """What the server has taken, and how it is to answer: `says` to the message, `refuses` for some addresses.

    `hangs_up_after`: so many messages are taken, and then the line breaks before it is said.
    """

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    says: str = "250 taken"
    refuses: set[str] = field(default_factory=set)
    hangs_up_after: int = 0
    signed_in: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _: Any) -> str:
        if address in self.refuses:
            return "550 nobody of that name here"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.says.startswith("250"):
            message = message_from_bytes(envelope.content or b"", policy=default)  # type: ignore[arg-type]
            assert isinstance(message, EmailMessage)
            self.taken.append(message)
            self.to.append(envelope.rcpt_tos)
        if self.hangs_up_after:
            self.hangs_up_after -= 1
            assert server.transport is not None
            server.transport.close()
        return self.says

    def subjects(self) -> list[str]:
        return [str(one["Subject"]) for one in self.taken]

    def settings(self, **more: Any) -> Settings:
        """Settings that name this server."""
        told = {"mail_security": MailSecurity.NONE, "mail_from": "bluelamp@force.example",
                "alerts_to": ("control.room@force.example",), "dashboard_address": "https://lamp.force.example",
                "mail_host": "127.0.0.1", "mail_port": self.port}  # fmt: skip
        return Settings(**{**told, **more})


class _Anywhere(Controller):
    """A controller that takes a port the system gives, and knows it."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mailbox(tls: ssl.SSLContext | None = None, port: int = 0, sign_in: str = "") -> Iterator[Mailbox]:
    """A server that answers. `tls` offers STARTTLS and wants it; `sign_in`: a name that must sign in."""
    box = Mailbox()

    def known(server: SMTP, session: Session, envelope: Envelope, mechanism: str, told: Any) -> AuthResult:
        assert isinstance(told, LoginPassword)
        box.signed_in.append(told.login.decode())
        return AuthResult(success=told == LoginPassword(sign_in.encode(), PASSWORD.encode()), handled=False)

    controller = _Anywhere(
        box, hostname="127.0.0.1", port=port, tls_context=tls, require_starttls=tls is not None,
        auth_required=bool(sign_in and tls), auth_require_tls=tls is not None, authenticator=known if sign_in else None,
    )  # fmt: skip
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


def certificate(folder: Path, name: str = "127.0.0.1") -> tuple[ssl.SSLContext, Path]:
    """A throw-away certificate for that address: what a server offers, and the file that makes it trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A mail server for tests")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, secret = folder / "mail.crt", folder / "mail.key"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, secret)
    return context, trusted

"""Mail: hands a letter to the mail server of the settings, over a line whose certificate is checked."""

import os
import re
import smtplib
import ssl
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from config.logs import redact
from config.secrets import SecretFault, resolve
from config.settings import MailSecurity, Settings
from doors.wiring import DoorFault
from scheduler.letters import Letter, MailFault, MailUnsure, Send

TIMEOUT = 20.0  # seconds for each answer of the mail server
LINE = 300  # signs of a header before it is folded: a subject that begins on the second line looks odd
TOO_LONG = 400  # signs of what a mail server says that are kept
_PLAIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")  # what every mail server can deliver to


def sender(settings: Settings) -> Send | None:
    """What hands letters to the mail server; None where the settings name none."""
    return (lambda letter: hand_over(settings, letter)) if settings.mail_host else None


def hand_over(settings: Settings, letter: Letter) -> str:
    """Hand one letter over, on a line of its own; "" or what was wrong all the same. Raises MailFault, MailUnsure."""
    known = tuple(one for one in letter.to if _PLAIN.fullmatch(one))
    unfit = [f"{one} cannot be written to: it is no plain address." for one in letter.to if one not in known]
    if not known:
        raise MailFault(" ".join(unfit) or "It is for nobody.", whole=False)
    message = written(settings, replace(letter, to=known))
    with _line(settings) as line:
        try:
            refused = line.send_message(message)
        except smtplib.SMTPRecipientsRefused as fault:
            raise MailFault(_refused(fault.recipients), whole=False) from None
        except smtplib.SMTPNotSupportedError as fault:
            raise MailFault(_plain(fault), whole=False) from None
        except smtplib.SMTPSenderRefused as fault:
            raise MailFault(f"It does not take mail from {fault.sender}: {_said(fault)}", whole=True) from None
        except smtplib.SMTPResponseException as fault:
            raise MailFault(f"It refused the message: {_said(fault)}", whole=False) from None
        except (smtplib.SMTPException, OSError) as fault:
            raise MailUnsure(f"The line broke before it said whether it took the message: {_plain(fault)}") from None
    return " ".join([*unfit, *([_refused(refused)] if refused else [])])


def written(settings: Settings, letter: Letter) -> EmailMessage:
    """The letter as a message: plain text in UTF-8, and headers that stop machines from answering it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_from or ""
    message["To"] = ", ".join(letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = _named(settings, letter.name)
    if letter.after:
        message["In-Reply-To"] = message["References"] = _named(settings, letter.after)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if letter.urgent:
        message["Importance"], message["X-Priority"] = "high", "1"
    message.set_content(letter.body, cte="quoted-printable")
    for one in letter.enclosed:
        kind, _, sort = one.mime.partition("/")
        message.add_attachment(one.content, kind, sort, filename=one.name)
    message.policy = SMTP.clone(max_line_length=LINE)
    return message


def _named(settings: Settings, name: str) -> str:
    return f"<{name}@{(settings.mail_from or '').rpartition('@')[2]}>"


class _Line:
    """A line to the mail server, closed behind whoever used it; what fails before a message is handed over is sure."""

    def __init__(self, line: smtplib.SMTP) -> None:
        self._line = line

    def __enter__(self) -> smtplib.SMTP:
        return self._line

    def __exit__(self, *_: object) -> None:
        try:
            self._line.quit()
        except (smtplib.SMTPException, OSError):
            self._line.close()


def _line(settings: Settings) -> _Line:
    """A line that is safe as the settings want it, and signed in. Raises MailFault."""
    host, port = settings.mail_host or "", settings.mail_port
    context = ssl.create_default_context()
    try:
        if settings.mail_security is MailSecurity.TLS:
            line: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=context)
        else:
            line = smtplib.SMTP(host, port, timeout=TIMEOUT)
    except (smtplib.SMTPException, OSError, UnicodeError) as fault:
        raise MailFault(f"{host}:{port} cannot be reached: {_plain(fault)}", whole=True) from None
    try:
        if settings.mail_security is MailSecurity.STARTTLS:
            line.starttls(context=context)
        if settings.mail_user:
            line.login(settings.mail_user, password(settings))
    except BaseException as fault:
        line.close()
        raise _before(fault) from None
    return _Line(line)


def _before(fault: BaseException) -> BaseException:
    """What went wrong before there was a message, in words that show no password."""
    match fault:
        case SecretFault() | MailFault():
            return MailFault(str(fault), whole=True)
        case smtplib.SMTPAuthenticationError():
            return MailFault("It refused the name or the password.", whole=True)
        case smtplib.SMTPNotSupportedError():
            return MailFault("It does not offer what the settings want (STARTTLS, or signing in).", whole=True)
        case UnicodeError():
            return MailFault("Its name and password may hold only plain letters, digits and signs (ASCII).", whole=True)
        case ssl.SSLCertVerificationError():
            return MailFault(f"Its certificate is not to be trusted: {fault.verify_message}.", whole=True)
        case smtplib.SMTPException() | OSError():
            return MailFault(f"It could not be talked to safely: {_plain(fault)}", whole=True)
        case _:
            return fault


def password(settings: Settings) -> str:
    """The password for the mail server, read anew, so that a new one counts at once. Raises SecretFault."""
    if not settings.mail_password_ref:
        raise SecretFault("BLUELAMP_MAIL_USER is set, and no password: set BLUELAMP_MAIL_PASSWORD_REF.")
    fields = resolve(settings.mail_password_ref, settings.secrets, os.environ).fields
    found = fields.get("password") or fields.get("page_token")
    if not found:
        raise SecretFault(f'The secret {settings.mail_password_ref} needs a line such as password = "…".')
    return found


def must_send(settings: Settings) -> Send:
    """The same as `sender` for whoever cannot do without. Raises DoorFault."""
    send = sender(settings)
    if send is None:
        raise DoorFault("There is no mail server.", "Set BLUELAMP_MAIL_HOST and BLUELAMP_MAIL_FROM.")
    return send


def _refused(refused: dict[str, tuple[int, bytes]]) -> str:
    said = "; ".join(f"{address} ({code} {_words(words)})" for address, (code, words) in refused.items())
    return f"It refused to deliver to: {said}"


def _said(fault: smtplib.SMTPResponseException) -> str:
    return f"{fault.smtp_code} {_words(fault.smtp_error)}"


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return redact(" ".join(text.split()))[:TOO_LONG]


def _plain(fault: BaseException) -> str:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return f"its certificate is not to be trusted: {fault.verify_message}."
    reason = getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
    return _words(reason).rstrip(".") + "."

"""Mail goes to a real mail server over a line whose certificate is checked; nothing secret is ever said."""

import os
import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.settings import MailSecurity
from doors import mail
from scheduler.alerts import Letter, MailFault, MailUnsure
from tests.mailbox import PASSWORD, Mailbox, certificate, mailbox

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def box(folder: Path) -> Iterator[Mailbox]:
    """A mail server that takes everything."""
    with mailbox() as one:
        yield one


def letter(*to: str, subject: str = "[Bluelamp] Late", body: str = "It is late.\n") -> Letter:
    return Letter("one-0123456789", to or ("control.room@force.example",), subject, body, AT)


def test_a_letter_arrives_as_it_was_written_and_no_machine_answers_it(box: Mailbox) -> None:
    assert mail.hand_over(box.settings(), letter("a@force.example", "b@force.example")) == ""
    (one,) = box.taken
    assert box.to == [["a@force.example", "b@force.example"]]
    assert one.get_content().replace("\r\n", "\n") == "It is late.\n"
    assert one["Message-ID"] == "<one-0123456789@force.example>" and one["From"] == "bluelamp@force.example"
    assert one["Auto-Submitted"] == "auto-generated" and one["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert one["Date"] == "Tue, 24 Nov 2026 09:00:00 +0000" and one.get_content_type() == "text/plain"


def test_welsh_survives_in_head_and_body(box: Mailbox) -> None:
    subject, body = "[Bluelamp] Late: HeddluTŷDdewi on X", "Account: Tîm Cymdogaeth Llŷn ac Eifionydd\nŵŷâêîôû\n"
    mail.hand_over(box.settings(), letter(subject=subject, body=body))
    assert box.subjects() == [subject]
    assert box.taken[0].get_content().replace("\r\n", "\n") == body
    assert box.taken[0]["Content-Transfer-Encoding"] == "quoted-printable"  # through any server


def test_a_name_with_a_line_break_forges_no_header(box: Mailbox) -> None:
    with pytest.raises(ValueError):
        mail.hand_over(box.settings(), letter(subject="Late\r\nBcc: everybody@elsewhere.example"))
    assert box.taken == []


def test_some_addresses_refused_are_said_and_the_others_get_it(box: Mailbox) -> None:
    box.refuses = {"gone@force.example"}
    note = mail.hand_over(box.settings(), letter("gone@force.example", "here@force.example"))
    assert note == "It refused to deliver to: gone@force.example (550 nobody of that name here)"
    assert box.to == [["here@force.example"]]
    with pytest.raises(MailFault, match=r"gone@force\.example") as told:
        mail.hand_over(box.settings(), letter("gone@force.example"))
    assert not told.value.whole  # others may be taken


@pytest.mark.parametrize("says", ["451 later", "552 no room"])
def test_a_refusal_is_surely_not_taken(box: Mailbox, says: str) -> None:
    box.says = says
    with pytest.raises(MailFault, match=f"It refused the message: {says}"):
        mail.hand_over(box.settings(), letter())
    assert box.taken == []


def test_a_line_that_breaks_after_the_message_leaves_it_unsure(box: Mailbox) -> None:
    box.hangs_up_after = 1
    with pytest.raises(MailUnsure):
        mail.hand_over(box.settings(), letter())
    assert len(box.taken) == 1


def test_a_server_that_is_not_there_is_a_sentence_and_concerns_every_letter(box: Mailbox) -> None:
    with pytest.raises(MailFault, match=r"^127\.0\.0\.1:1 cannot be reached: Connection refused\.$") as told:
        mail.hand_over(box.settings(mail_port=1), letter())
    assert told.value.whole


def test_it_signs_in_over_starttls_with_a_certificate_that_is_checked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered, trusted = certificate(folder)
    secrets = folder / "secrets"
    secrets.mkdir()
    (secrets / "MAIL").touch(mode=0o600)
    (secrets / "MAIL").write_text(f'password = "{PASSWORD}"')
    safe = {
        "mail_security": MailSecurity.STARTTLS,
        "mail_user": "lamp",
        "mail_password_ref": "MAIL",
        "secrets": secrets,
    }
    with mailbox(offered, sign_in="lamp") as box:
        with pytest.raises(MailFault, match="certificate is not to be trusted") as told:
            mail.hand_over(box.settings(**safe), letter())
        assert box.signed_in == [] and told.value.whole
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert mail.hand_over(box.settings(**safe), letter()) == ""
        assert box.signed_in == ["lamp"] and len(box.taken) == 1


def test_a_certificate_of_another_host_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offered, trusted = certificate(folder, name="127.0.0.2")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with mailbox(offered) as box, pytest.raises(MailFault, match="not to be trusted"):
        mail.hand_over(box.settings(mail_security=MailSecurity.STARTTLS), letter())


def test_nothing_is_said_in_clear_to_a_server_that_offers_no_starttls(box: Mailbox) -> None:
    with pytest.raises(MailFault, match="does not offer"):
        mail.hand_over(box.settings(mail_security=MailSecurity.STARTTLS), letter())
    assert box.taken == []


def test_tls_from_the_first_byte_is_no_plain_line(box: Mailbox) -> None:
    with pytest.raises(MailFault, match="cannot be reached"):
        mail.hand_over(box.settings(mail_security=MailSecurity.TLS), letter())


def test_a_wrong_password_is_said_without_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL", 'password = "not-the-right-one"')
    told = {"mail_user": "lamp", "mail_password_ref": "MAIL"}
    with mailbox(sign_in="lamp") as box, pytest.raises(MailFault, match="refused the name or the password") as fault:
        mail.hand_over(box.settings(**told), letter())
    assert "not-the-right-one" not in f"{fault.value!r} {fault.value.__cause__!r}" and fault.value.whole


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"mail_user": "lamp"}, "BLUELAMP_MAIL_PASSWORD_REF"),
        ({"mail_user": "lamp", "mail_password_ref": "MAIL"}, "There is no secret MAIL"),
        ({"mail_user": "lamp", "mail_password_ref": "TOKEN"}, "needs a line such as password"),
    ],
)
def test_a_password_that_is_not_there_is_said(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch, told: dict[str, str], says: str
) -> None:
    monkeypatch.setenv("TOKEN", 'bearer_token = "of-an-account"')
    assert "MAIL" not in os.environ
    with pytest.raises(MailFault, match=says):
        mail.hand_over(box.settings(**told), letter())


def test_a_password_alone_on_its_line_is_one_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL", PASSWORD)
    with mailbox(sign_in="lamp") as box:
        assert mail.hand_over(box.settings(mail_user="lamp", mail_password_ref="MAIL"), letter()) == ""


@pytest.mark.parametrize("word", ["pound£sign", "cyfrinair-ŵ"])
def test_a_password_that_mail_servers_cannot_be_told_is_said_without_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setenv("MAIL", word)
    with mailbox(sign_in="lamp") as box, pytest.raises(MailFault, match="only plain letters") as fault:
        mail.hand_over(box.settings(mail_user="lamp", mail_password_ref="MAIL"), letter())
    assert fault.value.whole and word not in f"{fault.value!r} {fault.value.__cause__!r}"


def test_an_address_the_server_cannot_write_to_keeps_nobody_else_from_being_told(box: Mailbox) -> None:
    note = mail.hand_over(box.settings(), letter("control.room@force.example", "siân@force.example"))
    assert box.to == [["control.room@force.example"]]
    assert "siân@force.example" in note
    with pytest.raises(MailFault, match="siân@force") as fault:
        mail.hand_over(box.settings(), letter("siân@force.example"))
    assert not fault.value.whole


def test_an_address_that_is_none_keeps_nobody_else_from_being_told(box: Mailbox) -> None:
    assert "o(brien@force.example" in mail.hand_over(
        box.settings(), letter("control.room@force.example", "o(brien@force.example")
    )
    assert box.to == [["control.room@force.example"]]


def test_what_a_server_says_is_kept_short_and_on_one_line() -> None:
    fault = smtplib.SMTPDataError(550, b"no\r\n" + b"x" * 9_000)
    assert len(mail._said(fault)) < 500 and "\n" not in mail._said(fault)

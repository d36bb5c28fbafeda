"""The watch as a process of its own: it tells of a publisher that is dead, and what came of its test message."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from domain.clock import utc_now
from domain.publication import Stage
from doors import watch
from doors.wiring import House
from store import workers
from store.db import Store
from store.tables import Account, Alert, Person, Publication, ScheduledPost
from tests.conftest import Ticking
from tests.doors.conftest import Told
from tests.mailbox import PASSWORD, Mailbox, certificate, mailbox

ROOT = Path(__file__).parents[2]


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as one:
        yield one


@pytest.fixture
def told_by(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment that names the mail server, for this process and its children."""
    names = {"HOST": "127.0.0.1", "PORT": str(box.port), "SECURITY": "none", "FROM": "bluelamp@force.example"}
    env = {f"BLUELAMP_MAIL_{name}": value for name, value in names.items()}
    env |= {"BLUELAMP_ALERTS_TO": "room@force.example", "BLUELAMP_DASHBOARD_ADDRESS": "https://lamp.force.example"}
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return env


def due(store: Store, words: str = "Tîm Llŷn: dewch i siarad â ni") -> None:
    """A post that was due an hour ago, on an account of the small roster."""
    at = utc_now() - timedelta(hours=1)
    with store.writing() as db:
        author, account = db.exec(select(Person.id)).first(), db.exec(select(Account.id)).first()
        assert author and account
        message = ScheduledPost(
            author_id=author, text=words, stage=Stage.APPROVED, due_at=at, created_at=at, changed_at=at
        )
        db.add(message)
        db.flush()
        db.add(
            Publication(
                scheduled_post_id=message.id, account_id=account, text=words, fingerprint=words, due_at=at,
                not_before=at, expires_at=at + timedelta(days=1),
            )
        )  # fmt: skip


@pytest.mark.processes
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_dead_publisher_with_posts_due_is_told_by_the_watch(
    house: House, told_by: dict[str, str], box: Mailbox
) -> None:
    due(house.store)
    words = [sys.executable, "-m", "bluelamp", "watch"]
    env = {**os.environ, **told_by, "PYTHONPATH": str(ROOT), "BLUELAMP_LOG_LEVEL": "INFO"}
    running = subprocess.Popen(words, env=env, stderr=subprocess.PIPE, text=True)
    waiting = threading.Event()
    for _ in range(600):
        if len(box.taken) >= 2:
            break
        waiting.wait(0.05)
    with house.store.reading() as db:
        assert [one.kind for one in workers.alive(db, "watch", utc_now())] == ["watch"]
    running.send_signal(signal.SIGTERM)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 0, said
    assert box.subjects()[0] == "[Bluelamp] Nothing is being published"
    assert (
        box.subjects()[1].startswith("[Bluelamp] Late: ") and "Tîm Llŷn: dewch i siarad" in box.taken[1].get_content()
    )
    with house.store.reading() as db:
        assert workers.alive(db, "watch", utc_now()) == []
        assert all(one.sent_at for one in db.exec(select(Alert)).all())
    assert "begins" in said and "leaves" in said and "Tîm Llŷn" not in said


def test_one_look_tells_how_many_messages_went(house: House, told_by: dict[str, str], box: Mailbox, told: Told) -> None:
    assert told("watch", "--once").stdout == "Nothing was to tell.\n"
    due(house.store)
    assert told("watch", "--once").stdout == "2 messages were sent.\n"
    assert told("watch", "--once").stdout == "Nothing was to tell.\n"
    assert len(box.taken) == 2


def test_without_a_mail_server_the_watch_keeps_the_matters_and_tells_nobody(house: House, told: Told) -> None:
    due(house.store)
    assert told("watch", "--once").stdout == "Nothing was to tell.\n"
    with house.store.reading() as db:
        assert sorted(one.kind for one in db.exec(select(Alert)).all()) == ["late", "no_publisher"]


def test_a_test_message_says_what_the_server_answered(
    house: House, told_by: dict[str, str], box: Mailbox, told: Told
) -> None:
    said = told("watch", "--test", "somebody@force.example")
    assert said.exit_code == 0 and f"127.0.0.1:{box.port} took it for somebody@force.example." in said.stdout
    assert box.to == [["somebody@force.example"]] and box.subjects() == ["[Bluelamp] A test"]
    box.refuses = {"nobody@force.example"}
    said = told("watch", "--test", "nobody@force.example")
    assert said.exit_code == 1 and "550 nobody of that name here" in said.stderr
    said = told("watch", "--test", "no address")
    assert said.exit_code == 1 and "is no e-mail address" in said.stderr


def test_a_test_message_without_a_mail_server_says_what_to_set(house: House, told: Told) -> None:
    said = told("watch", "--test", "somebody@force.example")
    assert said.exit_code == 1 and "BLUELAMP_MAIL_HOST" in said.stderr


def test_no_secret_is_in_any_output(
    house: House, folder: Path, told_by: dict[str, str], told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered, trusted = certificate(folder)
    monkeypatch.setenv("MAIL", f'password = "{PASSWORD}"')
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv("BLUELAMP_LOG_LEVEL", "DEBUG")
    for name, value in {"SECURITY": "starttls", "USER": "lamp", "PASSWORD_REF": "MAIL"}.items():
        monkeypatch.setenv(f"BLUELAMP_MAIL_{name}", value)
    due(house.store)
    outputs = []
    for known in ("lamp", "somebody else"):
        with mailbox(offered, sign_in=known) as one:
            monkeypatch.setenv("BLUELAMP_MAIL_PORT", str(one.port))
            for words in (("watch", "--test", "somebody@force.example"), ("watch", "--once"), ("check", "--offline")):
                outputs.append(told(*words).output)
    assert "took it" in outputs[0] and "refused the name or the password" in outputs[3]
    assert not any(PASSWORD in said for said in outputs)


def test_in_practice_an_account_is_seen_on_the_sandboxs_own_page(house: House, now: Ticking) -> None:
    settings = house.settings.model_copy(update={"practice": True, "graph_address": "http://127.0.0.1:9/graph"})
    manner = watch.manner_of(settings)
    with house.store.reading() as db:
        account = db.exec(select(Account)).first()
    assert account and manner.practice
    seen = manner.profile(account.platform, account.handle, account.external_id)
    assert seen == f"http://127.0.0.1:9/public/{account.platform}/{account.external_id}"

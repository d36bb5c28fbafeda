"""Scheduled posts as the store keeps them: stages move by compare-and-swap, and words are remembered for a week."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain.people import Act, Role, Scope, Signed
from domain.posts import PlatformName, fingerprint
from domain.publication import Stage, State
from store import audit, messages, publications
from store.db import Store
from store.tables import Account, Person, ScheduledPost
from tests.conftest import Ticking


@pytest.fixture
def author(store: Store) -> Person:
    person = Person(email="o@force.example", name="O", role=Role.OFFICER)
    with store.writing() as db:
        db.add(person)
    return person


@pytest.fixture
def accounts(store: Store, now: Ticking) -> list[Account]:
    rows = [
        Account(platform=PlatformName.X, external_id=name, handle=name, next_fetch_at=now(), next_audience_at=now())
        for name in ("ashby", "brook")
    ]
    with store.writing() as db:
        db.add_all(rows)
    return rows


def written(store: Store, now: Ticking, author: Person, texts: dict[UUID, str | None]) -> ScheduledPost:
    row = ScheduledPost(author_id=author.id, text="Lock up", due_at=now(), created_at=now(), changed_at=now())
    with store.writing() as db:
        messages.add(db, row, texts)
    return row


def test_each_account_says_its_own_words_or_the_common_ones(
    store: Store, now: Ticking, author: Person, accounts: list[Account]
) -> None:
    ashby, brook = accounts
    message = written(store, now, author, {ashby.id: None, brook.id: "Lock yours"})
    with store.reading() as db:
        told = {one.account.handle: (one.text, one.own_text) for one in messages.chosen(db, message)}
    assert told == {"ashby": ("Lock up", None), "brook": ("Lock yours", "Lock yours")}
    with store.writing() as db:
        messages.choose(db, message.id, {brook.id: None})
        assert [one.account.handle for one in messages.chosen(db, message)] == ["brook"]


def test_a_stage_moves_once_and_only_from_what_was_seen(store: Store, now: Ticking, author: Person) -> None:
    message = written(store, now, author, {})
    with store.writing() as db:
        assert not messages.advance(db, message.id, Stage.DRAFT, Stage.AWAITING_APPROVAL, 7)
        assert messages.advance(db, message.id, Stage.DRAFT, Stage.AWAITING_APPROVAL, 1)
        assert not messages.advance(db, message.id, Stage.DRAFT, Stage.AWAITING_APPROVAL, 1)


def test_words_are_remembered_for_a_week_unless_they_failed(
    store: Store, now: Ticking, author: Person, accounts: list[Account]
) -> None:
    ashby = accounts[0]
    message = written(store, now, author, {ashby.id: None})
    with store.writing() as db:
        which = publications.born(db, message, ashby, message.text)

    def said(**by: float) -> int:
        with store.reading() as db:
            at = now() + timedelta(**by)
            return len(messages.said_before(db, fingerprint("lock  UP"), at, uuid4(), ashby.id, None))

    assert (said(days=6), said(days=8)) == (1, 0)
    with store.writing() as db:
        publications.move(db, which, State.QUEUED, State.CANCELLED)
    assert said(days=1) == 0


def test_whose_words_they_are_is_everyone_who_wrote(store: Store, now: Ticking, author: Person) -> None:
    other = Person(email="c@force.example", name="C", role=Role.COMMS)
    with store.writing() as db:
        db.add(other)
    message = written(store, now, author, {})
    with store.writing() as db:
        signed = Signed(other.id, other.email, other.name, other.role, Scope())
        audit.write(db, signed, Act.APPROVE, "scheduled_post", message.id, now())
        assert messages.writers(db, message) == {author.id}
        audit.write(db, signed, Act.EDIT, "scheduled_post", message.id, now())
    with store.reading() as db:
        assert messages.writers(db, message) == {author.id, other.id}

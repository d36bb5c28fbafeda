"""Broken promises, silent assignees, silent accounts and a dead listener are told to who can do something."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select, update

from domain.errors import TokenExpired, Transient
from domain.listening.words import Lane
from domain.matters import Matter
from domain.people import Role
from domain.posts import PlatformName, TokenHealth
from scheduler import health, watch
from scheduler.alerts import tick
from scheduler.letters import Tokens
from store import silence, workers
from store.tables import Account, Reply, Team, Worker
from tests.mailbox import Mailbox, mailbox
from tests.scheduler.alarm import (
    LONG,
    ROOM,
    alerts_of,
    asked,
    body,
    change,
    did,
    everybody_leaves,
    on_duty,
    person,
)
from tests.scheduler.alarm import watch as watching
from tests.scheduler.conftest import Force


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as one:
        yield one


@pytest.fixture(autouse=True)
def nobody(force: Force) -> None:
    everybody_leaves(force)


def kinds(force: Force) -> list[str]:
    return [one.kind for one in alerts_of(force) if one.settled_at is None]


def test_a_broken_promise_is_told_once_and_a_teams_together(force: Force, box: Mailbox) -> None:
    post = watching(force, box)
    on_duty(force, person(force, "pc ash", team="ashby"), team="ashby", hours=100)
    person(force, "head north", Role.SUPERVISOR, "north")
    asked(force, lane=None, n=3)
    asked(force, "brook", lane=Lane.CRIME)
    force.now.forward(hours=71, minutes=59)
    assert tick(post) == 0
    force.now.forward(minutes=2)
    assert tick(post) == 2
    assert box.to == [["pc.ash@force.example", "head.north@force.example"], [ROOM]] or box.to[::-1] == [
        ["pc.ash@force.example", "head.north@force.example"], [ROOM]
    ]  # fmt: skip
    assert "[Bluelamp] 3 questions were not answered in time: Ashby Town" in box.subjects()
    assert "[Bluelamp] Not answered in time: brook on X" in box.subjects()
    asked(force, lane=None)
    for _ in range(4):
        force.now.forward(minutes=20)
        tick(post)
    assert len(box.taken) == 2


def test_the_teams_own_promise_counts(force: Force, box: Mailbox) -> None:
    post, which = watching(force, box), asked(force, lane=Lane.CRIME)
    change(force, which, due_at=force.now() + timedelta(hours=24))
    force.now.forward(hours=25)
    assert tick(post) == 1 and kinds(force) == [Matter.BREACH]


def test_what_is_put_off_is_told_when_it_comes_back(force: Force, box: Mailbox) -> None:
    post, which = watching(force, box), asked(force, lane=None)
    change(force, which, snoozed_until=force.now() + timedelta(hours=80))
    force.now.forward(hours=75)
    assert tick(post) == 0
    force.now.forward(hours=6)
    assert tick(post) == 1


def test_a_backlog_of_months_is_for_the_list(force: Force, box: Mailbox) -> None:
    post = watching(force, box)
    asked(force, lane=None)
    force.now.forward(days=34)
    with force.store.writing() as db:
        db.exec(update(Worker).values(until=force.now() + LONG))
    assert tick(post) == 0


def test_danger_that_somebody_has_is_told_once_its_promise_is_broken(force: Force, box: Mailbox) -> None:
    post, which = watching(force, box), asked(force)
    change(force, which, due_at=force.now() + timedelta(minutes=15), acknowledged_at=force.now())
    force.now.forward(minutes=16)
    assert tick(post) == 1 and kinds(force) == [Matter.BREACH]


def test_an_assignee_who_does_nothing_is_told_to_their_supervisor(force: Force, box: Mailbox) -> None:
    post, which = watching(force, box), asked(force, lane=None)
    constable = person(force, "pc ash", team="ashby")
    person(force, "sergeant", Role.SUPERVISOR, team="ashby")
    change(force, which, assigned_to_id=constable.person_id, assigned_at=force.now())
    force.now.forward(hours=11, minutes=59)
    assert tick(post) == 0
    force.now.forward(minutes=2)
    assert tick(post) == 1 and tick(post) == 0
    assert box.to == [["sergeant@force.example"]]
    assert "Given to: Pc Ash" in body(box)


def test_whoever_did_something_is_not_silent(force: Force, box: Mailbox) -> None:
    post, which = watching(force, box), asked(force, lane=None)
    constable = person(force, "pc ash", team="ashby")
    change(force, which, assigned_to_id=constable.person_id, assigned_at=force.now())
    force.now.forward(hours=2)
    did(force, constable, which)
    force.now.forward(hours=20)
    assert tick(post) == 0


def test_only_opening_hours_count_against_an_assignee(force: Force, box: Mailbox) -> None:
    post, which = watching(force, box), asked(force, lane=None)
    with force.store.writing() as db:
        db.exec(update(Team).where(col(Team.key) == "ashby").values(hours="Mon-Fri 09:00-17:00"))
    constable = person(force, "pc ash", team="ashby")
    change(force, which, assigned_to_id=constable.person_id, assigned_at=force.now())  # Tuesday 09:00
    force.now.forward(hours=27)
    assert tick(post) == 0  # Wednesday noon: 8 and 3 hours
    force.now.forward(hours=2)
    assert tick(post) == 1


def test_comments_that_nobody_hears_are_told_and_that_it_is_over(force: Force, box: Mailbox) -> None:
    post = watching(force, box)
    which = asked(force, lane=None)
    with force.store.writing() as db:
        db.exec(update(Reply).values(heard=0))
        db.exec(update(Worker).where(col(Worker.kind) == "listener").values(until=force.now()))
    assert tick(post) == 0  # written this minute
    force.now.forward(minutes=3)
    assert tick(post) == 1
    assert box.subjects() == ["[Bluelamp] Nobody is listening"] and box.to == [[ROOM]]
    assert "1 comment waits to be heard." in body(box) and "bluelamp listen" in body(box)
    with force.store.writing() as db:
        workers.beat(db, "listener b", "listener", force.now(), force.now() + LONG)
    force.now.forward(minutes=12)
    tick(post)
    assert box.subjects()[1:] == ["[Bluelamp] Over: nothing waits for a listener"]
    assert which


def test_a_listener_that_stumbles_is_told_in_its_words(force: Force, box: Mailbox) -> None:
    post = watching(force, box)
    asked(force, lane=None)
    with force.store.writing() as db:
        db.exec(update(Reply).values(heard=0))
        workers.beat(db, "listener a", "listener", force.now(), force.now() + LONG, "It stumbles: its log says.")
    force.now.forward(minutes=3)
    tick(post)
    assert "It stumbles: its log says." in body(box)


def habit(force: Force, name: str, number: int) -> None:
    """So many comments, one every quarter of a day, the last one now; the account was just visited."""
    account, now = force[name], force.now()
    with force.store.writing() as db:
        db.add_all(
            Reply(account_id=account.id, external_id=f"h{i}", thread="t", parent="t", text="Hello", heard=1,
                  created_at=now - timedelta(hours=6) * i)
            for i in range(number)
        )  # fmt: skip
        db.exec(update(Account).values(visited_at=now))


def visited(force: Force) -> None:
    with force.store.writing() as db:
        db.exec(update(Account).values(visited_at=force.now()))


def test_an_account_that_collects_nothing_against_its_habit_is_told(force: Force, box: Mailbox) -> None:
    post = watching(force, box)
    habit(force, "ashby", 112)  # four a day
    force.now.forward(days=2)
    visited(force)
    assert watch.listen_for_silence(post) == 0 and tick(post) == 0
    force.now.forward(days=1)
    visited(force)
    assert watch.listen_for_silence(post) == 1
    assert tick(post) == 1 and tick(post) == 0
    assert box.subjects() == ["[Bluelamp] Account is silent: ashby on X"]
    assert "about 4.0 come a day" in body(box) and "bluelamp check" in body(box)
    habit(force, "page", 1)
    with force.store.writing() as db:
        db.add(Reply(account_id=force["ashby"].id, external_id="new", thread="t", parent="t", text="Hi", heard=1,
                     created_at=force.now()))  # fmt: skip
    assert watch.listen_for_silence(post) == 0
    force.now.forward(minutes=11)
    tick(post)
    assert kinds(force) == []


def test_too_few_comments_are_no_habit_and_an_account_that_is_not_collected_is_told_otherwise(
    force: Force, box: Mailbox
) -> None:
    post = watching(force, box)
    habit(force, "ashby", 19)
    habit(force, "brook", 112)
    force.now.forward(days=10)
    assert watch.listen_for_silence(post) == 0
    visited(force)
    assert watch.listen_for_silence(post) == 1


def test_a_token_is_asked_about_once_a_day_and_its_end_is_told_in_time(force: Force, box: Mailbox) -> None:
    asked_of: list[str] = []

    def ask(account: Account) -> TokenHealth:
        asked_of.append(account.handle)
        return TokenHealth(("It lacks pages_read_engagement.",), force.now() + timedelta(days=30))

    ends = datetime(2026, 11, 29, tzinfo=UTC)
    tokens = Tokens(ask, lambda one: ends if one.handle == "brook" else None, (PlatformName.FACEBOOK,))
    post = replace(watching(force, box), tokens=tokens)
    assert health.look(post) == 4 and health.look(post) == 0
    assert asked_of == ["page"]  # asking X costs money
    assert tick(post) == 2
    said = {str(one["Subject"]): " ".join(one.get_content().split()) for one in box.taken}
    assert "Its token ends Sun 29 Nov 2026" in said["[Bluelamp] Account is silent: brook on X"]
    assert "It lacks pages_read_engagement." in said["[Bluelamp] Account is silent: page on Facebook"]
    force.now.forward(hours=25)
    assert health.look(post) == 4


def test_a_token_that_nobody_can_tell_of_keeps_what_was_known(force: Force, box: Mailbox) -> None:
    def fails(account: Account) -> TokenHealth:
        raise Transient("no network")

    def dead(account: Account) -> datetime | None:
        raise TokenExpired("There is no secret.")

    post = watching(force, box)
    with force.store.writing() as db:
        silence.asked(db, force["page"].id, TokenHealth(("It lacks a scope.",)), None, force.now() - timedelta(days=2))
    health.look(replace(post, tokens=Tokens(fails, lambda one: None, tuple(PlatformName))))
    with force.store.reading() as db:
        assert db.exec(select(Account.token_says).where(Account.handle == "page")).one() == "It lacks a scope."
    force.now.forward(days=2)
    health.look(replace(post, tokens=Tokens(fails, dead)))
    with force.store.reading() as db:
        assert db.exec(select(Account.token_says).where(Account.handle == "page")).one() == "There is no secret."

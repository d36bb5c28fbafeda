"""Danger at many places at once calls people a few times, not hundreds; each is told to those who are to know."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from domain.listening.standing import Standing
from domain.listening.words import Lane
from domain.people import Role
from scheduler.alerts import tick, tick_danger
from store.tables import Question, Reply, Team
from tests.mailbox import Mailbox, mailbox
from tests.scheduler.alarm import asked, body, change, everybody_leaves, on_duty, person, watch
from tests.scheduler.conftest import Force


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as one:
        yield one


@pytest.fixture(autouse=True)
def nobody(force: Force) -> None:
    everybody_leaves(force)


def test_danger_in_sixty_conversations_is_five_mails_and_then_one_a_minute(force: Force, box: Mailbox) -> None:
    post = watch(force, box)
    for number in range(60):
        asked(force, post=f"m{number}")
    assert tick_danger(post) == 5
    asked(force, "brook", post="elsewhere")
    assert tick_danger(post) == 1  # another team does not wait
    force.now.forward(seconds=61)
    assert tick(post) == 1
    assert box.subjects()[-1] == "[Bluelamp] Danger: 55 more comments: Ashby Town"
    assert "Post:" not in body(box) and "and 45 more" in body(box)
    asked(force, post="m99")
    assert tick_danger(post) == 0
    force.now.forward(seconds=61)
    assert tick(post) == 1 and tick(post) == 0


def test_of_two_at_one_place_the_one_given_to_another_team_calls_that_team(force: Force, box: Mailbox) -> None:
    post = watch(force, box)
    on_duty(force, person(force, "pc ash", team="ashby"), team="ashby")
    on_duty(force, person(force, "pc brook", team="brook"), team="brook")
    asked(force)
    tick_danger(post)
    force.now.forward(seconds=5)
    given = asked(force, n=2)
    with force.store.reading() as db:
        brook = db.exec(select(Team.id).where(Team.key == "brook")).one()
    change(force, given, assigned_team_id=brook)
    assert tick_danger(post) == 2
    assert sorted(box.to) == [["pc.ash@force.example"], ["pc.ash@force.example"], ["pc.brook@force.example"]]


def test_of_two_questions_of_one_silent_assignee_each_is_told_to_the_head_of_its_team(
    force: Force, box: Mailbox
) -> None:
    post = watch(force, box)
    person(force, "head ash", Role.SUPERVISOR, team="ashby")
    person(force, "head brook", Role.SUPERVISOR, team="brook")
    who = person(force, "pc of both").person_id
    for name in ("ashby", "brook"):
        given = asked(force, name, lane=None)
        change(force, given, assigned_to_id=who, assigned_at=force.now(), due_at=force.now() + timedelta(days=9))
    force.now.forward(hours=13)
    tick(post)
    assert sorted(box.to) == [["head.ash@force.example"], ["head.brook@force.example"]]


def test_danger_that_an_edit_puts_under_a_holding_reply_calls(force: Force, box: Mailbox) -> None:
    post, which = watch(force, box), force.question("page")
    change(force, which, standing=Standing.HOLDING, standing_at=force.now())
    force.now.forward(hours=1)
    with force.store.writing() as db:
        comment = db.get_one(Reply, db.get_one(Question, which).reply_id)
        comment.text, comment.edited_at = "He has a knife", force.now()
    change(force, which, lane=Lane.DANGER)
    assert tick_danger(post) == 1
    change(force, which, standing_at=force.now())  # we wrote again
    force.now.forward(minutes=16)
    assert tick(post) == 1 and "taken up" in box.subjects()[-1]

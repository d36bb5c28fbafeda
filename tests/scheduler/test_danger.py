"""Danger goes at once to who is on duty, once, and further up when nobody says that they saw it."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.clock import utc_now
from domain.handed_out import Every, Form, ReportKind
from domain.listening.standing import Standing
from domain.listening.words import Lane
from domain.matters import Matter
from domain.people import Role, Scope
from domain.questions import Outcome
from scheduler import desk
from scheduler import watch as metronome
from scheduler.alerts import tick, tick_danger
from scheduler.desk_orders import Wish, make_now, order_report
from scheduler.letters import Letter
from scheduler.order_places import Places
from scheduler.orders import Asked, Office, Paper
from tests.mailbox import Mailbox, mailbox
from tests.scheduler.alarm import (
    ROOM,
    alerts_of,
    asked,
    body,
    change,
    everybody_leaves,
    on_duty,
    person,
    watch,
)
from tests.scheduler.conftest import Force

QUARTER = timedelta(minutes=15)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as one:
        yield one


@pytest.fixture(autouse=True)
def nobody(force: Force) -> None:
    everybody_leaves(force)


def test_danger_is_told_at_once_to_who_is_on_duty_for_the_team(force: Force, box: Mailbox) -> None:
    post = watch(force, box)
    on_duty(force, person(force, "pc ash", team="ashby"), team="ashby")
    on_duty(force, person(force, "inspector north", Role.SUPERVISOR, "north"), district="north")
    which = asked(force)
    assert tick_danger(post) == 1 and tick_danger(post) == 0 and tick(post) == 0
    assert box.to == [["pc.ash@force.example"]]
    assert box.subjects() == ["[Bluelamp] Danger: ashby on X"]
    assert f"https://lamp.force.example/?question={which}" in body(box)
    assert "danger to someone now, or a crime in progress" in body(box) and "Market day, p1" in body(box)
    assert box.taken[0]["Importance"] == "high"


def test_the_mail_names_nobody_of_the_public_and_quotes_nothing_of_theirs(force: Force, box: Mailbox) -> None:
    post = watch(force, box)
    asked(force)
    tick_danger(post)
    assert "Pat" not in body(box) and "knife" not in body(box)


@pytest.mark.parametrize(
    ("there", "told"),
    [
        (("north", "force", "supervisors"), "duty.north"),
        (("force", "supervisors"), "duty.force"),
        (("supervisors",), "head.north"),
    ],
)
def test_without_anybody_nearer_the_next_wider_part_of_the_force_is_told(
    force: Force, box: Mailbox, there: tuple[str, ...], told: str
) -> None:
    post = watch(force, box)
    if "north" in there:
        on_duty(force, person(force, "duty north", district="north"), district="north")
    if "force" in there:
        on_duty(force, person(force, "duty force"))
    if "supervisors" in there:
        person(force, "head north", Role.SUPERVISOR, "north")
    asked(force)
    tick_danger(post)
    assert box.to == [[f"{told}@force.example"]]


def test_with_nobody_on_the_roster_the_room_is_told(force: Force, box: Mailbox) -> None:
    asked(force)
    assert tick_danger(watch(force, box)) == 1
    assert box.to == [[ROOM]]


def test_with_nobody_at_all_it_stands_until_there_is_somebody(force: Force, box: Mailbox) -> None:
    post = watch(force, box, to=())
    asked(force)
    assert tick_danger(post) == 0
    person(force, "head", Role.SUPERVISOR)
    assert tick(post) == 1


def test_who_comes_on_duty_later_and_who_went_home_is_not_called(force: Force, box: Mailbox) -> None:
    post, now = watch(force, box), force.now()
    on_duty(force, person(force, "late", team="ashby"), team="ashby", start=now + timedelta(hours=1))
    on_duty(force, person(force, "home", team="ashby"), team="ashby", start=now - timedelta(hours=8))
    on_duty(force, person(force, "gone administrator", Role.ADMINISTRATOR), team="ashby")
    asked(force)
    tick_danger(post)
    assert box.to == [[ROOM]]


def test_fifty_under_one_post_are_two_mails_and_another_post_does_not_wait(force: Force, box: Mailbox) -> None:
    post = watch(force, box)
    asked(force, n=50)
    assert tick_danger(post) == 2
    assert box.subjects() == [
        "[Bluelamp] Danger: ashby on X",
        "[Bluelamp] Danger: 49 more comments: ashby on X (Ashby Town)",
    ]
    force.now.forward(seconds=6)
    asked(force, n=3)
    assert tick_danger(post) == 0  # people know of this post; a minute later
    asked(force, post="p2")
    assert tick_danger(post) == 1
    assert "Market day, p2" in body(box)
    force.now.forward(minutes=1)
    assert tick(post) == 1
    assert box.subjects()[-1].startswith("[Bluelamp] Danger: 3 more comments")


def test_what_was_put_off_is_danger_all_the_same(force: Force, box: Mailbox) -> None:
    post, which = watch(force, box), asked(force)
    change(force, which, snoozed_until=force.now() + timedelta(days=2))
    assert tick_danger(post) == 1


@pytest.mark.parametrize("lane", [None, Lane.CRIME, Lane.AT_RISK])
def test_other_questions_call_nobody(force: Force, box: Mailbox, lane: Lane | None) -> None:
    post = watch(force, box)
    asked(force, lane=lane)
    assert tick_danger(post) == 0 and tick(post) == 0


def test_danger_that_nobody_sees_goes_to_the_district_and_then_to_the_force(force: Force, box: Mailbox) -> None:
    post = watch(force, box)
    on_duty(force, person(force, "pc ash", team="ashby"), team="ashby")
    person(force, "head north", Role.SUPERVISOR, "north")
    person(force, "head south", Role.SUPERVISOR, "south")
    person(force, "chief", Role.SUPERVISOR)
    asked(force)
    tick_danger(post)
    for minutes in (14, 2, 14, 2, 60):
        force.now.forward(minutes=minutes)
        tick(post)
    assert box.to == [["pc.ash@force.example"], ["head.north@force.example"], ["chief@force.example", ROOM]]
    assert box.subjects()[1:] == [
        "[Bluelamp] Danger, and nobody has seen it: ashby on X",
        "[Bluelamp] Danger, still not seen by anybody: ashby on X",
    ]


def test_the_time_that_the_force_set_counts(force: Force, box: Mailbox) -> None:
    post = watch(force, box)
    patience = replace(post.patience, unseen=timedelta(minutes=5))
    asked(force)
    tick(replace(post, patience=patience))
    force.now.forward(minutes=6)
    tick(replace(post, patience=patience))
    assert [one.kind for one in alerts_of(force)] == [Matter.DANGER, Matter.DANGER_UNSEEN]


def test_an_acknowledgement_ends_it_and_is_told_to_everybody_who_was_called(force: Force, box: Mailbox) -> None:
    post = watch(force, box)
    constable = person(force, "pc ash", district="north", team="ashby")
    on_duty(force, constable, team="ashby")
    on_duty(force, person(force, "pc elm", team="ashby"), team="ashby")
    which = asked(force)
    tick_danger(post)
    force.now.forward(minutes=3)
    desk.acknowledge(force.store, constable, which, force.now)
    for _ in range(4):
        force.now.forward(minutes=10)
        tick(post)
    assert box.to == [["pc.ash@force.example", "pc.elm@force.example"]] * 2
    assert box.subjects()[1] == "[Bluelamp] Danger: taken up: ashby on X"
    assert "seen by Pc Ash, Tue 24 Nov 2026, 09:03 GMT" in body(box)
    assert box.taken[1]["In-Reply-To"] == box.taken[0]["Message-ID"]


@pytest.mark.parametrize("how", ["claimed", "answered", "referred", "holding"])
def test_whoever_takes_it_in_hand_answers_or_refers_it_has_seen_it(force: Force, box: Mailbox, how: str) -> None:
    post, which = watch(force, box), asked(force)
    tick_danger(post)
    if how == "claimed":
        who = person(force, "pc ash").person_id
        change(force, which, claimed_by_id=who, claimed_until=force.now() + timedelta(hours=1))
    elif how == "holding":
        change(force, which, standing=Standing.HOLDING)
    else:
        change(force, which, outcome=Outcome.REFERRED if how == "referred" else Outcome.ANSWERED)
    force.now.forward(minutes=16)
    tick(post)
    assert Matter.DANGER_UNSEEN not in {one.kind for one in alerts_of(force)}


def test_a_claim_that_ran_out_with_nothing_done_calls_again(force: Force, box: Mailbox) -> None:
    post, which = watch(force, box), asked(force)
    tick_danger(post)
    who = person(force, "pc ash").person_id
    change(force, which, claimed_by_id=who, claimed_until=force.now() + timedelta(minutes=10))
    force.now.forward(minutes=5)
    tick(post)
    force.now.forward(minutes=6)
    assert tick_danger(post) == 1
    assert [subject for subject in box.subjects() if "Danger: ashby" in subject] == [
        "[Bluelamp] Danger: ashby on X"
    ] * 2


def test_a_mail_server_that_is_down_delays_danger_by_a_minute_and_no_more(force: Force, box: Mailbox) -> None:
    gone = replace(watch(force, box), send=watch(force, box).send)
    box.says = "451 not now"
    asked(force)
    for _ in range(4):
        tick(gone)
        waits = alerts_of(force)[0].next_try_at - force.now()
        assert waits == timedelta(minutes=1)
        force.now.forward(minutes=1)
    box.says = "250 taken"
    assert tick(gone) == 1


def test_other_mail_that_fails_does_not_hold_danger_up(force: Force, box: Mailbox) -> None:
    post = watch(force, box)
    asked(force, lane=None)
    force.now.forward(hours=73)
    from tests.scheduler.test_alerts import post_of

    tick(replace(post_of(force, box, mail_port=1)))
    asked(force)
    assert tick_danger(post) == 1


def test_a_danger_of_an_account_that_left_calls_nobody(force: Force, box: Mailbox) -> None:
    post = watch(force, box)
    asked(force)
    with force.store.writing() as db:
        from store.tables import Account

        db.get_one(Account, force["ashby"].id).retired_at = force.now()
    assert tick_danger(post) == 0


def test_danger_of_weeks_ago_that_a_first_visit_brings_in_calls_nobody(force: Force, box: Mailbox) -> None:
    post, which = watch(force, box), asked(force)
    change(force, which, waiting_since=force.now() - timedelta(days=8), due_at=force.now() + timedelta(days=1))
    assert tick_danger(post) == 0 and tick(post) == 0


def test_a_hundred_looks_at_nothing_write_nothing(force: Force, box: Mailbox) -> None:
    post = watch(force, box)
    for _ in range(100):
        tick_danger(post)
    assert alerts_of(force) == []


def test_danger_is_told_while_an_ordered_report_is_still_being_written(
    force: Force, box: Mailbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    force.now.at = utc_now()
    post, told, stop = watch(force, box, now=utc_now), threading.Event(), threading.Event()
    send, seen = post.send, []
    assert send

    def sent(letter: Letter) -> str:
        note = send(letter)
        if "Danger" in letter.subject:
            told.set()
        return note

    def slow(asked_for: Asked) -> Paper:
        force.now.at = utc_now()
        try:
            asked(force)
            seen.append(told.wait(30))
        finally:
            stop.set()
        return Paper("Report", "November", ())

    by = person(force, "pat quill", Role.COMMS)
    wish = Wish(ReportKind.PANEL, Scope(), Every.MONTH, force.now().date() + timedelta(days=9), (Form.PDF,), folder=".")
    order = order_report(force.store, by, wish, Places(tmp_path), utc_now).id
    make_now(force.store, by, order, utc_now)
    monkeypatch.setattr(metronome, "DANGER_TICK", timedelta(seconds=1))
    monkeypatch.setattr(metronome, "BEAT_EVERY", timedelta(seconds=1))
    office = Office(force.store, utc_now, slow, None, Places(tmp_path))
    late = threading.Timer(45, stop.set)
    late.start()
    metronome.run(replace(post, send=sent), "watch a", stop, office)
    late.cancel()
    assert seen == [True]

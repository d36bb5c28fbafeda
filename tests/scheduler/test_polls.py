"""Polls from the officer's desk to the public and back: once, counted, and what came of it told."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from collector.cycle import run_cycle
from domain.polls import Consultation, OneAsked, PollState, PollWords
from domain.posts import PlatformName
from domain.publication import State
from domain.purse import Limits
from platforms import registry
from sandbox import x_poll
from sandbox.items import Item
from sandbox.server import Server
from sandbox.world import World
from scheduler import desk
from scheduler.desk import Refused, Words
from scheduler.evidence import export
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.reconciler import reconcile
from store import budget, reports
from store.reports.polls import PollRow, asked_together, poll, polls
from store.tables import Account, Poll, PollOption, ScheduledPost, Trail
from tests.scheduler.conftest import Force

DAY = 24 * 60
ANSWERS = ("Speeding", "Parking", "Litter")


def asked(force: Force, *names: str, question: str = "What worries you most in Ashby?", **more: object) -> PollWords:
    one = [OneAsked(force[name].id, f"{question} {name}", ANSWERS) for name in names or ("ashby",)]
    return PollWords(tuple(one), DAY, force.now() + timedelta(minutes=10), **more)  # type: ignore[arg-type]


def put(force: Force, words: PollWords, submit: bool = True) -> UUID:
    return desk.put_polls(force.store, force.people["officer"], words, force.rules, force.now, submit).id


def the(force: Force, which: UUID) -> PollRow:
    with force.store.reading() as db:
        found = poll(db, force.people["comms"], force.now(), which)
    assert found
    return found


def approved(force: Force, which: UUID) -> None:
    message = the(force, which).scheduled_post_id
    assert message
    desk.approve(force.store, force.people["comms"], message, force.rules, force.now)


def public(world: World) -> list[Item]:
    return [item for item in world.items.values() if item.poll]


def collect(force: Force, line: Means) -> None:
    """Every account is visited now, as the collector does it."""
    with force.store.writing() as db:
        for account in db.exec(select(Account)):
            account.next_fetch_at = force.now()
            db.add(account)
    run_cycle(
        force.store, line.connect, force.now, lambda platform: Limits(), workers=1, capabilities=registry.capabilities  # type: ignore[arg-type]
    )  # fmt: skip


def read_of(server: Server) -> int:
    """How many look-ups of posts there were."""
    return sum(call["operation"] == "lookup" for call in server.calls)


def test_a_poll_goes_out_once_is_counted_and_its_feedback_is_owed(
    force: Force, line: Means, world: World, server: Server
) -> None:
    which = put(force, asked(force))
    assert the(force, which).state is PollState.COMING and publish_due(line) == {}
    approved(force, which)
    force.now.forward(minutes=10)
    server.faults.add("hang_up_after", "x", operation="write")
    publish_due(line)
    assert force.the().state is State.UNKNOWN
    force.now.forward(minutes=1)
    assert reconcile(line) == 1 and force.the().state is State.PUBLISHED  # found by its words, as any other post
    (item,) = public(world)
    assert item.poll and [one["label"] for one in item.poll["options"]] == list(ANSWERS)
    assert item.poll["minutes"] == DAY and force.the().poll == {"options": list(ANSWERS), "minutes": DAY}
    for place, many in ((1, 5), (2, 2)):
        assert x_poll.vote(item, place, many, force.now())
    collect(force, line)
    open_ = the(force, which)
    assert open_.state is PollState.OPEN and open_.closed_at is None
    assert [(one.votes, one.percent) for one in open_.options] == [(5, None), (2, None), (0, None)]  # n is too small
    x_poll.vote(item, 3, 13, force.now())
    force.now.forward(hours=2)
    looks = read_of(server)
    collect(force, line)
    assert the(force, which).answered == 7 and read_of(server) - looks <= 1  # not each visit: it costs money
    force.now.forward(days=1, minutes=20)
    collect(force, line)
    final = the(force, which)
    assert (final.state, final.answered) == (PollState.OWED, 20)
    assert [one.percent for one in final.options] == [25, 10, 65]
    assert final.feedback_due_on == final.closes_on + timedelta(days=28)
    story = json.loads(export(force.store, force.people["comms"], force.the().id, force.now).text)
    assert story["evidence"]["poll"] == {"options": list(ANSWERS), "minutes": DAY}
    with force.store.reading() as db:
        assert budget.spent(db, PlatformName.X, force.now()).month  # each count is a post read of the ledger
    force.now.forward(days=29)
    assert the(force, which).state is PollState.OVERDUE
    with force.store.reading() as db:
        notices = reports.attention(db, force.people["comms"], force.now())
        badges = reports.badges(db, force.people["comms"], force.now())
    (notice,) = [one for one in notices if one.kind is reports.Kind.FEEDBACK]
    assert (notice.subject_id, notice.attempts) == (which, 20) and badges.attention == len(notices)
    tell(force, which, "We told them at the surgery.")
    assert the(force, which).state is PollState.DONE


def tell(force: Force, which: UUID, feedback: str = "", because: str = "") -> None:
    officer, seen = force.people["officer"], the(force, which).changed_at
    desk.tell_back(force.store, officer, which, seen, feedback, "", because, None, force.now)


def test_a_poll_that_is_gone_keeps_its_last_count(force: Force, line: Means, world: World) -> None:
    which = put(force, asked(force))
    approved(force, which)
    force.now.forward(minutes=10)
    publish_due(line)
    (item,) = public(world)
    x_poll.vote(item, 1, 12, force.now())
    collect(force, line)
    world.remove("x", item.id)
    force.now.forward(days=1)
    collect(force, line)
    row = the(force, which)
    assert (row.state, row.answered, row.options[0].percent) == (PollState.OWED, 12, 100) and row.post_gone_at


def test_it_is_changed_and_taken_back_only_before_it_is_public(force: Force, line: Means, world: World) -> None:
    which = put(force, asked(force))
    approved(force, which)
    row, officer = the(force, which), force.people["officer"]
    fresh = OneAsked(force["ashby"].id, "What worries you?", ("Speeding", "Dogs"))
    later = force.now() + timedelta(minutes=30)
    arguments = (officer, which, row.changed_at, fresh, 60, later, force.rules, force.now)
    force.now.forward(seconds=1)
    desk.change_poll(force.store, *arguments)
    assert force.states() == [State.CANCELLED]  # what was approved with other answers does not leave
    with pytest.raises(Refused, match="Somebody was quicker"):
        desk.change_poll(force.store, *arguments)
    message = the(force, which).scheduled_post_id
    assert message
    desk.submit(force.store, officer, message, force.rules, force.now)
    approved(force, which)
    force.now.forward(minutes=30)
    publish_due(line)
    (item,) = public(world)
    assert item.poll and [one["label"] for one in item.poll["options"]] == ["Speeding", "Dogs"]
    seen = the(force, which).changed_at
    with pytest.raises(Refused, match="It is public"):
        desk.change_poll(force.store, officer, which, seen, fresh, 60, later, force.rules, force.now)
    with pytest.raises(Refused, match="It is public"):
        desk.cancel_poll(force.store, officer, which, seen, "A mistake", force.now)
    other = put(force, asked(force, "brook"))
    desk.cancel_poll(force.store, officer, other, the(force, other).changed_at, "A mistake", force.now)
    with force.store.reading() as db:
        assert db.get_one(ScheduledPost, the(force, other).scheduled_post_id).stage == "withdrawn"
        told = [one.detail for one in db.exec(select(Trail).where(Trail.subject_id == other).order_by(Trail.id))]  # type: ignore[arg-type]
    assert the(force, other).state is PollState.CANCELLED and told[-1] == "taken back: A mistake"


def test_what_a_platform_would_not_take_is_refused_before_anything_is_kept(force: Force, line: Means) -> None:
    good = asked(force)
    (one,) = good.asked
    wrong = [
        (replace(one, options=("A", "B", "C", "D", "E")), "at most 4 answers"),
        (replace(one, options=("A" * 26, "B")), "too long for X by 1"),
        (replace(one, options=("Yes", "yes ")), "Two answers are the same"),
        (replace(one, options=("Yes", "")), "at least two answers"),
        (replace(one, account_id=force["page"].id), "cannot put polls on Facebook"),
    ]
    for bad, says in wrong:
        with pytest.raises(Refused, match=says):
            put(force, replace(good, asked=(bad,)))
    with pytest.raises(Refused, match="5 minutes to 7 days"):
        put(force, replace(good, minutes=DAY * 8))
    same = [replace(one, account_id=force[name].id) for name in ("ashby", "brook")]
    with pytest.raises(Refused, match="same words on several accounts"):
        put(force, replace(good, asked=tuple(same)))
    north = replace(good, asked=asked(force, "brook").asked)
    with pytest.raises(Refused, match="do not let you"):
        desk.put_polls(force.store, force.people["north officer"], north, force.rules, force.now, True)
    with force.store.reading() as db:
        assert not db.exec(select(Poll)).all() and not db.exec(select(ScheduledPost)).all()


def test_several_accounts_and_welsh_are_polls_of_their_own_side_by_side(force: Force, line: Means) -> None:
    welsh = OneAsked(force["ashby"].id, "Beth sy'n eich poeni fwyaf?", ("Goryrru", "Parcio"), "cy")
    words = asked(force, "ashby", "brook")
    which = put(force, replace(words, asked=(*words.asked, welsh)), submit=False)
    with force.store.reading() as db:
        others = asked_together(db, force.people["comms"], force.now(), which)
        here = polls(db, force.people["north comms"], force.now())
    assert [(one.account, one.language) for one in others] == [("ashby", "cy"), ("brook", "en")]
    assert the(force, which).together == 2 and {one.account for one in here} == {"ashby"}  # south's is not theirs
    message = the(force, which).scheduled_post_id
    assert message
    beside = Words("Which?", {force["ashby"].id: None, force["brook"].id: "Which then?"}, force.now() + timedelta(1))
    desk.edit(force.store, force.people["officer"], message, force.rules, force.now, beside)
    with pytest.raises(Refused, match="one account"):
        desk.submit(force.store, force.people["officer"], message, force.rules, force.now)
    with pytest.raises(Refused, match="A poll is not copied"):
        desk.copy(force.store, force.people["officer"], message, [force["ashby"].id], force.rules, force.now)


def test_a_consultation_is_kept_by_hand_and_closes_with_feedback_or_a_reason(force: Force) -> None:
    officer, today = force.people["north officer"], force.now().date()
    words = Consultation("Where should we stand?", "Show of hands", ("Market", "Station"), today, today)
    with pytest.raises(Refused, match="do not let you"):
        desk.record_consultation(force.store, officer, words, force.now)  # the whole force is not theirs
    words = replace(words, district_id=force.districts["north"])
    with pytest.raises(Refused, match="It closes before it opens"):
        desk.record_consultation(force.store, officer, replace(words, closes_on=today - timedelta(1)), force.now)
    which = desk.record_consultation(force.store, officer, words, force.now).id
    row = the(force, which)
    assert (row.state, row.feedback_due_on) == (PollState.OPEN, today + timedelta(days=28))
    for votes, n, says in (([3], 3, "Somebody was quicker"), ([3, None], 3, "each answer"), ([7, 3], 6, "Fewer")):
        with pytest.raises(Refused, match=says):
            desk.count_consultation(force.store, officer, which, row.changed_at, votes, n, True, force.now)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="not final"):
        tell(force, which, "Told")
    desk.count_consultation(force.store, officer, which, row.changed_at, [9, 3], 10, True, force.now)
    row = the(force, which)
    assert (row.state, [one.percent for one in row.options]) == (PollState.OWED, [90, 30])  # several could be chosen
    with pytest.raises(Refused, match="They are owed one of them"):
        tell(force, which)
    day = today + timedelta(days=40)
    desk.due_feedback(force.store, officer, which, row.changed_at, day, force.now)
    assert the(force, which).feedback_due_on == day
    tell(force, which, because="Nobody left an address")
    assert the(force, which).state is PollState.DONE
    with force.store.reading() as db:
        assert len(db.exec(select(PollOption)).all()) == 2
        acts = [one.act for one in db.exec(select(Trail).where(Trail.subject == "poll"))]
    assert acts == ["poll"] * 4

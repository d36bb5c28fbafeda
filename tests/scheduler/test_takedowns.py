"""Taking down what is public, over real adapters: ordered by whom, deleted whatever dies, and really gone."""

import threading
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from domain.clock import utc_now
from domain.errors import Rejected
from domain.people import Signed
from domain.posts import PlatformName
from domain.publication import State, TakeDownState
from domain.purse import Limits
from domain.questions import Outcome
from platforms.port import Outlet
from sandbox.server import Server
from sandbox.world import World
from scheduler import desk, metronome
from scheduler.desk import Refused
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.takedowns import take_down_due
from store import posts, reports
from store.tables import Account, Hold, Post, Reply, TakeDown, Trail
from tests.scheduler.board import Killed
from tests.scheduler.conftest import Force
from tests.scheduler.test_metronome import until
from tests.scheduler.test_platforms import NAMES, ON_BOTH

WHY = "It names a person who asked not to be named"


def out(force: Force, line: Means, *names: str) -> UUID:
    """A post that is public on these accounts; its first publication's id."""
    text = "Surgery at noon" if len(names) < 2 else "Surgery at noon at the library"
    found = force.due(text, *names)
    publish_due(line)
    assert {one.state for one in force.publications()} == {State.PUBLISHED}
    return found[0].id


def order(force: Force, which: UUID, who: str = "comms", **more: Any) -> str:
    return desk.take_down(force.store, force.people[who], which, WHY, force.rules, force.now, **more).says


def wanted(force: Force) -> list[TakeDown]:
    with force.store.reading() as db:
        return list(db.exec(select(TakeDown).order_by(col(TakeDown.asked_at), col(TakeDown.id))))


def states(force: Force) -> list[TakeDownState]:
    return [one.state for one in wanted(force)]


def trail(force: Force) -> list[tuple[str, str]]:
    with force.store.reading() as db:
        return [(row.act, row.detail) for row in db.exec(select(Trail).order_by(col(Trail.id)))]


def public(world: World, platform: PlatformName) -> int:
    return sum(item.platform == platform.value and item.by_us for item in world.items.values())


def goes_wrong(server: Server, platform: PlatformName, kind: str, operation: str = "write", **more: Any) -> None:
    server.faults.add(kind, platform.value, operation=operation, **more)


@ON_BOTH
def test_what_is_ordered_is_deleted_and_seen_to_be_gone(
    platform: PlatformName, force: Force, line: Means, world: World
) -> None:
    which = out(force, line, NAMES[platform])
    assert "Ordered: the post is deleted now." in order(force, which)
    force.now.forward(seconds=5)
    assert take_down_due(line) == {"gone": 1}
    assert public(world, platform) == 0
    (one,) = wanted(force)
    assert (one.state, one.reason, one.gone_at, one.deleted_at) == (TakeDownState.GONE, WHY, force.now(), force.now())
    with force.store.reading() as db:
        assert db.exec(select(Post.gone_at)).one() == force.now()
    assert [act for act, _ in trail(force)][-3:] == ["take_down", "deleted", "gone"]
    assert take_down_due(line) == {}
    assert force.the().state is State.PUBLISHED  # it was public: that stays true


@ON_BOTH
@pytest.mark.parametrize("dies", ["before delete", "after delete", "before look", "after look"])
def test_killed_anywhere_it_is_done_by_the_next(
    dies: str, platform: PlatformName, force: Force, line: Means, world: World
) -> None:
    which = out(force, line, NAMES[platform])
    order(force, which)
    with pytest.raises(Killed):
        take_down_due(replace(line, connect=lambda account: Dying(line.connect(account), dies)))  # type: ignore[arg-type]
    assert states(force) == [TakeDownState.ORDERED]
    assert take_down_due(line) == {}  # the dead one might still be at it
    force.now.forward(minutes=2, seconds=1)
    assert take_down_due(line) == {"gone": 1}
    assert (states(force), public(world, platform)) == ([TakeDownState.GONE], 0)
    if platform is PlatformName.X:
        assert force.spent() == 15_000 + 10_000  # the post, and its deletion once, however often it was tried


@dataclass
class Dying:
    """A line to a platform whose process is killed at one moment of a take-down."""

    real: Outlet
    dies: str

    def delete(self, external_id: str) -> None:
        self._die("before delete")
        self.real.delete(external_id)
        self._die("after delete")

    def is_gone(self, external_id: str) -> bool:
        self._die("before look")
        gone = self.real.is_gone(external_id)
        self._die("after look")
        return gone

    def _die(self, moment: str) -> None:
        if moment == self.dies:
            raise Killed


@ON_BOTH
def test_a_platform_that_lags_is_looked_at_until_it_is_really_gone(
    platform: PlatformName, force: Force, line: Means, world: World, server: Server
) -> None:
    order(force, out(force, line, NAMES[platform]))
    goes_wrong(server, platform, "gone_late", delay=40.0)
    assert take_down_due(line) == {"later": 1}
    (one,) = wanted(force)
    assert (one.state, one.trouble_kind, one.looked_at) == (TakeDownState.ORDERED, "StillThere", force.now())
    with force.store.reading() as db:
        assert db.exec(select(Post.gone_at)).one() is None
    force.now.forward(seconds=16)
    assert take_down_due(line) == {"later": 1}
    force.now.forward(seconds=31)
    assert take_down_due(line) == {"gone": 1}
    assert (wanted(force)[0].tries, public(world, platform)) == (3, 0)
    deletions = [call for call in server.sandbox.calls if call["method"] == "DELETE"]
    assert len(deletions) == 1  # a platform that said so is not told again at once


def test_a_platform_that_said_deleted_and_did_not_is_told_again(
    force: Force, line: Means, world: World, server: Server
) -> None:
    order(force, out(force, line, "page"))
    goes_wrong(server, PlatformName.FACEBOOK, "gone_late", delay=86_400.0)
    for _ in range(8):
        take_down_due(line)
        force.now.forward(minutes=3)
    assert (states(force), public(world, PlatformName.FACEBOOK)) == ([TakeDownState.GONE], 0)


@ON_BOTH
@pytest.mark.parametrize("kind", ["hang_up_after", "server_error_after", "hang_up_before", "html_502"])
def test_no_answer_is_tried_again_and_does_no_harm(
    kind: str, platform: PlatformName, force: Force, line: Means, world: World, server: Server
) -> None:
    order(force, out(force, line, NAMES[platform]))
    goes_wrong(server, platform, kind)
    assert take_down_due(line) == {"later": 1}
    force.now.forward(seconds=16)
    assert take_down_due(line) == {"gone": 1}
    assert public(world, platform) == 0


@ON_BOTH
@pytest.mark.parametrize("kind", ["rate_limit", "rate_limit_no_reset", "dead_token"])
def test_a_limit_and_a_dead_token_wait_until_they_pass(
    kind: str, platform: PlatformName, force: Force, line: Means, world: World, server: Server
) -> None:
    order(force, out(force, line, NAMES[platform]))
    goes_wrong(server, platform, kind)
    assert take_down_due(line) == {"later": 1}
    assert (states(force), public(world, platform)) == ([TakeDownState.ORDERED], 1)
    force.now.forward(minutes=61)
    assert take_down_due(line) == {"gone": 1}


def test_without_a_network_it_is_tried_for_ever_with_growing_pauses(force: Force, line: Means, server: Server) -> None:
    order(force, out(force, line, "page"))
    goes_wrong(server, PlatformName.FACEBOOK, "hang_up_before", times=None)
    tries = 0
    for _ in range(24 * 60):
        tries += take_down_due(line)["later"]
        force.now.forward(minutes=1)
    assert states(force) == [TakeDownState.ORDERED]
    assert 20 < tries < 40
    server.faults.clear()
    force.now.forward(hours=1)
    assert take_down_due(line) == {"gone": 1}


@ON_BOTH
def test_a_refusal_asks_a_person_and_can_be_ordered_anew_or_closed(
    platform: PlatformName, force: Force, line: Means, server: Server
) -> None:
    which = out(force, line, NAMES[platform])
    order(force, which)
    goes_wrong(server, platform, "forbidden", code=368)
    assert take_down_due(line) == {"refused": 1}
    (one,) = wanted(force)
    assert one.state is TakeDownState.REFUSED and one.trouble
    assert trail(force)[-1] == ("take_down_refused", one.trouble)
    assert force.spent() == (15_000 if platform is PlatformName.X else 0)  # what is refused is not billed
    force.now.forward(days=1)
    assert take_down_due(line) == {}
    order(force, which)
    assert take_down_due(line) == {"gone": 1}


def test_a_permission_that_is_missing_is_no_proof_that_it_is_gone(force: Force, line: Means, server: Server) -> None:
    order(force, out(force, line, "page"))
    goes_wrong(server, PlatformName.FACEBOOK, "forbidden", operation="read", code=10, times=None)
    assert take_down_due(line) == {"later": 1}
    assert states(force) == [TakeDownState.ORDERED]
    server.faults.clear()
    force.now.forward(minutes=1)
    assert take_down_due(line) == {"gone": 1}


@ON_BOTH
def test_what_was_deleted_by_hand_is_gone(platform: PlatformName, force: Force, line: Means, world: World) -> None:
    which = out(force, line, NAMES[platform])
    order(force, which)
    world.remove(platform.value, force.the().external_id or "")
    assert take_down_due(line) == {"gone": 1}


def test_what_the_collector_finds_gone_is_gone_even_when_it_was_refused(
    force: Force, line: Means, server: Server
) -> None:
    which = out(force, line, "page")
    order(force, which)
    goes_wrong(server, PlatformName.FACEBOOK, "forbidden", code=368)
    take_down_due(line)
    force.now.forward(hours=3)
    with force.store.writing() as db:
        posts.gone(db, force["page"], [force.the().external_id or ""], force.now())
    assert take_down_due(line) == {"gone": 1}
    assert states(force) == [TakeDownState.GONE]
    assert trail(force)[-1] == ("gone", "found gone when the account was read")
    with pytest.raises(Refused, match="It is no longer there"):
        order(force, which)


def test_a_hold_never_keeps_a_post_up(force: Force, line: Means) -> None:
    which = out(force, line, "page")
    with force.store.writing() as db:
        db.add(
            Hold(reason="A major incident", placed_by_id=force.people["supervisor"].person_id, placed_at=force.now())
        )
    order(force, which)
    assert take_down_due(line) == {"gone": 1}


def test_on_x_a_deletion_and_a_look_that_sees_it_are_booked(force: Force, line: Means, server: Server) -> None:
    order(force, out(force, line, "ashby"))
    before = force.spent()
    goes_wrong(server, PlatformName.X, "gone_late", delay=40.0)
    for _ in range(3):
        take_down_due(line)
        force.now.forward(seconds=31)
    assert states(force) == [TakeDownState.GONE]
    assert force.spent() - before == 10_000 + 5_000  # a post is read once a day, however often it is looked at


def test_a_purse_that_is_empty_keeps_no_post_up(force: Force, line: Means) -> None:
    order(force, out(force, line, "ashby"))
    assert take_down_due(replace(line, limits=lambda platform: Limits(day_micros=1))) == {"gone": 1}


def test_an_answer_that_is_taken_down_lets_its_question_wait_again(force: Force, line: Means, world: World) -> None:
    ours = world.publish("facebook", world.accounts["facebook", force["page"].external_id], "Surgery tonight")
    asked = world.reply(ours, world.person("facebook", "Pat Quill").id, "What time does it start?")
    question = force.question("page", ours.id, asked.id)
    force.now.forward(minutes=1)
    desk.answer(force.store, force.people["officer"], question, "At noon.", force.rules, force.now)
    publish_due(line)
    assert force.asked(question).outcome is Outcome.ANSWERED
    order(force, force.the().id)
    assert take_down_due(line) == {"gone": 1}
    with force.store.reading() as db:
        assert db.exec(select(Reply.gone_at).where(col(Reply.by_us).is_(True))).one() == force.now()
    assert force.asked(question).outcome is None
    says = desk.answer(force.store, force.people["officer"], question, "At one, sorry.", force.rules, force.now).says
    assert says
    publish_due(line)
    assert force.asked(question).outcome is Outcome.ANSWERED


def test_an_ordered_one_that_many_workers_see_is_tried_by_one(force: Force, line: Means, server: Server) -> None:
    order(force, out(force, line, "page"))
    did: list[int] = []
    workers = [threading.Thread(target=lambda: did.append(take_down_due(line)["gone"])) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sum(did) == 1
    assert len([call for call in server.sandbox.calls if call["method"] == "DELETE"]) == 1


def test_who_comes_back_late_says_nothing_over_a_newer_try(force: Force, line: Means, server: Server) -> None:
    order(force, out(force, line, "page"))
    goes_wrong(server, PlatformName.FACEBOOK, "gone_late", delay=86_400.0)

    def overtaken(account: Account) -> Outlet:
        force.now.forward(minutes=3)
        assert take_down_due(line) == {"later": 1}
        raise Rejected("no")

    take_down_due(replace(line, connect=overtaken))
    (one,) = wanted(force)
    assert (one.state, one.tries, one.trouble_kind) == (TakeDownState.ORDERED, 2, "StillThere")


# Who may.


@pytest.fixture
def strict(force: Force) -> Force:
    """The force's rule: a second person agrees."""
    force.rules = replace(force.rules, take_downs_need_second_person=True)
    return force


@pytest.fixture
def shown(strict: Force, means: Means) -> tuple[Force, UUID]:
    """A post that is public on the notice board."""
    return strict, out(strict, means, "page")


def agree(force: Force, who: str, which: UUID, **more: Any) -> str:
    return desk.approve_take_down(force.store, force.people[who], which, force.now, **more).says


def test_where_the_rule_says_so_nothing_happens_before_a_second_person_agrees(
    shown: tuple[Force, UUID], means: Means
) -> None:
    force, which = shown
    assert "as soon as a second person agrees" in order(force, which)
    force.now.forward(days=1)
    assert (take_down_due(means), states(force)) == ({}, [TakeDownState.ASKED])
    with pytest.raises(Refused, match="Someone else must agree"):
        agree(force, "comms", which)
    assert "Agreed" in agree(force, "supervisor", which)
    assert take_down_due(means) == {"gone": 1}
    (one,) = wanted(force)
    assert (one.asked_by_id, one.approved_by_id) == tuple(force.people[n].person_id for n in ("comms", "supervisor"))


def test_who_may_not_is_told_so_and_nothing_changes(shown: tuple[Force, UUID]) -> None:
    force, which = shown
    for who in ("officer", "administrator"):
        with pytest.raises(Refused, match="do not let you take posts down"):
            order(force, which, who)
    order(force, which)
    with pytest.raises(Refused, match="do not let you approve that a post is taken down"):
        agree(force, "officer", which)
    assert states(force) == [TakeDownState.ASKED]


def test_scope_ends_where_it_ends(strict: Force, means: Means) -> None:
    which = out(strict, means, "brook")
    with pytest.raises(Refused, match="for brook"):
        order(strict, which, "north comms")
    order(strict, which)
    with pytest.raises(Refused, match="for brook"):
        agree(strict, "north supervisor", which)


def test_a_reason_is_needed(shown: tuple[Force, UUID]) -> None:
    force, which = shown
    with pytest.raises(Refused, match="Say why"):
        desk.take_down(force.store, force.people["comms"], which, "  ", force.rules, force.now)
    assert wanted(force) == []


def test_asked_twice_is_asked_once(shown: tuple[Force, UUID]) -> None:
    force, which = shown
    order(force, which)
    with pytest.raises(Refused, match="asked for that already"):
        order(force, which, "supervisor")
    assert len(wanted(force)) == 1


def test_dropped_while_it_is_not_done_it_stays_and_can_be_asked_for_anew(
    shown: tuple[Force, UUID], means: Means
) -> None:
    force, which = shown
    order(force, which)
    with pytest.raises(Refused):
        desk.drop_take_down(force.store, force.people["officer"], which, force.now)
    assert "It stays where it is." in desk.drop_take_down(force.store, force.people["comms"], which, force.now).says
    force.now.forward(days=1)
    assert (take_down_due(means), states(force)) == ({}, [TakeDownState.DROPPED])
    with pytest.raises(Refused, match="No take-down of it is open"):
        agree(force, "supervisor", which)
    order(force, which)
    agree(force, "supervisor", which)
    assert take_down_due(means) == {"gone": 1}


def test_dropped_at_the_moment_it_was_deleted_it_is_gone_all_the_same(force: Force, line: Means) -> None:
    which = out(force, line, "page")
    order(force, which)

    def drop_meanwhile(account: Account) -> Outlet:
        desk.drop_take_down(force.store, force.people["comms"], which, force.now)
        return line.connect(account)

    assert take_down_due(replace(line, connect=drop_meanwhile)) == {"gone": 1}
    assert states(force) == [TakeDownState.GONE]


@pytest.mark.parametrize(
    ("state", "says"),
    [(State.UNKNOWN, "confirm it with its link first"), (State.QUEUED, "stop it instead"),
     (State.WAITING, "drop it instead"), (State.FAILED, "not known to be public"),
     (State.PUBLISHING, "being sent at this moment"), (State.CANCELLED, "was stopped")],
)  # fmt: skip
def test_what_is_not_known_to_be_public_cannot_be_taken_down(force: Force, state: State, says: str) -> None:
    (one,) = force.approved()
    with force.store.writing() as db:
        db.add(one)
        one.state = state
    with pytest.raises(Refused, match=says):
        order(force, one.id)
    assert wanted(force) == []


def test_one_act_takes_a_message_down_on_every_account_where_it_is_public(
    force: Force, line: Means, world: World
) -> None:
    words = force.words("Surgery at noon", "ashby", "brook", "page")
    words = replace(
        words, accounts={force["ashby"].id: None, force["brook"].id: "Noon: surgery", force["page"].id: None}
    )
    which = desk.write_and_submit(force.store, force.people["officer"], words, force.rules, force.now).id
    desk.approve(force.store, force.people["comms"], which, force.rules, force.now)
    force.now.forward(minutes=10)
    publish_due(line)
    on = {one.account_id: one for one in force.publications()}
    first = on[force["ashby"].id]
    order(force, first.id)
    take_down_due(line)
    with pytest.raises(Refused, match="for brook"):
        order(force, on[force["page"].id].id, "north comms", everywhere=True)
    assert "2 posts are deleted now" in order(force, first.id, everywhere=True)
    force.now.forward(seconds=1)
    assert take_down_due(line) == {"gone": 2}
    assert public(world, PlatformName.X) == public(world, PlatformName.FACEBOOK) == 0
    with pytest.raises(Refused, match="None of it is public any more"):
        order(force, first.id, everywhere=True)


def test_a_second_person_agrees_to_all_of_a_message_at_once(strict: Force, means: Means) -> None:
    which = out(strict, means, "county", "page")
    order(strict, which, everywhere=True)
    someone: Signed = strict.people["north supervisor"]
    with pytest.raises(Refused, match="for county"):
        desk.approve_take_down(strict.store, someone, which, strict.now, everywhere=True)
    assert "2 posts are deleted now" in agree(strict, "supervisor", which, everywhere=True)
    assert take_down_due(means) == {"gone": 2}


def test_a_time_written_while_a_clock_was_wrong_keeps_no_post_up(force: Force, means: Means) -> None:
    order(force, out(force, means, "page"))
    with force.store.writing() as db:
        db.exec(select(TakeDown)).one().next_try_at = force.now() + timedelta(days=400)
    assert take_down_due(means) == {"gone": 1}


def test_a_clock_that_was_put_back_hides_no_open_wish_behind_an_older_one(
    shown: tuple[Force, UUID], means: Means
) -> None:
    force, which = shown
    order(force, which)
    desk.drop_take_down(force.store, force.people["comms"], which, force.now)
    force.now.forward(hours=-1)
    order(force, which)
    with force.store.reading() as db:
        found = reports.story(db, force.people["comms"], which, force.now())
    assert found and [one.state for one in found.take_downs] == [TakeDownState.ASKED, TakeDownState.DROPPED]
    assert "Agreed" in agree(force, "supervisor", which)
    assert take_down_due(means) == {"gone": 1}
    force.now.forward(hours=3)
    assert (take_down_due(means), sorted(states(force))) == ({}, [TakeDownState.DROPPED, TakeDownState.GONE])


# The running publisher.


def test_a_single_pass_takes_down_what_is_ordered(force: Force, means: Means) -> None:
    order(force, out(force, means, "page"))
    metronome.tidy(means)
    assert states(force) == [TakeDownState.GONE]


def test_a_running_publisher_takes_down_by_itself(force: Force, means: Means) -> None:
    which = out(force, means, "page")
    force.now.at = utc_now()
    order(force, which)
    stop = threading.Event()
    running = threading.Thread(target=metronome.run, args=(replace(means, now=utc_now), "publisher one", stop))
    running.start()
    try:
        until(lambda: states(force) == [TakeDownState.GONE])
    finally:
        stop.set()
        running.join(10)
    assert not running.is_alive()

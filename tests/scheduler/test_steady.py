"""The steady clock: whatever the machine's clock does, nothing leaves early, twice or never."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.posts import Outgoing, Published
from domain.publication import State
from domain.steady import Steady
from scheduler import metronome
from scheduler.hands import publish_due
from scheduler.means import Means
from store import workers
from tests.conftest import Ticking
from tests.scheduler.board import Board, Hook
from tests.scheduler.conftest import Force

HOUR, NIGHT = timedelta(hours=1), timedelta(hours=8)
NONSENSE = datetime(1970, 1, 1, tzinfo=UTC)


class Machine:
    """A machine in a real time that it does not see: its own clock, what it counts as passed, platforms that tell."""

    def __init__(self, real: Ticking, off: timedelta = timedelta(0), *, counts_sleep: bool = True) -> None:
        self.real, self.off, self.counts_sleep = real, off, counts_sleep
        self.began, self.slept = real(), timedelta(0)
        self.platforms: list[Callable[[], datetime | None]] = [self.hour]
        self.steady = Steady(self.wall, self.elapsed, lambda: self.platforms)

    def wall(self) -> datetime:
        return self.real() + self.off

    def elapsed(self) -> float:
        return (self.real() - self.began - self.slept).total_seconds()

    def hour(self) -> datetime:
        """What a platform tells: cut to the second."""
        return self.real().replace(microsecond=0)

    def sleeps(self, night: timedelta) -> None:
        self.real.at += night
        self.slept += timedelta(0) if self.counts_sleep else night

    def stands_still(self, pause: timedelta) -> None:
        """A virtual machine that was paused: its own clocks all stand still."""
        self.real.at += pause
        self.off -= pause
        self.slept += pause

    @property
    def wrong(self) -> timedelta:
        """How far the steady clock is from the real time."""
        return abs(self.steady.now() - self.real())

    def settled(self) -> "Machine":
        self.steady.settle()
        return self


ALMOST = timedelta(seconds=1)


@pytest.fixture
def machine(now: Ticking) -> Machine:
    """A machine whose clock is right, and a platform that has said so."""
    return Machine(now).settled()


def away() -> None:
    """A platform that does not answer."""


def test_before_a_platform_has_told_the_hour_there_is_doubt(now: Ticking) -> None:
    machine = Machine(now)
    machine.platforms = [away]
    assert machine.steady.doubt() and not machine.steady.trouble  # nobody was asked yet: nothing to tell people
    machine.steady.settle()
    assert "No platform tells the hour" in machine.steady.trouble
    machine.platforms = [away, machine.hour]
    machine.steady.settle()
    assert (machine.steady.doubt(), machine.steady.trouble) == ("", "")


def test_where_nobody_can_be_asked_the_machine_is_believed(now: Ticking) -> None:
    machine = Machine(now)
    machine.platforms = []
    machine.steady.settle()
    assert (machine.steady.doubt(), machine.wrong) == ("", timedelta(0))


@pytest.mark.parametrize("jump", [HOUR, -HOUR, timedelta(seconds=40), timedelta(seconds=-40), timedelta(days=400)])
def test_a_clock_that_jumps_is_not_followed(machine: Machine, jump: timedelta) -> None:
    machine.real.forward(minutes=5)
    machine.off = jump
    assert "jumped" in machine.steady.doubt()
    assert machine.wrong == timedelta(0)
    machine.steady.settle()
    assert (machine.steady.doubt(), machine.wrong) == ("", timedelta(0))
    assert ("ahead of" if jump > timedelta(0) else "behind") in machine.steady.trouble
    machine.off = timedelta(0)  # somebody set it
    assert (machine.steady.doubt(), machine.steady.trouble) == ("", "")


def test_a_jump_stays_in_doubt_until_a_platform_answers_or_the_clock_comes_back(machine: Machine) -> None:
    machine.platforms = [away]
    machine.off = HOUR
    machine.steady.settle()
    assert "3,600 s forward" in machine.steady.trouble
    machine.off = timedelta(0)
    assert (machine.steady.doubt(), machine.steady.trouble) == ("", "")


def test_a_second_jump_is_in_doubt_again(machine: Machine) -> None:
    machine.off = HOUR
    machine.steady.settle()
    machine.off = 2 * HOUR
    assert machine.steady.doubt()
    machine.off = HOUR
    assert not machine.steady.doubt()


def test_small_corrections_are_followed(machine: Machine) -> None:
    for _ in range(5):
        machine.real.forward(seconds=10)
        machine.off += ALMOST
        assert machine.steady.doubt() == ""
        assert machine.steady.now() == machine.wall()


def test_a_clock_that_was_a_little_wrong_and_is_put_right_is_followed(now: Ticking) -> None:
    machine = Machine(now, timedelta(seconds=25)).settled()
    assert (machine.steady.doubt(), machine.wrong) == ("", timedelta(seconds=25))
    machine.off = timedelta(0)
    assert machine.steady.doubt()
    machine.steady.settle()
    assert (machine.steady.doubt(), machine.wrong, machine.steady.trouble) == ("", timedelta(0), "")


def test_a_clock_that_is_wrong_from_the_start_is_not_believed_and_people_are_told(now: Ticking) -> None:
    machine = Machine(now, timedelta(seconds=40)).settled()
    assert machine.steady.doubt() == ""
    assert machine.wrong <= ALMOST
    assert "40 s ahead of the platforms'" in machine.steady.trouble
    machine.off -= timedelta(seconds=40)  # NTP
    assert (machine.steady.doubt(), machine.wrong, machine.steady.trouble) == ("", timedelta(0), "")


def test_a_machine_that_slept_and_counted_it_is_right_at_once(machine: Machine) -> None:
    machine.sleeps(NIGHT)
    assert (machine.steady.doubt(), machine.wrong) == ("", timedelta(0))


def test_a_machine_that_slept_and_did_not_count_it_asks(now: Ticking) -> None:
    machine = Machine(now, counts_sleep=False).settled()
    machine.sleeps(NIGHT)
    assert machine.steady.doubt()
    assert machine.steady.now() < machine.real()  # never early
    machine.steady.settle()
    assert (machine.steady.doubt(), machine.wrong, machine.steady.trouble) == ("", timedelta(0), "")


def test_a_machine_that_was_paused_and_noticed_nothing_is_put_right_by_two_platforms(machine: Machine) -> None:
    machine.stands_still(2 * HOUR)
    machine.platforms = [machine.hour]
    machine.real.forward(minutes=10)
    machine.steady.settle()
    assert machine.wrong == 2 * HOUR  # late, never early; one platform alone does not outweigh both clocks
    machine.platforms = [machine.hour, machine.hour]
    machine.real.forward(minutes=10)
    machine.steady.settle()
    assert machine.wrong <= ALMOST
    assert "7,200 s behind" in machine.steady.trouble


@pytest.mark.parametrize("told", [NONSENSE, NONSENSE.replace(year=9999)])
def test_a_platform_that_tells_nonsense_is_not_heard(machine: Machine, told: datetime) -> None:
    machine.platforms = [lambda: told, machine.hour]
    machine.off = HOUR
    machine.steady.settle()
    assert (machine.steady.doubt(), machine.wrong) == ("", timedelta(0))
    machine.platforms = [lambda: told]
    machine.off = -HOUR
    machine.steady.settle()
    assert "not clear which is right" in machine.steady.doubt()
    fresh = Machine(machine.real)
    fresh.platforms = [lambda: told]
    fresh.steady.settle()
    assert "not clear which is right" in fresh.steady.trouble


def test_platforms_that_contradict_each_other_settle_nothing(machine: Machine) -> None:
    machine.off = HOUR
    machine.platforms = [machine.hour, machine.wall]
    machine.steady.settle()
    assert machine.steady.doubt()
    fresh = Machine(machine.real, HOUR)
    fresh.platforms = [machine.hour, lambda: machine.real() - HOUR]
    fresh.steady.settle()
    assert fresh.steady.doubt()


def test_platforms_a_second_apart_still_settle_a_small_jump(machine: Machine) -> None:
    machine.off = timedelta(seconds=3)
    machine.platforms = [machine.hour, lambda: machine.hour() + timedelta(seconds=3)]
    machine.steady.settle()
    assert machine.steady.doubt() == ""


# The line by the steady clock.


def on(machine: Machine, means: Means) -> Means:
    return replace(means, now=machine.steady.now, steady=machine.steady)


def tick(means: Means) -> None:
    """What the metronome does: settle, sweep, look, publish."""
    assert means.steady
    means.steady.settle()
    if not means.doubt():
        metronome.tidy(means)
    publish_due(means)


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_a_post_leaves_at_its_time_and_once_though_the_clock_jumped(
    force: Force, means: Means, board: Board, machine: Machine, jump: timedelta
) -> None:
    line = on(machine, means)
    force.approved(minutes=30)
    machine.real.forward(minutes=5)
    machine.off = jump
    publish_due(line)  # before anybody was asked
    tick(line)
    assert board.public == []
    for _ in range(100):
        machine.real.forward(minutes=1)
        tick(line)
    (out,) = board.public
    assert timedelta(0) <= out.at - force.the().due_at <= timedelta(minutes=1)
    assert force.the().state is State.PUBLISHED


def test_a_doubt_that_begins_after_a_post_was_picked_stops_its_claim(
    force: Force, means: Means, board: Board, machine: Machine
) -> None:
    force.due()

    class Jumps(Hook):
        def check(self, message: Outgoing) -> list[str]:
            machine.off = HOUR  # between the look for what is due and the claim
            return []

    publish_due(replace(on(machine, means), connect=lambda account: Jumps(board, account)))
    assert (force.the().state, force.the().attempts, board.public) == (State.QUEUED, 0, [])


@pytest.mark.parametrize("counts_sleep", [True, False])
def test_a_laptop_that_wakes_next_morning_sends_nothing_that_is_too_late(
    force: Force, means: Means, board: Board, now: Ticking, counts_sleep: bool
) -> None:
    machine = Machine(now, counts_sleep=counts_sleep).settled()
    line = on(machine, means)
    force.approved("This afternoon", minutes=30)
    force.approved("Tonight", minutes=7 * 60)
    machine.sleeps(NIGHT)
    publish_due(line)
    assert "This afternoon" not in board.texts()
    tick(line)
    assert board.texts() == ["Tonight"]
    assert sorted(force.states()) == [State.PUBLISHED, State.WAITING]


def test_a_worker_in_doubt_beats_and_says_why(force: Force, means: Means, machine: Machine) -> None:
    machine.off = HOUR
    machine.platforms = [away]
    line = on(machine, means)
    metronome.take_part(line, "publisher one")
    with force.store.reading() as db:
        (alive,) = workers.alive(db, metronome.KIND, machine.real())
    assert "3,600 s forward" in alive.trouble
    machine.platforms = [machine.hour]
    machine.steady.settle()  # it is off, and goes on by the platforms' hour: no reason to say that it does nothing
    assert machine.steady.trouble
    assert metronome.take_part(line, "publisher one")
    with force.store.reading() as db:
        (alive,) = workers.alive(db, metronome.KIND, machine.real())
    assert alive.trouble == ""


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("seed", range(3))
def test_two_workers_an_hour_apart_whose_clocks_jump_send_each_post_once_and_never_early(
    force: Force, means: Means, board: Board, now: Ticking, seed: int
) -> None:
    chance = random.Random(seed)
    machines = [Machine(now), Machine(now, HOUR, counts_sleep=False)]
    lines = [on(machine, means) for machine in machines]
    for number in range(12):
        force.approved(f"Notice {number}", ("ashby", "brook", "page")[number % 3], minutes=5 + 10 * number)
    for _ in range(150):
        now.forward(minutes=1)
        machine = chance.choice(machines)
        match chance.randrange(12):
            case 0:
                machine.off = chance.choice([HOUR, -HOUR, timedelta(0), timedelta(seconds=-40)])
            case 1:
                machine.platforms = [away]
            case 2:
                machine.platforms = [lambda: NONSENSE, machine.hour]
            case 3:
                machine.sleeps(timedelta(minutes=3))
            case 4:
                machine.platforms = [machine.hour]
        for line in chance.sample(lines, 2):
            tick(line)
    for machine in machines:
        machine.platforms = [machine.hour]
    for line in lines:
        tick(line)
    assert sorted(board.texts()) == sorted(f"Notice {number}" for number in range(12))
    due = {one.text: one.due_at for one in force.publications()}
    assert all(due[out.message.text] <= out.at + ALMOST for out in board.public)
    assert set(force.states()) == {State.PUBLISHED}


def test_the_nights_when_the_clocks_change_are_nights_like_others(
    force: Force, means: Means, board: Board, machine: Machine
) -> None:
    line = on(machine, means)
    for night in (datetime(2027, 3, 28, 0, 0, tzinfo=UTC), datetime(2027, 10, 31, 0, 0, tzinfo=UTC)):
        machine.real.at = night
        force.approved(f"On {night:%d %B}", minutes=90)
        board.public.clear()
        for _ in range(180):
            machine.real.forward(minutes=1)
            tick(line)
        (out,) = board.public
        assert out.at == night + timedelta(minutes=90)


# What a backup brought back.


@pytest.fixture
def restored(force: Force) -> Force:
    """A publication that is due, and that may have been sent since the backup was made."""
    made_at = force.now()
    (one,) = force.due()
    with force.store.writing() as db:
        db.get_one(type(one), one.id).look_since = made_at
    return force


def test_what_was_sent_since_the_backup_is_found_and_not_sent_again(
    restored: Force, means: Means, board: Board
) -> None:
    proof = board.put_up(restored["ashby"], Outgoing("Beat surgery at noon"))
    assert publish_due(means)["published"] == 1
    one = restored.the()
    assert (one.state, one.external_id, one.attempts, board.calls) == (State.PUBLISHED, proof.external_id, 0, 0)


def test_what_was_not_sent_since_the_backup_goes_out_and_is_looked_for_once(
    restored: Force, means: Means, board: Board
) -> None:
    publish_due(means)
    one = restored.the()
    assert (one.state, one.look_since, board.looks, len(board.public)) == (State.PUBLISHED, None, 1, 1)


@pytest.mark.parametrize("kind", ["Transient", "Rejected", "TokenExpired", "RateLimited", "KeyError"])
def test_what_cannot_be_looked_for_after_a_restore_does_not_leave(
    restored: Force, means: Means, board: Board, kind: str
) -> None:
    from domain import errors

    fault: Any = getattr(errors, kind, KeyError)

    class Blind(Hook):
        def find(self, message: Outgoing, since: datetime, taken: frozenset[str]) -> Published | None:
            raise fault("nothing can be seen")

    publish_due(replace(means, connect=lambda account: Blind(board, account)))
    one = restored.the()
    assert (one.state, one.attempts, board.public) == (State.QUEUED, 0, [])
    assert one.look_since is not None and one.not_before > restored.now()

"""Holds from a time on, holds that spare categories, and review times, as the desk takes them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from domain.publication import State
from scheduler import desk
from scheduler.desk import Done, Over, Refused
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.metronome import _Line, sweep
from scheduler.planned_holds import begin_holds
from store import publications, turns
from store.tables import Hold, Team, Trail
from tests.conftest import Ticking
from tests.scheduler.board import Board
from tests.scheduler.conftest import Force


def place(force: Force, reason: str = "Vigil", review_at: datetime | None = None, **over: object) -> Done:
    scope = Over(**over)  # type: ignore[arg-type]
    return desk.hold(force.store, force.people["supervisor"], scope, reason, force.now, review_at)


def in_minutes(force: Force, minutes: float) -> datetime:
    return force.now() + timedelta(minutes=minutes)


def the_hold(force: Force) -> Hold:
    with force.store.reading() as db:
        return db.exec(select(Hold)).one()


def test_a_planned_hold_says_when_it_begins_and_stops_nothing_before(force: Force, means: Means, board: Board) -> None:
    force.approved("Before", "ashby", minutes=10)
    force.approved("After", "page", minutes=30)
    done = place(force, starts_at=datetime(2026, 11, 24, 9, 20, tzinfo=force.now().tzinfo))
    assert done.says == "It begins Tue 24 Nov 2026, 09:20 GMT. What is due before that still goes out."
    force.now.forward(minutes=10)
    publish_due(means)
    assert board.texts() == ["Before"]
    force.now.forward(minutes=20)
    publish_due(means)
    assert board.texts() == ["Before"]


def test_what_a_planned_hold_stops_falls_into_the_review_list_just_the_same(force: Force, means: Means) -> None:
    which = place(force, starts_at=in_minutes(force, 5)).id
    force.due()
    sweep(means)
    one = force.the()
    assert (one.state, one.trouble_kind, one.held_by_id) == (State.WAITING, "Held", which)


def test_a_planned_hold_begins_once_for_every_worker_whatever_its_clock_says(
    force: Force, means: Means, board: Board
) -> None:
    """Clocks of several machines differ by seconds: what the fastest has seen begin has begun."""
    start = in_minutes(force, 15)
    place(force, starts_at=start)
    force.due()
    fast, slow = (replace(means, now=Ticking(start + timedelta(seconds=by))) for by in (0, -3))
    begin_holds(slow)
    assert the_hold(force).began_at is None
    begin_holds(fast)
    begin_holds(replace(means, now=Ticking(start + timedelta(seconds=9))))
    assert the_hold(force).began_at == start
    publish_due(slow)
    assert (board.calls, force.the().state) == (0, State.QUEUED)
    with force.store.reading() as db:
        assert len(db.exec(select(Trail).where(col(Trail.act) == "begin")).all()) == 1


def test_a_worker_stops_by_its_own_clock_before_anybody_has_written_that_it_began(
    force: Force, means: Means, board: Board
) -> None:
    place(force, starts_at=in_minutes(force, 10))
    force.due()
    assert the_hold(force).began_at is None
    publish_due(means)
    assert board.calls == 0


def test_a_claim_asks_the_clock_too_when_the_hold_begins_after_the_look(force: Force, means: Means) -> None:
    place(force, starts_at=in_minutes(force, 11))
    force.due()
    with force.store.reading() as db:
        (one,) = turns.due(db, force.now())
    force.now.forward(minutes=1)
    with force.store.writing(durable=True) as db:
        assert publications.claim(db, one, "", means.limits(one.account.platform), force.now()) is None


def test_a_clock_that_is_put_back_does_not_end_a_hold_that_has_begun(force: Force, means: Means, board: Board) -> None:
    force.approved(minutes=5)
    place(force, starts_at=in_minutes(force, 5))
    force.now.forward(minutes=6)
    begin_holds(means)
    force.now.forward(seconds=-90)
    sweep(means)
    force.now.forward(seconds=31)
    publish_due(means)
    assert board.calls == 0


def test_a_planned_hold_that_is_lifted_before_it_begins_never_does(force: Force, means: Means, board: Board) -> None:
    done = place(force, starts_at=in_minutes(force, 5))
    says = desk.lift(force.store, force.people["supervisor"], done.id, force.now).says
    assert says == "Lifted before it began. It stopped nothing."
    force.due()
    begin_holds(means)
    publish_due(means)
    assert len(board.public) == 1 and the_hold(force).began_at is None


def test_an_approval_says_that_a_planned_hold_will_be_in_its_way(force: Force) -> None:
    place(force, starts_at=in_minutes(force, 5))
    which = force.submitted()
    done = desk.approve(force.store, force.people["comms"], which, force.rules, force.now)
    assert "A hold begins Tue 24 Nov 2026, 09:05 GMT (Vigil): unless it is lifted by then, this waits" in done.says
    soon = force.submitted("Soon", "brook", minutes=3)
    assert "hold" not in desk.approve(force.store, force.people["comms"], soon, force.rules, force.now).says


@pytest.mark.parametrize(
    ("start", "review", "says"),
    [
        (-1, None, "has passed. To hold at once, give it no time to begin"),
        (0, None, "has passed"),
        (60 * 24 * 400, None, "more than a year away"),
        (None, -1, "has passed. Choose a later one"),
        (None, 60 * 24 * 400, "more than a year away"),
        (30, 20, "ask for its review before it begins"),
        (30, 30, "ask for its review before it begins"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused(
    force: Force, start: float | None, review: float | None, says: str
) -> None:
    starts_at, review_at = (None if m is None else in_minutes(force, m) for m in (start, review))
    with pytest.raises(Refused, match=says):
        place(force, starts_at=starts_at, review_at=review_at)


def test_a_time_without_a_zone_is_refused(force: Force) -> None:
    with pytest.raises(Refused, match="Say of which time zone"):
        place(force, starts_at=datetime(2026, 11, 25, 9, 0))  # noqa: DTZ001


def test_a_hold_spares_the_categories_that_it_names(force: Force, means: Means, board: Board) -> None:
    place(force, spares=("warning", "appeal"))
    for name, category in (("ashby", "appeal"), ("brook", "warning"), ("county", "event"), ("page", "")):
        force.approved(f"Of kind {category}", name, category=category)
    force.now.forward(minutes=10)
    publish_due(means)
    assert sorted(board.texts()) == ["Of kind appeal", "Of kind warning"]
    assert the_hold(force).spares == ",appeal,warning,"
    spared = force.submitted("Another", "county", category="appeal")
    assert "hold" not in desk.approve(force.store, force.people["comms"], spared, force.rules, force.now).says


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"category": "appeals"}, 'There is no category "appeals". Known are: appeal, '),
        ({"spares": ("appeal", "notice")}, 'There is no category "notice"'),
        ({"category": "appeal", "spares": ("warning",)}, "not both at once"),
        (
            {"spares": ("appeal", "missing_person", "warning", "prevention", "event", "outcome", "community")},
            "every category go",
        ),
    ],
)
def test_categories_that_make_no_sense_are_refused(force: Force, over: dict[str, object], says: str) -> None:
    with pytest.raises(Refused) as refused:
        place(force, **over)
    assert says in str(refused.value)


def test_the_same_hold_twice_is_refused_and_another_reason_or_scope_is_not(force: Force) -> None:
    place(force, "Major incident")
    with pytest.raises(Refused, match=r"This very hold is in force already \(Major incident\)\. Nothing was changed\."):
        place(force, " major  INCIDENT ")
    with pytest.raises(Refused, match="is in force already"):
        place(force, "Major incident", starts_at=in_minutes(force, 5))
    assert place(force, "National mourning")
    assert place(force, "Major incident", account_id=force["ashby"].id)


def test_a_planned_hold_may_be_brought_forward_to_now(force: Force) -> None:
    place(force, "Vigil", starts_at=in_minutes(force, 30))
    with pytest.raises(Refused, match="begins Tue 24 Nov 2026, 09:30 GMT already"):
        place(force, "Vigil", starts_at=in_minutes(force, 40))
    assert place(force, "Vigil").says.startswith("In force.")


def test_many_on_their_way_are_named_up_to_three(force: Force, means: Means) -> None:
    for name in ("ashby", "brook", "county", "page"):
        force.approved(f"A notice to all who live round {name} and beyond the hills", name)
    force.now.forward(minutes=10)
    with force.store.writing(durable=True) as db:
        for one in turns.due(db, force.now()):
            assert publications.claim(db, one, "", means.limits(one.account.platform), force.now())
    says = place(force).says
    assert says.startswith("In force. 4 posts were already on their way: ")
    assert "ashby, “A notice to all who live round ashby an…”" in says or "brook" in says
    assert says.count("“") == 3 and says.endswith("; and 1 more.")
    assert place(force, account_id=force["brook"].id).says.startswith("In force. 1 post was already on its way: brook")


def test_a_hold_on_a_team_that_was_merged_holds_the_team_that_took_over(
    force: Force, means: Means, board: Board
) -> None:
    with force.store.writing() as db:
        last = db.get_one(Team, force["ashby"].team_id)
        for key in ("moorend", "mill"):
            merged = Team(key=key, name=key.title(), district_id=force.districts["south"], merged_into_id=last.id)
            db.add(merged)
            db.flush()
            last = merged
    force.due()
    done = place(force, team_id=last.id, district_id=force.districts["south"])
    assert the_hold(force).team_id == force["ashby"].team_id and the_hold(force).id == done.id
    publish_due(means)
    assert board.calls == 0
    with pytest.raises(Refused, match="no such team"):
        place(force, team_id=done.id)


def test_what_has_left_the_roster_cannot_be_held(force: Force) -> None:
    with force.store.writing() as db:
        db.merge(force["ashby"]).retired_at = force.now()
        db.get_one(Team, force["brook"].team_id).retired_at = force.now()
    with pytest.raises(Refused, match="ashby has left the roster"):
        place(force, account_id=force["ashby"].id)
    with pytest.raises(Refused, match="Brook has left the roster"):
        place(force, team_id=force["brook"].team_id)


def test_a_review_time_is_set_anew_by_whoever_may_hold(force: Force, means: Means, board: Board) -> None:
    which = place(force, review_at=in_minutes(force, 5)).id
    force.due()
    later = in_minutes(force, 60)
    done = desk.review(force.store, force.people["administrator"], which, later, force.now)
    assert done.says == "The hold goes on. It asks again Tue 24 Nov 2026, 10:10 GMT."
    assert the_hold(force).review_at == later
    publish_due(means)
    assert board.calls == 0
    with pytest.raises(Refused, match="has passed"):
        desk.review(force.store, force.people["supervisor"], which, force.now(), force.now)
    for name in ("comms", "north supervisor"):
        with pytest.raises(Refused, match="do not let you place a hold"):
            desk.review(force.store, force.people[name], which, later, force.now)
    desk.lift(force.store, force.people["supervisor"], which, force.now)
    with pytest.raises(Refused, match="lifted already"):
        desk.review(force.store, force.people["supervisor"], which, later, force.now)


def test_a_planned_hold_is_not_reviewed_before_it_begins(force: Force) -> None:
    which = place(force, starts_at=in_minutes(force, 60)).id
    with pytest.raises(Refused, match="before it begins"):
        desk.review(force.store, force.people["supervisor"], which, in_minutes(force, 30), force.now)


def test_lifting_one_of_two_holds_says_that_the_other_still_stops_something(force: Force) -> None:
    force.approved()
    first = place(force, "Major incident").id
    place(force, "National mourning", district_id=force.districts["north"])
    says = desk.lift(force.store, force.people["supervisor"], first, force.now).says
    assert says == "Lifted. Another hold still stops some of it: National mourning."


def test_a_running_publisher_wakes_when_a_planned_hold_begins_and_writes_it_down(force: Force, means: Means) -> None:
    start = force.now() + timedelta(milliseconds=400)
    place(force, starts_at=start)
    line = _Line(means, "one")
    line.beat()
    line.publish()
    assert line.pause() == pytest.approx(0.4) and the_hold(force).began_at is None
    force.now.forward(milliseconds=400)
    line.publish()
    line.finish()
    assert the_hold(force).began_at == start and line.pause() == 1.0

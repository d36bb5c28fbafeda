"""Attention says what is wrong and what comes next; Overview counts, and never a zero where nothing is told."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from domain.cadence import Direction
from domain.people import Role, Scope, Signed
from domain.publication import Stage, State
from store.db import Store
from store.tables import Account, Hold, Pause, Person, Publication, Worker
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, has, html, press, reads
from tests.store.made_up import County, followers, message, post, publication


def in_trouble(store: Store, here: County, now: Ticking, state: State, **more: Any) -> None:
    """One publication of the town's account on X in this state, due an hour ago."""
    with store.writing() as db:
        of = message(db, here.officer, now() - timedelta(hours=1), here.on_x, stage=Stage.APPROVED)
        publication(db, of, here.on_x, state, **more)


def whole_force(store: Store, role: Role) -> Signed:
    with store.writing() as db:
        kept = Person(email=f"{role}@marlshire.example", name=f"Kit {role.value.title()}", role=role)
        db.add(kept)
        db.flush()
        return Signed(kept.id, kept.email, kept.name, role, Scope())


def state_of(store: Store) -> State:
    with store.reading() as db:
        return db.exec(select(Publication.state)).one()


def test_nothing_wrong_is_good_news(page: Open, here: County) -> None:
    assert "Nothing needs you here." in reads(page("attention", here.comms))


def test_an_unknown_one_is_never_sent_again_unlooked_and_is_resolved_by_its_link(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    in_trouble(store, here, now, State.UNKNOWN, looks=2, looked_at=now() - timedelta(minutes=3))
    at = page("attention", here.comms)
    says = reads(at)
    assert "This may have gone out. Do not send it again before someone has looked." in says
    assert re.search(r"We looked 2 times, last [23] min ago: not found so far\.", says)
    at = press(at, "It is public")
    assert "That is no link to a post there." in reads(at)
    at.text_input[0].set_value("https://x.com/AshvaleTown/status/1800000000000000001")
    assert "Noted as public." in reads(press(at, "It is public"))
    assert state_of(store) is State.PUBLISHED


def test_what_looking_has_shown_is_said_with_care(page: Open, here: County, store: Store, now: Ticking) -> None:
    times = {"unknown_at": now() - timedelta(minutes=12), "next_look_at": now() + timedelta(minutes=40)}
    in_trouble(store, here, now, State.UNKNOWN, trouble_kind="Ambiguous", looks=4, looked_at=now(), **times)
    says = reads(page("attention", here.comms))
    assert "It was handed over" in says and "no answer came." in says and "We look again" in says
    assert "X shows posts within a minute or so, so it very probably is not there." in says
    assert 'href="https://x.com/AshvaleTown"' in html(page("attention", here.comms))


def test_a_look_that_came_too_soon_proves_nothing(page: Open, here: County, store: Store, now: Ticking) -> None:
    in_trouble(store, here, now, State.UNKNOWN, looks=1, looked_at=now(), unknown_at=now() - timedelta(seconds=20))
    says = reads(page("attention", here.comms))
    assert "not found so far." in says and "very probably" not in says


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"trouble_kind": "TokenExpired"}, "The account must be connected again"),
        ({"trouble_kind": "OutOfCredit"}, "There is no money left for this"),
        ({"trouble_kind": "RateLimited", "not_before": 9}, "It is tried again"),
        ({}, "It waits its turn: posts of one account go one after the other."),
        ({"state": State.PUBLISHING, "claimed_at": -5}, "and no answer has come yet."),
    ],
)
def test_late_says_what_it_waits_for(
    page: Open, here: County, store: Store, now: Ticking, values: dict[str, Any], says: str
) -> None:
    told = {
        name: now() + timedelta(minutes=value) if isinstance(value, int) else value for name, value in values.items()
    }
    in_trouble(store, here, now, told.pop("state", State.QUEUED), **told)
    shown = reads(page("attention", here.comms))
    assert says in shown and "and not out yet." in shown
    assert ("it waits for a decision." in shown) is ("state" not in values)


def test_late_for_a_pause_of_the_platform_or_for_a_hold(page: Open, here: County, store: Store, now: Ticking) -> None:
    in_trouble(store, here, now, State.QUEUED)
    with store.writing() as db:
        until = now() + timedelta(minutes=30)
        db.add(Pause(platform=here.on_x.platform, direction=Direction.WRITING, until=until, reason="429"))
    assert "X asked us to wait with all posts until" in reads(page("attention", here.comms))
    with store.writing() as db:
        db.add(Hold(reason="An incident", placed_by_id=here.supervisor.person_id, placed_at=now()))
    assert "A hold covers it" in reads(page("attention", here.comms))


def test_a_quiet_line_says_that_somebody_is_at_work(page: Open, here: County, store: Store, now: Ticking) -> None:
    says = reads(page("attention", here.comms))
    assert "1 publisher at work since" in says and "Nothing is due." in says
    in_trouble(store, here, now, State.QUEUED)
    assert "1 post is due now, the oldest since" in reads(page("attention", here.comms))


def test_a_publisher_that_distrusts_its_clock_is_a_card(page: Open, here: County, store: Store, now: Ticking) -> None:
    in_trouble(store, here, now, State.QUEUED)
    with store.writing() as db:
        db.exec(select(Worker)).one().trouble = "an hour ahead of X"
    says = reads(page("attention", here.comms))
    assert "Nothing is being published: the clock" in says and "does not trust its clock: an hour ahead of X." in says
    assert "no publisher is running" not in says


def test_three_hundred_cards_are_not_drawn_at_once(page: Open, here: County, store: Store, now: Ticking) -> None:
    for _ in range(43):
        in_trouble(store, here, now, State.WAITING)
    at = page("attention", here.comms)
    assert "43 matters need somebody" in reads(at) and reads(at).count("Waits for a decision") == 40
    assert reads(press(at, "Show more")).count("Waits for a decision") == 43


def test_looked_for_and_not_there_it_is_sent_again(page: Open, here: County, store: Store, now: Ticking) -> None:
    in_trouble(store, here, now, State.UNKNOWN)
    assert "It is sent again now." in reads(press(page("attention", here.comms), "It is not there: send it"))
    assert state_of(store) is State.QUEUED


def test_a_page_that_knows_of_an_earlier_try_sends_nothing_again(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    in_trouble(store, here, now, State.UNKNOWN, attempts=1)
    at = page("attention", here.comms)
    with store.writing() as db:
        db.exec(select(Publication)).one().attempts = 2  # somebody sent it again, and that is not known to have arrived
    press(at, "It is not there: send it")
    assert state_of(store) is State.UNKNOWN


def test_an_officer_reads_along_and_is_told_who_decides(page: Open, here: County, store: Store, now: Ticking) -> None:
    in_trouble(store, here, now, State.UNKNOWN)
    at = page("attention", here.officer)
    assert "Comms or a supervisor decides this." in reads(at)
    assert not has(at, "It is not there") and not has(at, "It is public")


def test_giving_up_is_for_supervisors_and_needs_a_reason(page: Open, here: County, store: Store, now: Ticking) -> None:
    in_trouble(store, here, now, State.UNKNOWN)
    assert not has(page("attention", here.comms), "Give it up")
    at = press(page("attention", here.supervisor), "Give it up")
    assert "Say why you give it up." in reads(at)
    at.text_input[1].set_value("The account was closed")
    assert "Given up." in reads(press(at, "Give it up"))
    assert state_of(store) is State.FAILED


def test_what_failed_says_why_and_is_sent_again_or_closed(page: Open, here: County, store: Store, now: Ticking) -> None:
    in_trouble(store, here, now, State.FAILED, trouble_kind="Rejected", trouble="")
    at = page("attention", here.comms)
    assert "surely not public. The platform said no to this." in reads(at)
    assert "Stopped." in reads(press(at, "Close the matter"))
    assert "Nothing needs you here." in reads(page("attention", here.comms))


@pytest.mark.parametrize(
    ("label", "says", "becomes"),
    [
        ("Send it now", "It goes out now.", State.QUEUED),
        ("Drop it for good", "Dropped.", State.CANCELLED),
        ("Send it then", "It goes out ", State.QUEUED),
    ],
)
def test_what_waits_is_decided(
    page: Open, here: County, store: Store, now: Ticking, label: str, says: str, becomes: State
) -> None:
    in_trouble(store, here, now, State.WAITING, trouble="Its time passed under a hold.")
    at = page("attention", here.comms)
    assert "Its time passed under a hold. Send it now, give it a new time, or drop it." in reads(at)
    assert says in reads(press(at, label))
    assert state_of(store) is becomes


def test_what_waits_under_a_hold_that_still_stands_says_so(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    in_trouble(store, here, now, State.WAITING, trouble="It fell due while a hold was in force.")
    with store.writing() as db:
        db.add(Hold(reason="A vigil", placed_by_id=here.supervisor.person_id, placed_at=now()))
    says = reads(page("attention", here.comms))
    assert (
        "A hold still covers it: lift that first, or give it a later time." in says and "Send it now, give" not in says
    )


def test_a_hold_says_why_and_only_who_may_can_lift_it(page: Open, here: County, store: Store, now: Ticking) -> None:
    reason = "A major incident ![x](https://elsewhere.example/x.png)"
    with store.writing() as db:
        db.add(
            Hold(reason=reason, placed_by_id=here.supervisor.person_id, placed_at=now(), district_id=here.ashvale.id)
        )
    at = page("attention", here.officer)
    assert "A supervisor lifts it." in reads(at) and reason in html(at)
    assert "Lifted." in reads(press(page("attention", here.supervisor), "Lift the hold"))
    with store.reading() as db:
        assert db.exec(select(Hold.lifted_at)).one() is not None


def test_a_publisher_that_stands_still_and_late_posts_are_said(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    in_trouble(store, here, now, State.QUEUED)
    with store.writing() as db:
        db.exec(select(Worker)).one().until = now() - timedelta(minutes=10)
    says = reads(page("attention", here.comms))
    assert "Nothing is being published" in says and "no publisher is running" in says
    assert "and not out yet." in says


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"trouble": "401", "trouble_kind": "TokenExpired"}, "The account must be connected again"),
        ({"trouble": "402", "trouble_kind": "OutOfCredit"}, "Money"),
        ({"visited_at": -40}, "Last collected"),
    ],
)
def test_an_account_in_trouble_says_what_to_do(
    page: Open, here: County, store: Store, now: Ticking, values: dict[str, Any], says: str
) -> None:
    with store.writing() as db:
        one = db.exec(select(Account).where(col(Account.id) == here.on_x.id)).one()
        one.trouble_at = now() - timedelta(hours=3)
        for name, value in values.items():
            setattr(one, name, now() + timedelta(hours=value) if name == "visited_at" else value)
    assert says in reads(page("attention", here.officer))
    assert "Nothing needs you here." in reads(
        page("attention", whole_force(store, Role.COMMS), Scope(here.thornmere.id))
    )


def test_what_is_not_told_is_never_a_zero(page: Open, here: County, store: Store, now: Ticking) -> None:
    with store.writing() as db:
        post(db, here.on_facebook, now() - timedelta(days=1), now(), likes=4, replies=1)
    at = page("overview", here.comms)
    drawn = html(at)
    assert "<bdi>not told</bdi>" in drawn.split("Views</div>")[1].split("Engagement</div>")[0]
    assert "views not told" in drawn and ">0<" not in drawn


def test_each_fact_of_a_figure_stands_on_its_own_line(page: Open, here: County, store: Store, now: Ticking) -> None:
    with store.writing() as db:
        post(db, here.on_facebook, now() - timedelta(days=1), now(), likes=4, views=1_000)
        post(db, here.on_x, now() - timedelta(days=2), now(), likes=3)
        post(db, here.on_x, now() - timedelta(days=9), now(), likes=3, views=200)
        followers(db, here.on_x, now(), 1_200)
    drawn = html(page("overview", here.comms))
    assert "<bdi>+4 on the 7 days before, with 1 post</bdi>" in drawn.split("Engagement</div>")[1]
    views = drawn.split("Views</div>")[1].split("Engagement</div>")[0]
    for line in (
        "1,000",
        "<bdi>told for another part of the posts on the 7 days before: not compared</bdi>",
        "<bdi>told for 1 of 2 posts</bdi>",
        "<bdi>as of ",
    ):
        assert line in views


@pytest.mark.parametrize("days", ["7d", "28d", "90d"])
def test_a_link_reproduces_the_period_and_the_platform(
    page: Open, here: County, store: Store, now: Ticking, days: str
) -> None:
    with store.writing() as db:
        post(db, here.on_facebook, now() - timedelta(days=1), now(), likes=4)
        post(db, here.on_x, now() - timedelta(days=20), now(), likes=30)
    at = page("overview", here.comms, time=days, platform="X")
    assert next(one.value for one in at.selectbox if one.label == "Platform") == "x"
    says = reads(at)
    assert ("30 likes on 1 post" in says) is (days != "7d")
    assert "4 likes" not in says


def test_an_officer_sees_the_numbers_of_the_team_only(page: Open, here: County, store: Store, now: Ticking) -> None:
    with store.writing() as db:
        post(db, here.on_facebook, now() - timedelta(days=1), now(), likes=4)
        post(db, here.mere_x, now() - timedelta(days=1), now(), likes=500)
    for scope in (None, Scope(here.thornmere.id)):
        assert "500" not in reads(page("overview", here.officer, scope))
    assert "Ashvale: 4 likes on 1 post." in reads(page("overview", here.officer))


def test_an_empty_county_says_so_in_words(page: Open, here: County) -> None:
    says = reads(page("overview", here.comms))
    for words in ("No likes are told for this period.", "No post of this period has been measured yet.",
                  "Nobody is waiting for an answer.", "Last collected"):  # fmt: skip
        assert words in says

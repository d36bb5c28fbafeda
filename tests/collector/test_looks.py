"""Numbers by age, second looks, names and followers."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.posts import Audience, Metrics, PlatformName, Shown
from domain.purse import Limits
from domain.questions import Outcome
from store import bulk, posts
from store.db import Store
from store.tables import (
    Account,
    AccountNumbers,
    AccountReach,
    DeadMetric,
    MetricSnapshot,
    Post,
    PostNumbers,
    Question,
    Reply,
    Spending,
    TownFollowers,
    Withheld,
)
from tests.collector.conftest import Cycle, again, rows
from tests.collector.noticeboard import Board, able, fresh, post, reply
from tests.conftest import Ticking
from tests.heard import hear_all


def test_numbers_that_came_with_the_page_need_no_further_read(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = fresh(now())
    cycle(board)
    assert not board.asked["fetch_metrics"]
    assert {row.next_metrics_at for row in rows(store, Post)} == {
        item.created_at + timedelta(hours=1) for item in board.posts
    }


def test_numbers_that_the_page_left_out_are_read_at_once(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = fresh(now())
    cycle(board, capabilities=lambda _: able(frozenset({"likes", "views", "towns"})))
    assert board.asked["fetch_metrics"] == 1
    assert {(row.likes, row.views) for row in rows(store, PostNumbers)} == {(9, 50)}
    assert len(rows(store, MetricSnapshot)) == 3


def test_numbers_are_read_by_age_until_they_have_settled(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = Board([post(1, now())], numbers={"1": Metrics(likes=1)})
    began = now()
    cycle(board)
    for hours in (1, 24, 7 * 24, 29 * 24):
        assert rows(store, Post)[0].next_metrics_at == began + timedelta(hours=hours)
        now.at = began + timedelta(hours=hours)
        board.numbers["1"] = Metrics(likes=hours)
        cycle(board)
    assert rows(store, Post)[0].next_metrics_at is None
    assert sorted(row.likes for row in rows(store, MetricSnapshot)) == [1, 1, 24, 168, 696]
    assert rows(store, PostNumbers)[0].likes == 696


@pytest.mark.parametrize("billed", [False, True])
def test_a_busy_post_is_looked_at_sooner_but_on_no_further_paid_day(
    store: Store, account: Account, cycle: Cycle, now: Ticking, billed: bool
) -> None:
    began = now()  # 09:00 UTC
    board, more = Board([post(1, began)]), {"capabilities": lambda _: able(frozenset({"likes"}), billed=billed)}

    def after(likes: int, hours: float, ident: str = "1") -> timedelta:
        """How long after 09:00 a post is looked at next, when it has so many likes then."""
        now.at = began + timedelta(hours=hours)
        board.numbers[ident] = Metrics(likes=likes)
        with store.writing() as db:
            db.get_one(Account, account.id).next_fetch_at = now()
        cycle(board, **more)
        told = {row.external_id: row.next_metrics_at for row in rows(store, Post)}
        return (told[ident] or began) - began

    assert after(0, 0) == timedelta(hours=1)
    every = again(store, account).fetch_every_s
    assert after(500, 1) == timedelta(hours=1.5)
    assert again(store, account).fetch_every_s < every  # no news, but worth coming back for
    assert after(900, 1.5) == timedelta(hours=1.75)
    assert after(1_500, 1.75) == timedelta(hours=1.75, minutes=10)
    assert after(1_600, 2) == timedelta(days=1)  # less than a tenth more
    assert after(1_700, 120) == timedelta(days=7)
    began += timedelta(days=5)
    board.posts.append(post(2, began + timedelta(hours=12)))
    assert after(0, 12, "2") == timedelta(hours=13)
    assert after(500, 13, "2") == timedelta(hours=36 if billed else 13.5)  # what slips over midnight would be paid
    read = sum(row.units for row in rows(store, Spending) if row.operation == "post.read")
    assert read == 3  # the first post on two days, the second on one


def test_what_stands_beside_the_words_is_filled_in_when_a_post_is_seen_again(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = fresh(now())
    cycle(board)
    assert {row.media for row in rows(store, Post)} == {""}
    board.shown = Shown.IMAGE
    now.forward(hours=2)
    cycle(board)
    assert {row.media for row in rows(store, Post)} == {"image"}
    with store.writing() as db:
        again_ = [replace(item, media=Shown.VIDEO) for item in board.posts] + [post(9, now())]
        posts.keep(db, account, posts.ready(bulk.forms(db), account, again_, now()), now())
    assert {row.media for row in rows(store, Post)} == {"image", ""}  # said once, it stands
    with store.writing() as db:
        told = [replace(post(9, now()), media=Shown.LINK)]
        posts.keep(db, account, posts.ready(bulk.forms(db), account, told, now()), now())
    assert {row.external_id: row.media for row in rows(store, Post)}["9"] == "link"


def test_numbers_are_asked_for_in_parts_that_the_platform_takes(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = Board([post(n, now()) for n in range(1, 8)], numbers={str(n): Metrics(likes=n) for n in range(1, 8)})
    cycle(board, capabilities=lambda _: able(frozenset(), batch=3))
    assert board.asked["fetch_metrics"] == 3
    assert len(rows(store, PostNumbers)) == 7


def test_numbers_that_were_not_told_are_asked_for_again_within_the_hour(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = fresh(now())
    cycle(board)
    kept = board.numbers.pop("2")
    now.forward(hours=2)
    cycle(board)
    assert {row.external_id for row in rows(store, Post) if row.next_metrics_at == now() + timedelta(hours=1)} == {"2"}
    board.numbers["2"] = kept
    now.forward(hours=1)
    assert cycle(board)["numbers"] == 1


def test_a_post_that_is_gone_is_marked_and_left_alone(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = fresh(now())
    cycle(board)
    board.gone.add("2")
    now.forward(hours=2)
    assert cycle(board)["gone"] == 1
    marked = next(row for row in rows(store, Post) if row.external_id == "2")
    assert (marked.gone_at, marked.next_metrics_at, marked.next_look_at) == (now(), None, None)
    now.forward(days=1)
    cycle(board)
    assert "2" not in board.watched


def test_what_a_platform_no_longer_tells_is_remembered_for_a_week(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board, began = fresh(now()), now()
    board.not_told = {"reach": "Not available since June."}
    cycle(board)
    now.forward(hours=2)
    cycle(board)
    silent = rows(store, DeadMetric)[0]
    assert (silent.metric, silent.says, silent.platform) == ("reach", "Not available since June.", PlatformName.X)
    assert silent.since <= began + timedelta(hours=2) < silent.ask_again_at
    board.not_told = {}
    board.numbers = {key: replace(told, reach=5) for key, told in board.numbers.items()}
    now.forward(days=8)
    cycle(board)
    assert rows(store, DeadMetric) == []


def test_followers_are_kept_once_a_day_with_their_towns(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = Board(audience=Audience(900, {"Ashby, Marlshire": 400, "Thornby, Marlshire": 120}))
    cycle(board)
    now.forward(hours=3)
    cycle(board)
    assert board.asked["fetch_audience"] == 1
    now.forward(hours=15)
    board.audience = Audience(910, {"Ashby, Marlshire": 405})
    cycle(board)
    kept = {(row.day.day, row.followers) for row in rows(store, AccountNumbers)}
    assert kept == {(24, 900), (25, 910)}
    towns = {(row.day.day, row.town, row.followers) for row in rows(store, TownFollowers)}
    assert towns == {(24, "Ashby, Marlshire", 400), (24, "Thornby, Marlshire", 120), (25, "Ashby, Marlshire", 405)}


def test_how_many_people_an_account_reached_is_kept_window_by_window(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = Board(audience=Audience(900, reach={7: (400, date(2026, 11, 22)), 28: (1_100, date(2026, 11, 22))}))
    cycle(board)
    now.forward(days=1)
    board.audience = Audience(905, reach={7: (0, date(2026, 11, 23)), 28: (1_150, date(2026, 11, 22))})
    cycle(board)
    kept = {(row.days, row.ends_on.day, row.people, row.taken_at.day) for row in rows(store, AccountReach)}
    assert kept == {(7, 22, 400, 24), (7, 23, 0, 25), (28, 22, 1_150, 25)}


def test_what_is_withheld_of_an_account_is_kept_with_its_reason_until_it_is_told(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    few = "Only of pages with 100 followers or more."
    board, began = Board(audience=Audience(60, withheld={"towns": few, "account_reach_7": few})), now()
    cycle(board)
    now.forward(days=1)
    board.audience = replace(board.audience, withheld={"towns": "No permission.", "account_reach_7": few})
    cycle(board)
    kept = {row.metric: (row.account_id, row.says, row.since) for row in rows(store, Withheld)}
    assert kept == {
        "towns": (account.id, "No permission.", began),
        "account_reach_7": (account.id, few, began),
    }
    now.forward(days=1)
    board.audience = Audience(160, {"Ashby, Marlshire": 90}, reach={7: (300, date(2026, 11, 24))})
    cycle(board)
    assert rows(store, Withheld) == []


def test_numbers_of_posts_that_are_withheld_are_kept_with_their_reason_until_they_are_told(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = fresh(now())
    board.withheld = {"views": "The page is too small.", "reach": "The page is too small."}
    board.numbers = {key: Metrics(likes=9) for key in board.numbers}
    cycle(board)
    now.forward(hours=2)
    cycle(board)
    assert {row.metric for row in rows(store, Withheld)} == {"views", "reach"}
    board.withheld = {}
    board.numbers = {key: Metrics(likes=9, views=50) for key in board.numbers}
    now.forward(days=2)
    cycle(board)
    assert {row.metric for row in rows(store, Withheld)} == {"reach"}


def test_followers_not_told_are_not_zero(store: Store, account: Account, cycle: Cycle) -> None:
    cycle(Board(audience=Audience(not_told={"followers": "The page is too small."})))
    assert rows(store, AccountNumbers) == []
    assert rows(store, DeadMetric)[0].says == "The page is too small."


def test_what_is_edited_there_follows_here_and_is_judged_anew(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = Board(
        [post(1, now(), "Surgery at six.")],
        [reply(5, "1", now(), "Is it open to all?"), reply(6, "1", now(), "Lovely."), reply(7, "1", now(), "Fine.")],
    )
    cycle(board)
    hear_all(store, now)
    now.forward(hours=21)
    board.posts[0] = replace(board.posts[0], text="Surgery at seven.")
    board.replies[0] = replace(board.replies[0], text="Never mind, found it.")
    board.replies[1] = replace(board.replies[1], text="Lovely. Who do I ring about parking?")
    assert cycle(board)["edited"] == 3
    hear_all(store, now)
    assert [(row.text, row.edited_at) for row in rows(store, Post)] == [("Surgery at seven.", now())]
    words = {row.id: row.text for row in rows(store, Reply)}
    asked = {words[row.reply_id]: (row.outcome, row.waiting_since) for row in rows(store, Question)}
    assert asked == {
        "Never mind, found it.": (Outcome.GONE, now() - timedelta(hours=21)),
        "Lovely. Who do I ring about parking?": (None, now()),
    }


def test_what_is_deleted_there_is_blanked_here_and_its_question_closed(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = Board([], [reply(5, None, now(), "Who do I ring about parking?"), reply(6, None, now(), "Thanks!")])
    cycle(board)
    hear_all(store, now)
    board.gone.add("5")
    now.forward(hours=21)
    assert cycle(board)["gone"] == 1
    blank = next(row for row in rows(store, Reply) if row.external_id == "5")
    assert (blank.text, blank.author, blank.author_id, blank.gone_at) == ("", "", "", now())
    assert [(row.outcome, row.closed_at) for row in rows(store, Question)] == [(Outcome.GONE, now())]


def test_what_a_second_look_did_not_tell_is_looked_at_again_on_the_same_day(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = Board([], [reply(5, None, now()), reply(6, None, now())])
    cycle(board)
    board.replies.pop(0)  # neither told nor told to be gone: its thread was in trouble
    now.forward(hours=20)
    cycle(board)
    board.gone.add("5")
    now.forward(hours=2)
    assert cycle(board)["gone"] == 1
    assert sorted(board.looked_at) == ["5", "5", "6"]


def test_words_that_were_blanked_by_hand_stay_blank(store: Store, account: Account, cycle: Cycle, now: Ticking) -> None:
    cycle(board := Board([], [reply(5, None, now(), "Ring me on 01632 960000.")]))
    with store.writing() as db:
        row = db.get_one(Reply, rows(store, Reply)[0].id)
        row.text = row.author = row.author_id = ""
    now.forward(hours=21)
    cycle(board)
    assert board.looked_at == ["5"]
    assert (rows(store, Reply)[0].text, rows(store, Reply)[0].edited_at) == ("", None)


def test_second_looks_begin_with_open_questions_and_end_with_age(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = Board(
        [], [reply(n, None, now(), "Thanks!") for n in (5, 6)] + [reply(7, None, now(), "Who do I ring about parking?")]
    )
    cycle(board)
    hear_all(store, now)
    assert not board.looked_at
    now.forward(hours=20)
    cycle(board)
    assert board.looked_at[0] == "7"
    assert len(board.looked_at) == 3
    for _ in range(40):
        now.forward(days=1)
        cycle(board)
    assert 3 * 28 <= len(board.looked_at) <= 3 * 30
    assert {row.next_look_at for row in rows(store, Reply)} == {None}


def test_a_platforms_own_rewriting_is_no_edit(store: Store, account: Account, cycle: Cycle, now: Ticking) -> None:
    board = Board([post(1, now(), "Crime & you: https://marl.example/a")])
    cycle(board)
    now.forward(hours=21)
    board.posts[0] = replace(board.posts[0], text="Crime &amp; you: https://t.example/xyz")
    cycle(board)
    kept = rows(store, Post)[0]
    assert (kept.text, kept.edited_at) == ("Crime &amp; you: https://t.example/xyz", None)


def test_names_are_asked_for_only_when_wanted_and_once(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = Board(
        [], [reply(5, None, now(), "Who do I ring about parking?", author=""), reply(6, None, now(), "Ta.", author="")]
    )
    board.names = {"u5": "Sam", "u6": "Alex"}
    cycle(board)
    hear_all(store, now)
    assert not board.asked["fetch_names"]
    for _ in range(2):
        now.forward(hours=2)
        cycle(board, names=True)
    assert board.asked["fetch_names"] == 1
    assert {row.external_id: row.author for row in rows(store, Reply)} == {"5": "Sam", "6": ""}


def test_second_looks_wait_for_money(store: Store, account: Account, cycle: Cycle, now: Ticking) -> None:
    board = fresh(now(), replies=3)
    cycle(board)
    now.forward(hours=21)
    cycle(board, Limits(month_micros=45_000))
    assert not board.looked_at
    assert again(store, account).trouble_kind == "OutOfCredit"

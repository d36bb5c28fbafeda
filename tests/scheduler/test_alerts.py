"""People are told of each matter once, a burst of them in one message, and nothing is lost while no mail goes."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select, update

from domain.matters import Matter
from domain.people import Role
from domain.publication import State, TakeDownState
from doors import mail
from doors.watch import manner_of
from scheduler import alerts
from scheduler.alerts import MailFault, Post, tick
from store import workers
from store.tables import Account, Alert, Hold, Person, Publication, ScheduledPost, TakeDown, Worker
from tests.mailbox import Mailbox, mailbox
from tests.scheduler.conftest import Force

ROOM = "control.room@force.example"
LONG = timedelta(days=3)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as one:
        yield one


def post_of(force: Force, box: Mailbox, **more: Any) -> Post:
    settings = box.settings(**more)
    return Post(force.store, force.now, manner_of(settings), mail.sender(settings), settings.alerts_to)


@pytest.fixture
def post(force: Force, box: Mailbox) -> Post:
    """A watch with a mail server, and a publisher that is alive for days."""
    with force.store.writing() as db:
        workers.beat(db, "publisher a", "publisher", force.now(), force.now() + LONG)
    return post_of(force, box)


def put(force: Force, which: UUID, **values: Any) -> None:
    with force.store.writing() as db:
        db.exec(update(Publication).where(col(Publication.id) == which).values(**values))  # type: ignore[call-overload]


def known(force: Force) -> list[Alert]:
    with force.store.reading() as db:
        return list(db.exec(select(Alert).order_by(col(Alert.raised_at), col(Alert.matter))).all())


def late(force: Force, **more: Any) -> UUID:
    """One post of the officer, due three minutes ago."""
    (one,) = force.due()
    force.now.forward(minutes=3)
    if more:
        put(force, one.id, **more)
    return one.id


def many(force: Force, number: int, **more: Any) -> list[UUID]:
    """So many posts due three minutes ago, by the officer."""
    at = force.now() - timedelta(minutes=3)
    on = [one.id for one in force.accounts.values()]
    with force.store.writing() as db:
        messages = [
            ScheduledPost(author_id=force.people["officer"].person_id, text=f"Number {n}", due_at=at, created_at=at,
                          changed_at=at)
            for n in range(number)
        ]  # fmt: skip
        db.add_all(messages)
        db.flush()
        rows = [
            Publication(
                scheduled_post_id=one.id, account_id=on[n % len(on)], text=one.text, fingerprint=one.text,
                due_at=at, not_before=at, expires_at=at + timedelta(hours=2), **more,
            )
            for n, one in enumerate(messages)
        ]  # fmt: skip
        db.add_all(rows)
        return [one.id for one in rows]


def body(box: Mailbox, number: int = -1) -> str:
    """What a message says, its lines joined again."""
    return " ".join(box.taken[number].get_content().split())


def test_nothing_is_said_when_all_is_well(force: Force, post: Post, box: Mailbox) -> None:
    force.approved()
    for _ in range(3):
        assert tick(post) == 0
        force.now.forward(minutes=1)
    assert box.taken == [] and known(force) == []


def test_a_late_post_is_told_once_to_the_room_and_to_its_author(force: Force, post: Post, box: Mailbox) -> None:
    which = late(force)
    assert tick(post) == 1
    for _ in range(5):
        force.now.forward(minutes=1)
        assert tick(post) == 0
    (one,) = box.taken
    assert box.to == [[ROOM, "officer@force.example"]]
    assert one["Subject"] == "[Bluelamp] Late: ashby on Board, due Tue 24 Nov 2026, 09:10 GMT".replace("Board", "X")
    assert f"https://lamp.force.example/publications?id={which}" in body(box)
    assert "“Beat surgery at noon”" in body(box) and "By: Officer" in body(box)
    (kept,) = known(force)
    assert (kept.matter, kept.kind, kept.tries) == (f"late {which}", Matter.LATE, 1) and kept.sent_at


def test_a_post_a_minute_late_is_left_to_mend_itself(force: Force, post: Post, box: Mailbox) -> None:
    force.due()
    force.now.forward(seconds=110)
    assert tick(post) == 0


@pytest.mark.parametrize(
    ("values", "subject", "says"),
    [
        ({"state": State.FAILED, "trouble_kind": "Rejected"}, "Not sent", "It is surely not public."),
        ({"state": State.WAITING, "trouble_kind": "TooLate"}, "Waits for a decision", "Its time passed before"),
        ({"state": State.WAITING, "trouble_kind": "Held"}, "Waits for a decision", "while a hold was in force"),
        ({"state": State.UNKNOWN, "trouble_kind": "Ambiguous"}, "May be out", "It may be public and it may not."),
    ],
)
def test_what_needs_somebody_says_what_happened_and_what_is_certain(
    force: Force, post: Post, box: Mailbox, values: dict[str, Any], subject: str, says: str
) -> None:
    late(force, **values)
    tick(post)
    assert box.subjects()[0].startswith(f"[Bluelamp] {subject}: ashby on X, due ")  # on one line, however long
    assert says in body(box) and "What to do: " in body(box)


def test_an_unknown_one_tells_when_it_was_looked_for_and_where_to_look(force: Force, post: Post, box: Mailbox) -> None:
    now = force.now()
    looked = {"looks": 2, "looked_at": now + timedelta(minutes=11), "next_look_at": now + timedelta(minutes=20)}
    late(force, state=State.UNKNOWN, trouble_kind="Died", unknown_at=now, **looked)
    tick(post)
    assert "Looked for 2 times, last Tue 24 Nov 2026, 09:11 GMT: not found so far." in body(box)
    assert "The next look is Tue 24 Nov 2026, 09:20 GMT." in body(box) and "https://x.com/ashby" in body(box)


def test_what_is_unknown_for_seconds_only_is_looked_for_first(force: Force, post: Post, box: Mailbox) -> None:
    late(force, state=State.UNKNOWN, unknown_at=force.now() + timedelta(minutes=12))
    assert tick(post) == 0


def test_a_matter_that_ended_and_comes_back_later_is_a_new_one(force: Force, post: Post, box: Mailbox) -> None:
    which = late(force, state=State.FAILED)
    tick(post)
    put(force, which, state=State.QUEUED, due_at=force.now() + timedelta(hours=1))
    force.now.forward(minutes=11)
    tick(post)
    assert [bool(one.settled_at) for one in known(force)] == [True]
    put(force, which, state=State.FAILED)
    tick(post)
    assert len(box.taken) == 2 and len({one["Message-ID"] for one in box.taken}) == 2
    assert [one.matter for one in known(force)] == [f"failed {which}", f"failed {which} #2"]


def test_a_matter_that_flickers_is_one_matter(force: Force, post: Post, box: Mailbox) -> None:
    which = late(force)
    for state in (State.QUEUED, State.PUBLISHING, State.QUEUED, State.PUBLISHING, State.QUEUED):
        put(force, which, state=state, due_at=force.now() - timedelta(minutes=3))
        tick(post)
        put(force, which, due_at=force.now() + timedelta(minutes=3))
        tick(post)
        force.now.forward(minutes=4)
    assert len(box.taken) == 1 and len(known(force)) == 1


def test_three_hundred_at_once_are_one_message_with_counts_and_the_first_ten(
    force: Force, post: Post, box: Mailbox
) -> None:
    many(force, 300, trouble_kind="Transient")
    assert tick(post) == 1
    force.now.forward(minutes=1)
    assert tick(post) == 0
    assert box.subjects() == ["[Bluelamp] 300 posts are late"]
    says = body(box)
    assert "225 on X, 75 on Facebook." in says and "- 300: The platform could not be reached" in says
    assert says.count("“Number ") == 10 and "- and 290 more" in says
    assert len({one.letter for one in known(force)}) == 1 and all(one.sent_at for one in known(force))


def test_what_follows_a_gathered_message_is_gathered_half_an_hour_later(force: Force, post: Post, box: Mailbox) -> None:
    many(force, 20)
    tick(post)
    for _ in range(20):
        force.now.forward(minutes=1)
        many(force, 1)
        assert tick(post) == 0
    force.now.forward(minutes=11)
    assert tick(post) == 1
    assert box.subjects()[1] == "[Bluelamp] 20 posts are late"


def test_a_drizzle_is_gathered_too(force: Force, post: Post, box: Mailbox) -> None:
    for _ in range(29):
        force.now.forward(minutes=1)
        many(force, 1)
        tick(post)
    assert len(box.taken) == 6  # five alone, and the sixth begins to gather


def test_another_kind_of_matter_does_not_wait_for_a_burst(force: Force, post: Post, box: Mailbox) -> None:
    many(force, 20)
    tick(post)
    put(force, many(force, 1)[0], state=State.UNKNOWN)
    assert tick(post) == 1
    assert box.subjects()[1].startswith("[Bluelamp] May be out")


def test_a_gathered_outage_says_once_that_it_is_over(force: Force, post: Post, box: Mailbox) -> None:
    which = many(force, 12)
    tick(post)
    force.now.forward(minutes=5)
    for one in which:
        put(force, one, state=State.PUBLISHED)
    put(force, which[0], state=State.WAITING)
    tick(post)
    force.now.forward(minutes=11)
    for _ in range(3):
        tick(post)
        force.now.forward(minutes=20)
    over = [one for one in box.taken if "Over" in str(one["Subject"])]
    assert [one["Subject"] for one in over] == ["[Bluelamp] Over: posts are late no more"]
    assert over[0]["In-Reply-To"] == box.taken[0]["Message-ID"]
    says = " ".join(over[0].get_content().split())
    assert "12 posts were late. By now: 11 public, 1 waiting for a decision." in says


def test_one_late_post_that_got_out_is_not_told_again(force: Force, post: Post, box: Mailbox) -> None:
    which = late(force)
    tick(post)
    put(force, which, state=State.PUBLISHED)
    for _ in range(4):
        force.now.forward(minutes=10)
        tick(post)
    assert len(box.taken) == 1 and known(force)[0].settled_at


def test_a_server_that_is_down_is_tried_with_growing_pauses_and_nothing_is_lost(
    force: Force, post: Post, box: Mailbox
) -> None:
    gone = post_of(force, box, mail_port=1)
    many(force, 3)
    pauses = []
    for _ in range(5):
        assert tick(gone) == 0
        again = {one.next_try_at for one in known(force)}
        pauses.append((min(again) - force.now()).total_seconds() / 60)
        assert tick(post) == 0  # not before its time
        force.now.at = max(again)
    assert pauses == [1, 2, 5, 15, 30]
    assert tick(post) == 3
    assert len(box.taken) == 3 and all(one.sent_at and not one.trouble for one in known(force))


def test_what_ended_while_no_mail_went_is_told_as_over(force: Force, post: Post, box: Mailbox) -> None:
    which = late(force)
    tick(post_of(force, box, mail_port=1))
    put(force, which, state=State.PUBLISHED)
    force.now.forward(minutes=11)
    assert tick(post) == 1
    assert "It ended about" in body(box) and "Nothing is to be done." in body(box)


def test_without_a_mail_server_matters_are_kept_and_those_that_stand_are_told_later(
    force: Force, post: Post, box: Mailbox
) -> None:
    mute = replace(post, send=None)
    gone, stays = many(force, 2)
    assert tick(mute) == 0 and len(known(force)) == 2
    put(force, gone, state=State.PUBLISHED)
    force.now.forward(minutes=11)
    tick(mute)
    assert tick(post) == 1
    assert str(stays) in body(box)


def test_a_message_perhaps_taken_goes_again_as_the_same_message(force: Force, post: Post, box: Mailbox) -> None:
    many(force, 9)
    box.hangs_up_after = 1
    assert tick(post) == 0
    many(force, 4)
    tick(post)
    force.now.forward(minutes=9)
    assert len(box.taken) == 5  # the four that came later did not wait, and did not join
    force.now.forward(minutes=2)
    assert tick(post) == 1
    assert box.taken[0]["Message-ID"] == box.taken[5]["Message-ID"]
    assert box.subjects()[0] == box.subjects()[5]


def test_a_watch_that_dies_after_the_server_took_it_repeats_the_same_message_later(
    force: Force, post: Post, box: Mailbox
) -> None:
    late(force)

    class Killed(BaseException):
        pass

    def dies(letter: alerts.Letter) -> str:
        assert post.send
        post.send(letter)
        raise Killed

    with pytest.raises(Killed):
        tick(replace(post, send=dies))
    assert tick(post) == 0  # it is in a hand
    force.now.forward(minutes=11)
    assert tick(post) == 1
    assert len({one["Message-ID"] for one in box.taken}) == 1 and len(box.taken) == 2


def test_several_watches_at_once_tell_a_matter_once(force: Force, post: Post, box: Mailbox) -> None:
    many(force, 40)
    put(force, many(force, 1)[0], state=State.FAILED)
    watches = [threading.Thread(target=tick, args=(post,)) for _ in range(4)]
    for one in watches:
        one.start()
    for one in watches:
        one.join()
    assert sorted(box.subjects())[0] == "[Bluelamp] 40 posts are late" and len(box.taken) == 2
    assert len(known(force)) == 41


def test_an_address_that_is_refused_holds_up_no_other_message(force: Force, post: Post, box: Mailbox) -> None:
    alone = post_of(force, box, alerts_to=())
    other = Person(email="gone@force.example", name="Gone", role=Role.OFFICER)
    first, _ = many(force, 2)
    with force.store.writing() as db:
        db.add(other)
        db.flush()
        db.get_one(ScheduledPost, db.get_one(Publication, first).scheduled_post_id).author_id = other.id
    box.refuses = {"gone@force.example"}
    assert tick(alone) == 1
    assert box.to == [["officer@force.example"]]
    assert sorted(one.trouble.split(":")[0] for one in known(force)) == ["", "It refused to deliver to"]


def test_an_author_who_left_the_roster_is_told_nothing(force: Force, post: Post, box: Mailbox) -> None:
    late(force)
    with force.store.writing() as db:
        db.get_one(Person, force.people["officer"].person_id).retired_at = force.now()
    assert tick(replace(post, to=())) == 0
    assert tick(post) == 1
    assert box.to == [[ROOM]]


def test_without_a_room_each_author_is_told_of_their_own(force: Force, post: Post, box: Mailbox) -> None:
    many(force, 30)
    assert tick(replace(post, to=())) == 1
    assert box.to == [["officer@force.example"]] and box.subjects() == ["[Bluelamp] 30 posts are late"]


def test_a_dead_publisher_is_told_with_what_is_due_and_again_when_it_is_back(
    force: Force, post: Post, box: Mailbox
) -> None:
    which = late(force)
    with force.store.writing() as db:
        db.exec(select(Worker)).one().until = force.now() - timedelta(minutes=1)
    tick(post)
    assert box.subjects()[0] == "[Bluelamp] Nothing is being published"
    assert "1 post is due and not out, the longest since Tue 24 Nov 2026, 09:10 GMT." in body(box, 0)
    assert "A publisher was last heard Tue 24 Nov 2026, 09:00 GMT." in body(box, 0)
    assert box.to[0] == [ROOM]
    put(force, which, state=State.PUBLISHED)
    with force.store.writing() as db:
        workers.beat(db, "publisher b", "publisher", force.now(), force.now() + LONG)
    force.now.forward(minutes=11)
    tick(post)
    tick(post)
    assert box.subjects()[2:] == ["[Bluelamp] Over: nothing waits for a publisher"]
    assert "A publisher is at work." in body(box)


def test_a_publisher_that_distrusts_its_clock_is_told_in_its_words(force: Force, post: Post, box: Mailbox) -> None:
    late(force)
    with force.store.writing() as db:
        db.exec(select(Worker)).one().trouble = "does not trust its clock: an hour ahead of X"
    tick(post)
    assert box.subjects()[0] == "[Bluelamp] Nothing is being published: the clock"
    assert "does not trust its clock: an hour ahead of X" in body(box, 0)


def test_a_dead_token_is_told_at_once_with_what_is_due_on_its_account(force: Force, post: Post, box: Mailbox) -> None:
    with force.store.writing() as db:
        one = db.get_one(Account, force["ashby"].id)
        one.trouble, one.trouble_kind, one.trouble_at = "401", "TokenExpired", force.now()
    force.approved()
    assert tick(post) == 1
    assert box.subjects() == ["[Bluelamp] Account must be connected again: ashby on X"]
    assert "1 post is due on it, the first Tue 24 Nov 2026, 09:10 GMT." in body(box)
    with force.store.writing() as db:  # the token still reads: the collector sees nothing wrong
        db.get_one(Account, force["ashby"].id).trouble_kind = ""
    put(force, force.the().id, trouble_kind="TokenExpired")
    force.now.forward(minutes=11)
    assert tick(post) == 0 and not known(force)[0].settled_at


def test_a_hold_asks_at_its_review_time_and_not_when_it_is_lifted(force: Force, post: Post, box: Mailbox) -> None:
    by = force.people["supervisor"].person_id
    soon = force.now() + timedelta(hours=1)
    with force.store.writing() as db:
        db.add(Hold(reason="A major incident", placed_by_id=by, placed_at=force.now(), review_at=soon))
        db.add(Hold(reason="Over", placed_by_id=by, placed_at=force.now(), review_at=soon, lifted_at=force.now()))
    assert tick(post) == 0
    force.now.forward(hours=1)
    assert tick(post) == 1
    assert box.subjects() == ["[Bluelamp] A hold is to be looked at again"]
    assert "Hold: A major incident" in body(box) and "https://lamp.force.example/holds" in body(box)


@pytest.mark.parametrize(
    ("state", "subject"),
    [(TakeDownState.ASKED, "A take-down needs a second person"), (TakeDownState.REFUSED, "Not taken down")],
)
def test_a_take_down_that_asks_or_is_refused_is_told(
    force: Force, post: Post, box: Mailbox, state: TakeDownState, subject: str
) -> None:
    which = late(force, state=State.PUBLISHED)
    asked = {"asked_by_id": force.people["comms"].person_id, "reason": "The wrong photograph"}
    with force.store.writing() as db:
        db.add(TakeDown(publication_id=which, state=state, asked_at=force.now(), **asked))
    assert tick(post) == 1 and tick(post) == 0
    assert box.subjects()[0].startswith(f"[Bluelamp] {subject}: ashby on X")
    assert "Comms" in body(box) and "The wrong photograph" in body(box)


def test_an_answer_to_the_public_is_told_without_its_words(force: Force, post: Post, box: Mailbox) -> None:
    late(force, in_reply_to="c1", text="Dear Pat, come at noon", state=State.FAILED, trouble="Pat said: no")
    tick(post)
    assert "An answer to the public" in body(box) and "Pat" not in body(box)


def test_a_fault_of_the_mail_server_is_kept_for_who_keeps_the_machine(
    force: Force, post: Post, box: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    late(force)

    def fails(letter: alerts.Letter) -> str:
        raise MailFault("It refused the name or the password.", whole=True)

    tick(replace(post, send=fails))
    assert known(force)[0].trouble == "It refused the name or the password."
    assert "an alert could not be sent" in caplog.text


def test_a_clock_that_was_wrong_for_a_moment_does_not_silence_an_alert(force: Force, post: Post, box: Mailbox) -> None:
    late(force)
    tick(replace(post_of(force, box, mail_port=1), now=lambda: force.now() + timedelta(days=2)))
    assert known(force)[0].next_try_at > force.now() + timedelta(days=1)
    assert tick(post) == 1

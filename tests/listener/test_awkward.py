"""What could lose a question, or close one that nobody answered: awkward edits, races, and what stands in the way."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from domain.listening import answered as reading
from domain.listening.hear import VERSION, hear
from domain.listening.standing import Standing
from domain.listening.words import Comment, Lane, Verdict
from domain.people import Role, Scope, Signed
from domain.questions import Outcome
from listener.listen import Ears, listen
from store import answers, questions, queue, replies, reports, retention, standings, verdicts
from store.db import Store
from store.tables import Account, Person, Question, Reply
from store.tables import Verdict as Kept
from tests.conftest import Ticking
from tests.heard import hear_all
from tests.listener.test_listen import account, asked, heard, keep, ours, said

__all__ = ["account"]

DANGER = "He is outside my door with a knife right now, please help"


def person(store: Store) -> UUID:
    """Somebody of ours."""
    with store.writing() as db:
        one = Person(email="reed@marlshire.example", name="Sam Reed", role="officer")
        db.add(one)
        db.flush()
        return one.id


def change(store: Store, number: str, **values: object) -> None:
    """Change a question behind the listener's back."""
    with store.writing() as db:
        db.execute(update(Question).where(col(Question.id) == asked(store)[number].id).values(**values))


def verdicts_kept(store: Store) -> list[UUID]:
    """The replies that there is a verdict on."""
    with store.reading() as db:
        return list(db.exec(select(Kept.reply_id)))


def test_a_new_version_comes_to_an_end_though_words_are_gone(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now), said("2", "Thanks", now))
    with store.writing() as db:
        replies.gone(db, account, ["1"], now())
    hear_all(store, now)
    newer = Ears(store, now, version=VERSION + 1)
    assert [listen(newer)["heard"] for _ in range(3)] == [2, 0, 0]


def test_what_is_deleted_while_it_is_being_heard_is_quoted_nowhere_and_does_not_wait(
    store: Store, account: Account, now: Ticking
) -> None:
    def slow(comments: Sequence[Comment]) -> list[Verdict]:
        with store.writing() as db:
            replies.gone(db, account, ["1"], now())
        return hear(comments)

    keep(store, account, now, said("1", DANGER, now))
    listen(replace(Ears(store, now), hear=slow))
    hear_all(store, now)
    assert (verdicts_kept(store), asked(store)) == ([], {})


def test_what_is_forgotten_while_it_is_being_heard_is_quoted_nowhere(
    store: Store, account: Account, now: Ticking
) -> None:
    def slow(comments: Sequence[Comment]) -> list[Verdict]:
        with store.writing() as db:
            retention.forget_replies(db, now() - timedelta(days=1), now() + timedelta(days=1), now())
        return hear(comments)

    keep(store, account, now, said("1", "When will it reopen?", now))
    listen(replace(Ears(store, now), hear=slow))
    hear_all(store, now)
    assert (verdicts_kept(store), asked(store)) == ([], {})


def test_what_a_person_says_while_the_thread_is_read_stands(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    who = person(store)
    now.forward(hours=1)
    keep(store, account, now, ours("2", "Hi Pat, at about 6pm today.", now, "1"))
    with store.reading() as db:
        post_id = db.exec(select(Reply.post_id).where(Reply.external_id == "1")).one()
        key = post_id.hex if store.sqlite else post_id
        talk = standings.read(db, standings.Where(account.id.hex if store.sqlite else account.id, key, ""))
    found = reading.findings(talk.thread)
    now.forward(minutes=1)
    with store.writing() as db:
        queue.stand(db, asked(store)["1"].id, Standing.UNANSWERED, Standing.HOLDING, who, now())
    with store.writing() as db:
        standings.keep(db, talk, found)
    question = asked(store)["1"]
    assert (question.outcome, question.standing, question.standing_set_by_id) == (None, Standing.HOLDING, who)


def test_what_we_write_after_a_person_said_that_it_only_held_closes_it(
    store: Store, account: Account, now: Ticking
) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    who = person(store)
    now.forward(hours=1)
    heard(store, account, now, ours("2", "Hi Pat, at about 6pm today.", now, "1"))
    now.forward(hours=1)
    with store.writing() as db:
        assert questions.reopen(db, asked(store)["1"].id, now())
        assert queue.stand(db, asked(store)["1"].id, Standing.UNANSWERED, Standing.HOLDING, who, now())
    now.forward(hours=1)
    heard(store, account, now, said("3", "Lovely day.", now, who="Kim"))
    assert asked(store)["1"].outcome is None
    heard(store, account, now, ours("4", "Hi Pat, it reopened at 7pm.", now, "1"))
    assert asked(store)["1"].outcome is Outcome.ANSWERED


def test_an_answer_that_is_deleted_leaves_only_the_holding_reply_and_the_question_waits(
    store: Store, account: Account, now: Ticking
) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    who = person(store)
    now.forward(hours=1)
    heard(store, account, now, ours("2", "Hi Pat, leave it with us.", now, "1"))
    assert asked(store)["1"].standing is Standing.HOLDING
    now.forward(hours=1)
    keep(store, account, now, ours("3", "Hi Pat, at about 6pm today.", now, "1"))
    with store.writing() as db:
        questions.answered(db, account.id, "1", now(), by=who, answer="3")
    hear_all(store, now)
    assert asked(store)["1"].outcome is Outcome.ANSWERED
    now.forward(hours=1)
    with store.writing() as db:
        replies.gone(db, account, ["3"], now())
    hear_all(store, now)
    assert asked(store)["1"].outcome is None


def test_a_holding_reply_that_the_collector_kept_first_stays_one(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    who, began = person(store), now()
    now.forward(seconds=3)
    keep(store, account, now, ours("2", "Hi Pat, at about 6pm today.", now, "1"))
    with store.writing() as db:
        questions.answered(db, account.id, "1", began, by=who, holding=True, answer="2")
    hear_all(store, now)
    assert (asked(store)["1"].outcome, asked(store)["1"].standing) == (None, Standing.HOLDING)


def test_words_asked_after_our_reply_are_not_answered_by_it(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "Lovely day for it", now))
    now.forward(hours=1)
    heard(store, account, now, ours("2", "Hi Pat, the road reopens at 6pm.", now, "1"))
    now.forward(hours=1)
    heard(store, account, now, said("1", "Who do I report the flooding on Elm Street to?", now))
    assert asked(store)["1"].outcome is None
    now.forward(hours=1)
    heard(store, account, now, ours("3", "Hi Pat, the council: 0300 123 4567.", now, "1"))
    assert asked(store)["1"].outcome is Outcome.ANSWERED


def test_an_answered_question_that_is_edited_into_danger_waits_again(
    store: Store, account: Account, now: Ticking
) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    now.forward(hours=1)
    heard(store, account, now, ours("2", "Hi Pat, at about 6pm today.", now, "1"))
    assert asked(store)["1"].outcome is Outcome.ANSWERED
    now.forward(hours=1)
    heard(store, account, now, said("1", DANGER, now))
    question = asked(store)["1"]
    assert (question.outcome, question.lane, question.waiting_since) == (None, Lane.DANGER, now())


def test_danger_that_is_edited_away_waits_for_a_person(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", DANGER, now), said("2", DANGER, now, who="Kim"))
    now.forward(minutes=1)
    heard(store, account, now, said("1", "Thanks all", now), said("2", "When will it reopen?", now, who="Kim"))
    found = asked(store)
    assert [(found[n].outcome, found[n].lane) for n in "12"] == [(None, Lane.DANGER)] * 2


def test_danger_is_not_closed_by_an_update_to_everybody(store: Store, account: Account, now: Ticking) -> None:
    words = f"{DANGER}, when will the road reopen so they can get here?"
    heard(store, account, now, said("1", words, now), said("2", "When will the road reopen?", now, who="Kim"))
    now.forward(hours=1)
    heard(store, account, now, ours("3", "Mill Lane has now reopened. Thank you for your patience.", now, "p1"))
    found = asked(store)
    assert found["2"].outcome is Outcome.ANSWERED
    assert (found["1"].outcome, found["1"].lane) == (None, Lane.DANGER)


def test_one_that_a_person_took_out_leads_no_group(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now, who="A"))
    change(store, "1", group_set_by_id=UUID(int=1))
    now.forward(minutes=1)
    heard(store, account, now, *(said(n, "When will it reopen?", now, who=n) for n in ("2", "3")))
    found = asked(store)
    assert found["2"].group_id == found["3"].group_id is not None
    assert found["2"].group_id != found["1"].id


def test_who_waits_again_is_not_put_off_any_more(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    change(store, "1", snoozed_until=now() + timedelta(days=5), snooze_reason="asked highways")
    now.forward(hours=1)
    heard(store, account, now, ours("2", "Hi Pat, at about 6pm today.", now, "1"))
    with store.writing() as db:
        replies.gone(db, account, ["2"], now())
    hear_all(store, now)
    assert (asked(store)["1"].outcome, asked(store)["1"].snoozed_until) == (None, None)


def test_an_answered_question_whose_words_are_gone_stays_answered(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    now.forward(hours=1)
    heard(store, account, now, ours("2", "Hi Pat, at about 6pm today.", now, "1"))
    with store.writing() as db:
        replies.gone(db, account, ["1"], now())
    hear_all(store, now)
    assert (asked(store)["1"].outcome, asked(store)["1"].standing) == (Outcome.ANSWERED, Standing.ANSWERED)


def test_another_lane_behind_the_first_changes_the_promise_too(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    with store.reading() as db:
        reply = db.exec(select(Reply)).one()
    assert reply.heard == VERSION
    change(store, "1", due_at=now() + timedelta(days=300))
    now.forward(minutes=1)
    heard(store, account, now, said("1", "When will it reopen, please?", now))
    assert asked(store)["1"].due_at is None  # nothing is promised here


class Dying(Store):
    """A store whose process dies the second time it reads: after a batch was heard, before a thread is looked at."""

    reads = 0

    @contextmanager
    def reading(self) -> Iterator[Session]:
        self.reads += 1
        if self.reads == 2:
            raise KeyboardInterrupt
        with super().reading() as db:
            yield db


def test_threads_are_looked_at_though_the_listener_died_before_it_came_to_that(
    store: Store, account: Account, now: Ticking
) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    now.forward(hours=1)
    keep(store, account, now, ours("2", "Hi Pat, at about 6pm today.", now, "1"))
    dying = Dying(store.url.render_as_string(hide_password=False))
    with pytest.raises(KeyboardInterrupt):
        listen(Ears(dying, now))
    dying.close()
    hear_all(store, now)
    assert asked(store)["1"].outcome is Outcome.ANSWERED


def test_when_one_answer_for_many_is_deleted_all_of_them_wait_again(
    store: Store, account: Account, now: Ticking
) -> None:
    heard(store, account, now, *(said(n, "When will it reopen?", now, who=n) for n in ("1", "2")))
    who = person(store)
    now.forward(hours=1)
    keep(store, account, now, ours("3", "Hi, at about 6pm today.", now, "1"))
    with store.writing() as db:
        questions.answered(db, account.id, "1", now(), by=who, answer="3")
        first = asked(store)["1"].id
        answers.closed_with(db, first, now(), who, "with another", now(), read=False, answer="3")
    hear_all(store, now)
    assert [asked(store)[n].outcome for n in "12"] == [Outcome.ANSWERED] * 2
    with store.writing() as db:
        replies.gone(db, account, ["3"], now())
    hear_all(store, now)
    assert [(asked(store)[n].outcome, asked(store)[n].closed_by_id) for n in "12"] == [(None, None)] * 2


def test_a_correction_is_of_the_words_it_was_said_of(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now), said("2", "When will it reopen?", now))
    who, found = person(store), asked(store)
    now.forward(minutes=1)
    with store.writing() as db:
        verdicts.correct(db, found["1"].reply_id, who, "needs_answer", "no", now())
        questions.close(db, found["1"].id, Outcome.SET_ASIDE, who, questions.NOT_A_QUESTION, now())
        verdicts.correct(db, found["2"].reply_id, who, "lanes", ",welsh,", now())
    now.forward(minutes=1)
    heard(store, account, now, said("1", "Who do I report fly tipping to?", now), said("2", DANGER, now))
    found = asked(store)
    assert (found["1"].outcome, found["1"].waiting_since) == (None, now())
    assert found["2"].lane is Lane.DANGER
    with store.reading() as db:
        comms = Signed(who, "reed@marlshire.example", "Sam Reed", Role.COMMS, Scope())
        assert reports.corrections(db, comms) == []


def test_what_is_blanked_by_hand_is_quoted_nowhere_and_does_not_wait(
    store: Store, account: Account, now: Ticking
) -> None:
    heard(store, account, now, said("1", DANGER, now))
    with store.writing() as db:
        db.execute(update(Reply).values(text="", author="", author_id="", url="", heard=0))
    hear_all(store, now)
    with store.reading() as db:
        assert db.exec(select(Kept)).one().reasons == []
    assert asked(store)["1"].outcome is Outcome.GONE

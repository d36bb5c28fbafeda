"""Listening keeps the queue of questions in line with what stands on the platforms."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from domain.listening.hear import VERSION, hear
from domain.listening.standing import Standing
from domain.listening.words import Comment, Kind, Lane, Verdict
from domain.posts import FetchedReply, PlatformName
from domain.questions import Outcome
from listener.listen import Ears, listen, listen_to_all
from store import bulk, questions, replies, verdicts
from store.db import Store
from store.tables import Account, Note, Person, Post, Question, Reply
from store.tables import Verdict as Kept
from tests.conftest import Ticking
from tests.heard import hear_all


@pytest.fixture
def account(store: Store, now: Ticking) -> Account:
    """An account of ours with one post, about a road."""
    with store.writing() as db:
        due = {"next_fetch_at": now(), "next_audience_at": now()}
        ours = Account(platform=PlatformName.FACEBOOK, external_id="9", handle="Ashby Police", **due)
        db.add(ours)
        db.flush()
        words = "Mill Lane is closed after a collision. Please find another route."
        db.add(Post(account_id=ours.id, external_id="p1", text=words, url="", created_at=now()))
    return ours


def said(
    number: str, text: str, now: Ticking, parent: str = "p1", who: str = "Pat Marrow", **more: object
) -> FetchedReply:
    """Something said under post p1."""
    more = {"author": who, "author_id": who, **more}
    return FetchedReply(number, text, "", now(), "p1", parent, "p1", **more)  # type: ignore[arg-type]


def ours(number: str, text: str, now: Ticking, parent: str = "p1") -> FetchedReply:
    """Something we said under post p1."""
    return said(number, text, now, parent, "Ashby Police", by_us=True)


def keep(store: Store, account: Account, now: Ticking, *some: FetchedReply) -> None:
    """Keep replies as a page would; nobody listens yet."""
    ready = replies.ready(bulk.forms_of(store.engine.dialect.name), account, some, now())
    with store.writing() as db:
        replies.keep(db, account, ready, now())


def heard(store: Store, account: Account, now: Ticking, *some: FetchedReply) -> Counter[str]:
    """Keep replies and listen to them."""
    keep(store, account, now, *some)
    return hear_all(store, now)


def asked(store: Store) -> dict[str, Question]:
    """The questions, by the platform's id of what asks."""
    with store.reading() as db:
        return {
            reply.external_id: question
            for question, reply in db.exec(select(Question, Reply).where(col(Question.reply_id) == Reply.id))
        }


def kept(store: Store, number: str = "1") -> Kept:
    """The verdict on a reply."""
    with store.reading() as db:
        return db.exec(select(Kept).join(Reply).where(Reply.external_id == number)).one()


def test_a_comment_is_heard_once_and_says_why(store: Store, account: Account, now: Ticking) -> None:
    assert heard(store, account, now, said("1", "What time will it reopen please?", now)) == Counter(heard=1, opened=1)
    verdict = kept(store)
    assert (verdict.kind, verdict.needs_answer, verdict.language, verdict.version) == (
        Kind.QUESTION,
        True,
        "en",
        VERSION,
    )
    assert verdict.reasons
    assert hear_all(store, now) == Counter()


def test_thanks_open_no_question(store: Store, account: Account, now: Ticking) -> None:
    assert heard(store, account, now, said("1", "Thank you for all you do x", now))["opened"] == 0
    assert kept(store).kind is Kind.THANKS


def test_our_own_handle_in_front_of_a_reply_is_the_platforms_and_asks_nothing(
    store: Store, account: Account, now: Ticking
) -> None:
    words = "Shared in the village group"
    heard(store, account, now, said("1", words, now), said("2", f"@Kim_Hollis @AshbySNT {words}", now, who="Lee"))
    with store.writing() as db:
        db.get_one(Account, account.id).handle = "AshbySNT"
    heard(store, account, now, said("3", f"@ashbysnt {words}", now, who="Sam"))
    with store.reading() as db:
        sure = {row.external_id: verdict.sure for verdict, row in db.exec(select(Kept, Reply).join(Reply))}
    assert sure["3"] == sure["1"]
    assert kept(store, "3").needs_answer is False


def test_danger_lies_in_its_lane_and_is_due_first(store: Store, account: Account, now: Ticking) -> None:
    heard(
        store, account, now,
        said("1", "When will it reopen?", now),
        said("2", "someone is breaking into my neighbours house right now please help", now),
    )  # fmt: skip
    found = asked(store)
    assert found["2"].lane is Lane.DANGER
    assert ",danger," in kept(store, "2").lanes


def test_a_holding_reply_leaves_the_question_waiting(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    now.forward(hours=1)
    heard(
        store, account, now, ours("2", "Hi Pat, please send us a private message and we will look into it.", now, "1")
    )
    question = asked(store)["1"]
    assert (question.outcome, question.standing) == (None, Standing.HOLDING)
    now.forward(hours=1)
    heard(store, account, now, ours("3", "Hi Pat, it will reopen at about 6pm today.", now, "1"))
    question = asked(store)["1"]
    assert (question.outcome, question.closed_at, question.standing) == (Outcome.ANSWERED, now(), Standing.ANSWERED)


def test_who_asked_may_take_it_back(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "When will it reopen? my bus goes that way", now))
    now.forward(minutes=20)
    heard(store, account, now, said("2", "All sorted now thanks, sorry to have troubled you", now, "1"))
    assert asked(store)["1"].outcome is Outcome.WITHDRAWN


def test_in_danger_a_person_reads_that_it_is_over_before_the_question_leaves(
    store: Store, account: Account, now: Ticking
) -> None:
    heard(store, account, now, said("1", "a man is hitting a woman outside the shop right now please hurry", now))
    assert asked(store)["1"].lane is Lane.DANGER
    now.forward(minutes=20)
    heard(store, account, now, said("2", "Never mind, ignore that, all sorted now", now, "1"))
    assert (asked(store)["1"].outcome, asked(store)["1"].standing in (Standing.WITHDRAWN, Standing.UNANSWERED)) == (
        None,
        True,
    )


def test_what_is_asked_after_our_answer_follows_the_first_question(
    store: Store, account: Account, now: Ticking
) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    now.forward(hours=1)
    heard(store, account, now, ours("2", "Hi Pat, at about 6pm today.", now, "1"))
    now.forward(hours=1)
    heard(store, account, now, said("3", "And can buses get through before then?", now, "1"))
    found = asked(store)
    assert found["1"].outcome is Outcome.ANSWERED
    assert (found["3"].outcome, found["3"].follows_id) == (None, found["1"].id)


def test_an_answer_that_is_deleted_lets_the_question_wait_again(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    now.forward(hours=1)
    heard(store, account, now, ours("2", "Hi Pat, at about 6pm today.", now, "1"))
    assert asked(store)["1"].outcome is Outcome.ANSWERED
    now.forward(hours=1)
    with store.writing() as db:
        replies.gone(db, account, ["2"], now())
    hear_all(store, now)
    question = asked(store)["1"]
    assert (question.outcome, question.standing) == (None, Standing.UNANSWERED)


def test_what_a_person_said_of_a_question_stands(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    with store.writing() as db:
        person = Person(email="reed@marlshire.example", name="Sam Reed", role="officer")
        db.add(person)
        db.flush()
        questions.close(db, asked(store)["1"].id, Outcome.SET_ASIDE, person.id, "asked in jest", now())
    now.forward(hours=1)
    heard(store, account, now, ours("2", "Hi Pat, at about 6pm today.", now, "1"))
    assert asked(store)["1"].outcome is Outcome.SET_ASIDE


def test_edited_words_are_heard_anew_but_what_somebody_has_in_hand_stays(
    store: Store, account: Account, now: Ticking
) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now), said("2", "Can I get to the school?", now))
    with store.writing() as db:
        person = Person(email="reed@marlshire.example", name="Sam Reed", role="officer")
        db.add(person)
        db.flush()
        db.add(Note(question_id=asked(store)["2"].id, person_id=person.id, at=now(), text="asked highways"))
    now.forward(hours=1)
    heard(store, account, now, said("1", "Never mind, found it", now), said("2", "Never mind", now))
    found = asked(store)
    assert (found["1"].outcome, found["1"].reason) == (Outcome.GONE, questions.NOT_ASKED)
    assert found["2"].outcome is None


def test_a_correction_outlives_a_new_version_of_listening(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    with store.writing() as db:
        person = Person(email="reed@marlshire.example", name="Sam Reed", role="officer")
        db.add(person)
        db.flush()
        assert verdicts.correct(db, kept(store).reply_id, person.id, "kind", "rhetorical", now())
        assert not verdicts.correct(db, kept(store).reply_id, person.id, "kind", "rhetorical", now())
    assert listen(Ears(store, now, version=VERSION + 1))["heard"] == 1
    verdict = kept(store)
    assert (verdict.kind, verdict.corrected, verdict.version) == (Kind.RHETORICAL, "kind", VERSION + 1)


def test_a_new_version_hears_everything_once_more(store: Store, account: Account, now: Ticking) -> None:
    heard(store, account, now, *(said(str(n), f"Thanks number {n}", now) for n in range(5)))
    newer = Ears(store, now, version=VERSION + 1)
    assert listen_to_all(newer)["heard"] == 5
    assert listen(newer) == Counter()


def test_words_that_listening_stumbles_over_go_to_a_person_and_cost_no_others_theirs(
    store: Store, account: Account, now: Ticking
) -> None:
    def stumbling(comments: Sequence[Comment]) -> list[Verdict]:
        if any("poison" in one.text for one in comments):
            raise ValueError("poison")
        return hear(comments)

    keep(store, account, now, said("1", "poison", now), said("2", "When will it reopen?", now))
    assert listen(replace(Ears(store, now), hear=stumbling))["opened"] == 2
    assert kept(store, "1").reasons == [["not_heard", ""]]
    assert kept(store, "2").kind is Kind.QUESTION


def test_what_is_edited_while_it_is_being_heard_is_heard_again(store: Store, account: Account, now: Ticking) -> None:
    def slow(comments: Sequence[Comment]) -> list[Verdict]:
        verdict = hear(comments)
        if comments[0].text == "Lovely.":
            keep(store, account, now, said("1", "Lovely. When will it reopen?", now))
        return verdict

    keep(store, account, now, said("1", "Lovely.", now))
    assert listen_to_all(replace(Ears(store, now), hear=slow))["opened"] == 1
    assert asked(store)["1"].outcome is None


def test_the_same_asked_by_many_is_one_group_that_a_person_may_change(
    store: Store, account: Account, now: Ticking
) -> None:
    words = ["When will it reopen?", "when will it reopen", "When will it reopen please", "Is the school open today?"]
    heard(store, account, now, *(said(str(n), text, now, who=f"Person {n}") for n, text in enumerate(words)))
    found = asked(store)
    first = min((found[str(n)] for n in range(3)), key=lambda one: str(one.id))
    assert {found[str(n)].group_id for n in range(3)} == {found["0"].id}
    assert first and found["3"].group_id is None
    with store.writing() as db:
        alone = db.get_one(Question, found["2"].id)
        alone.group_id, alone.group_set_by_id = None, UUID(int=1)
        db.add(alone)
    now.forward(minutes=1)
    heard(store, account, now, said("9", "Lovely.", now))
    assert asked(store)["2"].group_id is None


def test_a_thousand_comments_under_one_post_are_all_heard(store: Store, account: Account, now: Ticking) -> None:
    many = [said(str(n), f"When will it reopen, number {n}?", now, who=f"Person {n}") for n in range(1_000)]
    assert heard(store, account, now, *many)["opened"] == 1_000


def test_what_was_asked_long_before_anybody_listened_opens_no_question(
    store: Store, account: Account, now: Ticking
) -> None:
    keep(store, account, now, said("old", "When will it reopen?", now))
    now.forward(days=61)
    keep(store, account, now, said("new", "When will it reopen?", now))
    assert hear_all(store, now) == Counter(heard=2, opened=1)
    assert set(asked(store)) == {"new"}
    assert kept(store, "old").needs_answer


def test_what_is_gone_leaves_the_queue_and_its_words_are_quoted_nowhere(
    store: Store, account: Account, now: Ticking
) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    now.forward(hours=1)
    with store.writing() as db:
        replies.gone(db, account, ["1"], now())
    hear_all(store, now)
    assert asked(store)["1"].outcome is Outcome.GONE
    assert kept(store).reasons == []


def test_the_newest_are_heard_first(store: Store, account: Account, now: Ticking) -> None:
    keep(store, account, now, *(said(str(n), "Thanks", now) for n in range(300)))
    now.forward(minutes=1)
    keep(store, account, now, said("new", "When will it reopen?", now))
    assert listen(Ears(store, now))["opened"] == 1
    assert asked(store)["new"].waiting_since == now() - timedelta(0)

"""Questions are opened once, closed by our answers, and never lost."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from domain.posts import FetchedReply, PlatformName
from domain.questions import Outcome
from store import bulk, questions, replies
from store.db import Store
from store.tables import Account, Question, Reply
from tests.conftest import Ticking
from tests.heard import hear_all


@pytest.fixture
def account(store: Store, now: Ticking) -> Account:
    """An account of ours."""
    with store.writing() as db:
        due = {"next_fetch_at": now(), "next_audience_at": now()}
        ours = Account(platform=PlatformName.FACEBOOK, external_id="9", handle="ashby", **due)
        db.add(ours)
    return ours


def said(number: str, text: str, now: Ticking, parent: str = "p1", **more: object) -> FetchedReply:
    """Something said under post p1."""
    return FetchedReply(number, text, "", now(), "p1", parent, **{"author_id": "u1", **more})  # type: ignore[arg-type]


def keep(store: Store, account: Account, now: Ticking, *some: FetchedReply) -> replies.Kept:
    """Keep replies as a page would."""
    ready = replies.ready(bulk.forms_of(store.engine.dialect.name), account, some, now())
    with store.writing() as db:
        return replies.keep(db, account, ready, now())


def hear(store: Store, account: Account, now: Ticking, *some: FetchedReply) -> int:
    """Keep replies and listen to them; tells how many questions opened."""
    keep(store, account, now, *some)
    return hear_all(store, now)["opened"]


def open_ones(store: Store) -> Sequence[Question]:
    """The questions that wait."""
    with store.reading() as db:
        return db.exec(select(Question).where(Question.outcome == None)).all()  # noqa: E711


def test_a_question_is_opened_once_however_often_it_is_told(store: Store, account: Account, now: Ticking) -> None:
    asked = said("1", "What time is it on?", now)
    assert hear(store, account, now, asked, asked) == 1
    assert keep(store, account, now, asked) == replies.Kept()
    assert hear(store, account, now, asked) == 0
    assert [row.waiting_since for row in open_ones(store)] == [now()]


def test_an_answer_from_a_phone_closes_it(store: Store, account: Account, now: Ticking) -> None:
    hear(store, account, now, said("1", "What time is it on?", now))
    now.forward(hours=2)
    hear(store, account, now, said("2", "At six.", now, "1", by_us=True, author_id="9"))
    with store.reading() as db:
        closed = db.exec(select(Question)).one()
    assert (closed.outcome, closed.closed_at) == (Outcome.ANSWERED, now())


def test_an_answer_that_is_kept_before_its_question_closes_it_too(store: Store, account: Account, now: Ticking) -> None:
    asked = said("1", "What time is it on?", now)
    now.forward(hours=1)
    answer = said("2", "At six.", now, "1", by_us=True)
    hear(store, account, now, answer)
    assert hear(store, account, now, asked) == 1
    assert open_ones(store) == []


def test_an_answer_on_another_platform_that_uses_the_same_ids_closes_nothing(
    store: Store, account: Account, now: Ticking
) -> None:
    with store.writing() as db:
        due = {"next_fetch_at": now(), "next_audience_at": now()}
        db.add(other := Account(platform=PlatformName.X, external_id="9", handle="ashby", **due))
    hear(store, other, now, said("2", "At six.", now, "1", by_us=True))
    hear(store, account, now, said("1", "What time is it on?", now))
    hear(store, other, now, said("3", "At seven.", now, "1", by_us=True))
    assert len(open_ones(store)) == 1


def test_an_answer_to_somebody_else_closes_nothing(store: Store, account: Account, now: Ticking) -> None:
    hear(store, account, now, said("1", "What time is it on?", now), said("2", "Nice dog!", now))
    hear(store, account, now, said("3", "He is called Bobby.", now, "2", by_us=True))
    assert len(open_ones(store)) == 1


def test_asking_again_after_our_answer_is_a_new_question(store: Store, account: Account, now: Ticking) -> None:
    hear(store, account, now, said("1", "What time is it on?", now))
    hear(store, account, now, said("2", "At six.", now, "1", by_us=True))
    now.forward(hours=1)
    assert hear(store, account, now, said("3", "And where do I park?", now, "2")) == 1
    assert [row.waiting_since for row in open_ones(store)] == [now()]


def test_our_own_questions_are_not_the_publics(store: Store, account: Account, now: Ticking) -> None:
    assert hear(store, account, now, said("1", "Can you tell us more?", now, by_us=True)) == 0


def test_what_the_publisher_answers_is_closed_once(store: Store, account: Account, now: Ticking) -> None:
    hear(store, account, now, said("1", "What time is it on?", now))
    with store.writing() as db:
        assert questions.answered(db, account.id, "1", now()) == 1
        assert questions.answered(db, account.id, "1", now()) == 0
        assert questions.answered(db, account.id, "no such reply", now()) == 0


def test_an_answer_that_never_left_lets_the_question_wait_again_from_when_it_was_asked(
    store: Store, account: Account, now: Ticking
) -> None:
    hear(store, account, now, said("1", "What time is it on?", now))
    asked_at, question = now(), open_ones(store)[0]
    now.forward(hours=5)
    with store.writing() as db:
        assert not questions.reopen(db, question.id, now())
        questions.answered(db, account.id, "1", now())
        assert questions.reopen(db, question.id, now())
    assert [(row.waiting_since, row.closed_at) for row in open_ones(store)] == [(asked_at, None)]


def test_a_question_whose_words_are_gone_is_not_opened_again(store: Store, account: Account, now: Ticking) -> None:
    hear(store, account, now, said("1", "What time is it on?", now))
    question = open_ones(store)[0]
    with store.writing() as db:
        assert replies.gone(db, account, ["1", "unheard of"], now()) == 1
        assert replies.gone(db, account, ["1"], now()) == 0
        assert not questions.reopen(db, question.id, now())
    assert open_ones(store) == []


def test_setting_aside_says_who_and_why_and_only_while_it_waits(store: Store, account: Account, now: Ticking) -> None:
    hear(store, account, now, said("1", "What time is it on?", now))
    question = open_ones(store)[0]
    with store.writing() as db:
        assert questions.set_aside(db, question.id, None, "asked in jest", now())  # type: ignore[arg-type]
        assert not questions.set_aside(db, question.id, None, "again", now())  # type: ignore[arg-type]
    with store.reading() as db:
        aside = db.get_one(Question, question.id)
    assert (aside.outcome, aside.reason, aside.closed_at) == (Outcome.SET_ASIDE, "asked in jest", now())


def test_edited_out_of_a_question_and_into_one_again(store: Store, account: Account, now: Ticking) -> None:
    hear(store, account, now, said("1", "What time is it on?", now))
    now.forward(hours=1)
    assert keep(store, account, now, said("1", "Never mind.", now)).edited == 1
    hear_all(store, now)
    assert open_ones(store) == []
    now.forward(hours=1)
    hear(store, account, now, said("1", "Where is it, please?", now))
    assert [row.waiting_since for row in open_ones(store)] == [now()]
    with store.reading() as db:
        assert db.exec(select(Reply)).one().edited_at == now()


def test_a_reply_told_again_after_it_was_gone_stands_again(store: Store, account: Account, now: Ticking) -> None:
    asked = replace(said("1", "What time is it on?", now, author="Pat"), url="https://social.example/pat/1")
    hear(store, account, now, asked)
    with store.writing() as db:
        replies.gone(db, account, ["1"], now())
        assert db.exec(select(Reply)).one().url == ""
    now.forward(hours=1)
    hear(store, account, now, asked)
    with store.reading() as db:
        back = db.exec(select(Reply)).one()
    assert (back.text, back.author, back.gone_at) == ("What time is it on?", "Pat", None)
    assert back.url == "https://social.example/pat/1"
    assert len(open_ones(store)) == 1


def test_hundreds_at_once_are_kept_as_one_by_one(store: Store, account: Account, now: Ticking) -> None:
    many = [said(str(n), f"Number {n}, where is it?", now, surface="mention") for n in range(450)]
    many = [FetchedReply(r.external_id, r.text, "", now() - timedelta(minutes=1), r.thread, r.parent) for r in many]
    assert keep(store, account, now, *many) == replies.Kept(450, 0)
    assert hear_all(store, now) == Counter(heard=450, opened=450)
    assert keep(store, account, now, *many) == replies.Kept()
    with store.reading() as db:
        kept = db.exec(select(Reply)).all()
    assert {row.external_id: row.text for row in kept} == {r.external_id: r.text for r in many}
    assert {row.created_at for row in kept} == {now() - timedelta(minutes=1)}
    assert {row.account_id for row in kept} == {account.id}

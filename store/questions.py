"""Questions: asked by the public, waiting, answered, set aside, gone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from domain.questions import Outcome, asks_something
from store import bulk
from store.tables import Question, Reply

_INSERT = bulk.insert("question", ("id", "reply_id", "account_id", "waiting_since", "reason"), "(reply_id) DO NOTHING")
_ANSWERS = """FROM reply r JOIN reply a ON a.account_id = r.account_id AND a.parent = r.external_id
    WHERE r.id = question.reply_id AND a.by_us AND a.gone_at IS NULL"""


class Heard(NamedTuple):
    """A new reply, as far as questions care; ids and times as the database takes them."""

    id: bulk.Key
    account_id: bulk.Key
    parent: str
    at: Any
    by_us: bool
    asks: bool


def note(db: Session, heard: Sequence[Heard], now: datetime) -> int:
    """Open a question for each new reply that asks, close those that our own replies answer; tells how many opened.

    Pages come newest first, so an answer may have been kept before its question is: both ways round are looked at.
    """
    new = bulk.forms(db).ids(now)
    asked = [(new(), reply.id, reply.account_id, reply.at, "") for reply in heard if reply.asks]
    bulk.run_many(db, _INSERT, asked)
    answers = [reply for reply in heard if reply.by_us and reply.parent]
    keys = [row[1] for row in asked]
    if answers:
        sql = "SELECT id FROM reply WHERE account_id = ? AND external_id AMONG ?"
        parents = bulk.forms(db).listed(list({answer.parent for answer in answers}))
        keys += [row[0] for row in bulk.fetch(db, sql, answers[0].account_id, parents)]
    _close_answered(db, keys)
    return len(asked)


def answered(db: Session, account_id: UUID, parent: str, at: datetime) -> int:
    """Close the waiting question of the reply with this external id; tells how many that were (1 or 0)."""
    asking = select(col(Reply.id)).where(col(Reply.account_id) == account_id, col(Reply.external_id) == parent)
    return _move(db, [col(Question.reply_id).in_(asking), _waiting()], outcome=Outcome.ANSWERED, closed_at=at)


def reopen(db: Session, question_id: UUID, now: datetime) -> bool:
    """Let a question wait again, from when it was asked: its answer did not go out, or no longer stands.

    False when it already waits or what asked is gone.
    """
    gone = select(col(Reply.id)).where(col(Reply.id) == col(Question.reply_id), col(Reply.gone_at).is_not(None))
    closed = [col(Question.id) == question_id, col(Question.outcome).is_not(None), ~gone.exists()]
    return bool(_move(db, closed, outcome=None, closed_at=None, closed_by_id=None, reason=""))


def set_aside(db: Session, question_id: UUID, person_id: UUID, reason: str, now: datetime) -> bool:
    """A person says why no answer is owed; False when the question no longer waits."""
    said = {"outcome": Outcome.SET_ASIDE, "closed_at": now, "closed_by_id": person_id, "reason": reason}
    return bool(_move(db, [col(Question.id) == question_id, _waiting()], **said))


def gone(db: Session, reply_ids: Sequence[bulk.Key], now: datetime) -> int:
    """Close the waiting questions of replies that are gone, or no longer ask."""
    sql = "UPDATE question SET outcome = ?, closed_at = ? WHERE outcome IS NULL AND reply_id = ?"
    at = bulk.forms(db).at(now)
    return bulk.run_many(db, sql, [(Outcome.GONE.value, at, key) for key in reply_ids])


def rejudge(db: Session, edited: Sequence[tuple[bulk.Key, str]], now: datetime) -> None:
    """Look again at replies (id, new words) that were edited into a question, or out of being one.

    One that became a question waits from now on: nobody was asked before.
    """
    if not edited:
        return
    form, new = bulk.forms(db), bulk.forms(db).ids(now)
    sql = "SELECT id, account_id FROM reply WHERE by_us = ? AND id AMONG ?"
    public = {row[0]: row[1] for row in bulk.fetch(db, sql, False, form.listed([key for key, _ in edited]))}
    asking = [key for key, words in edited if key in public and asks_something(words)]
    gone(db, [key for key, _ in edited if key in public and key not in asking], now)
    again = "UPDATE question SET outcome = NULL, closed_at = NULL, waiting_since = ? WHERE outcome = ? AND reply_id = ?"
    bulk.run_many(db, again, [(form.at(now), Outcome.GONE.value, key) for key in asking])
    bulk.run_many(db, _INSERT, [(new(), key, public[key], form.at(now), "") for key in asking])
    _close_answered(db, asking)


def _close_answered(db: Session, reply_ids: Sequence[bulk.Key]) -> None:
    """Close those of these replies' questions under which an answer of ours stands, at the time of the first."""
    if not reply_ids:
        return
    sql = f"""UPDATE question SET outcome = ?, closed_at = (SELECT min(a.created_at) {_ANSWERS})
        WHERE outcome IS NULL AND reply_id AMONG ? AND EXISTS (SELECT 1 {_ANSWERS})"""
    bulk.run(db, sql, Outcome.ANSWERED.value, bulk.forms(db).listed(list(reply_ids)))


def _waiting() -> Any:
    return col(Question.outcome).is_(None)


def _move(db: Session, where: Sequence[Any], **values: Any) -> int:
    change = update(Question).where(*where).values(**values).execution_options(synchronize_session=False)
    return int(db.execute(change).rowcount)  # type: ignore[attr-defined]

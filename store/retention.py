"""What is forgotten when: names and words of the public after the agreed days, unreadable items after thirty."""

from datetime import datetime, timedelta

from sqlmodel import Session

from domain.questions import Outcome
from store import bulk, verdicts

UNREAD_FOR = timedelta(days=30)

_OLD = """SELECT id, created_at FROM reply WHERE created_at >= ? AND created_at < ? AND by_us = ?
    AND (text <> '' OR author <> '' OR author_id <> '') ORDER BY created_at LIMIT ?"""
_BLANK = "UPDATE reply SET text = '', author = '', author_id = '', url = '', next_look_at = NULL WHERE id = ?"
_CLOSE = """UPDATE question SET outcome = ?, closed_at = ?, reason = 'Its words are kept no longer.'
    WHERE outcome IS NULL AND reply_id = ?"""


def forget_replies(
    db: Session, since: datetime, before: datetime, now: datetime, at_most: int = 1_000
) -> tuple[int, datetime]:
    """Blank author, words and address of replies by the public written in [since, before); they go on being counted.

    Tells how many, and the time up to which this has been done: go on there until it is `before`.
    """
    form = bulk.forms(db)
    old = bulk.fetch(db, _OLD, form.at(since), form.at(before), False, at_most)
    bulk.run_many(db, _BLANK, [(row[0],) for row in old])
    verdicts.forget_words(db, [row[0] for row in old])
    bulk.run_many(db, _CLOSE, [(Outcome.GONE.value, form.at(now), row[0]) for row in old])
    return len(old), form.moment(old[-1][1]) if len(old) == at_most else before


def forget_unread(db: Session, now: datetime) -> int:
    """Delete unreadable items after thirty days; tells how many."""
    return bulk.run(db, "DELETE FROM unread WHERE kept_at < ?", bulk.forms(db).at(now - UNREAD_FOR))

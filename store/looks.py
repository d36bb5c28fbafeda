"""Second looks: what was edited or deleted on a platform follows here within a day."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session

from domain.cadence import SECOND_LOOK_AGAIN, SECOND_LOOK_EVERY, WATCH_FOR
from domain.posts import Known, SecondLook
from store import bulk, posts, replies, rollups
from store.tables import Account

_REPLIES = """SELECT r.external_id, r.thread, CASE WHEN q.id IS NULL THEN 1 ELSE 0 END AS later FROM reply r
    LEFT JOIN question q ON q.reply_id = r.id AND q.outcome IS NULL
    WHERE r.account_id = ? AND r.next_look_at <= ?
    ORDER BY later, r.next_look_at LIMIT ?"""
_POSTS = """SELECT external_id FROM post
    WHERE account_id = ? AND created_at >= ? AND next_look_at <= ? ORDER BY next_look_at LIMIT ?"""

_REMEMBERED = "AND (text <> '' OR author <> '' OR author_id <> '')"  # what has been blanked is not learnt again


class Seen(NamedTuple):
    """What a second look changed: edited and gone, posts and replies together."""

    edited: int = 0
    gone: int = 0


def due(db: Session, account: Account, now: datetime, at_most: int = 1_000) -> list[Known]:
    """What is to be looked at again now: replies that wait for an answer first, then other replies, then posts."""
    form = bulk.forms(db)
    key, soon = form.id(account.id), form.at(now)
    found = bulk.fetch(db, _REPLIES, key, soon, at_most)
    found.sort(key=lambda row: (row[2], row[1]))  # a thread's replies side by side: some platforms look by thread
    theirs = [Known(*row[:2]) for row in found]
    since = form.at(now - WATCH_FOR - SECOND_LOOK_EVERY)
    ours = bulk.fetch(db, _POSTS, key, since, soon, at_most - len(theirs))
    return theirs + [Known(row[0]) for row in ours]


def keep(db: Session, account: Account, asked: Sequence[Known], told: SecondLook, now: datetime) -> Seen:
    """Keep what a second look told, and when each is looked at again; what was not told stays as it is."""
    ids = {item.external_id for item in asked}
    known = ids.intersection((*told.texts, *told.gone))
    back = _gone_before(db, account, told)
    edited = posts.reword(db, _changed(db, "post", account, told), now)
    edited += replies.reword(db, _changed(db, "reply", account, told, _REMEMBERED), now)
    _look_again(db, account, known, SECOND_LOOK_EVERY, now)
    _look_again(db, account, ids - known, SECOND_LOOK_AGAIN, now)
    gone = replies.gone(db, account, told.gone, now) + posts.gone(db, account, told.gone, now)
    rollups.later(db, account.id, back)
    return Seen(edited, gone)


def _changed(
    db: Session, table: str, account: Account, told: SecondLook, which: str = ""
) -> list[tuple[bulk.Key, str, str]]:
    """Those whose words differ from what we keep: id, old words, new words."""
    if not told.texts:
        return []
    form = bulk.forms(db)
    sql = f"SELECT id, text, external_id FROM {table} WHERE account_id = ? AND external_id AMONG ? {which}"
    kept = bulk.fetch(db, sql, form.id(account.id), form.listed(list(told.texts)))
    return [(key, old, told.texts[name]) for key, old, name in kept if old != told.texts[name]]


def _gone_before(db: Session, account: Account, told: SecondLook) -> list[date]:
    """The days of posts that were thought gone and are told again."""
    form = bulk.forms(db)
    sql = "SELECT DISTINCT day FROM post WHERE account_id = ? AND gone_at IS NOT NULL AND external_id AMONG ?"
    rows = bulk.fetch(db, sql, form.id(account.id), form.listed(list(told.texts))) if told.texts else []
    return [form.date(day) for (day,) in rows]


def _look_again(db: Session, account: Account, external_ids: Collection[str], wait: timedelta, now: datetime) -> None:
    """When these are looked at again; never again once they are old or gone."""
    if not external_ids:
        return
    form = bulk.forms(db)
    after, young = form.at(now + wait), form.at(now + wait - WATCH_FOR)
    for table in ("post", "reply"):
        sql = f"""UPDATE {table} SET next_look_at = ? WHERE account_id = ? AND external_id AMONG ?
            AND gone_at IS NULL AND created_at > ?"""
        bulk.run(db, sql, after, form.id(account.id), form.listed(list(external_ids)), young)
        sql = f"""UPDATE {table} SET next_look_at = NULL WHERE account_id = ? AND external_id AMONG ?
            AND next_look_at IS NOT NULL AND created_at <= ?"""
        bulk.run(db, sql, form.id(account.id), form.listed(list(external_ids)), young)

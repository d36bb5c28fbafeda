"""Replies: what the public wrote to us, and what we answered."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from domain.cadence import SECOND_LOOK_EVERY, WATCH_FOR
from domain.posts import FetchedReply, Surface, fingerprint
from store import bulk, questions, verdicts
from store.budget import utc_day
from store.tables import Account

_COLUMNS = (
    "id", "account_id", "external_id", "thread", "parent", "author_id", "author", "text", "url", "created_at",
    "by_us", "next_look_at", "read_on", "surface", "post_id",
)  # fmt: skip
_KNOWN = """SELECT external_id, id, text, gone_at, author || author_id FROM reply
    WHERE account_id = ? AND external_id AMONG ?"""
_BLANK = """UPDATE reply SET gone_at = ?, next_look_at = NULL, heard = 0,
    text = '', author = '', author_id = '', url = ''
    WHERE id = ?"""
_STANDS = """UPDATE reply SET text = ?, gone_at = NULL, heard = 0,
    next_look_at = CASE WHEN gone_at IS NULL THEN next_look_at ELSE ? END WHERE id = ?"""


class Ready(NamedTuple):
    """Replies as rows of the database at hand (all but surface and post), built before the transaction."""

    items: dict[str, FetchedReply]
    rows: dict[str, tuple[Any, ...]]


class Kept(NamedTuple):
    """What a page of replies changed."""

    new: int = 0
    edited: int = 0


def ready(
    form: bulk.Forms,
    account: Account,
    fetched: Iterable[FetchedReply],
    now: datetime,
    bought: Collection[str] = (),
    ours: Collection[str] = frozenset(),
) -> Ready:
    """Build the rows of a page, each reply once, outside any transaction. `ours`: ids of all our own accounts."""
    items = {reply.external_id: reply for reply in fetched}
    draw, mine, today = form.ids(now), form.id(account.id), form.day(utc_day(now))
    look, watched = form.at(now + SECOND_LOOK_EVERY), now + SECOND_LOOK_EVERY - WATCH_FOR
    bought = frozenset(bought)
    rows: dict[str, tuple[Any, ...]] = {}
    for key, reply in items.items():
        at = form.at(reply.created_at)
        by_us = reply.by_us or reply.author_id in ours
        again = look if reply.created_at > watched else None
        read_on = today if key in bought else None
        said = (reply.thread, reply.parent, reply.author_id, reply.author, reply.text, reply.url)
        rows[key] = (draw(), mine, key, *said, at, by_us, again, read_on)
    return Ready(items, rows)


def keep(db: Session, account: Account, page: Ready, now: datetime) -> Kept:
    """Keep a page: new replies and changed words. What they mean for the questions, the listener hears."""
    if not page.items:
        return Kept()
    known = _known(db, account, page.items)
    under = _posts(db, account, {reply.post or reply.thread for reply in page.items.values()})
    new = [row + _place(page.items[key], under) for key, row in page.rows.items() if key not in known]
    bulk.add(db, "reply", _COLUMNS, new)
    changed = [
        (row[1], row[2], page.items[key].text, page.items[key])
        for key, row in known.items()
        if row[3] is not None or (row[2] != page.items[key].text and (row[2] or row[4]))  # else it has been forgotten
    ]
    edited = reword(db, [change[:3] for change in changed], now)
    _return_names(db, [(change[0], change[3]) for change in changed])
    return Kept(len(new), edited)


def gone(db: Session, account: Account, external_ids: Collection[str], now: datetime) -> int:
    """Blank replies that are no longer on the platform and close their questions; tells how many that is news of."""
    if not external_ids:
        return 0
    form = bulk.forms(db)
    standing = """SELECT id FROM reply WHERE account_id = ? AND gone_at IS NULL AND external_id AMONG ?"""
    keys = [row[0] for row in bulk.fetch(db, standing, form.id(account.id), form.listed(list(external_ids)))]
    bulk.run_many(db, _BLANK, [(form.at(now), key) for key in keys])
    questions.gone(db, keys, now)
    verdicts.forget_words(db, keys)
    return len(keys)


def reword(db: Session, texts: Sequence[tuple[bulk.Key, str, str]], now: datetime) -> int:
    """Keep new words of replies (id, old, new), to be heard anew; tells how many were edited."""
    at, later = bulk.forms(db).at(now), bulk.forms(db).at(now + SECOND_LOOK_EVERY)
    edited = [(key, new) for key, old, new in texts if fingerprint(old) != fingerprint(new)]
    bulk.run_many(db, _STANDS, [(new, later, key) for key, _, new in texts])
    bulk.run_many(db, "UPDATE reply SET edited_at = ? WHERE id = ?", [(at, key) for key, _ in edited])
    verdicts.uncorrected(db, [key for key, _ in edited])
    return len(edited)


def nameless(db: Session, account: Account, at_most: int = 100) -> list[str]:
    """The authors of open questions whose names we were not told, the longest wait first."""
    sql = """SELECT r.author_id FROM reply r JOIN question q ON q.reply_id = r.id
        WHERE q.account_id = ? AND q.outcome IS NULL AND r.author = '' AND r.author_id <> ''
        GROUP BY r.author_id ORDER BY min(q.waiting_since) LIMIT ?"""
    return [row[0] for row in bulk.fetch(db, sql, bulk.forms(db).id(account.id), at_most)]


def keep_names(db: Session, account: Account, names: Sequence[tuple[str, str]]) -> int:
    """Keep the names of authors (id, name) of open questions."""
    key = bulk.forms(db).id(account.id)
    sql = """UPDATE reply SET author = ? WHERE author_id = ? AND author = '' AND id IN
        (SELECT reply_id FROM question WHERE account_id = ? AND outcome IS NULL)"""
    return bulk.run_many(db, sql, [(name, author_id, key) for author_id, name in names])


def _known(db: Session, account: Account, ids: Collection[str]) -> dict[str, tuple[Any, ...]]:
    form = bulk.forms(db)
    return {row[0]: row for row in bulk.fetch(db, _KNOWN, form.id(account.id), form.listed(list(ids)))}


def _posts(db: Session, account: Account, ids: Collection[str]) -> dict[str, bulk.Key]:
    form = bulk.forms(db)
    sql = "SELECT external_id, id FROM post WHERE account_id = ? AND external_id AMONG ?"
    return {row[0]: row[1] for row in bulk.fetch(db, sql, form.id(account.id), form.listed(list(ids)))}


def _place(reply: FetchedReply, posts: dict[str, bulk.Key]) -> tuple[str, bulk.Key | None]:
    """Where a reply stands: its surface and our post, which an old thread's mention may turn out to have."""
    post = posts.get(reply.post or reply.thread)
    surface = Surface.THREAD if post is not None and reply.surface is Surface.MENTION else reply.surface
    return surface.value, post


def _return_names(db: Session, back: Sequence[tuple[bulk.Key, FetchedReply]]) -> None:
    """Replies told again after they were blanked get their authors and addresses back."""
    sql = "UPDATE reply SET author = ?, author_id = ?, url = ? WHERE id = ? AND author = '' AND author_id = ''"
    bulk.run_many(db, sql, [(reply.author, reply.author_id, reply.url, key) for key, reply in back])

"""Posts: what is public on our accounts, by us."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from domain.cadence import SECOND_LOOK_EVERY, WATCH_FOR
from domain.clock import london_day
from domain.posts import FetchedPost, fingerprint
from store import bulk, numbers, rollups
from store.budget import utc_day
from store.tables import Account, Post

_COLUMNS = (
    "id", "account_id", "external_id", "text", "url", "created_at", "day", "media",
    "next_metrics_at", "next_look_at", "read_on",
)  # fmt: skip
_KNOWN = """SELECT external_id, id, text, next_metrics_at, gone_at, media FROM post
    WHERE account_id = ? AND external_id AMONG ?"""

_STANDS = """UPDATE post SET text = ?, gone_at = NULL,
    next_metrics_at = CASE WHEN gone_at IS NULL THEN next_metrics_at ELSE ? END,
    next_look_at = CASE WHEN gone_at IS NULL THEN next_look_at ELSE ? END WHERE id = ?"""


class Ready(NamedTuple):
    """Posts as rows of the database at hand, built before the transaction that keeps them."""

    items: dict[str, FetchedPost]
    rows: dict[str, tuple[Any, ...]]
    tells: Collection[str]


class Kept(NamedTuple):
    """What a page of posts changed."""

    new: int = 0
    edited: int = 0


def ready(
    form: bulk.Forms,
    account: Account,
    fetched: Iterable[FetchedPost],
    now: datetime,
    bought: Collection[str] = (),
    tells: Collection[str] = (),
) -> Ready:
    """Build the rows of a page, each post once, outside any transaction.

    `bought`: ids that were paid for; `tells`: the numbers its platform can tell. A post
    whose page did not bring them all is measured at once.
    """
    items = {post.external_id: post for post in fetched}
    new, mine, soon = form.ids(now), form.id(account.id), form.at(now)
    look, watched = form.at(now + SECOND_LOOK_EVERY), now + SECOND_LOOK_EVERY - WATCH_FOR
    read_on = dict.fromkeys(bought, form.day(utc_day(now)))
    rows = {
        key: (
            new(),
            mine,
            key,
            post.text,
            post.url,
            form.at(post.created_at),
            form.day(london_day(post.created_at)),
            post.media,
            numbers.next_at(form, post.created_at, now) if numbers.whole(post.metrics, tells) else soon,
            look if post.created_at > watched else None,
            read_on.get(key),
        )
        for key, post in items.items()
    }
    return Ready(items, rows, tells)


def keep(db: Session, account: Account, page: Ready, now: datetime) -> Kept:
    """Keep a page: new posts, changed words, numbers that came along; and find the replies that waited for a post."""
    if not page.items:
        return Kept()
    known = _known(db, account, page.rows)
    new = [row for key, row in page.rows.items() if key not in known]
    born = {row[2]: row[0] for row in new}
    if bulk.add(db, "post", _COLUMNS, new) != len(new):  # somebody kept one of them a moment ago
        born = {key: row[1] for key, row in _known(db, account, list(born)).items()}
    _keep_numbers(db, page, known, born, now)
    numbers.keep_media(db, [(row[1], page.items[key].media) for key, row in known.items() if row[5] == ""])
    edited = _keep_changes(db, page, known, now)
    rollups.later(db, account.id, _days(page, known, born))
    _adopt(db, account, list(page.items))
    return Kept(len(new), edited)


def watched(db: Session, account: Account, now: datetime) -> list[str]:
    """The external ids of posts young enough to still draw replies, the newest first."""
    young = select(col(Post.external_id)).where(
        col(Post.account_id) == account.id, col(Post.created_at) >= now - WATCH_FOR, col(Post.gone_at).is_(None)
    )
    return list(db.scalars(young.order_by(col(Post.created_at).desc())))


def gone(db: Session, account: Account, external_ids: Collection[str], now: datetime) -> int:
    """Mark posts that are no longer on the platform; tells how many that is news of."""
    if not external_ids:
        return 0
    form = bulk.forms(db)
    sql = """UPDATE post SET gone_at = ?, next_metrics_at = NULL, next_look_at = NULL
        WHERE account_id = ? AND gone_at IS NULL AND external_id AMONG ? RETURNING day"""
    went = bulk.fetch(db, sql, form.at(now), form.id(account.id), form.listed(list(external_ids)))
    rollups.later(db, account.id, [form.date(day) for (day,) in went])
    return len(went)


def reword(db: Session, texts: Sequence[tuple[bulk.Key, str, str]], now: datetime) -> int:
    """Keep new words of posts, given as id, old words, new words; tells how many people would call edited.

    A platform's own rewriting (links, entities) is kept, and is no edit.
    """
    at = bulk.forms(db).at(now)
    edited = [key for key, old, new in texts if fingerprint(old) != fingerprint(new)]
    bulk.run_many(db, _STANDS, [(new, at, at, key) for key, _, new in texts])
    bulk.run_many(db, "UPDATE post SET edited_at = ? WHERE id = ?", [(at, key) for key in edited])
    return len(edited)


def _known(db: Session, account: Account, ids: Collection[str]) -> dict[str, tuple[Any, ...]]:
    form = bulk.forms(db)
    return {row[0]: row for row in bulk.fetch(db, _KNOWN, form.id(account.id), form.listed(list(ids)))}


def _keep_numbers(
    db: Session, page: Ready, known: dict[str, tuple[Any, ...]], born: dict[str, bulk.Key], now: datetime
) -> None:
    """Numbers that came with the page: of new posts, and of those whose numbers were due anyway."""
    soon = bulk.forms(db).at(now)
    due = {key: row[1] for key, row in known.items() if row[3] is not None and row[3] <= soon}
    read = {key: post.metrics for key, post in page.items.items() if post.metrics is not None}
    ids = born | due
    numbers.keep(db, [(ids[key], metrics) for key, metrics in read.items() if key in ids], now)
    whole = [key for key in due if numbers.whole(page.items[key].metrics, page.tells)]
    numbers.measured(db, [(due[key], page.items[key].created_at) for key in whole], now)


def _days(page: Ready, known: dict[str, tuple[Any, ...]], born: dict[str, bulk.Key]) -> set[date]:
    """The London days whose numbers a page changes: of new posts, of those measured, of those that are back."""
    back = {key for key, row in known.items() if row[4] is not None}
    due = {key for key, row in known.items() if row[3] is not None}
    return {london_day(page.items[key].created_at) for key in back.union(due, born)}


def _keep_changes(db: Session, page: Ready, known: dict[str, tuple[Any, ...]], now: datetime) -> int:
    changed = [
        (row[1], row[2], page.items[key].text)
        for key, row in known.items()
        if row[2] != page.items[key].text or row[4] is not None
    ]
    return reword(db, changed, now)


def _adopt(db: Session, account: Account, external_ids: Sequence[str]) -> None:
    """Replies that came before the post they stand under find it now."""
    form = bulk.forms(db)
    sql = """UPDATE reply SET surface = CASE surface WHEN 'mention' THEN 'thread' ELSE surface END,
        post_id = (SELECT p.id FROM post p WHERE p.account_id = reply.account_id AND p.external_id = reply.thread)
        WHERE account_id = ? AND post_id IS NULL AND thread AMONG ?"""
    bulk.run(db, sql, form.id(account.id), form.listed(external_ids))

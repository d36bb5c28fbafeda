"""What listening has not heard yet, or heard by an older version, with what it needs to hear it well."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, select
from sqlmodel import Session, col

from domain.listening.words import Comment
from store import bulk
from store.tables import Force, Reply, Worker

LISTENER = "listener"
"""The kind of worker without which no question comes into the queue."""

UNHEARD_FOR = timedelta(minutes=2)  # since it was written

NAMES = 200  # of one thread, the latest first: enough to know whom a comment speaks to

_OWN = """(r.author_id <> '' AND r.author_id = above.author_id
    OR r.author <> '' AND r.author = above.author AND above.by_us = r.by_us)"""
_AHEAD = re.compile(r"(?:@\w+\s+)+")

_COLUMNS = f"""r.id, r.account_id, r.post_id, r.thread, r.by_us, r.text, r.created_at, p.text, above.text, above.by_us,
    a.handle, r.gone_at, r.edited_at,
    CASE WHEN {_OWN} THEN 1 ELSE 0 END,
    CASE WHEN {_OWN} THEN CASE WHEN EXISTS (SELECT 1 FROM reply o WHERE o.account_id = r.account_id
    AND o.parent = r.parent AND o.by_us AND o.created_at < r.created_at) THEN 1 ELSE 0 END ELSE 0 END"""
_FROM = """FROM reply r JOIN account a ON a.id = r.account_id LEFT JOIN post p ON p.id = r.post_id
    LEFT JOIN reply above ON above.account_id = r.account_id AND above.external_id = r.parent AND r.parent <> ''"""
_UNHEARD = f"SELECT {_COLUMNS} {_FROM} WHERE r.heard = 0 ORDER BY r.created_at DESC LIMIT ?"
_STALE = f"""SELECT {_COLUMNS} FROM verdict v JOIN reply r ON r.id = v.reply_id{_FROM.removeprefix("FROM reply r")}
    WHERE v.version < ? ORDER BY v.version LIMIT ?"""
_TEXTS = "SELECT id, text FROM reply WHERE id AMONG ? ORDER BY id"
_NAMES = """SELECT post_id, author FROM (SELECT post_id, author, row_number() OVER
    (PARTITION BY post_id ORDER BY created_at DESC) AS place FROM reply
    WHERE post_id AMONG ? AND author <> '' AND gone_at IS NULL) named WHERE place <= ?"""


class Unheard(NamedTuple):
    """A reply to be heard; ids as the database gives them. `gone`: blanked, there is nothing to hear.

    `since` is when it was written, or last edited: nobody was asked these words before.
    """

    id: bulk.Key
    account_id: bulk.Key
    post_id: bulk.Key | None
    thread: str
    by_us: bool
    text: str
    since: datetime
    comment: Comment
    gone: bool


def unheard(db: Session, at_most: int) -> list[Unheard]:
    """Replies that nobody has listened to since they were written or edited, the newest first."""
    return _told(db, bulk.fetch(db, _UNHEARD, at_most))


def stale(db: Session, version: int, at_most: int) -> list[Unheard]:
    """Replies of the public that an older version of listening heard."""
    return _told(db, bulk.fetch(db, _STALE, version, at_most))


def still(db: Session, some: Sequence[Unheard]) -> list[Unheard]:
    """Those whose words are what was read; nobody edits or deletes these before this transaction ends."""
    form = bulk.forms(db)
    texts = dict(bulk.lock(db, _TEXTS, form.listed([one.id for one in some])))
    return [one for one in some if texts.get(one.id) == one.text]


def waiting(db: Session) -> int:
    """How many replies nobody has listened to yet."""
    return int(bulk.fetch(db, "SELECT count(*) FROM reply WHERE heard = 0")[0][0])


def unheeded(db: Session, now: datetime) -> bool:
    """Whether comments wait to be heard for some minutes, and no listener is alive and well."""
    return bool(db.scalar(select(case((nobody_listens(now), 1), else_=0))))


def nobody_listens(now: datetime) -> ColumnElement[bool]:
    """The same, within a statement."""
    fit = exists().where(
        col(Worker.kind) == LISTENER, col(Worker.holder) == "", col(Worker.until) > now, col(Worker.trouble) == ""
    )
    waits = exists().where(col(Reply.heard) == 0, col(Reply.created_at) < now - UNHEARD_FOR)
    return and_(waits, ~fit)


def _told(db: Session, rows: Iterable[Sequence[object]]) -> list[Unheard]:
    found = list(rows)
    form, languages = bulk.forms(db), _languages(db)
    names = _names(db, {row[2] for row in found if row[2] is not None})
    return [_unheard(row, form, languages, names.get(row[2], ())) for row in found]


def _unheard(row: Sequence[object], form: bulk.Forms, languages: tuple[str, ...], names: tuple[str, ...]) -> Unheard:
    (
        key,
        account,
        post_id,
        thread,
        by_us,
        text,
        at,
        post,
        above,
        above_ours,
        handle,
        gone_at,
        edited_at,
        own,
        after_us,
    ) = row
    comment = Comment(
        text=str(text) if post_id is None else _without(str(text), str(handle)),
        post=str(post or ""),
        parent="" if own else str(above or ""),  # who goes on under their own speaks to whom they spoke to before
        parent_by_us=bool(above_ours or (own and after_us)),
        languages=languages,
        names=names,
        ours=(str(handle),),
    )
    gone = gone_at is not None or not text
    return Unheard(
        key, account, post_id, str(thread), bool(by_us), str(text), form.moment(edited_at or at), comment, gone
    )


def _without(text: str, handle: str) -> str:
    """A reply without our own handle in front: where it stands under our post the platform put that there."""
    ahead = _AHEAD.match(text)
    kept = [one for one in ahead[0].split() if one.lower() != f"@{handle.lower().lstrip('@')}"] if ahead else []
    return " ".join([*kept, text[ahead.end() :]]) if ahead else text


def _names(db: Session, post_ids: Collection[bulk.Key]) -> dict[object, tuple[str, ...]]:
    """By post, who wrote under it lately."""
    if not post_ids:
        return {}
    found: dict[object, list[str]] = defaultdict(list)
    for post_id, name in bulk.fetch(db, _NAMES, bulk.forms(db).listed(list(post_ids)), NAMES):
        found[post_id].append(name)
    return {post_id: tuple(dict.fromkeys(names)) for post_id, names in found.items()}


def _languages(db: Session) -> tuple[str, ...]:
    """The languages that the force publishes in, the main one first."""
    return tuple(db.scalar(select(col(Force.languages))) or ()) or ("en",)

"""The conversation that a question stands in: our post, what was written before it, beside it and after it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, and_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.listening.words import Kind
from domain.people import Signed
from domain.questions import HidingState
from store.reports.queue_order import seen
from store.tables import Account, Hiding, Post, Question, Reply, Verdict

OUT_OF_SIGHT = (HidingState.HIDDEN, HidingState.SHOW_ORDERED)
"""Hidden from the public, as far as the platform has told us."""


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """One piece of a conversation. `kind` is post (ours) or reply; `asks`: this is the question itself.

    `gone_at`: no longer there for the public since. `parent` is the platform's id of what it answers. `hidden`: hidden
    from others by our order. `heard`: what kind of comment it was heard to be.
    """

    kind: str
    id: UUID
    external_id: str
    parent: str | None
    author: str
    text: str
    url: str
    at: datetime
    by_us: bool
    asks: bool
    edited_at: datetime | None
    gone_at: datetime | None
    hidden: bool = False
    heard: Kind | None = None


def thread(db: Session, who: Signed, question_id: UUID) -> list[ThreadRow]:
    """The conversation of one question in time order; empty when the person may not see it, or there is none.

    Of the post's other comments only those are here that the question answers, stands beside or is answered by.
    """
    asked = (
        select(col(Reply.id), col(Reply.post_id), col(Account.handle))
        .join(Question, col(Question.reply_id) == Reply.id)
        .join(Account, col(Account.id) == Reply.account_id)
        .where(col(Question.id) == question_id, seen(who))
    )
    found = db.execute(asked).first()
    if found is None:
        return []
    reply_id, post_id, handle = found
    talk = _conversation(reply_id)
    hidden = select(col(Hiding.id)).where(col(Hiding.reply_id) == Reply.id, col(Hiding.state).in_(OUT_OF_SIGHT))
    pieces = (
        select(Reply, hidden.correlate(Reply).exists(), col(Verdict.kind))
        .outerjoin(Verdict, col(Verdict.reply_id) == Reply.id)
        .where(col(Reply.id).in_(select(talk.c.id)))
    )
    rows = [_reply(row, reply_id, is_hidden, kind) for row, is_hidden, kind in db.execute(pieces)]
    if post_id:
        rows.append(_post(db.get_one(Post, post_id), handle))
    return sorted(rows, key=lambda row: (row.kind != "post", row.at, row.external_id))


def _conversation(reply_id: UUID) -> CTE:
    """The ids of a reply, of all it answers, and of all that answers any of those; our post is not a reply."""
    columns = (col(Reply.id), col(Reply.account_id), col(Reply.external_id), col(Reply.parent))
    up = select(*columns).where(col(Reply.id) == reply_id).cte("up", recursive=True)
    above, below = aliased(Reply), aliased(Reply)
    up = up.union(
        select(*_like(above)).join(
            up, and_(col(above.account_id) == up.c.account_id, col(above.external_id) == up.c.parent)
        )
    )
    down = select(up).cte("down", recursive=True)
    return down.union(
        select(*_like(below)).join(
            down, and_(col(below.account_id) == down.c.account_id, col(below.parent) == down.c.external_id)
        )
    )


def _like(other: Any) -> tuple[Any, ...]:
    return (other.id, other.account_id, other.external_id, other.parent)


def _post(post: Post, handle: str) -> ThreadRow:
    return ThreadRow(
        "post",
        post.id,
        post.external_id,
        None,
        handle,
        post.text,
        post.url,
        post.created_at,
        by_us=True,
        asks=False,
        edited_at=post.edited_at,
        gone_at=post.gone_at,
    )


def _reply(reply: Reply, asking: UUID, hidden: bool, heard: Kind | None) -> ThreadRow:
    return ThreadRow(
        "reply",
        reply.id,
        reply.external_id,
        reply.parent,
        reply.author,
        reply.text,
        reply.url,
        reply.created_at,
        by_us=reply.by_us,
        asks=reply.id == asking,
        edited_at=reply.edited_at,
        gone_at=reply.gone_at,
        hidden=hidden,
        heard=heard,
    )

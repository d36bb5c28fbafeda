"""Whose turn it is to go out: of each account what comes first, and when the next one will be due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, bindparam, exists, func, literal_column, select
from sqlmodel import Session, SQLModel

from domain.cadence import Direction
from domain.posts import Attached, Outgoing
from domain.publication import State
from store import polls
from store.db import Utc
from store.holds import Moment, held
from store.tables import Account, Pause, Publication, Question, ScheduledPost
from store.workers import ALONE, Share

_p = SQLModel.metadata.tables[str(Publication.__tablename__)]
_account = SQLModel.metadata.tables[str(Account.__tablename__)]
_pause = SQLModel.metadata.tables[str(Pause.__tablename__)]
_post = SQLModel.metadata.tables[str(ScheduledPost.__tablename__)]
_question = SQLModel.metadata.tables[str(Question.__tablename__)]

_NOW = bindparam("now", type_=Utc)
_TURN = (_p.c.priority, _p.c.not_before, _p.c.due_at, _p.c.id)
_POSITIVE = 0x7FFFFFFF


@dataclass(frozen=True)
class Due:
    """A candidate: what the publisher needs to know before it claims."""

    publication: Publication
    account: Account
    question_closed: bool  # somebody answered or set aside what this answers
    files: tuple[Attached, ...] = ()  # what goes out with it, once it is read
    given: tuple[str, ...] = ()  # the platform's ids of `files`, once it has them

    @property
    def message(self) -> Outgoing:
        """What the platform is to hear."""
        one = self.publication
        return Outgoing(one.text, one.in_reply_to, one.thread, self.files, self.given, polls.as_asked(one.poll))


def due(
    db: Session, now: datetime, busy: Collection[UUID] = (), limit: int = 100, share: Share = ALONE
) -> Sequence[Due]:
    """What may go out now, of each account what comes first: what has priority, then the longest overdue.

    Accounts that are `busy`, in this process or in another, are left out: never two calls on one account.
    On PostgreSQL rows that somebody has in hand at this moment are skipped, and the accounts of this
    worker's own `share` come before those of others.
    """
    told = {"now": now, "busy": list(busy), "most": limit, "part": share.part, "of": share.of}
    found = db.execute(_due(share.of > 1), told)
    return [Due(one, account, bool(shut)) for one, account, shut in found]


@cache
def _due(shared: bool) -> Select[Publication, Account, bool]:
    """The statement of due(), built once; `shared` only on PostgreSQL."""
    turn = func.row_number().over(partition_by=_p.c.account_id, order_by=_TURN)
    ready = select(_p.c.id, turn.label("turn")).where(
        _ready(_NOW),
        _p.c.not_before <= _NOW,
        _p.c.expires_at > _NOW,
        _p.c.account_id.not_in(bindparam("busy", expanding=True)),
    )
    ranked = ready.join(_account, _account.c.id == _p.c.account_id).where(_well(_NOW)).subquery()
    priority, *rest = _TURN
    others = func.mod(func.uuid_hash(_p.c.account_id).op("&")(_POSITIVE), bindparam("of", type_=Integer))
    mine_first = [others != bindparam("part", type_=Integer)] if shared else []
    return (
        select(Publication, Account, closed())
        .join(Account, Account.id == Publication.account_id)  # type: ignore[arg-type]
        .where(_p.c.id.in_(select(ranked.c.id).where(ranked.c.turn == 1)))
        .order_by(priority, *mine_first, *rest)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, key_share=True, of=Publication)
    )


def next_due(db: Session, now: datetime) -> datetime | None:
    """When the next publication that is not yet due will be."""
    later = select(func.min(_p.c.not_before)).where(_p.c.state == State.QUEUED, _p.c.not_before > now)
    return db.execute(later).scalar_one_or_none()


def closed() -> ColumnElement[bool]:
    """Whether somebody answered or set aside what it answers: asked in due() and again inside the claim's UPDATE."""
    asked = _post.join(_question, _question.c.id == _post.c.question_id)
    shut = exists().select_from(asked).where(_post.c.id == _p.c.scheduled_post_id, _question.c.outcome.is_not(None))
    return shut.correlate(_p)


def _ready(now: Moment) -> ColumnElement[bool]:
    """Queued, not held, and nobody publishes on its account."""
    other = _p.alias("other")
    publishing: ColumnElement[str] = literal_column("'publishing'")  # as the index has it, or SQLite does not use that
    in_hand = exists().where(other.c.account_id == _p.c.account_id, other.c.state == publishing)
    return (_p.c.state == State.QUEUED) & ~held(_p, now) & ~in_hand.correlate(_p)


def _well(now: Moment) -> ColumnElement[bool]:
    """The account's platform has not asked us to wait with writing."""
    paused = exists().where(
        _pause.c.platform == _account.c.platform, _pause.c.direction == Direction.WRITING, _pause.c.until > now
    )
    return ~paused.correlate(_account)

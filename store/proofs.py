"""Proof that something is public, which wins from anywhere (T7): the publication, the row it becomes, its question."""

import logging
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import BindParameter, ColumnElement, Insert, Table, bindparam, case, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import Session, SQLModel

from domain.cadence import SECOND_LOOK_EVERY
from domain.clock import london_day
from domain.posts import Published, Surface
from domain.publication import OVER, State
from store import answers, audit, questions, quick, rollups
from store.db import Utc
from store.tables import Account, Attempt, Post, Publication, Reply, ScheduledPost

log = logging.getLogger(__name__)

_p = SQLModel.metadata.tables[str(Publication.__tablename__)]
_m = SQLModel.metadata.tables[str(ScheduledPost.__tablename__)]
_attempt = SQLModel.metadata.tables[str(Attempt.__tablename__)]
_post = SQLModel.metadata.tables[str(Post.__tablename__)]
_reply = SQLModel.metadata.tables[str(Reply.__tablename__)]
_account = SQLModel.metadata.tables[str(Account.__tablename__)]

_WHICH: BindParameter[UUID] = bindparam("which")


class _Became(NamedTuple):
    """What became public: columns of its publication, then of the message it belongs to."""

    id: UUID
    account_id: UUID
    text: str
    in_reply_to: str | None
    thread: str | None
    attempts: int
    published_at: datetime
    author_id: UUID
    question_id: UUID | None
    holding: bool
    answers_group: bool


_OF_MESSAGE = ("author_id", "question_id", "holding", "answers_group")


def _said(name: str) -> ColumnElement[Any]:
    """A column of the publication's message, told by the statement that moves the publication."""
    of_it = select(_m.c[name]).where(_m.c.id == _p.c.scheduled_post_id).correlate(_p)
    return of_it.scalar_subquery().label(name)


_BECAME = (
    update(_p)
    .values(
        state=State.PUBLISHED,
        external_id=bindparam("proof_id"),
        url=bindparam("proof_url"),
        published_at=func.coalesce(_p.c.claimed_at, bindparam("now", type_=Utc)),
        next_look_at=None,
        trouble="",
        trouble_kind="",
    )
    .returning(*(_said(name) if name in _OF_MESSAGE else _p.c[name] for name in _Became._fields))
)
_FIRST = _BECAME.where(_p.c.id == _WHICH, *(_p.c.state != over for over in (State.PUBLISHED, *OVER)))
_AFTER_ALL = _BECAME.where(_p.c.id == _WHICH, _p.c.state.in_(OVER))
_WELL = (
    update(_account)
    .where(_account.c.id == _WHICH, _account.c.trouble_kind == "TokenExpired")
    .values(trouble="", trouble_kind="", trouble_at=None)
)

_ENDED = (
    update(_attempt)
    .where(_attempt.c.publication_id == _WHICH, _attempt.c.number == bindparam("which_number"))
    .values(outcome="published", detail=bindparam("details"))
)
_CLOSED = _ENDED.values(answer=bindparam("told"), finished_at=bindparam("now", type_=Utc))
_CLOSED_LATER = _ENDED.values(
    answer=case((_attempt.c.answer == "", _attempt.c.detail), else_=_attempt.c.answer),
    finished_at=func.coalesce(_attempt.c.finished_at, bindparam("now", type_=Utc)),
)


def published(db: Session, which: UUID, proof: Published, now: datetime, how: str = "") -> bool:
    """It is out: accepted from any state, once. `how` it was learnt, when not by the call itself.

    The Post or Reply it became is added, or adopted when the collector kept it first, so that it
    counts from minute one; an answer closes its question. False when it was known already, or what was found proves
    another.
    """
    if how and _is_of_another(db, which, proof.external_id):
        return False
    told = {"which": which, "proof_id": proof.external_id, "proof_url": proof.url, "now": now}
    found = quick.rows(db, _FIRST, told)
    if not found and _only_one(db, which, proof, now):
        found = [tuple(row) for row in db.execute(_AFTER_ALL, told)]
    if not found:
        return False
    row = _Became(*found[0])
    _close(db, which, row.attempts, proof, how, now)
    if row.in_reply_to is None:
        _became_post(db, row, proof, now)
    else:
        _became_reply(db, row, proof, now)
        _answers(db, row, row.in_reply_to, proof, now)
    quick.rows(db, _WELL, {"which": row.account_id})
    return True


def _answers(db: Session, row: _Became, asked: str, proof: Published, now: datetime) -> None:
    """Who wrote it says what it is: an answer, a holding reply, or an answer to all that ask the same."""
    questions.answered(
        db, row.account_id, asked, row.published_at, by=row.author_id, holding=row.holding, answer=proof.external_id
    )
    if row.answers_group and row.question_id and not row.holding:
        reason = f"Answered with the answer to another that asks the same: {proof.url}"
        told = select(_m.c.created_at, _m.c.approved_by_id).join(_p, _p.c.scheduled_post_id == _m.c.id)
        written_at, reader = db.execute(told.where(_p.c.id == row.id)).one()
        closed = answers.closed_with(
            db,
            row.question_id,
            written_at,
            row.author_id,
            reason,
            row.published_at,
            read=reader is not None,
            answer=proof.external_id,
        )
        for other in closed:
            audit.write(db, None, "answered_with", "question", other, now, f"question {row.question_id}: {proof.url}")


def _close(db: Session, which: UUID, number: int, proof: Published, how: str, now: datetime) -> None:
    """Write down how the attempt ended. One that ended without proof keeps its end and what it was told then."""
    said = {"which": which, "which_number": number, "details": how or proof.url, "now": now}
    if how:
        db.execute(_CLOSED_LATER, said)
    else:
        quick.rows(db, _CLOSED, {**said, "told": proof.answer})


def taken(db: Session, which: UUID) -> frozenset[str]:
    """The ids on its account that belong to other publications, so that they are no proof for this one."""
    account = select(_p.c.account_id).where(_p.c.id == which).scalar_subquery()
    others = select(_p.c.external_id).where(
        _p.c.account_id == account,
        _p.c.id != which,
        _p.c.external_id.is_not(None),
    )
    return frozenset(db.execute(others).scalars())


def owner(db: Session, account_id: UUID, external_id: str) -> UUID | None:
    """The publication that this id on this account already belongs to."""
    found = select(_p.c.id).where(_p.c.account_id == account_id, _p.c.external_id == external_id)
    return db.execute(found).scalars().first()


def _is_of_another(db: Session, which: UUID, external_id: str) -> bool:
    """Whether this id proves another publication: two of the same words may be looked for at once, so lock first."""
    mine = select(_p.c.account_id).where(_p.c.id == which).with_for_update(key_share=True)
    account_id = db.execute(mine).scalar_one()
    db.execute(select(_account.c.id).where(_account.c.id == account_id).with_for_update(key_share=True))
    return owner(db, account_id, external_id) not in (None, which)


def _only_one(db: Session, which: UUID, proof: Published, now: datetime) -> bool:
    """Whether proof of one that is public already, given up or cancelled may stand. A second copy is said loudly."""
    mine = db.execute(select(_p).where(_p.c.id == which)).one()
    if mine.state == State.PUBLISHED:
        if mine.external_id != proof.external_id:
            _twice(db, which, f"public as {mine.external_id} and as {proof.external_id}", now)
        return False
    # A newer copy for the same account may be on its way; it is not needed any more.
    newer = (
        (_p.c.scheduled_post_id == mine.scheduled_post_id) & (_p.c.account_id == mine.account_id) & (_p.c.id != which)
    )
    db.execute(update(_p).where(newer, _p.c.state.in_((State.QUEUED, State.WAITING))).values(state=State.CANCELLED))
    if db.execute(select(_p.c.id).where(newer, _p.c.state.not_in(OVER))).first():
        _twice(db, which, f"public as {proof.external_id} while a newer copy was on its way", now)
        return False
    return True


def _twice(db: Session, which: UUID, detail: str, now: datetime) -> None:
    log.error("publication %s may be public twice: %s", which, detail)
    audit.write(db, None, "published_twice", "publication", which, now, detail)


def _became_post(db: Session, row: _Became, proof: Published, now: datetime) -> None:
    values = {
        "id": uuid4(),
        "account_id": row.account_id,
        "publication_id": row.id,
        "external_id": proof.external_id,
        "text": row.text,
        "url": proof.url,
        "created_at": row.published_at,
        "day": london_day(row.published_at),
        "media": "",
        "next_metrics_at": now,
        "next_look_at": now + SECOND_LOOK_EVERY,
    }
    quick.rows(db, _kept_or_adopted(_post, db.get_bind().dialect.name), values)
    rollups.later(db, row.account_id, [london_day(row.published_at)])


_OUR_POST = select(_post.c.id).where(
    _post.c.account_id == bindparam("account"), _post.c.external_id == bindparam("ext")
)
_ITS_SURFACE = select(_reply.c.surface).where(
    _reply.c.account_id == bindparam("account"), _reply.c.external_id == bindparam("ext")
)


def _became_reply(db: Session, row: _Became, proof: Published, now: datetime) -> None:
    thread = row.thread or row.in_reply_to
    surface = db.execute(_ITS_SURFACE, {"account": row.account_id, "ext": row.in_reply_to}).scalar_one_or_none()
    values = {
        "id": uuid4(),
        "account_id": row.account_id,
        "post_id": db.execute(_OUR_POST, {"account": row.account_id, "ext": thread}).scalar_one_or_none(),
        "publication_id": row.id,
        "external_id": proof.external_id,
        "thread": thread,
        "parent": row.in_reply_to,
        "surface": surface or Surface.THREAD,
        "author_id": "",
        "author": "",
        "text": row.text,
        "url": proof.url,
        "created_at": row.published_at,
        "by_us": True,
        "next_look_at": now + SECOND_LOOK_EVERY,
    }
    db.execute(_kept_or_adopted(_reply, db.get_bind().dialect.name), values)


@cache
def _kept_or_adopted(table: Table, dialect: str) -> Insert:
    """Add the row, or adopt the one that the collector kept first."""
    put = (insert_sqlite if dialect == "sqlite" else insert_postgresql)(table)
    mine = put.excluded.publication_id
    adopted = {"publication_id": mine} | ({"by_us": put.excluded.by_us} if "by_us" in table.c else {})
    free = or_(table.c.publication_id.is_(None), table.c.publication_id == mine)
    return put.on_conflict_do_update(index_elements=["account_id", "external_id"], set_=adopted, where=free)

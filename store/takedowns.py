"""Take-downs: published posts that are to be off their platform again, from the wish until they are gone.

Every move is a compare-and-swap. Deleting twice does no harm, so a claim is only a time before which nobody else
tries; what a process died over is simply tried again. Proof that it is gone wins from anywhere.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as rows

from domain.publication import State, TakeDownState
from domain.questions import Outcome
from store import audit, budget, posts, questions, replies
from store.tables import Account, Post, Publication, Question, Reply, ScheduledPost, TakeDown

_t = SQLModel.metadata.tables[str(TakeDown.__tablename__)]
_p = SQLModel.metadata.tables[str(Publication.__tablename__)]
_post = SQLModel.metadata.tables[str(Post.__tablename__)]
_reply = SQLModel.metadata.tables[str(Reply.__tablename__)]

OPEN = (TakeDownState.ASKED, TakeDownState.ORDERED)
UNDONE = (*OPEN, TakeDownState.REFUSED)
"""What a person may still drop, and what is over once somebody sees that the post is gone."""

IN_HAND = timedelta(minutes=2)
"""How long one process keeps a take-down to itself; after that another may repeat it."""

FARTHEST = timedelta(hours=25)
"""The longest pause: a platform's own limit of a day, and a little for clocks that differ."""

BELIEVED_FOR = timedelta(minutes=10)
"""For so long a platform that said "deleted" is only asked whether it is gone; then it is told again."""


@dataclass(frozen=True)
class InHand:
    """The right to make one try. `number` is the fence; `deletes`: not only to look, at the cost of `micros`."""

    which: UUID
    publication_id: UUID
    account: Account
    external_id: str
    number: int
    at: datetime
    deletes: bool
    operation: str
    micros: int


def add(
    db: Session, publication_id: UUID, reason: str, person_id: UUID, now: datetime, *, ordered: bool
) -> TakeDownState:
    """Write down that it is wanted. Raises IntegrityError when somebody else wants it already."""
    state = TakeDownState.ORDERED if ordered else TakeDownState.ASKED
    db.add(
        TakeDown(
            id=uuid4(), publication_id=publication_id, state=state, reason=reason, asked_by_id=person_id, asked_at=now,
            next_try_at=now if ordered else None,
        )
    )  # fmt: skip
    db.flush()
    return state


def latest_first() -> tuple[Any, ...]:
    """The order of a publication's take-downs: the open one, for a clock may have been put back; then the last."""
    return col(TakeDown.state).in_(OPEN).desc(), col(TakeDown.asked_at).desc(), col(TakeDown.id)


def newest(db: Session, publication_id: UUID) -> TakeDown | None:
    """The last that was asked for of a publication, as it is now."""
    last = rows(TakeDown).where(col(TakeDown.publication_id) == publication_id).order_by(*latest_first()).limit(1)
    return db.exec(last, execution_options={"populate_existing": True}).first()


def gone_since(db: Session, one: Publication) -> datetime | None:
    """When somebody saw that it is no longer on its platform, whoever took it off; None while nobody has."""
    for table in (_post, _reply):
        seen = select(table.c.gone_at).where(
            table.c.account_id == one.account_id, table.c.external_id == one.external_id, table.c.gone_at.is_not(None)
        )
        at: datetime | None = db.execute(seen).scalars().first()
        if at:
            return at
    return None


def approve(db: Session, which: UUID, person_id: UUID, now: datetime) -> bool:
    """A second person agrees; False when it no longer waits for one."""
    agreed = {"state": TakeDownState.ORDERED, "approved_by_id": person_id, "approved_at": now, "next_try_at": now}
    return _move(db, which, (TakeDownState.ASKED,), **agreed)


def drop(db: Session, which: UUID) -> bool:
    """Not wanted any more; False when it is over already."""
    return _move(db, which, UNDONE, state=TakeDownState.DROPPED, next_try_at=None)


def due(db: Session, now: datetime, limit: int = 100) -> Sequence[tuple[TakeDown, Account]]:
    """What is to be tried now, the longest waiting first, each with its account.

    A later time than any pause can ask for was written while a clock was wrong, and counts as now.
    """
    wanted = (
        rows(TakeDown, Account)
        .join(Publication, col(Publication.id) == col(TakeDown.publication_id))
        .join(Account, col(Account.id) == col(Publication.account_id))
        .where(_ripe(now))
        .order_by(_t.c.next_try_at, _t.c.id)
        .limit(limit)
    )
    return db.exec(wanted).all()


def claim(db: Session, which: UUID, account: Account, operation: str, now: datetime) -> InHand | None:
    """Take one try upon oneself and reserve what deleting costs, once; None when somebody was first.

    The force's own limits for money are not asked: a post that must go does not stay for a cent.
    """
    mine = update(_t).where(_t.c.id == which, _ripe(now))
    swap = mine.values(next_try_at=now + IN_HAND, tries=_t.c.tries + 1)
    if db.execute(swap.returning(_t.c.id)).scalar_one_or_none() is None:
        return None
    row = db.get_one(TakeDown, which, populate_existing=True)
    one = db.get_one(Publication, row.publication_id, populate_existing=True)
    deletes = row.deleted_at is None or row.deleted_at <= now - BELIEVED_FOR
    if deletes and operation and not row.micros:
        row.micros = budget.pay(db, account, operation, 1, now)
    return InHand(which, one.id, account, one.external_id or "", row.tries, now, deletes, operation, row.micros)


def deleted(db: Session, mine: InHand, now: datetime) -> None:
    """The platform says that it is deleted; whether it is gone is seen by looking."""
    db.execute(update(_t).where(_t.c.id == mine.which).values(deleted_at=now))
    audit.write(db, None, "deleted", "publication", mine.publication_id, now, "the platform says so; it is looked for")


def later(db: Session, mine: InHand, again_at: datetime, trouble: str, kind: str, **values: object) -> bool:
    """Not gone yet: tried again then. False when a newer word was spoken."""
    return _settle(db, mine, next_try_at=again_at, trouble=trouble, trouble_kind=kind, **values)


def refused(db: Session, mine: InHand, trouble: str, kind: str, now: datetime) -> bool:
    """The platform will not delete it: a person must see to it. False when a newer word was spoken."""
    told = {"state": TakeDownState.REFUSED, "next_try_at": None, "trouble": trouble, "trouble_kind": kind}
    if not _settle(db, mine, **told):
        return False
    audit.write(db, None, "take_down_refused", "publication", mine.publication_id, now, trouble)
    return True


def give_back(db: Session, mine: InHand) -> None:
    """Return the price of a deletion that surely was not billed."""
    paid = update(_t).where(_t.c.id == mine.which, _t.c.micros == mine.micros, _t.c.micros > 0).values(micros=0)
    if mine.deletes and mine.operation and db.execute(paid.returning(_t.c.id)).scalar_one_or_none():
        budget.refund(db, mine.account, mine.operation, 1, mine.micros, mine.at)


def gone(db: Session, publication_id: UUID, now: datetime, how: str = "looked for: not there") -> bool:
    """It is proved to be off its platform: the take-down is over, and the Post or Reply it was is marked as gone.

    Accepted from any state that is not over, and from one that was dropped while it was under way. A question that it
    answered waits again, unless another answer of ours stands. False when that was known.
    """
    row = newest(db, publication_id)
    if row is None or not _move(
        db, row.id, (*UNDONE, TakeDownState.DROPPED),
        state=TakeDownState.GONE, gone_at=now, looked_at=now, next_try_at=None, trouble="", trouble_kind="",
    ):  # fmt: skip
        return False
    one = db.get_one(Publication, publication_id)
    account = db.get_one(Account, one.account_id)
    if one.external_id and one.in_reply_to is None:
        posts.gone(db, account, [one.external_id], now)
    elif one.external_id:
        replies.gone(db, account, [one.external_id], now)
        _ask_again(db, one, now)
    audit.write(db, None, "gone", "publication", publication_id, now, how)
    return True


def seen_gone(db: Session) -> list[UUID]:
    """Publications that are still to be taken down, though somebody has seen that they are no longer there."""
    there: list[UUID] = []
    for table in (_post, _reply):
        same = (table.c.account_id == _p.c.account_id) & (table.c.external_id == _p.c.external_id)
        seen = exists().where(same, table.c.gone_at.is_not(None))
        wanted = select(_p.c.id).join(_t, _t.c.publication_id == _p.c.id).where(_t.c.state.in_(UNDONE), seen)
        there += db.execute(wanted).scalars()
    return there


def of_message(db: Session, scheduled_post_id: UUID, states: Collection[TakeDownState]) -> Sequence[UUID]:
    """The publications of a message whose take-down is in one of these states."""
    found = select(_t.c.publication_id).join(_p, _p.c.id == _t.c.publication_id)
    return db.execute(found.where(_p.c.scheduled_post_id == scheduled_post_id, _t.c.state.in_(states))).scalars().all()


def _ask_again(db: Session, one: Publication, now: datetime) -> None:
    """The question that this answered waits again when no answer of ours is left under it."""
    message = db.get_one(ScheduledPost, one.scheduled_post_id)
    question = db.get(Question, message.question_id, populate_existing=True) if message.question_id else None
    if question is None or question.outcome is not Outcome.ANSWERED:
        return
    stands = rows(Reply.id).where(
        col(Reply.account_id) == one.account_id,
        col(Reply.parent) == one.in_reply_to,
        col(Reply.by_us).is_(True),
        col(Reply.gone_at).is_(None),
    )
    others = rows(Publication.id).where(
        col(Publication.account_id) == one.account_id,
        col(Publication.in_reply_to) == one.in_reply_to,
        col(Publication.id) != one.id,
        or_(*(col(Publication.state) == state for state in (State.QUEUED, State.PUBLISHING, State.UNKNOWN))),
    )
    if db.exec(stands.limit(1)).first() is None and db.exec(others.limit(1)).first() is None:
        questions.reopen(db, question.id, now)


def _ripe(now: datetime) -> ColumnElement[bool]:
    soon = or_(_t.c.next_try_at <= now, _t.c.next_try_at > now + FARTHEST)
    return and_(_t.c.state == TakeDownState.ORDERED, soon)


def _settle(db: Session, mine: InHand, **values: object) -> bool:
    still = update(_t).where(_t.c.id == mine.which, _t.c.state == TakeDownState.ORDERED, _t.c.tries == mine.number)
    return db.execute(still.values(**values).returning(_t.c.id)).scalar_one_or_none() is not None


def _move(db: Session, which: UUID, origin: Collection[TakeDownState], **values: object) -> bool:
    swap = update(_t).where(_t.c.id == which, _t.c.state.in_(origin)).values(**values)
    return db.execute(swap.returning(_t.c.id)).scalar_one_or_none() is not None

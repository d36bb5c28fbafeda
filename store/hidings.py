"""Hidings: comments of the public that are hidden by a house rule, from the order until it is done, and shown again.

Every move is a compare-and-swap. Hiding twice does no harm, so a claim is only a time before which nobody else tries;
what a process died over is simply tried again. No order overtakes one that is still in a hand.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as rows

from domain.clock import LONDON
from domain.house_rules import HouseRule
from domain.listening.words import Lane
from domain.questions import HidingState
from store import audit, budget
from store.tables import Account, Hiding, Question, Reply

_t = SQLModel.metadata.tables[str(Hiding.__tablename__)]

SUBJECT = "hiding"
"""What the trail calls it."""

TO_DO = (HidingState.ORDERED, HidingState.SHOW_ORDERED)
"""What the platform is still to be told."""

OPEN = (*TO_DO, HidingState.HIDDEN)
"""One of these at most for a reply; an index sees to it."""

IN_HAND = timedelta(minutes=2)
"""How long one process keeps a hiding to itself; after that another may repeat it."""

FARTHEST = timedelta(hours=25)
"""The longest pause: a platform's own limit of a day, and a little for clocks that differ."""

GONE = "It is no longer there: its author, or the platform, has taken it away."


@dataclass(frozen=True)
class InHand:
    """The right to make one try. `number` is the fence; `hidden`: to hide, or to show again; it cost `micros`."""

    which: UUID
    account: Account
    external_id: str
    number: int
    hidden: bool
    at: datetime
    operation: str
    micros: int

    @property
    def asked(self) -> HidingState:
        """The state in which it was claimed."""
        return HidingState.ORDERED if self.hidden else HidingState.SHOW_ORDERED


def add(db: Session, reply: Reply, rule: HouseRule, reason: str, person_id: UUID, now: datetime) -> UUID:
    """Order that it is hidden. Raises IntegrityError when somebody has already."""
    one = Hiding(
        id=uuid4(), reply_id=reply.id, account_id=reply.account_id, state=HidingState.ORDERED, rule=rule.key,
        rule_text=rule.english, reason=reason, person_id=person_id, ordered_at=now, next_try_at=now,
    )  # fmt: skip
    db.add(one)
    db.flush()
    return one.id


def get(db: Session, which: UUID) -> Hiding | None:
    """One, as it is now."""
    return db.get(Hiding, which, populate_existing=True)


def newest(db: Session, reply_id: UUID) -> Hiding | None:
    """The last of a reply: the open one, for a clock may have been put back; then the last that was ordered."""
    order = (col(Hiding.state).in_(OPEN).desc(), col(Hiding.ordered_at).desc(), col(Hiding.id))
    return db.exec(rows(Hiding).where(col(Hiding.reply_id) == reply_id).order_by(*order).limit(1)).first()


def asks(db: Session, reply_id: UUID) -> bool:
    """Whether a question in it still waits: hiding does not answer it."""
    waits = rows(Question.id).where(col(Question.reply_id) == reply_id, col(Question.outcome).is_(None))
    return db.exec(waits.limit(1)).first() is not None


def unheeded_danger(db: Session, reply_id: UUID) -> bool:
    """Whether danger was heard in it that nobody has said they saw."""
    danger = rows(Question.id).where(
        col(Question.reply_id) == reply_id, col(Question.outcome).is_(None), col(Question.lane) == Lane.DANGER,
        col(Question.acknowledged_at).is_(None),
    )  # fmt: skip
    return db.exec(danger.limit(1)).first() is not None


def show(db: Session, which: UUID, person_id: UUID, reason: str, now: datetime) -> HidingState | None:
    """Order that it is shown again: SHOW_ORDERED, or SHOWN at once while nobody has tried to hide it; None: moved on.

    What is in a hand at this moment is waited for, so that it cannot be hidden after it was shown.
    """
    said = {"shown_by_id": person_id, "shown_reason": reason, "show_ordered_at": now, "trouble": "", "trouble_kind": ""}
    if _move(db, which, (HidingState.ORDERED,), _t.c.tries == 0, state=HidingState.SHOWN, shown_at=now, **said):
        return HidingState.SHOWN
    wanted = {"state": HidingState.SHOW_ORDERED, "next_try_at": now, "micros": 0}
    moved = _move(db, which, (HidingState.ORDERED, HidingState.HIDDEN), **wanted, **said)
    return HidingState.SHOW_ORDERED if moved else None


def close(db: Session, which: UUID, person_id: UUID, reason: str, now: datetime) -> bool:
    """Nobody need look at a refusal any more: it stays visible, or stays hidden. False when none stands."""
    said = {"shown_by_id": person_id, "shown_reason": reason}
    quiet = {"trouble": "", "trouble_kind": ""}
    if _move(db, which, (HidingState.REFUSED,), state=HidingState.SHOWN, shown_at=now, **said, **quiet):
        return True
    return _move(db, which, (HidingState.HIDDEN,), _t.c.trouble != "", **quiet)


def appeal(db: Session, one: Hiding, name: str, note: str, now: datetime) -> None:
    """Add a line to what became of objections: when (London), who wrote it down, what."""
    line = f"{now.astimezone(LONDON):%d %b %Y, %H:%M}, {name}: {' '.join(note.split())}"
    one.appeal = f"{one.appeal}\n{line}" if one.appeal else line
    db.add(one)


def due(db: Session, now: datetime, limit: int = 100) -> Sequence[tuple[Hiding, Account]]:
    """What is to be tried now, the longest waiting first, each with its account.

    A later time than any pause can ask for was written while a clock was wrong, and counts as now.
    """
    wanted = (
        rows(Hiding, Account)
        .join(Account, col(Account.id) == col(Hiding.account_id))
        .where(_ripe(now))
        .order_by(_t.c.next_try_at, _t.c.id)
        .limit(limit)
    )
    return db.exec(wanted).all()


def claim(db: Session, which: UUID, account: Account, operation: str, now: datetime) -> InHand | None:
    """Take one try upon oneself and reserve what it costs, once for each order; None when somebody was first.

    The force's own limits for money are not asked: abuse does not stand for half a cent.
    """
    mine = update(_t).where(_t.c.id == which, _ripe(now))
    swap = mine.values(claimed_until=now + IN_HAND, tries=_t.c.tries + 1)
    if db.execute(swap.returning(_t.c.id)).scalar_one_or_none() is None:
        return None
    row = db.get_one(Hiding, which, populate_existing=True)
    if operation and not row.micros:
        row.micros = budget.pay(db, account, operation, 1, now)
    hidden = row.state is HidingState.ORDERED
    there = db.get_one(Reply, row.reply_id).external_id
    return InHand(which, account, there, row.tries, hidden, now, operation, row.micros)


def done(db: Session, mine: InHand, now: datetime) -> bool:
    """The platform has shown that it is so. False when a newer word was spoken meanwhile."""
    hidden = {"state": HidingState.HIDDEN, "done_at": now}
    told = hidden if mine.hidden else {"state": HidingState.SHOWN, "shown_at": now}
    audit.write(db, None, "hidden" if mine.hidden else "shown", SUBJECT, mine.which, now, "the platform says so")
    return _settle(db, mine, **told, trouble="", trouble_kind="")


def later(db: Session, mine: InHand, again_at: datetime, trouble: str, kind: str) -> bool:
    """Not done yet: tried again then. False when a newer word was spoken."""
    return _settle(db, mine, next_try_at=again_at, trouble=trouble, trouble_kind=kind)


def refused(db: Session, mine: InHand, trouble: str, kind: str, now: datetime) -> bool:
    """The platform will not: a person must see to it. What it would not show again stays hidden."""
    state = HidingState.REFUSED if mine.hidden else HidingState.HIDDEN
    if not _settle(db, mine, state=state, trouble=trouble, trouble_kind=kind):
        return False
    audit.write(db, None, "hide_refused" if mine.hidden else "show_refused", SUBJECT, mine.which, now, trouble)
    return True


def give_back(db: Session, mine: InHand) -> None:
    """Return the price of a write that surely was not billed."""
    paid = update(_t).where(_t.c.id == mine.which, _t.c.micros == mine.micros, _t.c.micros > 0).values(micros=0)
    if mine.operation and db.execute(paid.returning(_t.c.id)).scalar_one_or_none():
        budget.refund(db, mine.account, mine.operation, 1, mine.micros, mine.at)


def seen_gone(db: Session, now: datetime) -> int:
    """Close what was still to be done to comments that are no longer there; tell how many."""
    gone = rows(Hiding).join(Reply, col(Reply.id) == col(Hiding.reply_id))
    found = db.exec(gone.where(col(Hiding.state).in_(TO_DO), col(Reply.gone_at).is_not(None))).all()
    for one in found:
        over = HidingState.REFUSED if one.state is HidingState.ORDERED else HidingState.HIDDEN
        if _move(db, one.id, (one.state,), state=over, trouble=GONE, trouble_kind="Gone"):
            audit.write(db, None, "gone", SUBJECT, one.id, now, GONE)
    return len(found)


def to_do_for_the_gone(db: Session) -> bool:
    """Whether there is anything for `seen_gone`."""
    gone = rows(Hiding.id).join(Reply, col(Reply.id) == col(Hiding.reply_id))
    return (
        db.exec(gone.where(col(Hiding.state).in_(TO_DO), col(Reply.gone_at).is_not(None)).limit(1)).first() is not None
    )


def _ripe(now: datetime) -> ColumnElement[bool]:
    soon = or_(_t.c.next_try_at <= now, _t.c.next_try_at > now + FARTHEST)
    free = or_(_t.c.claimed_until.is_(None), _t.c.claimed_until <= now, _t.c.claimed_until > now + IN_HAND)
    return and_(_t.c.state.in_(TO_DO), soon, free)


def _settle(db: Session, mine: InHand, **values: Any) -> bool:
    """Write down what became of a try, and let go of it whatever was said meanwhile."""
    still = update(_t).where(_t.c.id == mine.which, _t.c.tries == mine.number)
    said = still.where(_t.c.state == mine.asked).values(**values)
    kept = db.execute(said.returning(_t.c.id)).scalar_one_or_none() is not None
    db.execute(still.values(claimed_until=None))
    return kept


def _move(db: Session, which: UUID, origin: Collection[HidingState], *more: ColumnElement[bool], **values: Any) -> bool:
    swap = update(_t).where(_t.c.id == which, _t.c.state.in_(origin), *more).values(**values)
    return db.execute(swap.returning(_t.c.id)).scalar_one_or_none() is not None

"""The queue of questions: who has one in hand, to whom it belongs, when it comes back, and which ask the same.

Every move says from where it starts, so that of two people exactly one wins. Those gathered in a group move together.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as rows

from domain.listening.standing import Standing
from domain.listening.words import Lane, Topic
from domain.people import Signed
from store.tables import Draft, Duty, Note, Person, Question, Reply

_q = SQLModel.metadata.tables[str(Question.__tablename__)]

WRITING_FOR = timedelta(minutes=2)
"""So long after a draft was last kept its writer counts as writing."""


class Claim(NamedTuple):
    """Somebody has a question in hand, until then (UTC)."""

    person_id: UUID
    name: str
    until: datetime


def group_members(db: Session, question_id: UUID, *, lock: bool = False) -> Sequence[Question]:
    """The waiting questions that ask the same as this one, itself among them, the longest waiting first.

    Empty when it waits no longer. `lock`: nobody else moves any of them before this transaction ends.
    """
    own = rows(Question).where(col(Question.id) == question_id, col(Question.outcome).is_(None))
    this = db.exec(own.execution_options(populate_existing=True)).first()
    if this is None:
        return []
    same = col(Question.group_id) == this.group_id if this.group_id else col(Question.id) == question_id
    found = rows(Question).where(same, col(Question.outcome).is_(None)).execution_options(populate_existing=True)
    if lock:  # in one order, so that no two wait for each other
        found = found.order_by(col(Question.id)).with_for_update()
        return sorted(db.exec(found), key=lambda one: (one.waiting_since, one.id))
    return db.exec(found.order_by(col(Question.waiting_since), col(Question.id))).all()


def claimed_by_other(db: Session, question: Question, who: Signed, now: datetime) -> Claim | None:
    """Who else has this question, or one that is gathered with it, in hand now; None when it is free or one's own."""
    same = col(Question.group_id) == question.group_id if question.group_id else col(Question.id) == question.id
    found = db.execute(
        select(col(Person.id), col(Person.name), col(Question.claimed_until))
        .join(Question, col(Question.claimed_by_id) == Person.id)
        .where(same, col(Question.outcome).is_(None), stands(now), col(Question.claimed_by_id) != who.person_id)
        .order_by(col(Question.claimed_until).desc())
        .limit(1)
    ).first()
    return Claim(*found) if found else None


def stands(now: datetime) -> ColumnElement[bool]:
    """Whether a question's claim is in force."""
    return col(Question.claimed_until) > now


def claim_until(db: Session, person_id: UUID, span: timedelta, now: datetime) -> datetime:
    """Until when a claim of this person lasts (UTC): so long, but never beyond the end of a shift they are in."""
    ends = db.scalar(
        select(func.max(Duty.ends_at)).where(
            col(Duty.person_id) == person_id, col(Duty.starts_at) <= now, col(Duty.ends_at) > now
        )
    )
    return min(now + span, ends) if ends else now + span


def claim(db: Session, which: Collection[UUID], person_id: UUID, until: datetime, now: datetime) -> bool:
    """Take these questions in hand, or keep them; False when one waits no longer or is another's: then undo all."""
    free = or_(_q.c.claimed_by_id.is_(None), _q.c.claimed_by_id == person_id, _q.c.claimed_until <= now)
    return _move(db, which, free, claimed_by_id=person_id, claimed_until=until) == len(which)


def renew(db: Session, question_id: UUID, person_id: UUID, until: datetime) -> bool:
    """Writing goes on: a claim of one's own, and of all that is gathered with it, lasts longer; False without one."""
    group = select(_q.c.group_id).where(_q.c.id == question_id).scalar_subquery()
    mine = (_q.c.claimed_by_id == person_id) & (_q.c.claimed_until < until) & _q.c.outcome.is_(None)
    change = update(_q).where(mine, or_(_q.c.id == question_id, _q.c.group_id == group))
    return bool(_touched(db, change.values(claimed_until=until)))


def release(db: Session, which: Collection[UUID], person_id: UUID) -> bool:
    """Let go of these questions; False when this person has none of them in hand."""
    mine = _q.c.claimed_by_id == person_id
    return bool(_move(db, which, mine, claimed_by_id=None, claimed_until=None))


def take_over(db: Session, which: Collection[UUID], seen: UUID, person_id: UUID, until: datetime) -> bool:
    """Take these questions out of the hands of the one who was seen to have them; False when that was so no longer."""
    held = or_(_q.c.claimed_by_id == seen, _q.c.claimed_by_id.is_(None))
    return _move(db, which, held, claimed_by_id=person_id, claimed_until=until) == len(which)


def assign(db: Session, which: Collection[UUID], to: UUID | None, team: UUID | None, at: datetime) -> bool:
    """Say to whom these questions belong: a person, a team, or with neither nobody; False when none waits."""
    when = at if to or team else None
    return bool(_move(db, which, None, assigned_to_id=to, assigned_team_id=team, assigned_at=when))


def snooze(db: Session, which: Collection[UUID], until: datetime | None, reason: str) -> bool:
    """Put these questions off until then, or with None back into the queue; False when none waits."""
    return bool(_move(db, which, None, snoozed_until=until, snooze_reason=reason))


def acknowledge(db: Session, question_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Say that it was seen; False when it was before, or waits no longer."""
    unseen = _q.c.acknowledged_at.is_(None)
    return bool(_move(db, [question_id], unseen, acknowledged_at=at, acknowledged_by_id=person_id))


def stand(db: Session, question_id: UUID, seen: Standing, standing: Standing, person_id: UUID, at: datetime) -> bool:
    """A person says how far a waiting question has come, having seen it elsewhere; False when that was so no longer."""
    said = {"standing": standing, "standing_set_by_id": person_id, "standing_at": at}
    return bool(_move(db, [question_id], _q.c.standing == seen, **said))


def place(db: Session, question_id: UUID, lane: Lane | None, topic: Topic, due_at: datetime | None) -> None:
    """Lane, topic and promise of a question, after a person corrected what was heard."""
    _touched(db, update(_q).where(_q.c.id == question_id).values(lane=lane, topic=topic, due_at=due_at))


def ask(db: Session, reply: Reply, lane: Lane | None, topic: Topic, due_at: datetime | None) -> Question:
    """A person says that this reply needs an answer: it waits since it was written."""
    asked = Question(
        reply_id=reply.id,
        account_id=reply.account_id,
        waiting_since=reply.created_at,
        lane=lane,
        topic=topic,
        due_at=due_at,
    )
    db.add(asked)
    db.flush()
    return asked


def question_of(db: Session, reply_id: UUID) -> Question | None:
    """The question that a reply asks, locked; None when it asks none."""
    found = rows(Question).where(col(Question.reply_id) == reply_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).first()


def answered_at(db: Session, reply: Reply) -> datetime | None:
    """When we wrote first in the thread of a reply, after it; None when we did not."""
    here = col(Reply.post_id) == reply.post_id if reply.post_id else col(Reply.thread) == reply.thread
    ours = select(func.min(Reply.created_at)).where(
        col(Reply.account_id) == reply.account_id,
        here,
        col(Reply.by_us),
        col(Reply.gone_at).is_(None),
        col(Reply.created_at) > reply.created_at,
    )
    return db.scalar(ours)


def gather(db: Session, which: Collection[UUID], first: UUID, person_id: UUID) -> bool:
    """These questions ask the same, as a person says; `first` stands for them. False when one waits no longer."""
    return _move(db, which, None, group_id=first, group_set_by_id=person_id) == len(which)


def take_out(db: Session, question_id: UUID, person_id: UUID) -> bool:
    """This question asks something else than those it was gathered with; False when it stands alone.

    Of two, the one left behind stands alone too; of more, the next stands for them where this one did.
    """
    members = group_members(db, question_id, lock=True)
    rest = [one.id for one in members if one.id != question_id]
    if not rest:
        return False
    _move(db, [question_id], None, group_id=None, group_set_by_id=person_id)
    first = next((one.group_id for one in members if one.group_id in rest), rest[0])
    _move(db, rest, None, group_id=first if len(rest) > 1 else None)
    return True


def add_note(db: Session, question_id: UUID, person_id: UUID, text: str, at: datetime) -> None:
    """Keep a note for colleagues."""
    db.add(Note(question_id=question_id, person_id=person_id, text=text, at=at))


def writers(db: Session, question_id: UUID, but: UUID, now: datetime) -> list[str]:
    """Who else is writing an answer to this question now, by name."""
    found = (
        select(col(Person.name))
        .join(Draft, col(Draft.person_id) == Person.id)
        .where(col(Draft.question_id) == question_id, col(Draft.person_id) != but)
        .where(col(Draft.saved_at) > now - WRITING_FOR, col(Draft.text) != "")
        .order_by(col(Draft.saved_at).desc())
    )
    return list(db.scalars(found))


def _move(db: Session, which: Collection[UUID], still: Any, **values: Any) -> int:
    """Change those of these questions that wait and are still so; how many were."""
    change = update(_q).where(_q.c.id.in_(list(which)), _q.c.outcome.is_(None)).values(**values)
    return _touched(db, change if still is None else change.where(still))


def _touched(db: Session, change: Any) -> int:
    db.flush()
    return int(db.execute(change.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]

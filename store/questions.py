"""Questions: asked by the public, waiting, answered, set aside, gone."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from domain.listening.standing import Standing
from domain.listening.words import Lane
from domain.questions import Outcome
from store import bulk
from store.tables import Question, Reply
from store.verdicts import Ruling

CONFIRMED_BY_A_PERSON = (Lane.DANGER, Lane.AT_RISK)
"""Lanes in which "never mind, she is home" is read by a person before the question leaves the queue."""

Due = Callable[[bulk.Key, datetime, tuple[Lane, ...]], datetime | None]
"""By when a question of an account, asked then, is to be answered (UTC); None when nothing is promised."""

LONG_AGO = timedelta(days=60)
"""What was written longer ago when it is heard for the first time opens no question: nobody still waits for that."""

NOT_ASKED = "Heard anew: it asks nothing of us."
NOT_A_QUESTION = "Not a question."
"""Why it left the queue when it was none after all: listening heard it anew, or a person corrected what was heard."""

_INSERT = bulk.insert(
    "question",
    ("id", "reply_id", "account_id", "waiting_since", "reason", "lane", "topic", "due_at"),
    "(reply_id) DO NOTHING",
)
_STANDING = """SELECT reply_id, outcome, waiting_since, lane, topic, due_at, closed_at, reason,
    CASE WHEN closed_by_id IS NULL AND claimed_by_id IS NULL AND assigned_to_id IS NULL AND standing_set_by_id IS NULL
    AND snoozed_until IS NULL AND group_set_by_id IS NULL AND acknowledged_by_id IS NULL AND NOT EXISTS
    (SELECT 1 FROM note n WHERE n.question_id = question.id) THEN 0 ELSE 1 END AS touched
    FROM question WHERE reply_id AMONG ?"""
_AGAIN = """UPDATE question SET outcome = NULL, closed_at = NULL, closed_by_id = NULL, reason = '', reference = '',
    standing = 'unanswered', standing_reply_id = NULL, standing_at = NULL, standing_set_by_id = NULL,
    snoozed_until = NULL, snooze_reason = '', acknowledged_at = NULL, acknowledged_by_id = NULL,
    waiting_since = ?, lane = ?, topic = ?, due_at = ? WHERE outcome = ? AND reply_id = ?"""
_PLACED = """UPDATE question SET lane = ?, topic = ?, due_at = ?,
    acknowledged_at = CASE WHEN ? THEN NULL ELSE acknowledged_at END,
    acknowledged_by_id = CASE WHEN ? THEN NULL ELSE acknowledged_by_id END WHERE reply_id = ?"""
_OVER = "UPDATE question SET outcome = ?, closed_at = ?, reason = ? WHERE outcome IS NULL AND reply_id = ?"


class _Stands(NamedTuple):
    """A question as it stands; `touched`: a person has had it in hand."""

    outcome: str | None
    since: Any
    lane: str | None
    topic: str | None
    due: Any
    closed: Any
    reason: str
    touched: int


def heard(db: Session, rulings: Sequence[Ruling], due: Due, now: datetime) -> int:
    """Open a question for each reply that needs an answer, and close those that need none; tells how many opened.

    What a person has had in hand stays open: they say what becomes of it. So does what was danger. What is edited into
    danger after it was closed waits again, whoever closed it: those words nobody has read.
    """
    form = bulk.forms(db)
    known = _known(db, [one.reply.id for one in rulings])
    asking = [one for one in rulings if one.heard.needs_answer]
    new = form.ids(now)
    fresh = [one for one in asking if one.reply.id not in known and one.reply.since > now - LONG_AGO]
    rows = [(new(), one.reply.id, one.reply.account_id, form.at(one.reply.since), "", *_place(one, due, form))
            for one in fresh]  # fmt: skip
    bulk.run_many(db, _INSERT, rows)
    back = [one for one in asking if one.reply.id in known and _asks_anew(one, known[one.reply.id], form)]
    again = [(form.at(one.reply.since), *_place(one, due, form), known[one.reply.id].outcome, one.reply.id)
             for one in back]  # fmt: skip
    opened = len(rows) + bulk.run_many(db, _AGAIN, again)
    _move_lanes(db, [one for one in asking if one.reply.id in known], known, due)
    quiet = [one.reply.id for one in rulings if not one.heard.needs_answer and one.reply.id in known]
    over = [key for key in quiet if known[key].outcome is None and not known[key].touched
            and known[key].lane not in CONFIRMED_BY_A_PERSON]  # fmt: skip
    bulk.run_many(db, _OVER, [(Outcome.GONE.value, form.at(now), NOT_ASKED, key) for key in over])
    return opened


def _known(db: Session, reply_ids: Sequence[bulk.Key]) -> dict[bulk.Key, _Stands]:
    rows = bulk.fetch(db, _STANDING, bulk.forms(db).listed(list(reply_ids)))
    return {row[0]: _Stands(*row[1:]) for row in rows}


def _asks_anew(one: Ruling, was: _Stands, form: bulk.Forms) -> bool:
    """Whether this was closed before these words were written: gone and back, edited after an answer or into danger."""
    if was.outcome is None or was.outcome == Outcome.GONE:
        return was.outcome is not None
    newer = bool(was.closed) and one.reply.since > form.moment(was.closed)
    was_none = was.outcome == Outcome.SET_ASIDE and was.reason == NOT_A_QUESTION
    was_answered = was.outcome in (Outcome.ANSWERED, Outcome.ANSWERED_BY_OTHER)  # which answers the old words
    return newer and (was_none or was_answered or Lane.DANGER in one.heard.lanes)


def _place(
    one: Ruling, due: Due, form: bulk.Forms, since: datetime | None = None, kept: str | None = None
) -> tuple[str | None, str, Any]:
    """Lane, topic and due time of a question, as the database takes them; `kept` is a lane that it does not leave."""
    lanes = one.heard.lanes if kept is None else tuple(lane for lane in Lane if lane in (kept, *one.heard.lanes))
    by = due(one.reply.account_id, since or one.reply.since, lanes)
    return lanes[0].value if lanes else None, one.heard.topic.value, form.at(by) if by else None


def _move_lanes(db: Session, asking: Sequence[Ruling], known: dict[bulk.Key, _Stands], due: Due) -> None:
    """Where one that waits lies in other lanes than before, its promise changes with it. A person takes it from danger.

    What a person corrected has left that lane already.
    """
    form, moved = bulk.forms(db), []
    for one in asking:
        was = known[one.reply.id]
        if was.outcome is None:
            kept = was.lane if was.lane in CONFIRMED_BY_A_PERSON else None
            place = _place(one, due, form, form.moment(was.since), kept)
            if place != (was.lane, was.topic, was.due):
                calls = place[0] == Lane.DANGER and was.lane != Lane.DANGER  # nobody has acknowledged that
                moved.append((*place, calls, calls, one.reply.id))
    bulk.run_many(db, _PLACED, moved)


def answered(
    db: Session,
    account_id: UUID,
    parent: str,
    at: datetime,
    *,
    by: UUID | None = None,
    holding: bool = False,
    answer: str = "",
) -> int:
    """Close the waiting question of the reply with this external id; tells how many that were (1 or 0).

    `by` is who wrote the answer here, and so says that it is one; with `holding` it is none yet, and it waits on.
    `answer` is the answer's external id: when that is gone one day, nobody has answered.
    """
    asking = select(col(Reply.id)).where(col(Reply.account_id) == account_id, col(Reply.external_id) == parent)
    waits = [col(Question.reply_id).in_(asking), _waiting()]
    said: dict[str, Any] = {"standing_at": at, "standing_set_by_id": by} if by else {}
    if answer:
        said["standing_reply_id"] = reply_id(account_id, answer)
    if holding:
        _move(db, waits, standing=Standing.HOLDING, **said)
        return 0
    return _move(db, waits, outcome=Outcome.ANSWERED, closed_at=at, standing=Standing.ANSWERED, **said)


def reply_id(account_id: UUID, external_id: str) -> Any:
    """The id of the reply with this external id, within a statement: what a question's standing is because of."""
    wanted = select(col(Reply.id)).where(col(Reply.account_id) == account_id, col(Reply.external_id) == external_id)
    return wanted.scalar_subquery()


def reopen(db: Session, question_id: UUID, now: datetime) -> bool:
    """Let a question wait again, from when it was asked: its answer did not go out, or no longer stands.

    False when it already waits or what asked is gone.
    """
    gone = select(col(Reply.id)).where(col(Reply.id) == col(Question.reply_id), col(Reply.gone_at).is_not(None))
    closed = [col(Question.id) == question_id, col(Question.outcome).is_not(None), ~gone.exists()]
    nothing = {"outcome": None, "closed_at": None, "closed_by_id": None, "reason": "", "reference": ""}
    nothing |= {"snoozed_until": None, "snooze_reason": ""}
    unsaid = {"standing_reply_id": None, "standing_at": None, "standing_set_by_id": None}
    return bool(_move(db, closed, standing=Standing.UNANSWERED, **nothing, **unsaid))


def set_aside(db: Session, question_id: UUID, person_id: UUID, reason: str, now: datetime) -> bool:
    """A person says why no answer is owed; False when the question no longer waits."""
    return close(db, question_id, Outcome.SET_ASIDE, person_id, reason, now)


def close(
    db: Session, question_id: UUID, outcome: Outcome, person_id: UUID, reason: str, now: datetime, **more: Any
) -> bool:
    """A person says how a question ended; False when it no longer waits."""
    said = {"outcome": outcome, "closed_at": now, "closed_by_id": person_id, "reason": reason, **more}
    return bool(_move(db, [col(Question.id) == question_id, _waiting()], **said))


def gone(db: Session, reply_ids: Sequence[bulk.Key], now: datetime) -> int:
    """Close the waiting questions of replies that are gone."""
    at = bulk.forms(db).at(now)
    return bulk.run_many(db, _OVER, [(Outcome.GONE.value, at, "", key) for key in reply_ids])


def _waiting() -> Any:
    return col(Question.outcome).is_(None)


def _move(db: Session, where: Sequence[Any], **values: Any) -> int:
    change = update(Question).where(*where).values(**values).execution_options(synchronize_session=False)
    return int(db.execute(change).rowcount)  # type: ignore[attr-defined]

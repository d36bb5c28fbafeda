"""How well listening did on what people had in hand, and the force's own labelled set: every correction they made."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.listening.scored import Labels, score_labels
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.questions import Outcome
from store.reports.scopes import within
from store.tables import Account, Correction, Post, Question, Reply, Verdict
from store.verdicts import lanes_of

WORKED_ON = (Outcome.ANSWERED, Outcome.ANSWERED_BY_OTHER, Outcome.PRIVATE, Outcome.REFERRED, Outcome.SET_ASIDE)
"""How a question ends that somebody of ours has read."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One task of listening: over how many comments, how often it is so, was said, and was rightly said.

    `precision` is of what was said, `recall` of what is so; None out of nothing.
    """

    task: str
    comments: int
    true: int
    said: int
    right: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One correction with the words it is about: a labelled example. `version` is that of listening."""

    text: str
    post: str | None
    parent: str | None
    field: str
    was: str
    now: str
    version: int
    at: datetime


def listening(
    db: Session,
    who: Signed,
    since: datetime,
    until: datetime,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[ScoreRow]:
    """Scores over the comments of a period that people worked on: what nobody corrected counts as rightly heard.

    What listening passed over is looked at by nobody, unless somebody met it: recall is told too high.
    """
    corrected = exists().where(col(Correction.reply_id) == Verdict.reply_id)
    worked = exists().where(col(Question.reply_id) == Verdict.reply_id, col(Question.outcome).in_(WORKED_ON))
    rows = db.execute(
        select(Verdict)
        .join(Reply, col(Reply.id) == Verdict.reply_id)
        .join(Account, col(Account.id) == Reply.account_id)
        .where(within(who, scope, platform), or_(corrected, worked))
        .where(col(Reply.created_at) >= since, col(Reply.created_at) < until)
    )
    verdicts = [row[0] for row in rows]
    before = _as_heard(db, since)
    pairs = [(_labels(one, before.get(one.reply_id, {})), _labels(one, {})) for one in verdicts]
    return [
        ScoreRow(one.task, one.n, one.true, one.said, one.right, *map(_rounded, (one.precision, one.recall, one.f1)))
        for one in score_labels(pairs)
    ]


def corrections(
    db: Session,
    who: Signed,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[CorrectionRow]:
    """The labelled set: every correction of a comment that is still public, the oldest first. It names nobody."""
    above = aliased(Reply)
    rows = db.execute(
        select(
            col(Reply.text), col(Post.text), col(above.text), col(Correction.field), col(Correction.was),
            col(Correction.now), col(Correction.version), col(Correction.at),
        )
        .select_from(Correction)
        .join(Reply, col(Reply.id) == Correction.reply_id)
        .join(Account, col(Account.id) == Reply.account_id)
        .outerjoin(Post, col(Post.id) == Reply.post_id)
        .outerjoin(above, and_(col(above.account_id) == Reply.account_id, col(above.external_id) == Reply.parent))
        .where(within(who, scope, platform), col(Reply.gone_at).is_(None), col(Reply.text) != "", _of_these_words())
        .where(_from(since), _before(until))
        .order_by(col(Correction.at), col(Correction.id))
    )  # fmt: skip
    return [CorrectionRow(*row) for row in rows]


def _as_heard(db: Session, since: datetime) -> Mapping[UUID, dict[str, str]]:
    """By comment, what was heard first of each field that was corrected."""
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    fields = select(col(Correction.reply_id), col(Correction.field), col(Correction.was))
    fields = fields.join(Reply, col(Reply.id) == Correction.reply_id).where(_of_these_words())
    for reply_id, field, was in db.execute(fields.where(col(Correction.at) >= since).order_by(col(Correction.at))):
        found[reply_id].setdefault(field, was)
    return found


def _of_these_words() -> ColumnElement[bool]:
    """Whether a statement's Correction is of its Reply as it reads today; one of words edited since labels nothing."""
    return or_(col(Reply.edited_at).is_(None), col(Reply.edited_at) <= col(Correction.at))


def _labels(verdict: Verdict, before: Mapping[str, str]) -> Labels:
    told: dict[str, Any] = {
        "needs_answer": "yes" if verdict.needs_answer else "no",
        "kind": verdict.kind.value,
        "lanes": verdict.lanes,
        "language": verdict.language,
        "topic": verdict.topic.value,
        **before,
    }
    lanes = tuple(lane.value for lane in lanes_of(told["lanes"]))
    return {**told, "needs_answer": told["needs_answer"] == "yes", "lanes": lanes}


def _from(since: datetime | None) -> ColumnElement[bool]:
    return col(Correction.at) >= since if since else true()


def _before(until: datetime | None) -> ColumnElement[bool]:
    return col(Correction.at) < until if until else true()


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)

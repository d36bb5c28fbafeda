"""You said, we did: when who asked was told what came of it."""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from domain.questions import Outcome
from store.tables import Issue, IssueQuestion, Publication, Question, Reply, ScheduledPost


def told_at() -> ColumnElement[Any]:
    """When who asked was told what came of the issue; what was said before that was known does not count.

    Said by hand, by our answer to them (a holding reply is none), or by the answer that closed their question.
    """
    since = col(Issue.outcome_at)
    answer = aliased(Reply)
    only_held = (
        exists()
        .where(col(Publication.id) == answer.publication_id, col(ScheduledPost.id) == Publication.scheduled_post_id)
        .where(col(ScheduledPost.holding).is_(True))
        .correlate(answer)
    )
    direct = (
        select(func.min(col(answer.created_at)))
        .where(col(answer.account_id) == Question.account_id, col(answer.parent) == Reply.external_id)
        .where(col(answer.by_us), col(answer.gone_at).is_(None), col(answer.created_at) >= since, ~only_held)
        .correlate(Issue, Question, Reply)
        .scalar_subquery()
    )
    closed = select(col(Question.closed_at)).where(col(Question.outcome) == Outcome.ANSWERED)
    closed = closed.where(col(Question.closed_at) >= since).correlate(Issue, Question)
    by_hand = select(col(IssueQuestion.told_at)).where(col(IssueQuestion.told_at) >= since)
    ways = (by_hand.correlate(Issue, IssueQuestion).scalar_subquery(), direct, closed.scalar_subquery())
    return func.coalesce(*ways).label("told_at")

"""The questions of a period, by where they stand with the promise: what every figure of answering counts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, and_, func, select
from sqlmodel import Session, col

from domain.answering import EVERYDAY, Figure
from domain.listening.standing import Standing
from domain.listening.words import Lane
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.questions import Outcome
from store.questions import NOT_A_QUESTION, NOT_ASKED
from store.reports.queue_order import promised
from store.reports.scopes import Rows, within
from store.tables import Account, Question

_ENDED = {
    Figure.BY_OTHER: Outcome.ANSWERED_BY_OTHER,
    Figure.WITHDRAWN: Outcome.WITHDRAWN,
    Figure.PRIVATE: Outcome.PRIVATE,
    Figure.REFERRED: Outcome.REFERRED,
    Figure.SET_ASIDE: Outcome.SET_ASIDE,
    Figure.GONE: Outcome.GONE,
}


def asked_in(
    who: Signed,
    since: datetime,
    until: datetime,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    lane: str | None = None,
) -> ColumnElement[bool]:
    """Whether a statement's Question (with its Account) was asked from `since` to before `until`, and is in sight.

    It belongs to whose account it was put to, whoever has it in hand: the promise was made there.
    """
    parts = [within(who, scope, platform), col(Question.waiting_since) >= since, col(Question.waiting_since) < until]
    if lane:
        parts.append(col(Question.lane).is_(None) if lane == EVERYDAY else col(Question.lane) == Lane(lane))
    return and_(*parts)


def stands_as(figure: Figure, now: datetime) -> ColumnElement[bool]:
    """Whether a statement's Question counts in a figure, as it stands now."""
    due, closed, outcome = promised(), col(Question.closed_at), col(Question.outcome)
    waits, answered = outcome.is_(None), outcome == Outcome.ANSWERED
    no_question = func.coalesce(
        and_(outcome.in_((Outcome.GONE, Outcome.SET_ASIDE)), col(Question.reason).in_((NOT_ASKED, NOT_A_QUESTION))),
        False,
    )
    if figure in _ENDED:
        return and_(outcome == _ENDED[figure], ~no_question)
    return {
        Figure.IN_TIME: and_(answered, closed <= due),
        Figure.LATE: and_(answered, closed > due),
        Figure.OPEN: and_(waits, due >= now),
        Figure.OVERDUE: and_(waits, due < now),
        Figure.MISTAKEN: no_question,
        Figure.ASKED: col(Question.id).is_not(None),
        Figure.LEFT_LATE: and_(outcome.is_not(None), outcome != Outcome.ANSWERED, ~no_question, closed > due),
        Figure.HOLDING: and_(waits, col(Question.standing) == Standing.HOLDING),
    }[figure]


def facts(now: datetime) -> list[Label[Any]]:
    """What tells the figures of a question: its outcome, whether it is or was late, no question, held by a reply."""
    return [
        col(Question.outcome).label("outcome"),
        (func.coalesce(col(Question.closed_at), now) > promised()).label("late"),
        stands_as(Figure.MISTAKEN, now).label("mistaken"),
        (col(Question.standing) == Standing.HOLDING).label("holding"),
    ]


def figures_of(outcome: Outcome | None, late: bool, mistaken: bool, holding: bool) -> list[Figure]:
    """In which figures a question with these facts counts."""
    if outcome is None:
        return [Figure.ASKED, Figure.OVERDUE if late else Figure.OPEN, *([Figure.HOLDING] if holding else ())]
    if outcome is Outcome.ANSWERED:
        return [Figure.ASKED, Figure.LATE if late else Figure.IN_TIME]
    if mistaken:
        return [Figure.ASKED, Figure.MISTAKEN]
    ended = next(figure for figure, one in _ENDED.items() if one is outcome)
    return [Figure.ASKED, ended, *([Figure.LEFT_LATE] if late else ())]


def questions_of() -> Rows:
    """A statement over questions and their accounts, columns to be added."""
    rows: Rows = select().select_from(Question).join(Account, col(Account.id) == Question.account_id)
    return rows


def first_asked(db: Session, who: Signed, scope: Scope | None = None) -> datetime | None:
    """When the first question that was ever kept here was asked; None before there is one."""
    asked = questions_of().add_columns(func.min(col(Question.waiting_since))).where(within(who, scope))
    found: datetime | None = db.execute(asked).scalar_one()
    return found


def of_team(district_id: UUID | None, team_id: UUID | None) -> ColumnElement[bool]:
    """Whether a statement's Account is this team's; with a district alone the district's own, with neither the force's.

    For rows of a table: there a district's own accounts stand beside those of its teams.
    """
    own = col(Account.team_id) == team_id if team_id else col(Account.team_id).is_(None)
    if team_id:
        return own
    return and_(own, col(Account.district_id) == district_id if district_id else col(Account.district_id).is_(None))


__all__ = ["asked_in", "facts", "figures_of", "first_asked", "of_team", "questions_of", "stands_as"]

"""What people ask about: questions online, and issues raised at meetings, by topic, against the period before."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlmodel import Session, col

from domain.answering import Figure
from domain.issues import ONLINE
from domain.listening.words import Topic
from domain.people import Scope, Signed
from store.reports.asked_in import asked_in, first_asked, questions_of, stands_as
from store.reports.scopes import Rows
from store.tables import Issue, Question


@dataclass(frozen=True, slots=True)
class TopicRow:
    """How often a topic was raised: `online` by questions, `offline` by issues from meetings, surgeries and letters.

    `topic` None: not heard yet. `before` is the same for the period before, and None where questions were not kept
    for all of it; `change` is the difference.
    """

    topic: Topic | None
    online: int
    offline: int
    total: int
    before: int | None
    change: int | None


def topics(
    db: Session,
    who: Signed,
    now: datetime,
    since: datetime,
    until: datetime,
    before_since: datetime,
    *,
    scope: Scope | None = None,
) -> list[TopicRow]:
    """Topics raised from `since` to before `until`, the most frequent first; before is from `before_since` to `since`.

    What turned out to be no question is left out. An issue that was opened from questions is not counted again.
    """
    online, offline = _online(db, who, now, since, until, scope), _offline(db, who, since, until, scope)
    earlier = _online(db, who, now, before_since, since, scope) + _offline(db, who, before_since, since, scope)
    began = first_asked(db, who, scope)
    known = began is not None and began <= before_since
    rows = []
    for topic in {*online, *offline, *(earlier if known else ())}:
        total, before = online[topic] + offline[topic], earlier[topic] if known else None
        change = None if before is None else total - before
        rows.append(TopicRow(topic, online[topic], offline[topic], total, before, change))
    return sorted(rows, key=lambda row: (-row.total, row.topic is None, row.topic or ""))


def _online(
    db: Session, who: Signed, now: datetime, since: datetime, until: datetime, scope: Scope | None
) -> Counter[Topic | None]:
    asked = questions_of().add_columns(col(Question.topic), func.count())
    asks = ~stands_as(Figure.MISTAKEN, now)
    rows = db.execute(asked.where(asked_in(who, since, until, scope), asks).group_by(col(Question.topic)))
    return Counter({topic: count for topic, count in rows})


def _offline(db: Session, who: Signed, since: datetime, until: datetime, scope: Scope | None) -> Counter[Topic | None]:
    raised: Rows = select(col(Issue.topic), func.count()).where(
        col(Issue.source) != ONLINE, col(Issue.opened_at) >= since, col(Issue.opened_at) < until, *_within(who, scope)
    )
    return Counter({topic: count for topic, count in db.execute(raised.group_by(col(Issue.topic)))})


def _within(who: Signed, scope: Scope | None) -> list[ColumnElement[bool]]:
    """Whether an Issue belongs to what is seen and chosen."""
    found: list[ColumnElement[bool]] = [and_(true())]
    for part in (who.scope, scope):
        if part and part.team_id:
            found.append(col(Issue.team_id) == part.team_id)
        elif part and part.district_id:
            found.append(col(Issue.district_id) == part.district_id)
    return found

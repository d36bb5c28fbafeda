"""The numbers beside the menu."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, case, func, select
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.purse import Limits
from store.hearing import nobody_listens
from store.reports.alarms import in_danger
from store.reports.hidings import pressing_hiding
from store.reports.holds import open_hold
from store.reports.plan import approvable
from store.reports.polls import overdue_feedback
from store.reports.pressing import account_kind, fences, nobody_publishes, pressing_publication, pressing_take_down
from store.reports.queue_order import WAITING, in_state
from store.reports.queue_order import seen as asked_of
from store.reports.scopes import within
from store.tables import Account, Hiding, Hold, Poll, Publication, Question, ScheduledPost, TakeDown


@dataclass(frozen=True, slots=True)
class Badges:
    """The numbers beside Questions, Approvals and Attention."""

    questions: int
    approvals: int
    attention: int


def badges(
    db: Session,
    who: Signed,
    now: datetime,
    *,
    scope: Scope | None = None,
    limits: Mapping[PlatformName, Limits] | None = None,
) -> Badges:
    """What waits for this person, counted as the pages list it; in one statement, for every page asks it."""
    seen = within(who, scope)
    count: Select[tuple[int]] = select(func.count())
    asked = count.select_from(Question).join(Account, col(Account.id) == Question.account_id)
    sent = count.select_from(Publication).join(Account, col(Account.id) == Publication.account_id)
    wanted = count.select_from(TakeDown).join(Publication, col(Publication.id) == TakeDown.publication_id)
    down = wanted.join(Account, col(Account.id) == Publication.account_id)
    hiding = count.select_from(Hiding).join(Account, col(Account.id) == Hiding.account_id)
    counts = (
        asked.where(asked_of(who, scope), in_state(WAITING, now)),
        count.select_from(ScheduledPost).where(approvable(who, scope)),
        sent.where(seen, pressing_publication(now)),
        count.select_from(Account).where(and_(seen, account_kind(now).is_not(None))),
        count.select_from(Hold).where(open_hold(who, now, scope)),
        down.where(seen, pressing_take_down(now)),
        hiding.where(seen, pressing_hiding(now)),
        count.select_from(Poll).where(overdue_feedback(who, now, scope)),
        asked.where(asked_of(who, scope), in_danger(now), col(Account.retired_at).is_(None)),
    )
    alarms = [case((one, 1), else_=0) for one in (nobody_publishes(who, now, scope), nobody_listens(now))]
    questions, approvals, *pressing = db.execute(select(*(one.scalar_subquery() for one in counts), *alarms)).one()
    return Badges(questions, approvals, sum(pressing) + len(fences(db, limits, now)))

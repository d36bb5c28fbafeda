"""What stands in the queue of questions for whom, in which order, and by when it is promised."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from domain.clock import LONDON
from domain.listening.words import Lane
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.questions import PROMISE, Outcome
from store.db import Utc
from store.queue import stands
from store.reports.scopes import within
from store.tables import Account, Question, Verdict

WAITING, PUT_OFF, OPEN, CLOSED = "waiting", "put_off", "open", "closed"
"""States of a question besides its outcomes: it waits, it comes back later, either of them, or it is over."""

EVERYDAY = "everyday"
"""In the place of a lane: those that lie in none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions are looked for. `lane` a Lane or "everyday", `mine`: assigned to or claimed by who looks."""

    state: str | None = WAITING
    scope: Scope | None = None
    platform: PlatformName | None = None
    lane: str | None = None
    mine: bool = False


class promised(FunctionElement[datetime]):
    """When a question is due: what was promised, or 72 hours where nobody has reckoned it yet."""

    type = Utc()
    inherit_cache = True


@compiles(promised)
def _in_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    hours = int(PROMISE / timedelta(hours=1))
    return f"coalesce(question.due_at, question.waiting_since + interval '{hours} hours')"


@compiles(promised, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    hours = int(PROMISE / timedelta(hours=1))
    then = f"strftime('%Y-%m-%d %H:%M:%f000', question.waiting_since, '+{hours} hours')"
    return f"coalesce(question.due_at, {then})"


def seen(who: Signed, scope: Scope | None = None, platform: PlatformName | None = None) -> ColumnElement[bool]:
    """Whether this person may see a statement's Question (with its Account), and it lies in what they chose.

    What was assigned to a person or their team is theirs to see, wherever its account belongs.
    """
    given = [col(Question.assigned_to_id) == who.person_id]
    if who.scope.team_id:
        given.append(col(Question.assigned_team_id) == who.scope.team_id)
    chosen = within(replace(who, scope=Scope()), scope, platform)
    if scope and scope.team_id:
        on = col(Account.platform) == platform if platform else true()
        chosen = or_(chosen, and_(col(Question.assigned_team_id) == scope.team_id, on))
    return and_(or_(within(who), *given), chosen)


def fits(who: Signed, want: Wanted, now: datetime) -> ColumnElement[bool]:
    """Whether a statement's Question is among those that are looked for."""
    parts = [seen(who, want.scope, want.platform), in_state(want.state, now)]
    if want.mine:
        holds = and_(col(Question.claimed_by_id) == who.person_id, stands(now))
        parts.append(or_(col(Question.assigned_to_id) == who.person_id, holds))
    if want.lane:
        parts.append(_in_lane(want.lane))
    return and_(*parts)


def in_state(state: str | None, now: datetime) -> ColumnElement[bool]:
    """Whether a statement's Question is in a state (None: in any). Danger waits, though it was put off before."""
    waits, until = col(Question.outcome).is_(None), col(Question.snoozed_until)
    danger = col(Question.lane) == Lane.DANGER
    if state == WAITING:
        return and_(waits, or_(until.is_(None), until <= now, danger))
    if state == PUT_OFF:
        return and_(waits, until > now, or_(col(Question.lane).is_(None), ~danger))
    if state in (OPEN, CLOSED):
        return waits if state == OPEN else ~waits
    return col(Question.outcome) == Outcome(state) if state else true()


def first_danger() -> ColumnElement[int]:
    """What stands on top: danger, then all others."""
    return case((col(Question.lane) == Lane.DANGER, 0), else_=1)


def group() -> ColumnElement[UUID]:
    """What those that ask the same have in common."""
    return func.coalesce(col(Question.group_id), col(Question.id))


def midnight_after(now: datetime) -> datetime:
    """When this day ends in London."""
    return datetime.combine(now.astimezone(LONDON).date() + timedelta(days=1), time(), LONDON)


def _in_lane(lane: str) -> ColumnElement[bool]:
    if lane == EVERYDAY:
        return col(Question.lane).is_(None)
    heard = col(Verdict.lanes).contains(f",{Lane(lane)},")
    also = exists().where(col(Verdict.reply_id) == Question.reply_id, heard).correlate(Question)
    return or_(col(Question.lane) == Lane(lane), also)

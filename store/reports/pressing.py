"""What is pressing: the one definition behind the list of Attention and the number beside it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.publication import OVER, State, TakeDownState
from domain.purse import Limits, Purpose, refusal
from store import budget
from store.reports.freshness import STALE_AFTER
from store.reports.scopes import within
from store.silence import silent
from store.tables import Account, Publication, TakeDown, Worker

PRESSING = (State.QUEUED, State.PUBLISHING, State.UNKNOWN, State.FAILED, State.WAITING)
"""States in which something may be wrong."""

LATE_AFTER = timedelta(minutes=1)
"""A queued publication so long past its time is late."""

SENDING_FOR = timedelta(minutes=2)
"""A publication that has been publishing for longer is late too; the sweep calls it unknown later."""

GONE_WITHIN = timedelta(minutes=5)
"""What was ordered off its platform is gone after so long, or somebody is told."""

FAILED_FOR = timedelta(days=14)
"""What failed is shown for so long after it was due, unless a person drops it or sends it again."""

GIVEN_UP = "GivenUp"
"""The trouble of what a person has given up: nobody need look at it again."""

PASSING = ("RateLimited", "Transient")
"""Troubles of an account that pass by themselves, shown only once they have lasted for PASSING_FOR."""

PASSING_FOR = timedelta(hours=1)

NO_MONEY = "OutOfCredit"
"""The trouble of an account whose platform, or our own purse, has no money left."""

PUBLISHER = "publisher"
"""The kind of worker without which nothing goes out."""


class Kind(StrEnum):
    """What there is to attend to, the most pressing first."""

    DANGER = "danger"  # somebody may be in danger, and nobody has said that they saw it
    UNKNOWN = "unknown"  # may be public; looked for
    NO_PUBLISHER = "no_publisher"  # something is due and no publisher is alive
    CLOCK = "clock"  # something is due and every publisher that is alive distrusts its clock
    NO_LISTENER = "no_listener"  # comments wait to be heard and no listener hears them
    FAILED = "failed"  # surely not public
    WAITING = "waiting"  # fell due under a hold, or its time has passed; a person decides
    TAKE_DOWN = "take_down"  # asks for a second person, was refused, or is not gone yet
    HIDING = "hiding"  # the platform refused to hide a comment or to show it again, or it is not done yet
    LATE = "late"  # past its time and still queued, or publishing for too long
    HOLD = "hold"  # a hold is in force
    TROUBLE = "trouble"  # an account that the platform refuses
    BUDGET = "budget"  # money has run short: an account's platform says so, or our own limit
    SILENT = "silent"  # an account has no comments against its habit, or its token ends or lacks something
    FEEDBACK = "feedback"  # who took part in a poll was promised to hear what came of it by a day that has passed
    STALE = "stale"  # an account's numbers are older than 36 hours


def open_failure(now: datetime) -> ColumnElement[bool]:
    """Whether the failure of a statement's Publication is still somebody's matter."""
    other: Any = aliased(Publication)
    followed = exists().where(
        other.scheduled_post_id == Publication.scheduled_post_id,
        other.account_id == Publication.account_id,
        other.state.not_in(OVER),
    )
    recent = col(Publication.due_at) > now - FAILED_FOR
    return and_(recent, col(Publication.trouble_kind) != GIVEN_UP, ~followed)


def publication_kind(now: datetime) -> ColumnElement[Any]:
    """Why a statement's Publication needs attention; NULL when it does not."""
    state, due = col(Publication.state), col(Publication.due_at)
    sending = and_(state == State.PUBLISHING, col(Publication.claimed_at) < now - SENDING_FOR)
    return case(
        (state == State.UNKNOWN, literal(Kind.UNKNOWN.value)),
        (and_(state == State.FAILED, open_failure(now)), literal(Kind.FAILED.value)),
        (state == State.WAITING, literal(Kind.WAITING.value)),
        (or_(and_(state == State.QUEUED, due < now - LATE_AFTER), sending), literal(Kind.LATE.value)),
    )


def pressing_publication(now: datetime) -> ColumnElement[bool]:
    """Whether a statement's Publication needs attention; said so that the index on its state is used."""
    state = col(Publication.state)
    return and_(state.in_(PRESSING), publication_kind(now).is_not(None))


def pressing_take_down(now: datetime) -> ColumnElement[bool]:
    """Whether a statement's TakeDown asks somebody: to agree, because it was refused, or because it takes long."""
    newer: Any = aliased(TakeDown)
    followed = exists().where(newer.publication_id == TakeDown.publication_id, newer.asked_at > TakeDown.asked_at)
    state, ordered = col(TakeDown.state), func.coalesce(col(TakeDown.approved_at), col(TakeDown.asked_at))
    return or_(
        state == TakeDownState.ASKED,
        and_(state == TakeDownState.REFUSED, ~followed),
        and_(state == TakeDownState.ORDERED, ordered < now - GONE_WITHIN),
    )


def account_kind(now: datetime) -> ColumnElement[Any]:
    """Why a statement's Account needs attention; NULL when it does not, or has left the roster."""
    trouble, kind = col(Account.trouble) != "", col(Account.trouble_kind)
    lasting = or_(kind.not_in(PASSING), col(Account.trouble_at) < now - PASSING_FOR)
    return case(
        (col(Account.retired_at).is_not(None), None),
        (and_(trouble, kind == NO_MONEY), literal(Kind.BUDGET.value)),
        (and_(trouble, lasting), literal(Kind.TROUBLE.value)),
        (col(Account.visited_at) < now - STALE_AFTER, literal(Kind.STALE.value)),
        (silent(now), literal(Kind.SILENT.value)),
    )


def nobody_publishes(who: Signed, now: datetime, scope: Scope | None) -> ColumnElement[bool]:
    """Whether something in sight is due and no publisher has said lately that it is alive and trusts its clock."""
    due = exists().where(
        col(Publication.state) == State.QUEUED,
        col(Publication.not_before) < now - LATE_AFTER,
        col(Account.id) == Publication.account_id,
        within(who, scope),
    )
    fit = exists().where(alive_publisher(now), col(Worker.trouble) == "")
    return and_(due, ~fit)


def alive_publisher(now: datetime) -> ColumnElement[bool]:
    """Whether a statement's Worker is a publisher that has said lately that it is alive."""
    return and_(col(Worker.kind) == PUBLISHER, col(Worker.holder) == "", col(Worker.until) > now)


def fences(db: Session, limits: Mapping[PlatformName, Limits] | None, now: datetime) -> dict[PlatformName, str]:
    """Platforms for which money has run short by the force's own limits, and what is left out, in a sentence."""
    short: dict[PlatformName, str] = {}
    for platform, limit in (limits or {}).items():
        spent = budget.spent(db, platform, now)
        refused = [says for purpose in Purpose if (says := refusal(purpose, spent, limit))]
        if refused:
            short[platform] = refused[-1]
    return short

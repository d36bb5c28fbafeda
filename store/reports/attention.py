"""What needs somebody's attention, the most pressing first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.cadence import Direction
from domain.clock import day_begins
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.publication import State, TakeDownState
from domain.purse import Limits
from store import hearing
from store.holds import QUEUE, held
from store.reports.alarms import facts as question_facts
from store.reports.alarms import in_danger
from store.reports.hidings import pressing_hiding
from store.reports.holds import HoldRow, holds_in_force
from store.reports.polls import PollRow, overdue_polls
from store.reports.pressing import (
    PUBLISHER,
    Kind,
    account_kind,
    alive_publisher,
    fences,
    nobody_publishes,
    pressing_publication,
    pressing_take_down,
    publication_kind,
)
from store.reports.queue_order import seen
from store.reports.scopes import account_names, naming, within
from store.tables import Account, Hiding, Pause, Person, Publication, Question, Reply, TakeDown, Worker


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to attend to: `subject` (question, publication, hiding, account, hold, worker, platform), `subject_id`.

    `since` is when it began; `until` when it is tried next, or a hold's review time; `detail` what was noted about it.
    `paused_until`: its platform wants no writing before then; `held`: a hold covers it.
    Of danger `text` is our post, `asked_by` who was given the question. Of a silent account `ends_at` is its token's
    end, `a_day` how many comments it is used to. Of a take-down `detail_kind` is its state, `text` the post's words and
    `asked_by` who wants it.
    """

    kind: Kind
    subject: str
    subject_id: UUID | None = None
    since: datetime | None = None
    platform: PlatformName | None = None
    account_id: UUID | None = None
    account: str | None = None
    team: str | None = None
    district: str | None = None
    text: str = ""
    state: State | None = None
    due_at: datetime | None = None
    until: datetime | None = None
    attempts: int = 0
    looked_at: datetime | None = None
    looks: int = 0
    detail: str = ""
    detail_kind: str = ""
    scheduled_post_id: UUID | None = None
    answer: bool = False
    external_account: str = ""
    expires_at: datetime | None = None
    claimed_at: datetime | None = None
    unknown_at: datetime | None = None
    next_look_at: datetime | None = None
    paused_until: datetime | None = None
    held: bool = False
    asked_by: str = ""
    ends_at: datetime | None = None
    a_day: float | None = None


def attention(
    db: Session,
    who: Signed,
    now: datetime,
    *,
    scope: Scope | None = None,
    limits: Mapping[PlatformName, Limits] | None = None,
) -> list[Notice]:
    """Everything that needs attention within the scope, the most pressing kind first, then the longest standing.

    `limits` are the force's own fences for money; without them only a platform's own word about money is here.
    """
    found = _danger(db, who, now, scope) + _publications(db, who, now, scope) + _accounts(db, who, now, scope)
    found += _take_downs(db, who, now, scope) + _hidings(db, who, now, scope)
    found += [_hold(hold) for hold in holds_in_force(db, who, now, scope=scope)]
    found += [_feedback(one) for one in overdue_polls(db, who, now, scope)]
    found += [
        Notice(Kind.BUDGET, "platform", platform=platform, detail=says)
        for platform, says in fences(db, limits, now).items()
    ]
    if db.scalar(select(case((nobody_publishes(who, now, scope), 1), else_=0))):
        found.append(_nobody(db, now))
    if hearing.unheeded(db, now):
        found.append(_nobody_listens(db, now))
    kinds = list(Kind)
    return sorted(found, key=lambda notice: (kinds.index(notice.kind), notice.since is None, notice.since or now))


def _nobody(db: Session, now: datetime) -> Notice:
    """No publisher is alive, or those that are distrust their clocks; `since`: when one was last heard."""
    distrusts = db.execute(select(col(Worker.beat_at), col(Worker.trouble)).where(alive_publisher(now))).first()
    if distrusts:
        return Notice(Kind.CLOCK, "worker", since=distrusts[0], detail=distrusts[1])
    last = db.scalar(select(func.max(col(Worker.beat_at))).where(col(Worker.kind) == PUBLISHER))
    return Notice(Kind.NO_PUBLISHER, "worker", since=last)


def _nobody_listens(db: Session, now: datetime) -> Notice:
    """No listener is alive and well while comments wait; `since`: when one was last heard, `attempts`: how many."""
    listeners = (col(Worker.kind) == hearing.LISTENER, col(Worker.holder) == "")
    last = select(col(Worker.beat_at), col(Worker.trouble), col(Worker.until)).where(*listeners)
    found = db.execute(last.order_by(col(Worker.beat_at).desc()).limit(1)).first()
    trouble = found[1] if found and found[2] > now else ""
    since = found[0] if found else None
    return Notice(Kind.NO_LISTENER, "worker", since=since, detail=trouble, attempts=hearing.waiting(db))


def _danger(db: Session, who: Signed, now: datetime, scope: Scope | None) -> list[Notice]:
    """Questions in danger that nobody has taken up, the longest waiting first."""
    of = select(col(Question.id)).join(Account, col(Account.id) == Question.account_id)
    ids = db.scalars(of.where(seen(who, scope), in_danger(now), col(Account.retired_at).is_(None))).all()
    return [
        Notice(
            Kind.DANGER, "question", one.id, one.asked_at, one.platform, account=one.account, team=one.team,
            district=one.district, text=one.post, until=one.due_at, asked_by=one.assignee or "",
        )
        for one in (question_facts(db, ids) if ids else [])
    ]  # fmt: skip


def _publications(db: Session, who: Signed, now: datetime, scope: Scope | None) -> list[Notice]:
    own = ("text", "state", "due_at", "expires_at", "attempts", "claimed_at", "unknown_at", "scheduled_post_id")
    looked = ("looked_at", "looks", "next_look_at")
    writing = (col(Pause.platform) == Account.platform, col(Pause.direction) == Direction.WRITING)
    pause = select(col(Pause.until)).where(*writing, col(Pause.until) > now).scalar_subquery()
    began = func.coalesce(col(Publication.unknown_at), col(Publication.claimed_at), col(Publication.due_at))
    columns: list[ColumnElement[Any]] = [
        publication_kind(now).label("kind"),
        col(Publication.id).label("subject_id"),
        case((col(Publication.state) == State.UNKNOWN, began), else_=col(Publication.due_at)).label("since"),
        *(col(getattr(Publication, name)).label(name) for name in own + looked),
        case((col(Publication.state) == State.QUEUED, col(Publication.not_before))).label("until"),
        col(Publication.trouble).label("detail"),
        col(Publication.trouble_kind).label("detail_kind"),
        col(Publication.in_reply_to).is_not(None).label("answer"),
        col(Account.external_id).label("external_account"),
        pause.label("paused_until"),
        held(QUEUE, now).label("held"),
        *account_names(),
    ]
    rows = db.execute(
        naming(
            select(*columns).select_from(Publication).join(Account, col(Account.id) == Publication.account_id)
        ).where(within(who, scope), pressing_publication(now))
    )
    return [Notice(**{**row._asdict(), "kind": Kind(row.kind)}, subject="publication") for row in rows]


def _take_downs(db: Session, who: Signed, now: datetime, scope: Scope | None) -> list[Notice]:
    asked = col(TakeDown.state) == TakeDownState.ASKED
    columns: list[ColumnElement[Any]] = [
        col(Publication.id).label("subject_id"),
        col(Publication.text).label("text"),
        col(Publication.state).label("state"),
        col(Publication.scheduled_post_id).label("scheduled_post_id"),
        col(TakeDown.asked_at).label("since"),
        col(TakeDown.next_try_at).label("until"),
        col(TakeDown.tries).label("attempts"),
        col(TakeDown.looked_at).label("looked_at"),
        case((asked, col(TakeDown.reason)), else_=col(TakeDown.trouble)).label("detail"),
        col(TakeDown.state).label("detail_kind"),
        col(Person.name).label("asked_by"),
        *account_names(),
    ]
    statement = (
        select(*columns)
        .select_from(TakeDown)
        .join(Publication, col(Publication.id) == TakeDown.publication_id)
        .join(Account, col(Account.id) == Publication.account_id)
        .join(Person, col(Person.id) == TakeDown.asked_by_id)
    )
    rows = db.execute(naming(statement).where(within(who, scope), pressing_take_down(now)))
    return [Notice(kind=Kind.TAKE_DOWN, subject="publication", **row._asdict()) for row in rows]


def _hidings(db: Session, who: Signed, now: datetime, scope: Scope | None) -> list[Notice]:
    """`detail_kind` is its state, `text` the comment's words, `asked_by` who wants it hidden, or shown again."""
    shower: Any = aliased(Person)
    columns: list[ColumnElement[Any]] = [
        col(Hiding.id).label("subject_id"),
        col(Reply.text).label("text"),
        func.coalesce(col(Hiding.show_ordered_at), col(Hiding.ordered_at)).label("since"),
        col(Hiding.next_try_at).label("until"),
        col(Hiding.tries).label("attempts"),
        col(Hiding.trouble).label("detail"),
        col(Hiding.state).label("detail_kind"),
        func.coalesce(shower.name, col(Person.name)).label("asked_by"),
        *account_names(),
    ]
    statement = (
        select(*columns)
        .select_from(Hiding)
        .join(Reply, col(Reply.id) == Hiding.reply_id)
        .join(Account, col(Account.id) == Hiding.account_id)
        .join(Person, col(Person.id) == Hiding.person_id)
        .outerjoin(shower, shower.id == Hiding.shown_by_id)
    )
    rows = db.execute(naming(statement).where(within(who, scope), pressing_hiding(now)))
    return [Notice(kind=Kind.HIDING, subject="hiding", **row._asdict()) for row in rows]


def _accounts(db: Session, who: Signed, now: datetime, scope: Scope | None) -> list[Notice]:
    kind = account_kind(now)
    since = case(
        (kind == Kind.STALE.value, col(Account.visited_at)),
        (kind == Kind.SILENT.value, col(Account.silent_since)),
        else_=col(Account.trouble_at),
    )
    columns: list[ColumnElement[Any]] = [
        kind.label("kind"),
        since.label("since"),
        col(Account.next_fetch_at).label("until"),
        col(Account.failures).label("attempts"),
        case((kind == Kind.SILENT.value, col(Account.token_says)), else_=col(Account.trouble)).label("detail"),
        col(Account.token_ends_at).label("ends_at"),
        col(Account.comments_a_day).label("a_day"),
        col(Account.trouble_kind).label("detail_kind"),
        *account_names(),
    ]
    rows = db.execute(naming(select(*columns).select_from(Account)).where(within(who, scope), kind.is_not(None)))
    return [
        Notice(**{**row._asdict(), "kind": Kind(row.kind)}, subject="account", subject_id=row.account_id)
        for row in rows
    ]


def _hold(hold: HoldRow) -> Notice:
    """`detail` is who placed it, `text` why."""
    return Notice(
        Kind.HOLD,
        "hold",
        hold.id,
        hold.since,
        account=hold.account,
        team=hold.team,
        district=hold.district,
        text=hold.reason,
        until=hold.review_at,
        detail=hold.placed_by or "",
    )


def _feedback(one: PollRow) -> Notice:
    """`text` is the question, `attempts` how many took part, `since` the end of the day it was promised for."""
    promised = day_begins(one.feedback_due_on + timedelta(days=1))
    return Notice(
        Kind.FEEDBACK, "poll", one.id, promised, platform=one.platform, account=one.account, team=one.team,
        district=one.district, text=one.question, attempts=one.answered or 0, detail=one.method,
    )  # fmt: skip

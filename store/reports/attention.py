"""What needs somebody's attention, the most pressing first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.publication import State
from domain.purse import Limits
from store.reports.holds import HoldRow, holds_in_force
from store.reports.pressing import (
    PUBLISHER,
    Kind,
    account_kind,
    fences,
    nobody_publishes,
    pressing_publication,
    publication_kind,
)
from store.reports.scopes import account_names, naming, within
from store.tables import Account, Publication, Worker


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to attend to. `subject` (publication, account, hold, worker, platform) and `subject_id` say what.

    `since` is when it began; `until` when it is tried next, or a hold's review time; `detail` what was noted about it.
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
    found = _publications(db, who, now, scope) + _accounts(db, who, now, scope)
    found += [_hold(hold) for hold in holds_in_force(db, who, now, scope=scope)]
    found += [
        Notice(Kind.BUDGET, "platform", platform=platform, detail=says)
        for platform, says in fences(db, limits, now).items()
    ]
    if db.scalar(select(case((nobody_publishes(who, now, scope), 1), else_=0))):
        last = db.scalar(select(func.max(col(Worker.beat_at))).where(col(Worker.kind) == PUBLISHER))
        found.append(Notice(Kind.NO_PUBLISHER, "worker", since=last))
    kinds = list(Kind)
    return sorted(found, key=lambda notice: (kinds.index(notice.kind), notice.since is None, notice.since or now))


def _publications(db: Session, who: Signed, now: datetime, scope: Scope | None) -> list[Notice]:
    own = ("text", "state", "due_at", "attempts", "looked_at", "looks", "scheduled_post_id")
    began = func.coalesce(col(Publication.unknown_at), col(Publication.claimed_at), col(Publication.due_at))
    columns: list[ColumnElement[Any]] = [
        publication_kind(now).label("kind"),
        col(Publication.id).label("subject_id"),
        case((col(Publication.state) == State.UNKNOWN, began), else_=col(Publication.due_at)).label("since"),
        *(col(getattr(Publication, name)).label(name) for name in own),
        case((col(Publication.state) == State.QUEUED, col(Publication.not_before))).label("until"),
        col(Publication.trouble).label("detail"),
        col(Publication.trouble_kind).label("detail_kind"),
        col(Publication.in_reply_to).is_not(None).label("answer"),
        *account_names(),
    ]
    rows = db.execute(
        naming(
            select(*columns).select_from(Publication).join(Account, col(Account.id) == Publication.account_id)
        ).where(within(who, scope), pressing_publication(now))
    )
    return [Notice(**{**row._asdict(), "kind": Kind(row.kind)}, subject="publication") for row in rows]


def _accounts(db: Session, who: Signed, now: datetime, scope: Scope | None) -> list[Notice]:
    kind = account_kind(now)
    since = case((kind == Kind.STALE.value, col(Account.visited_at)), else_=col(Account.trouble_at))
    columns: list[ColumnElement[Any]] = [
        kind.label("kind"),
        since.label("since"),
        col(Account.next_fetch_at).label("until"),
        col(Account.failures).label("attempts"),
        col(Account.trouble).label("detail"),
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
        hold.placed_at,
        account=hold.account,
        team=hold.team,
        district=hold.district,
        text=hold.reason,
        until=hold.review_at,
        detail=hold.placed_by,
    )

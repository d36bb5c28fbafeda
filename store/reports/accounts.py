"""The accounts of the roster and how they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.posts import PlatformName
from store.reports.followers import numbers_until
from store.reports.freshness import Health, health
from store.reports.scopes import account_names, naming, within
from store.tables import Account, AccountNumbers, Post

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account. `followers` None: not told. `posts_30d` are those of the last 30 days that are still public."""

    id: UUID
    platform: PlatformName
    account: str
    external_id: str
    team_id: UUID | None
    team: str | None
    district_id: UUID | None
    district: str | None
    followers: int | None
    followers_as_of: datetime | None
    posts_30d: int
    last_post_at: datetime | None
    visited_at: datetime | None
    news_at: datetime | None
    state: Health
    trouble: str
    trouble_kind: str
    trouble_at: datetime | None


def accounts(
    db: Session,
    who: Signed,
    now: datetime,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    retired: bool = False,
) -> list[AccountRow]:
    """The accounts in sight by district, team and name, with what was last seen of them; `retired` ones if asked."""
    numbers: Any = aliased(AccountNumbers)
    statement = (
        naming(select(*_columns(numbers, now)).select_from(Account))
        .outerjoin(numbers, numbers_until(numbers, now.date()))
        .where(within(who, scope, platform))
    )
    if not retired:
        statement = statement.where(col(Account.retired_at).is_(None))
    rows = [_account(row._asdict()) for row in db.execute(statement)]
    return sorted(rows, key=lambda row: (row.district or "", row.team or "", row.platform, row.account.casefold()))


def _columns(numbers: Any, now: datetime) -> list[ColumnElement[Any]]:
    theirs = [col(Post.account_id) == Account.id, col(Post.gone_at).is_(None)]
    lately = select(func.count()).select_from(Post).where(*theirs, col(Post.created_at) > now - LATELY)
    last = select(col(Post.created_at)).where(*theirs).order_by(col(Post.created_at).desc()).limit(1)
    own = ("external_id", "team_id", "district_id", "visited_at", "news_at", "trouble", "trouble_kind", "trouble_at")
    return [
        *account_names(),
        *(col(getattr(Account, name)).label(name) for name in own),
        numbers.followers.label("followers"),
        numbers.taken_at.label("followers_as_of"),
        lately.correlate(Account).scalar_subquery().label("posts_30d"),
        last.correlate(Account).scalar_subquery().label("last_post_at"),
        health(now).label("state"),
    ]


def _account(row: dict[str, Any]) -> AccountRow:
    return AccountRow(id=row.pop("account_id"), state=Health(row.pop("state")), **row)

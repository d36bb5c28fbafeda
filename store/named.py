"""Names as people type them: districts and teams by key or name, accounts as platform:handle."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from domain.posts import PlatformName
from store.tables import Account, District, Team

Area = TypeVar("Area", District, Team)


def areas(db: Session, table: type[Area], said: str) -> Sequence[Area]:
    """The districts or teams of the roster with this key or name, whatever its case; more than one shares a name."""
    word = said.strip().lower()
    same = or_(func.lower(col(table.key)) == word, func.lower(col(table.name)) == word)
    return db.exec(select(table).where(same, col(table.retired_at).is_(None))).all()


def area_keys(db: Session, table: type[Area]) -> Sequence[str]:
    """The keys of all districts or teams of the roster."""
    return db.exec(select(col(table.key)).where(col(table.retired_at).is_(None)).order_by(col(table.key))).all()


def accounts(db: Session) -> dict[tuple[PlatformName, str], Account]:
    """Every account by platform and handle in small letters; one of the roster before one that has left it."""
    rows = db.exec(select(Account).order_by(col(Account.retired_at).is_(None), col(Account.id)))
    return {(row.platform, row.handle.lower()): row for row in rows}

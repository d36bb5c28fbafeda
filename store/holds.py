"""Holds: nothing goes out within their scope until a person lifts them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, exists, func, or_, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as rows

from domain.publication import State
from store.tables import Account, Hold, Publication

_hold = SQLModel.metadata.tables[str(Hold.__tablename__)]
_account = SQLModel.metadata.tables[str(Account.__tablename__)]
_publication = SQLModel.metadata.tables[str(Publication.__tablename__)]

GATE = 0x424C5545  # the advisory lock of house.md T12: claims share it, placing a hold takes it alone


def _reaches(publication: FromClause) -> ColumnElement[bool]:
    """Whether the `hold` row covers the publication. Every scope that it names must fit."""
    here = _account.alias("held_account")

    def fits(said: ColumnElement[object], own: ColumnElement[object]) -> ColumnElement[bool]:
        return or_(said.is_(None), said == own)

    return exists().where(
        here.c.id == publication.c.account_id,
        fits(_hold.c.district_id, here.c.district_id),
        fits(_hold.c.team_id, here.c.team_id),
        fits(_hold.c.account_id, here.c.id),
        fits(_hold.c.scheduled_post_id, publication.c.scheduled_post_id),
        fits(_hold.c.category, publication.c.category),
        or_(_hold.c.answers_too, publication.c.in_reply_to.is_(None)),
    )


def held(publication: FromClause = _publication) -> ColumnElement[bool]:
    """Whether an open hold covers the publication: asked in due() and again inside the claim's own UPDATE."""
    return exists().where(_hold.c.lifted_at.is_(None), _reaches(publication).correlate(_hold, publication))


def pass_gate(db: Session) -> None:
    """Before a claim: wait for a hold that is being placed. PostgreSQL only; SQLite has one writer at a time."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock_shared(GATE)))


def place(db: Session, hold: Hold) -> int:
    """Put a hold in force once this transaction commits; tell how many publications were already on their way.

    The gate is closed first, so that no claim is half-way: after the commit not one more is claimed.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(GATE)))
    db.add(hold)
    db.flush()
    under_way = select(func.count()).select_from(_publication.join(_hold, _hold.c.id == hold.id))
    return int(
        db.execute(under_way.where(_publication.c.state == State.PUBLISHING, _reaches(_publication))).scalar_one()
    )


def lift(db: Session, hold_id: UUID, person_id: UUID, now: datetime) -> bool:
    """Lift a hold that still stands; False when somebody was first."""
    still = update(_hold).where(_hold.c.id == hold_id, _hold.c.lifted_at.is_(None))
    done = still.values(lifted_at=now, lifted_by_id=person_id).returning(_hold.c.id)
    return db.execute(done).scalar_one_or_none() is not None


def follow(db: Session, team_id: UUID, heir_id: UUID) -> Sequence[UUID]:
    """Holds on a team that another took over go on in that one: they hold more than before, and nothing slips out."""
    theirs = update(_hold).where(_hold.c.team_id == team_id, _hold.c.lifted_at.is_(None))
    return db.execute(theirs.values(team_id=heir_id, district_id=None).returning(_hold.c.id)).scalars().all()


def standing(db: Session) -> Sequence[Hold]:
    """The holds in force, the newest first."""
    return db.exec(rows(Hold).where(col(Hold.lifted_at).is_(None)).order_by(col(Hold.placed_at).desc())).all()


def over_account(
    db: Session, account: Account, category: str, answer: bool, scheduled_post_id: UUID | None = None
) -> Hold | None:
    """The hold that stops such a message on this account now, None when none does."""
    for hold in standing(db):
        named = (
            (hold.district_id, account.district_id),
            (hold.team_id, account.team_id),
            (hold.account_id, account.id),
            (hold.scheduled_post_id, scheduled_post_id),
            (hold.category, category),
        )
        if all(said is None or said == own for said, own in named) and (hold.answers_too or not answer):
            return hold
    return None

"""Holds: nothing goes out within their scope until a person lifts them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, FromClause, and_, exists, func, literal, or_, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as rows

from domain.posts import PlatformName
from domain.publication import State
from store import quick
from store.tables import Account, Hold, Publication, Team

_hold = SQLModel.metadata.tables[str(Hold.__tablename__)]
_account = SQLModel.metadata.tables[str(Account.__tablename__)]
_publication = QUEUE = SQLModel.metadata.tables[str(Publication.__tablename__)]

GATE = 0x424C5545  # the advisory lock of house.md T12: claims share it, placing a hold takes it alone

Moment = datetime | BindParameter[datetime]


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A publication that was claimed before the hold: nobody can call it back."""

    account: str
    platform: PlatformName
    text: str


def spared(categories: Collection[str]) -> str:
    """Categories as `Hold.spares` keeps them: each between commas, so that one is found whole."""
    return f",{','.join(categories)}," if categories else ""


def in_force(now: Moment | None) -> ColumnElement[bool]:
    """Whether the `hold` row stops anything: it is not lifted, and it has begun.

    It has begun by this process's own clock, or because another process wrote so. `now` None: only the latter, which
    is true everywhere at once.
    """
    begun = or_(_hold.c.starts_at.is_(None), _hold.c.began_at.is_not(None))
    by_our_clock = begun if now is None else or_(begun, _hold.c.starts_at <= now)
    return and_(_hold.c.lifted_at.is_(None), by_our_clock)


def reaches(publication: FromClause = _publication, hold: FromClause = _hold) -> ColumnElement[bool]:
    """Whether the row of `hold` covers the publication. Every scope that it names must fit."""
    here = _account.alias("held_account")

    def fits(said: ColumnElement[object], own: ColumnElement[object]) -> ColumnElement[bool]:
        return or_(said.is_(None), said == own)

    named = literal(",").concat(publication.c.category).concat(",")
    return exists().where(
        here.c.id == publication.c.account_id,
        fits(hold.c.district_id, here.c.district_id),
        fits(hold.c.team_id, here.c.team_id),
        fits(hold.c.account_id, here.c.id),
        fits(hold.c.scheduled_post_id, publication.c.scheduled_post_id),
        fits(hold.c.category, publication.c.category),
        or_(hold.c.spares == "", publication.c.category == "", ~hold.c.spares.contains(named)),
        or_(hold.c.answers_too, publication.c.in_reply_to.is_(None)),
    )


def held(publication: FromClause, now: Moment | None) -> ColumnElement[bool]:
    """Whether a hold in force covers the publication: asked in due() and again inside the claim's own UPDATE."""
    return exists().where(in_force(now), reaches(publication).correlate(_hold, publication))


def cause(publication: FromClause, now: Moment | None) -> ColumnElement[UUID]:
    """The hold in force that has covered the publication for longest, for a statement about that publication."""
    covering = select(_hold.c.id).where(in_force(now), reaches(publication).correlate(_hold, publication))
    return covering.order_by(_hold.c.placed_at).limit(1).correlate(publication).scalar_subquery()


_PASS = select(func.pg_advisory_xact_lock_shared(GATE))


def pass_gate(db: Session) -> None:
    """Before a claim: wait for a hold that is being placed. PostgreSQL only; SQLite has one writer at a time."""
    if db.get_bind().dialect.name == "postgresql":
        quick.rows(db, _PASS, {})


def close_gate(db: Session) -> None:
    """Wait until no claim is half-way, and let none begin before this transaction ends. First thing in it, or early."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(GATE)))


def place(db: Session, hold: Hold) -> Sequence[OnItsWay]:
    """Put a hold in force once this transaction commits; tell what was already on its way, the longest first.

    The gate is closed first, so that no claim is half-way: after the commit not one more is claimed.
    """
    close_gate(db)
    db.add(hold)
    db.flush()
    under_way = (
        select(_account.c.handle, _account.c.platform, _publication.c.text)
        .select_from(_publication.join(_hold, _hold.c.id == hold.id))
        .join(_account, _account.c.id == _publication.c.account_id)
        .where(_publication.c.state == State.PUBLISHING, reaches(_publication))
        .order_by(_publication.c.claimed_at, _publication.c.id)
    )
    return [OnItsWay(*one) for one in db.execute(under_way)]


def next_start(db: Session) -> datetime | None:
    """When the next planned hold begins that nobody has begun yet; it may be over."""
    return db.execute(select(func.min(_hold.c.starts_at)).where(_to_begin())).scalar_one_or_none()


def begin(db: Session, now: datetime) -> Sequence[UUID]:
    """Write of planned holds whose time has come that they have begun: from this commit on it is so for everybody.

    The gate is closed first, as for a hold placed at once: clocks of several machines differ, and what one has seen
    begin must not be passed by another whose clock is behind.
    """
    close_gate(db)
    begun = update(_hold).where(_to_begin(), _hold.c.starts_at <= now).values(began_at=now)
    return db.execute(begun.returning(_hold.c.id)).scalars().all()


def _to_begin() -> ColumnElement[bool]:
    return and_(_hold.c.lifted_at.is_(None), _hold.c.starts_at.is_not(None), _hold.c.began_at.is_(None))


def lift(db: Session, hold_id: UUID, person_id: UUID, now: datetime) -> bool:
    """Lift a hold that still stands; False when somebody was first."""
    still = update(_hold).where(_hold.c.id == hold_id, _hold.c.lifted_at.is_(None))
    done = still.values(lifted_at=now, lifted_by_id=person_id).returning(_hold.c.id)
    return db.execute(done).scalar_one_or_none() is not None


def heir(db: Session, team_id: UUID) -> Team | None:
    """The team, or the one that took it over in the end."""
    team = db.get(Team, team_id)
    while team and team.merged_into_id:
        team = db.get(Team, team.merged_into_id)
    return team


def still_held(db: Session, hold_id: UUID, now: datetime) -> Sequence[str]:
    """The reasons of other holds that stop something now which this hold reaches too."""
    this = _hold.alias("this")
    both = exists().where(
        _publication.c.state == State.QUEUED,
        reaches(_publication, this).correlate(this, _publication),
        reaches(_publication).correlate(_hold, _publication),
    )
    others = select(_hold.c.reason).join(this, this.c.id == hold_id).where(_hold.c.id != hold_id, in_force(now), both)
    return db.execute(others.order_by(_hold.c.placed_at).limit(3)).scalars().all()


def follow(db: Session, team_id: UUID, heir_id: UUID) -> Sequence[UUID]:
    """Holds on a team that another took over go on in that one: they hold more than before, and nothing slips out."""
    theirs = update(_hold).where(_hold.c.team_id == team_id, _hold.c.lifted_at.is_(None))
    return db.execute(theirs.values(team_id=heir_id, district_id=None).returning(_hold.c.id)).scalars().all()


def standing(db: Session) -> Sequence[Hold]:
    """The holds that are not lifted, planned ones among them, the newest first."""
    return db.exec(rows(Hold).where(col(Hold.lifted_at).is_(None)).order_by(col(Hold.placed_at).desc())).all()


def on_post(db: Session, scheduled_post_id: UUID) -> Hold | None:
    """A hold that stands, or is planned, on this one post."""
    return next((one for one in standing(db) if one.scheduled_post_id == scheduled_post_id), None)


def over_account(
    db: Session, account: Account, category: str, answer: bool, at: datetime, scheduled_post_id: UUID | None = None
) -> Hold | None:
    """The hold that stops such a message on this account at that moment, None when none does."""
    for hold in standing(db):
        named = (
            (hold.district_id, account.district_id),
            (hold.team_id, account.team_id),
            (hold.account_id, account.id),
            (hold.scheduled_post_id, scheduled_post_id),
            (hold.category, category),
        )
        begun = hold.starts_at is None or hold.began_at is not None or hold.starts_at <= at
        spares = bool(category) and f",{category}," in hold.spares
        fits = all(said is None or said == own for said, own in named) and (hold.answers_too or not answer)
        if begun and fits and not spares:
            return hold
    return None

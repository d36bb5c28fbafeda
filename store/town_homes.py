"""Where towns belong: the roster's lists of towns, and what people said on the page, which stands before them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import Session, col

from domain.towns import TownHomes, town_key
from store.tables import District, TownHome


def homes(db: Session) -> TownHomes:
    """What is known of towns; of districts that are retired nothing is."""
    open_ = col(District.retired_at).is_(None)
    listed = {
        town_key(town): id_
        for id_, towns in db.execute(select(col(District.id), col(District.towns)).where(open_))
        for town in towns
    }
    placed = db.execute(
        select(col(TownHome.town), col(TownHome.district_id))
        .outerjoin(District, col(District.id) == TownHome.district_id)
        .where(or_(col(TownHome.district_id).is_(None), open_))
    )
    return TownHomes(listed, {town: id_ for town, id_ in placed})


def get(db: Session, town: str) -> TownHome | None:
    """What somebody said of a town."""
    return db.get(TownHome, town_key(town))


def place(db: Session, town: str, district_id: UUID | None, person_id: UUID, now: datetime) -> None:
    """Keep where a town belongs; None: to none of ours."""
    db.merge(TownHome(town=town_key(town), district_id=district_id, said_by_id=person_id, said_at=now))
    db.flush()


def forget(db: Session, row: TownHome) -> None:
    """From now on the roster's lists say where it belongs."""
    db.delete(row)
    db.flush()

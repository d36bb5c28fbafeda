"""The force itself: its name, its campaigns, the shapes of its districts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from domain.publication import State
from store.tables import Campaign, District, Force, Post, Publication, Question, Reply


@dataclass(frozen=True, slots=True)
class CampaignChoice:
    """A campaign that a post can be counted under."""

    id: UUID
    name: str
    purpose: str


def force_name(db: Session) -> str:
    """The name of the force this store belongs to; "" before a roster was loaded."""
    force = db.get(Force, 1)
    return force.name if force else ""


def force_languages(db: Session) -> list[str]:
    """The languages that the force publishes in, the main one first; none before a roster was loaded."""
    force = db.get(Force, 1)
    return list(force.languages) if force else []


def campaigns(db: Session, on: date) -> list[CampaignChoice]:
    """Campaigns that are not over on that London day, by name."""
    rows = db.exec(
        select(Campaign)
        .where(col(Campaign.retired_at).is_(None), or_(col(Campaign.ends_on).is_(None), col(Campaign.ends_on) >= on))
        .order_by(col(Campaign.name))
    )
    return [CampaignChoice(row.id, row.name, row.purpose) for row in rows]


@dataclass(frozen=True, slots=True)
class Totals:
    """How much is kept in all."""

    posts: int
    replies: int
    questions: int
    published: int


def totals(db: Session) -> Totals:
    """How many posts, replies and questions are kept, and how many publications are public."""
    counts = [
        select(func.count()).select_from(Post),
        select(func.count()).select_from(Reply),
        select(func.count()).select_from(Question),
        select(func.count()).select_from(Publication).where(col(Publication.state) == State.PUBLISHED),
    ]
    return Totals(*(db.exec(count).one() for count in counts))


def boundaries(db: Session) -> Mapping[UUID, str]:
    """The id of its shape in the boundaries file, by district; districts without one are left out."""
    rows = db.exec(select(District.id, District.boundary).where(col(District.boundary) != ""))
    return dict(rows.all())

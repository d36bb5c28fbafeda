"""Where questions come from and where they wait: by ward where a question names one, else by team."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from domain.answering import Figure
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.wards import ward_of
from store.reports.asked_in import asked_in, stands_as
from store.reports.scopes import Rows
from store.tables import Account, District, Post, Question, Reply, Team


@dataclass(frozen=True, slots=True)
class HeatRow:
    """Questions asked in a period of one ward, or (`ward` None) of a team without saying which of its wards.

    `waiting` of them have no answer, `late` of those were due before now.
    """

    district_id: UUID | None
    district: str | None
    team_id: UUID | None
    team: str | None
    ward: str | None
    asked: int
    waiting: int
    late: int


def heat(
    db: Session,
    who: Signed,
    now: datetime,
    since: datetime,
    until: datetime,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[HeatRow]:
    """Most late first, then most waiting, then most asked; every question of the period is in one row.

    The ward of a team that has but one is known. Of several it is the one that the question names, or our post
    above it: read from its words, and a guess.
    """
    teams = {row.id: row for row in db.scalars(select(Team))}
    districts = {row.id: row.name for row in db.scalars(select(District))}
    piles: dict[tuple[UUID | None, UUID | None, str | None], Counter[str]] = defaultdict(Counter)
    for district_id, team_id, text, post, outcome, overdue in db.execute(
        _asked(who, now, since, until, scope, platform)
    ):
        ward = ward_of(teams[team_id].wards if team_id else [], text, post or "")
        waiting = outcome is None
        pile = piles[district_id, team_id, ward]
        pile.update(asked=1, waiting=int(waiting), late=int(bool(overdue)))
    rows = [
        HeatRow(
            where, districts.get(where) if where else None, team, teams[team].name if team else None, ward,
            n["asked"], n["waiting"], n["late"],
        )
        for (where, team, ward), n in piles.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.late, -row.waiting, -row.asked, row.team or "", row.ward or ""))


def _asked(
    who: Signed, now: datetime, since: datetime, until: datetime, scope: Scope | None, platform: PlatformName | None
) -> Rows:
    columns = (col(Account.district_id), col(Account.team_id), col(Reply.text), col(Post.text), col(Question.outcome))
    rows: Rows = select(*columns, stands_as(Figure.OVERDUE, now)).select_from(Question)
    return (
        rows.join(Account, col(Account.id) == Question.account_id)
        .join(Reply, col(Reply.id) == Question.reply_id)
        .outerjoin(Post, col(Post.id) == Reply.post_id)
        .where(asked_in(who, since, until, scope, platform), ~stands_as(Figure.MISTAKEN, now))
    )

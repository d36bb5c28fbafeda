"""Two ways: what the public wrote to each team, what of it was answered, and how much the team posted itself."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from domain.answering import Figure, share
from domain.people import Scope, Signed
from domain.posts import PlatformName
from store.reports.asked_in import asked_in, questions_of, stands_as
from store.reports.scopes import Rows, naming, within
from store.tables import Account, District, Post, Question, Reply, Team


@dataclass(frozen=True, slots=True)
class TwoWayRow:
    """One team in a period. `comments` of the public came in, `asked` needed an answer, `posts` are our own.

    `answers` are questions of the period that we answered, `in_time` of them by when they were due. `answers_a_post`
    None without posts; `answered_percent` of what needed an answer, None of nothing.
    """

    district_id: UUID | None
    district: str | None
    team_id: UUID | None
    team: str | None
    comments: int
    asked: int
    answers: int
    in_time: int
    answered_percent: float | None
    posts: int
    answers_a_post: float | None


def two_way(
    db: Session,
    who: Signed,
    now: datetime,
    since: datetime,
    until: datetime,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[TwoWayRow]:
    """Every team of which there is something to count, the force's own accounts last."""
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    seen = within(who, scope, platform)
    comments = _count(Reply.account_id, ~col(Reply.by_us), Reply.created_at, since, until, seen)
    posts = _count(Post.account_id, col(Post.gone_at).is_(None), Post.created_at, since, until, seen)
    for name, statement in (("comments", comments), ("posts", posts)):
        for account_id, count in db.execute(statement):
            found[account_id][name] += count
    asked = questions_of().add_columns(
        col(Question.account_id),
        func.count().filter(~stands_as(Figure.MISTAKEN, now)),
        func.count().filter(stands_as(Figure.IN_TIME, now)),
        func.count().filter(stands_as(Figure.LATE, now)),
    )
    grouped = asked.where(asked_in(who, since, until, scope, platform)).group_by(col(Question.account_id))
    for account_id, needing, in_time, late in db.execute(grouped):
        found[account_id].update(asked=needing, in_time=in_time, answers=in_time + late)
    return _by_team(db, found)


def _count(
    account_id: object, which: ColumnElement[bool], at: object, since: datetime, until: datetime,
    seen: ColumnElement[bool],
) -> Rows:  # fmt: skip
    of, when = col(account_id), col(at)
    counted: Rows = select(of, func.count()).join(Account, col(Account.id) == of)
    return counted.where(seen, which, when >= since, when < until).group_by(of)


def _by_team(db: Session, found: dict[UUID, Counter[str]]) -> list[TwoWayRow]:
    place = (col(Account.id), col(District.id), col(District.name), col(Team.id), col(Team.name))
    teams: dict[tuple[UUID | None, str | None, UUID | None, str | None], Counter[str]] = defaultdict(Counter)
    for account_id, district_id, district, team_id, team in db.execute(naming(select(*place).select_from(Account))):
        if account_id in found:
            teams[district_id, district, team_id, team].update(found[account_id])
    order = sorted(teams, key=lambda key: (key[0] is None, key[1] or "", key[3] is not None, key[3] or "", str(key[2])))
    return [_row(key, teams[key]) for key in order]


def _row(key: tuple[UUID | None, str | None, UUID | None, str | None], n: Counter[str]) -> TwoWayRow:
    return TwoWayRow(
        *key,
        comments=n["comments"],
        asked=n["asked"],
        answers=n["answers"],
        in_time=n["in_time"],
        answered_percent=share(n["answers"], n["asked"]),
        posts=n["posts"],
        answers_a_post=round(n["answers"] / n["posts"], 2) if n["posts"] else None,
    )

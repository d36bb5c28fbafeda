"""`bluelamp hold`, `lift` and `holds`: stop posts, lift that again, and see what stands, through the same desk."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.clock import WallTimeFault, in_london
from domain.people import Scope, Signed
from doors import moments, places
from doors.person import SERVICE, person
from doors.wiring import DoorFault, House
from scheduler import desk
from scheduler.desk import Over
from store import reports
from store.reports import HoldRow
from store.tables import District, Team

COLUMNS = (
    "id",
    "state",
    "where",
    "stops",
    "reason",
    "placed_by",
    "since",
    "begins_at",
    "review_at",
    "queued",
    "fell_due",
)
BRIEF = ("id", "where", "reason", "when", "queued", "fell_due")
"""What a terminal shows of them."""


@dataclass(frozen=True)
class Wanted:
    """A hold as it was typed: what to stop, why, from when, and when to ask whether it is still needed."""

    reason: str
    district: str | None = None
    team: str | None = None
    account: str | None = None
    post: str | None = None
    category: str | None = None
    all_but: tuple[str, ...] = ()
    begin: str | None = None
    review: str | None = None
    answers_too: bool = True


def hold(house: House, who: Signed, wanted: Wanted) -> None:
    """Place the hold, and print the desk's answer and how to lift it. Raises DoorFault and Refused."""
    starts_at, review_at = _moment(wanted.begin), _moment(wanted.review)
    with house.store.reading() as db:
        over, where = _over(db, who, wanted)
    scope = {**vars(over), "category": wanted.category, "spares": wanted.all_but, "answers_too": wanted.answers_too}
    placed = Over(**{**scope, "starts_at": starts_at})
    done = desk.hold(house.store, who, placed, wanted.reason, house.clock, review_at)
    print(f"{where}: {done.says}")
    print(f"Lift it with: bluelamp lift {str(done.id)[:8]} --as {who.email}")


def lift(house: House, who: Signed, said: str) -> None:
    """Lift the hold with that id, or with the only one that begins so. Raises DoorFault and Refused."""
    standing = [row.id for row in _standing(house, SERVICE)]
    found = [one for one in standing if len(said) >= 4 and str(one).startswith(said.strip().lower())]
    if len(found) != 1:
        many = "More than one hold begins" if found else "No hold that stands has an id that begins"
        raise DoorFault(f'{many} with "{said}".', "See: bluelamp holds")
    print(desk.lift(house.store, who, found[0], house.clock).says)


def holds(house: House, email: str | None) -> list[dict[str, Any]]:
    """What stands, in force first and then planned, as that person sees it or, without one, the whole of it."""
    who = person(house, email) if email else SERVICE
    with house.store.reading() as db:
        return [_flat(row, asdict(reports.stopped(db, who, row.id))) for row in _standing(house, who)]


def brief(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows for people's eyes: short ids, London's time, and few enough columns for a terminal."""
    return [
        {**row, "id": str(row["id"])[:8], "where": f"{row['where']}: {row['stops']}", "when": _when(row)}
        for row in rows
    ]


def _when(row: dict[str, Any]) -> str:
    by = f", by {row['placed_by'] or 'the service'}"
    begins = f"begins {in_london(row['begins_at'])}" if row["begins_at"] else f"since {in_london(row['since'])}"
    asks = "review was due" if row["state"] == "review due" else "review"
    return f"{begins}{by}" + (f"; {asks} {in_london(row['review_at'])}" if row["review_at"] else "")


def _standing(house: House, who: Signed) -> list[HoldRow]:
    with house.store.reading() as db:
        now = house.clock()
        return reports.holds_in_force(db, who, now) + reports.holds_planned(db, who, now)


def _flat(row: HoldRow, stopped: dict[str, Any]) -> dict[str, Any]:
    state = "planned" if row.begins_at else "review due" if row.review_due else "in force"
    at = f"{row.platform}:{row.account}" if row.account else None
    where = row.message or at or row.team or row.district or "the whole force"
    return {**asdict(row), **stopped, "state": state, "where": where, "stops": _stops(row)}


def _stops(row: HoldRow) -> str:
    kinds = f"only {row.category}" if row.category else f"all but {', '.join(row.spares)}" if row.spares else "all"
    return kinds if row.answers_too else f"{kinds}, not answers"


def _over(db: Session, who: Signed, wanted: Wanted) -> tuple[Over, str]:
    """What was named, and how it is called; everything of the person's own scope when nothing was."""
    named = [word for word in (wanted.district, wanted.team, wanted.account, wanted.post) if word]
    if len(named) > 1:
        raise DoorFault("A hold is on a district, a team, an account or a post.", "Name one of them.")
    if wanted.district:
        district = places.area(db, District, "district", wanted.district)
        return Over(district_id=district.id), district.name
    if wanted.team:
        team = places.area(db, Team, "team", wanted.team)
        return Over(team_id=team.id), team.name
    if wanted.account:
        account = places.account(db, wanted.account)
        return Over(account_id=account.id), f"{account.platform}:{account.handle}"
    if wanted.post:
        return Over(scheduled_post_id=_id(wanted.post)), "One post"
    return Over(who.scope.district_id if not who.scope.team_id else None, who.scope.team_id), _own(db, who.scope)


def _own(db: Session, scope: Scope) -> str:
    if scope.team_id:
        return db.get_one(Team, scope.team_id).name
    return db.get_one(District, scope.district_id).name if scope.district_id else "The whole force"


def _id(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise DoorFault(f'"{said}" is no id of a scheduled post.', f"They look like {UUID(int=0)}.") from None


def _moment(said: str | None) -> datetime | None:
    try:
        return moments.moment(said) if said else None
    except WallTimeFault as fault:
        raise DoorFault(str(fault), "See --from and --review.") from None

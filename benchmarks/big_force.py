"""A made-up force as large as real ones: its districts, teams, people, accounts and campaigns; always the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np

Json = dict[str, Any]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Rows = list[Json]

_NAMES = (
    "Ashvale", "Thornmere", "Millbeck", "Elderholt", "Wrenfold", "Kestlewick", "Oxmarsh", "Pennybeck", "Quillmere",
    "Rushcoombe", "Saltergarth", "Tolverley", "Umberfold", "Vellangate", "Wickenslow", "Yarrowmere", "Brackenhythe",
    "Copperlow", "Dunmallow", "Fennickby",
)  # fmt: skip
PLATFORMS = ("x", "facebook")
DAY_S = 86_400
MOVED = 0.05  # of all accounts, once, to a team elsewhere
SPAN_DAYS = 1_096
SEED = 20_261_122


@dataclass(frozen=True)
class Size:
    """How much there is to be, and on which London day it ends. The force itself is always as large."""

    ends: date
    posts: int = 500_000
    replies: int = 5_000_000
    snapshots: int = 10_000_000
    days: int = SPAN_DAYS

    @property
    def first(self) -> date:
        """The first London day."""
        return self.ends - timedelta(days=self.days - 1)

    @property
    def until(self) -> datetime:
        """Nothing is later than this."""
        return datetime.combine(self.ends, time(22, 30), UTC)


def of_share(share: float, ends: date, days: int = SPAN_DAYS) -> Size:
    """So large a part of the whole: as many accounts and days, fewer posts on each."""
    posts, replies, snapshots = (max(300, round(n * share)) for n in (500_000, 5_000_000, 10_000_000))
    return Size(ends, posts, replies, snapshots, days)


@dataclass
class Force:
    """Rows by table, and what the posts are spread over."""

    rows: dict[str, Rows] = field(default_factory=dict)
    account_ids: list[str] = field(default_factory=list)
    is_facebook: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    weights: Any = None
    people: list[str] = field(default_factory=list)
    campaigns: list[tuple[str, date, date]] = field(default_factory=list)


def key(kind: int, number: int) -> str:
    """An id as 32 hex digits: kinds apart from each other, rows of one kind in their order."""
    return f"{kind:08x}00004000a000{number:012x}"


def moment(at: datetime) -> str:
    """A moment as both databases read it: UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def force(size: Size) -> Force:
    """Who there is: 20 districts of three teams, 300 accounts on both platforms, 80 people, 120 campaigns."""
    dice, found = np.random.default_rng(SEED), Force()
    districts = [key(1, number) for number in range(len(_NAMES))]
    teams = [key(2, number) for number in range(3 * len(districts))]
    found.rows["force"] = [
        {"id": 1, "name": "Marlshire Police", "languages": '["en"]', "roster_at": moment(size.until)}
    ]
    found.rows["district"] = [
        {"id": districts[n], "key": name.lower(), "name": name, "population": int(dice.integers(30_000, 220_000)),
         "towns": f'["{name}", "Little {name}"]', "boundary": f"cell-{n}"}
        for n, name in enumerate(_NAMES)
    ]  # fmt: skip
    found.rows["team"] = [
        {"id": one, "key": f"team-{n}", "name": f"{_NAMES[n // 3]} {('Town', 'Rural', 'North')[n % 3]}",
         "district_id": districts[n // 3], "wards": "[]"}
        for n, one in enumerate(teams)
    ]  # fmt: skip
    found.rows["person"] = _people(districts, teams)
    found.people = [one["id"] for one in found.rows["person"]]
    _accounts(found, size, dice, districts, teams)
    _campaigns(found, size)
    return found


def _people(districts: Sequence[str], teams: Sequence[str]) -> Rows:
    """Comms of the whole force first, a supervisor of each district, an officer of each team."""
    names = [("comms", None, None)]
    names += [("supervisor", district, None) for district in districts]
    names += [("officer", None, team) for team in teams]
    return [
        {"id": key(3, n), "email": f"person{n}@marlshire.example", "name": f"Person {n}", "role": role,
         "district_id": district, "team_id": team}
        for n, (role, district, team) in enumerate(names)
    ]  # fmt: skip


def _accounts(found: Force, size: Size, dice: Any, districts: Sequence[str], teams: Sequence[str]) -> None:
    """Four accounts of each team, two of each district, twenty of the force; some belonged to another team before."""
    homes = [(team, districts[n // 3]) for n, team in enumerate(teams) for _ in range(4)]
    homes += [(None, district) for district in districts for _ in range(2)]
    homes += [(None, None)] * 20
    accounts, belongings = [], []
    for n, (team, district) in enumerate(homes):
        platform, ident = PLATFORMS[n % 2], key(4, n)
        accounts.append(
            {"id": ident, "platform": platform, "external_id": str(70_000 + n), "handle": f"marl_{n}", "team_id": team,
             "district_id": district, "next_fetch_at": "2999-01-01 00:00:00.000000",
             "next_audience_at": "2999-01-01 00:00:00.000000", "visited_at": moment(size.until),
             "news_at": moment(size.until)}
        )  # fmt: skip
        moved = team is not None and dice.random() < MOVED
        other = int(dice.integers(len(teams)))
        before = (teams[other], districts[other // 3]) if moved else (team, district)
        belongings.append(_spell(ident, ident, "1970-01-01", before))
        if moved:
            since = size.first + timedelta(days=int(dice.integers(size.days // 4, size.days * 3 // 4)))
            belongings.append(_spell(key(5, n), ident, since.isoformat(), (team, district)))
    found.rows["account"], found.rows["belonging"] = accounts, belongings
    found.account_ids = [one["id"] for one in accounts]
    found.is_facebook = np.array([one["platform"] == "facebook" for one in accounts], np.int64)
    found.weights = dice.lognormal(0, 0.8, len(accounts))
    found.weights /= found.weights.sum()


def _spell(ident: str, account: str, since: str, home: tuple[str | None, str | None]) -> Json:
    return {"id": ident, "account_id": account, "since": since, "team_id": home[0], "district_id": home[1]}


def _campaigns(found: Force, size: Size) -> None:
    """One begins every nine days and lasts four weeks."""
    rows: Rows = []
    for n in range(size.days // 9):
        first = size.first + timedelta(days=9 * n)
        last = first + timedelta(days=27)
        rows.append(
            {"id": key(6, n), "key": f"campaign-{n}", "name": f"Campaign {n}", "purpose": "Lock it, mark it, keep it.",
             "starts_on": first.isoformat(), "ends_on": last.isoformat()}
        )  # fmt: skip
        found.campaigns.append((key(6, n), first, last))
    found.rows["campaign"] = rows
    found.rows["campaign_record"] = [
        {"campaign_id": one["id"], "goal": "Fewer sheds broken into", "audience": "Allotment holders",
         "cost_pence": 12_000, "staff_minutes": 600, "lessons": "Begin earlier.", "changed_by_id": found.people[0],
         "changed_at": moment(size.until)}
        for one in rows
    ]  # fmt: skip

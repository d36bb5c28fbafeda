"""Small made-up worlds in which everything happens that makes numbers hard, kept by the real code in any order."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from sqlmodel import Session, select

from domain import roster as words
from domain.people import Role, Scope, Signed
from domain.period import Grain, Period
from domain.posts import Audience, FetchedPost, Metrics, Numbers, PlatformName, SecondLook
from domain.publication import Stage, State
from store import brought, bulk, looks, numbers, posts, rollups, rosters, town_homes
from store.reports import Part
from store.tables import Account, Campaign, District, FigureFile, Person, Post, Team
from tests.store.made_up import message, publication

STARTS = (
    datetime(2026, 3, 27, 20, 0, tzinfo=UTC),  # the clocks go forward on the 29th
    datetime(2026, 10, 23, 20, 0, tzinfo=UTC),  # and back on the 25th
    datetime(2026, 12, 30, 22, 30, tzinfo=UTC),
)
OWNERS = ("team:a1", "team:a2", "team:b1", "district:a", "force", None)
"""Where an account may belong; None: it has left the roster."""

ACCOUNTS = (PlatformName.X, PlatformName.FACEBOOK, PlatformName.X, PlatformName.FACEBOOK)
FIRST_OWNERS = ("team:a1", "team:a1", "team:b1", "force")
TOWNS = ("Ashby", "Beckton, Marlshire", "Farawaytown", "Ashby Heath")
FORCE = words.RosterForce("Marlshire Police", "Europe/London", ("en",))
DISTRICTS = (
    words.RosterDistrict("a", "Ashvale", 20_000, ("Ashby",)),
    words.RosterDistrict("b", "Beckshire", 40_001, ("Beckton",)),
)
TEAMS = (
    words.RosterTeam("a1", "Ashvale Town", "a", ()),
    words.RosterTeam("a2", "Ashvale Rural", "a", ()),
    words.RosterTeam("b1", "Beckton", "b", ()),
)
PEOPLE = (
    words.RosterPerson("comms@marlshire.example", "Pat Quill", Role.COMMS, "force"),
    words.RosterPerson("super@marlshire.example", "Jo Marsh", Role.SUPERVISOR, "district:a"),
    words.RosterPerson("officer@marlshire.example", "Sam Reed", Role.OFFICER, "team:a1"),
)

SEEDS = st.integers(0, 10**9)
"""A world each, with everything in it: lists of steps as Hypothesis draws them are mostly short and alike."""


def history(chance: Random) -> tuple[datetime, list[tuple[Any, ...]]]:
    """When a world begins, and what happens in it, in order."""
    made: list[tuple[Any, ...]] = []
    for _ in range(chance.randint(12, 32)):
        kind, number = chance.choice(KINDS), chance.randrange(len(ACCOUNTS))
        about: dict[str, tuple[Any, ...]] = {
            "wait": (chance.choice((1, 7, 30, 300, 700)),),
            "post": (number, chance.choice((0, 0, 0, 1, 1, 3, 40)), chance.random() < 0.3, _metrics(chance)),
            "look": (chance.randrange(10), _metrics(chance) or Metrics()),
            "gone": (chance.randrange(10),),
            "back": (chance.randrange(10),),
            "audience": (number, chance.choice((None, 0, chance.randint(1, 900))), chance.randrange(16)),
            "own": (number, chance.choice(OWNERS)),
            "twice": (number, *chance.sample(("team:a1", "team:b1", "district:a", "force"), 2)),
            "merge": (chance.choice(("a1", "a2", "b1")), chance.choice(("a1", "a2", "b1", ""))),
            "town": (chance.choice(TOWNS), chance.choice(("a", "b", ""))),
            "campaign": (chance.randrange(10), chance.randrange(2)),
            "file": (number, chance.randrange(30), tuple(chance.randrange(90) for _ in range(chance.randint(1, 5)))),
        }
        made.append((kind, *about[kind]))
    return chance.choice(STARTS), made


OFTEN = {
    "post": 7,
    "audience": 4,
    "wait": 4,
    "own": 3,
    "look": 3,
    "gone": 2,
    "back": 1,
    "merge": 1,
    "town": 1,
    "twice": 1,
    "campaign": 2,
    "file": 2,
}
KINDS = [kind for kind, times in OFTEN.items() for _ in range(times)]


def _metrics(chance: Random) -> Metrics | None:
    """Numbers of a post, some of them not told; now and then none at all."""
    if chance.random() < 0.15:
        return None
    return Metrics(*(chance.choice((None, 0, chance.randint(1, 40), chance.randint(1, 40))) for _ in range(6)))


@dataclass(frozen=True)
class Asked:
    """What is asked of the numbers: by whom, of which days, of which part, and what lines are drawn by."""

    viewer: int
    back: int
    days: int
    grain: Grain
    platform: PlatformName | None
    part: str
    by: Any

    def period(self, today: Any) -> Period:
        last = today - timedelta(days=self.back)
        return Period(last - timedelta(days=self.days - 1), last)


def asked(chance: Random) -> Asked:
    """Some question or other."""
    return Asked(
        chance.randrange(3),
        chance.choice((0, 0, 1, 3, 20)),
        chance.choice((1, 7, 8, 28, 45, 70)),
        chance.choice(list(Grain)),
        chance.choice((None, None, None, PlatformName.X)),
        chance.choice(("", "", "district:a", "district:b", "team:a2")),
        chance.choice((None, "district", *Part)),
    )


@dataclass
class World:
    """A county as it stands after its history; `now` is the last moment."""

    db: Session
    now: datetime
    owners: list[str | None] = field(default_factory=lambda: list(FIRST_OWNERS))
    merged: dict[str, str] = field(default_factory=dict)
    made: int = 0
    stood: list[tuple[date, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.load()

    def load(self) -> None:
        """Bring the store in line with the roster as it is now."""
        teams = tuple(replace(team, merged_into=self.merged.get(team.key)) for team in TEAMS)
        accounts = tuple(
            words.RosterAccount(platform, f"acc{number}", str(number), owner, "token")
            for number, (platform, owner) in enumerate(zip(ACCOUNTS, self.owners, strict=True))
            if owner
        )
        roster = words.Roster(FORCE, DISTRICTS, teams, accounts, PEOPLE)
        rosters.bring_in_line(self.db, roster, self.now)
        self.db.expire_all()
        today = self.now.astimezone(ZoneInfo("Europe/London")).date()
        for number, owner in enumerate(self.owners):
            if owner:
                kind, key = words.part(owner)
                heir = self.merged.get(str(key), str(key))
                self.stood.append((today, number, f"{kind}:{heir}" if key else kind))

    def stood_on(self, number: int, day: date) -> str | None:
        """Where an account stood on a London day by the rosters; before the first of them, as it said."""
        rosters_of = [(since, owner) for since, which, owner in self.stood if which == number]
        if not rosters_of:
            return None
        return next((owner for since, owner in reversed(rosters_of) if since <= day), rosters_of[0][1])

    def live(self, history: list[tuple[Any, ...]]) -> "World":
        """Let everything happen, one thing after another, a minute apart at least."""
        for kind, *about in history:
            self.now += timedelta(minutes=1)
            getattr(self, f"_{kind}")(*about)
            rollups.settle(self.db)  # each step is a transaction of its own in real life
        return self

    def viewer(self, number: int) -> Signed:
        row = self.db.exec(select(Person).where(Person.email == PEOPLE[number].email)).one()
        return Signed(row.id, row.email, row.name, row.role, Scope(row.district_id, row.team_id))

    def scope(self, part: str) -> Scope | None:
        kind, key = words.part(part)
        if kind == "team":
            return Scope(team_id=self.db.exec(select(Team.id).where(Team.key == key)).one())
        if kind == "district":
            return Scope(district_id=self.db.exec(select(District.id).where(District.key == key)).one())
        return None

    def _wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def _post(self, account: int, days_ago: int, at_midnight: bool, metrics: Metrics | None) -> None:
        made = self.now - timedelta(days=days_ago)
        if at_midnight:  # London's, or the second before it
            day = made.astimezone(ZoneInfo("Europe/London")).replace(hour=0, minute=0, second=0, fold=0)
            made = day.astimezone(UTC) - timedelta(seconds=self.made % 2)
        self.made += 1
        post = FetchedPost(f"p{self.made}", f"Post {self.made}.", "https://social.example/p", made, metrics)
        self._keep(self._account(account), post)

    def _keep(self, account: Account, post: FetchedPost) -> None:
        ready = posts.ready(bulk.forms(self.db), account, [post], self.now)
        posts.keep(self.db, account, ready, self.now)

    def _look(self, which: int, metrics: Metrics) -> None:
        if found := self._found(which):
            asked = [numbers.Measured(bulk.forms(self.db).id(found.id), found.external_id, found.created_at)]
            told = Numbers({found.external_id: metrics})
            numbers.keep_told(self.db, self.db.get_one(Account, found.account_id), asked, told, self.now)

    def _gone(self, which: int) -> None:
        if found := self._found(which):
            posts.gone(self.db, self.db.get_one(Account, found.account_id), [found.external_id], self.now)
            self.db.expire_all()

    def _back(self, which: int) -> None:
        if found := self._found(which):
            account = self.db.get_one(Account, found.account_id)
            due = looks.due(self.db, account, self.now + timedelta(days=3))
            told = SecondLook({found.external_id: found.text})
            looks.keep(self.db, account, due, told, self.now)
            self.db.expire_all()

    def _audience(self, account: int, followers: int | None, towns: int) -> None:
        told = {town: 10 + number for number, town in enumerate(TOWNS) if towns & 1 << number}
        reach = {7: (towns * 3, (self.now - timedelta(days=1)).date())} if towns % 3 else {}
        said = Audience(followers, told or None, reach=reach)
        numbers.keep_audience(self.db, self._account(account), said, self.now)

    def _own(self, account: int, owner: str | None) -> None:
        self.owners[account] = owner
        self.load()

    def _twice(self, account: int, first: str, then: str) -> None:
        """Something is posted, and on the same day two rosters put the account elsewhere."""
        self._post(account, 0, False, Metrics(likes=5))
        for owner in (first, then):
            rollups.settle(self.db)
            self._own(account, owner)

    def _merge(self, team: str, into: str) -> None:
        self.merged.pop(team, None)
        if into and into != team and into not in self.merged and team not in self.merged.values():
            self.merged[team] = into
        self.load()

    def _town(self, town: str, district: str) -> None:
        home = self.db.exec(select(District.id).where(District.key == district)).one() if district else None
        town_homes.place(self.db, town, home, self.viewer(0).person_id, self.now)

    def _campaign(self, which: int, number: int) -> None:
        """A post turns out to be one of a campaign, sent from here."""
        found = self._found(which)
        if found is None or found.publication_id:
            return
        key = f"c{number}"
        of = self.db.exec(select(Campaign).where(Campaign.key == key)).first() or Campaign(key=key, name=key)
        self.db.add(of)
        self.db.flush()
        said = message(self.db, self.viewer(0), found.created_at, stage=Stage.APPROVED, campaign_id=of.id)
        on = self.db.get_one(Account, found.account_id)
        found.publication_id = publication(self.db, said, on, State.PUBLISHED, campaign_id=of.id).id
        self.db.flush()

    def _file(self, account: int, back: int, told: tuple[int, ...]) -> None:
        """Somebody brings a file: views day by day up to some days ago, and likes of the page by town at the end."""
        on, last = self._account(account), self.now.date() - timedelta(days=back)
        self.made += 1
        days = [(last - timedelta(days=number), "", "views", value) for number, value in enumerate(told)]
        towns = [(last, town, "page_likes", value) for town, value in zip(("", *TOWNS), (400, *told), strict=False)]
        figures = [
            {"line": line, "column": "Views", "metric": name, "account_id": on.id, "town": town, "post": "",
             "first": day, "last": day, "value": value}
            for line, (day, town, name, value) in enumerate([*days, *towns])
        ]  # fmt: skip
        by = self.viewer(0).person_id
        file = FigureFile(
            name="told.csv", layout="plain", digest=str(self.made), as_of=self.now.date(), brought_by_id=by,
            brought_at=self.now,
        )  # fmt: skip
        assert brought.keep(self.db, file, figures)

    def _account(self, number: int) -> Account:
        return self.db.exec(select(Account).where(Account.external_id == str(number))).one()

    def _found(self, which: int) -> Post | None:
        rows = self.db.exec(select(Post).order_by(Post.external_id)).all()
        return rows[which % len(rows)] if rows else None

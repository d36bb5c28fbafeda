"""What every report of numbers must say of a world, checked figure by figure against plain Python.

A check takes one Look at a world. Whoever adds a figure to the pages adds its check here, to CHECKS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from domain.people import Scope, Signed
from domain.period import Grain, Period
from domain.posts import PlatformName
from store import reports
from store.reports import Order, Part, Place
from store.tables import FORCE_OWN, TownFollowers, TownHome
from tests.numbers import plain
from tests.numbers.plain import Raw, Told, Total
from tests.numbers.worlds import DISTRICTS

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Look:
    """One question put to a world, and its raw rows."""

    db: Session
    raw: Raw
    who: Signed
    period: Period
    grain: Grain
    scope: Scope | None
    platform: PlatformName | None
    today: date
    by: Any
    now: datetime

    @property
    def part(self) -> dict[str, Any]:
        return {"scope": self.scope, "platform": self.platform}

    @property
    def posts(self) -> list[Told]:
        return self.posts_of(self.period)

    def posts_of(self, period: Period) -> list[Told]:
        return self.raw.posts_of(period, self.who, self.scope, self.platform)


def same(row: Any, total: Total, *names: str) -> None:
    """Whether a row of a report says these figures."""
    for name in names or ("posts", "gone", "likes", "replies", "shares", "views", "engagement"):
        assert getattr(row, name) == getattr(total, name), (name, row, total)
    assert row.as_of == (total.as_of if total.posts + total.gone else None), (row, total)


def headline(look: Look) -> None:
    figures = {one.name: one for one in reports.headline(look.db, look.who, look.period, **look.part)}
    now, before = plain.total(look.posts), plain.total(look.posts_of(look.period.before()))
    for name in ("views", "engagement", "likes", "replies", "shares"):
        one, value, was = figures[name], getattr(now, name), getattr(before, name)
        assert (one.value, one.told, one.of) == (value, now.told[name], now.posts)
        assert (one.before, one.before_told, one.before_of) == (was, before.told[name], before.posts)
        alike = plain.compares(name, now, before, look.period, look.platform)
        assert one.change == (None if value is None or was is None or not alike else value - was)
    assert (figures["posts"].value, figures["posts"].change) == (now.posts, now.posts - before.posts)
    one = figures["followers"]
    followers, told, accounts, as_of = _followers(look, look.period.last)
    was = _followers(look, look.period.first - DAY)
    assert (one.value, one.told, one.of, one.as_of) == (followers, told, accounts, as_of)
    assert (one.before, one.before_told, one.before_of) == was[:3]


def likes_by_district(look: Look) -> None:
    rows = reports.likes_by_district(look.db, look.who, look.period, **look.part)
    every = plain.total(look.posts)
    for row in rows:
        own = plain.total(post for post in look.posts if _district(look, post) == row.district_id)
        same(row, own, "likes", "posts", "views", "engagement", "gone")
        assert row.told == own.told["likes"]
        assert row.share == (None if own.likes is None or not every.likes else round(100 * own.likes / every.likes, 1))
        assert row.per_1000 == (None if own.likes is None or not row.population else _per_1000(own.likes, row))
    assert sum(row.posts for row in rows) == every.posts


def numbers_by(look: Look) -> None:
    for part in Part:
        rows = reports.numbers_by(look.db, look.who, part, look.period, **look.part)
        assert sum(row.posts for row in rows) == plain.total(look.posts).posts
        for row in rows:
            same(row, plain.total(post for post in look.posts if _is_of(look, post, part, row)))


def series(look: Look) -> None:
    line = {**look.part, "by": look.by, "today": look.today}
    points = reports.series(look.db, look.who, look.period, look.grain, **line)
    spans = plain.spans(look.period, look.grain)
    assert [(one.first, one.last, one.is_cut) for one in points] == spans * (len(points) // len(spans))
    assert sum(one.sums.posts for one in points) == plain.total(look.posts).posts
    for one in points:
        within = [post for post in look.posts if one.first <= post.day <= one.last]
        same(one.sums, plain.total(post for post in within if look.by is None or _is_of(look, post, look.by, one)))
        assert one.is_unfinished == (one.last >= look.today)


def rows_behind(look: Look) -> None:
    for row in reports.likes_by_district(look.db, look.who, look.period, **look.part):
        only = {**look.part, "district_id": row.district_id or FORCE_OWN}
        listed = reports.posts_in(look.db, look.who, look.period, **only)
        assert reports.count_posts_in(look.db, look.who, look.period, **only) == len(listed) == row.posts
        assert sum(one.likes for one in listed if one.likes is not None) == (row.likes or 0)
        assert {one.district for one in listed} <= {None if row.district_id is None else row.district}
        assert reports.count_posts_in(look.db, look.who, look.period, **only, gone=True) == row.gone
    listed = reports.posts_in(look.db, look.who, look.period, **look.part, order=Order.VIEWS, limit=4, offset=1)
    public = [post for post in look.posts if not post.gone]
    told = sorted((views for post in public if (views := post.numbers["views"]) is not None), reverse=True)
    assert [one.views for one in listed] == [*told, *[None] * (len(public) - len(told))][1:5]
    for part in (Part.TEAM, Part.ACCOUNT):
        for own in reports.numbers_by(look.db, look.who, part, look.period, **look.part):
            chosen: dict[str, Any] = {"account_id": own.id}
            if part is Part.TEAM:
                district = next((id_ for id_, one in look.raw.districts.items() if one.name == own.district), FORCE_OWN)
                chosen = {"team_id": own.id or FORCE_OWN, "district_id": district}
            listed = reports.posts_in(look.db, look.who, look.period, **look.part, **chosen)
            assert len(listed) == own.posts
            assert sum(one.engagement or 0 for one in listed) == (own.engagement or 0)


def lists(look: Look) -> None:
    every = reports.posts(look.db, look.who, look.period, **look.part)
    assert {one.id for one in every} == {post.id for post in look.posts}
    assert [one.posted_at for one in every] == sorted((post.at for post in look.posts), reverse=True)
    public = [post for post in look.posts if not post.gone]
    for by in (Order.ENGAGEMENT, Order.REACH):
        best = reports.best_posts(look.db, look.who, look.period, by=by, **look.part)
        numbers = [post.engagement if by is Order.ENGAGEMENT else post.numbers["reach"] for post in public]
        most = sorted((number for number in numbers if number is not None), reverse=True)[:3]
        assert [getattr(one, by.value) for one in best] == most


def followers_by(look: Look) -> None:
    on = look.period.last
    rows = reports.followers_by_district(look.db, look.who, on, **look.part)
    total = _followers(look, on)[0]
    for row in rows:
        followers, told, accounts, as_of = _followers(look, on, row.district_id)
        assert (row.followers, row.told, row.accounts, row.as_of) == (followers, told, accounts, as_of)
        assert row.share == (None if followers is None or not total else round(100 * followers / total, 1))
    assert sum(row.followers or 0 for row in rows) == (total or 0)
    growth = reports.followers_since(look.db, look.who, look.period.first, on, **look.part)
    ends = []
    for account in look.raw.accounts_on(on, look.who, look.scope, look.platform):
        first, last = (look.raw.followers_on(account.id, day) for day in (look.period.first, on))
        if first and last and look.raw.in_roster(account, look.period.first):
            ends.append((first.followers or 0, last.followers or 0))
    change = sum(last - first for first, last in ends) if ends else None
    assert (growth.change, growth.both) == (change, len(ends))


def followers_series(look: Look) -> None:
    line = {**look.part, "by": look.by, "today": look.today}
    for one in reports.followers_series(look.db, look.who, look.period, look.grain, **line):
        accounts = look.raw.accounts_on(one.last, look.who, look.scope, look.platform)
        own = [each for each in accounts if look.by is None or _stands_in(look, each.id, one.last, look.by, one)]
        looks = [row for each in own if (row := look.raw.followers_on(each.id, one.last))]
        fresh = any(row.day >= one.first for row in looks)
        assert one.followers == (sum(row.followers or 0 for row in looks) if fresh else None)
        assert (one.told, one.accounts) == (len(looks) if fresh else 0, len(own))
        assert one.as_of == (min(row.taken_at for row in looks) if fresh else None)


def towns(look: Look) -> None:
    on = look.period.last
    rows = reports.followers_by_town(look.db, look.who, on)
    seen = look.raw.sees(look.who, None, None)
    homes: dict[str, UUID | None] = {
        town.partition(",")[0].casefold(): look_up(look, key) for key, town in ROSTER_TOWNS
    }
    homes |= {row.town.partition(",")[0]: row.district_id for row in look.db.exec(select(TownHome)).all()}
    days: dict[UUID, list[TownFollowers]] = {}
    for row in look.db.exec(select(TownFollowers)).all():
        days.setdefault(row.account_id, []).append(row)
    pages = []
    for id_, told in days.items():
        day = max((row.day for row in told if row.day <= on), default=None)
        account = look.raw.accounts[id_]
        if day and look.raw.place(id_, day) == (None, None) and seen(account, day) and look.raw.in_roster(account, on):
            pages.append([row for row in told if row.day == day])
    for page in pages:
        own = [one for one in rows if one.account_id == page[0].account_id]
        for one in own:
            if one.place is Place.NOT_TOLD:
                continue
            there = [t.followers for t in page if homes.get(t.town.partition(",")[0].casefold()) == one.district_id]
            assert one.followers == (sum(there) if there else None)
            assert one.on == page[0].day
        if own[0].total is not None and own[0].total >= sum(row.followers for row in page):
            assert sum(one.followers or 0 for one in own) == own[0].total
    assert {one.account_id for one in rows} == {page[0].account_id for page in pages}


CHECKS: list[Callable[[Look], None]] = [
    headline,
    likes_by_district,
    numbers_by,
    series,
    rows_behind,
    lists,
    followers_by,
    followers_series,
    towns,
]

ROSTER_TOWNS = [(district.key, town) for district in DISTRICTS for town in district.towns]


def look_up(look: Look, key: str) -> UUID:
    """A district by its key."""
    return next(id_ for id_, district in look.raw.districts.items() if district.key == key)


def _per_1000(number: int, row: Any) -> float:
    return float(round(1000 * number / row.population, 2))


def _district(look: Look, post: Told) -> UUID | None:
    return look.raw.place(post.account.id, post.day)[0]


def _is_of(look: Look, post: Told, part: Any, row: Any) -> bool:
    if part is Part.ACCOUNT:
        return bool(post.account.id == row.id)
    if part is Part.PLATFORM:
        return bool(post.account.platform == row.platform)
    return _stands_in(look, post.account.id, post.day, part, row)


def _stands_in(look: Look, account_id: UUID, day: date, part: Any, row: Any) -> bool:
    """Whether an account stood on a day in the team, district, platform or account that a row is of."""
    district, team = look.raw.place(account_id, day)
    if part is Part.ACCOUNT:
        return bool(account_id == row.id)
    if part is Part.PLATFORM:
        return bool(look.raw.accounts[account_id].platform == row.platform)
    if part is Part.TEAM:
        home = look.raw.districts[district].name if district else "The force's own accounts"
        name = look.raw.teams[team].name if team else home
        return bool((team, name) == (row.id, row.name))
    return bool(district == row.id)


def _followers(look: Look, on: date, district: Any = "all") -> tuple[int | None, int, int, Any]:
    accounts = look.raw.accounts_on(on, look.who, look.scope, look.platform)
    own = [one for one in accounts if district in ("all", look.raw.place(one.id, on)[0])]
    told = [row for one in own if (row := look.raw.followers_on(one.id, on))]
    followers = sum(row.followers or 0 for row in told) if told else None
    return followers, len(told), len(own), min((row.taken_at for row in told), default=None)

"""The same of comparisons, new accounts, campaigns, figures from files, and what documents are written from."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from domain.posts import PlatformName
from store import reports
from store.reports import Basis, Known, Measure, Places, campaign_rows
from store.reports.gathered import gathered
from store.tables import AccountReach, BroughtFigure, FigureFile, Post, Publication
from tests.numbers import plain
from tests.numbers.checks import Look, same
from tests.numbers.plain import Told

DAY = timedelta(days=1)
WEEK = 7 * DAY


def comparisons(look: Look) -> None:
    for platform in PlatformName if look.platform is None else (look.platform,):
        for by in (Measure.VIEWS, Measure.ENGAGEMENT):
            spans = (look.period, look.period.before())
            asked = (look.who, Places.ACCOUNT, by, *spans, platform, look.now)
            found = reports.compare(look.db, *asked, scope=look.scope)
            rows = {row.id: row for row in (*found.ranked, *found.too_few)}
            assert all(row.now.compared >= 10 for row in found.ranked)
            for which, span in zip(("now", "before"), spans, strict=True):
                posts = look.raw.posts_of(span, look.who, look.scope, platform)
                public: dict[UUID, list[Told]] = defaultdict(list)
                for post in posts:
                    if not post.gone:
                        public[post.account.id].append(post)
                assert sum(getattr(row, which).posts for row in rows.values()) == sum(map(len, public.values()))
                for id_, own in public.items():
                    stretch = getattr(rows[id_], which)
                    values = [value for post in own if (value := _at_a_week(look, post, by)) is not None]
                    assert (stretch.posts, stretch.compared) == (len(own), len(values))
                    assert not values or stretch.middle.median == median(values)


def _at_a_week(look: Look, post: Told, by: Measure) -> int | None:
    """What a post had by the look nearest to a week of age."""
    looks = [one for one in look.raw.snapshots.get(post.id, []) if 5 * DAY <= one.taken_at - post.at <= 14 * DAY]
    if not looks:
        return None
    one = min(looks, key=lambda row: abs(row.taken_at - post.at - WEEK))
    if by is Measure.VIEWS:
        return one.views
    told = [number for name in plain.ENGAGED if (number := getattr(one, name)) is not None]
    return sum(told) if told else None


def new_accounts(look: Look) -> None:
    raw, seen = look.raw, look.raw.sees(look.who, look.scope, look.platform)
    rows = {row.account_id: row for row in reports.launches(look.db, look.who, look.now, **look.part)}
    assert rows.keys() == {one.id for one in raw.accounts.values() if not one.retired_at and seen(one, look.today)}
    for id_, row in rows.items():
        posts = [post for post in raw.posts if post.account.id == id_]
        looks = [one for one in raw.followers if one.account_id == id_ and one.followers is not None]
        assert row.began_on == min((post.day for post in posts), default=None)
        assert (row.looked_on, row.followers) == ((looks[0].day, looks[0].followers) if looks else (None, None))
        if row.began_on is None or not looks:
            assert row.known is (Known.NO_LOOK if posts else Known.NO_POST)
            continue
        assert (row.known is Known.SEEN) == ((looks[0].day - row.began_on).days <= 3)
        for span, days in ((row.week, 7), (row.month, 30)):
            if row.known is not Known.SEEN or span is None:
                assert span is None
                continue
            ends = row.began_on + days * DAY
            assert span.over == (look.today >= ends)
            public = sum(post.day < ends and not post.gone for post in posts)
            near = sorted((abs(one.day - ends), one.day, one.followers) for one in looks if abs(one.day - ends) <= DAY)
            told = (near[0][2] if near else None), public
            assert (span.followers, span.posts) == (told if span.over else (None, None))


def campaigns(look: Look) -> None:
    of = dict(look.db.exec(select(Post.id, Publication.campaign_id).join(Publication)).all())
    seen = look.raw.sees(look.who, look.scope, None)
    posts = [post for post in look.raw.posts if of.get(post.id) and seen(post.account, post.day)]
    for row in reports.campaigns_told(look.db, look.who, look.now, scope=look.scope):
        own = [post for post in posts if of[post.id] == row.id]
        same(row.sums, plain.total(own))
        assert row.accounts == len({post.account.id for post in own if not post.gone})
        listed = campaign_rows.campaign_posts(look.db, look.who, row.id, scope=look.scope)
        assert {one.id for one in listed} == {post.id for post in own}
        for part in campaign_rows.campaign_by_part(look.db, look.who, row.id, scope=look.scope):
            there = [post for post in own if look.raw.place(post.account.id, post.day)[0] == part.district_id]
            same(part.sums, plain.total(post for post in there if post.account.platform == part.platform))


def _standing(look: Look) -> list[BroughtFigure]:
    """Every figure of a file once, as the newest file tells it."""
    newest: dict[Any, BroughtFigure] = {}
    files = look.db.exec(select(FigureFile).order_by(col(FigureFile.as_of), col(FigureFile.brought_at))).all()
    for file in files:
        for row in look.db.exec(select(BroughtFigure).where(BroughtFigure.file_id == file.id)).all():
            newest[row.account_id, row.metric, row.town, row.first] = row
    return list(newest.values())


def from_files(look: Look) -> None:
    seen = look.raw.sees(look.who, look.scope, look.platform)
    views: dict[UUID, list[float]] = defaultdict(list)
    likes: dict[UUID, dict[date, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    everywhere = look.raw.sees(look.who, None, None)
    for row in _standing(look):
        assert row.account_id
        account = look.raw.accounts[row.account_id]
        within = look.period.first <= row.first <= look.period.last
        if row.metric == "views" and within and seen(account, row.first):
            views[row.account_id].append(row.value)
        if row.metric == "page_likes" and row.first <= look.period.last and everywhere(account, look.period.last):
            likes[row.account_id][row.first][row.town] = row.value
    rows = reports.brought_figures(look.db, look.who, look.period, **look.part)
    told = {row.account_id: (row.value, row.told) for row in rows if row.basis is Basis.DAYS}
    wanted = {id_: (sum(values), len(values)) for id_, values in views.items()}
    assert told == wanted
    by_town = reports.brought_by_town(look.db, look.who, look.period.last)
    for id_, days in likes.items():
        day = max(day for day, towns in days.items() if set(towns) - {""})
        own = [row for row in by_town if row.account_id == id_]
        assert {row.total for row in own} == {days[day][""]}
        assert sum(row.value or 0 for row in own) == max(days[day][""], sum(n for t, n in days[day].items() if t))
        assert all(row.share == round(100 * (row.value or 0) / 400, 1) for row in own if row.value is not None)
    assert {row.account_id for row in by_town} == set(likes)


def documents(look: Look) -> None:
    told = gathered(look.db, look.who, look.now, look.period, scope=look.scope, by_district=True)
    raw, last = look.raw, look.period.last
    seen = raw.sees(look.who, look.scope, None)
    for month in told.months:
        month_told = plain.total(raw.posts_of(month.period, look.who, look.scope))
        assert {one.name: one.value for one in month.headline}["likes"] == month_told.likes
    newest: dict[Any, AccountReach] = {}
    for row in look.db.exec(select(AccountReach).order_by(col(AccountReach.ends_on))).all():
        if row.ends_on <= last:
            newest[row.account_id, row.days] = row
    reached = {
        (row.account_id, row.people, row.ends_on)
        for row in newest.values()
        if row.ends_on >= look.period.first
        and raw.in_roster(raw.accounts[row.account_id], last)
        and seen(raw.accounts[row.account_id], row.ends_on)
    }
    assert {(one.account_id, one.people, one.ends_on) for one in told.reach} == reached
    for district, growth in told.growth.items():
        own = [one for one in raw.accounts_on(last, look.who, look.scope) if raw.place(one.id, last)[0] == district]
        ends = [_both(look, one.id) for one in own if raw.in_roster(one, look.period.first - DAY)]
        both = [pair for pair in ends if pair]
        assert growth.change == (sum(now - was for was, now in both) if both else None)
    for part in told.districts_of:
        id_ = next(row.district_id for row in told.likes if row.district == part.part)
        posts = [one for one in raw.posts_of(look.period, look.who) if raw.place(one.account.id, one.day)[0] == id_]
        assert {one.name: one.value for one in part.headline}["likes"] == plain.total(posts).likes


def _both(look: Look, account_id: UUID) -> tuple[int, int] | None:
    """The followers of an account at both ends; None where one is not told."""
    ends = [look.raw.followers_on(account_id, day) for day in (look.period.first - DAY, look.period.last)]
    told = [one.followers for one in ends if one and one.followers is not None]
    return (told[0], told[1]) if len(told) == 2 else None


MORE: list[Callable[[Look], None]] = [comparisons, new_accounts, campaigns, from_files, documents]

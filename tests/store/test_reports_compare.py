"""Posts are compared fairly: at the same age, each beside its own account, and only where there are enough."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median
from typing import Any

import pytest
from scipy.stats import binom
from sqlmodel import select

from domain.clock import LONDON, london_day
from domain.fair import middle, range_rank
from domain.forecast import pace
from domain.people import Scope
from domain.period import Period
from domain.posts import PlatformName, Shown
from domain.publication import Category, State
from domain.purse import Limits, Purpose
from store import reports
from store.db import Store
from store.reports import Known, Measure, Places, Silence
from store.tables import Account, AccountNumbers, Belonging, Campaign, MetricSnapshot, Post, Price, Spending
from tests.conftest import Ticking
from tests.store.made_up import County, account, county, followers, message, post, publication, reply

DAY = timedelta(days=1)
NUMBERS = ("likes", "replies", "shares", "clicks", "views")


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        return county(db, now())


def look(db: Any, of: Post, age: timedelta, **numbers: int | None) -> None:
    db.add(MetricSnapshot(post_id=of.id, taken_at=of.created_at + age, **numbers))


def test_the_range_of_the_middle_is_that_of_the_binomial_law() -> None:
    for n in (*range(1, 60), 99, 500, 1_000, 1_001, 7_777, 40_000):
        rank = int(binom.ppf(0.025, n, 0.5))
        assert range_rank(n) == rank
        if n <= 99:
            told = middle(float(value) for value in reversed(range(n)))
            assert told and told.median == (n - 1) / 2 and told.ranked == (n >= 10)
            assert (told.low, told.high) == ((rank - 1, n - rank) if rank else (None, None))


def random_world(store: Store, here: County, now: Ticking, dice: Random) -> list[dict[str, Any]]:
    """Some months of posts with looks at any age, numbers missing, posts gone, and one account that moves."""
    told = []
    accounts = [here.on_x, here.rural_x, here.mere_x, here.on_facebook, here.force_page]
    with store.writing() as db:
        moved_on = london_day(now()) - 25 * DAY
        db.add(Belonging(account_id=here.rural_x.id, since=moved_on, team_id=here.mere.id,
                         district_id=here.thornmere.id))  # fmt: skip
        for on in accounts:
            for back in dice.sample(range(80), 9):
                followers(db, on, now() - back * DAY, dice.choice((None, 0, 900, 1_800)))
        for number in range(160):
            on, at = dice.choice(accounts), now() - timedelta(minutes=dice.randrange(1, 75 * 24 * 60))
            gone = {"gone_at": now()} if dice.random() < 0.06 else {}
            row = post(db, on, at.replace(microsecond=number), **gone)
            looks = {}
            for _look in range(dice.choice((0, 1, 1, 2, 4))):
                age = dice.choice((timedelta(days=5), timedelta(days=14), DAY * dice.uniform(0.1, 29)))
                numbers = {name: dice.choice((None, 0, dice.randrange(500))) for name in NUMBERS}
                looks[age] = numbers
            for age, numbers in looks.items():
                look(db, row, age, **numbers)
            team = here.mere if on is here.rural_x and row.day >= moved_on else here.rural if on is here.rural_x else \
                here.mere if on is here.mere_x else None if on is here.force_page else here.town  # fmt: skip
            name = team.name if team else "The force's own accounts"
            told.append({"row": row, "on": on, "looks": looks, "team": name})
    return told


def plain(told: dict[str, Any], measure: Measure, crowds: dict[Any, dict[date, int]]) -> float | str | None:
    """The number of a post at about a week, None where it is not told; or why it is left out."""
    if told["row"].gone_at:
        return "gone"
    fitting = {age: numbers for age, numbers in told["looks"].items() if 5 * DAY <= age <= 14 * DAY}
    if not fitting:
        return "missing"
    numbers = fitting[min(fitting, key=lambda age: abs(age - 7 * DAY))]
    engaged = [numbers[name] for name in ("likes", "replies", "shares", "clicks") if numbers[name] is not None]
    if measure is Measure.VIEWS:
        views: int | None = numbers["views"]
        return views
    if measure is Measure.ENGAGEMENT or not engaged:
        return sum(engaged) if engaged else None
    near = sorted((abs((day - told["row"].day).days), day, count) for day, count in crowds[told["on"].id].items())
    crowd = near[0][2] if near and near[0][0] <= 30 else None
    return 1000 * sum(engaged) / crowd if crowd else None


def same(found: Any, values: Iterable[float]) -> None:
    """That a middle is that of these values."""
    ordered = sorted(values)
    assert (found is None) == (not ordered)
    if found:
        assert (found.n, found.median) == (len(ordered), median(ordered))
        rank = int(binom.ppf(0.025, found.n, 0.5))
        assert (found.low, found.high) == ((ordered[rank - 1], ordered[-rank]) if rank else (None, None))


@pytest.mark.parametrize("seed", [1, 2])
def test_every_middle_is_what_plain_reckoning_makes_of_the_rows(
    store: Store, here: County, now: Ticking, seed: int
) -> None:
    dice = Random(seed)
    told = random_world(store, here, now, dice)
    with store.reading() as db:
        crowds: dict[Any, dict[date, int]] = defaultdict(dict)
        for row in db.exec(select(AccountNumbers)):
            if row.followers is not None:
                crowds[row.account_id][row.day] = row.followers
        period = Period(london_day(now()) - 40 * DAY, london_day(now()))
        for platform in PlatformName:
            for measure in Measure:
                asked = (here.comms, Places.TEAM, measure, period, period.before(), platform, now())
                compared = reports.compare(db, *asked)
                rows = {row.name: row for row in (*compared.ranked, *compared.too_few)}
                for which, days in (("now", period), ("before", period.before())):
                    mine = [one for one in told if one["on"].platform is platform
                            and days.first <= london_day(one["row"].created_at) <= days.last]  # fmt: skip
                    values = [(one, plain(one, measure, crowds)) for one in mine]
                    for team in {one["team"] for one in mine if not one["row"].gone_at}:
                        own = [value for one, value in values if one["team"] == team and isinstance(value, int | float)]
                        stretch = getattr(rows[team], which)
                        same(stretch.middle, own)
                        assert stretch.posts == sum(not one["row"].gone_at for one in mine if one["team"] == team)
                    untold = getattr(compared, which)
                    out = untold.left_out
                    assert out.gone == sum(value == "gone" for _one, value in values)
                    assert out.young + out.unseen == sum(value == "missing" for _one, value in values)
                    assert untold.untold == sum(value is None for _one, value in values)
                assert [row for row in compared.ranked if row.now.compared < 10] == []
                medians = [row.now.middle.median for row in compared.ranked if row.now.middle]
                assert medians == sorted(medians, reverse=True)
                works = reports.what_works(db, here.comms, measure, period, platform, now())
                beside: dict[Any, list[float]] = defaultdict(list)
                in_period = [one for one in told if one["on"].platform is platform
                             and period.first <= london_day(one["row"].created_at) <= period.last]  # fmt: skip
                for on in {one["on"].id for one in in_period}:
                    own_posts = [(one["row"], plain(one, measure, crowds)) for one in in_period if one["on"].id == on]
                    numbers = [(row, value) for row, value in own_posts if isinstance(value, int | float)]
                    middle_one = median(value for _row, value in numbers) if len(numbers) >= 5 else 0
                    for row, value in numbers if middle_one else ():
                        beside[row.created_at.astimezone(LONDON).weekday()].append(value / middle_one)
                days_told = {row.value: row.times for row in works.rows if row.feature == "weekday"}
                assert {int(value) for value in days_told} == set(beside)
                for weekday, ratios in beside.items():
                    same(days_told[str(weekday)], ratios)
                assert works.posts == sum(map(len, beside.values()))


def test_a_person_sees_only_posts_of_their_part_as_it_was(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        db.add(Belonging(account_id=here.on_x.id, since=london_day(now()) - 10 * DAY, team_id=here.mere.id,
                         district_id=here.thornmere.id))  # fmt: skip
        for days in (8, 12, 13):
            look(db, post(db, here.on_x, now() - days * DAY), 7 * DAY, likes=days)
    period = Period(london_day(now()) - 27 * DAY, london_day(now()))
    with store.reading() as db:
        asked = (Places.DISTRICT, Measure.ENGAGEMENT, period, period.before(), PlatformName.X, now())
        own = reports.compare(db, here.supervisor, *asked)
        thornmere = reports.compare(db, here.comms, *asked, scope=Scope(district_id=here.thornmere.id))
    assert [(row.name, row.now.posts) for row in own.too_few] == [("Ashvale", 2)] and not own.ranked
    assert [(row.name, row.now.compared, row.now.middle.median if row.now.middle else None)
            for row in thornmere.too_few] == [("Thornmere", 1, 8)]  # fmt: skip


def test_posts_are_gathered_by_what_they_have_in_common_and_few_are_not_shown(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        campaign = Campaign(key="sheds", name="Sheds")
        db.add(campaign)
        db.flush()
        for number in range(15):
            at = datetime(2026, 11, 3 + number % 5, 8, 30, tzinfo=UTC) + timedelta(minutes=number)
            row = post(db, here.on_x, at)
            row.media = Shown.IMAGE if number < 10 else Shown.TEXT
            row.text = "Look. https://t.co/a" if number < 10 else "Read this: https://t.co/b and more"
            look(db, row, 7 * DAY, likes=20 if number < 10 else 5)
            if number < 3:
                sent = message(db, here.comms, at, here.on_x)
                done = publication(db, sent, here.on_x, State.PUBLISHED, category=Category.APPEAL,
                                   campaign_id=campaign.id)  # fmt: skip
                row.publication_id = done.id
        for number in range(4):
            look(db, post(db, here.mere_x, now() - timedelta(days=8, hours=number)), 7 * DAY, likes=9)
    period = Period(date(2026, 11, 1), london_day(now()))
    with store.reading() as db:
        asked = (here.comms, Measure.ENGAGEMENT, period, PlatformName.X, now())
        works = reports.what_works(db, *asked, added_link="https://t.co/")
        times = reports.best_times(db, *asked)
        hints = reports.time_hints(db, here.comms, [here.on_x.id, here.mere_x.id, here.force_page.id],
                                   datetime(2026, 11, 24, 8, 0, tzinfo=UTC), now())  # fmt: skip
    rows = {(row.feature.value, row.value): row for row in works.rows}
    picture, words = rows[("media", "image")], rows[("media", "text")]
    assert picture.shown and picture.times.median == 1 and not words.shown and words.times.median == 0.25
    assert rows[("link", "no")].times.n == 10 and rows[("link", "yes")].times.n == 5, "the picture's own link is none"
    assert rows[("kind", "appeal")].times.n == rows[("campaign", "Sheds")].times.n == 3
    assert (works.out.few, works.posts, works.accounts) == (4, 15, 1)
    morning = {(row.weekday, row.block): row for row in times}
    assert morning[(None, 6)].times and morning[(1, 6)].posts == 3 and morning[(1, 6)].times is None
    assert [(hint.account, hint.then.posts, hint.any_day.posts) for hint in hints] == [
        ("AshvaleTown", 3, 15), ("ThornmereCops", 0, 0)
    ]  # fmt: skip


def test_the_beginning_of_an_account_is_told_only_where_somebody_looked(
    store: Store, here: County, now: Ticking
) -> None:
    began = now() - 40 * DAY
    with store.writing() as db:
        for days, count in ((0, 12), (5, 900), (6, 1_040), (8, 1_200), (30, 1_500)):
            followers(db, here.mere_x, began + days * DAY, count)
        first = post(db, here.mere_x, began + timedelta(hours=1))
        post(db, here.mere_x, began + 6 * DAY)
        post(db, here.mere_x, began + 7 * DAY)
        reply(db, here.mere_x, "r1", began + 2 * DAY, first)
        reply(db, here.mere_x, "r2", began + 2 * DAY, first, by_us=True)
        followers(db, here.on_x, now() - 2 * DAY, 5_000)
        post(db, here.on_x, now() - 25 * DAY)
        followers(db, here.rural_x, now() - 20 * DAY, 40)
        post(db, here.rural_x, now() - 19 * DAY)
        post(db, here.force_page, now() - 3 * DAY)
    with store.reading() as db:
        rows = {row.account: row for row in reports.launches(db, here.comms, now())}
    new = rows["ThornmereCops"]
    assert list(rows)[:2] == ["AshvaleRural", "ThornmereCops"], "the newest first"
    assert new.known is Known.SEEN and new.passed_after == 6
    assert new.week and (new.week.followers, new.week.posts, new.week.replies) == (1_040, 2, 1)
    assert new.month and (new.month.followers, new.month.posts, new.month.replies) == (1_500, 3, 1)
    young = rows["AshvaleRural"]
    assert young.week and (young.week.over, young.week.followers) == (True, None), "nobody looked then: never a 0"
    assert young.month and not young.month.over and young.passed_after is None
    assert rows["AshvaleTown"].known is Known.TOO_LATE and rows["AshvaleTown"].week is None
    assert rows["Marlshire Police"].known is Known.NO_LOOK
    assert rows["Ashvale Town Police"].known is Known.NO_POST


def test_an_account_is_silent_only_where_it_was_looked_at(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        post(db, here.on_x, now() - 31 * DAY)
        post(db, here.rural_x, now() - 30 * DAY)
        post(db, here.mere_x, now() - 50 * DAY)
        db.get_one(Account, here.mere_x.id).visited_at = now() - 40 * DAY
        db.add(account(PlatformName.X, "Unvisited", now(), here.mere, visited_at=None))
    with store.reading() as db:
        rows = {row.account: row for row in reports.dormant(db, here.comms, now())}
        later = reports.dormant(db, here.comms, now(), days=31)
    assert rows["AshvaleTown"].silence is Silence.SILENT and rows["AshvaleTown"].days == 31
    assert "AshvaleRural" not in rows
    assert rows["ThornmereCops"].silence is Silence.NOT_KNOWN and rows["ThornmereCops"].days == 10
    assert rows["Unvisited"].silence is Silence.NOT_KNOWN and rows["Unvisited"].days is None
    assert rows["Ashvale Town Police"].silence is Silence.EMPTY
    assert "AshvaleTown" not in {row.account for row in later}


def test_the_month_is_reckoned_to_its_end_from_full_utc_days_and_never_below_what_is_spent(
    store: Store, here: County, now: Ticking
) -> None:
    now.at = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # half past midnight: hardly anything of today
    today, dice = date(2026, 11, 24), Random(4)
    limits = {PlatformName.X: Limits(month_micros=20_000_000, reserve_micros=1_000_000)}
    with store.writing() as db:
        assert reports.purses(db, now(), limits) == [], "nobody charges"
        db.add(Price(platform=PlatformName.X, operation="post.read", since=date(2026, 10, 1), micros=5_000))
        db.add(Price(platform=PlatformName.X, operation="post.read", since=date(2026, 12, 1), micros=9_000))
        db.flush()
        (nothing,) = reports.purses(db, now(), limits)
        assert nothing.forecast is None and nothing.began_on is None
        assert reports.spent_by_day(db, here.comms, PlatformName.X, today - 9 * DAY, today) == []
        spent: dict[date, int] = {}
        for back in (0, 1, 2, 4, 6, 9, 25):
            for on in (here.on_x, here.mere_x):
                day, micros = today - back * DAY, dice.randrange(1, 900) * 1_000
                spent[day] = spent.get(day, 0) + micros
                db.add(Spending(day=day, account_id=on.id, operation="post.read", platform=PlatformName.X,
                                units=3, micros=micros))  # fmt: skip
    with store.reading() as db:
        (purse,) = reports.purses(db, now(), limits)
        days = reports.spent_by_day(db, here.comms, PlatformName.X, date(2026, 11, 1), today)
        operations = reports.spent_by_operation(db, here.comms, PlatformName.X, date(2026, 11, 1), today)
        own = reports.spent_by_account(db, here.supervisor, PlatformName.X, date(2026, 11, 1), today)
    week = [spent.get(today - back * DAY, 0) for back in range(1, 8)]
    before = sum(micros for day, micros in spent.items() if date(2026, 11, 1) <= day < today)
    month = before + spent[today]
    told = purse.forecast
    assert told and (told.pace.days, told.pace.least, told.pace.most, told.days_left) == (7, 0, max(week), 7)
    assert told.expected == round(before + 7 * sum(week) / 7)
    assert (told.low, told.high) == (max(before + 7 * min(week), month), before + 7 * max(week))
    assert (purse.month, purse.day, purse.began_on) == (month, spent[today], today - 25 * DAY)
    assert [(row.day, row.micros) for row in days] == [
        (day, spent.get(day, 0)) for day in (date(2026, 11, 1) + n * DAY for n in range(24))
    ]
    assert [(row.units, row.micros, row.price) for row in operations] == [(36, month, 5_000)]
    assert [row.account for row in own] == ["AshvaleTown"], "a supervisor sees the spending of their own district"
    assert purse.stopped == {} and purse.reached_on is None
    tight = {PlatformName.X: Limits(month_micros=month)}
    with store.reading() as db:
        (over,) = reports.purses(db, now(), tight)
    assert set(over.stopped) == set(Purpose) and over.reached_on == today
    assert pace({today - DAY: 5, today - 2 * DAY: 5}, today - 2 * DAY, today) is None, "two full days are not enough"
    assert pace({}, today - 3 * DAY, today) is not None

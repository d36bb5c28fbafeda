"""Numbers over time: of posts, of followers, and which numbers a platform no longer tells."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import delete, select
from sqlmodel import Session, col

from domain.cadence import busy_look_in, is_busy, next_metrics_in
from domain.clock import london_day
from domain.posts import Audience, Metrics, Numbers, PlatformName, account_reach
from store import bulk, rollups, rollups_followers
from store.budget import utc_day
from store.tables import Account, DeadMetric, Post, Withheld

ASK_AGAIN = timedelta(days=7)
NOT_TOLD_WAITS = timedelta(hours=1)
NAMES = ("likes", "replies", "shares", "views", "reach", "clicks")
_told = attrgetter(*NAMES)
_NOTHING = (None,) * len(NAMES)
_COLUMNS = ("post_id", "taken_at", *NAMES)
_NEWER = (
    "(post_id) DO UPDATE SET taken_at = excluded.taken_at, "
    + ", ".join(f"{name} = coalesce(excluded.{name}, post_numbers.{name})" for name in NAMES)
    + " WHERE excluded.taken_at >= post_numbers.taken_at"
)
_SAME_LOOK = "(post_id, taken_at) DO UPDATE SET " + ", ".join(
    f"{name} = coalesce(excluded.{name}, metric_snapshot.{name})" for name in NAMES
)

_LAST = f"SELECT post_id, taken_at, {', '.join(NAMES)} FROM post_numbers WHERE post_id AMONG ?"
_MEASURE = "UPDATE post SET next_metrics_at = ? WHERE id = ?"


class Measured(NamedTuple):
    """A post whose numbers are due."""

    id: bulk.Key
    external_id: str
    created_at: datetime


class Read(NamedTuple):
    """How many posts had numbers, and how many of them move so fast that they are looked at sooner."""

    posts: int
    busy: int


def due(db: Session, account: Account, now: datetime, at_most: int = 1_000) -> list[Measured]:
    """The account's posts whose numbers are to be read now, the newest first."""
    waiting = select(col(Post.id), col(Post.external_id), col(Post.created_at)).where(
        col(Post.account_id) == account.id, col(Post.next_metrics_at) <= now, col(Post.gone_at).is_(None)
    )
    rows = db.execute(waiting.order_by(col(Post.created_at).desc()).limit(at_most))
    to_key = bulk.forms(db).id
    return [Measured(to_key(key), external_id, created_at) for key, external_id, created_at in rows]


def keep_told(
    db: Session, account: Account, asked: Sequence[Measured], told: Numbers, now: datetime, billed: bool = False
) -> Read:
    """Keep what was told of the posts asked about, and when each is asked about again.

    `billed`: each UTC day on which a post is read costs money.
    """
    busy = _busy(db, asked, told, now, billed)
    known = [(post.id, told.metrics[post.external_id]) for post in asked if post.external_id in told.metrics]
    keep(db, known, now)
    rollups.later(db, account.id, {london_day(post.created_at) for post in asked if post.external_id in told.metrics})
    keep_media(db, [(post.id, told.media.get(post.external_id, "")) for post in asked])
    answered = told.gone.union(told.metrics)
    measured(db, [(post.id, post.created_at) for post in asked if post.external_id in answered], now, busy)
    _put_off(db, [post for post in asked if post.external_id not in answered], now)
    names = {name for _, metrics in known for name in NAMES if getattr(metrics, name) is not None}
    keep_silence(db, account.platform, told.not_told, names, now)
    keep_withheld(db, account, told.withheld, names.union(told.not_told), now)
    return Read(len(known), len(busy))


def keep(db: Session, read: Iterable[tuple[bulk.Key, Metrics]], taken_at: datetime) -> None:
    """Keep one look at posts' numbers: a snapshot each, and the newest. A number not told leaves the last one told.

    Whoever calls this has the days counted anew.
    """
    at = bulk.forms(db).at(taken_at)
    rows = [(key, at, *said) for key, metrics in read if (said := _told(metrics)) != _NOTHING]
    bulk.add(db, "metric_snapshot", _COLUMNS, rows, _SAME_LOOK)
    bulk.add(db, "post_numbers", _COLUMNS, rows, _NEWER)


def keep_media(db: Session, shown: Iterable[tuple[bulk.Key, str]]) -> None:
    """Say what stands beside the words of posts of which that was not told before."""
    bulk.run_many(
        db, "UPDATE post SET media = ? WHERE id = ? AND media = ''", [(one, key) for key, one in shown if one]
    )


def whole(metrics: Metrics | None, tells: Collection[str]) -> bool:
    """Whether these are all the numbers that the platform can tell of a post."""
    return metrics is not None and all(getattr(metrics, name) is not None for name in tells if name in NAMES)


def measured(
    db: Session,
    posts: Iterable[tuple[bulk.Key, datetime]],
    now: datetime,
    busy: Mapping[bulk.Key, timedelta] | None = None,
) -> None:
    """Say when posts that were just looked at are measured again; never again when their numbers have settled.

    `busy`: which of them are looked at sooner, and in what time.
    """
    form, sooner = bulk.forms(db), busy or {}
    rows = [
        (form.at(now + sooner[key]) if key in sooner else next_at(form, created_at, now), key)
        for key, created_at in posts
    ]
    bulk.run_many(db, _MEASURE, rows)


def _busy(
    db: Session, asked: Sequence[Measured], told: Numbers, now: datetime, billed: bool
) -> dict[bulk.Key, timedelta]:
    """Which of these posts moved fast since their last look, and in what time they are looked at again."""
    form = bulk.forms(db)
    posts = {post.id: post for post in asked if post.external_id in told.metrics}
    found: dict[bulk.Key, timedelta] = {}
    for key, taken_at, *before in bulk.fetch(db, _LAST, form.listed(list(posts))):
        post, since_last = posts[key], now - form.moment(taken_at)
        if is_busy(Metrics(*before), told.metrics[post.external_id], since_last):
            wait = busy_look_in(now - post.created_at, since_last, now, billed)
            if wait is not None:
                found[key] = wait
    return found


def _put_off(db: Session, posts: Iterable[Measured], now: datetime) -> None:
    """Posts of which nothing was told are asked about again soon, as long as their numbers have not settled."""
    form = bulk.forms(db)
    soon = form.at(now + NOT_TOLD_WAITS)
    rows = [(soon if next_metrics_in(now - post.created_at) else None, post.id) for post in posts]
    bulk.run_many(db, _MEASURE, rows)


def next_at(form: bulk.Forms, created_at: datetime, now: datetime) -> Any:
    """When a post measured now is measured again, as the database takes it."""
    wait = next_metrics_in(now - created_at)
    return None if wait is None else form.at(now + wait)


def keep_audience(db: Session, account: Account, told: Audience, now: datetime) -> int:
    """Keep the followers of this UTC day, in all and by town, and how far the account reached; 1 when any were told.

    The last look of the day stands, and the last at a window of reach.
    """
    form = bulk.forms(db)
    key, day, at = form.id(account.id), form.day(utc_day(now)), form.at(now)
    if told.followers is not None:
        conflict = "(account_id, day) DO UPDATE SET followers = excluded.followers, taken_at = excluded.taken_at"
        sql = bulk.insert("account_numbers", ("account_id", "day", "followers", "taken_at"), conflict)
        bulk.run(db, sql, key, day, told.followers, at)
        rollups_followers.refresh(db, account.id, utc_day(now))
    if told.towns is not None:
        bulk.run(db, "DELETE FROM town_followers WHERE account_id = ? AND day = ?", key, day)
        rows = [(key, day, town, followers) for town, followers in told.towns.items()]
        bulk.run_many(db, bulk.insert("town_followers", ("account_id", "day", "town", "followers")), rows)
    _keep_reach(db, account, told, now)
    names = {name for name in ("followers", "towns") if getattr(told, name) is not None}
    names.update(map(account_reach, told.reach))
    keep_silence(db, account.platform, told.not_told, names, now)
    keep_withheld(db, account, told.withheld, names.union(told.not_told), now)
    return int(bool(names))


def _keep_reach(db: Session, account: Account, told: Audience, now: datetime) -> None:
    form = bulk.forms(db)
    key, at = form.id(account.id), form.at(now)
    rows = [(key, days, form.day(ends_on), people, at) for days, (people, ends_on) in told.reach.items()]
    conflict = "(account_id, days, ends_on) DO UPDATE SET people = excluded.people, taken_at = excluded.taken_at"
    columns = ("account_id", "days", "ends_on", "people", "taken_at")
    bulk.run_many(db, bulk.insert("account_reach", columns, conflict), rows)


def keep_silence(
    db: Session, platform: PlatformName, not_told: Mapping[str, str], told: Iterable[str], now: datetime
) -> None:
    """Remember what the platform no longer tells, and ask again in a week; forget it when it is told again."""
    dead = set(db.scalars(select(col(DeadMetric.metric)).where(col(DeadMetric.platform) == platform)))
    if alive := dead.intersection(told).difference(not_told):
        gone = delete(DeadMetric).where(col(DeadMetric.platform) == platform, col(DeadMetric.metric).in_(alive))
        db.execute(gone)
    form = bulk.forms(db)
    rows = [(platform.value, name, says, form.at(now), form.at(now + ASK_AGAIN)) for name, says in not_told.items()]
    conflict = "(platform, metric) DO UPDATE SET says = excluded.says, ask_again_at = excluded.ask_again_at"
    sql = bulk.insert("dead_metric", ("platform", "metric", "says", "since", "ask_again_at"), conflict)
    bulk.run_many(db, sql, rows)


def keep_withheld(
    db: Session, account: Account, withheld: Mapping[str, str], told: Iterable[str], now: datetime
) -> None:
    """Remember which numbers are not told of this account, why and since when; forget it when they are told again."""
    mine = select(col(Withheld.metric)).where(col(Withheld.account_id) == account.id)
    if over := set(db.scalars(mine)).intersection(told).difference(withheld):
        gone = delete(Withheld).where(col(Withheld.account_id) == account.id, col(Withheld.metric).in_(over))
        db.execute(gone)
    form = bulk.forms(db)
    rows = [(form.id(account.id), name, says, form.at(now)) for name, says in withheld.items()]
    conflict = "(account_id, metric) DO UPDATE SET says = excluded.says WHERE withheld.says <> excluded.says"
    bulk.run_many(db, bulk.insert("withheld", ("account_id", "metric", "says", "since"), conflict), rows)


def dead(db: Session, now: datetime) -> dict[PlatformName, frozenset[str]]:
    """The numbers by platform that are not asked for now, because they were not told the last time."""
    silent: dict[PlatformName, set[str]] = {platform: set() for platform in PlatformName}
    for row in db.scalars(select(DeadMetric).where(col(DeadMetric.ask_again_at) > now)):
        silent[row.platform].add(row.metric)
    return {platform: frozenset(names) for platform, names in silent.items()}

"""Facebook's insights: which metrics live, which are dead, and their values from the truth."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox import graph_errors, growth
from sandbox.graph_paging import moment
from sandbox.items import Account, Item, Json
from sandbox.world import World

PACIFIC = ZoneInfo("America/Los_Angeles")
LONGEST = timedelta(days=90)
FEWEST_FOLLOWERS = 100
PERIODS = ("day", "week", "days_28", "month", "lifetime", "total_over_range")
SPAN = {"day": 1, "week": 7, "days_28": 28, "month": 28}
REACTIONS = ("like", "love", "wow", "haha", "sorry", "anger")


def of_page(world: World, account: Account, params: dict[str, str], now: datetime) -> list[Json]:
    """`data` of /{page}/insights; one metric that is not alive fails the whole call."""
    metrics = _named(params.get("metric", ""), PAGE, world.ended)
    period = _period(params.get("period", "day"))
    since, until = moment(params, "since"), moment(params, "until")
    if since is not None and (until or now) - since > LONGEST:
        raise graph_errors.parameter("There cannot be more than 90 days (7776000 s) between since and until")
    if too_small(world, account, now):
        return []
    days = _days(since, until, now)
    values = {name: _values(world, account, name, period, days) for name in metrics}
    return [_result(account.id, name, period, told) for name, told in values.items() if told]


def of_post(world: World, item: Item, metric: str, period: str, now: datetime) -> list[Json]:
    """`data` of /{post}/insights: lifetime numbers of one post."""
    metrics = _named(metric, POST, world.ended)
    _period(period)
    account = world.accounts["facebook", item.account]
    if too_small(world, account, now):
        return []
    values = {name: POST[name](item, now) for name in metrics}
    return [
        _result(item.id, name, "lifetime", [{"value": value}]) for name, value in values.items() if value is not None
    ]


def too_small(world: World, account: Account, now: datetime) -> bool:
    """Facebook keeps no insights for a page with few followers; a page of which nobody said is taken for large."""
    followers = world.followers(account, now)
    return followers is not None and followers < FEWEST_FOLLOWERS


def _named(metric: str, alive: dict[str, Callable[..., object]], ended: set[str]) -> list[str]:
    names = [name.strip(" []\"'") for name in metric.split(",") if name.strip(" []\"'")]
    if not names:
        said = "(#3001) Invalid query: no metric was specified to be fetched, or every metric was invalid"
        raise graph_errors.error(3001, said, 1504028)
    for name in names:
        if name not in alive or name in ended:
            raise graph_errors.parameter("The value must be a valid insights metric")
    return list(dict.fromkeys(names))


def _period(period: str) -> str:
    if period not in PERIODS:
        raise graph_errors.parameter(f"Param period must be one of {{{', '.join(PERIODS)}}}")
    return period


def _days(since: datetime | None, until: datetime | None, now: datetime) -> list[datetime]:
    """Ends of Pacific days, 07:00 or 08:00 UTC; the last two that are over where nothing is asked."""
    last = min(until or now, now)
    first = since or last - timedelta(days=2)
    midnight = first.astimezone(PACIFIC).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    ends = [(midnight + timedelta(days=at)).replace(tzinfo=PACIFIC).astimezone(UTC) for at in range(0, 95)]
    return [end for end in ends if first < end <= last]


def _result(owner: str, name: str, period: str, values: list[Json]) -> Json:
    title = name.replace("_", " ").capitalize()
    ident = f"{owner}/insights/{name}/{period}"
    return {"name": name, "period": period, "values": values, "title": title, "description": f"{title}.", "id": ident}


def _values(world: World, account: Account, name: str, period: str, days: list[datetime]) -> list[Json]:
    span = timedelta(days=SPAN.get(period, 1))
    told = [(PAGE[name](world, account, end - span, end), end) for end in days]
    return [
        {"value": value, "end_time": end.strftime("%Y-%m-%dT%H:%M:%S+0000")} for value, end in told if value is not None
    ]


def _made(world: World, account: Account, start: datetime, end: datetime) -> list[Item]:
    return [item for item in world.shelf("facebook", account.id, "posts", end) if item.at > start]


def _views(world: World, account: Account, start: datetime, end: datetime) -> int | None:
    """Views of what was posted in these days; None where this world says nothing of views."""
    if all(item.views is None for item in world.shelf("facebook", account.id, "posts", end)):
        return None
    return sum(growth.views(item, world.now()) or 0 for item in _made(world, account, start, end))


def _part_of_views(tenths: float) -> Callable[[World, Account, datetime, datetime], int | None]:
    def count(world: World, account: Account, start: datetime, end: datetime) -> int | None:
        views = _views(world, account, start, end)
        return None if views is None else int(views * tenths / 10)

    return count


def _engaged(world: World, account: Account, start: datetime, end: datetime) -> int:
    now = world.now()
    made = _made(world, account, start, end)
    return sum(growth.likes(item, now) + growth.shares(item, now) + world.replies_to(item, now) for item in made)


def _follows(world: World, account: Account, start: datetime, end: datetime) -> int | None:
    return world.followers(account, end)


def _gained(world: World, account: Account, start: datetime, end: datetime) -> int | None:
    before, after = world.followers(account, start), world.followers(account, end)
    return None if before is None or after is None else max(after - before, 0)


def _country(world: World, account: Account, start: datetime, end: datetime) -> dict[str, int] | None:
    followers = world.followers(account, end)
    return None if followers is None else {"GB": followers}


def _liked(world: World, account: Account, start: datetime, end: datetime) -> int:
    now = world.now()
    return sum(growth.likes(item, now) for item in _made(world, account, start, end))


def _felt(kind: str) -> Callable[[World, Account, datetime, datetime], int]:
    def count(world: World, account: Account, start: datetime, end: datetime) -> int:
        now = world.now()
        made = _made(world, account, start, end)
        return sum(growth.feelings(item, now).get(_told(kind), 0) for item in made)

    return count


def _told(kind: str) -> str:
    """The insights say sorry and anger where the reactions say sad and angry."""
    return {"sorry": "sad", "anger": "angry"}.get(kind, kind)


# Alive in September 2026. Everything else, alive once or never, fails the call that names it.
PAGE: dict[str, Callable[[World, Account, datetime, datetime], object]] = {
    "page_follows": _follows,
    "page_follows_city": lambda world, account, start, end: world.towns(account, end) or None,
    "page_follows_country": _country,
    "page_daily_follows": _gained,
    "page_daily_follows_unique": _gained,
    "page_daily_unfollows_unique": lambda world, account, start, end: 0,
    "page_media_view": _views,
    "page_total_media_view_unique": _part_of_views(7),
    "page_post_engagements": _engaged,
    "page_views_total": _part_of_views(0.4),
    "page_total_actions": lambda *asked: _engaged(*asked) // 10,
    "page_video_views": lambda *asked: 0,
    "page_video_view_time": lambda *asked: 0,
    "page_actions_post_reactions_like_total": _liked,
    **{f"page_actions_post_reactions_{kind}_total": _felt(kind) for kind in REACTIONS[1:]},
}


def _post_feelings(item: Item, now: datetime) -> dict[str, int]:
    told = {"like": growth.likes(item, now)}
    kinds = growth.feelings(item, now)
    told |= {kind: kinds[_told(kind)] for kind in REACTIONS[1:] if kinds.get(_told(kind))}
    return {kind: count for kind, count in told.items() if count}


def _post_felt(kind: str) -> Callable[[Item, datetime], int]:
    return lambda item, now: _post_feelings(item, now).get(kind, 0)


def _seen(item: Item, now: datetime, tenths: int) -> int | None:
    views = growth.views(item, now)
    return None if views is None else views * tenths // 10


def _clicks(item: Item, now: datetime) -> int | None:
    views = growth.views(item, now)
    return None if views is None else views // 30


def _clicks_by_type(item: Item, now: datetime) -> Json | None:
    clicks = _clicks(item, now)
    return None if clicks is None else {"other clicks": clicks}


POST: dict[str, Callable[[Item, datetime], object]] = {
    "post_media_view": lambda item, now: _seen(item, now, 10),
    "post_total_media_view_unique": lambda item, now: _seen(item, now, 7),
    "post_clicks": _clicks,
    "post_clicks_by_type": _clicks_by_type,
    "post_reactions_by_type_total": _post_feelings,
    **{f"post_reactions_{kind}_total": _post_felt(kind) for kind in REACTIONS},
}

"""Facebook's numbers of posts and of followers, asked by the names that domain/metrics.toml says live on that day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain import metrics as definitions
from domain.errors import Rejected, Transient
from domain.metrics import METRICS, Of
from domain.posts import Audience, Metrics, Numbers, PlatformName, account_reach
from platforms import facebook_read as read
from platforms.facebook_errors import FEW_FOLLOWERS, Lacking, Refusal, lacking
from platforms.facebook_graph import Graph
from platforms.facebook_read import Json

FEW = "Facebook tells this only of pages with 100 followers or more."
UNTOLD = "Facebook tells no value of this."
SILENT = (
    "Facebook told nothing: the page has fewer than 100 followers, or its token lacks the permission read_insights."
)
WINDOWS = {"week": 7, "days_28": 28}  # days of a page's reach; Facebook counts them by the days of its own home
MOST_TROUBLE = 3  # requests without an answer in one look; then the trouble is not these posts' own
NO_TIME = datetime.min.replace(tzinfo=UTC)
SEEN = f"id,message,{read.SHOWN},{read.NUMBERS}"
HOME_ZONE = ZoneInfo("America/Los_Angeles")


@dataclass(frozen=True)
class Metric:
    """A number that is asked for now: its name at Facebook, how it is asked for there, and our name for it."""

    name: str
    period: str
    ours: str


@dataclass
class Asking:
    """What is asked for in one look, and what has been learnt on the way: dead metrics, and why nothing is told."""

    live: list[Metric]
    dead: dict[str, str] = field(default_factory=dict)
    withheld: dict[str, str] = field(default_factory=dict)

    def died(self, metric: Metric, today: date) -> None:
        """Facebook knows this metric no longer; it is not asked for again in this look."""
        self.live.remove(metric)
        self.dead[metric.ours] = f"Not available from Facebook since {today:%d %B %Y} at the latest ({metric.name})."

    def silent(self, why: str) -> None:
        """Facebook tells none of them of this page."""
        self.withheld.update({metric.ours: why for metric in self.live})


def asked(of: Of, day: date, dead: Collection[str]) -> Asking:
    """What to ask for on that day: for each number its living metric, and why some are not told any more."""
    asking = Asking([])
    for ours in insights(of):
        if ours in dead:
            continue
        if source := definitions.source_on(ours, PlatformName.FACEBOOK, day):
            asking.live.append(Metric(source.name, source.period, ours))
        elif over := definitions.ended(ours, PlatformName.FACEBOOK, day):
            asking.dead[ours] = f"Not available from Facebook since {over.until:%d %B %Y} ({over.name})."
    return asking


def insights(of: Of) -> list[str]:
    """Our numbers of a post or of a page that Facebook tells, or told, by its insights: asked for by a period."""
    facebook = PlatformName.FACEBOOK
    return [
        name
        for name, one in METRICS.items()
        if one.of is of and any(source.platform is facebook and source.period for source in one.sources)
    ]


def of_posts(graph: Graph, posts: Sequence[str], dead: Collection[str]) -> Numbers:
    """The numbers of these posts, each in one request, and which of them are gone."""
    asking = asked(Of.POST, graph.now().date(), dead)
    metrics: dict[str, Metrics] = {}
    media: dict[str, str] = {}
    gone, seen = set[str](), set[str]()
    trouble: list[Rejected | Transient] = []
    for post in posts:
        try:
            raw = _post(graph, post, asking)
        except Lacking:
            raise
        except (Rejected, Transient) as fault:  # this post is not told of; the others are
            trouble.append(fault)
            if sum(isinstance(one, Transient) for one in trouble) >= MOST_TROUBLE:
                raise
            continue
        if raw is None:
            gone.add(post)
            continue
        told = _told(raw.get("insights"), asking.live)
        seen.update(told)
        metrics[post] = replace(read.metrics_of(raw) or Metrics(), **told)
        media[post] = read.media_of(raw)
    if trouble and not metrics:
        raise trouble[-1]
    if gone and not metrics:
        graph.sees("published_posts")
    if asking.live and metrics and not seen and not asking.withheld:
        asking.silent(SILENT)
    return Numbers(metrics, frozenset(gone), not_told=asking.dead, withheld=asking.withheld, media=media)


def of_page(graph: Graph, dead: Collection[str]) -> Audience:
    """Followers now, by town as Facebook names the towns, and how many people the page reached in each window."""
    raw = graph.get(graph.page_id, need="pages_read_engagement", fields="id,followers_count")
    followers = read.count_of((raw or {}).get("followers_count"))
    asking = asked(Of.ACCOUNT, graph.now().date(), dead)
    told_of = [one for some in _by_period(asking.live) for one in _unless_silent(graph, asking, some)]
    data = [one for one in told_of if isinstance(one, dict)]
    towns = next((found for one in data if (found := newest_towns(one))), None)
    windows = {days: newest_reach(data, period) for period, days in WINDOWS.items()}
    reach = {days: window for days, window in windows.items() if window}
    told = {"towns"} if towns is not None else set[str]()
    told.update(map(account_reach, reach))
    if not told and not asking.withheld:
        asking.silent(SILENT)
    withheld = {metric.ours: UNTOLD for metric in asking.live} | asking.withheld
    if followers is None:
        withheld["followers"] = "Facebook did not tell how many follow the page."
    withheld = {ours: why for ours, why in withheld.items() if ours not in told}
    return Audience(followers, towns, reach=reach, not_told=asking.dead, withheld=withheld)


def newest_reach(data: Iterable[Json], period: str) -> tuple[int, date] | None:
    """The people of the newest window of this length in insights results, and the last day of it."""
    values = [one.get("values") for one in data if one.get("period") == period]
    days = [day for told in values if isinstance(told, list) for day in told if isinstance(day, dict)]
    for day in sorted(days, key=_end, reverse=True):
        people, end = read.count_of(day.get("value")), _end(day)
        if people is not None and end > NO_TIME:
            return people, (end.astimezone(HOME_ZONE) - timedelta(microseconds=1)).date()
    return None


def newest_towns(result: Json) -> Mapping[str, int] | None:
    """The towns of the newest day of an insights result that has any."""
    days = [one for one in result.get("values") or [] if isinstance(one, dict) and isinstance(one.get("value"), dict)]
    for day in sorted(days, key=_end, reverse=True):
        towns = {str(town): count for town, told in day["value"].items() if (count := read.count_of(told)) is not None}
        if towns:
            return towns
    return None


def _end(value: Json) -> datetime:
    try:
        return read.moment(value, "end_time")
    except read.Unclear:
        return NO_TIME


def _by_period(metrics: Iterable[Metric]) -> list[list[Metric]]:
    """The metrics that one request may name together."""
    found: dict[str, list[Metric]] = {}
    for metric in metrics:
        found.setdefault(metric.period, []).append(metric)
    return list(found.values())


def _unless_silent(graph: Graph, asking: Asking, some: list[Metric]) -> list[Json]:
    """The values of these metrics of the page; not asked for once Facebook has said that it tells none."""
    return [] if asking.withheld else _alone(graph, graph.page_id, asking, some)


def _post(graph: Graph, post: str, asking: Asking) -> Json | None:
    """A post with its numbers and insights in one request; without the insights where they are in the way."""
    while asking.live and not asking.withheld:
        names = ",".join(metric.name for metric in asking.live)
        fields = f"{SEEN},insights.metric({names}).period(lifetime)"
        try:
            return graph.get(post, metrics=True, fields=fields)
        except Refusal as fault:
            if not _learnt(graph, post, asking, fault):
                break
    return graph.get(post, need="pages_read_engagement", fields=SEEN)


def _learnt(graph: Graph, ident: str, asking: Asking, fault: Refusal) -> bool:
    """What a refusal says of the metrics; False when nothing, and they are best left out this once."""
    if fault.no_such_metric:
        before = len(asking.live)
        _alone(graph, ident, asking, list(asking.live))
        return len(asking.live) < before
    if fault.forbidden:
        asking.silent(lacking("read_insights"))
    elif fault.no_numbers:
        asking.silent(FEW if FEW_FOLLOWERS in (fault.code, fault.subcode) else SILENT)
    return False


def _alone(graph: Graph, ident: str, asking: Asking, some: list[Metric]) -> list[Json]:
    """These metrics by themselves; one that is dead is found by halves, so that it costs only itself."""
    try:
        return graph.insights(ident, [metric.name for metric in some], some[0].period)
    except Refusal as fault:
        if not fault.no_such_metric:
            _learnt(graph, ident, asking, fault)
            return []
    if len(some) == 1:
        asking.died(some[0], graph.now().date())
        return []
    middle = len(some) // 2
    return _alone(graph, ident, asking, some[:middle]) + _alone(graph, ident, asking, some[middle:])


def _told(insights: Any, live: Sequence[Metric]) -> dict[str, int]:
    """Our numbers out of an insights answer; what is missing in it is not told."""
    data = insights.get("data") if isinstance(insights, dict) else None
    ours = {metric.name: metric.ours for metric in live}
    told: dict[str, int] = {}
    for one in data if isinstance(data, list) else []:
        if not isinstance(one, dict) or one.get("name") not in ours or one.get("period") not in (None, "lifetime"):
            continue
        values = one.get("values")
        last = values[-1] if isinstance(values, list) and values else None
        count = read.count_of(last.get("value")) if isinstance(last, dict) else None
        if count is not None:
            told[ours[one["name"]]] = count
    return told

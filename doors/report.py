"""`bluelamp report`: the rows of the pages, from the same functions, for a terminal and for other programs."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from textwrap import shorten
from typing import Any

from sqlmodel import Session

from config.roster_faults import nearest
from domain.clock import WallTimeFault, in_london, london_day
from domain.people import Scope, Signed
from domain.period import Period, last_days
from domain.posts import PlatformName
from doors import moments, places
from doors import report_answering as answering
from doors import report_brought as brought
from doors import report_compare as comparing
from doors import report_metrics as metrics
from doors.person import SERVICE, person
from doors.wiring import DoorFault, House
from store import reports
from store.tables import District, Team

DAYS = 28
"""The period of a report when nobody says since when."""

ALL = 1_000_000

FOR_PROGRAMS = ("id", "url", "external_id")
LONGEST_SHOWN = 100  # characters of a text in a table


@dataclass(frozen=True)
class Wanted:
    """What is asked for: by whom, of which part, from `since` to before `until` (UTC), at most `limit` rows."""

    who: Signed
    now: datetime
    since: datetime
    until: datetime
    scope: Scope | None
    platform: PlatformName | None
    limit: int
    period: bool  # whether anybody said since or until when

    @property
    def days(self) -> Period:
        """The whole London days that numbers are added up by: the last 28, or those that the period touches."""
        if not self.period:
            return last_days(DAYS, london_day(self.now))
        return Period(london_day(self.since), london_day(self.until - timedelta(microseconds=1)))

    @property
    def part(self) -> dict[str, Any]:
        """The part of the force, as every report takes it."""
        return {"scope": self.scope, "platform": self.platform}


@dataclass(frozen=True)
class Report:
    """A report by name: its title, its columns in order (stable names, see docs/running.md), and its rows."""

    title: str
    columns: tuple[str, ...]
    rows: Callable[[Session, Wanted], Sequence[Any]]
    only_whole: tuple[str, ...] = ()  # columns that a table for eyes leaves out, for it is too narrow


def _questions(db: Session, want: Wanted) -> Sequence[Any]:
    rows = reports.questions(db, want.who, want.now, **want.part, state=reports.OPEN, limit=ALL)
    return [row for row in rows if not want.period or want.since <= row.asked_at < want.until]


def _listening(db: Session, want: Wanted) -> Sequence[Any]:
    return reports.listening(db, want.who, want.since, want.until, **want.part)


def _corrections(db: Session, want: Wanted) -> Sequence[Any]:
    since, until = (want.since, want.until) if want.period else (None, None)
    return reports.corrections(db, want.who, since=since, until=until, **want.part)


def _publications(db: Session, want: Wanted) -> Sequence[Any]:
    since, until = (want.since, want.until) if want.period else (None, None)
    return reports.publications(db, want.who, **want.part, since=since, until=until, limit=want.limit)


def _reach(db: Session, want: Wanted) -> Sequence[Any]:
    return reports.reach_by_post(db, want.who, want.days, **want.part, n=want.limit)


def _reach_by_account(db: Session, want: Wanted) -> Sequence[Any]:
    return reports.reach_by_account(db, want.who, **want.part)


def _likes(db: Session, want: Wanted) -> Sequence[Any]:
    return reports.likes_by_district(db, want.who, want.days, **want.part)


def _followers(db: Session, want: Wanted) -> Sequence[Any]:
    return reports.followers_by_district(db, want.who, want.days.last, **want.part)


def _accounts(db: Session, want: Wanted) -> Sequence[Any]:
    return reports.accounts(db, want.who, want.now, **want.part)


REPORTS = {
    "questions": Report(
        "Open questions of the public",
        (
            "id",
            "team",
            "district",
            "platform",
            "author",
            "text",
            "post",
            "asked_at",
            "hours_left",
            "state",
            "lane",
            "due_at",
            "standing",
            "claimed_by",
            "assigned_to",
            "assigned_team",
            "asked_again",
            "snoozed_until",
        ),
        _questions,
        only_whole=("post", "state", "standing", "assigned_team", "asked_again", "snoozed_until", "asked_at"),
    ),
    "reach": Report(
        "Reach post by post: never to be added up",
        ("id", "account", "team", "district", "text", "url", "posted_at", "reach", "views", "as_of"),
        _reach,
    ),
    "reach-by-account": Report(
        "Reach of whole accounts, window by window: never to be added up",
        ("account", "team", "district", "days", "ends_on", "people", "as_of"),
        _reach_by_account,
    ),
    "likes-by-district": Report("Likes by district", ("district", "likes", "posts", "accounts", "as_of"), _likes),
    "followers-by-district": Report(
        "Followers by district: who follows two accounts counts twice",
        ("district", "followers", "accounts", "as_of"),
        _followers,
    ),
    "accounts": Report(
        "Accounts",
        (
            "id",
            "account",
            "team",
            "district",
            "followers",
            "posts_30d",
            "last_post_at",
            "visited_at",
            "state",
            "trouble",
        ),
        _accounts,
    ),
    "compare": Report(
        "Teams post by post, at about a week of age, beside the time before",
        comparing.COMPARE,
        comparing.compare,
        comparing.COMPARE_WHOLE,
    ),
    "what-works": Report(
        "What went together: groups of posts in times of what is usual for their account",
        comparing.WORKS,
        comparing.works,
    ),
    "best-times": Report("Times of the week, in times of what is usual", comparing.TIMES, comparing.times),
    "launches": Report(
        "How accounts began: their first 7 and 30 days",
        comparing.LAUNCHES,
        comparing.launches,
        comparing.LAUNCHES_WHOLE,
    ),
    "silent-accounts": Report("Accounts without a post for more than 30 days", comparing.SILENT, comparing.silent),
    "spending": Report("What platforms charged, by UTC day", comparing.SPENDING, comparing.spending),
    "listening": Report(
        "How well we listen, by what people corrected",
        ("task", "comments", "true", "said", "right", "precision", "recall", "f1"),
        _listening,
    ),
    "corrections": Report(
        "The force's own labelled set: every correction",
        ("text", "post", "parent", "field", "was", "now", "version", "at"),
        _corrections,
    ),
    "promise": Report(
        "The promise to the public, by team and by the month of asking",
        answering.PROMISE,
        answering.promise,
        answering.PROMISE_WHOLE,
    ),
    "two-way": Report("What the public wrote, what was answered, what we posted", answering.TWO_WAY, answering.two_way),
    "topics": Report("What people ask about, online and at meetings", answering.TOPICS, answering.topics),
    "issues": Report("You said, we did", answering.ISSUES, answering.issues, answering.ISSUES_WHOLE),
    "brought": Report(
        "Figures from files: told by the platforms' own exports, never added to ours",
        brought.FIGURES,
        brought.figures,
        brought.FIGURES_WHOLE,
    ),
    "brought-by-town": Report(
        "Figures from files by district, as told last", brought.BY_TOWN, brought.by_town, brought.BY_TOWN_WHOLE
    ),
    "figure-files": Report("Files of figures", brought.FILES, brought.files, brought.FILES_WHOLE),
    "towns-to-place": Report("Towns that belong to no district yet", brought.TOWNS, brought.towns),
    "publications": Report(
        "Publications, the latest due first",
        ("id", "account", "text", "due_at", "state", "external_id", "url", "attempts", "trouble"),
        _publications,
    ),
    "metrics": Report(
        "What every number means", metrics.COLUMNS, lambda db, want: metrics.rows(want.platform), metrics.ONLY_WHOLE
    ),
}


def find(name: str) -> Report:
    """The report of that name. Raises DoorFault that lists the known ones."""
    if name not in REPORTS:
        raise DoorFault(f'There is no report "{name}"{nearest(name, REPORTS)}.', f"Known are: {', '.join(REPORTS)}.")
    return REPORTS[name]


def rows(
    house: House,
    report: Report,
    *,
    email: str | None = None,
    since: str | None = None,
    until: str | None = None,
    district: str | None = None,
    team: str | None = None,
    platform: PlatformName | None = None,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """The rows, as that person sees them or, without an e-mail, the service of this machine. Raises DoorFault."""
    now = house.clock()
    begins, ends = _period(since, until, now)
    who = person(house, email) if email else SERVICE
    with house.store.reading() as db:
        scope = _scope(db, district, team)
        want = Wanted(who, now, begins, ends, scope, platform, limit or ALL, period=bool(since or until))
        return [_flat(row) for row in report.rows(db, want)[: limit or ALL]]


def brief(report: Report, rows: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows for people's eyes: no ids and addresses, London's time, a text in one line; and the columns left."""
    columns = [name for name in report.columns if name not in (*FOR_PROGRAMS, *report.only_whole)]
    return [{name: _readable(row[name]) for name in columns} for row in rows], columns


def _readable(value: Any) -> Any:
    if isinstance(value, datetime):
        return in_london(value)
    return shorten(value, LONGEST_SHOWN, placeholder=" …") if isinstance(value, str) else value


def _flat(row: Any) -> dict[str, Any]:
    """A row of the pages; an account is named as everywhere on the command line, platform:handle."""
    if isinstance(row, dict):
        return row
    flat = asdict(row)
    return {**flat, "account": f"{row.platform}:{row.account}"} if "account" in flat else flat


def _period(since: str | None, until: str | None, now: datetime) -> tuple[datetime, datetime]:
    try:
        ends = moments.end(until) if until else now
        begins = moments.beginning(since) if since else ends - timedelta(days=DAYS)
    except WallTimeFault as fault:
        raise DoorFault(str(fault), "A day alone will do as well.") from None
    if begins >= ends:
        raise DoorFault("The period ends before it begins.", "See --since and --until.")
    return begins, ends


def _scope(db: Session, district: str | None, team: str | None) -> Scope | None:
    if district and team:
        raise DoorFault("A report is of a district or of a team, not of both.", "Leave one of them out.")
    if team:
        return Scope(team_id=places.area(db, Team, "team", team).id)
    return Scope(district_id=places.area(db, District, "district", district).id) if district else None

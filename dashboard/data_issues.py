"""What the pages of issues and of answering may ask of the store."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from dashboard.kept import ask, ask_kept, now
from domain.answering import Figure, month_after, month_begins, month_of, month_period
from domain.clock import LONDON
from domain.issues import IssueState
from domain.listening.words import Topic
from domain.people import Scope, Signed
from domain.posts import PlatformName
from store import reports
from store.reports import (
    MARK,
    BehindRow,
    HeatRow,
    IssueAsked,
    IssueRow,
    IssueToldRow,
    KeptRow,
    Narrowed,
    Sample,
    SampleRow,
    Split,
    TopicRow,
    TwoWayRow,
    WrittenRow,
)

__all__ = [
    "MARK",
    "BehindRow",
    "HeatRow",
    "IssueAsked",
    "IssueRow",
    "IssueToldRow",
    "KeptRow",
    "Narrowed",
    "Sample",
    "SampleRow",
    "Split",
    "TopicRow",
    "TwoWayRow",
    "WrittenRow",
]

MONTHS_BACK = 24
TREND = 6


def today() -> date:
    """This day in London."""
    return now().astimezone(LONDON).date()


def issues(who: Signed, scope: Scope | None, state: IssueState | None, topic: Topic | None) -> Sequence[IssueRow]:
    """Issues in a state and of a topic."""
    return ask(reports.issues, who, today(), scope=scope, state=state, topic=topic)


def issue(who: Signed, issue_id: UUID) -> IssueRow | None:
    """One issue; None when it is not this person's to see."""
    return ask(reports.issue, who, today(), issue_id)


def issues_of(who: Signed, question_ids: Sequence[UUID]) -> Sequence[IssueRow]:
    """The issues to which any of these questions belong."""
    return ask(reports.issues_of, who, today(), list(question_ids))


def issue_questions(who: Signed, issue_id: UUID) -> Sequence[IssueAsked]:
    """The questions of an issue."""
    return ask(reports.issue_questions, who, issue_id)


def issue_told(who: Signed, issue_id: UUID) -> Sequence[IssueToldRow]:
    """Who else was told."""
    return ask(reports.issue_told, who, issue_id)


def issue_people(area: Scope) -> Sequence[tuple[UUID, str]]:
    """Those who may be given an issue of this area."""
    return ask(reports.issue_people, area)


def posts_to_link(who: Signed) -> Sequence[reports.PlanRow]:
    """What was planned from four weeks ago to four weeks ahead: posts that may tell the public of an issue."""
    return ask(reports.plan, who, today() - timedelta(days=28), today() + timedelta(days=28))


def months(who: Signed, scope: Scope | None) -> Sequence[str]:
    """The months of which there is something to tell, this one first."""
    this = month_of(now())
    began = first_asked(who, scope)
    every = [month_after(this, -back) for back in range(MONTHS_BACK)]
    return [month for month in every if month == this or (began and month_after(month) > month_of(began))]


def first_asked(who: Signed, scope: Scope | None) -> datetime | None:
    """Since when questions are kept here."""
    return ask_kept(reports.first_asked, who, scope)


def kept(who: Signed, month: str, split: Split, scope: Scope | None, of: PlatformName | None) -> Sequence[KeptRow]:
    """How the promise was kept in a month."""
    return ask_kept(reports.promise_kept, who, now(), *month_period(month), split=split, scope=scope, platform=of)


def kept_before(who: Signed, month: str, scope: Scope | None, of: PlatformName | None) -> Sequence[KeptRow]:
    """The same of each of the six months up to this one, without how long answers took."""
    since, until = month_begins(month_after(month, 1 - TREND)), month_period(month)[1]
    return ask_kept(
        reports.promise_kept, who, now(), since, until, split=Split.MONTH, scope=scope, platform=of, times=False
    )


def heat(who: Signed, month: str, scope: Scope | None, of: PlatformName | None) -> Sequence[HeatRow]:
    """Where the questions of a month come from and wait."""
    return ask_kept(reports.heat, who, now(), *month_period(month), scope=scope, platform=of)


def two_way(who: Signed, month: str, scope: Scope | None, of: PlatformName | None) -> Sequence[TwoWayRow]:
    """What the public wrote in a month, what was answered, what we posted."""
    return ask_kept(reports.two_way, who, now(), *month_period(month), scope=scope, platform=of)


def topics(who: Signed, month: str, scope: Scope | None) -> Sequence[TopicRow]:
    """What people asked about in a month, against the month before."""
    before = month_begins(month_after(month, -1))
    return ask_kept(reports.topics, who, now(), *month_period(month), before, scope=scope)


def sample(who: Signed, month: str, scope: Scope | None) -> Sample:
    """Ten answers of a month to read again."""
    return ask(reports.sample, who, month, scope=scope)


def behind(
    who: Signed, month: str, figures: tuple[Figure, ...], narrow: Narrowed, scope: Scope | None, of: PlatformName | None
) -> Sequence[BehindRow]:
    """The questions behind a number."""
    return ask(reports.behind, who, now(), *month_period(month), figures, narrow=narrow, scope=scope, platform=of)


def written_behind(
    who: Signed, month: str, ours: bool, narrow: Narrowed, scope: Scope | None, of: PlatformName | None
) -> Sequence[WrittenRow]:
    """Our posts, or the comments of the public, behind a number."""
    report = reports.posts_behind if ours else reports.comments_behind
    return ask(report, who, *month_period(month), narrow=narrow, scope=scope, platform=of)

"""Everything the pages and `bluelamp report` ask of the store: one function per question, plain rows out.

Each is cut down to what the person's own scope allows and, within that, to a chosen scope.
"""

from store.reports.accounts import AccountRow, accounts
from store.reports.asked_in import first_asked
from store.reports.attention import Notice, attention
from store.reports.badges import Badges, badges
from store.reports.behind import BehindRow, Narrowed, WrittenRow, behind, comments_behind, posts_behind
from store.reports.best_times import TimeHint, TimeRow, best_times, time_hints
from store.reports.brought import (
    Basis,
    BroughtBreak,
    BroughtPoint,
    BroughtRow,
    BroughtSeries,
    FileRow,
    brought_figures,
    brought_series,
    figure_files,
)
from store.reports.brought_towns import (
    BroughtTowns,
    PlacedTown,
    TownPage,
    TownToPlace,
    brought_by_town,
    placed_towns,
    towns_to_place,
)
from store.reports.campaign_rows import CampaignPart, CampaignPlanned, CampaignSpan
from store.reports.campaigns import CampaignRow, CampaignState, campaign, campaigns_told
from store.reports.compare import (
    ComparedPost,
    ComparedRow,
    Comparison,
    Places,
    Stretch,
    Untold,
    compare,
    compared_posts,
)
from store.reports.digest import Day, day
from store.reports.districts import DistrictLikes, Part, PartNumbers, likes_by_district, numbers_by
from store.reports.dormant import SILENT_AFTER, DormantRow, Silence, dormant
from store.reports.followers import AccountFollowers, DistrictFollowers, followers_by_account, followers_by_district
from store.reports.followers_series import FollowersPoint, Growth, followers_series, followers_since
from store.reports.force import CampaignChoice, Totals, boundaries, campaigns, force_name, totals
from store.reports.freshness import Freshness, Health, Missing, freshness, missing
from store.reports.heard import CorrectionRow, ScoreRow, corrections, listening
from store.reports.heat import HeatRow, heat
from store.reports.hidings import (
    AbuseRow,
    HidingEvent,
    HidingRow,
    heard_as_abuse,
    hiding,
    hiding_history,
    hiding_of,
    hidings,
)
from store.reports.holds import (
    HoldRow,
    ReviewRow,
    Stopped,
    holds_in_force,
    holds_lifted,
    holds_planned,
    review_list,
    stopped,
    to_review,
)
from store.reports.issues import (
    IssueAsked,
    IssueRow,
    IssueToldRow,
    PublicIssue,
    issue,
    issue_people,
    issue_questions,
    issue_told,
    issues,
    issues_of,
    public_issues,
)
from store.reports.launches import FirstDays, Known, LaunchRow, launches
from store.reports.overview import Figure, headline
from store.reports.people import PersonRow, people, signed
from store.reports.plan import Planned, PlanRow, awaiting_approval, drafts, plan
from store.reports.polls import PollChoice, PollRow, overdue_polls, poll
from store.reports.posts import Order, PostRow, best_posts, count_posts_in, posts, posts_in, reach_by_post
from store.reports.pressing import Kind
from store.reports.promise_kept import KeptRow, Split, promise_kept
from store.reports.publications import PublicationRow, StoryRow, publication_story, publications
from store.reports.questions import QuestionRow, alike, beside, in_order, question, questions
from store.reports.queue_order import CLOSED, EVERYDAY, OPEN, PUT_OFF, WAITING
from store.reports.reach import AccountReached, reach_by_account
from store.reports.sample import MARK, Sample, SampleRow, sample
from store.reports.scopes import WHOLE_FORCE, DistrictChoice, TeamChoice, scopes
from store.reports.series import SeriesPoint, series
from store.reports.service import Queue, Service, WorkerRow, service
from store.reports.shift import ShiftSummary, shift
from store.reports.spend import (
    AccountSpend,
    DaySpend,
    OperationRow,
    Purse,
    prices_now,
    purses,
    spent_by_account,
    spent_by_day,
    spent_by_operation,
)
from store.reports.spending import SpendingRow, spending
from store.reports.stories import HoldOver, PictureRow, Story, TakeDownRow, story
from store.reports.sums import Sums
from store.reports.threads import ThreadRow, thread
from store.reports.topics import TopicRow, topics
from store.reports.towns import Place, TownShare, followers_by_town
from store.reports.two_way import TwoWayRow, two_way
from store.reports.waiting import WaitingCount, waiting_by_team
from store.reports.week_old import LeftOut, Measure
from store.reports.weekly import WeeklyReach, weekly_reach
from store.reports.what_works import EffectRow, NotCompared, Works, what_works
from store.reports.working import AssigneeRow, NoteRow, assignees, notes

__all__ = [
    "CLOSED",
    "EVERYDAY",
    "MARK",
    "OPEN",
    "PUT_OFF",
    "SILENT_AFTER",
    "WAITING",
    "WHOLE_FORCE",
    "AbuseRow",
    "AccountFollowers",
    "AccountReached",
    "AccountRow",
    "AccountSpend",
    "AssigneeRow",
    "Badges",
    "Basis",
    "BehindRow",
    "BroughtBreak",
    "BroughtPoint",
    "BroughtRow",
    "BroughtSeries",
    "BroughtTowns",
    "CampaignChoice",
    "CampaignPart",
    "CampaignPlanned",
    "CampaignRow",
    "CampaignSpan",
    "CampaignState",
    "ComparedPost",
    "ComparedRow",
    "Comparison",
    "CorrectionRow",
    "Day",
    "DaySpend",
    "DistrictChoice",
    "DistrictFollowers",
    "DistrictLikes",
    "DormantRow",
    "EffectRow",
    "Figure",
    "FileRow",
    "FirstDays",
    "FollowersPoint",
    "Freshness",
    "Growth",
    "Health",
    "HeatRow",
    "HidingEvent",
    "HidingRow",
    "HoldOver",
    "HoldRow",
    "IssueAsked",
    "IssueRow",
    "IssueToldRow",
    "KeptRow",
    "Kind",
    "Known",
    "LaunchRow",
    "LeftOut",
    "Measure",
    "Missing",
    "Narrowed",
    "NotCompared",
    "NoteRow",
    "Notice",
    "OperationRow",
    "Order",
    "Part",
    "PartNumbers",
    "PersonRow",
    "PictureRow",
    "Place",
    "PlacedTown",
    "Places",
    "PlanRow",
    "Planned",
    "PollChoice",
    "PollRow",
    "PostRow",
    "PublicIssue",
    "PublicationRow",
    "Purse",
    "QuestionRow",
    "Queue",
    "ReviewRow",
    "Sample",
    "SampleRow",
    "ScoreRow",
    "SeriesPoint",
    "Service",
    "ShiftSummary",
    "Silence",
    "SpendingRow",
    "Split",
    "Stopped",
    "Story",
    "StoryRow",
    "Stretch",
    "Sums",
    "TakeDownRow",
    "TeamChoice",
    "ThreadRow",
    "TimeHint",
    "TimeRow",
    "TopicRow",
    "Totals",
    "TownPage",
    "TownShare",
    "TownToPlace",
    "TwoWayRow",
    "Untold",
    "WaitingCount",
    "WeeklyReach",
    "WorkerRow",
    "Works",
    "WrittenRow",
    "accounts",
    "alike",
    "assignees",
    "attention",
    "awaiting_approval",
    "badges",
    "behind",
    "beside",
    "best_posts",
    "best_times",
    "boundaries",
    "brought_by_town",
    "brought_figures",
    "brought_series",
    "campaign",
    "campaigns",
    "campaigns_told",
    "comments_behind",
    "compare",
    "compared_posts",
    "corrections",
    "count_posts_in",
    "day",
    "dormant",
    "drafts",
    "figure_files",
    "first_asked",
    "followers_by_account",
    "followers_by_district",
    "followers_by_town",
    "followers_series",
    "followers_since",
    "force_name",
    "freshness",
    "headline",
    "heard_as_abuse",
    "heat",
    "hiding",
    "hiding_history",
    "hiding_of",
    "hidings",
    "holds_in_force",
    "holds_lifted",
    "holds_planned",
    "in_order",
    "issue",
    "issue_people",
    "issue_questions",
    "issue_told",
    "issues",
    "issues_of",
    "launches",
    "likes_by_district",
    "listening",
    "missing",
    "notes",
    "numbers_by",
    "overdue_polls",
    "people",
    "placed_towns",
    "plan",
    "poll",
    "posts",
    "posts_behind",
    "posts_in",
    "prices_now",
    "promise_kept",
    "public_issues",
    "publication_story",
    "publications",
    "purses",
    "question",
    "questions",
    "reach_by_account",
    "reach_by_post",
    "review_list",
    "sample",
    "scopes",
    "series",
    "service",
    "shift",
    "signed",
    "spending",
    "spent_by_account",
    "spent_by_day",
    "spent_by_operation",
    "stopped",
    "story",
    "thread",
    "time_hints",
    "to_review",
    "topics",
    "totals",
    "towns_to_place",
    "two_way",
    "waiting_by_team",
    "weekly_reach",
    "what_works",
]

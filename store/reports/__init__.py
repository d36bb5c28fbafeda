"""Everything the pages and `bluelamp report` ask of the store: one function per question, plain rows out.

Each is cut down to what the person's own scope allows and, within that, to a chosen scope.
"""

from store.reports.accounts import AccountRow, accounts
from store.reports.asked_in import first_asked
from store.reports.attention import Notice, attention
from store.reports.badges import Badges, badges
from store.reports.behind import BehindRow, Narrowed, WrittenRow, behind, comments_behind, posts_behind
from store.reports.digest import Day, day
from store.reports.districts import DistrictLikes, Part, PartNumbers, likes_by_district, numbers_by
from store.reports.followers import AccountFollowers, DistrictFollowers, followers_by_account, followers_by_district
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
from store.reports.overview import Figure, headline
from store.reports.people import PersonRow, people, signed
from store.reports.plan import Planned, PlanRow, awaiting_approval, drafts, plan
from store.reports.posts import Order, PostRow, best_posts, posts, reach_by_post
from store.reports.pressing import Kind
from store.reports.promise_kept import KeptRow, Split, promise_kept
from store.reports.publications import PublicationRow, StoryRow, publication_story, publications
from store.reports.questions import QuestionRow, alike, beside, in_order, question, questions
from store.reports.queue_order import CLOSED, EVERYDAY, OPEN, PUT_OFF, WAITING
from store.reports.reach import AccountReached, reach_by_account
from store.reports.sample import MARK, Sample, SampleRow, sample
from store.reports.scopes import WHOLE_FORCE, DistrictChoice, TeamChoice, scopes
from store.reports.service import Queue, Service, WorkerRow, service
from store.reports.shift import ShiftSummary, shift
from store.reports.spending import SpendingRow, spending
from store.reports.stories import HoldOver, PictureRow, Story, TakeDownRow, story
from store.reports.threads import ThreadRow, thread
from store.reports.topics import TopicRow, topics
from store.reports.towns import Place, TownShare, followers_by_town
from store.reports.two_way import TwoWayRow, two_way
from store.reports.waiting import WaitingCount, waiting_by_team
from store.reports.working import AssigneeRow, NoteRow, assignees, notes

__all__ = [
    "CLOSED",
    "EVERYDAY",
    "MARK",
    "OPEN",
    "PUT_OFF",
    "WAITING",
    "WHOLE_FORCE",
    "AbuseRow",
    "AccountFollowers",
    "AccountReached",
    "AccountRow",
    "AssigneeRow",
    "Badges",
    "BehindRow",
    "CampaignChoice",
    "CorrectionRow",
    "Day",
    "DistrictChoice",
    "DistrictFollowers",
    "DistrictLikes",
    "Figure",
    "Freshness",
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
    "Missing",
    "Narrowed",
    "NoteRow",
    "Notice",
    "Order",
    "Part",
    "PartNumbers",
    "PersonRow",
    "PictureRow",
    "Place",
    "PlanRow",
    "Planned",
    "PostRow",
    "PublicIssue",
    "PublicationRow",
    "QuestionRow",
    "Queue",
    "ReviewRow",
    "Sample",
    "SampleRow",
    "ScoreRow",
    "Service",
    "ShiftSummary",
    "SpendingRow",
    "Split",
    "Stopped",
    "Story",
    "StoryRow",
    "TakeDownRow",
    "TeamChoice",
    "ThreadRow",
    "TopicRow",
    "Totals",
    "TownShare",
    "TwoWayRow",
    "WaitingCount",
    "WorkerRow",
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
    "boundaries",
    "campaigns",
    "comments_behind",
    "corrections",
    "day",
    "drafts",
    "first_asked",
    "followers_by_account",
    "followers_by_district",
    "followers_by_town",
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
    "likes_by_district",
    "listening",
    "missing",
    "notes",
    "numbers_by",
    "people",
    "plan",
    "posts",
    "posts_behind",
    "promise_kept",
    "public_issues",
    "publication_story",
    "publications",
    "question",
    "questions",
    "reach_by_account",
    "reach_by_post",
    "review_list",
    "sample",
    "scopes",
    "service",
    "shift",
    "signed",
    "spending",
    "stopped",
    "story",
    "thread",
    "to_review",
    "topics",
    "totals",
    "two_way",
    "waiting_by_team",
]

"""Everything the pages and `bluelamp report` ask of the store: one function per question, plain rows out.

Each is cut down to what the person's own scope allows and, within that, to a chosen scope.
"""

from store.reports.accounts import AccountRow, accounts
from store.reports.attention import Notice, attention
from store.reports.badges import Badges, badges
from store.reports.districts import DistrictLikes, Part, PartNumbers, likes_by_district, numbers_by
from store.reports.followers import AccountFollowers, DistrictFollowers, followers_by_account, followers_by_district
from store.reports.force import CampaignChoice, Totals, boundaries, campaigns, force_name, totals
from store.reports.freshness import Freshness, Health, Missing, freshness, missing
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
from store.reports.overview import Figure, headline
from store.reports.people import PersonRow, people, signed
from store.reports.plan import Planned, PlanRow, awaiting_approval, drafts, plan
from store.reports.posts import Order, PostRow, best_posts, posts, reach_by_post
from store.reports.pressing import Kind
from store.reports.publications import PublicationRow, StoryRow, publication_story, publications
from store.reports.questions import WAITING, QuestionRow, WaitingCount, questions, waiting_by_team
from store.reports.reach import AccountReached, reach_by_account
from store.reports.scopes import WHOLE_FORCE, DistrictChoice, TeamChoice, scopes
from store.reports.service import Queue, Service, WorkerRow, service
from store.reports.spending import SpendingRow, spending
from store.reports.stories import HoldOver, PictureRow, Story, TakeDownRow, story
from store.reports.threads import ThreadRow, thread
from store.reports.towns import Place, TownShare, followers_by_town

__all__ = [
    "WAITING",
    "WHOLE_FORCE",
    "AccountFollowers",
    "AccountReached",
    "AccountRow",
    "Badges",
    "CampaignChoice",
    "DistrictChoice",
    "DistrictFollowers",
    "DistrictLikes",
    "Figure",
    "Freshness",
    "Health",
    "HoldOver",
    "HoldRow",
    "Kind",
    "Missing",
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
    "PublicationRow",
    "QuestionRow",
    "Queue",
    "ReviewRow",
    "Service",
    "SpendingRow",
    "Stopped",
    "Story",
    "StoryRow",
    "TakeDownRow",
    "TeamChoice",
    "ThreadRow",
    "Totals",
    "TownShare",
    "WaitingCount",
    "WorkerRow",
    "accounts",
    "attention",
    "awaiting_approval",
    "badges",
    "best_posts",
    "boundaries",
    "campaigns",
    "drafts",
    "followers_by_account",
    "followers_by_district",
    "followers_by_town",
    "force_name",
    "freshness",
    "headline",
    "holds_in_force",
    "holds_lifted",
    "holds_planned",
    "likes_by_district",
    "missing",
    "numbers_by",
    "people",
    "plan",
    "posts",
    "publication_story",
    "publications",
    "questions",
    "reach_by_account",
    "reach_by_post",
    "review_list",
    "scopes",
    "service",
    "signed",
    "spending",
    "stopped",
    "story",
    "thread",
    "to_review",
    "totals",
    "waiting_by_team",
]

"""What the pages of campaigns may ask of the store."""

from collections.abc import Sequence
from uuid import UUID

from dashboard.kept import ask, ask_kept, now
from domain.clock import london_day
from domain.people import Scope, Signed
from store.reports.behind import BehindRow
from store.reports.campaign_rows import (
    CampaignPart,
    CampaignPlanned,
    CampaignSpan,
    campaign_by_part,
    campaign_planned,
    campaign_posts,
    campaign_questions,
    campaign_series,
)
from store.reports.campaigns import CampaignRow, CampaignState, Planned, campaign, campaigns_told, count_campaigns
from store.reports.posts import Order, PostRow

__all__ = [
    "BehindRow",
    "CampaignPart",
    "CampaignPlanned",
    "CampaignRow",
    "CampaignSpan",
    "CampaignState",
    "Order",
    "Planned",
    "PostRow",
]

AT_ONCE = 10
MOST_IN_A_FILE = 10_000


def campaigns(who: Signed, scope: Scope | None, state: CampaignState | None, page: int) -> Sequence[CampaignRow]:
    """A page of campaigns in a state, those that began last first."""
    return ask_kept(
        campaigns_told, who, now(), scope=scope, state=state, limit=AT_ONCE, offset=(page - 1) * AT_ONCE
    )  # fmt: skip


def how_many(state: CampaignState | None) -> int:
    """How many campaigns there are in a state."""
    return ask_kept(count_campaigns, now(), state)


def one(who: Signed, scope: Scope | None, campaign_id: UUID) -> CampaignRow | None:
    """One campaign; None when there is none of that id."""
    return ask(campaign, who, now(), campaign_id, scope=scope)


def parts(who: Signed, scope: Scope | None, campaign_id: UUID) -> Sequence[CampaignPart]:
    """Its numbers by district and platform."""
    return ask_kept(campaign_by_part, who, campaign_id, scope=scope)


def spans(who: Signed, scope: Scope | None, campaign_id: UUID) -> Sequence[CampaignSpan]:
    """Its numbers by day or week."""
    return ask_kept(campaign_series, who, campaign_id, london_day(now()), scope=scope)


def posts(who: Signed, scope: Scope | None, campaign_id: UUID, order: Order, limit: int) -> Sequence[PostRow]:
    """The posts its numbers are added up from."""
    return ask_kept(campaign_posts, who, campaign_id, scope=scope, order=order, limit=limit)


def planned(who: Signed, scope: Scope | None, campaign_id: UUID) -> Sequence[CampaignPlanned]:
    """What is planned for it and not public."""
    return ask(campaign_planned, who, campaign_id, scope=scope)


def questions(who: Signed, scope: Scope | None, campaign_id: UUID) -> Sequence[BehindRow]:
    """The questions asked under its posts."""
    return ask(campaign_questions, who, now(), campaign_id, scope=scope)

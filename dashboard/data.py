"""What every page may ask: people and scopes, holds and notices, the plan, accounts and platforms."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

import streamlit as st

from dashboard.kept import ask, ask_kept, ask_lately, boundaries_file, forget, limits, now, public_address, store
from domain import money
from domain.people import Scope, Signed
from domain.posts import Attached, Outgoing, PlatformName
from platforms import registry
from platforms.port import Capabilities
from store import budget, reports
from store.reports import (
    CampaignChoice,
    HoldRow,
    Kind,
    Notice,
    Part,
    PersonRow,
    Planned,
    PlanRow,
    ReviewRow,
    Service,
    Stopped,
)

__all__ = [
    "CampaignChoice",
    "Capabilities",
    "HoldRow",
    "Kind",
    "Notice",
    "Part",
    "PersonRow",
    "PlanRow",
    "Planned",
    "ReviewRow",
    "Service",
    "Stopped",
    "forget",
    "now",
    "store",
]


def people() -> Sequence[reports.PersonRow]:
    """Everybody who may sign in, for the practice picker."""
    return ask_kept(reports.people)


def person(email: str) -> Signed | None:
    """The person of that e-mail as the roster knows them now; None when they are not (or no longer) in it."""
    return ask(reports.signed, email)


def force_name() -> str:
    """The name of the force these pages belong to."""
    return ask_kept(reports.force_name)


def scopes(who: Signed) -> Sequence[reports.DistrictChoice]:
    """The districts and teams this person may look at."""
    return ask_kept(reports.scopes, who)


def badges(who: Signed, scope: Scope | None) -> reports.Badges:
    """The numbers beside Questions, Approvals and Attention."""
    return ask_lately(reports.badges, who, now(), scope=scope, limits=limits())


def holds_in_force(who: Signed) -> Sequence[reports.HoldRow]:
    """The holds that this person should know of."""
    return ask(reports.holds_in_force, who, now())


def holds_planned(who: Signed, scope: Scope | None) -> Sequence[reports.HoldRow]:
    """The holds that begin later, the next to begin first."""
    return ask(reports.holds_planned, who, now(), scope=scope)


def holds_lifted(who: Signed, scope: Scope | None) -> Sequence[reports.HoldRow]:
    """The holds that were lifted, the last first."""
    return ask(reports.holds_lifted, who, now(), scope=scope)


def stopped(who: Signed, which: UUID) -> Stopped:
    """What a hold stops, and what fell due under it."""
    return ask(reports.stopped, who, which)


def review_list(who: Signed, scope: Scope | None) -> tuple[Sequence[ReviewRow], int]:
    """What fell due under holds and waits for a decision, the longest first, and how many there are in all."""
    return ask(reports.review_list, who, now(), scope=scope), ask(reports.to_review, who, scope=scope)


@st.cache_data(max_entries=4, show_spinner=False)
def _shapes(path: str, changed: float, _read: Callable[[], Any]) -> Any:
    return _read()


def shapes() -> dict[str, Any] | None:
    """The shapes of the districts as GeoJSON; None where there are none."""
    path = boundaries_file()
    if path is None:
        return None
    found: dict[str, Any] = _shapes(
        str(path), path.stat().st_mtime, lambda: json.loads(path.read_text(encoding="utf-8"))
    )
    return found


def shapes_version() -> tuple[str, float] | None:
    """Which file the shapes come from and when it was written; None where there are none."""
    path = boundaries_file()
    return (str(path), path.stat().st_mtime) if path else None


def days_back(days: int) -> tuple[datetime, datetime]:
    """The last so many days up to now, as a period in UTC."""
    until = now()
    return until - timedelta(days=days), until


def today() -> date:
    """This UTC day."""
    return now().astimezone(UTC).date()


def attention(who: Signed, scope: Scope | None) -> Sequence[Notice]:
    """Everything that needs somebody, the most pressing first."""
    return ask(reports.attention, who, now(), scope=scope, limits=limits())


def notices(who: Signed, scope: Scope | None) -> Sequence[Notice]:
    """The same for the frame, at most ten seconds old."""
    return ask_lately(reports.attention, who, now(), scope=scope, limits=limits())


def service() -> reports.Service:
    """Which workers were last heard, and how old the queue is."""
    return ask(reports.service, now())


def profile(platform: PlatformName, handle: str, external_id: str) -> str:
    """Where an account can be seen on its platform; in practice, on the sandbox's own page."""
    base = public_address()
    if base:
        return f"{base}/{platform}/{quote(external_id or handle.lstrip('@'))}"
    return registry.profile(platform, handle, external_id)


def plan(
    who: Signed, scope: Scope | None, first: date, last: date, platform: PlatformName | None = None
) -> Sequence[PlanRow]:
    """What is planned from one London day to another, both included."""
    return ask(reports.plan, who, first, last, scope=scope, platform=platform)


def drafts(who: Signed) -> Sequence[PlanRow]:
    """This person's drafts."""
    return ask(reports.drafts, who)


def awaiting_approval(who: Signed, scope: Scope | None) -> Sequence[PlanRow]:
    """What this person may approve."""
    return ask(reports.awaiting_approval, who, scope=scope)


def accounts(who: Signed, scope: Scope | None) -> Sequence[reports.AccountRow]:
    """The accounts this person may write for."""
    return ask_kept(reports.accounts, who, now(), scope=scope)


def campaigns() -> Sequence[CampaignChoice]:
    """Campaigns that are not over."""
    return ask_kept(reports.campaigns, today())


def boundaries() -> dict[UUID, str]:
    """The id of its shape in the boundaries file, by district."""
    return dict(ask_kept(reports.boundaries))


def platforms() -> dict[str, str]:
    """The platforms an account can be on, by their word in the address, as people call them."""
    return {name.value: registry.capabilities(name).label for name in PlatformName}


def label(platform: PlatformName) -> str:
    """A platform as people call it."""
    return registry.capabilities(platform).label


def capabilities(platform: PlatformName) -> Capabilities:
    """What a platform can do and how long a text may be there."""
    return registry.capabilities(platform)


def price(platform: PlatformName, text: str, media: Sequence[Attached] = ()) -> int | None:
    """What publishing this costs in millionths of a US dollar; None where it is free or nobody knows."""
    can = registry.capabilities(platform)
    bought = [can.price_of(Outgoing(text, media=tuple(media))), *(can.price_of_upload(one) for one in media)]
    try:
        costs = [money.cost(ask_kept(budget.prices, platform), one, 1, today()) for one in bought if one]
    except money.UnknownPrice:
        return None
    return sum(costs) or None


def public_link(url: str, platform: PlatformName, account: str) -> str:
    """Where something can be seen by the public; in practice, on the sandbox's own page."""
    base = public_address()
    if not base:
        return url
    ident = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1]
    return f"{base}/{platform}/{quote(account.lstrip('@'))}/seen/{quote(ident)}"


def id_in_link(who: Signed, account_id: UUID | None, platform: PlatformName, link: str) -> str | None:
    """The platform's id of a post in a link that somebody pasted; None when it is no link to one."""
    account = next((one.external_id for one in accounts(who, None) if one.id == account_id), "")
    return registry.id_in_link(platform, link, account)

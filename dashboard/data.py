"""What the pages may ask: the only file of the dashboard that reads the store."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import quote, urlsplit
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from domain import money
from domain.clock import utc_now
from domain.people import Scope, Signed
from domain.posts import Outgoing, PlatformName
from platforms import registry
from platforms.port import Capabilities
from store import budget, reports
from store.db import Store
from store.reports import (
    CampaignChoice,
    DistrictFollowers,
    DistrictLikes,
    Figure,
    HoldRow,
    Kind,
    Missing,
    Notice,
    PersonRow,
    Planned,
    PlanRow,
    PostRow,
    PublicationRow,
    QuestionRow,
    ThreadRow,
    TownShare,
)

__all__ = [
    "CampaignChoice",
    "Capabilities",
    "DistrictFollowers",
    "DistrictLikes",
    "Figure",
    "HoldRow",
    "Kind",
    "Missing",
    "Notice",
    "PersonRow",
    "PlanRow",
    "Planned",
    "PostRow",
    "PublicationRow",
    "QuestionRow",
    "ThreadRow",
    "TownShare",
]

P = ParamSpec("P")
R = TypeVar("R")


@st.cache_resource
def _open(url: str) -> Store:
    return Store(url)


def open_store(url: str) -> None:
    """Say once a run which store the pages read and write."""
    st.session_state["_database"] = url


def store() -> Store:
    """The store of this dashboard."""
    return _open(st.session_state["_database"])


def now() -> datetime:
    """This minute, in UTC: what pages reckon from, so that answers can be kept for a minute."""
    return utc_now().replace(second=0, microsecond=0)


@st.cache_data(ttl="1m", max_entries=500, show_spinner=False)
def _kept(url: str, name: str, args: Any, kwargs: Any, _report: Callable[[], Any]) -> Any:
    return _report()


def _ask(report: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Ask one report, and keep its answer for a minute."""

    def asked() -> R:
        with store().reading() as db:
            return report(db, *args, **kwargs)

    answer: R = _kept(str(st.session_state["_database"]), report.__name__, args, kwargs, asked)
    return answer


def forget() -> None:
    """After an act: what was kept may be true no longer."""
    _kept.clear()


def use_boundaries(path: Path | None) -> None:
    """Say once a run where the shapes of the districts lie."""
    st.session_state["_boundaries"] = str(path) if path else ""


def people() -> Sequence[reports.PersonRow]:
    """Everybody who may sign in, for the practice picker."""
    return _ask(reports.people)


def person(email: str) -> Signed | None:
    """The person of that e-mail as the roster knows them now; None when they are not (or no longer) in it."""
    return _ask(reports.signed, email)


def force_name() -> str:
    """The name of the force these pages belong to."""
    return _ask(reports.force_name)


def scopes(who: Signed) -> Sequence[reports.DistrictChoice]:
    """The districts and teams this person may look at."""
    return _ask(reports.scopes, who)


def badges(who: Signed, scope: Scope | None) -> reports.Badges:
    """The numbers beside Questions, Approvals and Attention."""
    return _ask(reports.badges, who, now(), scope=scope)


def holds_in_force(who: Signed) -> Sequence[reports.HoldRow]:
    """The holds that this person should know of."""
    return _ask(reports.holds_in_force, who, now())


def headline(
    who: Signed, since: datetime, until: datetime, scope: Scope | None, platform: PlatformName | None
) -> Sequence[reports.Figure]:
    """The headline figures of a period beside those of the period before."""
    return _ask(reports.headline, who, since, until, scope=scope, platform=platform)


def likes_by_district(
    who: Signed, since: datetime, until: datetime, scope: Scope | None, platform: PlatformName | None
) -> Sequence[reports.DistrictLikes]:
    """Likes, views and engagement by district, the force's own accounts in a row of their own."""
    return _ask(reports.likes_by_district, who, since, until, scope=scope, platform=platform)


def followers_by_district(
    who: Signed, on: date, scope: Scope | None, platform: PlatformName | None
) -> Sequence[reports.DistrictFollowers]:
    """Followers of the accounts of each district on a day."""
    return _ask(reports.followers_by_district, who, on, scope=scope, platform=platform)


def followers_by_town(who: Signed, on: date, scope: Scope | None) -> Sequence[reports.TownShare]:
    """Where the followers of each page live, as far as a platform tells it."""
    return _ask(reports.followers_by_town, who, on, scope=scope)


def best_posts(
    who: Signed, since: datetime, until: datetime, scope: Scope | None, platform: PlatformName | None
) -> Sequence[reports.PostRow]:
    """The three posts with the most engagement."""
    return _ask(reports.best_posts, who, since, until, n=3, scope=scope, platform=platform)


def reach_by_post(
    who: Signed, since: datetime, until: datetime, scope: Scope | None, platform: PlatformName | None
) -> Sequence[reports.PostRow]:
    """Reach post by post, where a platform tells it: people are never added up over posts."""
    return _ask(reports.reach_by_post, who, since, until, n=10, scope=scope, platform=platform)


def freshness(who: Signed, scope: Scope | None, platform: PlatformName | None) -> Sequence[reports.Freshness]:
    """When each account was last collected."""
    return _ask(reports.freshness, who, now(), scope=scope, platform=platform)


def missing(who: Signed, scope: Scope | None, platform: PlatformName | None) -> Sequence[reports.Missing]:
    """What is not told or not collected, and why."""
    return _ask(reports.missing, who, now(), scope=scope, platform=platform)


def waiting_by_team(who: Signed, scope: Scope | None) -> Sequence[reports.WaitingCount]:
    """How many questions wait with each team."""
    return _ask(reports.waiting_by_team, who, now(), scope=scope)


def questions(
    who: Signed, scope: Scope | None, platform: PlatformName | None, state: str, limit: int, offset: int = 0
) -> Sequence[reports.QuestionRow]:
    """Questions of the public in a state, the longest waiting first."""
    return _ask(reports.questions, who, now(), scope=scope, platform=platform, state=state, limit=limit, offset=offset)


def question(who: Signed, question_id: UUID) -> reports.QuestionRow | None:
    """One question, whatever became of it; None when it is not this person's to see."""
    found = _ask(reports.questions, who, now(), state=None, question_id=question_id)
    return found[0] if found else None


def thread(who: Signed, question_id: UUID) -> Sequence[reports.ThreadRow]:
    """The conversation a question stands in."""
    return _ask(reports.thread, who, question_id)


@st.cache_data(max_entries=4, show_spinner=False)
def _shapes(path: str, _read: Callable[[], Any]) -> Any:
    return _read()


def shapes() -> dict[str, Any] | None:
    """The shapes of the districts as GeoJSON, outer rings clockwise; None where there are none."""
    path = str(st.session_state.get("_boundaries", ""))
    if not path or not Path(path).exists():
        return None
    found: dict[str, Any] = _shapes(path, lambda: json.loads(Path(path).read_text(encoding="utf-8")))
    return found


def days_back(days: int) -> tuple[datetime, datetime]:
    """The last so many days up to now, as a period in UTC."""
    until = now()
    return until - timedelta(days=days), until


def today() -> date:
    """This UTC day."""
    return now().astimezone(UTC).date()


def attention(who: Signed, scope: Scope | None) -> Sequence[Notice]:
    """Everything that needs somebody, the most pressing first."""
    return _ask(reports.attention, who, now(), scope=scope)


def publication(who: Signed, publication_id: UUID) -> PublicationRow | None:
    """One publication; None when it is not this person's to see."""
    found = _ask(reports.publications, who, publication_id=publication_id)
    return found[0] if found else None


def story(who: Signed, publication_id: UUID) -> Sequence[reports.StoryRow]:
    """What happened to one publication, from the first word to the last attempt."""
    return _ask(reports.publication_story, who, publication_id)


def publications(who: Signed, scope: Scope | None, since: datetime, until: datetime) -> Sequence[PublicationRow]:
    """What was due in a period, and what became of it."""
    return _ask(reports.publications, who, scope=scope, since=since, until=until)


def plan(who: Signed, scope: Scope | None, first: date, last: date) -> Sequence[PlanRow]:
    """What is planned from one London day to another, both included."""
    return _ask(reports.plan, who, first, last, scope=scope)


def drafts(who: Signed) -> Sequence[PlanRow]:
    """This person's drafts."""
    return _ask(reports.drafts, who)


def awaiting_approval(who: Signed, scope: Scope | None) -> Sequence[PlanRow]:
    """What this person may approve."""
    return _ask(reports.awaiting_approval, who, scope=scope)


def accounts(who: Signed, scope: Scope | None) -> Sequence[reports.AccountRow]:
    """The accounts this person may write for."""
    return _ask(reports.accounts, who, now(), scope=scope)


def campaigns() -> Sequence[CampaignChoice]:
    """Campaigns that are not over."""
    return _ask(reports.campaigns, today())


def boundaries() -> dict[UUID, str]:
    """The id of its shape in the boundaries file, by district."""
    return dict(_ask(reports.boundaries))


def platforms() -> dict[str, str]:
    """The platforms an account can be on, by their word in the address, as people call them."""
    return {name.value: registry.capabilities(name).label for name in PlatformName}


def label(platform: PlatformName) -> str:
    """A platform as people call it."""
    return registry.capabilities(platform).label


def capabilities(platform: PlatformName) -> Capabilities:
    """What a platform can do and how long a text may be there."""
    return registry.capabilities(platform)


def price(platform: PlatformName, text: str) -> int | None:
    """What publishing this costs in millionths of a US dollar; None where it is free or nobody knows."""
    operation = registry.capabilities(platform).price_of(Outgoing(text))
    if not operation:
        return None
    try:
        return money.cost(_ask(budget.prices, platform), operation, 1, today()) or None
    except money.UnknownPrice:
        return None


def use_public(practice: bool, address: str) -> None:
    """Say once a run where practice's public can be seen; outside practice posts are where the platform says."""
    parts = urlsplit(address)
    st.session_state["_public"] = f"{parts.scheme}://{parts.netloc}/public" if practice else ""


def public_link(url: str, platform: PlatformName, account: str) -> str:
    """Where something can be seen by the public; in practice, on the sandbox's own page."""
    base = st.session_state.get("_public")
    if not base:
        return url
    ident = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1]
    return f"{base}/{platform}/{quote(account.lstrip('@'))}/seen/{quote(ident)}"


def id_in_link(who: Signed, account_id: UUID | None, platform: PlatformName, link: str) -> str | None:
    """The platform's id of a post in a link that somebody pasted; None when it is no link to one."""
    account = next((one.external_id for one in accounts(who, None) if one.id == account_id), "")
    return registry.id_in_link(platform, link, account)

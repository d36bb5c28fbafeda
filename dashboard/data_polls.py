"""What the pages of polls may ask: polls and consultations, and what a platform would make of one."""

from collections.abc import Sequence
from uuid import UUID

from dashboard import data
from dashboard.kept import ask, ask_kept, now
from domain import money
from domain.clock import london_day
from domain.people import Scope, Signed
from domain.polls import PollAsked, PollState
from domain.posts import Outgoing, PlatformName
from platforms import registry
from platforms.port import PollLimits
from store import budget
from store.reports.issues import issues
from store.reports.polls import PollChoice, PollRow, asked_together, poll, poll_of_posts
from store.reports.polls import polls as every

__all__ = ["PollChoice", "PollLimits", "PollRow"]


def polls(
    who: Signed, scope: Scope | None, state: PollState | None, campaign_id: UUID | None = None
) -> Sequence[PollRow]:
    """Polls in a state; all with None."""
    return ask(every, who, now(), scope=scope, state=state, campaign_id=campaign_id)


def one(who: Signed, poll_id: UUID) -> PollRow | None:
    """One poll; None when it is not this person's to see."""
    return ask(poll, who, now(), poll_id)


def together(who: Signed, poll_id: UUID) -> Sequence[PollRow]:
    """The other polls that ask the same."""
    return ask(asked_together, who, now(), poll_id)


def going_out(scheduled_post_ids: Sequence[UUID]) -> dict[UUID, tuple[tuple[str, ...], int]]:
    """The answers and minutes of the polls that go out with these posts."""
    return ask(poll_of_posts, list(scheduled_post_ids))


def limits(platform: PlatformName) -> PollLimits:
    """What polls a platform takes; no options: none."""
    return registry.capabilities(platform).polls


def faults(platform: PlatformName, question: str, options: Sequence[str], minutes: int) -> list[str]:
    """What is wrong with a poll on a platform, in sentences."""
    return registry.check(platform, Outgoing(question, poll=PollAsked(tuple(options), minutes)))


def price(platform: PlatformName, question: str, minutes: int) -> tuple[int | None, int | None]:
    """What sending it costs, and counting it about daily and once at the end; in micros of a US dollar, None: free."""
    look = registry.capabilities(platform).price_of_look
    try:
        known = ask_kept(budget.prices, platform)
        read = money.cost(known, look, 1, data.today(), platform=platform) if look else 0
    except money.UnknownPrice:
        return data.price(platform, question), None
    days = minutes // (24 * 60) + 2
    return data.price(platform, question), read * days or None


def open_issues(who: Signed) -> Sequence[tuple[UUID, str]]:
    """The issues of "You said, we did" that feedback may name, by title."""
    return [(row.id, row.title) for row in ask(issues, who, london_day(now()), limit=200)]

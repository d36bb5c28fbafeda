"""Settings by platform: which address and which budget belong to which."""

from decimal import Decimal

from config.settings import Settings
from domain.money import micros
from domain.posts import PlatformName
from domain.purse import Limits


def addresses(settings: Settings) -> dict[PlatformName, str]:
    """Where each platform is spoken to, for the door that connects accounts."""
    return {PlatformName.X: settings.x_address, PlatformName.FACEBOOK: settings.graph_address}


def limits(settings: Settings, platform: PlatformName) -> Limits:
    """The most to spend on a platform, for the doors that collect and publish. No limits where nothing is charged."""
    if platform is not PlatformName.X:
        return Limits()
    return Limits(
        day_micros=_micros(settings.x_budget_day_usd),
        month_micros=_micros(settings.x_budget_month_usd),
        reserve_micros=micros(settings.x_budget_reserve_for_writing_usd),
    )


def answers_anyone(settings: Settings, platform: PlatformName) -> bool:
    """Whether a platform lets us answer people who did not name us, for the door that connects accounts.

    Said of X with an Enterprise plan only; where a platform has no such rule nobody asks.
    """
    return platform is PlatformName.X and settings.x_enterprise


def _micros(dollars: Decimal | None) -> int | None:
    return None if dollars is None else micros(dollars)

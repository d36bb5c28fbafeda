"""`bluelamp reach-back`: reads further into the past than a first visit does, once somebody has seen what it costs."""

from collections.abc import Sequence
from datetime import date, datetime, time

from config.prices import read_prices
from domain.clock import from_london
from domain.money import dollars
from domain.purse import TIMELINE, deep_read
from doors.wiring import DoorFault, House
from store import accounts
from store.soundness import accounts as of_roster
from store.tables import Account

MENTIONS = 800  # the most mentions of an account that a billed platform tells


def reach_back(house: House, day: str, *, yes: bool) -> list[str]:
    """Let every account be read back to a day (London), or only say what it costs at most. Raises DoorFault."""
    to = _moment(day, house.clock())
    with house.store.reading() as db:
        listed = of_roster(db)
    most = _most(house, listed)
    costs = f"Reading {len(listed):,} accounts back to {day} costs at most US${most:,.2f}."
    if not yes:
        return [costs, "Nothing was changed. To do it: bluelamp reach-back --yes " + day]
    with house.store.writing() as db:
        deeper = sum(accounts.reach_back(db, account, to) for account in listed)
    return [costs, f"{deeper:,} accounts will be read further back from the collector's next cycle on."]


def _most(house: House, listed: Sequence[Account]) -> float:
    prices, today = read_prices(), house.clock().date()
    return float(
        dollars(sum(deep_read(prices, one.platform, "post.read", today, posts=TIMELINE + MENTIONS) for one in listed))
    )


def _moment(day: str, now: datetime) -> datetime:
    try:
        to = from_london(datetime.combine(date.fromisoformat(day), time()))
    except ValueError:
        raise DoorFault(f'"{day}" is not a day.', "Write it as 2024-03-01.") from None
    if to >= now:
        raise DoorFault(f"{day} is not in the past.", "Choose an earlier day.")
    return to

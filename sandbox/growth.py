"""How numbers of young things grow in the built-in county: by age alone, the same at the same moment."""

import math
import zlib
from datetime import datetime, timedelta

from sandbox.items import Account, Item

FULL = timedelta(days=3)
PACE = timedelta(hours=8)
FOLLOWERS_A_DAY = 0.0006


def grown(final: int, at: datetime, now: datetime) -> int:
    """What has come of a number that ends at `final` and is three days in the making."""
    age = now - at
    if age >= FULL:
        return final
    if age <= timedelta(0):
        return 0
    return int(final * (1 - math.exp(-age / PACE)) / (1 - math.exp(-FULL / PACE)))


def likes(item: Item, now: datetime) -> int:
    return grown(item.likes, item.at, now) if item.growing else item.likes


def shares(item: Item, now: datetime) -> int:
    return grown(item.shares, item.at, now) if item.growing else item.shares


def views(item: Item, now: datetime) -> int | None:
    if item.views is None:
        return None
    return grown(item.views, item.at, now) if item.growing else item.views


def feelings(item: Item, now: datetime) -> dict[str, int]:
    """Facebook's reactions other than like."""
    if not item.growing:
        return item.feelings
    return {kind: grown(count, item.at, now) for kind, count in item.feelings.items()}


def drifted(count: int, began: datetime, moment: datetime) -> int:
    """A count of followers at another moment than the one at which the county was told it."""
    days = (moment - began) / timedelta(days=1)
    return max(count + math.trunc(count * FOLLOWERS_A_DAY * days), 0)


def expect(item: Item, account: Account) -> None:
    """Give a post that our officers have just published the numbers that it will have in three days."""
    crowd = account.followers or 400
    luck = zlib.crc32(item.id.encode()) % 1000 / 1000
    item.growing = True
    item.likes = int(crowd * (0.002 + 0.01 * luck)) + 3
    item.shares = int(item.likes * (0.1 + 0.3 * luck))
    item.views = int(crowd * (0.2 + 0.5 * luck)) + 40

"""What a platform charges: prices by operation and day, in millionths of a US dollar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.posts import PlatformName

MICROS = 1_000_000  # in one US dollar


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit of an operation costs from a day on: a resource when reading, a request when writing."""

    platform: PlatformName
    operation: str
    micros: int
    since: date


class UnknownPrice(LookupError):
    """Nobody knows what an operation costs. An unknown price is not nothing, so it is never guessed."""


def cost(
    prices: Sequence[Price], operation: str, units: int, day: date, *, platform: PlatformName | None = None
) -> int:
    """What so many units cost on a UTC day, in micros of a US dollar.

    `platform` picks that platform's prices out of a list for several; one that has none charges nothing.
    A day before the first known price is charged at that first price. Raises UnknownPrice for an operation
    that is missing from a platform's prices.
    """
    asked = [price for price in prices if platform in (None, price.platform)]
    known = [price for price in asked if price.operation == operation]
    if not asked:
        return 0
    if not known:
        raise UnknownPrice(f'No price is known for "{operation}". Add it to the price list, as 0 if it is free.')
    first = min(known, key=lambda price: price.since)
    in_force = max((price for price in known if price.since <= day), key=lambda price: price.since, default=first)
    return in_force.micros * units


def micros(dollars: Decimal) -> int:
    """US dollars as whole micros; a price finer than that is not one that a platform charges."""
    return int((dollars * MICROS).to_integral_value())


def dollars(amount: int) -> Decimal:
    """Micros as US dollars."""
    return Decimal(amount) / MICROS

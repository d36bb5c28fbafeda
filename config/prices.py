"""The price list that comes with Bluelamp, read into the domain's words."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from domain.money import Price, micros
from domain.posts import PlatformName

PRICES = Path(__file__).with_name("prices.toml")


class PricesFault(ValueError):
    """A price list that cannot be used; the text says which row and why."""


def read_prices(path: Path = PRICES) -> list[Price]:
    """The prices in force and past, for the budget. A platform without rows charges nothing. Raises PricesFault."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["prices"]
        prices = [_price(row) for row in rows]
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise PricesFault(f"{path.name} cannot be used: {error!r}") from error
    once = {(price.platform, price.operation, price.since) for price in prices}
    if len(once) < len(prices):
        raise PricesFault(f"{path.name} gives two prices for one operation on one day.")
    return prices


def _price(row: dict[str, Any]) -> Price:
    amount = micros(Decimal(row["usd"]))
    if amount < 0:
        raise ValueError(f"{row['operation']} costs less than nothing")
    if type(row["since"]) is not date:
        raise ValueError(f"{row['operation']} needs `since` as a date without quotes")
    return Price(PlatformName(row["platform"]), row["operation"], amount, row["since"])

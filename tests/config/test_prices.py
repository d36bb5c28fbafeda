"""Prices: exact, dated, and never guessed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.prices import PricesFault, read_prices
from domain.money import Price, UnknownPrice, cost, dollars, micros
from domain.posts import PlatformName

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("operation", "usd"),
    [
        ("post.read", "0.005"),
        ("user.read", "0.010"),
        ("post.create", "0.015"),
        ("post.create_with_url", "0.200"),
        ("reply.create", "0.010"),
        ("post.delete", "0.010"),
        ("media.metadata", "0.005"),
        ("content.manage", "0.005"),
        ("counts.recent", "0.005"),
        ("counts.all", "0.010"),
    ],
)
def test_x_costs_what_its_price_page_says(operation: str, usd: str) -> None:
    assert dollars(cost(read_prices(), operation, 1, DAY, platform=PlatformName.X)) == Decimal(usd)


def test_a_platform_without_prices_charges_nothing() -> None:
    assert cost(read_prices(), "post.read", 100, DAY, platform=PlatformName.FACEBOOK) == 0
    assert cost([], "post.read", 100, DAY) == 0


def test_a_price_that_nobody_knows_is_not_taken_for_nothing() -> None:
    with pytest.raises(UnknownPrice, match=r'"post\.raed"'):
        cost(read_prices(), "post.raed", 1, DAY)


@pytest.mark.parametrize(("day", "expected"), [(1, 10), (9, 10), (10, 20), (19, 20), (20, 5), (30, 5)])
def test_each_day_has_the_price_that_was_in_force(day: int, expected: int) -> None:
    steps = [(20, 5), (5, 10), (10, 20)]
    prices = [Price(PlatformName.X, "post.read", amount, date(2026, 9, since)) for since, amount in steps]
    assert cost(prices, "post.read", 3, date(2026, 9, day)) == 3 * expected


@given(st.decimals(0, 1000, places=6), st.integers(0, 10_000))
def test_money_is_exact(usd: Decimal, units: int) -> None:
    prices = [Price(PlatformName.X, "post.read", micros(usd), DAY)]
    assert dollars(cost(prices, "post.read", units, DAY)) == usd * units


ROW = '[[prices]]\nplatform = "x"\noperation = "post.read"\nusd = 0.005\nsince = 2026-08-22\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ROW + ROW, "two prices"),
        (ROW.replace('"x"', '"y"'), "'y' is not a valid PlatformName"),
        (ROW.replace("0.005", "-1"), "less than nothing"),
        (ROW.replace("0.005", '"cheap"'), "cannot be used"),
        (ROW.replace("2026-08-22", '"today"'), "date without quotes"),
        (ROW.replace('operation = "post.read"\n', ""), "operation"),
        ("prices = 1", "cannot be used"),
        ("", "prices"),
        ("[[", "cannot be used"),
    ],
)
def test_a_wrong_price_list_is_refused_in_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(text)
    with pytest.raises(PricesFault, match=words):
        read_prices(path)

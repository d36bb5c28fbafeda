"""Bank holidays: the days on which a nation of the United Kingdom rests, and the working days between them."""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_SATURDAY = 5


class Nation(StrEnum):
    """A part of the United Kingdom with bank holidays of its own; England and Wales have the same."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


UNITED_KINGDOM = tuple(Nation)
"""Every part: where the law counts a bank holiday anywhere in the United Kingdom (FOIA 2000 s.10(6))."""

_SUBDIVISION = {Nation.ENGLAND: "ENG", Nation.WALES: "WLS", Nation.SCOTLAND: "SCT", Nation.NORTHERN_IRELAND: "NIR"}


@lru_cache(maxsize=1024)
def bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    """A year's bank holidays with Christmas Day and Good Friday, both the day itself and the day in lieu. Offline."""
    from holidays import country_holidays  # costs 0.1 s, which a process without a clock need not pay

    return frozenset(country_holidays("GB", subdiv=_SUBDIVISION[nation], years=year))


def is_bank_holiday(day: date, nations: tuple[Nation, ...]) -> bool:
    """Whether a day is a bank holiday in any of these nations."""
    return any(day in bank_holidays(nation, day.year) for nation in nations)


def is_working_day(day: date, nations: tuple[Nation, ...]) -> bool:
    """Whether a day is neither a Saturday, a Sunday nor a bank holiday in any of these nations."""
    return day.weekday() < _SATURDAY and not is_bank_holiday(day, nations)


def working_day_after(day: date, count: int, nations: tuple[Nation, ...]) -> date:
    """The day that comes so many working days after this one, which itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, nations)
    return day

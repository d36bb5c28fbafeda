"""What each field of a roster must look like: tables, fields and the words for what is expected."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category
from zoneinfo import available_timezones

from domain.bank_holidays import Nation
from domain.people import Role
from domain.posts import PlatformName


@dataclass(frozen=True, slots=True)
class Kind:
    """What may stand in a field: in words, as a test, and the names to suggest one from when there are few."""

    says: str
    fits: Callable[[Any], bool]
    names: Callable[[], Collection[str]] = tuple


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table."""

    kind: Kind
    required: bool = True


def _text(value: object) -> bool:
    """A text with something in it, no spaces round it and no control characters."""
    return isinstance(value, str) and value == value.strip() != "" and not any(category(c) == "Cc" for c in value)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _matching(pattern: str) -> Callable[[Any], bool]:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _one_of(names: Iterable[str]) -> Kind:
    known = tuple(names)
    return Kind(" or ".join(f'"{name}"' for name in known), lambda value: value in known, lambda: known)


@cache
def time_zones() -> frozenset[str]:
    """The time zones this machine knows."""
    return frozenset(available_timezones())


_KEY = r"[A-Za-z0-9][A-Za-z0-9_.-]*"
TEXT = Kind("a text in quotes, with no space at its ends", _text)
TEXTS = Kind('a list of texts such as ["Market", "Riverside"]', _texts)
KEY = Kind('a key of letters, digits and hyphens, in quotes, such as "riverside"', _matching(_KEY))
PART = Kind('"force", "district:KEY" or "team:KEY"', _matching(rf"force|(?:district|team):{_KEY}"))
EMAIL = Kind(
    'an e-mail address such as "pat@example.org"', _matching(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]+")
)
TOKEN = Kind("the name of a secret: letters, digits, _ . and -, in quotes", _matching(_KEY))
FLAG = Kind("true or false", lambda value: isinstance(value, bool))
COUNT = Kind("a whole number above 0", lambda value: type(value) is int and value > 0)
DAY = Kind("a date without quotes, such as 2026-10-25", lambda value: type(value) is date)
ZONE = Kind(
    'a time zone such as "Europe/London"', lambda value: isinstance(value, str) and value in time_zones(), time_zones
)
LANGUAGES = Kind(
    'a list of language codes such as ["en", "cy"], each once',
    lambda value: (
        _texts(value)
        and len(set(value)) == len(value) > 0
        and all(re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", code) for code in value)
    ),
)

SHAPES: dict[str, dict[str, Field]] = {
    "force": {
        "name": Field(TEXT),
        "time_zone": Field(ZONE),
        "languages": Field(LANGUAGES),
        "hours": Field(TEXT, required=False),
        "nation": Field(_one_of(Nation), required=False),
    },
    "districts": {
        "key": Field(KEY),
        "name": Field(TEXT),
        "population": Field(COUNT, required=False),
        "towns": Field(TEXTS),
        "boundary": Field(TEXT, required=False),
        "hours": Field(TEXT, required=False),
    },
    "teams": {
        "key": Field(KEY),
        "name": Field(TEXT),
        "district": Field(KEY),
        "wards": Field(TEXTS),
        "contact": Field(TEXT, required=False),
        "merged_into": Field(KEY, required=False),
        "hours": Field(TEXT, required=False),
    },
    "accounts": {
        "platform": Field(_one_of(PlatformName)),
        "handle": Field(TEXT),
        "external_id": Field(TEXT),
        "owner": Field(PART),
        "token": Field(TOKEN),
        "watch_threads": Field(FLAG, required=False),
    },
    "people": {"email": Field(EMAIL), "name": Field(TEXT), "role": Field(_one_of(Role)), "scope": Field(PART)},
    "campaigns": {
        "key": Field(KEY),
        "name": Field(TEXT),
        "starts": Field(DAY),
        "ends": Field(DAY),
        "purpose": Field(TEXT, required=False),
    },
}


@cache
def account_shapes() -> dict[tuple[str, str], Kind]:
    """What an external_id and a handle look like, by platform and field, from platforms.toml beside this file."""
    told = tomllib.loads(Path(__file__).with_name("platforms.toml").read_text(encoding="utf-8"))
    return {
        (platform, column): Kind(shape[f"{word}_says"], _matching(shape[word]))
        for platform, shape in told.items()
        for column, word in (("external_id", "id"), ("handle", "handle"))
    }

"""The kinds of values that settings take: addresses, times of the day, databases, each with the sentence of a fault."""

import re
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode


def _address(value: str) -> str:
    """An address of a server, without a slash at its end; a password has no place in it."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise PydanticCustomError("address", "expected an address such as https://api.example.org") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise PydanticCustomError("address", "expected an address such as https://api.example.org")
    if parts.username or parts.password:
        raise PydanticCustomError("address_password", "expected an address without a user name or password in it")
    return value.rstrip("/")


def _database(value: str) -> str:
    """A database that the store can speak to."""
    if not value.startswith(("sqlite://", "postgresql://", "postgresql+psycopg://")):
        raise PydanticCustomError("database", "expected sqlite:///FILE or postgresql://USER@HOST/NAME")
    return value


def _mails(value: object) -> object:
    """Several addresses in one text, with commas between; a list from the file stays one."""
    return tuple(one.strip() for one in value.split(",") if one.strip()) if isinstance(value, str) else value


def _day_time(value: object) -> object:
    """A time of the day as people write it; a time stays one."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", value.strip())
    if not found:
        raise PydanticCustomError("day_time", "expected a time such as 07:30")
    return time(int(found[1]), int(found[2]))


Address = Annotated[str, AfterValidator(_address)]
Mail = Annotated[str, Field(pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+$")]
Domain = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")]
Domains = Annotated[tuple[Domain, ...], NoDecode, BeforeValidator(_mails)]
Mails = Annotated[tuple[Mail, ...], NoDecode, BeforeValidator(_mails)]
DayTime = Annotated[time, BeforeValidator(_day_time)]
Database = Annotated[str, AfterValidator(_database)]
Folder = Annotated[Path, AfterValidator(Path.expanduser)]
Dollars = Annotated[Decimal, Field(ge=0, decimal_places=6, allow_inf_nan=False)]

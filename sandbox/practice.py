"""A roster and secret files for the accounts of a world, so that any world can be run through the whole line."""

import json
import re
import tomllib
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from sandbox.items import Account
from sandbox.world import World
from sandbox.x_auth import CONSUMER_KEY, CONSUMER_SECRET

PEOPLE = (
    ("officer@example.org", "Olwen Practice", "officer"),
    ("comms@example.org", "Casimir Practice", "comms"),
    ("supervisor@example.org", "Sunniva Practice", "supervisor"),
    ("administrator@example.org", "Anselm Practice", "administrator"),
)


class Unwritable(Exception):
    """A roster or secrets that cannot be written; its text says why."""


def key(name: str) -> str:
    """A name as a key: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or f"unnamed-{zlib.crc32(name.encode())}"


def secret_name(account: Account) -> str:
    """The reference under which an account's token is kept."""
    return f"PRACTICE_{account.platform.upper()}_{re.sub(r'[^A-Za-z0-9]', '_', account.id)}"


def _text(value: str) -> str:
    """A TOML string (a JSON string is one) without control characters and spaces at its ends."""
    plain = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in value).strip()
    return json.dumps(plain, ensure_ascii=False)


@dataclass(frozen=True)
class Places:
    """The districts and teams that a world's accounts name, each with a key of its own."""

    districts: dict[str, str]  # name: key
    teams: dict[tuple[str, str], str]  # name and district: key


def places(accounts: list[Account]) -> Places:
    districts: dict[str, str] = {}
    teams: dict[tuple[str, str], str] = {}
    for account in accounts:
        if account.district and account.district not in districts:
            districts[account.district] = _free(key(account.district), set(districts.values()))
        spot = (account.team, account.district)
        if account.team and account.district and spot not in teams:
            teams[spot] = _free(key(account.team), set(teams.values()))
    return Places(districts, teams)


def _free(wish: str, taken: set[str]) -> str:
    """The key wished for, or with a number behind it where another name has it."""
    return next(name for name in chain((wish,), (f"{wish}-{at}" for at in count(2))) if name not in taken)


def roster(world: World, named: Mapping[tuple[str, str], str]) -> str:
    """roster.toml of a world: districts and teams as its accounts name them, and four people who do not exist."""
    accounts = list(world.accounts.values())
    known = places(accounts)
    lines = ["# Practice: written by the sandbox for its own world. Nothing here is public.", ""]
    lines += ["[force]", 'name = "Practice Force"', 'time_zone = "Europe/London"', 'languages = ["en"]']
    for name, short in known.districts.items():
        lines += ["", "[[districts]]", f'key = "{short}"', f"name = {_text(name)}", *_district(accounts, name)]
    for (team, district), short in known.teams.items():
        wards = sorted({one.ward for one in accounts if one.ward and (one.team, one.district) == (team, district)})
        lines += ["", "[[teams]]", f'key = "{short}"', f"name = {_text(team)}"]
        lines += [f'district = "{known.districts[district]}"', f"wards = {_list(wards)}"]
    for account in accounts:
        lines += ["", "[[accounts]]", f'platform = "{account.platform}"', f"handle = {_text(account.handle)}"]
        lines += [f"external_id = {_text(account.id)}", f'owner = "{_owner(known, account)}"']
        lines += [f'token = "{named.get((account.platform, account.id), secret_name(account))}"']
    for email, name, role in PEOPLE:
        lines += ["", "[[people]]", f'email = "{email}"', f'name = "{name}"', f'role = "{role}"', 'scope = "force"']
    return "\n".join(lines) + "\n"


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(_text(value) for value in values)}]"


def _district(accounts: list[Account], name: str) -> list[str]:
    """Its people, and its towns: those of which it has the most followers, so that each town has one district."""
    population = next((one.population for one in accounts if one.district == name and one.population), None)
    most: dict[str, tuple[int, str, str]] = {}
    for account in accounts:
        for town, followers in account.towns.items() if account.district else ():
            best = most.get(town.casefold(), (-1, "", ""))
            most[town.casefold()] = max(best, (followers, account.district, town), key=lambda found: found[0])
    towns = sorted(town for _, district, town in most.values() if district == name)
    told = [] if population is None else [f"population = {population}"]
    return [*told, f"towns = {_list(towns)}"]


def _owner(known: Places, account: Account) -> str:
    team = known.teams.get((account.team, account.district))
    district = known.districts.get(account.district)
    return f"team:{team}" if team else f"district:{district}" if district else "force"


def secret(account: Account) -> str:
    """The secret file of one account."""
    if account.platform == "facebook":
        return f'page_token = "practice-page-{account.id}"\n'
    return (
        f'consumer_key = "{CONSUMER_KEY}"\nconsumer_secret = "{CONSUMER_SECRET}"\n'
        f'access_token = "practice-x-{account.id}"\naccess_token_secret = "practice-x-{account.id}-secret"\n'
    )


def names(roster_file: Path | None) -> dict[tuple[str, str], str]:
    """How a roster that is already there names the tokens, by platform and id; empty without one."""
    if roster_file is None:
        return {}
    try:
        accounts = tomllib.loads(roster_file.read_text(encoding="utf-8")).get("accounts", [])
        return {(one["platform"], one["external_id"]): one["token"] for one in accounts}
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        raise Unwritable(f"{roster_file} tells no names of tokens ({type(trouble).__name__}: {trouble})") from None


def write(world: World, roster_file: Path, secrets: Path, named: Mapping[tuple[str, str], str] | None = None) -> None:
    """Write the roster and, readable by nobody else, one secret file for each account; `named` names some of them."""
    named = named or {}
    roster_file.parent.mkdir(parents=True, exist_ok=True)
    roster_file.write_text(roster(world, named), encoding="utf-8")
    secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
    secrets.chmod(0o700)
    for account in world.accounts.values():
        file = secrets / named.get((account.platform, account.id), secret_name(account))
        file.touch(mode=0o600)
        file.chmod(0o600)
        file.write_text(secret(account), encoding="utf-8")

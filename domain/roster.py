"""The roster's words: who is who in a force's social media, as plain rows that are known by their keys."""

from dataclasses import dataclass
from datetime import date

from domain.bank_holidays import Nation
from domain.people import Role
from domain.posts import PlatformName

FORCE = "force"  # the owner of an account, or the scope of a person, that stands for everyone


@dataclass(frozen=True, slots=True)
class RosterForce:
    """The force itself. `languages`: those it publishes in, the main one first.

    `hours` are opening hours as domain.hours_text reads them; "": always open. `nation`: whose bank holidays it keeps.
    """

    name: str
    time_zone: str
    languages: tuple[str, ...]
    hours: str = ""
    nation: Nation = Nation.ENGLAND


@dataclass(frozen=True, slots=True)
class RosterDistrict:
    """An area that numbers are counted for. `towns`: as a platform spells them; no town stands in two districts.

    `hours` "": those of the force.
    """

    key: str
    name: str
    population: int | None
    towns: tuple[str, ...]
    boundary: str | None = None
    hours: str = ""


@dataclass(frozen=True, slots=True)
class RosterTeam:
    """A neighbourhood team; `merged_into` is the key of the team that took it over. `hours` "": of the district."""

    key: str
    name: str
    district: str
    wards: tuple[str, ...]
    contact: str | None = None
    merged_into: str | None = None
    hours: str = ""


@dataclass(frozen=True, slots=True)
class RosterAccount:
    """An account on a platform. `owner` is read by `part`; `token` names a secret and never is one."""

    platform: PlatformName
    handle: str
    external_id: str
    owner: str
    token: str
    watch_threads: bool = False

    @property
    def key(self) -> str:
        """What the account stays, whatever it is renamed to: "x:1876471393"."""
        return f"{self.platform}:{self.external_id}"


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """Someone who works with Bluelamp; `email` in small letters is the key, `scope` is read by `part`."""

    email: str
    name: str
    role: Role
    scope: str

    @property
    def key(self) -> str:
        """How a person is known from one roster to the next."""
        return self.email


@dataclass(frozen=True, slots=True)
class RosterCampaign:
    """A named push that posts are counted under; first and last day both included, in the force's time zone."""

    key: str
    name: str
    starts: date
    ends: date
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """A whole roster, already found without fault: every key that is named in it exists."""

    force: RosterForce
    districts: tuple[RosterDistrict, ...] = ()
    teams: tuple[RosterTeam, ...] = ()
    accounts: tuple[RosterAccount, ...] = ()
    people: tuple[RosterPerson, ...] = ()
    campaigns: tuple[RosterCampaign, ...] = ()


def part(owner_or_scope: str) -> tuple[str, str | None]:
    """Which part of the force is meant: "team:ashby" is ("team", "ashby"), "force" is ("force", None)."""
    kind, _, key = owner_or_scope.partition(":")
    return kind, key or None

"""Notices: what a platform's terms ask of a force before its first account there is connected."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from domain.posts import PlatformName


@dataclass(frozen=True)
class Notice:
    """What the terms ask, and what to do about it, in sentences."""

    says: str
    do: str


def notice(platform: PlatformName) -> Notice | None:
    """The notice of a platform; None when its terms ask nothing out of the ordinary of a force."""
    told = tomllib.loads((files("platforms") / "notices.toml").read_text(encoding="utf-8"))
    return Notice(**told[platform]) if platform in told else None

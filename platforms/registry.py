"""Which platforms there are: what each can do, and how an account's line is plugged in."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from domain.answers import Asked, Obstacle
from domain.clock import Clock
from domain.posts import Outgoing, PlatformName
from platforms import facebook, facebook_links, wire, x, x_client, x_write
from platforms.facebook_graph import Usages
from platforms.port import Capabilities, Line

Connector = Callable[[Line, Mapping[str, object]], x.X | facebook.FacebookPage]

HOMES = {PlatformName.X: x_client.HOME, PlatformName.FACEBOOK: facebook.HOME}
OTHER_NAMES = {PlatformName.X: x_client.OTHER_NAMES, PlatformName.FACEBOOK: ()}
_CAPABILITIES = {PlatformName.X: x.CAPABILITIES, PlatformName.FACEBOOK: facebook.CAPABILITIES}
_PROFILES = {PlatformName.X: "https://x.com/{handle}", PlatformName.FACEBOOK: "https://www.facebook.com/{external_id}"}
_ID_IN_LINK = {PlatformName.X: x.id_in_link, PlatformName.FACEBOOK: facebook_links.id_in_link}
_OBSTACLES = {PlatformName.X: x_write.known_obstacle}
_FAULTS = {PlatformName.X: x.faults, PlatformName.FACEBOOK: facebook.faults}


def capabilities(platform: PlatformName) -> Capabilities:
    """How this platform differs, for composer, tables and collector."""
    return _CAPABILITIES[platform]


def check(platform: PlatformName, message: Outgoing) -> list[str]:
    """What is wrong with a message on this platform, in sentences, without a line to it."""
    return _FAULTS[platform](message)


def obstacle(platform: PlatformName, asked: Asked, handle: str, answers_anyone: bool) -> Obstacle | None:
    """What a platform has against our answering this, as far as is known before anybody asks it; None: nothing."""
    return _OBSTACLES[platform](asked, handle, answers_anyone) if platform in _OBSTACLES else None


def id_in_link(platform: PlatformName, link: str, account: str) -> str | None:
    """The platform's id of a post of ours in a link that a person pasted; None when it is no link to one post.

    `account`: the platform's id of the account it should be on.
    """
    return _ID_IN_LINK[platform](link.strip(), account)


def profile(platform: PlatformName, handle: str, external_id: str) -> str:
    """Where people see an account on its platform."""
    return _PROFILES[platform].format(handle=quote(handle.lstrip("@")), external_id=quote(external_id))


def connector(
    addresses: Mapping[PlatformName, str], graph_version: str, now: Clock, answer_within: float | None = None
) -> Connector:
    """What makes the lines of a process: from an account and the fields of its secret to its Source and Outlet.

    All lines share the connections to each platform and what is known of its limits. The door may keep a
    line or make one for each call; it belongs to one thread at a time. Fields: `bearer_token` or
    the four keys; `page_token` with, if wanted, `app_secret` and `expires_on`. Raises TokenExpired
    when they are not there. `answer_within`: the seconds that a platform may keep us waiting.
    """
    timeout = wire.patience(answer_within) if answer_within else None
    reached = {platform: _address(platform, address, timeout) for platform, address in addresses.items()}
    usages: Usages = {}

    def connect(line: Line, secret: Mapping[str, object]) -> x.X | facebook.FacebookPage:
        address = {HOMES[line.platform]: reached[line.platform]}
        if line.platform is PlatformName.X:
            return x.X(line, secret, address, now)
        return facebook.FacebookPage(line, secret, address, now, version=graph_version, usages=usages)

    return connect


def _address(platform: PlatformName, address: str, timeout: tuple[float, float] | None) -> wire.Address:
    """The connections to a platform: its own address, its other name, or what stands in for it."""
    address = address.rstrip("/")
    if address == HOMES[platform]:
        return wire.Address(timeout=timeout)
    if address in OTHER_NAMES[platform]:
        return wire.Address(other_name=address, timeout=timeout)
    return wire.Address(address, timeout=timeout)

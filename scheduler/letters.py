"""Letters: a message about matters, what hands it over, and what telling people works with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time

from domain.clock import Clock
from domain.matters import Channel, Patience
from domain.posts import PlatformName, TokenHealth
from scheduler.alert_paper import Manner
from store.db import Store
from store.tables import Account


class MailFault(Exception):
    """The message was surely not taken; the text says why. `whole`: no other would be taken either."""

    def __init__(self, says: str, *, whole: bool) -> None:
        super().__init__(says)
        self.whole = whole


class MailUnsure(Exception):
    """The message may have been taken: the same one is tried again, under the same name."""


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A message to hand over. `name` is the same each time it is tried; `after` that of an earlier one."""

    name: str
    to: tuple[str, ...]
    subject: str
    body: str
    at: datetime
    after: str = ""
    urgent: bool = False
    enclosed: tuple[Enclosure, ...] = ()


Send = Callable[[Letter], str]
"""Hands a letter over; what was wrong all the same, or "". Raises MailFault or MailUnsure."""


@dataclass(frozen=True)
class Tokens:
    """What is asked of tokens once a day: when their secret says that they end, and the platforms that are `free`."""

    ask: Callable[[Account], TokenHealth]
    ends: Callable[[Account], datetime | None]
    free: tuple[PlatformName, ...] = ()  # where asking costs nothing


@dataclass(frozen=True)
class Post:
    """What telling works with: the store, the clock, the mail server (None: nobody is told), and who is told.

    `hook` hands letters to the chat, None where there is none; `digest_at` is London's wall time, None: no digest.
    """

    store: Store
    now: Clock
    manner: Manner
    send: Send | None = None
    to: tuple[str, ...] = ()
    hook: Send | None = None
    patience: Patience = field(default_factory=Patience)
    digest_at: time | None = None
    tokens: Tokens | None = None

    def by(self, channel: Channel) -> Send | None:
        """What hands letters over this way."""
        return self.send if channel is Channel.MAIL else self.hook

    def channels(self) -> tuple[Channel, ...]:
        """The ways whose matters are kept: the mail's always, so that they are told once there is a server."""
        return (Channel.MAIL, Channel.WEBHOOK) if self.hook else (Channel.MAIL,)

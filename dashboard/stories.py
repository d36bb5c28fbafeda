"""What the pages may ask of publications: the list, and the whole story of one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from dashboard.kept import ask, now
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.publication import State
from store import reports
from store.reports import HoldOver, Notice, PictureRow, PublicationRow, Story, StoryRow, TakeDownRow

__all__ = ["HoldOver", "Notice", "PictureRow", "PublicationRow", "Story", "StoryRow", "TakeDownRow"]


def publications(
    who: Signed,
    scope: Scope | None,
    platform: PlatformName | None,
    states: Collection[State],
    since: datetime | None,
    *,
    words: str = "",
    taken_down: bool = False,
    message_id: UUID | None = None,
    limit: int,
) -> Sequence[PublicationRow]:
    """Publications due since then or to come, the latest due first; of one message when it is named."""
    return ask(
        reports.publications, who, scope=scope, platform=platform, states=states, since=since, words=words,
        taken_down=taken_down, message_id=message_id, limit=limit,
    )  # fmt: skip


def story(who: Signed, which: UUID) -> Story | None:
    """Everything about one publication; None when it is not there, or not this person's to see."""
    return ask(reports.story, who, which, now())

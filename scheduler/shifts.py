"""The end of a shift: its summary goes to those who come next, once."""

from datetime import datetime, timedelta
from uuid import UUID

from domain.matters import Matter
from domain.people import Role, Scope, Signed
from scheduler import shift_words
from scheduler.letters import Post
from store import alerts, duty, reports
from store.db import Store
from store.tables import Alert

LOOKED_BACK = timedelta(hours=2)  # for shifts that ended while no watch was at work
SUPERSEDED_AFTER = timedelta(hours=12)


def notice(store: Store, now: datetime) -> None:
    """Write down each shift that has ended, so that it is told."""
    with store.reading() as db:
        ended = [one for one in duty.ended(db, now - LOOKED_BACK, now) if not alerts.known(db, Matter.SHIFT, one.name)]
    if not ended:
        return
    with store.writing() as db:
        alerts.supersede(db, Matter.SHIFT, now - SUPERSEDED_AFTER, now)
        for one in ended:
            alerts.raise_regular(db, Matter.SHIFT, one.name, None, one.ends_at, now)


def letter(post: Post, alert: Alert, now: datetime) -> tuple[str, str]:
    """Subject and body of the summary of the shift that an alert names."""
    ended = duty.shift_named(alert.matter)
    scope = Scope(*ended.area)
    who = Signed(UUID(int=0), "", "the service", Role.SUPERVISOR, scope)
    with post.store.reading() as db:
        summary = reports.shift(db, who, now, scope=scope, since=ended.starts_at)
    return shift_words.text(post.manner, summary)

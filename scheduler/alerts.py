"""Alerts: tells people of matters that need them, each once and each way once, a burst of them in one message.

    notice (one transaction)  →  take one message in hand  →  hand it over  →  write down how it ended

A crash after a message was taken and before that was written down repeats the message, under the same Message-ID, so
that mail systems can drop the double. Nothing else is ever told twice.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from domain.matters import OF_DANGER, OF_THE_SERVICE, Channel, Matter, Patience, channels
from scheduler import alert_groups, alert_to
from scheduler.alert_groups import HALF_AN_HOUR, MANY
from scheduler.alert_letters import written
from scheduler.alert_to import Told
from scheduler.letters import Letter, MailFault, MailUnsure, Post, Send
from store import alerts, duty, matters, workers
from store.db import Store
from store.reports import alarms
from store.tables import Alert

log = logging.getLogger(__name__)

QUIET = timedelta(minutes=10)  # a matter that was not so for this long is over; what comes back sooner never ended
QUIET_OF_DANGER = timedelta(seconds=30)  # who was woken is to know soon that somebody has it
LEASE = timedelta(minutes=10)  # longer than talking to a mail server can last
LEASE_OF_DANGER = timedelta(minutes=3)  # a double is the lesser evil
PAUSES = tuple(timedelta(minutes=number) for number in (1, 2, 5, 15, 30, 60))  # before a message is tried again
FORGOTTEN_AFTER = timedelta(days=90)  # since a matter was over, or a dead process was last heard
DUTIES_FORGOTTEN_AFTER = timedelta(days=365)

Kinds = Collection[Matter]


def tick(post: Post) -> int:
    """Write down what has become a matter or is one no longer, and tell what nobody was told; how many messages."""
    notice(post.store, post.now(), post.patience, post.channels())
    return sum(_tell(post, channel) for channel in Channel)


def tick_danger(post: Post) -> int:
    """Look for new danger only, and tell it; how many messages. Cheap, for it is done every few seconds."""
    with post.store.reading() as db:
        fresh = alarms.new_danger(db, post.now())
    if not fresh:
        return 0
    with post.store.writing() as db:
        keys = [(Matter.DANGER, which, channel) for which in fresh for channel in post.channels()]
        alerts.raise_(db, keys, post.now())
    return sum(_tell(post, channel, OF_DANGER) for channel in Channel)


def notice(
    store: Store, now: datetime, patience: Patience | None = None, ways: Sequence[Channel] = (Channel.MAIL,)
) -> None:
    """Raise what is new, and settle what is over."""
    with store.reading() as db:
        found = matters.just_now(db, now, patience or Patience())
        standing = {(Matter(one.kind), one.subject_id, one.channel): one for one in alerts.standing(db)}
    seen = {(kind, which, way) for kind, which in found for way in channels(kind) if way in ways}
    new = seen - standing.keys()
    still = [one.matter for key, one in standing.items() if key in seen and one.seen_at < now - timedelta(minutes=1)]
    ended = [one for key, one in standing.items() if key not in seen and one.seen_at < now - _quiet(one)]
    if not (new or still or ended):
        return
    with store.writing() as db:
        alerts.raise_(db, sorted(new, key=str), now)
        alerts.still(db, still, now)
        alerts.settle(db, [one.matter for one in ended], now)
    for letter in {one.letter for one in ended if one.sent_at and _is_outage(one)}:
        _end(store, letter, now)


def tidy(store: Store, now: datetime) -> None:
    """Forget what is long over: alerts, duties, and the last words of processes that died."""
    with store.writing() as db:
        alerts.forget(db, now - FORGOTTEN_AFTER)
        workers.forget(db, now - FORGOTTEN_AFTER)
        duty.forget(db, now - DUTIES_FORGOTTEN_AFTER)


def _quiet(one: Alert) -> timedelta:
    return QUIET_OF_DANGER if one.kind in OF_DANGER else QUIET


def _is_outage(one: Alert) -> bool:
    """Whether people are told once that it is over."""
    kind = Matter(one.kind)
    many = kind is Matter.LATE and one.letter.startswith(MANY)
    return one.channel is Channel.MAIL and (kind in OF_THE_SERVICE or kind is Matter.DANGER or many)


def _end(store: Store, letter: str, now: datetime) -> None:
    with store.writing() as db:
        told = alerts.in_letter(db, letter)
        if all(one.settled_at for one in told):
            alerts.raise_regular(db, Matter.OVER, letter, None, max(one.seen_at for one in told), now)


def _tell(post: Post, channel: Channel, only: Kinds = tuple(Matter)) -> int:
    """Tell one way what is to be told; how many messages."""
    send, sent = post.by(channel), 0
    while send and (taken := _take(post, channel, only)):
        told = _hand_over(post, send, channel, *taken)
        if told is None:
            break
        sent += told
    return sent


def _take(post: Post, channel: Channel, only: Kinds) -> tuple[Letter, Sequence[Alert]] | None:
    """Take the next message in hand, before a byte of it leaves; None when there is none just now."""
    now = post.now()
    with post.store.reading() as db:
        if not _next(db, post, channel, only, now)[1]:
            return None
    with post.store.writing(durable=True) as db:
        alerts.gate(db)
        name, group, told = _next(db, post, channel, only, now)
        urgent = any(one.kind in OF_DANGER for one in group)
        mine = alerts.claim(db, group, name, now + (LEASE_OF_DANGER if urgent else LEASE))
    if not mine:
        return None
    return written(post, name, mine, alert_to.everybody([told[one.matter] for one in mine]), now), mine


def _next(
    db: Session, post: Post, channel: Channel, only: Kinds, now: datetime
) -> tuple[str, Sequence[Alert], dict[str, Told]]:
    """The next message that somebody can be told: its name, what it tells, and whom."""
    waiting = [one for one in alerts.untold(db, channel, now) if one.kind in only]
    if not waiting:
        return "", [], {}
    earlier = alerts.told_since(db, channel, now - HALF_AN_HOUR)
    told = alert_to.people(db, [*waiting, *earlier], post.to, now)
    if channel is Channel.MAIL:
        waiting = [one for one in waiting if one.matter in told and told[one.matter].to]
    else:
        told = {one.matter: told.get(one.matter, Told()) for one in [*waiting, *earlier]}
    name, group = alert_groups.choose(waiting, earlier, alert_to.spots(told), now)
    return name, group, told


def _hand_over(post: Post, send: Send, channel: Channel, letter: Letter, group: Sequence[Alert]) -> bool | None:
    """Hand it over and write down how that ended; None when no other would be taken either."""
    try:
        note = send(letter)
    except MailUnsure as fault:
        log.warning("nobody knows whether an alert was taken (%s): %s", channel, fault)
        with post.store.writing() as db:
            alerts.perhaps_told(db, letter.name, post.now() + max(_lease(letter), _pause(letter, group)))
        return None
    except MailFault as fault:
        log.warning("an alert could not be sent (%s), and is tried again: %s", channel, fault)
        now = post.now()
        again_at = now + _pause(letter, group)
        with post.store.writing() as db:
            alerts.not_told(db, letter.name, again_at, str(fault))
            if fault.whole:
                alerts.put_off(db, channel, () if letter.urgent else OF_DANGER, now, again_at)
        return None if fault.whole else False
    with post.store.writing(durable=True) as db:
        alerts.told(db, letter.name, post.now(), note)
    log.info("told (%s): %s", channel, letter.subject)
    return True


def _lease(letter: Letter) -> timedelta:
    return PAUSES[0] if letter.urgent else LEASE


def _pause(letter: Letter, group: Sequence[Alert]) -> timedelta:
    """Before it is tried again: the longer the oftener it was; danger every minute, however often."""
    return PAUSES[0] if letter.urgent else PAUSES[min(max(one.tries for one in group), len(PAUSES) - 1)]


__all__ = ["Letter", "MailFault", "MailUnsure", "Post", "notice", "tick", "tick_danger", "tidy"]

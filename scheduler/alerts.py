"""Alerts: tells people by e-mail of matters that need them, each once, a burst of them in one message.

    notice (one transaction)  →  take one message in hand  →  hand it to the mail server  →  write down how it ended

A crash after the mail server took a message and before that was written down repeats the message, under the
same Message-ID, so that mail systems can drop the double. Nothing else is ever told twice.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby
from uuid import UUID

from sqlmodel import Session

from domain.clock import Clock
from domain.matters import OF_THE_SERVICE, Matter
from scheduler import alert_words
from scheduler.alert_words import Ended, Manner, Service
from store import alerts, matters, workers
from store.db import Store
from store.matters import PostFacts
from store.reports.pressing import PUBLISHER
from store.tables import Alert

log = logging.getLogger(__name__)

QUIET = timedelta(minutes=10)  # a matter that was not so for this long is over; what comes back sooner never ended
AT_MOST = 5  # messages of one kind, each about one matter, within HALF_AN_HOUR; what is more is gathered
HALF_AN_HOUR = timedelta(minutes=30)
LEASE = timedelta(minutes=10)  # longer than talking to a mail server can last
PAUSES = tuple(timedelta(minutes=number) for number in (1, 2, 5, 15, 30, 60))  # before a message is tried again
FORGOTTEN_AFTER = timedelta(days=90)  # since a matter was over, or a dead process was last heard
LOOKED_UP = 5_000  # matters of one message whose facts are looked up
ONE, MANY = "one-", "many-"  # how the name of a letter begins


class MailFault(Exception):
    """The mail server has surely not taken the message; the text says why. `whole`: it would take no other either."""

    def __init__(self, says: str, *, whole: bool) -> None:
        super().__init__(says)
        self.whole = whole


class MailUnsure(Exception):
    """The mail server may have taken the message: the same one is tried again, under the same name."""


@dataclass(frozen=True)
class Letter:
    """A message for the mail server. `name` is the same each time it is tried; `after` that of an earlier one."""

    name: str
    to: tuple[str, ...]
    subject: str
    body: str
    at: datetime
    after: str = ""


Send = Callable[[Letter], str]
"""Hands a letter over; what was wrong all the same, or "". Raises MailFault or MailUnsure."""


@dataclass(frozen=True)
class Post:
    """What telling works with: the store, the clock, the mail server (None: nobody is told), and who is told."""

    store: Store
    now: Clock
    manner: Manner
    send: Send | None = None
    to: tuple[str, ...] = ()


def tick(post: Post) -> int:
    """Write down what has become a matter or is one no longer, and tell what nobody was told; how many messages."""
    notice(post.store, post.now())
    sent = 0
    while post.send and (taken := _take(post)):
        told = _hand_over(post, post.send, *taken)
        if told is None:
            break
        sent += told
    return sent


def notice(store: Store, now: datetime) -> None:
    """Raise what is new, and settle what is over."""
    with store.reading() as db:
        seen = matters.just_now(db, now)
        standing = {(Matter(one.kind), one.subject_id): one for one in alerts.standing(db)}
    new = seen - standing.keys()
    still = [one.matter for key, one in standing.items() if key in seen and one.seen_at < now - timedelta(minutes=1)]
    ended = [one for key, one in standing.items() if key not in seen and one.seen_at < now - QUIET]
    if not (new or still or ended):
        return
    with store.writing() as db:
        alerts.raise_(db, sorted(new, key=str), now)
        alerts.still(db, still, now)
        alerts.settle(db, [one.matter for one in ended], now)
    for letter in {one.letter for one in ended if one.sent_at and _is_outage(one)}:
        _end(store, letter, now)


def tidy(store: Store, now: datetime) -> None:
    """Forget what is long over: alerts, and the last words of processes that died."""
    with store.writing() as db:
        alerts.forget(db, now - FORGOTTEN_AFTER)
        workers.forget(db, now - FORGOTTEN_AFTER)


def _is_outage(one: Alert) -> bool:
    """Whether people are told once that it is over."""
    kind = Matter(one.kind)
    return kind in OF_THE_SERVICE or (kind is Matter.LATE and one.letter.startswith(MANY))


def _end(store: Store, letter: str, now: datetime) -> None:
    with store.writing() as db:
        told = alerts.in_letter(db, letter)
        if all(one.settled_at for one in told):
            alerts.raise_over(db, letter, max(one.seen_at for one in told), now)


def _take(post: Post) -> tuple[Letter, Sequence[Alert]] | None:
    """Take the next message in hand, before a byte of it leaves; None when there is none just now."""
    now = post.now()
    with post.store.reading() as db:
        if not _next(db, post, now)[1]:
            return None
    with post.store.writing(durable=True) as db:
        alerts.gate(db)
        name, group = _next(db, post, now)
        mine = alerts.claim(db, group, name, now + LEASE)
    return (_written(post, name, mine, now), mine) if mine else None


def _next(db: Session, post: Post, now: datetime) -> tuple[str, Sequence[Alert]]:
    """The next message that somebody can be told: its name, and what it tells."""
    waiting, by_author = alerts.untold(db, now), {}
    if waiting and not post.to:
        by_author = _authors(db, waiting)
        waiting = [one for one in waiting if one.matter in by_author]
    return _choose(waiting, alerts.told_since(db, now - HALF_AN_HOUR), by_author) if waiting else ("", [])


def _choose(
    waiting: Sequence[Alert], told: Sequence[Alert], by_author: Mapping[str, str]
) -> tuple[str, Sequence[Alert]]:
    """The next message: its name, and what it tells. One that may have been taken before goes again as it was."""
    for one in waiting:
        if one.letter and not one.trouble:
            return one.letter, [other for other in waiting if other.letter == one.letter]

    def place(one: Alert) -> tuple[int, str]:
        return list(Matter).index(Matter(one.kind)), by_author.get(one.matter, "")

    for _, found in groupby(sorted(waiting, key=place), place):
        group = list(found)
        alone = group[0].kind in (*OF_THE_SERVICE, Matter.OVER)
        before = [] if alone else [one for one in told if one.kind == group[0].kind]
        if any(one.letter.startswith(MANY) for one in before):
            continue  # the next gathered one goes half an hour after the last
        if not alone and len(group) + len(before) > AT_MOST:
            return _name(MANY, group), group
        return _name(ONE, group[:1]), group[:1]
    return "", []


def _name(start: str, group: Sequence[Alert]) -> str:
    """A name that the same matters have each time."""
    told = "\n".join(sorted(f"{one.matter} {one.raised_at.isoformat()}" for one in group))
    return start + sha256(told.encode()).hexdigest()[:24]


def _authors(db: Session, waiting: Sequence[Alert]) -> dict[str, str]:
    """By matter, who wrote the post that it is about."""
    found: dict[str, str] = {}
    for kind in {Matter(one.kind) for one in waiting}:
        mine = {one.subject_id: one.matter for one in waiting if one.kind == kind and one.subject_id}
        known = matters.authors(db, kind, list(mine)[:LOOKED_UP])
        found |= {mine[subject]: email for subject, email in known.items()}
    return found


def _written(post: Post, name: str, group: Sequence[Alert], now: datetime) -> Letter:
    """The message, from what is known at this moment."""
    kind, over_at = Matter(group[0].kind), group[0].seen_at if group[0].settled_at else None
    subjects = [one.subject_id for one in group if one.subject_id][:LOOKED_UP]
    with post.store.reading() as db:
        facts = matters.facts(db, kind, subjects, now)
        emails = set(matters.authors(db, kind, subjects).values())
    after = ""
    if kind is Matter.OVER:
        after = group[0].matter.split()[1]
        subject, body = alert_words.over(post.manner, _ended(post, after, group[0].seen_at))
    elif kind in OF_THE_SERVICE:
        subject, body = alert_words.of_the_service(post.manner, kind, _service(post, now))
    elif len(group) == 1 and name.startswith(ONE) and facts:
        subject, body = alert_words.single(post.manner, kind, facts[0], over_at)
    else:
        over = sum(one.settled_at is not None for one in group)
        subject, body = alert_words.gathered(post.manner, kind, len(group), facts, over)
    author = emails if len(emails) == 1 else set()  # of a gathered message only who wrote all of it
    return Letter(name, tuple(dict.fromkeys([*post.to, *author])), subject, body, now, after)


def _service(post: Post, now: datetime) -> Service:
    with post.store.reading() as db:
        waiting, since, first = matters.overdue(db, now, alert_words.FIRST)
        return Service(waiting, since, first, *matters.publisher_last_heard(db))


def _ended(post: Post, letter: str, ended_at: datetime) -> Ended:
    with post.store.reading() as db:
        told = alerts.in_letter(db, letter)
        posts: list[UUID] = [one.subject_id for one in told if one.subject_id][:LOOKED_UP]
        at_work = any(not one.trouble for one in workers.alive(db, PUBLISHER, post.now()))
        began_at = min(one.raised_at for one in told)
        return Ended(Matter(told[0].kind), len(told), began_at, ended_at, matters.became(db, posts), at_work)


def _hand_over(post: Post, send: Send, letter: Letter, group: Sequence[Alert]) -> bool | None:
    """Hand it to the mail server and write down how that ended; None when it would take no other either."""
    try:
        note = send(letter)
    except MailUnsure as fault:
        log.warning("nobody knows whether the mail server took an alert: %s", fault)
        with post.store.writing() as db:
            alerts.perhaps_told(db, letter.name, post.now() + max(LEASE, _pause(group)))
        return None
    except MailFault as fault:
        log.warning("an alert could not be sent, and is tried again: %s", fault)
        now = post.now()
        again_at = now + _pause(group)
        with post.store.writing() as db:
            alerts.not_told(db, letter.name, again_at, str(fault))
            if fault.whole:
                alerts.put_off(db, now, again_at)
        return None if fault.whole else False
    with post.store.writing(durable=True) as db:
        alerts.told(db, letter.name, post.now(), note)
    log.info("told by e-mail: %s", letter.subject)
    return True


def _pause(group: Sequence[Alert]) -> timedelta:
    """Before it is tried again: the longer the oftener it was."""
    return PAUSES[min(max(one.tries for one in group), len(PAUSES) - 1)]


__all__ = ["Letter", "MailFault", "MailUnsure", "Post", "PostFacts", "notice", "tick", "tidy"]

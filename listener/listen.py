"""One pass of listening: hear what nobody has heard, open and close questions, look how far each thread has come."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.listening.hear import VERSION, hear

from domain.clock import Clock
from domain.listening import alike, answered
from domain.listening.words import UNKNOWN, Comment, Kind, Reason, Tongue, Topic, Verdict
from domain.promise import Promise
from store import hearing, promises, questions, standings, verdicts
from store.db import Store
from store.hearing import Unheard

log = logging.getLogger(__name__)

AT_ONCE = 300  # replies of one transaction: the publisher's claims wait no longer than that takes

Hear = Callable[[Sequence[Comment]], list[Verdict]]

NOT_HEARD = Verdict(Tongue(UNKNOWN), Kind.OTHER, needs_answer=True, sure=0.0, topic=Topic.OTHER,
                    reasons=(Reason("not_heard"),))  # fmt: skip
"""For words that listening stumbles over: a person looks, for nobody may be lost."""


@dataclass(frozen=True)
class Ears:
    """What listening works with: the store, the clock, what is promised, and what hears."""

    store: Store
    now: Clock
    promises: Sequence[Promise] = ()
    hear: Hear = hear
    version: int = VERSION


def listen(ears: Ears) -> Counter[str]:
    """Hear one batch: what is new first, then what an older version of listening heard; empty when all is heard."""
    with ears.store.reading() as db:
        batch = hearing.unheard(db, AT_ONCE) or hearing.stale(db, ears.version, AT_ONCE)
        clocks = promises.clocks(db, ears.promises)
    if not batch:
        return Counter()
    heard = _heard(ears, [one for one in batch if not one.by_us and not one.gone])
    now = ears.now()
    with ears.store.writing() as db:
        rulings = verdicts.keep(db, heard, ears.version, now)
        opened = questions.heard(db, rulings, clocks.due_at, now)
        verdicts.mark(db, batch, ears.version)
    done = Counter(heard=len(batch), opened=opened)
    for place in dict.fromkeys(standings.where(one) for one in batch):
        done["moved"] += _look(ears, place)
    return done


def listen_to_all(ears: Ears, stop: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Hear batch after batch until all is heard, or until it is time to stop."""
    done: Counter[str] = Counter()
    while not stop() and (some := listen(ears)):
        done += some
    return done


def _heard(ears: Ears, some: Sequence[Unheard]) -> list[tuple[Unheard, Verdict]]:
    """The verdict of each; words that listening stumbles over cost no others theirs."""
    try:
        return list(zip(some, ears.hear([one.comment for one in some]), strict=True))
    except Exception:
        log.exception("listening stumbled over one of %d comments; each is heard by itself", len(some))
    return [(one, _alone(ears, one)) for one in some]


def _alone(ears: Ears, one: Unheard) -> Verdict:
    try:
        return ears.hear([one.comment])[0]
    except Exception:
        log.exception("listening stumbled over a comment; a person looks at it")
        return NOT_HEARD


def _look(ears: Ears, place: standings.Where) -> int:
    """How far the questions of one thread have come; how many of them moved."""
    with ears.store.reading() as db:
        talk = standings.read(db, place)
    if not talk.asked:
        return 0
    try:
        found = answered.findings(talk.thread)
        alike_now = _alike(talk)
    except Exception:
        log.exception("listening stumbled over a thread; its questions stay as they are")
        return 0
    with ears.store.writing() as db:
        moved = standings.keep(db, talk, found)
        standings.gather(db, talk, alike_now)
    return moved


def _alike(talk: standings.Talk) -> list[tuple[str, int]]:
    """The waiting questions of a thread, each with the number of those that ask the same."""
    waiting = [one for one in talk.asked.values() if one.outcome is None]
    return list(zip((one.external_id for one in waiting), alike.groups([one.text for one in waiting]), strict=True))

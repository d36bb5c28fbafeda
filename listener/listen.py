"""One pass of listening: hear what nobody has heard, open and close questions, look how far each thread has come."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.clock import Clock
from domain.listening import alike, answered
from domain.listening.hear import VERSION, hear
from domain.listening.standing import Finding
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
        if not batch:
            return Counter()
        clocks = promises.clocks(db, ears.promises)
    heard = _heard(ears, [one for one in batch if not one.by_us and not one.gone])
    silent = [one.id for one in batch if one.by_us or one.gone]
    now = ears.now()
    with ears.store.writing() as db:
        here = {
            one.id for one in hearing.still(db, batch)
        }  # what was edited or deleted while it was being heard is heard anew
        heard = [(one, verdict) for one, verdict in heard if one.id in here]
        rulings = verdicts.keep(db, heard, ears.version, now)
        opened = questions.heard(db, rulings, clocks.due_at, now)
        verdicts.pass_over(db, silent, ears.version)
        questions.gone(db, silent, now)
    done = Counter(heard=len(batch), opened=opened)
    for place, there in _by_place(batch).items():
        done["moved"] += _look(ears, place, there)
    return done


def _by_place(batch: Sequence[Unheard]) -> dict[standings.Where, list[Unheard]]:
    found: dict[standings.Where, list[Unheard]] = {}
    for one in batch:
        found.setdefault(standings.where(one), []).append(one)
    return found


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


def _look(ears: Ears, place: standings.Where, there: Sequence[Unheard]) -> int:
    """How far the questions of one thread have come; how many of them moved.

    Only then have these of its replies been heard: whoever dies before that, another begins with them again.
    """
    with ears.store.reading() as db:
        talk = standings.read(db, place)
    moved, found, alike_now = 0, list[Finding](), list[tuple[str, int]]()
    try:
        if talk.asked:
            found, alike_now = answered.findings(talk.thread), _alike(talk)
    except Exception:
        log.exception("listening stumbled over a thread; its questions stay as they are")
    if found:
        with ears.store.writing() as db:
            moved = standings.keep(db, talk, found)
    with ears.store.writing() as db:  # a transaction of its own: each takes its locks in one order
        standings.gather(db, talk, alike_now)
        verdicts.mark(db, there, ears.version)
    return moved


def _alike(talk: standings.Talk) -> list[tuple[str, int]]:
    """The waiting questions of a thread, each with the number of those that ask the same."""
    waiting = [one for one in talk.asked.values() if one.outcome is None]
    return list(zip((one.external_id for one in waiting), alike.groups([one.text for one in waiting]), strict=True))

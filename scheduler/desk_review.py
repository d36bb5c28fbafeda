"""The desk, many that wait at once: send, re-time or drop what fell due under a hold. Each is judged by itself.

Each is a transaction of its own: what is refused leaves the others done, and the answer says which and why.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from domain.clock import Clock, in_london
from domain.people import Signed
from scheduler import desk_checks
from scheduler.desk_resolving import drop, retime, send_now
from scheduler.desk_rules import Done, Refused, count, first_words, missing
from store import overdue
from store.db import Store
from store.overdue import InTurn

APART = timedelta(minutes=5)  # between two posts on one account: nobody wants a week's posts within a minute
NAMED = 3  # how many of those refused for one reason an answer names

Act = Callable[[InTurn, datetime], Done]


@dataclass
class _Sum:
    """What became of many: the times that were given, and who was refused, by reason."""

    start: datetime
    times: list[datetime] = field(default_factory=list)
    refused: dict[str, list[InTurn]] = field(default_factory=dict)

    @property
    def later(self) -> list[datetime]:
        """The times of those that must wait for another on their account."""
        return [at for at in self.times if at > self.start]


def send_all(store: Store, who: Signed, which: Collection[UUID], now: Clock) -> Done:
    """Send these that wait: the first of each account at once, the others after it in their old order, apart."""

    def send(one: InTurn, at: datetime) -> Done:
        if at <= start:
            return send_now(store, who, one.id, now)
        return retime(store, who, one.id, at, now, even_held=False)

    start = now()
    told = _each(store, which, start, send)
    first = len(told.times) - len(told.later)
    goes = f"{count(first, 'post')} {'goes' if first == 1 else 'go'} out now." if first else ""
    return _answer(which, told, goes)


def retime_all(store: Store, who: Signed, which: Collection[UUID], due_at: datetime, now: Clock) -> Done:
    """Give these that wait a new time (UTC): the first of each account goes out then, the others after it, apart."""
    if late := desk_checks.past(due_at, now()):
        raise Refused(late)
    told = _each(store, which, due_at, lambda one, at: retime(store, who, one.id, at, now))
    first = len(told.times) - len(told.later)
    goes = f"{count(first, 'post')} {'goes' if first == 1 else 'go'} out {in_london(due_at)}." if first else ""
    return _answer(which, told, goes)


def drop_all(store: Store, who: Signed, which: Collection[UUID], now: Clock) -> Done:
    """None of these that wait is wanted any more."""
    start = now()
    told = _each(store, which, start, lambda one, _: drop(store, who, one.id, now), apart=timedelta(0))
    number = len(told.times)
    dropped = f"{count(number, 'post')} {'is' if number == 1 else 'are'} dropped." if number else ""
    return _answer(which, told, dropped)


def _each(store: Store, which: Collection[UUID], start: datetime, act: Act, apart: timedelta = APART) -> _Sum:
    """Do it to each in the order in which they were due. Answers to the public need not wait for one another."""
    if not which:
        raise Refused("Nothing is chosen. Choose at least one post.")
    told, next_on = _Sum(start), dict[UUID, datetime]()
    with store.reading() as db:
        listed = overdue.in_turn(db, which)
    for one in listed:
        at = start if one.answer else next_on.get(one.account_id, start)
        try:
            act(one, at)
        except Refused as no:
            told.refused.setdefault(str(no), []).append(one)
            continue
        told.times.append(at)
        if not one.answer:
            next_on[one.account_id] = at + apart
    return told


def _answer(which: Collection[UUID], told: _Sum, done: str) -> Done:
    """A summary. Raises Refused when nothing at all was done."""
    said = [done]
    if later := told.later:
        follow = "follows on an account that has one before it" if len(later) == 1 else "follow on the same accounts"
        apart = int(APART.total_seconds() // 60)
        said.append(f"{len(later):,} more {follow}, {apart} minutes apart, the last {in_london(max(later))}.")
    said += [f"{_named(ones)}: {why}" for why, ones in told.refused.items()]
    if gone := len(set(which)) - len(told.times) - sum(map(len, told.refused.values())):
        said.append(f"{count(gone, 'post')} {'is' if gone == 1 else 'are'} no longer there.")
    if not told.times:
        raise Refused(" ".join(part for part in said if part) or str(missing("post")))
    return Done(" ".join(part for part in said if part), next(iter(which)))


def _named(refused: list[InTurn]) -> str:
    named = "; ".join(f"{one.account}, “{first_words(one.text)}”" for one in refused[:NAMED])
    more = f"; and {len(refused) - NAMED:,} more" if len(refused) > NAMED else ""
    return f"Not done for {count(len(refused), 'post')} ({named}{more})"

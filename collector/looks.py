"""Looks at what we already keep: numbers by age, what was edited or deleted, names, followers."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TypeVar

from collector.visit import Visit, affordable, go_on, keeping
from domain.purse import Purpose
from store import accounts, looks, numbers, posts, replies
from store.numbers import Measured

OLD = timedelta(days=7)  # what is older is the first to go without new numbers when money runs short

Item = TypeVar("Item")


def collect_numbers(visit: Visit) -> None:
    """The numbers of posts that are due, the newest posts first."""
    with visit.store.reading() as db:
        due = numbers.due(db, visit.account, visit.now())
    old = [post for post in due if visit.now() - post.created_at > OLD]
    young = due[: len(due) - len(old)]
    for purpose, some in ((Purpose.NUMBERS, young), (Purpose.OLD_NUMBERS, old)):
        for part in _parts(visit, purpose, some):
            _measure(visit, part)


def look_again(visit: Visit) -> None:
    """What was edited or deleted on the platform follows here; open questions are looked at first."""
    with visit.store.reading() as db:
        due = looks.due(db, visit.account, visit.now())
    for part in _parts(visit, Purpose.SECOND_LOOK, due):
        told = visit.source.look_again(part)
        with keeping(visit, told.bought, len(part)) as db:
            seen = looks.keep(db, visit.account, part, told, visit.now())
        visit.came.update(edited=seen.edited, gone=seen.gone)


def collect_names(visit: Visit) -> None:
    """Names of those who asked something, where replies come without them. Only when asked for: names cost money."""
    if not visit.names:
        return
    with visit.store.reading() as db:
        nameless = replies.nameless(db, visit.account)
    if not nameless or not affordable(visit, Purpose.NAMES):
        return
    names, bought = visit.source.fetch_names(nameless)
    with keeping(visit, bought) as db:
        kept = replies.keep_names(db, visit.account, list(names.items()))
    visit.came.update(names=kept)


def collect_audience(visit: Visit) -> None:
    """Followers, in all and by town, once in a UTC day."""
    account = visit.account
    if account.next_audience_at > visit.now() or not affordable(visit, Purpose.AUDIENCE):
        return
    told = visit.source.fetch_audience()
    now = visit.now()
    with keeping(visit, told.bought) as db:
        kept = numbers.keep_audience(db, account, told, now)
        accounts.audience_kept(db, account, now)
    visit.came.update(audiences=kept)


def _measure(visit: Visit, part: Sequence[Measured]) -> None:
    told = visit.source.fetch_metrics([post.external_id for post in part])
    now = visit.now()
    with keeping(visit, told.bought, len(part)) as db:
        read, busy = numbers.keep_told(db, visit.account, part, told, now, visit.billed)
        gone = posts.gone(db, visit.account, told.gone, now)
    visit.came.update(numbers=read, gone=gone)
    visit.busy += busy


def _parts(visit: Visit, purpose: Purpose, items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """As many at once as the platform takes, while there is money; stops between them when the process is asked to."""
    for start in range(0, len(items), visit.batch):
        if start:
            go_on(visit)
        if not affordable(visit, purpose):
            return
        yield items[start : start + visit.batch]

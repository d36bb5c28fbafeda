"""Which stretches of time of which of our conversations have not been searched yet: the gaps of X's search.

Only for accounts that watch their threads: mentions bring what names us, search brings
the rest. Conversations are asked for together, as many as a query holds.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from platforms.gaps import stamp

REACH = timedelta(days=7) - timedelta(minutes=2)  # X's recent search knows seven days
LAG = timedelta(minutes=1)  # X finds a post some seconds after it is public
LONGEST_QUERY = 512
EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)  # X's ids count milliseconds from here, above 22 bits
FIRST_TIMED_ID = 29_700_859_247  # ids below are older than that way of counting


@dataclass(frozen=True)
class Window:
    """Conversations searched together, `since` inclusive and `until` exclusive; `before` an id once begun."""

    posts: tuple[str, ...]
    since: str
    until: str
    before: str = ""

    def holds(self, ident: str) -> bool:
        """Whether an id is news to it."""
        return not self.before or int(ident) < int(self.before)


@dataclass(frozen=True)
class Threads:
    """Up to when the `known` conversations have been searched, and the windows still open."""

    done: str = ""
    known: tuple[str, ...] = ()
    open: tuple[Window, ...] = ()


def loaded(kept: str) -> Threads:
    """From the cursor."""
    if not kept:
        return Threads()
    told = json.loads(kept)
    windows = tuple(Window(tuple(posts), *rest) for posts, *rest in told["open"])
    return Threads(told["done"], tuple(told["known"]), windows)


def dump(threads: Threads) -> str:
    """For the cursor."""
    windows = [[list(one.posts), one.since, one.until, one.before] for one in threads.open]
    return json.dumps(asdict(threads) | {"open": windows})


def begun(threads: Threads, posts: Sequence[str], handle: str, now: datetime) -> Threads:
    """Open the windows of a new search: the known conversations since the last, new ones as far as X's search goes."""
    oldest, until = stamp(now - REACH), stamp(now - LAG)
    watched = tuple(post for post in dict.fromkeys(posts) if _young(post, now))
    if until <= threads.done:
        return threads
    known = [post for post in watched if post in threads.known]
    new = [post for post in watched if post not in threads.known]
    windows = [Window(batch, max(threads.done, oldest), until) for batch in _batches(known, handle)]
    windows += [Window(batch, oldest, until) for batch in _batches(new, handle)]
    return Threads(until, watched, (*threads.open, *windows))


def current(threads: Threads, now: datetime) -> Threads:
    """Without the windows that X's search no longer reaches."""
    oldest = stamp(now - REACH)
    kept = tuple(replace(one, since=max(one.since, oldest)) for one in threads.open if one.until > oldest)
    return replace(threads, open=kept)


def query(posts: Iterable[str], handle: str) -> str:
    """What stands in these conversations, but neither from us nor naming us: that the mentions have brought."""
    return f"({' OR '.join(f'conversation_id:{post}' for post in posts)}) -from:{handle} -@{handle}"


def bounds(window: Window) -> dict[str, str]:
    """The parameters that bound a search to what is unread of a window."""
    return {"start_time": window.since} | ({"until_id": window.before} if window.before else {"end_time": window.until})


def shrunk(threads: Threads, seen: Iterable[str], more: bool) -> Threads:
    """After one page of the first window: it ends at the oldest id of that page, or is closed."""
    window, rest = threads.open[0], threads.open[1:]
    if not more:
        return replace(threads, open=rest)
    inside = [ident for ident in seen if window.holds(ident)]
    before = min(inside, key=int) if inside else window.before
    return replace(threads, open=(replace(window, before=before), *rest))


def _batches(posts: Iterable[str], handle: str) -> list[tuple[str, ...]]:
    batches: list[tuple[str, ...]] = []
    for post in posts:
        if batches and len(query((*batches[-1], post), handle)) <= LONGEST_QUERY:
            batches[-1] += (post,)
        else:
            batches.append((post,))
    return batches


def _young(ident: str, now: datetime) -> bool:
    """Whether a post may still be within the search's reach; an id that does not tell its time counts as young."""
    if not ident.isdecimal() or int(ident) < FIRST_TIMED_ID:
        return True
    return EPOCH + timedelta(milliseconds=int(ident) >> 22) > now - REACH

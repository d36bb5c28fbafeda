"""A cursor that is a list of gaps: newest-first pages lose nothing in a crash and read nothing twice.

A gap is what has not been read yet. A page is saved together with the gaps that it
leaves, so a crash goes on where it stopped (house decision 12; a single saved id lost
8.8 % of items in a crash). Ids are numbers that grow with time.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

FRESH = timedelta(minutes=5)  # a longer walk looks at what is new before it goes on with what is old


@dataclass(frozen=True)
class Gap:
    """What lies between two ids, both exclusive; "" is no bound. `floor` is a time, where no older id is known."""

    after: str = ""
    before: str = ""
    floor: str = ""

    def holds(self, ident: str) -> bool:
        """Whether an id lies in it."""
        number = int(ident)
        return (not self.after or number > int(self.after)) and (not self.before or number < int(self.before))


@dataclass(frozen=True)
class Gaps:
    """What is unread, newest gap first, and the bounds of what has been read.

    `top` and `bottom` are the newest and the oldest id seen, `floor` how far back was
    asked, `looked` when reading from the newest began the last time (times as `stamp` writes them).
    """

    top: str = ""
    bottom: str = ""
    floor: str = ""
    looked: str = ""
    open: tuple[Gap, ...] = ()


def stamp(moment: datetime) -> str:
    """A moment as cursors and requests write it: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def opened(cursor: str, back_to: datetime, now: datetime) -> Gaps:
    """What is to be read next: never empty. `back_to` is where the first walk ends; an earlier one goes deeper."""
    gaps = _loaded(cursor) if cursor else Gaps(floor=stamp(back_to))
    gaps = _deeper(gaps, stamp(back_to))
    if not gaps.open or (gaps.open[0].before and gaps.looked <= stamp(now - FRESH)):
        newest = Gap(after=gaps.top) if gaps.top else Gap(floor=gaps.floor)
        gaps = replace(gaps, open=(newest, *gaps.open))
    return gaps if gaps.open[0].before else replace(gaps, looked=stamp(now))


def fresh(cursor: str, now: datetime) -> bool:
    """Whether everything up to some minutes ago has been read."""
    if not cursor:
        return False
    gaps = _loaded(cursor)
    return not gaps.open and gaps.looked > stamp(now - FRESH)


def _deeper(gaps: Gaps, floor: str) -> Gaps:
    if floor >= gaps.floor:
        return gaps
    unread = tuple(replace(gap, floor=floor) if gap.floor else gap for gap in gaps.open)
    if unread == gaps.open:
        unread = (*unread, Gap(before=gaps.bottom, floor=floor))
    return replace(gaps, floor=floor, open=unread)


def shrunk(gaps: Gaps, seen: Iterable[str], more: bool) -> Gaps:
    """After a page of the newest gap: it ends at the oldest id of the page, or is closed when there is no `more`.

    Ids from outside the gap (repeated, overlapping) move no bound.
    """
    gap, rest = gaps.open[0], gaps.open[1:]
    inside = sorted((ident for ident in seen if gap.holds(ident)), key=int)
    if inside:
        top = max((gaps.top, inside[-1]), key=_number)
        bottom = min((gaps.bottom or inside[0], inside[0]), key=int)
        gaps = replace(gaps, top=top, bottom=bottom)
        gap = replace(gap, before=inside[0])
    return replace(gaps, open=(gap, *rest) if more else rest)


def dump(gaps: Gaps) -> str:
    """The cursor as it is kept in the store."""
    return json.dumps(asdict(gaps) | {"open": [[gap.after, gap.before, gap.floor] for gap in gaps.open]})


def _loaded(cursor: str) -> Gaps:
    kept = json.loads(cursor)
    return Gaps(**{**kept, "open": tuple(Gap(*gap) for gap in kept["open"])})


def _number(ident: str) -> int:
    return int(ident) if ident else -1

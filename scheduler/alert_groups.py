"""Which matters go into the next message: danger at once, a burst of the others in one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby

from domain.matters import OF_DANGER, OF_THE_SERVICE, REGULAR, Matter
from store.tables import Alert

AT_MOST = 5  # messages of one kind within HALF_AN_HOUR; what is more is gathered: danger by whose it is, else all of it
HALF_AN_HOUR = timedelta(minutes=30)
BREATH = timedelta(minutes=1)  # between two messages of danger at one place, after the first two; and in a storm
ONE, MANY = "one-", "many-"  # how the name of a letter begins
ALONE = (*OF_THE_SERVICE, *REGULAR)
BY_SPOT = (Matter.BREACH, Matter.ASSIGNEE_SILENT)

Group = Sequence[Alert]
Spots = Mapping[str, tuple[str, str]]
NOWHERE = ("", "")


def choose(waiting: Group, told: Group, spots: Spots, now: datetime) -> tuple[str, Group]:
    """The next message: its name, and what it tells; "" when there is none just now.

    `told` are the matters of the last half hour; `spots` says by matter what is told together. A message that may
    have been taken before goes again as it was.
    """
    for one in waiting:
        if one.letter and not one.trouble:
            return one.letter, [other for other in waiting if other.letter == one.letter]

    storms = _storms(told, spots)

    def place(one: Alert) -> tuple[int, str]:
        spot, area = spots.get(one.matter, NOWHERE)
        return list(Matter).index(Matter(one.kind)), area if (one.kind, area) in storms else spot

    for key, found in groupby(sorted(waiting, key=place), place):
        group = list(found)
        earlier = [one for one in told if one.kind == group[0].kind]
        name, chosen = _now(group, earlier, [one for one in earlier if place(one) == key], now)
        if chosen:
            return name, chosen
    return "", []


def _storms(told: Group, spots: Spots) -> frozenset[tuple[str, str]]:
    """The kinds of danger and the areas where it was told of so many places that what follows is told by area."""
    places = {(one.kind, spots.get(one.matter, NOWHERE)) for one in told if one.kind in OF_DANGER}
    number = Counter((kind, area) for kind, (_, area) in places)
    return frozenset(key for key, many in number.items() if many >= AT_MOST)


def _now(group: Group, told: Group, here: Group, now: datetime) -> tuple[str, Group]:
    """What of a group is told now, and in which message: nothing, the first of it, or all of it.

    `told` are those of its kind of the last half hour, `here` those at its place.
    """
    kind = Matter(group[0].kind)
    if kind in OF_DANGER:
        return _danger(group, here, now)
    if kind in BY_SPOT:
        return ("", []) if here else _all(group)
    if kind in ALONE:
        return _first(group)
    if any(one.letter.startswith(MANY) for one in told):
        return "", []  # the next gathered one goes half an hour after the last
    return (_name(MANY, group), group) if len(group) + len(told) > AT_MOST else _first(group)


def _danger(group: Group, here: Group, now: datetime) -> tuple[str, Group]:
    """The first at a place goes alone and at once; all that is more there, in one message, at most one a minute.

    In a storm, with danger at many places, the whole area is the place.
    """
    if not here:
        return _first(group)
    letters = {one.letter for one in here}
    last = max(one.sent_at for one in here if one.sent_at)
    return ("", []) if len(letters) > 1 and last > now - BREATH else _all(group)


def _first(group: Group) -> tuple[str, Group]:
    return _name(ONE, group[:1]), group[:1]


def _all(group: Group) -> tuple[str, Group]:
    return _name(MANY if len(group) > 1 else ONE, group), group


def _name(start: str, group: Group) -> str:
    """A name that the same matters have each time."""
    told = "\n".join(sorted(f"{one.matter} {one.raised_at.isoformat()}" for one in group))
    return start + sha256(told.encode()).hexdigest()[:24]

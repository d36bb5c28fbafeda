"""Checks of the machine: the database and its disk, the clock, whether the workers are at work, and the queue."""

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.clock import Clock, in_london
from doors.check_findings import Finding, fail, fine, warn
from doors.wiring import House
from platforms.hour import hour_at
from store import hearing, soundness
from store.db import Store
from store.reports.service import Queue, Service, service
from store.soundness import Waiting
from store.tables import Force

GIGABYTE = 1_000_000_000
LAST_ROOM = 20_000_000  # bytes below which a cycle's writes do not surely fit
CLOCK_OFF, CLOCK_WRONG = timedelta(seconds=30), timedelta(minutes=4)  # platforms refuse signatures about 5 minutes old
LATE_PUBLISHING, LATE_COLLECTING = timedelta(minutes=5), timedelta(hours=1)
RUN = "Run: bluelamp run"
MOST_NAMED = 3  # workers of one kind that are named


def database(store: Store) -> list[Finding]:
    """The database is there and up to date (its door says otherwise), its owner's only, with room where it lies."""
    where = store.url.render_as_string(hide_password=True)
    file = Path(str(store.url.database)).absolute() if store.sqlite else None
    if file and file.is_file() and file.stat().st_mode & 0o077:
        says = "Others on this machine may read it, and what the public wrote with it."
        return [warn("database", where, says, f"Run: chmod 600 {file}"), disk(store)]
    return [fine("database", where, "It answers, and its tables are those of this version."), disk(store)]


def disk(store: Store, free: int | None = None, total: int | None = None) -> Finding:
    """The room left where a SQLite file lies; `free` and `total` in bytes for a disk told by somebody else."""
    if not store.sqlite or store.url.database in (None, "", ":memory:"):
        return fine("disk", store.url.host or "memory", "Not looked at: the database is not a file on this machine.")
    folder = Path(str(store.url.database)).absolute().parent
    if free is None or total is None:
        usage = shutil.disk_usage(folder)
        free, total = usage.free, usage.total
    says = f"{free / GIGABYTE:,.1f} GB of {total / GIGABYTE:,.1f} GB are free."
    if free < LAST_ROOM:
        return fail("disk", str(folder), says, "Make room: nothing can be collected, and nothing published.")
    if free < GIGABYTE or free < total / 10:
        return warn("disk", str(folder), says, "Make room: a full disk stops collecting and publishing.")
    return fine("disk", str(folder), says)


def clock(now: Clock, addresses: Iterable[str], *, offline: bool) -> list[Finding]:
    """Our clock against that of every address we speak to."""
    return [_hour(now, address, offline=offline) for address in addresses]


def zone(name: str, now: Clock) -> Finding:
    """Whether the time zone data of this machine knows the force's zone."""
    try:
        here = now().astimezone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return fail("clock", name, "This machine does not know that time zone.", "Install the tzdata package.")
    return fine("clock", name, f"The time zone is known; it is {here:%H:%M} there.")


def _hour(now: Clock, address: str, *, offline: bool) -> Finding:
    if offline:
        return warn("clock", address, "Not compared: --offline.", "Run bluelamp check without --offline.")
    theirs = hour_at(address)
    if theirs is None:
        return warn("clock", address, "Not compared: no answer from there.", "Check the network and the address.")
    off = abs(now().astimezone(UTC) - theirs)
    says = f"Our clock and that one differ by {off.total_seconds():,.0f} s."
    if off >= CLOCK_WRONG:
        return fail("clock", address, says, "Set this machine's clock (NTP): signed requests will be refused.")
    if off >= CLOCK_OFF:
        return warn("clock", address, says, "Set this machine's clock (NTP): posts go out by it.")
    return fine("clock", address, says)


def at_work(house: House) -> list[Finding]:
    """Whether collector, publisher, listener and watch are alive, what waits too long for them, and the queue's age."""
    now = house.clock()
    with house.store.reading() as db:
        unsent = soundness.unsent(db, now - LATE_PUBLISHING, now)
        uncollected = soundness.uncollected(db, now - LATE_COLLECTING, now)
        stands, unheard = service(db, now), hearing.waiting(db)
    return [
        _worker("collector", stands, uncollected, "account", "visited", now),
        _worker("publisher", stands, unsent, "post", "sent", now),
        _listener(stands, unheard, now),
        _watch(stands, bool(house.settings.mail_host), now),
        _queue(stands.queue),
    ]


def _worker(kind: str, stands: Service, late: Waiting, noun: str, done: str, now: datetime) -> Finding:
    alive = stands.of(kind)
    said = _alive(kind, stands, now)
    if troubled := [one.trouble for one in alive if one.trouble]:
        says = f"{said} {len(troubled)} of {len(alive)} does nothing: {troubled[0].rstrip('.')}."
        some = fail if len(troubled) == len(alive) and late.number else warn
        return some("worker", kind, says, "Set this machine's clock (NTP); it goes on by itself.")
    if not late.number or not late.since:
        return fine("worker", kind, said) if alive else warn("worker", kind, said, RUN)
    several = f"{late.number:,} {noun}s wait to be {done}, the longest"
    what = several if late.number > 1 else f"1 {noun} waits to be {done}"
    says = f"{said} {what} since {in_london(late.since)}."
    if alive:
        return warn("worker", kind, says, "Look at its log: it is not getting on.")
    return fail("worker", kind, says, RUN)


def _alive(kind: str, stands: Service, now: datetime) -> str:
    """How many are at work, which, since when, and when each was last heard."""
    alive = stands.of(kind)
    if not alive:
        last = next((one for one in stands.workers if one.kind == kind), None)
        return f"None is at work; last heard {in_london(last.beat_at)}." if last else "None is at work."
    said = "1 is at work" if len(alive) == 1 else f"{len(alive)} are at work"
    which = [
        f"{one.name}, since {in_london(one.began_at or one.beat_at)}, last heard {_seconds(now - one.beat_at)} ago"
        for one in alive[:MOST_NAMED]
    ]
    more = [f"and {len(alive) - MOST_NAMED} more"] if len(alive) > MOST_NAMED else []
    return f"{said}: {'; '.join([*which, *more])}."


def _seconds(span: timedelta) -> str:
    return f"{max(0, span.total_seconds()):,.0f} s"


def _listener(stands: Service, unheard: int, now: datetime) -> Finding:
    said = _alive("listener", stands, now)
    several = "1 comment waits" if unheard == 1 else f"{unheard:,} comments wait"
    waits = f" {several} to be heard: what is asked there is in no queue yet." if unheard else ""
    if blind := [one.trouble for one in stands.of("listener") if one.trouble]:
        return fail("worker", "listener", f"{said} {blind[0]}{waits}", "Its log says why.")
    if stands.of("listener"):
        return fine("worker", "listener", f"{said}{waits}")
    return (fail if unheard else warn)("worker", "listener", f"{said}{waits}", RUN)


def _watch(stands: Service, mail: bool, now: datetime) -> Finding:
    said = _alive("watch", stands, now)
    blind = [one.trouble for one in stands.of("watch") if one.trouble]
    if blind and len(blind) == len(stands.of("watch")):
        return fail("worker", "watch", f"{said} {blind[0]} Nobody is told of anything.", "Its log says why.")
    if stands.of("watch") or not mail:
        return fine("worker", "watch", said if mail else f"{said} It has no mail server to tell anybody by.")
    return warn("worker", "watch", f"{said} Nobody is told of late, unknown or failed posts.", RUN)


def _queue(queue: Queue) -> Finding:
    """The queue's age; how long is too long is the publisher's matter."""
    says = "Nothing is due."
    if queue.due:
        says = f"{queue.due:,} due now, the oldest since {in_london(queue.oldest)}." if queue.oldest else ""
    after = f" The next is due {in_london(queue.next_at)}." if queue.next_at else ""
    return fine("queue", "posts", says + after)


def time_zone(house: House) -> str:
    """The force's own zone, London's before a roster is loaded."""
    with house.store.reading() as db:
        force = db.get(Force, 1)
    return force.time_zone if force else "Europe/London"

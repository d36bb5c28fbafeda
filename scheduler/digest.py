"""The daily digest: every supervisor once a day, at the time that the force has set."""

from datetime import datetime, time, timedelta

from domain.clock import LONDON
from domain.matters import Matter
from domain.people import Scope, Signed
from scheduler.alert_paper import Manner, number_of, paragraphs, subject
from scheduler.letters import Post
from scheduler.shift_words import POSTS, question_line
from store import alerts, reports
from store.db import Store
from store.reports.digest import Day, readers
from store.tables import Alert, Person

LATEST = timedelta(hours=4)  # after its time: a digest of the morning is none in the evening


def notice(store: Store, wall: time, now: datetime) -> None:
    """Write down whom this day's digest is still to be told to."""
    at = last_at(wall, now)
    if now - at > LATEST:
        return
    day = at.astimezone(LONDON).date()
    with store.reading() as db:
        new = [one for one in readers(db) if not alerts.known(db, Matter.DIGEST, f"{one} {day}")]
    if not new:
        return
    with store.writing() as db:
        alerts.supersede(db, Matter.DIGEST, at, now)
        for one in new:
            alerts.raise_regular(db, Matter.DIGEST, f"{one} {day}", one, at, now)


def last_at(wall: time, now: datetime) -> datetime:
    """The last moment up to now at which London's clocks came to this time; the first of a doubled hour.

    A time that the clocks leave out counts by the clock of the winter: 01:30 is 02:30 of summer time.
    """
    today = now.astimezone(LONDON).date()
    found = [datetime.combine(day, wall, LONDON).astimezone(now.tzinfo) for day in (today, today - timedelta(days=1))]
    return next(at for at in found if at <= now)


def letter(post: Post, alert: Alert, now: datetime) -> tuple[str, str]:
    """Subject and body of the digest of one person."""
    with post.store.reading() as db:
        person = db.get_one(Person, alert.subject_id)
        day = reports.day(db, signed(person), now)
    return words(post.manner, day, now)


def signed(person: Person) -> Signed:
    """A person as reports know them."""
    return Signed(person.id, person.email, person.name, person.role, Scope(person.district_id, person.team_id))


def words(manner: Manner, day: Day, now: datetime) -> tuple[str, str]:
    """Subject and body: what waits now, what happened yesterday, what is to be looked after."""
    where = day.place or "the whole force"
    waits = number_of(day.waiting, "question waits", "questions wait")
    lines = [
        f"{waits} for an answer: {day.late:,} past the promise, {day.due_today:,} due today."
        if day.waiting
        else "Nobody is waiting for an answer.",
        _yesterday(day),
        "Waiting longest:" if day.oldest else "",
        *(f"- {question_line(manner, one, now)}" for one in day.oldest),
        *_to_look_after(manner, day),
        f"{manner.pages}/" if manner.pages else "Open Questions in Bluelamp.",
        "Once a day, to supervisors. You can turn it off on the page Duty.",
    ]
    return subject(manner, f"Today: {where}"), paragraphs(lines)


def _yesterday(day: Day) -> str:
    broken = number_of(day.broken, "promise ran", "promises ran")
    if not day.answered:
        return f"Yesterday: nothing was answered; {broken} out."
    share = round(100 * day.in_time / day.answered)
    return f"Yesterday: {share} % of {day.answered:,} answers were within the promise ({day.in_time:,}); {broken} out."


def _to_look_after(manner: Manner, day: Day) -> list[str]:
    """Accounts that are silent, and posts of ours that need somebody."""
    found = [f"- {one.account} on {manner.label(one.platform)}" for one in day.silent]
    lines = ["Accounts to look at (silent, or their token ends):", *found] if found else []
    posts = [f"{number:,} {POSTS.get(kind, kind)}" for kind, number in sorted(day.posts.items())]
    lines += [f"Our posts: {', '.join(posts)}."] if posts else []
    return lines + ([f"{number_of(day.holds, 'hold is', 'holds are')} in force."] if day.holds else [])

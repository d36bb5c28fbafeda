"""Who is told of a matter, and what is told together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.matters import OF_DANGER, OF_QUESTIONS, Matter
from store import alerts, duty, matters
from store.reports import alarms
from store.reports.alarms import QuestionFacts
from store.tables import Alert, Person

LOOKED_UP = 5_000  # matters of one kind whose people are looked up

Mails = tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """Where a matter belongs and who is to be told of it; nobody: it waits until there is somebody.

    What has one `spot` is told to the same people; so has what has one `area`, which is wider.
    """

    spot: str = ""
    to: Mails = ()
    area: str = ""


def people(db: Session, some: Sequence[Alert], room: Mails, now: datetime) -> dict[str, Told]:
    """By matter, where it belongs and who is told of it by e-mail. `room` are those who are told of everything else."""
    by_kind: dict[Matter, list[Alert]] = defaultdict(list)
    for one in some:
        by_kind[Matter(one.kind)].append(one)
    found: dict[str, Told] = {}
    for kind, group in by_kind.items():
        if kind in OF_QUESTIONS:
            found |= _of_questions(db, kind, group, room, now)
        elif kind is Matter.DIGEST:
            found |= {one.matter: Told(one.matter, _person(db, one.subject_id)) for one in group}
        elif kind is Matter.SHIFT:
            found |= {one.matter: Told(one.matter, _next(db, one)) for one in group}
        elif kind is Matter.OVER:
            found |= {one.matter: Told(one.matter, _were_told(db, one, room, now)) for one in group}
        else:
            found |= _of_posts(db, kind, group, room)
    return found


def everybody(told: Sequence[Told]) -> Mails:
    """Who is told of a message: those who are to know all of what it tells."""
    first, *others = told
    return tuple(dict.fromkeys(one for one in first.to if all(one in other.to for other in others)))


def _of_posts(db: Session, kind: Matter, group: Sequence[Alert], room: Mails) -> dict[str, Told]:
    """The room, and whoever wrote the post; without a room each author of their own."""
    mine = {one.subject_id: one.matter for one in group if one.subject_id}
    authors = {mine[subject]: email for subject, email in matters.authors(db, kind, list(mine)[:LOOKED_UP]).items()}
    if room:
        own = {one.matter: (authors[one.matter],) if one.matter in authors else () for one in group}
        return {one.matter: Told("", (*room, *own[one.matter])) for one in group}
    return {name: Told(email, (email,)) for name, email in authors.items()}


def _of_questions(db: Session, kind: Matter, group: Sequence[Alert], room: Mails, now: datetime) -> dict[str, Told]:
    facts = {one.id: one for one in alarms.facts(db, [one.subject_id for one in group if one.subject_id][:LOOKED_UP])}
    known: dict[duty.Area, Mails] = {}
    found = {}
    for one in group:
        fact = facts.get(one.subject_id) if one.subject_id else None
        if fact is None:
            found[one.matter] = Told("", room)
            continue
        if fact.area not in known:
            known[fact.area] = _of_area(db, kind, fact.area, room, now)
        found[one.matter] = Told(_spot(kind, fact), known[fact.area], _area(fact))
    return found


def _of_area(db: Session, kind: Matter, area: duty.Area, room: Mails, now: datetime) -> Mails:
    """Who is told of a question there; where nobody is, who is told of everything."""
    if kind is Matter.DANGER:
        found = duty.on_duty(db, area, now) or duty.supervisors(db, area)
    elif kind is Matter.DANGER_UNSEEN:
        found = duty.supervisors_of_district(db, area)
    elif kind is Matter.DANGER_UNHEEDED:
        found = [*duty.supervisors_of_force(db), *room]
    elif kind is Matter.BREACH:
        found = [*duty.on_duty(db, area, now), *duty.supervisors_of_district(db, area)]
    else:
        found = duty.supervisors(db, area) if area[1] else duty.supervisors_of_district(db, area)
    return tuple(dict.fromkeys(found)) or room


def _spot(kind: Matter, fact: QuestionFacts) -> str:
    """With the area: of two questions at one place one may have been given to another team, whose people differ."""
    if kind in OF_DANGER:
        return f"{fact.spot} {_area(fact)}"
    return f"{fact.assignee_id} {_area(fact)}" if kind is Matter.ASSIGNEE_SILENT else _area(fact)


def _area(fact: QuestionFacts) -> str:
    return " ".join(map(str, fact.area))


def _person(db: Session, which: UUID | None) -> Mails:
    one = db.get(Person, which) if which else None
    return (one.email,) if one and one.retired_at is None else ()


def _next(db: Session, one: Alert) -> Mails:
    """Those who come on duty when a shift ends."""
    return tuple(duty.next_on(db, duty.shift_named(one.matter).area, one.seen_at))


def _were_told(db: Session, one: Alert, room: Mails, now: datetime) -> Mails:
    """Who was told of what is over: of danger everybody who has been woken, else the room."""
    told = alerts.in_letter(db, one.matter.split()[-1])
    woken = [other for other in told if other.kind in OF_DANGER]
    if not woken:
        return room
    subjects = {other.subject_id for other in woken}
    also = [other for other in alerts.of_subjects(db, subjects) if other.kind in OF_DANGER and other.sent_at]
    found = people(db, also, room, now)
    return tuple(dict.fromkeys(mail for told_ in found.values() for mail in told_.to))


def spots(found: Mapping[str, Told]) -> dict[str, tuple[str, str]]:
    """By matter, what is told together; and the area within which it is, when there is too much of it."""
    return {name: (one.spot, one.area) for name, one in found.items()}

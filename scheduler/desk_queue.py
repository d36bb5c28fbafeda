"""The desk, the queue: claim a question, assign it, put it off, write a note, gather those that ask the same.

Those gathered in a group are one piece of work: they are claimed, assigned and put off together.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.clock import LONDON, Clock, in_london
from domain.listening.words import Lane
from domain.people import MAY, Act, Scope, Signed
from scheduler.desk_asked import CLOSED_MEANWHILE, allow_asked, must_be_free, said, taken, waiting
from scheduler.desk_rules import MOVED_ON, Done, Refused, Rules, count, missing
from store import audit, queue
from store.db import Store
from store.tables import Account, Person, Question, Team

FURTHEST = timedelta(days=60)
CLOCK_RUNS = "The promise runs on meanwhile"


def claim(store: Store, who: Signed, question_id: UUID, rules: Rules, now: Clock) -> Done:
    """Take a question in hand for a while, or keep it for longer: of two people exactly one gets it."""
    with store.writing(durable=True) as db:
        at = now()
        asked, members = _open(db, who, Act.CLAIM, question_id)
        must_be_free(db, asked, who, at)
        until = queue.claim_until(db, who.person_id, rules.claim_for, at)
        if not queue.claim(db, members, who.person_id, until, at):
            raise Refused(MOVED_ON)
        _trail(db, who, Act.CLAIM, members, at, f"until {in_london(until)}")
        return Done(f"Yours until {_hour(until)}. Writing keeps it yours.", question_id)


def release(store: Store, who: Signed, question_id: UUID, now: Clock) -> Done:
    """Let go of a question that one has in hand."""
    with store.writing(durable=True) as db:
        _, members = _open(db, who, Act.CLAIM, question_id)
        if not queue.release(db, members, who.person_id):
            raise Refused("You do not have it in hand. There is nothing to let go of.")
        _trail(db, who, Act.CLAIM, members, now(), "let go")
        return Done("Let go. Anybody may take it.", question_id)


def take_over(store: Store, who: Signed, question_id: UUID, reason: str, rules: Rules, now: Clock) -> Done:
    """Take a question out of somebody's hands, with a reason: for those who assign work."""
    with store.writing(durable=True) as db:
        at = now()
        asked, members = _open(db, who, Act.ASSIGN, question_id)
        why = said(reason, "Say why you take it over. The reason is kept.")
        other = queue.claimed_by_other(db, asked, who, at)
        if other is None:
            raise Refused("Nobody else has it in hand any more. Claim it.")
        until = queue.claim_until(db, who.person_id, rules.claim_for, at)
        if not queue.take_over(db, members, other.person_id, who.person_id, until):
            raise Refused(MOVED_ON)
        _trail(db, who, Act.CLAIM, members, at, f"taken over from {other.name}: {why}")
        return Done(f"Taken over from {other.name}. Yours until {_hour(until)}: tell them.", question_id)


def assign(
    store: Store,
    who: Signed,
    question_id: UUID,
    now: Clock,
    *,
    person_id: UUID | None = None,
    team_id: UUID | None = None,
) -> Done:
    """Say whose question it is: a person's, a team's, or with neither again nobody's."""
    with store.writing(durable=True) as db:
        at = now()
        asked, members = _open(db, who, Act.ASSIGN, question_id)
        account = db.get_one(Account, asked.account_id)
        name = _assignee(db, who, account, person_id, team_id)
        if not queue.assign(db, members, person_id, None if person_id else team_id, at):
            raise Refused(CLOSED_MEANWHILE)
        _trail(db, who, Act.ASSIGN, members, at, f"to {name}")
        return Done(f"Assigned to {name}.", question_id)


def snooze(store: Store, who: Signed, question_id: UUID, day: date, reason: str, now: Clock) -> Done:
    """Put a question off until a day (London), with a reason. It comes back by itself as that day begins."""
    with store.writing(durable=True) as db:
        at = now()
        asked, members = _open(db, who, Act.SNOOZE, question_id)
        must_be_free(db, asked, who, at)
        why = said(reason, "Say why it is put off. The reason is kept.")
        back = _back(asked, day, at)
        if not queue.snooze(db, members, back, why):
            raise Refused(CLOSED_MEANWHILE)
        _trail(db, who, Act.SNOOZE, members, at, f"until {day:%Y-%m-%d}: {why}")
        return Done(_put_off(asked, day, back, at), question_id)


def wake(store: Store, who: Signed, question_id: UUID, now: Clock) -> Done:
    """Have a question that was put off back in the queue at once."""
    with store.writing(durable=True) as db:
        at = now()
        asked, members = _open(db, who, Act.SNOOZE, question_id)
        if asked.snoozed_until is None or asked.snoozed_until <= at:
            raise Refused("It is in the queue already.")
        queue.snooze(db, members, None, "")
        _trail(db, who, Act.SNOOZE, members, at, "back in the queue")
        return Done("It is back in the queue.", question_id)


def note(store: Store, who: Signed, question_id: UUID, text: str, now: Clock) -> Done:
    """Keep a note on a question for colleagues; it stays with the question, whatever becomes of that."""
    with store.writing(durable=True) as db:
        at = now()
        asked = db.get(Question, question_id)
        if asked is None:
            raise missing("question")
        allow_asked(who, Act.NOTE, asked, db.get_one(Account, asked.account_id))
        queue.add_note(db, question_id, who.person_id, said(text, "Write the note first."), at)
        audit.write(db, who, Act.NOTE, "question", question_id, at)
        return Done("Noted.", question_id)


def acknowledge(store: Store, who: Signed, question_id: UUID, now: Clock) -> Done:
    """Say that danger or a breach has been seen: nobody else is alarmed for it."""
    with store.writing(durable=True) as db:
        at = now()
        asked, _ = _open(db, who, Act.ACKNOWLEDGE, question_id)
        if not queue.acknowledge(db, question_id, who.person_id, at):
            by = db.get(Person, asked.acknowledged_by_id) if asked.acknowledged_by_id else None
            raise Refused(f"It was acknowledged already{f' by {by.name}' if by else ''}.")
        audit.write(db, who, Act.ACKNOWLEDGE, "question", question_id, at)
        return Done("Acknowledged. It waits on until it is answered.", question_id)


def gather(store: Store, who: Signed, question_ids: Collection[UUID], now: Clock) -> Done:
    """Say that these ask the same: they are one piece of work from now on, and can be answered at once."""
    with store.writing(durable=True) as db:
        at = now()
        if len(set(question_ids)) < 2:
            raise Refused("Choose at least two that ask the same.")
        found: dict[UUID, Question] = {}
        for which in sorted(set(question_ids)):
            asked, members = _open(db, who, Act.GROUP, which)
            must_be_free(db, asked, who, at)
            found |= {one: db.get_one(Question, one) for one in members}
        if len({one.account_id for one in found.values()}) > 1:
            raise Refused("They were asked of different accounts. Each account answers for itself.")
        first = min(found.values(), key=lambda one: (one.waiting_since, one.id)).id
        if not queue.gather(db, list(found), first, who.person_id):
            raise Refused(MOVED_ON)
        _trail(db, who, Act.GROUP, list(found), at, f"the same as {first}")
        return Done(f"Gathered: {count(len(found), 'question')} that ask the same.", first)


def take_out(store: Store, who: Signed, question_id: UUID, now: Clock) -> Done:
    """Say that one asks something else than those it was gathered with."""
    with store.writing(durable=True) as db:
        at = now()
        asked, _ = _open(db, who, Act.GROUP, question_id)
        must_be_free(db, asked, who, at)
        if not queue.take_out(db, question_id, who.person_id):
            raise Refused("It stands by itself already.")
        audit.write(db, who, Act.GROUP, "question", question_id, at, "taken out")
        return Done("Taken out. It waits by itself.", question_id)


def _open(db: Session, who: Signed, act: Act, question_id: UUID) -> tuple[Question, Sequence[UUID]]:
    """A question that waits and that this person may do this to, and the ids of all that ask the same."""
    asked, _, account = waiting(db, question_id)
    allow_asked(who, act, asked, account)
    return asked, [one.id for one in queue.group_members(db, question_id)]


def _trail(db: Session, who: Signed, act: Act, which: Collection[UUID], at: datetime, detail: str) -> None:
    for one in which:
        audit.write(db, who, act, "question", one, at, detail)


def _assignee(db: Session, who: Signed, account: Account, person_id: UUID | None, team_id: UUID | None) -> str:
    """The name of whom it is given to; refused for who could not answer it, or is none of this person's area."""
    if person_id:
        person = db.get(Person, person_id)
        if person is None or person.retired_at:
            raise missing("person")
        team = db.get(Team, person.team_id) if person.team_id else None
        place = Scope(team.district_id if team else person.district_id, person.team_id)
        if Act.ANSWER not in MAY[person.role]:
            raise Refused(f"{person.name} does not answer the public ({person.role}). Choose somebody who does.")
        near = who.scope.covers(place.district_id, place.team_id)
        if not near and not place.covers(account.district_id, account.team_id):
            raise Refused(f"{person.name} is not of your area. Choose somebody who is.")
        return person.name
    if team_id:
        team = db.get(Team, team_id)
        if team is None or team.retired_at:
            raise missing("team")
        if not who.scope.covers(team.district_id, team.id):
            raise Refused(f"{team.name} is not of your area. Choose a team that is.")
        return team.name
    return "nobody"


def _back(asked: Question, day: date, now: datetime) -> datetime:
    """When a question comes back (UTC): as that day begins."""
    if asked.lane is Lane.DANGER:
        raise Refused("Somebody may be in danger: it cannot be put off. Answer it, or hand it to the control room.")
    today = now.astimezone(LONDON).date()
    if day <= today:
        raise Refused("Choose a day after today: it comes back as that day begins.")
    if day > today + FURTHEST:
        raise Refused(f"That is more than {FURTHEST.days} days away. Choose an earlier day; it can be put off again.")
    return datetime.combine(day, time(), LONDON)


def _put_off(asked: Question, day: date, back: datetime, now: datetime) -> str:
    says = f"Put off: it comes back on {day:%a} {day.day} {day:%b}."
    if asked.due_at and asked.due_at < now:
        return f"{says} {CLOCK_RUNS}: it is late already."
    if asked.due_at and asked.due_at < back:
        return f"{says} {CLOCK_RUNS}: it is due before that, {in_london(asked.due_at)}."
    return f"{says} {CLOCK_RUNS}."


def _hour(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%H:%M}"


__all__ = [
    "acknowledge",
    "assign",
    "claim",
    "gather",
    "note",
    "release",
    "snooze",
    "take_out",
    "take_over",
    "taken",
    "wake",
]

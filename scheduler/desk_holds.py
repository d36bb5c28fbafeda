"""The desk, holds: stop everything within a scope, now or from a time on, and lift that again.

A hold never ends by itself: at its review time it only asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.clock import Clock, in_london
from domain.people import Act, Scope, Signed
from domain.posts import storable
from domain.publication import Category
from scheduler.desk_rules import Done, Refused, allow, allow_area, count, first_words, missing
from store import audit, holds, messages, overdue
from store.db import Store
from store.holds import OnItsWay
from store.tables import Account, District, Hold, Team

FURTHEST = timedelta(days=366)  # a later begin or review is a slip of the pen
LONGEST = 300  # characters of a reason: it stands across the top of every page
NAMED = 3  # how many posts on their way an answer names
CATEGORIES = tuple(word.value for word in Category if word)


@dataclass(frozen=True)
class Over:
    """What a hold stops: everything that fits each scope that is named; with none, everything of the force.

    `category`: only posts of that category; `spares`: all but these. `starts_at` (UTC) None: at once.
    """

    district_id: UUID | None = None
    team_id: UUID | None = None
    account_id: UUID | None = None
    scheduled_post_id: UUID | None = None
    category: str | None = None
    spares: tuple[str, ...] = ()
    answers_too: bool = True
    starts_at: datetime | None = None


def hold(store: Store, who: Signed, over: Over, reason: str, now: Clock, review_at: datetime | None = None) -> Done:
    """Put a hold in force, at once or from a time on.

    When this answers "in force", not one more publication within its scope is claimed (T12).
    """
    why = _reason(reason)
    _must_name_categories(over)
    with store.writing(durable=True) as db:
        holds.close_gate(db)  # first: what is read below is then true until the hold stands
        at = now()
        _must_be_times(over.starts_at, review_at, at)
        over = _where_it_is_now(db, over)
        _may(db, who, Act.HOLD, over)
        row = _row(over, why, who, at, review_at)
        _must_be_new(db, row)
        on_their_way = holds.place(db, row)
        audit.write(db, who, Act.HOLD, "hold", row.id, at, _trail(row))
        return Done(_begins(row.starts_at) if row.starts_at else _in_force(on_their_way), row.id)


def lift(store: Store, who: Signed, which: UUID, now: Clock) -> Done:
    """Lift a hold. What is not yet due goes on; what fell due meanwhile waits for a person, never a backlog."""
    with store.writing(durable=True) as db:
        at, row = now(), _standing(db, who, Act.LIFT, which)
        overdue.fall_due(db, at)
        if not holds.lift(db, which, who.person_id, at):
            raise Refused("It was lifted already.")
        audit.write(db, who, Act.LIFT, "hold", which, at)
        if row.starts_at and not row.began_at and row.starts_at > at:
            return Done("Lifted before it began. It stopped nothing.", which)
        return Done(" ".join(["Lifted.", *_left(db, which, at)]), which)


def review(store: Store, who: Signed, which: UUID, review_at: datetime, now: Clock) -> Done:
    """The hold goes on; it asks again at this time (UTC)."""
    with store.writing(durable=True) as db:
        at, row = now(), _standing(db, who, Act.HOLD, which)
        if row.lifted_at:
            raise Refused("It was lifted already.")
        _must_be_times(None, review_at, at)
        if row.starts_at and review_at <= row.starts_at:
            raise Refused(BEFORE_IT_BEGINS)
        row.review_at = review_at
        audit.write(db, who, Act.HOLD, "hold", which, at, f"goes on; review {review_at:%Y-%m-%dT%H:%MZ}")
        return Done(f"The hold goes on. It asks again {in_london(review_at)}.", which)


BEFORE_IT_BEGINS = "It would ask for its review before it begins. Choose a later review time."


def _reason(said: str) -> str:
    why = " ".join(storable(said).split())
    if not any(sign.isprintable() and not sign.isspace() for sign in why):
        raise Refused("Say why: the reason stands on every page while the hold does.")
    if len(why) > LONGEST:
        raise Refused(f"Say why in at most {LONGEST} characters: the reason stands on every page. It has {len(why)}.")
    return why


def _must_name_categories(over: Over) -> None:
    unknown = [word for word in (over.category or "", *over.spares) if word and word not in CATEGORIES]
    if unknown:
        raise Refused(f'There is no category "{unknown[0]}". Known are: {", ".join(CATEGORIES)}.')
    if over.category and over.spares:
        raise Refused("Hold one category only, or all but some: not both at once.")
    if set(over.spares) >= set(CATEGORIES):
        raise Refused("That would let every category go. Leave out those that are to stop.")


def _must_be_times(starts_at: datetime | None, review_at: datetime | None, now: datetime) -> None:
    for at, what in ((starts_at, "begin"), (review_at, "ask for its review")):
        if at is None:
            continue
        if at.tzinfo is None:
            raise Refused(f"Say of which time zone the time is at which it is to {what}.")
        if at > now + FURTHEST:
            raise Refused(f"It would {what} {in_london(at)}: that is more than a year away. Choose an earlier time.")
        if at <= now:
            instead = " To hold at once, give it no time to begin." if what == "begin" else " Choose a later one."
            raise Refused(f"The time at which it is to {what}, {in_london(at)}, has passed.{instead}")
    if starts_at and review_at and review_at <= starts_at:
        raise Refused(BEFORE_IT_BEGINS)


def _where_it_is_now(db: Session, over: Over) -> Over:
    """The same scope as the roster has it now: a team that was merged is its heir. Raises Refused for what has left."""
    if over.account_id and (account := db.get(Account, over.account_id)) and account.retired_at:
        raise Refused(f"{account.handle} has left the roster: nothing goes out on it.")
    if over.district_id and ((district := db.get(District, over.district_id)) is None or district.retired_at):
        raise missing("district") if district is None else Refused(f"{district.name} has left the roster.")
    if over.team_id is None:
        return over
    team = holds.heir(db, over.team_id)
    if team is None:
        raise missing("team")
    if team.retired_at:
        raise Refused(f"{team.name} has left the roster: no account is its any more.")
    return over if team.id == over.team_id else replace(over, team_id=team.id, district_id=None)


def _row(over: Over, why: str, who: Signed, at: datetime, review_at: datetime | None) -> Hold:
    scope = {name: value for name, value in vars(over).items() if name != "spares"}
    kept = holds.spared([word for word in CATEGORIES if word in over.spares])
    return Hold(**scope, spares=kept, reason=why, placed_by_id=who.person_id, placed_at=at, review_at=review_at)


def _must_be_new(db: Session, row: Hold) -> None:
    """Raise Refused when a hold of the same scope, for the same reason, stands no later than this one would."""
    for other in holds.standing(db):
        same = all(getattr(other, name) == getattr(row, name) for name in SAME)
        sooner = other.starts_at is None or other.began_at or (row.starts_at and other.starts_at <= row.starts_at)
        if same and sooner and other.reason.casefold() == row.reason.casefold():
            when = f"begins {in_london(other.starts_at)}" if other.starts_at and not other.began_at else "is in force"
            raise Refused(f"This very hold {when} already ({other.reason}). Nothing was changed.")


SAME = ("district_id", "team_id", "account_id", "scheduled_post_id", "category", "spares", "answers_too")


def _trail(row: Hold) -> str:
    begins = f" (from {row.starts_at:%Y-%m-%dT%H:%MZ})" if row.starts_at else ""
    return f"{row.reason}{begins}"


def _begins(at: datetime) -> str:
    return f"It begins {in_london(at)}. What is due before that still goes out."


def _in_force(on_their_way: Sequence[OnItsWay]) -> str:
    if not on_their_way:
        return "In force. Nothing was on its way."
    number = len(on_their_way)
    named = "; ".join(f"{one.account}, “{first_words(one.text)}”" for one in on_their_way[:NAMED])
    more = f"; and {number - NAMED:,} more" if number > NAMED else ""
    were = "was already on its way" if number == 1 else "were already on their way"
    return f"In force. {count(number, 'post')} {were}: {named}{more}."


def _left(db: Session, which: UUID, now: datetime) -> list[str]:
    """What lifting it leaves to do: what fell due under it, and what another hold still stops."""
    said = []
    if waiting := overdue.waiting_after(db, which):
        said.append(
            f"{count(waiting, 'post')} fell due meanwhile: decide for each whether to send, re-time or drop it."
        )
    if still := holds.still_held(db, which, now):
        said.append(f"Another hold still stops some of it: {'; '.join(still)}.")
    return said


def _standing(db: Session, who: Signed, act: Act, which: UUID) -> Hold:
    """The hold, for somebody who may do this to it."""
    row = db.get(Hold, which, populate_existing=True)
    if row is None:
        raise missing("hold")
    _may(db, who, act, Over(row.district_id, row.team_id, row.account_id, row.scheduled_post_id, row.category))
    return row


def _may(db: Session, who: Signed, act: Act, over: Over) -> None:
    """The narrowest scope that is named decides who may."""
    if over.scheduled_post_id:
        message = messages.get(db, over.scheduled_post_id)
        if message is None:
            raise missing("post")
        allow(who, act, [one.account for one in messages.chosen(db, message)])
    elif over.account_id:
        account = db.get(Account, over.account_id)
        if account is None:
            raise missing("account")
        allow(who, act, [account])
    elif over.team_id:
        team = db.get(Team, over.team_id)
        allow_area(who, act, Scope(team.district_id if team else None, over.team_id), "for that team")
    else:
        where = "for that district" if over.district_id else "for the whole force"
        allow_area(who, act, Scope(over.district_id), where)

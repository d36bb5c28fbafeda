"""The desk, duty: who is on duty where and when, one by one or from a sheet; and who wants the daily digest."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.clock import Clock, in_london
from domain.people import MAY, Act, Role, Scope, Signed
from scheduler.desk_rules import Done, Refused, allow_area, missing
from scheduler.duty_sheet import Row, RowFault, read, wrong_span
from store import audit, duty, named, reports
from store.db import Store
from store.reports.digest import want
from store.tables import District, Person, Team


@dataclass(frozen=True)
class BroughtIn:
    """What a sheet came to: a sentence, or its faults, and then nothing was changed."""

    says: str
    faults: tuple[RowFault, ...] = ()


def put_on_duty(
    store: Store, who: Signed, person_id: UUID, where: Scope, starts_at: datetime, ends_at: datetime, now: Clock
) -> Done:
    """Put somebody on duty for a team, a district or the whole force."""
    with store.writing() as db:
        at = now()
        if wrong := _wrong(db, who, person_id, where, starts_at, ends_at, at):
            raise Refused(wrong)
        area = _area(where)
        if duty.same(db, person_id, area, starts_at, ends_at):
            raise Refused("They are down for just that already.")
        made = duty.add(db, person_id, area, starts_at, ends_at)
        person = db.get_one(Person, person_id)
        says = f"{person.name} is on duty from {in_london(starts_at)} to {in_london(ends_at)}."
        audit.write(db, who, Act.DUTY, "duty", made, at, f"{_place(db, where)}: {says}")
        return Done(says, made)


def take_off_duty(store: Store, who: Signed, duty_id: UUID, now: Clock) -> Done:
    """Take a duty away, before it begins or while it lasts."""
    with store.writing() as db:
        row = duty.row(db, duty_id)
        if row is None:
            raise missing("duty")
        allow_area(who, Act.DUTY, _full(db, Scope(row.district_id, row.team_id)), "there")
        if row.ends_at <= now():
            raise Refused("It is over already. Who was on duty stays as it was.")
        duty.remove(db, duty_id)
        span = f"{in_london(row.starts_at)} to {in_london(row.ends_at)}"
        audit.write(db, who, Act.DUTY, "duty", duty_id, now(), f"taken off: {row.name}, {span}")
        return Done(f"{row.name} is off duty then.", duty_id)


def bring_in_duties(store: Store, who: Signed, content: bytes, now: Clock, *, dry_run: bool = False) -> BroughtIn:
    """Put on duty whom a sheet names: all of it or, where a row is wrong, none. Twice changes nothing."""
    rows, faults = read(content)
    if Act.DUTY not in MAY[who.role]:
        allow_area(who, Act.DUTY, who.scope, "")
    if not faults:
        with store.reading() as db:
            faults = _faults(db, who, rows, now())
    if faults:
        return BroughtIn("", tuple(sorted(faults)))
    with store.writing() as db:
        at, new, over = now(), 0, 0
        for row in rows:
            person, where = _found(db, row)
            if row.ends_at <= at:
                over += 1
            elif not duty.same(db, person.id, _area(where), row.starts_at, row.ends_at):
                new += 1
                if not dry_run:
                    duty.add(db, person.id, _area(where), row.starts_at, row.ends_at)
        if new and not dry_run:
            audit.write(db, who, Act.DUTY, "duty", None, at, f"from a sheet: {_duties(new)}")
    return BroughtIn(_came_to(len(rows), new, over, dry_run=dry_run))


def digest(store: Store, who: Signed, now: Clock, *, wanted: bool) -> Done:
    """Say whether one wants the daily digest."""
    if who.role is not Role.SUPERVISOR:
        raise Refused("Only supervisors get the daily digest.")
    with store.writing() as db:
        if want(db, who.person_id, wanted, now()):
            audit.write(db, who, "digest", "person", who.person_id, now(), "on" if wanted else "off")
        return Done("You get the daily digest." if wanted else "You get no daily digest.", who.person_id)


def _faults(db: Session, who: Signed, rows: list[Row], at: datetime) -> list[RowFault]:
    faults = []
    seen: dict[tuple[UUID, duty.Area], list[Row]] = {}
    for row in rows:
        try:
            person, where = _found(db, row)
        except Refused as no:
            faults.append(RowFault(row.line, str(no)))
            continue
        if row.ends_at > at and (says := _wrong(db, who, person.id, where, row.starts_at, row.ends_at, at)):
            faults.append(RowFault(row.line, says))
        earlier = seen.setdefault((person.id, _area(where)), [])
        clash = next((one for one in earlier if one.starts_at < row.ends_at and row.starts_at < one.ends_at), None)
        if clash and (clash.starts_at, clash.ends_at) != (row.starts_at, row.ends_at):
            faults.append(RowFault(row.line, f"It overlaps line {clash.line}, for the same person at the same place."))
        earlier.append(row)
    return faults


def _found(db: Session, row: Row) -> tuple[Person, Scope]:
    """The person and the part of the force that a row names. Raises Refused."""
    known = reports.signed(db, row.person)
    if known is None:
        raise Refused(f"Nobody on the roster has the address {row.person}.")
    part, _, key = row.where.partition(":")
    word = part.strip().lower()
    if word == "team" and (teams := named.areas(db, Team, key)):
        where = Scope(teams[0].district_id, teams[0].id)
    elif word == "district" and (districts := named.areas(db, District, key)):
        where = Scope(districts[0].id)
    elif word == "force":
        where = Scope()
    else:
        raise Refused(f"There is no {word} “{key.strip()}” on the roster.")
    return db.get_one(Person, known.person_id), where


def _wrong(
    db: Session, who: Signed, person_id: UUID, where: Scope, starts_at: datetime, ends_at: datetime, at: datetime
) -> str:
    """What stands against putting this person on duty there and then; "" when nothing does."""
    where = _full(db, where)
    try:
        allow_area(who, Act.DUTY, where, f"for {_place(db, where)}")
    except Refused as no:
        return str(no)
    person = db.get(Person, person_id)
    if person is None or person.retired_at is not None:
        return "They are not on the roster any more."
    if Act.ACKNOWLEDGE not in MAY[person.role]:
        return (
            f"{person.name} is an {person.role}, who answers for machines and not for questions. Choose somebody else."
        )
    team = db.get(Team, person.team_id) if person.team_id else None
    sees = Scope(team.district_id if team else person.district_id, person.team_id)
    if not sees.covers(where.district_id, where.team_id):
        return f"{person.name} does not see all of {_place(db, where)}: they could not open what they are told of."
    if wrong := wrong_span(starts_at, ends_at):
        return wrong[0]
    if ends_at <= at:
        return "It is over already. Choose a time to come."
    clash = duty.overlapping(db, person_id, _area(where), starts_at, ends_at)
    if clash and (clash.starts_at, clash.ends_at) != (starts_at, ends_at):
        span = f"{in_london(clash.starts_at)} to {in_london(clash.ends_at)}"
        return f"{person.name} is on duty there already, from {span}. Take that off first."
    return ""


def _area(where: Scope) -> duty.Area:
    """As a duty keeps it: a team alone, a district alone, or neither."""
    return (None, where.team_id) if where.team_id else (where.district_id, None)


def _full(db: Session, where: Scope) -> Scope:
    """With the district of a team."""
    team = db.get(Team, where.team_id) if where.team_id else None
    return Scope(team.district_id, team.id) if team else where


def _place(db: Session, where: Scope) -> str:
    if where.team_id:
        return db.get_one(Team, where.team_id).name
    return db.get_one(District, where.district_id).name if where.district_id else "the whole force"


def _came_to(rows: int, new: int, over: int, *, dry_run: bool) -> str:
    """What was done with a sheet, or would be, in a sentence."""
    said = [f"{_duties(new)} would be added" if dry_run else f"{_duties(new)} added"]
    said += [f"{rows - new - over:,} there already"] if rows - new - over else []
    said += [f"{over:,} over already"] if over else []
    return f"{'; '.join(said)}."


def _duties(number: int) -> str:
    return "1 duty" if number == 1 else f"{number:,} duties"

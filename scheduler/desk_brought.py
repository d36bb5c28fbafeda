"""The desk, figures that people bring: look at a file, bring it, withdraw it; say where a town belongs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from domain.brought.reading import Read, read
from domain.clock import Clock, london_day
from domain.metrics import METRICS
from domain.people import Act, Scope, Signed
from domain.posts import storable
from domain.towns import town_key
from scheduler.brought_accounts import Whose, whose
from scheduler.desk_rules import MOVED_ON, Done, Refused, allow, allow_area, count, missing
from store import audit, brought, town_homes
from store.brought import Overlap
from store.db import Store
from store.tables import Account, District, FigureFile

LONGEST_NAME = 120


@dataclass(frozen=True)
class Chosen:
    """What somebody says of a file: its name, whose it is, when it was made (None: today), and a remark.

    `but_faulty`: bring the rest where some rows are wrong.
    """

    name: str
    account_id: UUID | None = None
    as_of: date | None = None
    note: str = ""
    but_faulty: bool = False


@dataclass(frozen=True)
class FiguresSeen:
    """What a file would bring. `counts`: figures by the label of their number; `stops`: why it cannot be brought."""

    title: str
    accounts: tuple[str, ...]
    as_of: date
    rows: int
    figures: int
    first: date | None
    last: date | None
    counts: tuple[tuple[str, int], ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    stops: str = ""


def look_at_figures(store: Store, who: Signed, content: bytes, chosen: Chosen, now: Clock) -> FiguresSeen:
    """Say what a file would bring, and keep nothing. Raises Refused where this person may not bring it."""
    as_of = _as_of(chosen, now)
    known = read(content, as_of)
    with store.reading() as db:
        owners, rows = _placed(db, who, known, chosen)
        stops = _same(db, known.digest)
        beside = [] if stops else brought.overlaps(db, rows)
    days = [one.first for one in known.figures] + [min(one.last, as_of) for one in known.figures]
    return FiguresSeen(
        title=known.layout.title if known.layout else "",
        accounts=tuple(dict.fromkeys(one.handle for one in owners.accounts.values())),
        as_of=as_of,
        rows=known.rows,
        figures=len(rows),
        first=min(days, default=None),
        last=max(days, default=None),
        counts=tuple(Counter(METRICS[one["metric"]].label for one in rows).items()),
        faults=() if stops else tuple(str(one) for one in (*owners.faults, *known.faults)),
        notes=() if stops else (*known.notes, *owners.notes, *(_beside(one, as_of) for one in beside)),
        stops=stops,
    )


def bring_figures(store: Store, who: Signed, content: bytes, chosen: Chosen, now: Clock) -> Done:
    """Keep the figures of a file: all of it or, where a row is wrong and nobody said otherwise, none."""
    as_of = _as_of(chosen, now)
    known = read(content, as_of)
    with store.writing() as db:
        owners, rows = _placed(db, who, known, chosen)
        if wrong := _against(db, known, owners, rows, chosen):
            raise Refused(wrong)
        assert known.layout
        accounts = {one.id: one.handle for one in owners.accounts.values()}
        file = FigureFile(
            id=uuid4(), name=_short(chosen.name), layout=known.layout.name, digest=known.digest,
            account_id=next(iter(accounts)) if len(accounts) == 1 else None, as_of=as_of, note=_short(chosen.note),
            brought_by_id=who.person_id, brought_at=now(),
        )  # fmt: skip
        if not brought.keep(db, file, rows):
            raise Refused(_same(db, known.digest) or MOVED_ON)
        names = ", ".join(accounts.values())
        left = f"; {count(len(known.faults), 'fault')} left out" if known.faults else ""
        what = f"{file.name} ({known.layout.title}): {count(len(rows), 'figure')} of {names}{left}"
        audit.write(db, who, Act.BRING_FIGURES, "figure_file", file.id, file.brought_at, what)
        return Done(f"{count(len(rows), 'figure')} of {names} brought in from {file.name}.", file.id)


def withdraw_figures(store: Store, who: Signed, file_id: UUID, now: Clock) -> Done:
    """Take the figures of a file out again; the trail keeps that it was there."""
    with store.writing() as db:
        file = brought.get(db, file_id)
        if file is None:
            raise missing("file of figures")
        allow(who, Act.BRING_FIGURES, brought.accounts_of(db, file_id))
        at = now()
        if not brought.withdraw(db, file_id, who.person_id, at):
            raise Refused(MOVED_ON)
        audit.write(db, who, Act.BRING_FIGURES, "figure_file", file_id, at, f"withdrawn: {file.name}")
        return Done(f"{file.name} is withdrawn: its figures count no more. It can be brought in again.", file_id)


def place_town(store: Store, who: Signed, town: str, district_id: UUID | None, now: Clock) -> Done:
    """Say which district a town belongs to; None: to none of ours. It counts so at once."""
    with store.writing() as db:
        name = " ".join(storable(town).split())
        if not name:
            raise Refused("No town is named.")
        district = db.get(District, district_id) if district_id else None
        if district_id and (district is None or district.retired_at):
            raise missing("district")
        where = district.name if district else "none of ours"
        allow_area(who, Act.PLACE_TOWN, Scope(district_id), f"for {district.name if district else 'the whole force'}")
        _allow_leaving(db, who, name)
        at = now()
        town_homes.place(db, name, district_id, who.person_id, at)
        audit.write(db, who, Act.PLACE_TOWN, "town", district_id, at, f"{name}: {where}")
        return Done(f"{name} belongs to {where}.", district_id or who.person_id)


def forget_town(store: Store, who: Signed, town: str, now: Clock) -> Done:
    """Take back what was said of a town: the roster's lists decide again."""
    with store.writing() as db:
        row = town_homes.get(db, town)
        if row is None:
            raise Refused(MOVED_ON)
        _allow_leaving(db, who, town)
        town_homes.forget(db, row)
        audit.write(db, who, Act.PLACE_TOWN, "town", row.district_id, now(), f"{town_key(town)}: taken back")
        return Done(f"{town} is where the roster says again, or waits to be placed.", row.district_id or who.person_id)


def _allow_leaving(db: Session, who: Signed, town: str) -> None:
    """A town that somebody placed is moved only by those who answer for where it is now."""
    if row := town_homes.get(db, town):
        allow_area(who, Act.PLACE_TOWN, Scope(row.district_id), "for the district where it is now")


def _as_of(chosen: Chosen, now: Clock) -> date:
    today = london_day(now())
    if chosen.as_of and chosen.as_of > today:
        raise Refused("The file cannot have been made after today. Say the day on which it was downloaded.")
    return chosen.as_of or today


def _placed(db: Session, who: Signed, known: Read, chosen: Chosen) -> tuple[Whose, list[dict[str, Any]]]:
    """Whose figures they are, and the figures as they are kept. Raises Refused."""
    owners = whose(db, known, chosen.account_id)
    asked = [account for id_ in [chosen.account_id] if id_ and (account := db.get(Account, id_))]
    allow(who, Act.BRING_FIGURES, [*owners.accounts.values(), *asked])
    rows = [
        {
            "line": one.line, "column": one.column, "metric": one.metric, "town": " ".join(one.town.split()),
            "post": one.post, "first": one.first, "last": one.last, "value": one.value,
            "account_id": owners.accounts[one.account].id,
        }
        for one in known.figures
        if one.account in owners.accounts
    ]  # fmt: skip
    return owners, rows


def _against(db: Session, known: Read, owners: Whose, rows: Sequence[Any], chosen: Chosen) -> str:
    """Why a file is not brought; "" when nothing stands against it."""
    if same := _same(db, known.digest):
        return same
    faults = [*owners.faults, *known.faults]
    if faults and (owners.faults or not chosen.but_faulty or not rows):
        more = f" {count(len(faults) - 1, 'more fault')}." if len(faults) > 1 else ""
        return f"{faults[0]}{more} Nothing was brought in."
    return "" if rows else "There is no figure in the file. Nothing was brought in."


def _same(db: Session, digest: str) -> str:
    found = brought.same(db, digest)
    if not found:
        return ""
    file, name = found
    day = f"{london_day(file.brought_at):%d %B %Y}".lstrip("0")
    return f"This file is here already: {name} brought it in on {day} as {file.name}. It counts once."


def _beside(one: Overlap, as_of: date) -> str:
    made = f"{one.as_of:%d %B %Y}".lstrip("0")
    stand = "stands" if one.figures == 1 else "stand"
    which = "this file is the newer one, and counts" if as_of >= one.as_of else "that file is the newer one, and counts"
    there = f"{one.name} too (made on {made}, brought in by {one.brought_by})"
    return f"{count(one.figures, 'figure')} {stand} in {there}: {which}."


def _short(text: str) -> str:
    name = " ".join(storable(text).split())
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"

"""`bluelamp bring`: the figures of a platform's own export, from a file; `--withdraw` takes them out again."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.brought.sheets import MOST_BYTES
from domain.people import Signed
from doors import places
from doors.wiring import DoorFault, House
from scheduler import desk
from scheduler.desk import Chosen, FiguresSeen
from store import reports

FAULTS = 50  # that are printed; more say no more


@dataclass(frozen=True)
class Wanted:
    """What was typed: a file to bring in, or the id of one to withdraw."""

    file: Path | None
    account: str | None = None
    as_of: str | None = None
    note: str = ""
    skip_faulty: bool = False
    dry_run: bool = False
    withdraw: str | None = None


def bring(house: House, who: Signed, wanted: Wanted) -> list[str]:
    """Bring a file in, say what it would bring, or withdraw one; sentences for whoever asked.

    Raises DoorFault and Refused.
    """
    if (wanted.file is None) is (wanted.withdraw is None):
        raise DoorFault("Say what to bring in, or what to withdraw.", "Name a FILE, or say --withdraw ID.")
    if wanted.file is None:
        return [_withdraw(house, who, wanted.withdraw or "")]
    content, account_id = _content(wanted.file), None
    if wanted.account:
        with house.store.reading() as db:
            account_id = places.account(db, wanted.account).id
    chosen = Chosen(wanted.file.name, account_id, _day(wanted.as_of), wanted.note, wanted.skip_faulty)
    seen = desk.look_at_figures(house.store, who, content, chosen, house.clock)
    says = told(seen)
    if wanted.dry_run:
        return [*says, seen.stops or "Nothing was brought in: this was a dry run."]
    if seen.faults and not wanted.skip_faulty:
        print("\n".join(says))
        raise DoorFault("Nothing was brought in.", "Mend the file, or say --skip-faulty for the rows without a fault.")
    return [*says, desk.bring_figures(house.store, who, content, chosen, house.clock).says]


def _withdraw(house: House, who: Signed, said: str) -> str:
    with house.store.reading() as db:
        files = reports.figure_files(db, who, limit=100_000)
    found = [one for one in files if said.strip() and str(one.id).startswith(said.strip().lower())]
    if len(found) != 1:
        raise DoorFault(
            f'{"More than one file has" if found else "No file has"} the id "{said}".',
            "See: bluelamp report figure-files --format json",
        )
    return desk.withdraw_figures(house.store, who, found[0].id, house.clock).says


def told(seen: FiguresSeen) -> list[str]:
    """What a file would bring, line by line: faults first, for they are to be mended."""
    says = list(seen.faults[:FAULTS])
    if len(seen.faults) > FAULTS:
        says.append(f"And {len(seen.faults) - FAULTS:,} more faults.")
    if not seen.title:
        return says
    of = f" of {', '.join(seen.accounts)}" if seen.accounts else ""
    says.append(f"{seen.title}: {seen.rows:,} rows, {seen.figures:,} figures{of}.")
    if seen.first and seen.last:
        says.append(f"From {_said(seen.first)} to {_said(seen.last)}, as the file stood on {_said(seen.as_of)}.")
    if seen.counts:
        says.append("; ".join(f"{label}: {number:,}" for label, number in seen.counts) + ".")
    return [*says, *seen.notes]


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise DoorFault(f"{file} cannot be read: {error.strerror}.", "See that it is there.") from None


def _day(said: str | None) -> date | None:
    if said is None:
        return None
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        raise DoorFault(f'"{said}" is no day.', "Write it like 2026-10-31.") from None


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

"""`bluelamp duty` and `bluelamp handover`: bring in a rota, and print what a shift leaves behind."""

from pathlib import Path

from domain.people import Scope, Signed
from doors import places
from doors.person import SERVICE
from doors.watch import manner_of
from doors.wiring import DoorFault, House
from scheduler import desk, shift_words
from store import reports
from store.tables import District, Team

LARGEST = 1_000_000  # bytes


def bring_in(house: House, who: Signed, file: Path, *, dry_run: bool) -> None:
    """Put on duty whom a sheet names, and print what came of it. Raises DoorFault and Refused."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise DoorFault(f"{file} cannot be read: {error.strerror}.", "See that it is there.") from None
    if len(content) > LARGEST:
        raise DoorFault(f"{file.name} is larger than a rota can be.", "Split it.")
    came = desk.bring_in_duties(house.store, who, content, house.clock, dry_run=dry_run)
    if came.faults:
        for fault in came.faults:
            print(fault)
        number = len(came.faults)
        raise DoorFault(f"{number} {'fault' if number == 1 else 'faults'}, and nothing was stored.", "Mend the file.")
    print(came.says)


def summary(house: House, team: str | None, district: str | None, *, html: bool) -> str:
    """What the shift of a team, a district or the whole force leaves behind, as text or as a sheet to print."""
    if team and district:
        raise DoorFault("A hand-over is of a team or of a district.", "Name one of them.")
    manner = manner_of(house.settings)
    with house.store.reading() as db:
        scope = None
        if team:
            found = places.area(db, Team, "team", team)
            scope = Scope(found.district_id, found.id)
        elif district:
            scope = Scope(places.area(db, District, "district", district).id)
        one = reports.shift(db, SERVICE, house.clock(), scope=scope)
    if html:
        return shift_words.sheet(manner, one)
    subject, body = shift_words.text(manner, one)
    return f"{subject.partition('] ')[2]}\n\n{body.partition('-- ')[0]}".rstrip()
